"""T1, T2 of docs/design/tiers.md: every place is there, the object store has what it was given. A1: no strange file."""

from __future__ import annotations

from collections.abc import Iterator

from toancanh.kernel import PlatformError
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import Segment, Violation
from toancanh.media.archive.places import store
from toancanh.media.archive.places.model import PoolState
from toancanh.media.archive.thinning.store import spare_files


def check_places(archive: ArchiveIndex) -> Iterator[Violation]:
    """T1: a disk that is away is said once; what lies on it is neither proven nor denied."""
    for name, look in archive.places.look().items():
        if look.state is PoolState.AWAY:
            with archive.database.reading() as connection:
                count, _ = store.kept_in(connection, name)
            yield Violation(
                invariant="T1",
                subject=f"pool {name or 'root'}",
                detail=f"it is away ({look.why}), and {count} recordings with it",
            )


def check_cold(archive: ArchiveIndex, segment: Segment) -> list[Violation]:
    """T2: the store has an object of the size it was given; its bytes are read by ``--deep`` alone."""
    with archive.database.reading() as connection:
        known = store.cold_object(connection, segment.id)
    if known is None or known[0] != segment.size_bytes:
        detail = f"the index says {segment.size_bytes} bytes, and of its object {known and known[0]}"
    else:
        try:
            found = archive.cold().object_store().size_bytes(segment.path)
        except PlatformError as error:
            found, detail = None, error.detail
        else:
            detail = f"the object store has {found} bytes, the index says {segment.size_bytes}"
        if found == segment.size_bytes:
            return []
    return [Violation(invariant="T2", subject=segment.path, detail=detail)]


def check_files(archive: ArchiveIndex, known: set[tuple[str, str]]) -> Iterator[Violation]:
    """A1: no file without its row. A row may come while we look, and a file may go; what a move has made is its own."""
    with archive.database.reading() as connection:
        moving = {(move.to_place, move.path) for move in store.moves(connection)}
        moving |= {(move.from_place, move.path) for move in store.moves(connection)}
    for place, folder in archive.places.present().items():
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.name.startswith(".") or not path.is_file():
                continue
            if (place, name) in known or (place, name.removesuffix(".part")) in moving:
                continue
            segment = archive.segment(path.stem.removesuffix(".thin"))
            with archive.database.reading() as connection:
                spare = (place, name) in {(one.place, one.path) for one in spare_files(connection)}
            if (segment is None or (segment.place, segment.path) != (place, name)) and path.exists() and not spare:
                subject = f"{place}:{name}" if place else name
                yield Violation(invariant="A1", subject=subject, detail="no row of the index knows this file")
