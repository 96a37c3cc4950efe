"""The process that re-encodes one stream: ``python -m toancanh.media.rendition.worker FD``.

It reads encoded units from a local socket and writes encoded units back. It holds nothing else: no database, no key, no
network; a picture that breaks the decoder takes only this process along. It ends when the other end closes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import socket
import sys

from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage
from toancanh.media.link.codec import parameters_from_json, parameters_to_json
from toancanh.media.model import AccessUnit, Codec, CodecParameters, areas_of
from toancanh.media.rendition.h264 import H264Rendition

_MAX_MEMORY_BYTES = 2 << 30
_NICENESS = 5
_THREADS = 2


class _Worker:
    def __init__(self) -> None:
        self.channel: Channel | None = None
        self._rendition: H264Rendition | None = None
        self._told: CodecParameters | None = None

    def take(self, message: LinkMessage) -> None:
        body = message.body
        if body["op"] == "parameters":
            parameters = parameters_from_json(body["parameters"])  # type: ignore[arg-type]  # written by our parent
            self._told = None
            hidden = areas_of(body["hidden"])
            wanted = bool(hidden) or parameters.codec is Codec.H265
            self._rendition = H264Rendition(parameters, threads=_THREADS, hidden=hidden) if wanted else None
        elif body["op"] == "unit" and self._rendition is not None:
            unit = AccessUnit(
                media_time=int(body["media_time"]),  # type: ignore[call-overload]
                is_key=bool(body["is_key"]),
                data=message.binary,
                wall_us=int(body["wall_us"]),  # type: ignore[call-overload]
                arrival_us=int(body["arrival_us"]),  # type: ignore[call-overload]
            )
            for made in self._rendition.push(unit):
                self._give(made)

    def _give(self, unit: AccessUnit) -> None:
        rendition, channel = self._rendition, self.channel
        if rendition is None or rendition.parameters is None or channel is None:
            return
        with contextlib.suppress(LinkClosed):  # on_closed ends the process
            if self._told is None:
                self._told = rendition.parameters
                channel.send({"op": "parameters", "parameters": parameters_to_json(rendition.parameters)})
            channel.send(unit_to_json(unit), binary=unit.data)


def unit_to_json(unit: AccessUnit) -> dict[str, object]:
    """All but its bytes."""
    return {
        "op": "unit",
        "media_time": unit.media_time,
        "is_key": unit.is_key,
        "wall_us": unit.wall_us,
        "arrival_us": unit.arrival_us,
    }


async def _serve(connection: socket.socket) -> None:
    ended = asyncio.Event()
    worker = _Worker()
    worker.channel = Channel(asyncio.get_running_loop(), connection, on_message=worker.take, on_closed=ended.set)
    await ended.wait()


def main() -> None:
    """Serve the socket whose descriptor is the first argument."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    asyncio.run(_serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
