"""A plain MP4 (ISO/IEC 14496-12): ``moov`` in front, one video track, nothing fragmented, nothing encoded anew. Pure.

A picture's time in the file is its proven wall time: minute 12 of a clip is 12 minutes after its first picture. Where
parameter sets change, samples refer to a further entry of ``stsd``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from toancanh.media.fmp4 import box
from toancanh.media.model import MEDIA_HZ

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SINCE_1904_S = 2_082_844_800
_MDAT_HEAD = 16
_MOST_DELTA = 0xFFFF_FFFF


@dataclass(kw_only=True)
class PlainTrack:
    """Samples as they are added: one chunk each call of `add`."""

    start_us: int
    entries: list[bytes] = field(default_factory=list)  # sample entries: whole avc1 or hvc1 boxes
    width: int = 0
    height: int = 0
    _sizes: list[int] = field(default_factory=list)
    _chunks: list[tuple[int, int, int]] = field(default_factory=list)  # samples, bytes, entry
    _decode: list[int] = field(default_factory=list)
    _shown: list[int] = field(default_factory=list)
    _keys: list[int] = field(default_factory=list)
    _last: int = 3600

    @property
    def data_bytes(self) -> int:
        """What goes into ``mdat``."""
        return sum(size for _, size, _ in self._chunks)

    def add(self, entry: bytes, samples: Iterable[tuple[int, int, int, int, bool]]) -> None:
        """A chunk: of each sample its size, wall time, how much later than decoded it is shown and how long (both in
        1/90000 s), and whether it is a key frame.
        """
        if entry not in self.entries:
            self.entries.append(entry)
            self.width, self.height = (max(old, new) for old, new in zip(
                (self.width, self.height), struct.unpack_from(">HH", entry, 32), strict=True))  # fmt: skip
        before = len(self._sizes)
        total = 0
        for size, wall_us, later, duration, is_key in samples:
            shown = (wall_us - self.start_us) * 9 // 100
            earliest = self._decode[-1] + 1 if self._decode else shown - later
            self._decode.append(max(earliest, shown - later))
            self._shown.append(shown)
            self._sizes.append(size)
            if is_key:
                self._keys.append(len(self._sizes))
            total += size
            self._last = duration
        self._chunks.append((len(self._sizes) - before, total, self.entries.index(entry) + 1))

    def head(self) -> bytes:
        """Everything before the first sample's bytes."""
        ftyp = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
        size = len(ftyp) + len(self._moov(0)) + _MDAT_HEAD
        return ftyp + self._moov(size) + struct.pack(">I4sQ", 1, b"mdat", _MDAT_HEAD + self.data_bytes)

    def _moov(self, base: int) -> bytes:
        deltas = [after - before for before, after in zip(self._decode, self._decode[1:], strict=False)]
        deltas = [min(delta, _MOST_DELTA) for delta in [*deltas, max(1, self._last)]]
        length, made = sum(deltas), self.start_us // 1_000_000 + _SINCE_1904_S
        times = struct.pack(">4Q", made, made, 0, 0)
        mvhd = box(
            b"mvhd", struct.pack(">I", 1 << 24), times[:16], struct.pack(">IQIH10x", MEDIA_HZ, length, 0x10000, 0x100),
            _MATRIX, bytes(24), struct.pack(">I", 2),
        )  # fmt: skip
        tkhd = box(
            b"tkhd", struct.pack(">I", 1 << 24 | 3), times[:16], struct.pack(">IIQ", 1, 0, length), bytes(16), _MATRIX,
            struct.pack(">2I", self.width << 16, self.height << 16),
        )  # fmt: skip
        mdhd = box(
            b"mdhd", struct.pack(">I", 1 << 24), times[:16], struct.pack(">IQHH", MEDIA_HZ, length, 0x55C4, 0)
        )  # fmt: skip
        hdlr = box(b"hdlr", bytes(8), b"vide", bytes(12), b"toancanh\0")
        dinf = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), box(b"url ", struct.pack(">I", 1))))
        stbl = box(b"stbl", *self._tables(deltas, base))
        minf = box(b"minf", box(b"vmhd", struct.pack(">I8x", 1)), dinf, stbl)
        return box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf)))

    def _tables(self, deltas: Sequence[int], base: int) -> list[bytes]:
        shifts = [shown - decoded for shown, decoded in zip(self._shown, self._decode, strict=True)]
        offsets, at = [], base
        for _, size, _ in self._chunks:
            offsets.append(at)
            at += size
        runs: list[tuple[int, int, int]] = []
        for number, (count, _, entry) in enumerate(self._chunks, 1):
            if not runs or runs[-1][1:] != (count, entry):
                runs.append((number, count, entry))
        many = len(self._sizes)
        tables = [
            box(b"stsd", struct.pack(">II", 0, len(self.entries)), *self.entries),
            _full(b"stts", 0, _rows(deltas)),
        ]
        if any(shifts):
            tables.append(_full(b"ctts", 1, [(count, shift & 0xFFFF_FFFF) for count, shift in _rows(shifts)]))
        if len(self._keys) != many:
            tables.append(_full(b"stss", 0, [(number,) for number in self._keys]))
        tables += [
            _full(b"stsc", 0, runs),
            box(b"stsz", struct.pack(f">III{many}I", 0, 0, many, *self._sizes)),
        ]
        wide = at > 0xFFFF_FFFF
        form = f">II{len(offsets)}{'Q' if wide else 'I'}"
        tables.append(box(b"co64" if wide else b"stco", struct.pack(form, 0, len(offsets), *offsets)))
        return tables


def _rows(values: Iterable[int]) -> list[tuple[int, int]]:
    return [(sum(1 for _ in same), value) for value, same in groupby(values)]


def _full(kind: bytes, version: int, rows: Sequence[tuple[int, ...]]) -> bytes:
    flat = [value for row in rows for value in row]
    return box(kind, struct.pack(f">II{len(flat)}I", version << 24, len(rows), *flat))
