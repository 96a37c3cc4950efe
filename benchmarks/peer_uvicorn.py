"""The peer of the live figure: a bare uvicorn that pushes frames of one size to each viewer, and nothing else.

usage: python -m benchmarks.peer_uvicorn PORT BYTES PER_SECOND
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

Message = MutableMapping[str, Any]


def application(
    size: int, per_second: float
) -> Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]:
    """An ASGI application: every WebSocket gets ``size`` bytes ``per_second`` times a second, all on one clock."""
    frame = bytes(size)

    async def app(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        loop = asyncio.get_running_loop()
        tick = 1 / per_second
        due = loop.time() // tick * tick
        while True:
            due += tick
            await asyncio.sleep(due - loop.time())
            await send({"type": "websocket.send", "bytes": frame})

    return app


if __name__ == "__main__":
    port, size, per_second = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    uvicorn.run(
        application(size, per_second),
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="error",
    )
