"""Films of the district: coded into a file with the truth of every picture beside it, or while somebody watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import av
import cv2
import numpy as np

from toancanh.simulation.district_views.canvas import Bytes
from toancanh.simulation.district_views.scenes import DistrictScene, ShownScene
from toancanh.simulation.district_views.truth import FrameTruth, TruthFilm
from toancanh.simulation.district_views.view import DistrictView
from toancanh.simulation.encoding import Encoding, add_video_stream
from toancanh.simulation.live import LiveCoder, time_text
from toancanh.simulation.strip import StripKind, StripReading
from toancanh.simulation.view import STRAIGHT, Aim

TRUTH_SUFFIX = ".truth.npz"


def view_of(scene: ShownScene, encoding: Encoding, aim: Aim = STRAIGHT) -> DistrictView:
    """The view in pictures of that size; turned where the camera was."""
    network, play = scene.load()
    pose = scene.pose_in(network, encoding.width, encoding.height)
    if aim.is_turned or aim.zoom != 1:
        pose = pose.turned(aim.pan_deg, aim.tilt_deg, aim.zoom)
    return DistrictView(network, play, pose, weather=scene.weather, seed=scene.seed, from_s=scene.from_s)


def coded(picture: Bytes) -> av.VideoFrame:
    """For the encoder: ITU-R BT.601 in limited range, as the strip's levels are."""
    planes = np.empty((picture.shape[0] * 3 // 2, picture.shape[1]), np.uint8)
    cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420, planes)
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def make_film(scene: DistrictScene, encoding: Encoding, path: Path) -> None:
    """A loop of the whole scene as MP4, and its truth under the same name with `TRUTH_SUFFIX`."""
    view = view_of(scene, encoding)
    number = scene.number(scene.load()[0])
    frames: list[FrameTruth] = []
    with av.open(path, "w") as container:
        stream = add_video_stream(container, encoding)
        for index in range(scene.duration_s * encoding.fps):
            us = index * 1_000_000 // encoding.fps
            ms = us // 1000 % 60_000
            reading = StripReading(kind=StripKind.MINUTE, scene=number, ms=ms)
            text = f":{ms // 1000:02}.{ms % 1000:03} / {index % encoding.fps + 1:02}"
            picture, truth = view.shoot(scene.play_s(us), index, reading, text)
            frames.append(truth)
            frame = coded(picture)
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    TruthFilm(header=header_of(scene, encoding, view), frames=tuple(frames)).write(truth_path(path))


def truth_path(film: Path) -> Path:
    """Where the truth of a film lies."""
    return film.with_name(film.name.partition(".")[0] + TRUTH_SUFFIX)


def header_of(scene: DistrictScene, encoding: Encoding, view: DistrictView) -> dict[str, object]:
    """What a truth file says of itself, but for its format's own fields."""
    bodies = view.play.bodies
    return {
        "camera": scene.camera,
        "pose": asdict(view.pose),
        "play": view.play.name,
        "play_seed": view.play.seed,
        "play_start": view.play.start.isoformat(),
        "scene": {**scene.as_request(), "play": view.play.name},
        "fps": encoding.fps,
        "plates": {str(body.number): body.plate for body in bodies if body.plate},
        "synthetic": True,
    }


class DistrictFilm:
    """A view coded while it happens (see `live.LiveFilm`); one thread at a time. The first picture takes seconds."""

    def __init__(self, scene: ShownScene, encoding: Encoding, aim: Callable[[int], Aim] = lambda _: STRAIGHT) -> None:
        self._scene, self._encoding, self._aim = scene, encoding, aim
        self._coder = LiveCoder(encoding)
        self._number = scene.number(scene.load()[0])
        self._shown = STRAIGHT
        self._view = view_of(scene, encoding)

    def shoot(self, tick: int, *, as_key: bool = False) -> tuple[list[bytes], bool]:
        """NAL units of the picture that belongs to tick ``tick`` since the epoch; True for a key frame."""
        capture_us = tick * 1_000_000 // self._encoding.fps
        aim = self._aim(capture_us)
        if replace(aim, is_covered=False) != self._shown:
            if (aim.pan_deg, aim.tilt_deg, aim.zoom) != (self._shown.pan_deg, self._shown.tilt_deg, self._shown.zoom):
                self._view = view_of(self._scene, self._encoding, aim)
            self._view.soil(max(aim.dirt, self._scene.weather.dirt))
            self._shown = replace(aim, is_covered=False)
        reading = StripReading(kind=StripKind.EPOCH, scene=self._number, ms=capture_us // 1000)
        picture = self._view.picture(
            self._scene.play_s(capture_us), tick, reading, time_text(capture_us), is_covered=aim.is_covered
        )
        return self._coder.code(coded(picture), tick, as_key=as_key)
