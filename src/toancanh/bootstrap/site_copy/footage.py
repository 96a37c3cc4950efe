"""The recordings that an index names: their files are copied by other means, beside the export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, func, select

from toancanh.infra.site_copy import SiteFile
from toancanh.infra.site_copy.model import RECORDINGS
from toancanh.kernel import DataLoss, Invalid
from toancanh.media.archive import SegmentState
from toancanh.media.archive.places.model import COLD, ROOT
from toancanh.media.archive.places.store import pool_table
from toancanh.media.archive.store import segment_table as table

_NAMED = 3


def listed(connection: Connection, folder_of: Callable[[str], Path]) -> Iterator[Mapping[str, object]]:
    """Every finished recording on a disk, with size and SHA-256 as the file is now; None for one that is not there."""
    columns = table.c
    for row in connection.execution_options(yield_per=1000).execute(
        select(columns.place, columns.path)
        .where(columns.state == SegmentState.COMPLETE, columns.place != COLD)
        .order_by(columns.place, columns.path)
    ):
        found = _look(folder_of(row.place) / row.path)
        size, digest = found or (None, None)
        yield {"place": row.place, "path": row.path, "size_bytes": size, "sha256": digest}


def settle_pools(tx: Connection, archive: Path, folders: Mapping[str, Path]) -> dict[str, Path]:
    """Where each pool's folder is on this machine. Raises `Invalid` for one that the site does not have, and for one
    that holds recordings and is not named.
    """
    found = {ROOT: archive, **folders}
    known = set(tx.scalars(select(pool_table.c.name)))
    if unknown := set(folders) - known:
        raise Invalid(f"the site has no pool {', '.join(sorted(unknown))}")
    if missing := known - set(found):
        raise Invalid(f"say where the site's pool {min(missing)} is on this machine: --pool {min(missing)}=FOLDER")
    for name in known:
        tx.execute(pool_table.update().where(pool_table.c.name == name).values(folder=str(found[name].absolute())))
    return found


def check_copied(tx: Connection, file: SiteFile, folders: Mapping[str, Path], say: Callable[[str], None]) -> None:
    """That every recording of the index is there, with its size; with its digest where the export lists it."""
    columns = table.c
    here = columns.state == SegmentState.COMPLETE, columns.place != COLD
    say(f"looking at the files of {tx.execute(select(func.count()).where(*here)).scalar_one()} recordings")
    wrong: list[str] = []
    rows = tx.execution_options(yield_per=1000).execute(
        select(columns.place, columns.path, columns.size_bytes).where(*here)
    )
    for row in rows:
        try:
            good = (folders[row.place] / row.path).stat().st_size == row.size_bytes
        except (OSError, KeyError):
            good = False
        if not good:
            wrong.append(row.path)
    if not wrong and RECORDINGS in file.manifest.members:
        wrong = list(_differing(file, folders))
    if wrong:
        named = ", ".join(wrong[:_NAMED]) + (", ..." if len(wrong) > _NAMED else "")
        raise DataLoss(f"{len(wrong)} recordings are missing or not as they were exported: {named}; copy them first")


def _differing(file: SiteFile, folders: Mapping[str, Path]) -> Iterator[str]:
    for line in file.lines(RECORDINGS):
        said = json.loads(line)
        if said["sha256"] is not None:
            found = _look(folders[said["place"]] / said["path"])
            if found is None or found != (said["size_bytes"], said["sha256"]):
                yield str(said["path"])


def _look(path: Path) -> tuple[int, str] | None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError:
        return None
