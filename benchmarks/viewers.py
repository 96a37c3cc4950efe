"""Many live viewers in one process: opens WebSockets, throws away what comes, and says how much came.

usage: python -m benchmarks.viewers SECONDS [TOKEN] < addresses, one a line
Prints ``ready`` when all are open and have received something, then one JSON line at the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import urllib.parse
from functools import partial


class Viewer(asyncio.Protocol):
    """The cheapest reader there is: it counts bytes and frame headers are left unread."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.bytes = 0
        self.first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.bytes and not data.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(data[:200].decode(errors="replace"))
        self.bytes += len(data)
        if self.bytes > 2000 and not self.first.done():
            self.first.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        if not self.first.done():
            self.first.set_exception(ConnectionError(f"closed before a picture came ({self.bytes} bytes): {exc}"))


def _same(viewer: Viewer) -> Viewer:
    return viewer


async def watch(addresses: list[str], seconds: float, token: str) -> None:
    loop = asyncio.get_running_loop()
    viewers = []
    for address in addresses:
        url = urllib.parse.urlsplit(address)
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        request = (
            f"GET {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{authorization}\r\n"
        ).encode()
        viewer = Viewer(request)
        await loop.create_connection(partial(_same, viewer), url.hostname or "127.0.0.1", url.port or 80)
        viewers.append(viewer)
    await asyncio.gather(*(viewer.first for viewer in viewers))
    print("ready", flush=True)
    before = sum(viewer.bytes for viewer in viewers)
    await asyncio.sleep(seconds)
    received = sum(viewer.bytes for viewer in viewers) - before
    print(json.dumps({"bytes": received, "ended": sum(viewer.ended for viewer in viewers)}), flush=True)


if __name__ == "__main__":
    asyncio.run(watch(sys.stdin.read().split(), float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
