"""Pictures and renditions made in worker processes, out of coded pictures as they are recorded."""

from __future__ import annotations

import asyncio
import io
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import av
import pytest

from media_units import pictures
from toancanh.kernel import Exhausted, Unavailable
from toancanh.media.model import AccessUnit, Codec
from toancanh.media.pictures import Coded, PicturePool

T = TypeVar("T")
TICKS = 3600  # 25 pictures a second


def recorded(codec: str, *, base: int = 0, count: int = 25, width: int = 64, height: int = 48, b: int = 0) -> Coded:
    """A group of pictures whose media time starts at ``base``."""
    made = pictures(codec, width=width, height=height, b=b)
    units = [made.unit(number) for number in range(count)]
    for unit in units:
        unit.media_time += base
    return Coded(codec=made.parameters.codec, configuration=made.parameters.decoder_configuration, units=units)


def brightness(jpeg: bytes) -> float:
    """Mean of the luma plane."""
    frame = next(av.open(io.BytesIO(jpeg), format="jpeg_pipe").decode(video=0)).reformat(format="gray")
    plane = bytes(frame.planes[0])
    rows = [plane[row * frame.planes[0].line_size :][: frame.width] for row in range(frame.height)]
    return sum(map(sum, rows)) / (frame.width * frame.height)


def luma(number: int) -> float:
    """Full-range brightness of picture ``number`` of `media_units.pictures` (which writes limited range)."""
    return ((number * 5) % 200 + 20 - 16) * 255 / 219


def garbage(data: bytes, configuration: bytes) -> Coded:
    unit = AccessUnit(media_time=0, is_key=True, data=data, wall_us=0, arrival_us=0)
    return Coded(codec=Codec.H264, configuration=configuration, units=[unit])


def with_pool(use: Callable[[PicturePool], Awaitable[T]], **settings: int) -> T:
    async def run() -> T:
        pool = PicturePool(**settings)
        try:
            return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


@pytest.mark.parametrize(("codec", "b"), [("h264", 0), ("h264", 2), ("h265", 0), ("h265", 2)])
def test_the_picture_is_that_of_the_time_asked_for(codec: str, b: int) -> None:
    base = 7_000_000_000
    media = recorded(codec, base=base, b=b)

    async def use(pool: PicturePool) -> None:
        for number in (0, 1, 7, 17):
            picture = await pool.picture(media, at_media_time=base + number * TICKS + TICKS // 2)
            assert picture.media_time == base + number * TICKS
            assert brightness(picture.jpeg) == pytest.approx(luma(number), abs=6)
        after = await pool.picture(media, at_media_time=base + 10**9)
        assert (after.width, after.height) == (64, 48)
        first = await pool.picture(media)
        assert first.media_time == base

    with_pool(use)


def test_width_keeps_the_shape() -> None:
    async def use(pool: PicturePool) -> None:
        picture = await pool.picture(recorded("h264", width=320, height=180), width=160)
        assert (picture.width, picture.height) == (160, 90)
        assert next(av.open(io.BytesIO(picture.jpeg), format="jpeg_pipe").decode(video=0)).width == 160

    with_pool(use)


def test_rendition_keeps_media_time_and_shares_its_head() -> None:
    base = 450_000

    async def use(pool: PicturePool) -> None:
        one = await pool.rendition(recorded("h265", base=base), sequence=3, until_media_time=base + 25 * TICKS)
        other = await pool.rendition(recorded("h265", base=base + 10**6), sequence=4, until_media_time=0)
        assert one.head == other.head
        assert one.codec_string.startswith("avc1.")
        with av.open(io.BytesIO(one.head + one.body)) as container:
            stream = container.streams.video[0]
            assert stream.codec_context.name == "h264"
            times = [frame.pts for frame in container.decode(stream)]
        assert times == [base + number * TICKS for number in range(25)]

    with_pool(use)


def test_garbage_and_a_dead_worker_cost_one_request() -> None:
    media = recorded("h264")

    async def use(pool: PicturePool) -> None:
        with pytest.raises(Unavailable):
            await pool.picture(garbage(b"\xff" * 4000, b"\xff" * 9))
        with pytest.raises(Unavailable):
            await pool.picture(garbage(b"", media.configuration))
        (worker,) = pool._idle
        worker.send_signal(signal.SIGSTOP)  # it hangs
        with pytest.raises(Unavailable):
            await pool.picture(media)
        assert (await pool.picture(media)).width == 64
        (worker,) = pool._idle
        worker.kill()
        await worker.wait()
        assert (await pool.picture(media)).width == 64

    with_pool(use, size=1, limit_s=4)


def test_the_line_is_bounded() -> None:
    media = recorded("h264")

    async def use(pool: PicturePool) -> None:
        asked = [asyncio.ensure_future(pool.picture(media)) for _ in range(8)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(answer, Exhausted) for answer in answers) == 8 - 3

    with_pool(use, size=1, waiting=2)


def seen(pid: int) -> tuple[bytes, dict[str, str]]:
    process = Path(f"/proc/{pid}")
    rows = {line[:26].strip(): line[26:].split()[0] for line in (process / "limits").read_text().splitlines()}
    return (process / "environ").read_bytes(), rows


def test_a_worker_can_write_no_file_and_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOANCANH_SECRET", "x")

    async def use(pool: PicturePool) -> None:
        await pool.picture(recorded("h264"))
        (worker,) = pool._idle
        environment, limits = seen(worker.pid)
        assert b"TOANCANH" not in environment
        assert limits["Max file size"] == "0"
        assert int(limits["Max address space"]) < 2 << 30

    with_pool(use)
