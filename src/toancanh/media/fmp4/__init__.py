"""Fragmented MP4 (ISO/IEC 14496-12, 14496-15): one writer and one bounded reader for archive, live and playback.

Owns: the bytes of ``ftyp``/``moov`` and of fragments. Does not own: files, or when a fragment ends.
Invariants: writing needs no seek and no second look; reading never trusts a size.
"""

from toancanh.media.fmp4.boxes import box
from toancanh.media.fmp4.fragments import PROOF, PROOF_OF_ALL, decoding_times, fragment, frame_fragment
from toancanh.media.fmp4.initialisation import TRACK_ID, initialisation
from toancanh.media.fmp4.reader import (
    BLOCK_BYTES,
    MAX_HEAD_BYTES,
    BrokenFile,
    FragmentInfo,
    SampleInfo,
    Scan,
    child,
    read_fragments,
    scan,
    top_level_box,
)

__all__ = [
    "BLOCK_BYTES",
    "MAX_HEAD_BYTES",
    "PROOF",
    "PROOF_OF_ALL",
    "TRACK_ID",
    "BrokenFile",
    "FragmentInfo",
    "SampleInfo",
    "Scan",
    "box",
    "child",
    "decoding_times",
    "fragment",
    "frame_fragment",
    "initialisation",
    "read_fragments",
    "scan",
    "top_level_box",
]
