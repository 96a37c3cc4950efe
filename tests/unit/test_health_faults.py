"""When signs become an alarm and when it ends; when which camera is looked at; what a stream's figures mean."""

from __future__ import annotations

from typing import Any

import pytest

from toancanh.health.model import Fault, FaultKind, FaultState, Sign, step
from toancanh.health.watching.liveness import Promise, StreamJudge
from toancanh.health.watching.schedule import AGAIN_US, EVERY_US, Schedule

S = 1_000_000


def fed(kind: FaultKind, signs: list[tuple[float, float]], since_s: float | None = None) -> list[Fault | None]:
    """What there is after each of these (second, score)."""
    fault: Fault | None = None
    found = []
    for at_s, score in signs:
        since_us = None if since_s is None else round(since_s * S)
        sign = Sign(kind=kind, score=score, threshold=0.5, at_us=round(at_s * S), since_us=since_us)
        fault = step(fault, sign, camera_id="c", fault_id="f")
        found.append(fault)
    return found


def test_one_bad_picture_wakes_nobody_and_three_are_an_alarm_that_three_good_ones_end() -> None:
    assert fed(FaultKind.COVERED, [(0, 0.9), (10, 0.1)])[-1] is None
    found = fed(FaultKind.COVERED, [(0, 0.9), (10, 0.9), (20, 0.8), (320, 0.1), (330, 0.1), (340, 0.1)])
    states = [one.state for one in found if one is not None]
    assert states == [
        FaultState.SUSPECTED, FaultState.SUSPECTED, FaultState.OPEN, FaultState.OPEN, FaultState.OPEN,
        FaultState.CLOSED,
    ]  # fmt: skip
    last = found[-1]
    assert last is not None
    assert (last.began_us, last.opened_us, last.closed_us, last.score) == (0, 20 * S, 320 * S, 0.8)


def test_a_fault_that_flickers_is_one_fault() -> None:
    signs = [(0, 1), (10, 1), (20, 1), *((300 + 10 * n, n % 2) for n in range(20))]
    found = fed(FaultKind.BLURRED, signs)
    assert {one.state for one in found[2:] if one} == {FaultState.OPEN}


def test_a_dead_camera_is_an_alarm_within_fifteen_seconds_of_its_last_picture() -> None:
    """Media says offline after 5 s without anything; somebody looks every 2 s."""
    found = fed(FaultKind.AWAY, [(5 + 2 * n, 1) for n in range(8)], since_s=0)
    opened = next(one for one in found if one and one.state is FaultState.OPEN)
    assert opened.opened_us is not None
    assert opened.opened_us <= 15 * S - 2 * S


def report(**more: Any) -> dict[str, Any]:
    return {
        "state": "online", "reason": "none", "since_us": 0, "last_frame_us": 100 * S, "fps": 25.0,
        "bitrate_bps": 4_000_000, "width": 1920, "height": 1080, "lost_packets": 0, "reconnects": 0,
        "recording_fault": None, "clock": None, "same_keys": 0, "key_interval_us": 2 * S, **more,
    }  # fmt: skip


