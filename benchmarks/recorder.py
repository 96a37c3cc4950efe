"""The product's recorder over N copies of one stream, and what it left on disk."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.platform import host_port, started
from toancanh.bootstrap import Platform, open_platform
from toancanh.kernel import Principal, Unavailable
from toancanh.media.fmp4 import FragmentInfo, read_fragments
from toancanh.media.link import MediaLinks
from toancanh.registry import StreamRole
from toancanh.registry.model import CameraDraft, StreamDraft


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What is on disk. ``frames_missing``: frames that the media times say should lie between first and last."""

    frames: int
    bytes: int
    gaps: int
    frames_missing: int
    cameras: int


def register(data: Path, url: str, cameras: int) -> None:
    """An empty installation with ``cameras`` copies of one stream."""
    environment = {"master_key_file": f"{data}.key", "allow_outbound": (host_port(url),)}
    platform = open_platform(data=data, overrides=environment, writer="setup", create=True)
    system = Principal.system("setup")
    try:
        platform.governance.ensure_first_administrator("benchmark-of-the-platform")
        owner_id = platform.governance.organisations.page(system, q="", after="", limit=1)[0].id
        for number in range(cameras):
            draft = CameraDraft(
                code=f"B-{number:04d}",
                name=f"bench {number}",
                owner_id=owner_id,
                lat=21.0,
                lon=105.8,
                min_days=0.0,
                max_days=30.0,
                streams=(StreamDraft(role=StreamRole.MAIN, url=url),),
            )
            platform.registry.cameras.create(system, draft)
    finally:
        platform.close()


@contextlib.contextmanager
def running_recorder(url: str, *, cameras: int, data: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """``toancanh up --no-web`` over copies of a stream; yields it and the seconds until all cameras recorded."""
    register(data, url, cameras)
    with started(data, allow={host_port(url)}, with_web=False) as (process, _address, _start_s):
        yield process, _all_recording_s(data, cameras)


def _all_recording_s(data: Path, cameras: int, within_s: float = 60.0) -> float:
    """Seconds from now until every camera's folder holds pictures (an initialisation alone is under 2 kB)."""
    begin = time.monotonic()
    folder = data / "archive"
    while time.monotonic() - begin < within_s:
        recording = {path.parts[-4] for path in folder.glob("*/*/*/*.mp4") if path.stat().st_size > 2000}
        if len(recording) == cameras:
            return time.monotonic() - begin
        time.sleep(0.2)
    raise Unavailable(f"only {len(recording)} of {cameras} cameras record after {within_s:.0f} s: is the stream there?")


def lost_packets(data: Path) -> int:
    """RTP packets that never came, over all streams, asked of the running media process."""

    async def ask() -> int:
        links = MediaLinks(data / "run", 1)
        links.start()
        try:
            while not links.all[0].up:  # noqa: ASYNC110  # a link has no event for this
                await asyncio.sleep(0.05)
            status = await links.all[0].status()
        finally:
            links.close()
        return sum(int(stream["lost_packets"]) for stream in status["streams"])

    return asyncio.run(asyncio.wait_for(ask(), 10))


def recorded(data: Path) -> Recording:
    """Read the index and the fragment tables after the recorder has stopped."""
    platform = open_platform(data=data, overrides={"master_key_file": f"{data}.key"})
    try:
        return _read(platform)
    finally:
        platform.close()


def _read(platform: Platform) -> Recording:
    frames = size_bytes = gaps = missing = 0
    listed = platform.registry.desired_streams()
    for stream in listed:
        segments = platform.archive.segments(stream.camera_id, stream.role, 0, 1 << 62)
        gaps += sum(1 for gap in platform.archive.gaps(stream.camera_id, stream.role, 0, 1 << 62) if gap.end_us)
        size_bytes += sum(segment.size_bytes for segment in segments)
        counted, lost = _frames([platform.archive.path(segment) for segment in segments])
        frames, missing = frames + counted, missing + lost
    return Recording(frames=frames, bytes=size_bytes, gaps=gaps, frames_missing=missing, cameras=len(listed))


def _frames(paths: Sequence[Path]) -> tuple[int, int]:
    """Frames there are, and frames that the steady rate says are missing between the first and the last."""
    fragments: list[FragmentInfo] = []
    for path in paths:
        with path.open("rb") as file:
            fragments += read_fragments(file.fileno())
    durations = [sample.duration for fragment in fragments for sample in fragment.samples]
    usual = statistics.median_low(durations)
    missing = sum(round(duration / usual) - 1 for duration in durations)
    for before, after in pairwise(fragments):
        missing += max(0, round((after.wall_us - before.end_us) * 9 / 100 / usual))
    return len(durations), missing
