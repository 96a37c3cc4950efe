"""Views over years and the next gap, where a second recorder has what the first has not."""

from __future__ import annotations

from pathlib import Path

from archive_rig import MAIN, SECOND, feed, rig
from media_units import START_US, pictures
from toancanh.media.archive.joining import left_of
from toancanh.media.archive.model import Copy, Gap
from toancanh.media.archive.seeking import next_gap
from toancanh.media.archive.summary import Missing, Stretch, sums
from toancanh.media.model import GapCause
from toancanh.registry.model import StreamRole

COPY = MAIN._replace(copy=Copy.SECOND)
CRASHED = GapCause.RECORDER_CRASHED


def test_sums_and_the_next_gap_are_of_what_neither_has(tmp_path: Path) -> None:
    """First: 0 to 10 s, 60 to 70 s. Second: 20 to 40 s."""
    with rig(tmp_path) as r, r.writer() as writer:
        for key, from_s, to_s in ((MAIN, 0, 10), (MAIN, 60, 70), (COPY, 20, 40)):
            numbers = range((to_s - from_s) * 25)
            feed(r.recorder(writer, key), pictures(), numbers, start_us=START_US + from_s * SECOND, then=CRASHED)
        assert writer.close()
        stretches = [Stretch(START_US + at * SECOND, START_US + (at + 35) * SECOND) for at in (0, 35)]
        with r.database.reading() as connection:
            found = sums(connection, [MAIN.camera_id], StreamRole.MAIN, stretches, now_us=START_US + 70 * SECOND)
            assert [one.missing for one in found[MAIN.camera_id].stretches] == [
                {CRASHED: Missing(10 * SECOND, 1)},
                {CRASHED: Missing(20 * SECOND, 1)},
            ]

            def following(at_s: int, *, back: bool = False) -> tuple[int, int | None] | None:
                gap = next_gap(connection, MAIN, START_US + at_s * SECOND, back=back)
                if gap is None:
                    return None
                ends = None if gap.end_us is None else (gap.end_us - START_US) // SECOND
                return (gap.start_us - START_US) // SECOND, ends

            assert [following(0), following(10), following(40)] == [(10, 20), (40, 60), (70, None)]
            assert [following(60, back=True), following(40, back=True)] == [(40, 60), (10, 20)]
            assert [following(10, back=True), following(70)] == [None, None]


def test_what_is_left_of_a_gap() -> None:
    gap = Gap(id="g", camera_id="c", role=StreamRole.MAIN, start_us=10 * SECOND, end_us=None, cause=CRASHED)

    def left(*spans: tuple[int, int]) -> list[tuple[int, int | None]]:
        found = left_of(gap, [(start * SECOND, end * SECOND) for start, end in spans])
        return [(one.start_us // SECOND, one.end_us and one.end_us // SECOND) for one in found]

    assert left() == [(10, None)]
    assert left((0, 5)) == [(10, None)]
    assert left((0, 20), (15, 18), (30, 40)) == [(20, 30), (40, None)]
