"""Reads what each camera's time was: gaps, faults, planned work. Blocking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toancanh.health.repairs.ports import FaultBook
from toancanh.health.repairs.store.works import Work
from toancanh.health.repairs.uptime.model import Kind, Span, UpTime, divided, of_fault, of_gap
from toancanh.media.archive import ArchiveIndex
from toancanh.registry import StreamRole
from toancanh.registry.dossier.model import CameraCare

_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One camera's month."""

    care: CameraCare
    time: UpTime


def counted(
    cameras: Sequence[CameraCare],
    from_us: int,
    until_us: int,
    *,
    archive: ArchiveIndex,
    faults: FaultBook,
    works: Callable[[Sequence[str], int, int], Sequence[Work]],
    now_us: int,
    told: Callable[[int], None],
) -> list[Counted]:
    """Of ``[from_us, until_us)``, up to now; ``told`` hears how many are done."""
    until_us = min(until_us, now_us)
    found: list[Counted] = []
    for first in range(0, len(cameras), _AT_ONCE):
        part = cameras[first : first + _AT_ONCE]
        ids = [one.camera_id for one in part]
        spans: Mapping[str, list[Span]] = defaultdict(list)
        for fault in faults.faults_between(ids, from_us, until_us):
            if (span := of_fault(fault, now_us)) is not None:
                spans[fault.camera_id].append(span)
        for work in works(ids, from_us, until_us):
            for camera_id in work.camera_ids:
                spans[camera_id].append(Span(work.from_us, work.ends_us, Kind.PLANNED))
        for care in part:
            watched = _watched(archive, care.camera_id, from_us, until_us, now_us)
            time = divided(from_us, until_us, [*spans[care.camera_id], *watched])
            found.append(Counted(care=care, time=time))
        told(len(found))
    return found


def _watched(archive: ArchiveIndex, camera_id: str, from_us: int, until_us: int, now_us: int) -> list[Span]:
    """Gaps of the main stream; before its first recording nothing was known."""
    first_us = archive.first_us(camera_id, StreamRole.MAIN)
    if first_us is None:
        return [Span(from_us, until_us, Kind.UNKNOWN)]
    gaps = archive.gaps(camera_id, StreamRole.MAIN, from_us, until_us)
    spans = [of_gap(one.start_us, now_us if one.end_us is None else one.end_us, one.cause) for one in gaps]
    return [*spans, Span(from_us, first_us, Kind.UNKNOWN)] if first_us > from_us else spans
