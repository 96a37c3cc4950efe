"""Answers of our RTSP server (RFC 2326, section 7)."""

from __future__ import annotations

from collections.abc import Mapping

PUBLIC = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN"
_PHRASES = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too Many Requests",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    503: "Service Unavailable",
    505: "RTSP Version Not Supported",
    551: "Option not supported",
}


class Refusal(Exception):
    """A request is answered with this status."""

    def __init__(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers or {}


def response(
    status: int, sequence: str, headers: Mapping[str, str | list[str]] | Mapping[str, str] | None = None,
    body: bytes = b"",
) -> bytes:  # fmt: skip
    """One answer; a header with several values stands several times. What a client wrote comes back as plain text."""
    lines = [f"RTSP/1.0 {status} {_PHRASES[status]}"]
    if sequence.isascii() and sequence.isdigit():
        lines.append(f"CSeq: {sequence}")
    lines.append("Server: toancanh")
    for name, values in (headers or {}).items():
        lines += [f"{name}: {value}" for value in ([values] if isinstance(values, str) else values)]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
