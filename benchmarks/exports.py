"""A package of evidence of one hour of one camera, signed, against ``ffmpeg -c copy`` over the same files; and a minute
of it for release, in which whatever moves is pixelated.

Part of ``toancanh bench evidence``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import av

from benchmarks.figures import Figure
from benchmarks.sources import clip
from toancanh.bootstrap import Platform, open_platform
from toancanh.evidence.model import ExportForm, ExportState, Wanted
from toancanh.evidence.verifier import verify
from toancanh.kernel import Principal
from toancanh.media.archive import StreamKey
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.model import AccessUnit, Codec, GapCause
from toancanh.media.pictures import PicturePool
from toancanh.media.recorder import ArchiveWriter, Recorder
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.registry import CameraDraft, StreamDraft, StreamRole

RUNS, HOUR_S, FPS, TICKS = 3, 3600, 25, 3600
REDACTED_S, WORKERS = 60, 2
_PASSWORD = "benchmark-of-the-platform"
_PAUSE_S = 0.2  # after each minute that is written, so that nothing waits in a queue for long


def figures() -> list[Figure]:
    """The ratio of the two times, median of three, each after the other; how fast pictures are redacted."""
    folder = Path(tempfile.mkdtemp(prefix="toancanh-bench-"))
    overrides = {"master_key_file": str(folder / "key")}
    try:
        platform = open_platform(data=folder / "data", overrides=overrides, writer="web", create=True)
        try:
            figure, admin, wanted = _measured(platform, folder)
            return [figure, _redacted(platform, admin, wanted)]
        finally:
            platform.close()
    finally:
        shutil.rmtree(folder)


def _measured(platform: Platform, folder: Path) -> tuple[Figure, Principal, Wanted]:
    platform.governance.ensure_first_administrator(_PASSWORD)
    _, admin = platform.governance.sign_in("admin", _PASSWORD, "bench")
    stream = StreamDraft(role=StreamRole.MAIN, url="rtsp://192.0.2.1/")
    draft = CameraDraft(
        code="B-1", name="bench", owner_id=admin.organisation_id, lat=21.0, lon=105.8, min_days=1.0, max_days=30.0,
        streams=(stream,),
    )  # fmt: skip
    camera = platform.registry.cameras.create(admin, draft)
    start_us = platform.clock.now_us() // 3_600_000_000 * 3_600_000_000 - 3_600_000_000
    _record(platform, StreamKey(camera.id, StreamRole.MAIN), start_us)
    segments = platform.archive.segments(camera.id, StreamRole.MAIN, 0, 1 << 62)
    files = [platform.archive.path(segment) for segment in segments]
    listed = folder / "files.txt"
    listed.write_text("".join(f"file '{path}'\n" for path in files))
    wanted = Wanted(
        camera_ids=(camera.id,), from_us=start_us, to_us=start_us + HOUR_S * 1_000_000, role=StreamRole.MAIN,
        form=ExportForm.EXACT, burn_in=False, purpose="order", reference="1",
    )  # fmt: skip
    ratios, ours, theirs = [], [], []
    for _ in range(RUNS):
        os.sync()
        begin = time.monotonic()
        command = ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy"]
        subprocess.run([*command, str(folder / "copy.mp4")], check=True)
        theirs.append(time.monotonic() - begin)
        os.sync()
        begin = time.monotonic()
        job = platform.evidence.exports.ask(admin, wanted)
        platform.evidence.worker.look()  # the next look makes SHA-256 of the whole, for hand-overs
        ours.append(time.monotonic() - begin)
        found = platform.evidence.exports.get(admin, job.id)
        if found.state is not ExportState.DONE:
            raise RuntimeError(f"the export is {found.state}: {found.detail}")
        last = platform.evidence.exports.package(admin, job.id)
        ratios.append(ours[-1] / theirs[-1])
        if len(ratios) < RUNS:
            platform.evidence.exports.delete(admin, job.id)
    report = verify.verify(
        str(last.folder), verify.Trust(fingerprint=platform.evidence.authority.trust().fingerprint)
    )  # fmt: skip
    ratio, size = statistics.median(ratios), sum(path.stat().st_size for path in files)
    figure = Figure(
        key="export of one hour of one 4 Mbit/s camera, signed, against ffmpeg -c copy, median of 3",
        value=ratio,
        unit="x",
        target="<= 1.5 x",
        peer=f"{size / 1e6:.0f} MB in {len(files)} files: {statistics.median(ours):.1f} s, "
        f"ffmpeg {statistics.median(theirs):.1f} s; the package is {report.as_json()['verdict']}",
        holds=ratio <= 1.5 and report.status == verify.PROVEN,
    )
    return figure, admin, wanted


def _redacted(platform: Platform, admin: Principal, wanted: Wanted) -> Figure:
    """A minute as the web process makes it, with its workers started. There is no target: nobody waits beside it."""
    wanted = replace(wanted, form=ExportForm.REDACTED, to_us=wanted.from_us + REDACTED_S * 1_000_000)
    while platform.evidence.worker.look():  # SHA-256 of what was exported before
        continue
    with _encoding(platform):
        begin = time.monotonic()
        job = platform.evidence.exports.ask(admin, wanted)
        platform.evidence.worker.look()
        taken_s = time.monotonic() - begin
    found = platform.evidence.exports.get(admin, job.id)
    if found.state is not ExportState.DONE:
        raise RuntimeError(f"the redacted export is {found.state}: {found.detail}")
    return Figure(
        key="export of one minute of 1920x1080 at 25 fps, redacted, speed against real time",
        value=REDACTED_S / taken_s, unit="x", peer=f"{taken_s:.1f} s; {WORKERS} workers",
    )  # fmt: skip


@contextmanager
def _encoding(platform: Platform) -> Iterator[None]:
    """Workers for pictures, and the loop they belong to."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        pictures = asyncio.run_coroutine_threadsafe(_pool(), loop).result()
        platform.evidence.encode_by(pictures, loop)
        yield
        asyncio.run_coroutine_threadsafe(pictures.close(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _pool() -> PicturePool:
    return PicturePool(size=WORKERS)


def _record(platform: Platform, key: StreamKey, start_us: int) -> None:
    """An hour, as the recorder would have written it."""
    units, sets = coded_units(clip(width=1920, height=1080, fps=FPS, kbit=4000))
    index = IndexWriter(platform.database)
    writer = ArchiveWriter(archive=platform.archive, index=index, ids=platform.ids, tails={})
    index.start()
    writer.start()
    recorder = Recorder(key=key, writer=writer, clock=platform.clock, ids=platform.ids, segment_seconds=300)
    parameters = sets.parameters()
    if parameters is None:
        raise RuntimeError("the clip has no parameter sets")
    recorder.on_parameters(parameters)
    for number in range(HOUR_S * FPS):
        data, is_key = units[number % len(units)]
        wall_us = start_us + number * 1_000_000 // FPS
        recorder.on_access_unit(
            AccessUnit(media_time=number * TICKS, is_key=is_key, data=data, wall_us=wall_us, arrival_us=wall_us)
        )
        if number % (60 * FPS) == 0:
            time.sleep(_PAUSE_S)
    recorder.on_interrupted(GapCause.RECORDER_STOPPED, start_us + HOUR_S * 1_000_000)
    writer.close()


def coded_units(video: Path) -> tuple[list[tuple[bytes, bool]], ParameterSets]:
    """Access units as the recorder takes them: NAL units behind their lengths, parameter sets apart."""
    sets, units = ParameterSets(Codec.H264), []
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        bitstream = av.BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            for out in bitstream.filter(packet):
                data = b""
                for nal in bytes(out).replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:]:
                    if nal[0] & 31 in (7, 8):
                        sets.add(nal)
                    elif nal[0] & 31 in (1, 5):
                        data += len(nal).to_bytes(4, "big") + nal
                if data:
                    units.append((data, out.is_keyframe))
    return units, sets
