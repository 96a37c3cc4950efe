"""HTTP/1.1 to one device: its pinned address only, bounded in bytes and time, no redirect followed (RFC 9112).

Connections stay open between requests, so that a PTZ command costs one round trip.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason
from toancanh.devices.reach import Reach

_LINE_BYTES = 16 << 10
_HEAD_BYTES = 32 << 10
_CONNECT_S = 5.0
_IDLE_S = 4.0  # many devices close after five
_MOST_IDLE = 2


@dataclass(frozen=True, kw_only=True)
class HttpAnswer:
    """Status, headers (lower case, in order) and the body in full."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header."""
        return tuple(value for key, value in self.headers if key == name)


@dataclass(kw_only=True, eq=False)
class _Line:
    """One connection."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since_s: float = 0.0


class DeviceHttp:
    """Requests to the device at ``at``, and to nobody else."""

    def __init__(self, *, at: DeviceAt, reach: Reach) -> None:
        self._at = at
        self._reach = reach
        self.address = ""
        """Pinned with the first connection."""
        self._idle: list[_Line] = []
        self._tls: ssl.SSLContext | None = None
        self.certificate_sha256 = ""

    async def ask(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        port: int,
        timeout_s: float,
        most_bytes: int,
        repeatable: bool = False,
    ) -> HttpAnswer:
        """One exchange. What is ``repeatable`` takes a connection that is open, and another where that one turns out to
        be dead; what is not gets one of its own, so that it was sent once or not at all.

        Raises `DeviceFailure`, `Denied`, `Unavailable` (no such name).
        """
        request = _head(method, target, {"Host": self._host(port), **headers, "Content-Length": str(len(body))}) + body
        try:
            async with asyncio.timeout(timeout_s):
                line = self._take(port) if repeatable else None
                if line is not None:
                    with contextlib.suppress(OSError, EOFError):
                        return await self._exchange(line, request, most_bytes)
                return await self._exchange(await self._connect(port), request, most_bytes)
        except TimeoutError:
            raise DeviceFailure(DeviceReason.TIMEOUT, f"the device took longer than {timeout_s:g} s") from None
        except (OSError, EOFError) as error:
            raise DeviceFailure(DeviceReason.UNREACHABLE, f"the device does not answer: {_why(error)}") from None

    async def _exchange(self, line: _Line, request: bytes, most_bytes: int) -> HttpAnswer:
        try:
            line.writer.write(request)
            await line.writer.drain()
            answer, stays_open = await read_answer(line.reader, most_bytes=most_bytes)
        except BaseException:  # also cancelled: what is half read serves nobody
            line.writer.transport.abort()
            raise
        self._give_back(line, stays_open=stays_open)
        return answer

    async def certificate(self) -> str:
        """SHA-256 of the certificate that is served; nothing is sent and nothing is judged."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            async with asyncio.timeout(_CONNECT_S):
                pinned = await self._reach.pin(self._at.address, self._at.port)
                _, writer = await asyncio.open_connection(pinned.address, pinned.port, ssl=context)
        except TimeoutError:
            raise DeviceFailure(DeviceReason.TIMEOUT, "the device does not answer over TLS") from None
        except OSError as error:
            raise DeviceFailure(DeviceReason.UNREACHABLE, f"the device speaks no TLS there: {_why(error)}") from None
        found = _fingerprint(writer)
        writer.transport.abort()
        return found

    def close(self) -> None:
        """Let all connections go."""
        for line in self._idle:
            line.writer.transport.abort()
        self._idle.clear()

    def _host(self, port: int) -> str:
        name = f"[{self._at.address}]" if ":" in self._at.address else self._at.address
        return name if port == (443 if self._at.tls else 80) else f"{name}:{port}"

    def _take(self, port: int) -> _Line | None:
        now_s = asyncio.get_running_loop().time()
        for line in reversed(self._idle):
            if line.port == port:
                self._idle.remove(line)
                if now_s - line.idle_since_s < _IDLE_S and not line.reader.at_eof():
                    return line
                line.writer.transport.abort()
                return self._take(port)
        return None

    def _give_back(self, line: _Line, *, stays_open: bool) -> None:
        if not stays_open or len(self._idle) >= _MOST_IDLE:
            line.writer.transport.abort()
            return
        line.idle_since_s = asyncio.get_running_loop().time()
        self._idle.append(line)

    async def _connect(self, port: int) -> _Line:
        pinned = await self._reach.pin(self.address or self._at.address, port)
        self.address = pinned.address
        context = self._context() if self._at.tls else None
        try:
            async with asyncio.timeout(_CONNECT_S):
                reader, writer = await asyncio.open_connection(
                    pinned.address,
                    port,
                    ssl=context,
                    server_hostname=self._at.address if context is not None else None,
                    limit=_LINE_BYTES,
                )
        except ssl.SSLCertVerificationError as error:
            raise DeviceFailure(
                DeviceReason.CERTIFICATE_UNKNOWN,
                f"nobody that we trust vouches for the device's certificate ({error.verify_message}); "
                "compare its fingerprint and pin it",
            ) from None
        if context is not None:
            self._judge(writer)
        return _Line(port=port, reader=reader, writer=writer)

    def _judge(self, writer: asyncio.StreamWriter) -> None:
        """Before a byte is sent: the certificate is the pinned one."""
        found, wanted = _fingerprint(writer), self._at.certificate_sha256.lower().replace(":", "")
        if wanted and found != wanted:
            writer.transport.abort()
            raise DeviceFailure(
                DeviceReason.CERTIFICATE_CHANGED,
                f"the device shows another certificate than the pinned one (SHA-256 {found}); nothing was sent",
            )
        self.certificate_sha256 = found

    def _context(self) -> ssl.SSLContext:
        if self._tls is None and self._at.certificate_sha256:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._tls.check_hostname, self._tls.verify_mode = False, ssl.CERT_NONE  # `_judge` compares it instead
        elif self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def _fingerprint(writer: asyncio.StreamWriter) -> str:
    served = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    return hashlib.sha256(served or b"").hexdigest()


