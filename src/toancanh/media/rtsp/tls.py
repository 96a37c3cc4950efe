"""RTSPS: TLS towards a camera (RFC 7826, section 19), and whether it is the one that we know.

A camera is known by the SHA-256 of its certificate, which a person has confirmed once, or by a certificate that an
authority of this machine's vouches for, for this host. Whose certificate is another gets not one byte of RTSP, so no
credentials. A pinned certificate whose time is over still is that camera's; one that an authority vouches for is not.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import socket
import ssl
from dataclasses import dataclass
from functools import cache

from cryptography import x509

from toancanh.kernel import format_rfc3339
from toancanh.media.model import StateReason
from toancanh.media.rtsp.failure import RtspFailure

_READ_BYTES = 1 << 16
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_NOT_YET = 9  # X509_V_ERR_CERT_NOT_YET_VALID


@dataclass(frozen=True, kw_only=True)
class OfferedCertificate:
    """What a camera shows. Names and times are empty or None where they cannot be read; ``sha256`` always is there."""

    sha256: str
    subject: str = ""
    issuer: str = ""
    from_us: int | None = None
    until_us: int | None = None

    def expired(self, now_us: int) -> bool:
        """True where its time is over, or has not begun."""
        too_late = self.until_us is not None and now_us > self.until_us
        return too_late or (self.from_us is not None and now_us < self.from_us)


class CertificateFailure(RtspFailure):
    """The camera is not the one that we know; ``offered`` is what it showed."""

    def __init__(self, reason: StateReason, detail: str, offered: OfferedCertificate | None) -> None:
        super().__init__(reason, detail)
        self.offered = offered


class TlsSocket:
    """What of a socket `RtspConnection` uses, over TLS: as large reads from the kernel as without, decrypted at once.

    Made by `secured`. Nothing stays inside that a later call to `recv` would not need a readable socket for.
    """

    def __init__(self, sock: socket.socket, engine: ssl.SSLObject, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO):
        self._socket = sock
        self._engine = engine
        self._incoming = incoming
        self._outgoing = outgoing
        self._ended = False
        self.getpeername = sock.getpeername
        self.getsockname = sock.getsockname
        self.getsockopt = sock.getsockopt
        self.fileno = sock.fileno
        self.close = sock.close

    def recv(self, size: int) -> bytes:
        """All that has come, at most ``size`` bytes of ciphertext; nothing at the end. Raises `BlockingIOError` where
        that is less than a record, `OSError`.
        """
        if not self._ended:
            data = self._socket.recv(size)
            if data:
                self._incoming.write(data)
            else:
                self._incoming.write_eof()
        plain = self._decrypted()
        self._flush()  # answers of TLS itself: a new key
        if self._ended and plain:
            with contextlib.suppress(OSError):  # who reads has what came, and is to be called once more for the end
                self._socket.shutdown(socket.SHUT_RD)
        if plain or self._ended:
            return plain
        raise BlockingIOError

    def send(self, data: bytes) -> int:
        """All of it, or raises `OSError`."""
        self._engine.write(data)
        self._flush()
        return len(data)

    def _decrypted(self) -> bytes:
        chunks: list[bytes] = []
        read = self._engine.read
        try:
            while chunk := read(_READ_BYTES):
                chunks.append(chunk)
            self._ended = True
        except ssl.SSLWantReadError:
            pass
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            self._ended = True
        return b"".join(chunks)

    def _flush(self) -> None:
        waiting = self._outgoing.read()
        if waiting and self._socket.send(waiting) != len(waiting):
            raise OSError("the other side takes no more")


async def secured(
    loop: asyncio.AbstractEventLoop, sock: socket.socket, *, host: str, certificate: str, timeout_s: float
) -> tuple[TlsSocket, OfferedCertificate]:
    """Shake hands and compare. ``certificate``: the SHA-256 in hex that it must have; empty: an authority must vouch.

    Raises `RtspFailure`; ``sock`` stays the caller's to close then.
    """
    context = _pinning() if certificate else _verifying()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    engine = context.wrap_bio(incoming, outgoing, server_side=False, server_hostname=host)
    try:
        async with asyncio.timeout(timeout_s):
            await _shake_hands(loop, sock, engine, incoming, outgoing)
    except ssl.SSLCertVerificationError as problem:
        raise await _not_vouched_for(problem, loop, sock, host, timeout_s) from None
    except TimeoutError:
        raise RtspFailure(StateReason.TIMEOUT, "the camera does not finish the TLS handshake") from None
    except ssl.SSLError:
        raise RtspFailure(StateReason.NO_TLS, "what listens there speaks no TLS that we accept") from None
    except OSError:
        raise RtspFailure(StateReason.CLOSED_BY_CAMERA, "the camera broke the TLS handshake") from None
    offered = offered_certificate(engine.getpeercert(binary_form=True) or b"")
    if certificate and offered.sha256 != certificate:
        raise CertificateFailure(
            StateReason.CERTIFICATE_CHANGED, "the camera shows another certificate than the one that was confirmed",
            offered,
        )  # fmt: skip
    return TlsSocket(sock, engine, incoming, outgoing), offered


def offered_certificate(der: bytes) -> OfferedCertificate:
    """What is told of it; cameras make certificates that no library reads."""
    sha256 = hashlib.sha256(der).hexdigest()
    try:
        found = x509.load_der_x509_certificate(der)
        return OfferedCertificate(
            sha256=sha256,
            subject=_printable(found.subject.rfc4514_string()),
            issuer=_printable(found.issuer.rfc4514_string()),
            from_us=round(found.not_valid_before_utc.timestamp() * 1e6),
            until_us=round(found.not_valid_after_utc.timestamp() * 1e6),
        )
    except (ValueError, TypeError, OverflowError):
        return OfferedCertificate(sha256=sha256)


async def _shake_hands(
    loop: asyncio.AbstractEventLoop,
    sock: socket.socket,
    engine: ssl.SSLObject,
    incoming: ssl.MemoryBIO,
    outgoing: ssl.MemoryBIO,
) -> None:
    while True:
        try:
            engine.do_handshake()
        except ssl.SSLWantReadError:
            await loop.sock_sendall(sock, outgoing.read())
            data = await loop.sock_recv(sock, _READ_BYTES)
            if not data:
                raise ConnectionResetError from None
            incoming.write(data)
            continue
        if waiting := outgoing.read():
            await loop.sock_sendall(sock, waiting)
        return


async def _not_vouched_for(
    problem: ssl.SSLCertVerificationError,
    loop: asyncio.AbstractEventLoop,
    sock: socket.socket,
    host: str,
    timeout_s: float,
) -> CertificateFailure:
    """With what it showed, so that a person can compare and confirm it: asked for once more, on a line of its own."""
    offered = await _shown_to_anybody(loop, sock, host, timeout_s)
    if problem.verify_code in (_EXPIRED, _NOT_YET):
        until = format_rfc3339(offered.until_us) if offered is not None and offered.until_us is not None else ""
        detail = f"the camera's certificate is out of its time{' (until ' + until + ')' if until else ''}"
        return CertificateFailure(StateReason.CERTIFICATE_EXPIRED, detail, offered)
    return CertificateFailure(
        StateReason.CERTIFICATE_UNKNOWN, "no authority vouches for the camera's certificate: compare and confirm it",
        offered,
    )  # fmt: skip


async def _shown_to_anybody(
    loop: asyncio.AbstractEventLoop, sock: socket.socket, host: str, timeout_s: float
) -> OfferedCertificate | None:
    address = sock.getpeername()
    again = socket.socket(sock.family, socket.SOCK_STREAM)
    again.setblocking(False)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    engine = _pinning().wrap_bio(incoming, outgoing, server_side=False, server_hostname=host)
    try:
        async with asyncio.timeout(timeout_s):
            await loop.sock_connect(again, address)
            await _shake_hands(loop, again, engine, incoming, outgoing)
        return offered_certificate(engine.getpeercert(binary_form=True) or b"")
    except (OSError, TimeoutError):
        return None
    finally:
        again.close()


@cache
def _verifying() -> ssl.SSLContext:
    return ssl.create_default_context()


@cache
def _pinning() -> ssl.SSLContext:
    """The pin says who it is; old cameras have short keys and no names."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context


def _printable(text: str) -> str:
    return re.sub(r"[^ -~\u00a0-\uffff]", "?", text)[:200]
