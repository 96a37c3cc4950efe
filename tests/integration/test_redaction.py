"""A copy for release: what moves is unreadable in every picture, what is still stays."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from toancanh.media.model import AccessUnit, Codec
from toancanh.media.pictures import Coded, PicturePool
from toancanh.media.rtp.parameters import ParameterSets

WIDTH, HEIGHT, FPS, SIDE, COUNT = 320, 192, 10, 48, 40
TICKS = 90_000 // FPS
Frames = list[NDArray[np.uint8]]


def place(number: int) -> tuple[int, int]:
    """Where the block is; it stands still from picture 20 to 30."""
    return 72, 8 + 6 * min(number, max(20, number - 10))


def clip() -> tuple[Coded, Frames]:
    """A checkered block over a still scene of stripes, from the first picture on."""
    rng = np.random.default_rng(1)
    scene = np.repeat(np.repeat(rng.integers(40, 200, (HEIGHT // 8, WIDTH // 8), np.uint8), 8, axis=0), 8, axis=1)
    block = np.kron(np.indices((SIDE // 4, SIDE // 4)).sum(axis=0) % 2, np.ones((4, 4))).astype(np.uint8) * 255
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FPS), Fraction(FPS)
    encoder.options = {
        "preset": "ultrafast",
        "crf": "12",
        "x264-params": "keyint=10:min-keyint=10:scenecut=0:bframes=0",
    }
    sets, frames, units = ParameterSets(Codec.H264), [], []
    for number in range(COUNT):
        luma, (y, x) = scene.copy(), place(number)
        luma[y : y + SIDE, x : x + SIDE] = block
        frames.append(luma)
        whole = np.concatenate([luma, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
        frame = av.VideoFrame.from_ndarray(whole, format="yuv420p")
        frame.pts = number
        units += [(packet.pts, packet) for packet in encoder.encode(frame)]
    units += [(packet.pts, packet) for packet in encoder.encode(None)]
    return coded_of(sets, units), frames


def coded_of(sets: ParameterSets, packets: list[tuple[int, Any]]) -> Coded:
    units = []
    for number, packet in packets:
        data = b""
        for nal in filter(None, bytes(packet).replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")):
            if nal[0] & 31 in (7, 8):
                sets.add(nal)
            elif nal[0] & 31 != 6:
                data += len(nal).to_bytes(4, "big") + nal
        units.append(
            AccessUnit(media_time=number * TICKS, is_key=packet.is_keyframe, data=data, wall_us=0, arrival_us=0)
        )
    parameters = sets.parameters()
    assert parameters is not None
    return Coded(codec=Codec.H264, configuration=parameters.decoder_configuration, units=units)


def redacted(coded: Coded, background: list[AccessUnit], *pieces: Sequence[AccessUnit]) -> list[tuple[Frames, float]]:
    async def made() -> list[tuple[Frames, float]]:
        pool, found = PicturePool(size=1), []
        for units in pieces:
            end = units[-1].media_time + TICKS
            one = await pool.rendition(
                replace(coded, units=units), sequence=1, until_media_time=end, background=background
            )  # fmt: skip
            with av.open(io.BytesIO(one.head + one.body)) as container:
                frames = [frame.to_ndarray()[:HEIGHT] for frame in container.decode(video=0)]
            found.append((frames, one.removed))
        await pool.close()
        return found

    return asyncio.run(made())


def test_a_moving_block_is_unreadable_from_the_first_picture_on_and_the_scene_stays() -> None:
    coded, frames = clip()
    keys = [unit for unit in coded.units if unit.is_key]
    pieces = [coded.units[start : start + 20] for start in (0, 20)]  # as an export has them: two seconds each
    made: Frames = []
    for shown, removed in redacted(coded, keys, *pieces):
        assert 0.1 < removed < 0.9
        made += shown
    assert len(made) == COUNT
    for number, (before, after) in enumerate(zip(frames, made, strict=True)):
        y, x = place(number)
        inside = (slice(y + 4, y + SIDE - 4), slice(x + 4, x + SIDE - 4))
        assert before[inside].std() > 100
        assert after[inside].std() < 35, number  # cells of one colour: no square of the board is left
        still = (slice(0, 32), slice(0, WIDTH))
        assert np.abs(before[still].astype(int) - after[still]).mean() < 6, number


def test_a_still_scene_is_left_as_it_is() -> None:
    coded, frames = clip()
    alone = list(coded.units[:1])
    made, removed = redacted(coded, alone, alone)[0]
    assert removed == 0
    assert np.abs(frames[0].astype(int) - made[0]).mean() < 6
