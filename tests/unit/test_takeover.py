"""When the second recorder records: on a clock that moves by hand."""

from __future__ import annotations

from archive_rig import MAIN, camera_key
from toancanh.media.archive import StreamKey
from toancanh.media.process.takeover import FirstRecorder, Report

S = 1_000_000
OTHER = camera_key(2)


def report(*coming: StreamKey, queued: int = 0, written: int = 0) -> Report:
    return Report(coming=frozenset(coming), queued_bytes=queued, written_bytes=written)


def test_nothing_is_taken_while_the_first_answers_even_when_a_camera_is_away() -> None:
    first = FirstRecorder(0)
    for at_s in range(60):
        first.heard(report(MAIN, written=at_s), at_s * S)
        assert not first.to_record((MAIN, OTHER), at_s * S)


def test_silence_of_four_seconds_is_a_death_and_a_start_has_ten() -> None:
    first = FirstRecorder(0)
    assert not first.to_record((MAIN,), 9 * S)
    assert first.to_record((MAIN,), 10 * S) == {MAIN}
    first = FirstRecorder(0)
    first.heard(report(MAIN), 1 * S)
    assert not first.to_record((MAIN,), 4_900_000)
    assert first.to_record((MAIN,), 5 * S) == {MAIN}


def test_one_that_answers_and_writes_nothing_of_what_waits_hangs() -> None:
    first = FirstRecorder(0)
    for at_s in range(6):
        first.heard(report(MAIN, queued=9, written=100), at_s * S)
    assert first.to_record((MAIN,), 5 * S) == {MAIN}


def test_each_stream_goes_back_when_the_first_has_had_it_for_three_seconds() -> None:
    first = FirstRecorder(0)
    assert first.to_record((MAIN, OTHER), 20 * S) == {MAIN, OTHER}
    first.heard(report(), 21 * S)
    first.heard(report(MAIN), 22 * S)
    assert first.to_record((MAIN, OTHER), 22 * S) == {MAIN, OTHER}
    first.heard(report(MAIN, OTHER), 24 * S)
    first.heard(report(MAIN, OTHER), 25 * S)
    assert first.to_record((MAIN, OTHER), 25 * S) == {OTHER}
    first.heard(report(MAIN), 26 * S)  # it came for a moment only
    first.heard(report(MAIN), 29 * S)
    assert first.to_record((MAIN, OTHER), 29 * S) == {OTHER}


def test_a_camera_that_lets_in_one_at_a_time_is_given_back() -> None:
    first = FirstRecorder(0)
    assert first.to_record((MAIN,), 20 * S)
    for at_s in range(21, 42):
        first.heard(report(), at_s * S)
        assert bool(first.to_record((MAIN,), at_s * S)) is (at_s < 41)


def test_a_camera_that_no_longer_matters_is_let_go() -> None:
    first = FirstRecorder(0)
    assert first.to_record((MAIN, OTHER), 20 * S) == {MAIN, OTHER}
    assert first.to_record((OTHER,), 21 * S) == {OTHER}


def test_a_report_is_read_out_of_the_answers() -> None:
    told = [
        {"camera_id": key.camera_id, "role": "main", "state": state, "recording": recording}
        for key, state, recording in (
            (MAIN, "online", True),
            (OTHER, "offline", True),
            (camera_key(3), "online", False),
        )
    ]
    found = Report.of({"streams": told}, {"queued_bytes": 3, "written_bytes": 4})
    assert found == report(MAIN, queued=3, written=4)
