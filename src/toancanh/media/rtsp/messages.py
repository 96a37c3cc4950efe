"""RTSP 1.0 messages (RFC 2326): building requests, reading responses and the server's own requests. No sockets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_HEAD_BYTES = 16_384
MAX_BODY_BYTES = 262_144
_MAX_LINE_BYTES = 4096
_MAX_HEADERS = 128

_TEXT = re.compile(rb"[\x20-\x7e\r]*")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"RTSP/1\.\d (\d{3})(?: (.*))?")
_REQUEST_LINE = re.compile(r"([A-Z_]{3,32}) (\S+) RTSP/1\.\d")


class NotRtsp(ValueError):
    """These bytes are no RTSP message."""


@dataclass(frozen=True, kw_only=True)
class Headers:
    """Header fields, names in lower case, in the order in which they came."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The first field of this name, or nothing."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All fields of this name."""
        return tuple(value for key, value in self.fields if key == name)


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer of the camera."""

    status: int
    phrase: str = ""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def sequence(self) -> int | None:
        """``CSeq``, None where it is missing or no number."""
        text = self.headers.get("cseq")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True, kw_only=True)
class ServerRequest:
    """A request of the camera to us (section 10: OPTIONS, ANNOUNCE, REDIRECT ...)."""

    method: str
    url: str
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""


def parse_message(data: bytes, position: int) -> tuple[Response | ServerRequest, int] | None:
    """Read one message at ``position``; its end comes back with it. None while it is not complete.

    Raises `NotRtsp`, and as early as the bytes show it.
    """
    match = _END_OF_HEAD.search(data, position, position + MAX_HEAD_BYTES)
    if match is None:
        _check_beginning(data, position)
        return None
    lines = data[position : match.start()].decode("utf-8", "replace").splitlines()
    if len(lines) > _MAX_HEADERS:
        raise NotRtsp("too many header fields")
    start_line = lines[0] if lines else ""
    headers = _parse_headers(lines[1:])
    length = headers.get("content-length").strip() or "0"
    if not (length.isascii() and length.isdigit() and len(length) < 8) or int(length) > MAX_BODY_BYTES:
        raise NotRtsp("the body is too long")
    end = match.end() + int(length)
    status = _STATUS_LINE.fullmatch(start_line.rstrip())
    request = None if status else _REQUEST_LINE.fullmatch(start_line.rstrip())
    body = data[match.end() : end]
    message: Response | ServerRequest
    if status is not None:
        message = Response(status=int(status[1]), phrase=status[2] or "", headers=headers, body=body)
    elif request is not None:
        message = ServerRequest(method=request[1], url=request[2], headers=headers, body=body)
    else:
        raise NotRtsp("the first line is none of RTSP")
    return (message, end) if end <= len(data) else None


def build_request(method: str, url: str, sequence: int, headers: Mapping[str, str]) -> bytes:
    """A request without a body."""
    lines = [f"{method} {url} RTSP/1.0", f"CSeq: {sequence}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def build_response(status: int, phrase: str, sequence: str) -> bytes:
    """Our answer to a request of the server."""
    return f"RTSP/1.0 {status} {phrase}\r\nCSeq: {sequence}\r\n\r\n".encode()


def _check_beginning(data: bytes, position: int) -> None:
    """Raise where no head can become of this."""
    if len(data) - position >= MAX_HEAD_BYTES:
        raise NotRtsp("the head of the message is too long")
    newline = data.find(b"\n", position, position + _MAX_LINE_BYTES)
    if newline < 0:
        beginning = data[position : position + _MAX_LINE_BYTES]
        if len(beginning) == _MAX_LINE_BYTES or not _TEXT.fullmatch(beginning):
            raise NotRtsp("the first line is none of RTSP")
        return
    line = data[position:newline].decode("utf-8", "replace").rstrip()
    if not (_STATUS_LINE.fullmatch(line) or _REQUEST_LINE.fullmatch(line)):
        raise NotRtsp("the first line is none of RTSP")


def _parse_headers(lines: list[str]) -> Headers:
    fields: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and fields:  # folded (RFC 2068, section 4.2)
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if colon:
            fields.append((name.strip().lower(), value.strip()))
    return Headers(fields=tuple(fields))
