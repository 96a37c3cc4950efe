"""A time over several owners of a camera: which stretch of it is given, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toancanh.governance import Parted, PartsOf, ResourceRef
from toancanh.media.playback.pieces import Track
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import LeftOut, LeftOutReason

_EVER_US = 1 << 62


def given(parted: Parted, at_us: int | None) -> Span:
    """One stretch, for what is played or sent in one go: the one with ``at_us``, else the first."""
    spans = [Span(start_us=start_us, end_us=end_us) for start_us, end_us in parted.spans]
    return next((one for one in spans if at_us is not None and one.start_us <= at_us < one.end_us), spans[0])


def left_out_of(parted: Parted, shown: Sequence[Span]) -> tuple[LeftOut, ...]:
    """What is not ``shown``, in order, and why."""
    found = [
        LeftOut(
            start_us=one.from_us, end_us=one.to_us, reason=LeftOutReason.OTHER_OWNER, owner_id=one.owner_id
        )
        for one in parted.refused
    ]  # fmt: skip
    found += [
        LeftOut(start_us=start_us, end_us=end_us, reason=LeftOutReason.ASK_APART)
        for start_us, end_us in parted.spans
        if Span(start_us=start_us, end_us=end_us) not in shown
    ]
    return tuple(sorted(found, key=lambda one: one.start_us))


def of_one_owner(parts_of: PartsOf, camera: ResourceRef, tracks: Sequence[Track], asked: Span) -> list[Track]:
    """What is given begins with a key frame before ``asked`` and ends with a fragment behind it, but not where the
    camera was another's there, however long before.
    """
    owned = owned_around(parts_of, camera, asked)
    return [_bounded(one, owned) for one in tracks]


def owned_around(parts_of: PartsOf, camera: ResourceRef, asked: Span) -> Span:
    """From when until when the camera was whose it was in ``asked``: the part that ``asked`` begins in, to the one that
    it ends in.
    """
    parts = parts_of(camera, 0, _EVER_US)
    here = [one for one in parts if one[1] < max(asked.end_us, asked.start_us + 1) and asked.start_us < one[2]]
    return Span(start_us=here[0][1], end_us=here[-1][2])


def _bounded(track: Track, owned: Span) -> Track:
    is_within = owned.start_us <= track.fragments[0].wall_us and track.until_us <= owned.end_us
    return track if is_within else replace(track, owned=owned)
