"""A segment's file again with its key frames only, and the proof of every picture that it had.

Each key frame is shown until the next; media and wall times stay what they were, so a thinned file has the start, the
end and the root of the whole one. A fragment without a key frame goes into the one before.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toancanh.media.archive.proof import UnitRecord, file_proof, groups_of, thinned_box
from toancanh.media.fmp4 import BrokenFile, FragmentInfo, SampleInfo, fragment, scan
from toancanh.media.model import AccessUnit


@dataclass(kw_only=True)
class _Thin:
    """One fragment of the new file."""

    base: int
    wall_us: int
    keys: list[SampleInfo]
    groups: list[Sequence[UnitRecord]]


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """What the index must know of the new file."""

    fragments: Sequence[FragmentInfo]
    size_bytes: int


def rewrite(fd: int, path: Path, *, root: bytes | None) -> Rewritten:
    """Make ``path`` out of the whole file ``fd`` and prove it: on disk, readable, each key frame byte for byte as
    proven, its root ``root`` (None: the file is older than proofs). Raises `BrokenFile`, `OSError`.
    """
    found = scan(fd)
    if found.torn is not None or not found.fragments:
        raise BrokenFile(f"the file cannot be thinned: {found.torn or 'it has no fragment'}")
    proven = file_proof(fd, found.fragments)
    if (None if proven is None else proven.root) != root:
        raise BrokenFile("the file is not what its chained root says; it is left as it is")
    _write(fd, path, found.fragments)
    return _proven(fd, path, found.fragments, root)


def _write(fd: int, path: Path, fragments: Sequence[FragmentInfo]) -> None:
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640)
    try:
        _put(out, [_read(fd, 0, fragments[0].offset)])
        thin = _thin(fragments)
        last = fragments[-1].base_decode_time + fragments[-1].duration
        for number, one in enumerate(thin):
            following = thin[number + 1].base if number + 1 < len(thin) else last
            units = [
                AccessUnit(
                    media_time=key.media_time,
                    is_key=True,
                    data=_read(fd, key.offset, key.size_bytes),
                    wall_us=0,
                    arrival_us=0,
                )
                for key in one.keys
            ]
            proof = thinned_box(one.groups) if one.groups else b""
            _put(out, fragment(number + 1, one.base, units, following, wall_us=one.wall_us, proof=proof))
        os.fsync(out)
        os.posix_fadvise(out, 0, 0, os.POSIX_FADV_DONTNEED)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(out)
    sync_folder(path.parent)


def _thin(fragments: Sequence[FragmentInfo]) -> list[_Thin]:
    made: list[_Thin] = []
    for info in fragments:
        keys = [sample for sample in info.samples if sample.is_key]
        if keys:
            base = info.base_decode_time if info.is_key else keys[0].decode_time
            wall_us = info.wall_us + (base - info.base_decode_time) * 100 // 9
            made.append(_Thin(base=base, wall_us=wall_us, keys=keys, groups=[]))
        elif not made:
            raise BrokenFile("the file does not begin with a key frame")
        made[-1].groups += list(groups_of(info))
    return made


def _proven(fd: int, path: Path, whole: Sequence[FragmentInfo], root: bytes | None) -> Rewritten:
    new = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        found = scan(new)
        proven = file_proof(new, found.fragments)
        if found.torn is not None or (None if proven is None else proven.root) != root:
            raise BrokenFile(f"the thinned file is not sound: {found.torn or 'its root is another'}")
        if (found.fragments[0].wall_us, _end(found.fragments)) != (whole[0].wall_us, _end(whole)):
            raise BrokenFile("the thinned file has other times")
        before = [_digest(fd, key) for info in whole for key in info.samples if key.is_key]
        after = [_digest(new, key) for info in found.fragments for key in info.samples]
        known = [key.digest for info in found.fragments for key in _kept(info)]
        if before != after or (root is not None and after != known):
            raise BrokenFile("a key frame is not what it was recorded as")
        return Rewritten(fragments=found.fragments, size_bytes=found.size_bytes)
    finally:
        os.close(new)


def _kept(info: FragmentInfo) -> Iterator[UnitRecord]:
    return (record for group in groups_of(info) for record in group if record.is_key)


def _end(fragments: Sequence[FragmentInfo]) -> int:
    return fragments[-1].base_decode_time + fragments[-1].duration


def _digest(fd: int, sample: SampleInfo) -> bytes:
    return hashlib.sha256(_read(fd, sample.offset, sample.size_bytes)).digest()


def _read(fd: int, offset: int, size: int) -> bytes:
    data = os.pread(fd, size, offset)
    if len(data) != size:
        raise BrokenFile(f"the file was cut while read, at byte {offset}")
    return data


def _put(fd: int, chunks: Sequence[bytes]) -> None:
    data = b"".join(chunks)
    done = 0
    while done < len(data):
        done += os.write(fd, data[done:])


def sync_folder(folder: Path) -> None:
    """What was named or renamed in it is on the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
