"""Old footage keeps its key frames, its times and its root; a crash, a hold or a bad file hurts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive_rig import FAR_US, MAIN, Rig, feed, gaps, rig
from media_units import START_US, pictures
from recorded_files import decoded
from toancanh.governance.holds import DeletedFootage, Span, ThinnedFootage
from toancanh.kernel import Unavailable
from toancanh.media.archive import RetentionLimits, Segment, check, recover
from toancanh.media.archive.model import thinned_path
from toancanh.media.archive.proof import file_proof
from toancanh.media.archive.store import Detail
from toancanh.media.archive.thinning import Thinning
from toancanh.media.archive.thinning import thinning as steps
from toancanh.media.model import GapCause
from toancanh.media.playback import Footage
from toancanh.media.playback.spans import Span as Playing

GOP, FRAMES = 50, 600
THIN = RetentionLimits(min_days=1.0, max_days=365.0, thin_after_days=30.0)


class Kept:
    """Stands for governance; ``spans`` may change at any time."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.thinned: list[ThinnedFootage] = []

    def held(self, _connection: Connection, camera_ids: Sequence[str]) -> dict[str, list[Span]]:
        return dict.fromkeys(camera_ids, self.spans)

    def note_deleted(self, _tx: Connection, _batch: Sequence[DeletedFootage]) -> None:
        raise AssertionError("nothing is deleted here")

    def note_thinned(self, _tx: Connection, batch: Sequence[ThinnedFootage]) -> None:
        self.thinned += batch


@contextmanager
def recorded(folder: Path) -> Iterator[tuple[Rig, list[Segment]]]:
    with rig(folder) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), pictures(gop=GOP), range(FRAMES), then=GapCause.RECORDER_STOPPED)
        r.clock.advance(31 * 86_400)  # type: ignore[attr-defined]
        yield r, r.archive.segments(*MAIN[:2], 0, FAR_US)


def thinning(r: Rig, keeping: Kept) -> Thinning:
    return Thinning(r.archive, clock=r.clock, owned=lambda _camera: True, limits=lambda: {MAIN: THIN}, keeping=keeping)


def root_of(r: Rig, segment: Segment) -> bytes:
    with r.archive.opened(segment) as fd:
        proof = file_proof(fd)
    assert proof is not None
    return proof.root


def files(r: Rig) -> set[str]:
    return {str(path.relative_to(r.root)) for path in r.root.rglob("*.mp4")}


def test_key_frames_times_and_roots_stay(tmp_path: Path) -> None:
    with recorded(tmp_path) as (r, before):
        roots, keeping = [root_of(r, one) for one in before], Kept()
        assert thinning(r, keeping).look() == len(before)
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert check(r.archive, deep=True) == []
        assert [(one.id, one.start_us, one.end_us, one.thinned) for one in after] == [
            (one.id, one.start_us, one.end_us, True) for one in before
        ]
        assert [root_of(r, one) for one in after] == roots
        assert sum(decoded(r.archive.path(one)) for one in after) == FRAMES // GOP
        assert files(r) == {one.path for one in after} == {thinned_path(one.path) for one in before}
        light = r.archive.segments(*MAIN[:2], 0, FAR_US, detail=Detail.STRETCH)
        assert [one.path for one in light] == [one.path for one in after]
        assert len(gaps(r)) == 1  # what follows the run
        [told] = keeping.thinned
        assert (told.start_us, told.files) == (START_US, len(before))
        assert told.freed_bytes == sum(one.size_bytes for one in before) - sum(one.size_bytes for one in after)
        assert thinning(r, keeping).look() == 0
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert check(r.archive, deep=True) == []


def test_what_is_held_stays_whole_also_when_the_hold_comes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recorded(tmp_path) as (r, before):
        keeping = Kept()
        keeping.spans = [Span(before[0].start_us, before[0].start_us + 1)]
        rewrite = steps.rewrite

        def held_meanwhile(*args: object, **named: object) -> object:
            keeping.spans.append(Span(before[-1].start_us, FAR_US))
            return rewrite(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(steps, "rewrite", held_meanwhile)
        assert thinning(r, keeping).look() == len(before) - 2
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [one.thinned for one in after] == [False, *[True] * (len(before) - 2), False]
        assert files(r) == {one.path for one in after}
        assert check(r.archive, deep=True) == []


@pytest.mark.parametrize("step", ["T2", "T3", "T4"])
def test_a_crash_at_any_step_leaves_one_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    class Crash(BaseException):
        """As good as a kill."""

    def crash(*_args: object, **_named: object) -> None:
        raise Crash

    with recorded(tmp_path) as (r, before):
        place = {"T2": "rewrite", "T3": "_told", "T4": "remove_spares"}[step]
        with monkeypatch.context() as patch:
            patch.setattr(steps, place, crash)
            with pytest.raises(Crash):
                thinning(r, Kept()).look()
        assert check(r.archive) == []
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [one.thinned for one in after] == [step == "T4"] * len(before)
        assert files(r) == {one.path for one in after}
        assert check(r.archive, deep=True) == []


@pytest.mark.databases("sqlite")
def test_a_file_that_is_not_as_recorded_is_named_and_left(tmp_path: Path) -> None:
    with recorded(tmp_path) as (r, before):
        key = next(one for one in r.archive.samples(before[0], r.archive.fragments(before[0])[0]) if one.is_key)
        with r.archive.path(before[0]).open("r+b") as file:
            file.seek(key.offset + key.size_bytes - 8)
            file.write(b"\1\2\3\4")
        assert thinning(r, Kept()).look() == len(before) - 1
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [one.thinned for one in after] == [False] + [True] * (len(before) - 1)
        assert files(r) == {one.path for one in after}


@pytest.mark.databases("sqlite")
def test_playback_knows_what_is_thinned(tmp_path: Path) -> None:
    with recorded(tmp_path) as (r, before):
        footage, day = Footage(r.archive, r.clock), Playing(start_us=START_US, end_us=START_US + 40_000_000)
        [track, *_] = footage.tracks(*MAIN[:2], day)
        held = before[-1]
        keeping = Kept()
        keeping.spans = [Span(held.start_us, FAR_US)]
        thinning(r, keeping).look()
        with pytest.raises(Unavailable, match="thinned"):
            footage.read(track, track.fragments[1].offset, track.fragments[1].size_bytes)
        told = footage.timeline(*MAIN[:2], day)
        assert [(one.start_us, one.end_us) for one in told.ranges] == [(START_US, held.end_us)]
        assert [(one.start_us, one.end_us) for one in told.thinned] == [(START_US, held.start_us)]
        coded, found, _ = footage.shown_at(*MAIN[:2], START_US + 3_500_000)
        assert found.segment.thinned
        assert [unit.is_key for unit in coded.units] == [True]
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
