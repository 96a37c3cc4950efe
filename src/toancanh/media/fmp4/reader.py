"""Reading our files back: box headers and ``moof`` only, pictures stay where they are.

A file may end anywhere (a crash, a write still under way) and may hold anything (a disk's fault): what is whole up to
the first doubtful byte is given, and `Scan.torn` says what is wrong there. No read exceeds `MAX_HEAD_BYTES`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from toancanh.kernel import DataLoss
from toancanh.media.fmp4.boxes import from_ntp
from toancanh.media.fmp4.fragments import PROOF

MAX_HEAD_BYTES = 1 << 20
BLOCK_BYTES = 4096
"""A file that is being written may end with zeros up to a multiple of this."""
_WINDOW_BYTES = 4096
_HEADER = struct.Struct(">I4s")


class BrokenFile(DataLoss):
    """The file is not what our writer makes; the only error that reading raises besides `OSError`."""


class SampleInfo(NamedTuple):
    """One picture: where its bytes lie and when it is decoded and shown (1/90000 s)."""

    offset: int
    size_bytes: int
    decode_time: int
    media_time: int
    duration: int
    is_key: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FragmentInfo:
    """One fragment of a file.

    ``offset``, ``size_bytes``: its bytes, from ``prft`` to the end of ``mdat``. ``base_decode_time``, ``duration`` in
    1/90000 s; ``wall_us`` is the UTC at ``base_decode_time``, the time of its earliest picture. ``is_key``: it begins
    with a key frame. ``samples`` and ``proof`` (version and body of the proof box) are empty where the fragment comes
    from the index's table and not from the file, ``proof`` also where the file is older than proofs.
    """

    offset: int
    size_bytes: int
    base_decode_time: int
    duration: int
    wall_us: int
    is_key: bool
    samples: tuple[SampleInfo, ...] = field(default=(), repr=False, compare=False)
    proof: bytes = field(default=b"", repr=False, compare=False)

    @property
    def end_us(self) -> int:
        """UTC at which its last picture ends."""
        return self.wall_us + self.duration * 100 // 9


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What a file holds: ``sound_bytes`` is the end of the last whole fragment, ``torn`` what is wrong behind it."""

    fragments: tuple[FragmentInfo, ...]
    sound_bytes: int
    size_bytes: int
    torn: str | None


def scan(fd: int, offset: int = 0) -> Scan:
    """Walk the file from ``offset`` (the beginning, or where an earlier scan's ``sound_bytes`` ended)."""
    fragments: list[FragmentInfo] = []
    sound = offset
    try:
        for info in read_fragments(fd, offset):
            fragments.append(info)
            sound = info.offset + info.size_bytes
        torn = None
    except BrokenFile as error:
        torn = error.detail
    return Scan(
        fragments=tuple(fragments),
        sound_bytes=sound,
        size_bytes=os.fstat(fd).st_size,
        torn=torn,
    )


def read_fragments(fd: int, offset: int = 0) -> Iterator[FragmentInfo]:
    """The fragments from ``offset`` on; raises `BrokenFile` at the first byte that is not a whole, sound box. Zeros
    that fill the last block of a file being written are its end.
    """
    window = _Window(fd)
    start = offset
    wall_us: int | None = None
    moof: _Moof | None = None
    while offset < window.end:
        room = window.end - offset
        if room < BLOCK_BYTES and wall_us is None and not any(window.read(offset, room)):
            return
        size, header, kind = _box_header(window.read(offset, 16), room)
        if moof is not None and kind != b"mdat":
            raise BrokenFile(f"{kind!r} between moof and mdat at byte {offset}")
        if kind == b"prft":
            start, wall_us = offset, _prft_wall_us(window.whole(offset, size)[header:])
        elif kind == b"moof":
            moof = _read_moof(window.whole(offset, size), offset)
        elif kind == b"mdat":
            if moof is None or wall_us is None:
                raise BrokenFile(f"an mdat without its prft and moof at byte {offset}")
            yield moof.info(start, offset, size, header, wall_us)
            moof = wall_us = None
        offset += size
    if wall_us is not None:
        raise BrokenFile(f"the file ends within the fragment at byte {start}")


def top_level_box(fd: int, wanted: bytes) -> bytes | None:
    """The first top-level box of that kind before any fragment, whole, or None."""
    window = _Window(fd)
    offset = 0
    while offset < window.end:
        size, _, kind = _box_header(window.read(offset, 16), window.end - offset)
        if kind == wanted:
            return window.whole(offset, size)
        if kind in (b"prft", b"moof", b"mdat"):
            return None
        offset += size
    return None


