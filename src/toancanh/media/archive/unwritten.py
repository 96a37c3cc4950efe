"""What a power cut leaves inside a file: blocks that were written and never came to lie on the disk read as zeros.

Heads of fragments are small and may be there while pictures behind them are not, so the end of a file, as much as was
at risk, is held against the digests in it. Only what is not as digested and has a whole block of zeros is taken for
unwritten; any other change is left for `check`, which names it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from toancanh.media.archive.proof.records import listed_digests
from toancanh.media.fmp4 import BLOCK_BYTES, PROOF_OF_ALL, FragmentInfo, Scan

AT_RISK_US = 20_000_000
"""Several times what `sync_seconds` promises by default."""

_LOOK_BYTES = 8 << 20
_BOX_BYTES = 8


def written(fd: int, found: Scan, at_risk_us: int) -> Scan:
    """Without the end that a power cut kept from the disk."""
    first = _first_unwritten(fd, found.fragments, at_risk_us=at_risk_us) if found.fragments else None
    if first is None:
        return found
    at = found.fragments[first].offset
    return replace(found, fragments=found.fragments[:first], sound_bytes=at, torn="blocks that were never written")


def _first_unwritten(fd: int, fragments: Sequence[FragmentInfo], *, at_risk_us: int = AT_RISK_US) -> int | None:
    """Index of the first fragment with unwritten blocks among those at risk at the end of the file."""
    from_us = fragments[-1].end_us - at_risk_us
    for index, info in enumerate(fragments):
        if info.end_us > from_us and info.proof[:1] == bytes([PROOF_OF_ALL]) and _is_unwritten(fd, info):
            return index
    return None


def is_torn_by_zeros(fd: int, found: Scan) -> bool:
    """Whether what comes behind the last whole fragment of a closed file was never written: its head, or a block."""
    if found.torn is None:
        return found.sound_bytes < found.size_bytes  # zeros to the end, taken for the filling of an open file
    data = os.pread(fd, _LOOK_BYTES, found.sound_bytes)
    return not any(data[:_BOX_BYTES]) or _has_zero_block(data, found.sound_bytes)


def _is_unwritten(fd: int, info: FragmentInfo) -> bool:
    data = os.pread(fd, info.size_bytes, info.offset)
    at = [sample.offset - info.offset for sample in info.samples]
    found = [
        sha256(data[start : start + sample.size_bytes]).digest() for start, sample in zip(at, info.samples, strict=True)
    ]
    if found == listed_digests(info):
        return False
    return _has_zero_block(data, info.offset)


def _has_zero_block(data: bytes, offset: int) -> bool:
    first = -offset % BLOCK_BYTES
    blocks = (data[start : start + BLOCK_BYTES] for start in range(first, len(data), BLOCK_BYTES))
    return any(not any(block) for block in blocks)