def _head(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if " " in target or any("\r" in line or "\n" in line for line in lines):
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device named something that no request may hold")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


async def read_answer(reader: asyncio.StreamReader, *, most_bytes: int) -> tuple[HttpAnswer, bool]:
    """The answer, and whether the connection stays open. Raises `DeviceFailure`, `OSError`, `EOFError`."""
    status, minor, headers = await _read_head(reader)
    while 100 <= status < 200:
        status, minor, headers = await _read_head(reader)
    named = dict(reversed(headers))
    connection = named.get("connection", "").lower()
    lasting = "close" not in connection if minor else "keep-alive" in connection
    if named.get("content-encoding", "identity").lower() != "identity":
        raise _bad("it is compressed, which was not asked for")
    if status in (204, 304):
        body = b""
    elif "chunked" in named.get("transfer-encoding", "").lower():
        body = await _read_chunks(reader, most_bytes)
    elif "content-length" in named:
        length = named["content-length"].strip()
        if not (length.isascii() and length.isdigit()):
            raise _bad("its length is no number")
        if len(length) > 12 or int(length) > most_bytes:
            raise _too_large()
        body = await reader.readexactly(int(length))
    else:
        body, lasting = await _read_rest(reader, most_bytes), False
    return HttpAnswer(status=status, headers=tuple(headers), body=body), lasting


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, bool, list[tuple[str, str]]]:
    parts = (await _read_line(reader)).split(" ", 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/1.") or not (parts[1].isascii() and parts[1].isdigit()):
        raise DeviceFailure(DeviceReason.NOT_ONVIF, "what answers there does not speak HTTP")
    headers: list[tuple[str, str]] = []
    taken = 0
    while line := await _read_line(reader):
        taken += len(line)
        if taken > _HEAD_BYTES:
            raise _too_large()
        name, _, value = line.partition(":")
        headers.append((name.strip().lower(), value.strip()))
    return int(parts[1][:3]), parts[0] != "HTTP/1.0", headers


async def _read_line(reader: asyncio.StreamReader) -> str:
    try:
        line = await reader.readline()
    except ValueError:  # longer than the reader's limit
        raise _too_large() from None
    if not line.endswith(b"\n"):
        raise EOFError("it closed the connection")
    return line.decode("latin-1").rstrip("\r\n")


async def _read_chunks(reader: asyncio.StreamReader, most_bytes: int) -> bytes:
    body = bytearray()
    while True:
        size_text = (await _read_line(reader)).partition(";")[0].strip()
        try:
            size = int(size_text, 16)
        except ValueError:
            raise _bad("its parts have no length") from None
        if size < 0 or len(body) + size > most_bytes:
            raise _too_large()
        if size == 0:
            while await _read_line(reader):  # trailers; the time limit bounds them
                pass
            return bytes(body)
        body += await reader.readexactly(size)
        await _read_line(reader)


async def _read_rest(reader: asyncio.StreamReader, most_bytes: int) -> bytes:
    body = bytearray()
    while data := await reader.read(_LINE_BYTES):
        body += data
        if len(body) > most_bytes:
            raise _too_large()
    return bytes(body)


def _bad(why: str) -> DeviceFailure:
    return DeviceFailure(DeviceReason.BAD_ANSWER, f"the device's answer cannot be read: {why}")


def _too_large() -> DeviceFailure:
    return DeviceFailure(DeviceReason.ANSWER_TOO_LARGE, "the device's answer is too large")


def _why(error: OSError | EOFError) -> str:
    return getattr(error, "strerror", None) or str(error)[:200] or type(error).__name__
