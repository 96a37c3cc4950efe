"""A pack's form, its check, its answers; and that the shipped one keeps what the table in use keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from toancanh.governance.model import Action, Outcome
from toancanh.governance.regulation import ACTIONS, Engine, Facts, check, differences, load_pack, try_cases
from toancanh.kernel import Invalid
from toancanh.regulations import SHIPPED

HANOI = SHIPPED / "hanoi"
Change = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def hanoi() -> Engine:
    return Engine(load_pack(HANOI))


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A copy of the shipped pack with one text in one file changed."""

    def change(file: str, before: str, after: str) -> Path:
        folder = tmp_path / "hanoi"
        if not folder.exists():
            shutil.copytree(HANOI, folder)
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return folder

    return change


def findings(folder: Path) -> str:
    return "\n".join(f"{one.where}: {one.what}" for one in check(Engine(load_pack(folder))))


def test_the_shipped_pack_is_a_draft_without_a_finding(hanoi: Engine) -> None:
    assert hanoi.pack.title.status == "draft"
    assert check(hanoi) == []
    assert [one.case.says.en for one in try_cases(hanoi) if one.why] == []


def test_the_vocabulary_holds_every_action_of_the_platform() -> None:
    assert {str(action) for action in Action} <= set(ACTIONS)


@pytest.mark.parametrize("file", [path.name for path in sorted(HANOI.iterdir())])
def test_a_pack_lacks_no_file(changed: Change, file: str) -> None:
    folder = changed("pack.toml", "draft", "draft")
    (folder / file).unlink()
    with pytest.raises(Invalid, match=file):
        load_pack(folder)


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("pack.toml", 'status = "draft"', 'status = "law"', "pack.toml"),
        ("pack.toml", 'id = "hanoi"', 'id = "hue"', "make them one"),
        ("pack.toml", "version = 1", "version = 0", "version"),
        ("purposes.toml", 'reference = "case"', 'refrence = "case"', "row 1, reference"),
        ("cases.toml", 'expect = "allow"', 'expect = "maybe"', "row 1, expect"),
        ("articles.toml", "[[article]]", "[[article", "articles.toml"),
        ("policies.cedar", 'context.platform }', 'context.plattform }', "policy platform"),
        ("policies.cedar", "permit (principal, action, resource)", "permit (principal, action", "policies.cedar"),
        ("policies.cedar", "permit (principal, action,", "permit (principal == ?principal, action,", "templates"),
        ("policies.cedar", '"7200"', '"long"', "max_seconds"),
        ("policies.cedar", '["trường học", "cơ sở y tế"]', '["a", "b", "c", "d", "e"]', "name 5 tags; at most 4"),
    ],
)  # fmt: skip
def test_what_has_no_form_is_refused_with_its_place(
    changed: Change, file: str, before: str, after: str, told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        Engine(load_pack(changed(file, before, after)))


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("policies.cedar", '@id("live")', '@id("export")', "'export' stands 2 times"),
        ("policies.cedar", '@id("live") ', "", "has a name"),
        ("policies.cedar", '@id("live") @article("3")', '@id("live") @article("33")', "no such article"),
        ("policies.cedar", "context.age <= 604800", "context.age <= 60", "expected allow, answered needs"),
        ("policies.cedar", '@id("users_write")', '@id("x") @article("10") forbid (principal, action == '
         'Action::"user.write", resource);\n@id("users_write")', "no administrator could do user.write"),
        ("policies.cedar", '@id("live") ', '@id("live") @max_seconds("60") ', "max_seconds binds nobody on media.live"),
        ("policies.cedar", '@id("unmask") ', '@id("unmask") @watermark ', "@watermark binds nobody on media.unmask"),
        ("policies.cedar", '@id("defence_pictures") ', '@id("defence_pictures") @watermark ', "nobody on a forbid"),
        ("policies.cedar", 'containsAny(["trường học", "cơ sở y tế"])', "isEmpty()", "looked at by their names"),
        ("purposes.toml", 'article = "9"', 'article = "99"', "no article 99"),
        ("retention.toml", "min_days = 15", "min_days = 99", "more than the most"),
        ("approvals.toml", '"leader"', '"king"', "no role 'king'"),
        ("approvals.toml", "media.unmask", "media.unveil", "no action 'media.unveil'"),
        ("sharing.toml", 'what = ["live"]', 'what = ["all"]', "neither"),
        ("cases.toml", 'action = "camera.read"', 'action = "camera.dream"', "no action 'camera.dream'"),
        ("cases.toml", 'policy = "platform"', 'policy = "live"', "expected policy live"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(changed: Change, file: str, before: str, after: str, told: str) -> None:
    assert told in findings(changed(file, before, after))


def test_a_policy_that_fails_denies_and_is_told(changed: Change) -> None:
    overflow = '@id("broken") @article("1")\nforbid (principal, action, resource) when '
    overflow += '{ context.seconds * 9223372036854775807 < 0 };\n\n@id("platform")'
    engine = Engine(load_pack(changed("policies.cedar", '@id("platform")', overflow)))
    answer = engine.answer("media.live", Facts(held=frozenset({"viewer"}), seconds=2))
    assert answer.outcome is Outcome.DENY
    assert answer.errors


def test_differences_are_in_texts_and_in_answers(hanoi: Engine, changed: Change) -> None:
    after = Engine(
        load_pack(changed("policies.cedar", '"administrator", "operator", "viewer"]) };', '"operator"]) };'))
    )
    assert differences(hanoi, hanoi) == []
    told = {one.where: one.after for one in differences(hanoi, after)}
    assert told["media.live by viewer"] == "deny"
    assert "media.live by operator" not in told
