"""RTP payload format for H.264 (RFC 6184): single NAL units, STAP-A, FU-A."""

from __future__ import annotations

from toancanh.media.rtp.receiver import VideoReceiver

_SLICE, _IDR, _SPS, _PPS = 1, 5, 7, 8
_STAP_A, _FU_A = 24, 28
_INTERLEAVED_MODE = frozenset({25, 26, 27, 29})
"""STAP-B, MTAP16, MTAP24, FU-B: only in packetization mode 2, which is never asked for (section 5.4)."""
_KEPT_BESIDE_PICTURES = 6
"""Supplemental enhancement information; delimiters (9), filler (12) and the rest are dropped."""


class H264Receiver(VideoReceiver):
    """A receiver of H.264. A key is an IDR picture (NAL unit type 5) and nothing else."""

    _end_bit = 0x40
    _skip = 18
    _shift = 16
    _slices = 0b111110

    def _payload(self, data: bytes, start: int, end: int) -> None:
        indicator = data[start]
        kind = indicator & 31
        if kind == _FU_A and end - start > 2:
            header = data[start + 1]
            if header & 0x80:
                self._open_fragments(
                    header & 31,
                    bytes((indicator & 0xE0 | header & 31,)),
                    indicator << 8 | header & 31,
                    data[start + 2 : end],
                )
                if header & 0x40:  # forbidden (section 5.8), and sent
                    self._close_fragments()
            else:
                self._next_fragment(data[start + 2 : end], is_last=bool(header & 0x40))
        elif 0 < kind < _STAP_A:
            self._nal(data[start:end])
        elif kind == _STAP_A:
            self._aggregate(data, start + 1, end, smallest=1)
        else:
            self.counts.unsupported_packets += 1
            if kind in _INTERLEAVED_MODE:
                self._damaged = True

    def _nal(self, nal: bytes) -> None:
        self._drop_open_fragments()
        kind = nal[0] & 31
        if _SLICE <= kind <= _IDR:
            self._begin_if_slice(kind, nal[1] if len(nal) > 1 else 0)
            self._add(nal)
        elif kind in (_SPS, _PPS):
            self._sets.add(nal)
        elif kind == _KEPT_BESIDE_PICTURES:
            self._add(nal)

    def _close_fragments(self) -> None:
        kind = self._fragment_header[0] & 31
        if _SLICE <= kind <= _IDR or kind == _KEPT_BESIDE_PICTURES:
            self._add_fragmented()
        else:
            self._nal(self._joined_fragments())

    def _begin_if_slice(self, kind: int, first_byte: int) -> None:
        if _SLICE <= kind <= _IDR:
            # first_mb_in_slice is the first field of the slice header: ue(v), and 0 is the single bit 1.
            self._begin_slice(is_first=first_byte >= 0x80, is_key=kind == _IDR)
