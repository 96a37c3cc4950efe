"""A device that says what a fixture has (`tests/fixtures/onvif/*.txt`), and remembers what it was asked.

A fixture holds answers: a line ``=== OPERATION LOGIN STATUS [HEADER: VALUE]``, then the body. LOGIN is what it
came with: none, http (digest), token, any. Of several for one question the first is given once, the last for ever.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toancanh.devices import DeviceAt
from toancanh.devices.onvif import OnvifOpener
from toancanh.devices.onvif.device import OnvifDevice
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SimulatedClock

FIXTURES = Path(__file__).parent / "fixtures" / "onvif"
_OPERATION = re.compile(r"<t:(\w+)")
_ENVELOPE = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{}</s:Body></s:Envelope>'
_TIME = (
    "<GetSystemDateAndTimeResponse><SystemDateAndTime><UTCDateTime><Time><Hour>8</Hour><Minute>26</Minute><Second>40</Second>"
    "</Time><Date><Year>2025</Year><Month>11</Month><Day>22</Day></Date></UTCDateTime></SystemDateAndTime>"
    "</GetSystemDateAndTimeResponse>"
)


@dataclass(kw_only=True)
class Scripted:
    """One such device."""

    answers: dict[tuple[str, str], list[tuple[str, bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # operation, log-in, message

    @classmethod
    def of(cls, name: str) -> Scripted:
        return cls.saying((FIXTURES / f"{name}.txt").read_text(encoding="utf-8"))

    @classmethod
    def saying(cls, text: str) -> Scripted:
        made = cls()
        for part in text.split("=== ")[1:]:
            head, _, body = part.partition("\n")
            operation, login, status, *header = head.split(" ", 3)
            whole = f"HTTP/1.1 {status} X\r\n" + (f"{header[0]}\r\n" if header else "")
            made.answers.setdefault((operation, login), []).append((whole, body.strip().encode()))
        return made

    def answer(self, head: str, body: str) -> bytes:
        """To a question; the time is known to all where the fixture does not say otherwise."""
        found = _OPERATION.search(body)
        operation = found[1] if found else head.split(" ", 1)[0]
        login = "http" if "authorization:" in head.lower() else "token" if "UsernameToken" in body else "none"
        self.asked.append((operation, login, body))
        kept = self.answers.get((operation, login)) or self.answers.get((operation, "any"))
        if kept is None and operation == "GetSystemDateAndTime":
            kept = [("HTTP/1.1 200 OK\r\n", _ENVELOPE.format(_TIME).encode())]
        whole, text = (kept.pop(0) if len(kept) > 1 else kept[0]) if kept else ("HTTP/1.1 404 X\r\n", b"")
        return f"{whole}Content-Length: {len(text)}\r\n\r\n".encode() + text

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1]) if length else 0)
                writer.write(self.answer(head, body.decode()))
        except (EOFError, OSError):
            pass
        finally:
            writer.close()


def play(
    script: Scripted,
    ask: Callable[[OnvifDevice], Coroutine[Any, Any, Any]],
    *,
    tls: ssl.SSLContext | None = None,
    certificate_sha256: str = "",
) -> Any:
    """Ask it something."""

    async def run() -> Any:
        server = await asyncio.start_server(script.serve, "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        allow = [f"127.0.0.1:{one}" for one in (port, 554, 558)]
        opener = OnvifOpener(outbound=OutboundPolicy.of(allow, ()), clock=SimulatedClock())
        at = DeviceAt(
            address="127.0.0.1", port=port, username="admin", password="camera-2026", tls=tls is not None,
            certificate_sha256=certificate_sha256,
        )  # fmt: skip
        device = opener(at, networks=["127.0.0.0/8"])
        try:
            return await ask(device)
        finally:
            await device.close()
            server.close()
            await server.wait_closed()

    return asyncio.run(run())
