"""64 cameras straight into the product's recorder, and retention that deletes: a process of its own.

No RTSP: what it costs is measured by ``toancanh bench ingest``, and two cores are little for both. Ends with a line on
standard input, then says what it found as JSON.
"""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archive_rows import DAYS
from benchmarks.databases import Place
from benchmarks.exports import coded_units
from benchmarks.sources import clip
from toancanh.media.archive import RetentionLimits, StreamKey, deletion
from toancanh.media.fmp4 import read_fragments
from toancanh.media.model import AccessUnit, GapCause
from toancanh.media.recorder.output import Output, write_all
from toancanh.media.recorder.recorder import Recorder
from toancanh.media.recorder.recording import Recording
from toancanh.registry import StreamRole

FPS, TICKS, FRAGMENT_S, SEGMENT_S = 25, 3600, 1.0, 60
_LOOK_US = 5_000_000
_NTP_TO_UNIX_S = 2_208_988_800


class _Lateness:
    """Of each fragment: from its last picture until it is written."""

    def __init__(self) -> None:
        self.latest_s = 0.0
        self.fragments = 0

    def write(self, output: Output, chunks: Sequence[bytes]) -> None:
        write_all(output, chunks)
        now_s = time.time()
        for chunk in chunks:
            if len(chunk) >= 32 and chunk[4:8] == b"prft":
                first_s = int.from_bytes(chunk[16:24], "big") / 2**32 - _NTP_TO_UNIX_S
                self.latest_s = max(self.latest_s, now_s - first_s - FRAGMENT_S)
                self.fragments += 1


def main(name: str, data: str, url: str, *camera_ids: str) -> None:
    """Until it is told to end."""
    deletion.EXPIRY_PERIOD_US = _LOOK_US  # as below the disk's floor, where it looks every five seconds
    units, sets = coded_units(clip(width=1920, height=1080, fps=FPS, kbit=4000))
    parameters = sets.parameters()
    if parameters is None:
        raise RuntimeError("the clip has no parameter sets")
    platform = Place(name=name, data=Path(data), url=url).opened()
    limits, lateness = RetentionLimits(min_days=0, max_days=DAYS), _Lateness()
    recording = Recording(
        platform.archive, clock=platform.clock, ids=platform.ids, owned=lambda camera_id: camera_id in camera_ids,
        limits=dict, default_limits=limits, min_free_bytes=0, segment_seconds=SEGMENT_S, fragment_seconds=FRAGMENT_S,
        keeping=platform.governance.holds, quotas=platform.quotas.in_force, write=lateness.write,
    )  # fmt: skip
    recorders = [recording.recorder(StreamKey(camera_id, StreamRole.MAIN)) for camera_id in camera_ids]
    for recorder in recorders:
        recorder.on_parameters(parameters)
    offered = _feed(recorders, units)
    for recorder in recorders:
        recorder.close(GapCause.RECORDER_STOPPED)
    indexed, status = recording.close(), recording.status()
    found = 0
    for camera_id in camera_ids:
        for path in (platform.archive.root / camera_id).rglob("*.mp4"):
            with path.open("rb") as file:
                found += sum(len(fragment.samples) for fragment in read_fragments(file.fileno()))
    platform.close()
    print(
        json.dumps(
            {
                "offered": offered, "found": found, "latest_s": lateness.latest_s, "fragments": lateness.fragments,
                "indexed": indexed, "index_dropped": status.index_dropped,
            }
        ),
        flush=True,
    )  # fmt: skip


def _feed(recorders: Sequence[Recorder], units: Sequence[tuple[bytes, bool]]) -> int:
    """Pictures at their time; each camera is at another place of the clip. How many, from each first key frame on."""
    started, number, offered = time.monotonic(), 0, 0
    key_seen, begun = [False] * len(recorders), False
    while not select.select([sys.stdin], [], [], 0)[0]:
        time.sleep(max(0.0, started + number / FPS - time.monotonic()))
        now_us = time.time_ns() // 1000
        for index, recorder in enumerate(recorders):
            data, is_key = units[(number + index * 7) % len(units)]
            key_seen[index] |= is_key
            offered += key_seen[index]
            recorder.on_access_unit(
                AccessUnit(media_time=number * TICKS, is_key=is_key, data=data, wall_us=now_us, arrival_us=now_us)
            )
        number += 1
        if all(key_seen) and not begun:
            begun = True
            print("recording", flush=True)
    return offered


if __name__ == "__main__":
    main(*sys.argv[1:])
