"""The board of alarms: what is one, since when, and that each begins and ends once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from toancanh.kernel import SimulatedClock, Unavailable
from toancanh.web import alarms
from toancanh.web.alarms import AlarmBoard

DAY_US = 24 * 3600 * 1_000_000
WELL: dict[str, Any] = {"disk_full": False, "database_away": False, "dropped_fragments": 0, "failed_segments": 0}


class Process:
    """A media process."""

    def __init__(self) -> None:
        self.report: dict[str, Any] = dict(WELL)
        self.is_away = False

    async def recording(self) -> Mapping[str, Any]:
        if self.is_away:
            raise Unavailable("away")
        return self.report


class Scene:
    """A board over two media processes and a database."""

    def __init__(self, *, certificate_days: float | None = None) -> None:
        self.clock = SimulatedClock()
        self.media = [Process(), Process()]
        self.standby = Process()
        self.database_is_away = False
        self.policy_errors = 7
        self.vision_is_away = False
        ends_us = None if certificate_days is None else self.clock.now_us() + round(certificate_days * DAY_US)
        self.board = AlarmBoard(
            clock=self.clock, links=self.media, standby=self.standby, ask_database=self._ask_database,
            certificate_ends_us=ends_us, policy_errors=lambda: self.policy_errors,
            is_vision_away=lambda: self.vision_is_away,
        )  # fmt: skip

    def after(self, seconds: float) -> list[tuple[str, str]]:
        self.clock.advance(seconds)
        asyncio.run(self.board.look())
        return [(alarm.kind, alarm.process) for alarm in self.board.raised]

    def _ask_database(self) -> None:
        if self.database_is_away:
            raise Unavailable("away")


class Lines:
    """Stands for the log."""

    def __init__(self) -> None:
        self.written: list[tuple[str, str]] = []

    def error(self, _message: str, *, kind: str, process: str) -> None:
        self.written.append(("begins", kind))

    def info(self, _message: str, *, kind: str, process: str) -> None:
        self.written.append(("ends", kind))


def test_a_full_disk_is_one_alarm_for_as_long_as_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = Lines()
    monkeypatch.setattr(alarms, "_log", lines)
    scene = Scene()
    assert scene.after(2) == []
    scene.media[1].report |= {"disk_full": True, "dropped_fragments": 7, "failed_segments": 3}
    began_us = scene.clock.now_us() + 2_000_000
    for _ in range(3):
        assert scene.after(2) == [("disk_full", "media-1")], "what is lost by it is not another alarm"
        assert scene.board.raised[0].since_us == began_us
    scene.media[1].report["disk_full"] = False
    assert scene.after(2) == []
    assert lines.written == [("begins", "disk_full"), ("ends", "disk_full")]


@pytest.mark.parametrize(("counter", "kind"), [("dropped_fragments", "disk_slow"), ("failed_segments", "disk_error")])
def test_lost_pictures_are_an_alarm_for_a_minute(counter: str, kind: str) -> None:
    scene = Scene()
    scene.media[0].report[counter] = 100
    assert scene.after(2) == [], "that was before the board"
    scene.media[0].report[counter] = 101
    assert scene.after(2) == [(kind, "media-0")]
    assert scene.after(59) == [(kind, "media-0")]
    assert scene.after(2) == []
    scene.media[0].report[counter] = 0
    assert scene.after(2) == [], "it was started anew"


def test_a_media_process_gets_five_seconds_to_come_back() -> None:
    scene = Scene()
    scene.media[0].is_away = True
    assert scene.after(2) == []
    assert scene.after(4) == []
    assert scene.after(2) == [("media_away", "media-0")]
    scene.media[0].is_away = False
    assert scene.after(2) == []


def test_vision_gets_a_minute_to_come_back_and_is_not_blamed_for_the_database() -> None:
    scene = Scene()
    scene.vision_is_away = True
    assert scene.after(2) == []
    assert scene.after(58) == []
    assert scene.after(2) == [("vision_away", "vision")]
    scene.database_is_away = True
    assert scene.after(2) == [("database_away", "web")]
    scene.database_is_away = scene.vision_is_away = False
    assert scene.after(2) == []


def test_a_database_that_is_away() -> None:
    scene = Scene()
    scene.database_is_away = True
    scene.media[0].report["database_away"] = True
    assert scene.after(2) == [("database_away", "media-0"), ("database_away", "web")]


def test_a_policy_that_fails_is_an_alarm_for_a_minute() -> None:
    scene = Scene()
    assert scene.after(0) == []
    scene.policy_errors += 1
    assert scene.after(2) == [("policy_failed", "web")]
    assert scene.after(58) == [("policy_failed", "web")]
    assert scene.after(3) == []


def test_a_certificate_that_ends_within_thirty_days() -> None:
    scene = Scene(certificate_days=31)
    assert scene.after(2) == []
    assert scene.after(24 * 3600) == [("certificate_ends", "web")]


def test_the_second_recorder_has_alarms_of_its_own() -> None:
    scene = Scene()
    scene.media[0].is_away = True
    scene.standby.report["stands_in"] = ["c"]
    assert scene.after(2) == [("standby_records", "standby")]
    assert scene.after(6) == [("media_away", "media-0"), ("standby_records", "standby")]
    scene.media[0].is_away, scene.standby.report["stands_in"] = False, []
    scene.standby.is_away = True
    assert scene.after(2) == []
    assert scene.after(6) == [("standby_away", "standby")]
