"""Makes one loop: ``python -m toancanh.simulation.making REQUEST``; see `Workshop`."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av

from toancanh.kernel import Invalid, PlatformError
from toancanh.media.model import Codec
from toancanh.simulation.encoding import Encoding, add_video_stream
from toancanh.simulation.raster import Raster
from toancanh.simulation.scene import Look, Scene, SceneKey
from toancanh.simulation.strip import StripKind, StripReading

_MINUTE_S = 60


def make(request: Mapping[str, object]) -> None:
    """Make one loop; whoever comes second waits for the first."""
    path = Path(str(request["path"]))
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        unfinished = path.with_suffix(".part.mp4")
        if "file" in request:
            _import(Path(str(request["file"])), unfinished)
        else:
            given = request["encoding"]
            assert isinstance(given, dict)  # noqa: S101
            encoding = Encoding(**given | {"codec": Codec(given["codec"])})
            if "district" in request:
                _film_district(request["district"], encoding, unfinished)
            else:
                scene = request["scene"]
                assert isinstance(scene, dict)  # noqa: S101
                key = SceneKey(look=Look(scene["look"]), seed=scene["seed"], number=scene["number"])
                _film(key, encoding, unfinished)
        unfinished.replace(path)
        path.with_suffix(".lock").unlink()


def _film_district(request: object, encoding: Encoding, path: Path) -> None:
    import cv2  # which other loops need not wait for

    from toancanh.simulation.district_views.films import make_film
    from toancanh.simulation.district_views.scenes import DistrictScene

    assert isinstance(request, dict)  # noqa: S101
    cv2.setNumThreads(1)  # two films are made at once
    make_film(DistrictScene.from_request(request), encoding, path)


def _film(key: SceneKey, encoding: Encoding, path: Path) -> None:
    scene = Scene(key, encoding.width, encoding.height)
    with av.open(path, "w") as container:
        stream = add_video_stream(container, encoding)
        for index in range(_MINUTE_S * encoding.fps):
            ms = index * 1000 // encoding.fps
            raster = Raster(encoding.width, encoding.height)
            reading = StripReading(kind=StripKind.MINUTE, scene=key.number, ms=ms)
            text = f":{ms // 1000:02}.{ms % 1000:03} / {index % encoding.fps + 1:02}"
            scene.paint(raster, index / encoding.fps, reading, text)
            raster.frame.pts = index
            container.mux(stream.encode(raster.frame))
        container.mux(stream.encode(None))


def _import(source: Path, path: Path) -> None:
    with av.open(source) as container:
        if not container.streams.video:
            raise Invalid(f"{source} holds no video")
        stream = container.streams.video[0]
        codec = {"h264": Codec.H264, "hevc": Codec.H265}.get(stream.codec_context.name)
        is_sendable = codec is not None and not stream.codec_context.has_b_frames
    if is_sendable:
        _copy(source, path)
    else:
        sys.stderr.write(f"{source}: B-frames or a codec other than H.264 and H.265: coded again as H.264\n")
        _transcode(source, path)


def _copy(source: Path, path: Path) -> None:
    with av.open(source) as container, av.open(path, "w") as out:
        stream = container.streams.video[0]
        copy = out.add_stream_from_template(stream)
        is_started = False
        for packet in container.demux(stream):
            is_started = is_started or packet.is_keyframe
            if packet.dts is None or not is_started:
                continue
            packet.stream = copy
            out.mux(packet)


def _transcode(source: Path, path: Path) -> None:
    with av.open(source) as container, av.open(path, "w") as out:
        stream = container.streams.video[0]
        fps = max(1, round(float(stream.average_rate or 25)))
        encoding = Encoding(
            width=stream.width & ~1, height=stream.height & ~1, fps=fps, gop=2 * fps, bitrate_bps=4_000_000
        )
        copy = add_video_stream(out, encoding)
        for index, frame in enumerate(container.decode(stream)):
            picture = frame.reformat(width=encoding.width, height=encoding.height, format="yuv420p")
            picture.pts, picture.time_base = index, Fraction(1, fps)
            out.mux(copy.encode(picture))
        out.mux(copy.encode(None))


if __name__ == "__main__":
    os.nice(5)
    try:
        make(json.loads(sys.argv[1]))
    except (PlatformError, av.FFmpegError) as error:
        sys.exit(str(error))
