"""RTP payload format for H.265 (RFC 7798): single NAL units, aggregation packets, fragmentation units; no DONL."""

from __future__ import annotations

from toancanh.media.rtp.receiver import VideoReceiver

_LAST_TRAILING = 5
_RASL = (8, 9)
_IRAP = range(16, 24)
_FIRST_NON_VCL = 32
_SETS = range(32, 35)
_KEPT_BESIDE_PICTURES = frozenset({39, 40})
"""Supplemental enhancement information, before and after; delimiters (35), filler (38) and the rest are dropped."""
_AGGREGATION, _FRAGMENTATION, _PACI = 48, 49, 50


class H265Receiver(VideoReceiver):
    """A receiver of H.265. A key is an IRAP picture (NAL unit types 16 to 21, the reserved 22 and 23 included)."""

    _end_bit = 0x40
    _skip = 19
    _shift = 8
    _slices = (1 << _FIRST_NON_VCL) - 1

    _kind = 0
    _after_random_access = False
    """True from a run's first key frame to the first picture that follows it in both orders."""

    def _payload(self, data: bytes, start: int, end: int) -> None:
        if end - start < 3:
            self.counts.garbage_packets += 1
            return
        kind = data[start] >> 1 & 63
        if kind == _FRAGMENTATION and end - start > 3:
            header = data[start + 2]
            if header & 0x80:
                inner = header & 63
                self._open_fragments(
                    inner,
                    bytes((data[start] & 0x81 | inner << 1, data[start + 1])),
                    (data[start] << 8 | data[start + 1]) << 8 | inner,
                    data[start + 3 : end],
                )
                if header & 0x40:
                    self._close_fragments()
            else:
                self._next_fragment(data[start + 3 : end], is_last=bool(header & 0x40))
        elif kind < _AGGREGATION:
            self._nal(data[start:end])
        elif kind == _AGGREGATION:
            self._aggregate(data, start + 2, end, smallest=3)
        else:
            self.counts.unsupported_packets += 1
            if kind == _PACI:
                self._damaged = True

    def _nal(self, nal: bytes) -> None:
        self._drop_open_fragments()
        kind = nal[0] >> 1 & 63
        if kind < _FIRST_NON_VCL:
            self._begin_if_slice(kind, nal[2])
            self._add(nal)
        elif kind in _SETS:
            self._sets.add(nal)
        elif kind in _KEPT_BESIDE_PICTURES:
            self._add(nal)

    def _close_fragments(self) -> None:
        kind = self._fragment_header[0] >> 1 & 63
        if kind < _FIRST_NON_VCL or kind in _KEPT_BESIDE_PICTURES:
            self._add_fragmented()
        else:
            self._nal(self._joined_fragments())

    def _begin_if_slice(self, kind: int, first_byte: int) -> None:
        if kind < _FIRST_NON_VCL:
            # first_slice_segment_in_pic_flag is the first bit of the slice segment header (H.265, 7.3.6.1).
            self._begin_slice(is_first=first_byte >= 0x80, is_key=kind in _IRAP)
            self._kind = kind

    def _must_skip(self) -> bool:
        # RASL pictures refer to what came before the CRA or BLA picture they follow (H.265, 3.121).
        return self._after_random_access and self._kind in _RASL

    def _emit(self, is_key: bool) -> None:
        if not self._running:
            self._after_random_access = True
        elif is_key or self._kind <= _LAST_TRAILING:
            self._after_random_access = False
        super()._emit(is_key)