def child(data: bytes, *path: bytes) -> bytes | None:
    """The body of a box inside ``data`` (a sequence of boxes), following ``path``; None where there is none."""
    for wanted in path:
        for kind, body in _boxes(data):
            if kind == wanted:
                data = body
                break
        else:
            return None
    return data


class _Window:
    """A few kilobytes of the file at a time: the heads of a fragment come with one read."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.end = os.fstat(fd).st_size
        self._offset = 0
        self._data = b""

    def read(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes at ``offset``, fewer only at the end of the file."""
        at = offset - self._offset
        if at < 0 or at + size > len(self._data):
            self._data = os.pread(self._fd, max(size, _WINDOW_BYTES), offset)
            self._offset, at = offset, 0
        return self._data[at : at + size]

    def whole(self, offset: int, size: int) -> bytes:
        """A whole head."""
        if size > MAX_HEAD_BYTES:
            raise BrokenFile(f"a head of {size} bytes at byte {offset}")
        data = self.read(offset, size)
        if len(data) < size:
            raise BrokenFile(f"the file was cut while read, at byte {offset}")
        return data


def _box_header(data: bytes, room: int) -> tuple[int, int, bytes]:
    """(size, header size, kind) of the box that ``data`` begins with; ``room`` is what its surroundings still hold."""
    if len(data) < 8:
        raise BrokenFile("cut within a box header")
    size, kind = _HEADER.unpack_from(data)
    header = 8
    if size == 1:
        if len(data) < 16:
            raise BrokenFile("cut within a box header")
        (size,) = struct.unpack_from(">Q", data, 8)
        header = 16
    if size < header:
        raise BrokenFile(f"a box of {size} bytes")
    if size > room:
        raise BrokenFile(f"{kind!r} of {size} bytes where {room} are left")
    return size, header, kind


def _prft_wall_us(body: bytes) -> int:
    if len(body) < 16:
        raise BrokenFile("a prft that is too short")
    return from_ntp(int(struct.unpack_from(">Q", body, 8)[0]))


class _Moof(NamedTuple):
    size: int
    base_decode_time: int
    data_offset: int
    samples: list[tuple[int, int, int, int]]  # duration, size, flags, composition offset
    proof: bytes

    def info(self, start: int, mdat: int, size: int, header: int, wall_us: int) -> FragmentInfo:
        if self.data_offset != self.size + header:
            raise BrokenFile(f"the data offset of the fragment at byte {start} is {self.data_offset}")
        offset, time = mdat + header, self.base_decode_time
        samples = []
        for duration, length, flags, shift in self.samples:
            samples.append(SampleInfo(offset, length, time, time + shift, duration, not flags & 0x10000))
            offset += length
            time += duration
        if offset != mdat + size:
            raise BrokenFile(f"the samples of the fragment at byte {start} do not fill its mdat")
        return FragmentInfo(
            offset=start,
            size_bytes=mdat + size - start,
            base_decode_time=self.base_decode_time,
            duration=time - self.base_decode_time,
            wall_us=wall_us,
            is_key=samples[0].is_key,
            samples=tuple(samples),
            proof=self.proof,
        )


def _read_moof(data: bytes, offset: int) -> _Moof:
    traf = child(data, b"moof", b"traf")
    if traf is None:
        raise BrokenFile(f"a moof without its traf at byte {offset}")
    tfdt, trun = child(traf, b"tfdt"), child(traf, b"trun")
    if tfdt is None or trun is None or len(tfdt) != 12 or len(trun) < 12:
        raise BrokenFile(f"a moof without tfdt and trun at byte {offset}")
    version_flags, count, data_offset = struct.unpack_from(">IIi", trun)
    version, flags = version_flags >> 24, version_flags & 0xFFFFFF
    if flags not in (0x701, 0xF01) or version > 1:
        raise BrokenFile(f"a trun of another writer at byte {offset}")
    row = struct.Struct(">III" if flags == 0x701 else ">IIIi")
    if count == 0 or len(trun) != 12 + count * row.size:
        raise BrokenFile(f"a trun of {count} samples in {len(trun)} bytes at byte {offset}")
    rows = [(item[0], item[1], item[2], item[3] if len(item) == 4 else 0) for item in row.iter_unpack(trun[12:])]
    extra = child(data, b"moof", b"uuid")
    proof = b"" if extra is None or extra[:16] != PROOF else extra[16:]
    return _Moof(len(data), struct.unpack_from(">Q", tfdt, 4)[0], data_offset, rows, proof)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size, header, kind = _box_header(data[at : at + 16], len(data) - at)
        yield kind, data[at + header : at + size]
        at += size
