"""``toancanh regulation check | test | diff | simulate`` as somebody types them: exit codes and what is printed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from toancanh.bootstrap.platform import open_platform
from toancanh.cli import main
from toancanh.governance import AccessRequest, Action, ResourceRef
from toancanh.regulations import SHIPPED

pytestmark = pytest.mark.databases("sqlite")
PASSWORD = "a pass phrase of the first day"


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack in which no administrator watches live."""
    for name in [name for name in os.environ if name.startswith("TOANCANH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return changed(tmp_path / "strict", "policies.cedar", '["administrator", "operator", "viewer"])', '["viewer"])')


def changed(folder: Path, file: str, before: str, after: str) -> Path:
    folder /= "hanoi"  # a pack lies in a folder of its name
    shutil.copytree(SHIPPED / "hanoi", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def ran(capsys: pytest.CaptureFixture[str], verb: str, *arguments: str | Path) -> tuple[int, str]:
    status = main(["regulation", verb, *map(str, arguments)])
    return status, capsys.readouterr().out


def test_the_shipped_pack_is_checked_and_passes_its_tests(strict: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = ran(capsys, "check", "hanoi")
    assert (status, out.startswith("hanoi "), out.rstrip().endswith(" 0 findings")) == (0, True, True)
    status, out = ran(capsys, "test", "hanoi")
    assert (status, out.rstrip().endswith(" cases, 0 failed"), "FAILED" in out) == (0, True, False)
    assert "Không ai tra cứu biển số một mình: needs (approval) by plate_search [8]\n" in out


def test_a_pack_with_faults_ends_with_1_and_one_that_cannot_be_read_with_2(
    strict: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = ran(capsys, "test", strict)
    assert (status, "FAILED" in out, " 0 failed" in out) == (1, True, False)
    status, out = ran(capsys, "test", strict, "--json")
    told = json.loads(out)
    assert (status, told["failed"]) == (1, len([case for case in told["cases"] if case["why"]]))
    status, out = ran(capsys, "check", changed(tmp_path / "dangling", "approvals.toml", '"7"', '"99"'))
    assert (status, "99" in out, " 0 findings" in out) == (1, True, False)
    unreadable = changed(tmp_path / "unreadable", "policies.cedar", "permit (", "allow (")
    for command in (["check", unreadable], ["test", unreadable], ["diff", "hanoi", unreadable], ["check", "no-such"]):
        status, out = ran(capsys, str(command[0]), *command[1:])
        assert (status, out) == (2, ""), command


def test_a_difference_is_told(strict: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(capsys, "diff", "hanoi", "hanoi") == (0, "0 differences\n")
    status, out = ran(capsys, "diff", "hanoi", strict)
    assert (status, "live" in out, out.endswith("\n0 differences\n")) == (0, True, False)


def test_requests_on_record_are_decided_again(strict: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    platform = open_platform(data=tmp_path / "data", create=True)
    try:
        governance = platform.governance
        governance.ensure_first_administrator(PASSWORD)
        _, admin = governance.sign_in("admin", PASSWORD, "192.0.2.1")
        camera = ResourceRef(kind="camera", id="c", owner_id=admin.organisation_id)
        decision = governance.require(admin, AccessRequest(action=Action.MEDIA_LIVE, resource=camera))
        with platform.database.transaction() as tx:
            governance.record(tx, admin, Action.MEDIA_LIVE, camera, decision=decision)
    finally:
        platform.close()
    since = ("--since", "2020-01-01", "--data", tmp_path / "data")
    status, out = ran(capsys, "simulate", "hanoi", *since)
    assert (status, out) == (0, "1 requests decided again, 0 differently\n")
    status, out = ran(capsys, "simulate", strict, *since)
    assert (status, "     1  media.live: allow -> deny; such as " in out) == (0, True)
    assert out.endswith("1 requests decided again, 1 differently\n")
    status, out = ran(capsys, "simulate", strict, "--since", "2999-01-01", "--data", tmp_path / "data")
    assert (status, out) == (0, "0 requests decided again, 0 differently\n")
    with pytest.raises(SystemExit) as ended:
        main(["regulation", "simulate", "hanoi", "--since", "yesterday"])
    assert ended.value.code == 2
