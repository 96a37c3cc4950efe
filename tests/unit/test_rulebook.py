"""The rule files: what they say about one proposal, and what a wrong file is told."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from toancanh.catalogues.planning import FOLDER
from toancanh.kernel import Invalid
from toancanh.planning.rulebook import Claim, PauseVerdict, Rulebook, RuleCertainty
from toancanh.planning.rulebook.technical import Conformity

TODAY = date(2026, 11, 22)
GOOD: dict[str, Any] = {
    "network": True,
    "onvif": True,
    "megapixels": 2.07,
    "conformity_certificate": "CN-1",
    "unique_password": True,
    "notice": True,
    "retention_days": 30.0,
    "codec": "H.265",
}


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return Rulebook(tmp_path)


@pytest.mark.parametrize(
    ("given", "rule", "conformity", "blocks"),
    [
        ({}, "", Conformity.MET, False),
        ({"network": False}, "ip", Conformity.UNMET, True),
        ({"onvif": None}, "onvif", Conformity.UNKNOWN, True),
        ({"megapixels": 0.9}, "resolution", Conformity.UNMET, True),
        ({"megapixels": 8.29}, "", Conformity.MET, False),  # 4K
        ({"megapixels": 12.0}, "resolution", Conformity.UNMET, True),
        ({"conformity_certificate": ""}, "security", Conformity.UNMET, True),
        ({"unique_password": False}, "unique_password", Conformity.UNMET, True),
        ({"notice": False}, "notice", Conformity.UNMET, False),
        ({"retention_days": 90.0}, "retention", Conformity.UNMET, False),
        ({"codec": "MJPEG"}, "codec", Conformity.UNMET, False),
    ],
)
def test_technical_rules(
    book: Rulebook, given: dict[str, Any], rule: str, conformity: Conformity, blocks: bool
) -> None:
    findings = {found.rule: found for found in book.technical.check(GOOD | given, on=TODAY)}
    unmet = {name for name, found in findings.items() if found.conformity is not Conformity.MET}
    assert unmet == ({rule} if rule else set())
    if rule:
        assert (findings[rule].conformity, findings[rule].blocks) == (conformity, blocks)


def test_rules_begin_on_their_day(book: Rulebook) -> None:
    assert "security" not in {found.rule for found in book.technical.check({}, on=date(2025, 12, 31))}
    assert "security" in {found.rule for found in book.technical.check({}, on=date(2026, 1, 1))}
    assert book.technical.check({}, on=date(2025, 1, 16)) == []


def test_what_is_not_sure_never_blocks(book: Rulebook) -> None:
    assert [certainty.may_block for certainty in RuleCertainty] == [True, True, False, False]
    for found in book.technical.check({}, on=TODAY):
        assert found.certainty.may_block or not found.blocks
        assert found.source_title


@pytest.mark.parametrize(
    ("claim", "on", "verdict", "blocks"),
    [
        (Claim(), TODAY, PauseVerdict.FORBIDDEN, True),
        (Claim(), date(2025, 9, 2), PauseVerdict.NOT_IN_FORCE, False),
        (Claim(exception="unheard of", reference="x"), TODAY, PauseVerdict.FORBIDDEN, True),
        (Claim(exception="specialised"), TODAY, PauseVerdict.EXCEPTION_INCOMPLETE, True),
        (Claim(exception="specialised", reference="12/CV"), TODAY, PauseVerdict.EXCEPTION, False),
        (Claim(exception="tendered", reference="9/QĐ"), TODAY, PauseVerdict.EXCEPTION_INCOMPLETE, True),
        (Claim(exception="tendered", reference="9/QĐ", on=date(2025, 9, 2)), TODAY, PauseVerdict.EXCEPTION, False),
        (
            Claim(exception="tendered", reference="9/QĐ", on=date(2025, 9, 3)),
            TODAY,
            PauseVerdict.EXCEPTION_INCOMPLETE,
            True,
        ),
    ],
)
def test_the_pause(book: Rulebook, claim: Claim, on: date, verdict: PauseVerdict, blocks: bool) -> None:
    found = book.pause.check(claim, on=on)
    assert (found.verdict, found.blocks, found.number) == (verdict, blocks, "4932/UBND-ĐMPT")


def test_costs_are_bit_rate_times_days(book: Rulebook) -> None:
    asked: dict[str, Any] = {
        "kind": "fixed",
        "megapixels": 2.07,
        "codec": "H.265",
        "connection": "fibre",
        "new_pole": False,
        "price_vnd": None,
    }
    found = book.costs.estimate(**asked, retention_days=30)
    assert found.bitrate_bps == 2_000_000
    assert found.storage_bytes == 2_000_000 // 8 * 86_400 * 30
    dearer = book.costs.estimate(**asked | {"new_pole": True, "price_vnd": 20_000_000}, retention_days=60)
    assert (
        dearer.equipment_vnd - found.equipment_vnd == book.costs.pole_vnd + 20_000_000 - book.costs.camera_vnd["fixed"]
    )
    assert (found + dearer).storage_bytes == 3 * found.storage_bytes
    assert book.costs.certainty is RuleCertainty.ASSUMPTION


def test_an_administrator_s_file_stands_for_ours(tmp_path: Path, book: Rulebook) -> None:
    assert book.pause.lifted_on is None
    text = (FOLDER / "pause.toml").read_text(encoding="utf-8")
    (tmp_path / "pause.toml").write_text(text.replace('lifted_on = ""', 'lifted_on = "2026-11-01"'), encoding="utf-8")
    assert book.pause.check(Claim(), on=TODAY).verdict is PauseVerdict.NOT_IN_FORCE
    (tmp_path / "pause.toml").write_text("number = ", encoding="utf-8")
    os.utime(tmp_path / "pause.toml", ns=(1, 1))
    with pytest.raises(Invalid, match=r"pause\.toml: it is no TOML"):
        _ = book.pause
    (tmp_path / "pause.toml").unlink()
    assert book.pause.lifted_on is None


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('field = "onvif"', 'field = "colour"', "no candidate has a field colour"),
        ('source = "qcvn_135"', 'source = "hearsay"', "no such source: hearsay"),
        ("value = [1.9, 8.6]", "value = 2", "its value does not fit"),
        ('id = "onvif"', 'id = "ip"', "two rules have one id"),
        ('severity = "warn"', 'severity = "shout"', "severity"),
        ('version = "2026.11"', 'version = "2026.11"\nverzion = 1', "verzion"),
    ],
)
def test_a_wrong_file_is_refused_with_its_fault(tmp_path: Path, before: str, after: str, fault: str) -> None:
    text = (FOLDER / "technical_rules.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "technical_rules.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        _ = Rulebook(tmp_path).technical
    assert refused.value.detail.startswith("technical_rules.toml: ")
    assert fault in refused.value.detail
