"""The camera: exposure by itself, noise of its sensor, the time that it writes, and H.264 as its sub stream has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from toancanh.health.model import FaultKind
from toancanh.health.pictures import Overlay
from toancanh.simulation.faulty_pictures.faults import Injected, aim_of, behind, of, on_lens, on_sensor
from toancanh.simulation.faulty_pictures.light import Hour, lit
from toancanh.simulation.faulty_pictures.places import COLUMNS, ROWS, CameraPlace
from toancanh.simulation.faulty_pictures.weather import Planes, Weather, through
from toancanh.simulation.raster import Colour, Raster

_MEAN = 108.0  # of the levels that the exposure aims at
_GAIN = 5.0  # at most, over that of noon
_LOCAL = timedelta(hours=7)
_SCALE = 2  # of the letters of 3 x 5
_LEFT, _TOP = 20, 10
_CHARACTERS = 19
OVERLAY = Overlay(
    left=_LEFT / COLUMNS, top=_TOP / ROWS, width=_CHARACTERS * 4 * _SCALE / COLUMNS, height=5 * _SCALE / ROWS
)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What there is to see when."""

    taken_us: int
    hour: Hour
    weather: Weather
    busy: float = 1.0


def taken(place: CameraPlace, moment: Moment, fault: Injected | None, seed: int) -> av.VideoFrame:
    """One picture as it goes into the encoder; ``seed``: of what differs from picture to picture."""
    dice = np.random.default_rng((place.seed, seed))
    hour = moment.hour
    gain_share = 1.0
    if fault is not None and fault.kind is FaultKind.NIGHT:
        # no lamp, or the filter that stands in the infrared's way: the more gain, the more snow
        hour = Hour(hour=hour.hour, cloud=hour.cloud, lamps=of(fault.strength, 0.35, 0.12, 0.02))
        gain_share = of(fault.strength, 1.2, 1.5, 2.0)
    aim = aim_of(fault)
    surfaces = place.seen(moment.taken_us / 1e6 % 60, aim, busy=moment.busy)
    planes = lit(place, surfaces, hour, aim)
    planes = through(planes, surfaces, moment.weather, dice, place.seed)
    planes = on_lens(planes, fault)
    stays_in_colour = fault is not None and fault.kind is FaultKind.NIGHT and fault.seed % 2 == 1
    is_grey = place.has_infrared and hour.is_night and not stays_in_colour
    planes = _exposed(planes, dice, is_grey=is_grey, noise=gain_share)
    planes = on_sensor(planes, fault, dice)
    planes = behind(planes, fault, dice)
    shows_time = fault is None or fault.kind is not FaultKind.SIGNAL_LOSS
    return _frame(planes, _text(moment, fault) if shows_time else "")


def _exposed(planes: Planes, dice: np.random.Generator, *, is_grey: bool, noise: float) -> Planes:
    """Levels 0 to 255: a gain for the mean, a shoulder for what is bright, the sensor's noise by that gain."""
    luma, u, v = planes
    mean = float(np.minimum(luma, 1.0).mean()) * 255
    gain = min(_GAIN, _MEAN / max(mean, 1.0)) * float(dice.uniform(0.95, 1.05))
    levels = luma * np.float32(255 * gain)
    over = np.maximum(levels - 190, 0)
    levels = np.minimum(levels, 190) + over / (1 + over / 90)
    levels = softened_a_little(levels)
    sigma = np.float32((0.8 + 0.9 * gain) * noise)
    levels = levels + sigma * dice.standard_normal(levels.shape).astype(np.float32)
    if is_grey:
        return levels, np.zeros_like(u), np.zeros_like(v)
    balance = np.float32(min(gain, 2.5))
    snow = sigma * np.float32(0.35 * noise)
    return (
        levels,
        u * balance + snow * dice.standard_normal(u.shape).astype(np.float32),
        v * balance + snow * dice.standard_normal(v.shape).astype(np.float32),
    )


def softened_a_little(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """By 1 2 1 in both directions: a lens is no pinhole."""
    wide = np.pad(plane, 1, mode="edge")
    down = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) * np.float32(0.25)
    made: NDArray[np.float32] = (down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]) * np.float32(0.25)
    return made


def _text(moment: Moment, fault: Injected | None) -> str:
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment.taken_us) + _LOCAL
    if fault is not None and fault.kind is FaultKind.OVERLAY_TIME:
        dice = np.random.default_rng(fault.seed)
        if dice.random() < 0.35:
            return ""
        aside_s = of(fault.strength, 100, 600, 86_400 * 400) * (1 if dice.random() < 0.5 else -1)
        local += timedelta(seconds=aside_s)
    return f"{local:%Y-%m-%d %H:%M:%S}"


def _frame(planes: Planes, text: str) -> av.VideoFrame:
    raster = Raster(COLUMNS, ROWS)
    for plane, values, (gain, zero) in zip(
        raster.frame.planes, planes, ((219 / 255, 16), (224 / 255, 128), (224 / 255, 128)), strict=True
    ):
        levels = np.clip(values * np.float32(gain) + np.float32(zero + 0.5), 16, 240).astype(np.uint8)
        target = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        target[:, : plane.width] = levels
    if text:
        for right, down in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            raster.text(_LEFT + right, _TOP + down, _SCALE, text, Colour(16, 128, 128))
        raster.text(_LEFT, _TOP, _SCALE, text, Colour(235, 128, 128))
    return raster.frame


class KeyFrames:
    """Codes pictures one by one, each a key frame with its parameter sets, as a sub stream's are."""

    def __init__(self, width: int = COLUMNS, height: int = ROWS) -> None:
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base = Fraction(1, 1)
        context.options = {
            "preset": "veryfast",
            "tune": "zerolatency",
            "crf": "27",
            "threads": "1",
            "x264-params": "keyint=1",
        }
        self._context = context
        self._count = 0

    def code(self, frame: av.VideoFrame) -> bytes:
        """Start codes, SPS, PPS and one IDR picture."""
        frame.pts = self._count
        self._count += 1
        return b"".join(bytes(packet) for packet in self._context.encode(frame))


class Decoder:
    """Decodes key frames of any camera, one after another."""

    def __init__(self) -> None:
        self._context = av.CodecContext.create("h264", "r")
        self._context.thread_count = 1

    def frames(self, data: bytes) -> Iterator[av.VideoFrame]:
        """None or one."""
        yield from self._context.decode(av.Packet(data))
        yield from self._context.decode(None)
        self._context.flush_buffers()
