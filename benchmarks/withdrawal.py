"""How long pictures go on after the right to them is gone: a live view, and the pieces of a playback."""

from __future__ import annotations

import contextlib
import json
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.platform import Running, call, running_platform
from benchmarks.sources import clip, rtsp_source
from toancanh.kernel import format_rfc3339

ROUNDS = 5
_PASSWORD = "ninety nine red balloons"


def withdrawal() -> list[Figure]:
    """Seconds from the asking to disable an account to the last picture, the slowest of some rounds."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(rtsp_source(clip(width=640, height=360, fps=25, kbit=500)))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-"))) / "data"
        platform = stack.enter_context(running_platform(folder, urls=[url]))
        time.sleep(12)  # something to play back
        rounds = [_round(platform, number) for number in range(ROUNDS)]
    return [
        Figure(key=f"a right withdrawn ends {what}, the slowest of {ROUNDS}", value=max(taken), unit="s",
               target="<= 2 s", peer=", ".join(f"{one:.2f}" for one in taken), holds=max(taken) <= 2)
        for what, taken in (("a live view", [one[0] for one in rounds]), ("a playback", [one[1] for one in rounds]))
    ]  # fmt: skip


def _round(platform: Running, number: int) -> tuple[float, float]:
    me = call(platform.url, "/me", token=platform.token)
    owner = me["user"]["organisation_id"]  # type: ignore[index]
    roles = [{"role": "operator", "organisation_id": owner}]
    body = {"username": f"watcher{number}", "name": "", "password": _PASSWORD, "organisation_id": owner, "roles": roles}
    person = call(platform.url, "/users", token=platform.token, body=body)
    signed_in = call(platform.url, "/session", body={"username": f"watcher{number}", "password": _PASSWORD})
    token, camera_id = str(signed_in["token"]), platform.cameras[0]
    piece = _piece(platform, token, camera_id)
    with _live(platform, token, camera_id) as view:
        begin = time.monotonic()
        _disable(platform, str(person["id"]))
        playback_s = _until_refused(piece, begin)
        while view.recv(1 << 16):
            pass
        return time.monotonic() - begin, playback_s


def _piece(platform: Running, token: str, camera_id: str) -> str:
    """The address of a piece of a playlist, with its grant."""
    now_us = round(time.time() * 1_000_000)
    query = urllib.parse.urlencode(
        {"from": format_rfc3339(now_us - 8_000_000), "to": format_rfc3339(now_us - 2_000_000)}
    )
    address = f"{platform.url}/api/v1/cameras/{camera_id}/playlist.m3u8"
    text = _get(f"{address}?{query}", token).decode()
    first = next(line for line in text.splitlines() if line and not line.startswith("#"))
    return urllib.parse.urljoin(address, first)


def _get(address: str, token: str = "") -> bytes:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
        found: bytes = answer.read()
    return found


def _until_refused(address: str, begin: float) -> float:
    while True:
        try:
            _get(address)
        except urllib.error.HTTPError as refused:
            if refused.code != 403:
                raise
            return time.monotonic() - begin
        time.sleep(0.02)


def _disable(platform: Running, user_id: str) -> None:
    headers = {"Authorization": f"Bearer {platform.token}", "Content-Type": "application/json"}
    body = json.dumps({"disabled": True}).encode()
    address = f"{platform.url}/api/v1/users/{user_id}"
    urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PATCH"), timeout=30).close()


@contextlib.contextmanager
def _live(platform: Running, token: str, camera_id: str) -> Iterator[socket.socket]:
    """A WebSocket that has got pictures."""
    url = urllib.parse.urlsplit(platform.live_address(camera_id))
    assert url.hostname is not None
    with socket.create_connection((url.hostname, url.port or 80), timeout=30) as view:
        view.sendall(
            f"GET {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        got = 0
        while got < 20_000:
            part = view.recv(1 << 16)
            if not part:
                raise RuntimeError("the live view ended before a picture came")
            got += len(part)
        yield view