def bad(judge: StreamJudge, now_s: float, promise: Promise, **more: Any) -> set[FaultKind]:
    signs = judge.signs(report(last_frame_us=round(now_s * S), **more), promise, round(now_s * S))
    return {one.kind for one in signs if one.is_bad}


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, set()),
        ({"state": "offline", "reason": "timeout"}, {FaultKind.AWAY}),
        ({"state": "frozen"}, {FaultKind.FROZEN}),
        ({"same_keys": 3}, {FaultKind.FROZEN}),
        ({"fps": 5.0}, {FaultKind.SLOW}),
        ({"bitrate_bps": 100_000}, {FaultKind.BIT_RATE}),
        ({"lost_packets": 4000}, {FaultKind.LOSSY}),
        ({"reconnects": 6}, {FaultKind.UNSTEADY}),
        ({"recording_fault": "disk_full"}, {FaultKind.NOT_RECORDED}),
        ({"clock": {"source": "camera_rtcp", "offset_us": 9 * S, "drift_ppm": 1.0}}, {FaultKind.CLOCK}),
        ({"key_interval_us": 30 * S}, {FaultKind.RARE_KEY_FRAMES}),
        ({"width": 1280, "height": 720}, {FaultKind.SIZE}),
    ],
)
def test_what_the_figures_of_a_stream_say(more: dict[str, Any], kinds: set[FaultKind]) -> None:
    judge = StreamJudge()
    promise = Promise(width_px=1920, height_px=1080)
    for now_s in range(100, 160, 2):
        assert not bad(judge, now_s, promise)
    assert bad(judge, 162, promise, **more) == kinds


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, set()),
        ({"fps": 20.0}, set()),
        ({"fps": 18.5}, {FaultKind.SLOW}),
        ({"bitrate_bps": 5_500_000}, set()),
        ({"bitrate_bps": 6_100_000}, {FaultKind.BIT_RATE}),
        ({"bitrate_bps": 500_000}, set()),
        ({"bitrate_bps": 390_000}, {FaultKind.BIT_RATE}),
        ({"key_interval_us": 3_900_000}, set()),
        ({"key_interval_us": 4_000_000}, {FaultKind.RARE_KEY_FRAMES}),
    ],
)
def test_a_stream_is_held_to_what_the_dossier_promises(more: dict[str, Any], kinds: set[FaultKind]) -> None:
    """From the first minute on: what it usually sends would be learnt from the broken promise itself."""
    promise = Promise(fps=25.0, bitrate_kbps=4000.0, key_interval_s=2.0)
    sends = {"fps": 25.0, "bitrate_bps": 4_000_000, "key_interval_us": 2 * S, **more}
    judge, told = StreamJudge(), StreamJudge()
    for now_s in range(100, 170, 2):
        found = bad(judge, now_s, promise, **sends)
        assert not bad(told, now_s, Promise(), **sends)
    assert found == kinds


def test_a_camera_that_never_answered_is_away_only_after_a_while() -> None:
    waiting = {**report(state="connecting", last_frame_us=None), "since_us": 100 * S}
    assert StreamJudge().signs(waiting, Promise(), 110 * S) == []
    assert [one.kind for one in StreamJudge().signs(waiting, Promise(), 131 * S) if one.is_bad] == [FaultKind.AWAY]


def test_every_camera_has_its_turn_in_five_minutes_evenly_and_again_soon_where_something_is_suspected() -> None:
    schedule = Schedule()
    cameras = [f"c{number}" for number in range(600)]
    schedule.watch(cameras, 0)
    turns: dict[str, list[int]] = {camera_id: [] for camera_id in cameras}
    most = 0
    for now_us in range(0, 3 * EVERY_US, S):
        due = schedule.due(now_us, limit=1000)
        most = max(most, len(due))
        for camera_id in due:
            turns[camera_id].append(now_us)
            suspected = camera_id == "c7" and len(turns["c7"]) < 3
            schedule.looked(camera_id, now_us, turned=suspected)
    assert most <= 6  # of two a second
    assert turns["c7"][1] - turns["c7"][0] == AGAIN_US
    assert turns["c7"][2] - turns["c7"][0] == 2 * AGAIN_US
    for camera_id in cameras[:7]:
        gaps = [b - a for a, b in zip(turns[camera_id], turns[camera_id][1:], strict=False)]
        assert gaps
        assert max(gaps) <= EVERY_US + 2 * S


def test_what_somebody_tells_of_is_looked_at_now_three_times_and_keeps_its_turn() -> None:
    schedule = Schedule()
    schedule.watch(["told", "other"], 0)
    turns: list[tuple[int, str]] = []
    schedule.soon(["told", "unknown"], S)
    for now_us in range(S, 2 * EVERY_US, S):
        for camera_id in schedule.due(now_us, limit=9):
            turns.append((now_us, camera_id))
            schedule.looked(camera_id, now_us, turned=False)
    alone = Schedule()
    alone.watch(["told", "other"], 0)
    first = {id: at for at in range(0, 2 * EVERY_US, S) for id in alone.due(at, limit=9)}
    told = [at for at, id in turns if id == "told"]
    assert told[:3] == [S, S + AGAIN_US, S + 2 * AGAIN_US]
    assert told[3] == first["told"]
    assert next(at for at, id in turns if id == "other") == first["other"]
