"""The pool: a few worker processes, each answering one question at a time; the rest wait in a bounded line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from toancanh.kernel import Exhausted, Unavailable
from toancanh.media.model import AccessUnit, Areas, Codec
from toancanh.media.pictures.caption import Caption
from toancanh.media.pictures.messages import MAX_BODY_BYTES, PREFIX, pack

_WORKER = "toancanh.media.pictures.worker"


@dataclass(frozen=True, kw_only=True)
class Coded:
    """Coded pictures in decoding order, the first a key frame, with what a decoder needs before it."""

    codec: Codec
    configuration: bytes  # body of avcC or hvcC
    units: Sequence[AccessUnit]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A JPEG and the media time (1/90000 s, of the input's own timeline) of the frame it shows."""

    jpeg: bytes
    media_time: int | None
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """A piece of video in H.264: initialisation and fragment, on the media time of what it was made from."""

    head: bytes
    body: bytes
    codec_string: str
    removed: float = 0.0  # share of the picture in which what moves was pixelated


class PicturePool:
    """Belongs to one event loop. Workers start on first use and are replaced when they die.

    ``limit_s`` bounds one question (a piece of video to transcode may take ten times that); when ``waiting`` questions
    stand in line the next is refused with `Exhausted`. ``module``: what a worker runs (`pictures.worker.serve` with
    operations of its own).
    """

    def __init__(self, *, size: int = 2, waiting: int = 48, limit_s: int = 5, module: str = _WORKER) -> None:
        self._size = size
        self._module = module
        self._waiting_max = waiting
        self._limit_s = limit_s
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._places = asyncio.Semaphore(size)
        self._in_line = 0
        self._closed = False

    async def picture(
        self, coded: Coded, *, at_media_time: int | None = None, width: int | None = None, hidden: Areas = ()
    ) -> Picture:
        """The frame shown at ``at_media_time`` as JPEG (without it: the first key frame), at most ``width`` wide, with
        what is ``hidden`` in black. Raises `Unavailable` where nothing can be decoded.
        """
        question = {"op": "picture", "at_media_time": at_media_time, "width": width, "hidden": hidden}
        head, jpeg = await self.ask(question, coded)
        return Picture(jpeg=jpeg, media_time=head["media_time"], width=head["width"], height=head["height"])

    async def rendition(
        self,
        coded: Coded,
        *,
        sequence: int,
        until_media_time: int,
        hidden: Areas = (),
        caption: Caption | None = None,
        background: Sequence[AccessUnit] = (),
    ) -> Rendition:
        """A piece of video in H.264, its last picture held until ``until_media_time``; what is ``hidden`` is black, and
        the ``caption`` stands in each picture. With a ``background``, key frames of the same camera around the piece,
        whatever differs from it is pixelated.
        """
        question = {"op": "rendition", "sequence": sequence, "until_media_time": until_media_time, "hidden": hidden}
        if caption is not None:
            question["caption"] = asdict(caption)
        if background:
            question["background"] = len(background)
            coded = replace(coded, units=(*background, *coded.units))
        head, body = await self.ask(question, coded, limit_s=self._limit_s * 10)
        size = head["head_size"]
        return Rendition(head=body[:size], body=body[size:], codec_string=head["codec_string"], removed=head["removed"])

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for worker in [*self._idle, *self._busy]:
            await _end(worker)
        self._idle.clear()

    async def ask(
        self, question: dict[str, Any], coded: Coded, *, limit_s: int | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """One question of a worker's; its head and body. Raises `Unavailable`, `Exhausted`."""
        limit_s = limit_s or self._limit_s
        body = b"".join(unit.data for unit in coded.units)
        if len(body) > MAX_BODY_BYTES:
            raise Exhausted(
                f"{len(body)} bytes of video lie between two key frames: too much to decode for one picture"
            )
        async with self._worker() as worker:
            message = pack({**question, **_described(coded), "limit_s": limit_s}, body)
            try:
                async with asyncio.timeout(limit_s + 1):
                    head, result = await _exchange(worker, message)
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
                await _end(worker)
                raise Unavailable("the picture could not be decoded in time", reason="undecodable") from error
            except asyncio.CancelledError:
                await _end(worker)  # its answer would be taken for that of the next question
                raise
        if head["error"]:
            raise Unavailable(f"the picture could not be decoded ({head['error']})", reason="undecodable")
        return head, result

    def _take_idle(self) -> Process | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.returncode is None:
                return worker
        return None

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator[Process]:
        if self._in_line >= self._waiting_max + self._size:
            raise Exhausted("too many pictures are being decoded; try again in a second")
        self._in_line += 1
        try:
            async with self._places:
                if self._closed:
                    raise Unavailable("the platform is stopping")
                worker = self._take_idle() or await _start(self._module)
                self._busy.add(worker)
                try:
                    yield worker
                finally:
                    self._busy.discard(worker)
                    if worker.returncode is None and not self._closed:
                        self._idle.append(worker)
        finally:
            self._in_line -= 1


def _described(coded: Coded) -> dict[str, Any]:
    return {
        "codec": coded.codec,
        "configuration": coded.configuration.hex(),
        "samples": [(len(unit.data), unit.media_time, unit.is_key, unit.wall_us) for unit in coded.units],
    }


async def _start(module: str) -> Process:
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}  # nothing of ours: no secret reaches a worker
    environment["OPENBLAS_NUM_THREADS"] = "1"  # each thread would take of the address space that a worker may have
    return await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", module, stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment, limit=1 << 20,
    )  # fmt: skip


async def _exchange(worker: Process, message: bytes) -> tuple[dict[str, Any], bytes]:
    if worker.stdin is None or worker.stdout is None:
        raise ConnectionError
    worker.stdin.write(message)
    await worker.stdin.drain()
    head_size, body_size = PREFIX.unpack(await worker.stdout.readexactly(PREFIX.size))
    if body_size > MAX_BODY_BYTES:
        raise ConnectionError
    head: dict[str, Any] = json.loads(await worker.stdout.readexactly(head_size))
    return head, await worker.stdout.readexactly(body_size)


async def _end(worker: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()
