"""What is recorded, what is missing and why."""

from __future__ import annotations

from toancanh.media.model import GapCause
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import ClockQuality, KnownGap, Recorded, Timeline, timeline

S = 1_000_000
NOW = 1_000 * S


def segment(
    start_s: float, end_s: float, run: str = "a", *, writing: bool = False, source: str = "camera_rtcp"
) -> Recorded:
    return Recorded(
        start_us=round(start_s * S), end_us=round(end_s * S), run_id=run, writing=writing,
        clock=ClockQuality(source=source, offset_us=round(start_s)),
    )  # fmt: skip


def gap(start_s: float, end_s: float | None, cause: GapCause) -> KnownGap:
    return KnownGap(start_us=round(start_s * S), end_us=None if end_s is None else round(end_s * S), cause=cause)


def of(recorded: list[Recorded], known: list[KnownGap], start_s: float = 0, end_s: float = 900) -> Timeline:
    first = min((r.start_us for r in recorded), default=None)
    asked = Span(start_us=round(start_s * S), end_us=round(end_s * S))
    return timeline(recorded=recorded, known=known, asked=asked, first_us=first, now_us=NOW)


def shown(answer: Timeline) -> tuple[list[tuple[float, float]], list[tuple[float, float, str]]]:
    ranges = [(r.start_us / S, r.end_us / S) for r in answer.ranges]
    return ranges, [(g.start_us / S, g.end_us / S, g.cause) for g in answer.gaps]


def test_contiguous_segments_are_one_range_and_a_gap_has_its_cause() -> None:
    answer = of(
        [segment(100, 400), segment(400.05, 700), segment(760, 900, "b")],
        [gap(700, 760, GapCause.CAMERA_AWAY)],
    )
    assert shown(answer) == ([(100, 700), (760, 900)], [(700, 760, "camera_away")])


def test_nothing_before_the_first_recording_is_a_gap_and_nothing_after_now() -> None:
    answer = of([segment(500, 800)], [], end_s=5000)
    assert shown(answer) == ([(500, 800)], [(800, 1000, "unknown")])
    assert shown(of([], [])) == ([], [])
    assert shown(of([segment(500, 800)], [], start_s=100, end_s=300)) == ([], [])


def test_a_hole_with_several_causes_is_cut() -> None:
    answer = of(
        [segment(100, 200), segment(300, 400, "b")],
        [gap(202, 230, GapCause.CAMERA_AWAY), gap(230, 260, GapCause.WRONG_PASSWORD)],
        end_s=400,
    )
    assert shown(answer)[1] == [
        (200, 230, "camera_away"),  # noted two seconds late
        (230, 260, "wrong_password"),
        (260, 300, "unknown"),
    ]


def test_a_gap_that_lasts_reaches_to_now() -> None:
    answer = of([segment(100, 990)], [gap(990, None, GapCause.DISK_FULL)], end_s=2000)
    assert shown(answer)[1] == [(990, 1000, "disk_full")]


def test_what_is_not_yet_written_is_not_missing() -> None:
    assert shown(of([segment(100, 998.5, writing=True)], [], end_s=2000)) == ([(100, 998.5)], [])
    assert shown(of([segment(100, 950, writing=True)], [], end_s=2000))[1] == [(950, 1000, "unknown")]


def test_within_a_run_a_slow_camera_has_no_gaps() -> None:
    assert shown(of([segment(100, 399.0), segment(400, 700)], [], end_s=700)) == ([(100, 700)], [])
    assert len(of([segment(100, 399.0), segment(400, 700, "b")], [], end_s=700).gaps) == 1


def test_the_worst_clock_is_told() -> None:
    answer = of([segment(100, 400), segment(400, 700, "b", source="server_arrival")], [], end_s=700)
    assert answer.ranges[0].clock == ClockQuality(source="mixed", offset_us=400)
