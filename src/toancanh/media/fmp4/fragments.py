"""Movie fragments (ISO/IEC 14496-12, 8.8): ``prft``, ``moof``, ``mdat``, as chunks for one ``writev``.

Access units come in decoding order and carry presentation times only. Decoding times are those presentation times in
rising order: without reordering that is the same list, otherwise the smallest timeline on which every picture is
decoded once and none is presented twice; composition offsets (``trun`` version 1, signed) make up the rest.

Who proves what was recorded gives digests of the samples along: they lie in a ``uuid`` box (4.2) at the end of
``moof``, which every reader passes over that does not know it (docs/design/media.md, Proof).
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from itertools import pairwise

from toancanh.media.fmp4.boxes import to_ntp
from toancanh.media.fmp4.initialisation import TRACK_ID
from toancanh.media.model import AccessUnit

_SYNC_SAMPLE = 0x0200_0000  # sample_depends_on = 2 (8.8.3.1)
_OTHER_SAMPLE = 0x0101_0000  # sample_depends_on = 1, sample_is_non_sync_sample
_TRUN_FLAGS = 0x01 | 0x100 | 0x200 | 0x400  # data offset; duration, size and flags for each sample
_TRUN_OFFSETS = 0x800
_HEAD = ">I4sIIQQI4sI4sIII4sI4sIII4sIQI4sIIi"  # prft, moof, mfhd, traf, tfhd, tfdt, trun
_HEAD_SIZE = struct.calcsize(_HEAD)
_PRFT_SIZE = 32
PROOF = uuid.uuid5(uuid.NAMESPACE_DNS, "proof.toancanh").bytes
PROOF_OF_ALL = 0
"""Version of a proof box that holds one digest for each sample there is."""
_PROOF_KIND = b"uuid" + PROOF + bytes([PROOF_OF_ALL])
_CAPTURE_TIME = 1 << 24 | 24  # version 1; flags 24: the time is that of capture (8.16.5.3)


def fragment(
    sequence: int,
    base_decode_time: int,
    samples: Sequence[AccessUnit],
    next_media_time: int,
    *,
    wall_us: int | None = None,
    digests: Sequence[bytes] = (),
    proof: bytes = b"",
) -> list[bytes]:
    """``[prft + moof + mdat header, *sample data]`` of ``samples`` (at least one, in decoding order).

    ``base_decode_time``: time of the earliest picture, in 1/90000 s; decoding times never lie before it.
    ``next_media_time``: where the next fragment begins. ``wall_us``: UTC at ``base_decode_time``; by default it is
    taken from the first sample. ``digests``: SHA-256 of each sample, or none;
    ``proof``: a proof box that is made already.
    """
    proof = proof or (_proof_box(digests) if digests else b"")
    times = [unit.media_time for unit in samples]
    first = samples[0]
    if wall_us is None:
        wall_us = first.wall_us - (first.media_time - base_decode_time) * 100 // 9
    durations = [after - before for before, after in pairwise((*times, next_media_time))]
    if times[0] == base_decode_time and min(durations) > 0:
        return _fragment(sequence, base_decode_time, wall_us, samples, durations, None, proof)
    decode_times = decoding_times(base_decode_time, times)
    durations = [max(1, after - before) for before, after in pairwise((*decode_times, next_media_time))]
    offsets = [time - decode_time for time, decode_time in zip(times, decode_times, strict=True)]
    return _fragment(sequence, base_decode_time, wall_us, samples, durations, offsets, proof)


def frame_fragment(sequence: int, unit: AccessUnit, duration: int, *, decode_time: int | None = None) -> bytes:
    """One picture as a fragment, for live viewers. ``duration`` in 1/90000 s; ``decode_time`` where pictures are
    reordered.
    """
    if decode_time is None or decode_time == unit.media_time:
        return b"".join(_fragment(sequence, unit.media_time, unit.wall_us, (unit,), [duration], None))
    offset = unit.media_time - decode_time
    wall_us = unit.wall_us - offset * 100 // 9
    return b"".join(_fragment(sequence, decode_time, wall_us, (unit,), [duration], [offset]))


def decoding_times(base_decode_time: int, presentation_times: Sequence[int]) -> list[int]:
    """Strictly rising decoding times, none before ``base_decode_time``."""
    decode_times = sorted(presentation_times)
    earliest = base_decode_time
    for index, time in enumerate(decode_times):
        decode_times[index] = earliest = max(time, earliest)
        earliest += 1
    decode_times[0] = base_decode_time
    return decode_times


def _fragment(
    sequence: int,
    base_decode_time: int,
    wall_us: int,
    samples: Sequence[AccessUnit],
    durations: list[int],
    offsets: list[int] | None,
    proof: bytes = b"",
) -> list[bytes]:
    count = len(samples)
    data = [unit.data for unit in samples]
    sizes = [len(chunk) for chunk in data]
    fields = 3 if offsets is None else 4
    table = [0] * (fields * count)
    table[0::fields] = durations
    table[1::fields] = sizes
    table[2::fields] = [_SYNC_SAMPLE if unit.is_key else _OTHER_SAMPLE for unit in samples]
    trun_version_flags = _TRUN_FLAGS
    if offsets is not None:
        table[3::fields] = [offset & 0xFFFF_FFFF for offset in offsets]
        trun_version_flags |= 1 << 24 | _TRUN_OFFSETS
    rows = 4 * fields * count
    traf = _HEAD_SIZE - _PRFT_SIZE - 24 + rows
    moof = 24 + traf + len(proof)
    head = struct.pack(
        f"{_HEAD}{fields * count}I{len(proof)}sI4s",
        _PRFT_SIZE, b"prft", _CAPTURE_TIME, TRACK_ID, to_ntp(wall_us), base_decode_time,
        moof, b"moof",
        16, b"mfhd", 0, sequence,
        traf, b"traf",
        16, b"tfhd", 0x020000, TRACK_ID,  # default-base-is-moof
        20, b"tfdt", 1 << 24, base_decode_time,
        20 + rows, b"trun", trun_version_flags, count, moof + 8,
        *table, proof,
        8 + sum(sizes), b"mdat",
    )  # fmt: skip
    data.insert(0, head)
    return data


def _proof_box(digests: Sequence[bytes]) -> bytes:
    size = 4 + len(_PROOF_KIND) + 32 * len(digests)
    return b"".join((size.to_bytes(4, "big"), _PROOF_KIND, *digests))
