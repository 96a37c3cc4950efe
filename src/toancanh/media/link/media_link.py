"""What the web process asks of media processes, by name."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from toancanh.kernel.errors import Unavailable
from toancanh.media.link.client import Link
from toancanh.media.link.codec import KeyFrame
from toancanh.media.live.ticket import ViewTicket
from toancanh.registry.model import StreamRole

_PROBE_SPARE_S = 5.0
_FARES_WITHIN_S = 3.0  # who hangs must not hold up what is said of the others
_STANDS_IN_WITHIN_S = 0.5  # each live view asks this first


def socket_path(run_folder: Path, shard: int) -> Path:
    """Where media process ``shard`` listens."""
    return run_folder / f"media-{shard}.sock"


def standby_path(run_folder: Path) -> Path:
    """Where the second recorder listens."""
    return run_folder / "standby.sock"


def shard_of(camera_id: str, shards: int) -> int:
    """Which media process has this camera."""
    return uuid.UUID(camera_id).int % shards


class MediaLink:
    """One media process. Every request raises `Unavailable` while it is away."""

    def __init__(self, link: Link) -> None:
        self._link = link

    @property
    def up(self) -> bool:
        """True while the media process is connected."""
        return self._link.up

    async def status(self) -> Mapping[str, Any]:
        """``{"shard", "streams": [...], "views"}``; see `media.process.requests`."""
        return (await self._link.request("status")).body

    async def recording(self) -> Mapping[str, Any]:
        """How its archive fares: the fields of `media.recorder.WriterStatus`."""
        return (await self._link.request("recording", timeout_s=_FARES_WITHIN_S)).body

    async def stands_in(self) -> Sequence[str]:
        """Ids of the cameras that it has in place of another: of the second recorder."""
        listed: Any = (await self._link.request("recording", timeout_s=_STANDS_IN_WITHIN_S)).body["stands_in"]
        return list(listed)

    async def metrics(self) -> str:
        """Its figures in Prometheus's text format."""
        return str((await self._link.request("metrics")).body["text"])

    async def reconcile(self) -> None:
        """What should exist has changed: look now."""
        await self._link.request("reconcile")

    async def probe(
        self,
        *,
        url: str,
        username: str,
        password: str,
        timeout_s: float,
        certificate: str = "",
        allow_basic: bool = False,
    ) -> tuple[Mapping[str, Any], bytes]:
        """The connection test (`media.ingest.probe`): its result as JSON, and a key frame's bytes where one came."""
        body = {
            "url": url, "username": username, "password": password, "timeout_s": timeout_s,
            "certificate": certificate, "allow_basic": allow_basic,
        }  # fmt: skip
        answer = await self._link.request("probe", body, timeout_s=timeout_s + _PROBE_SPARE_S)
        return answer.body, answer.binary

    async def key_frame(self, camera_id: str, role: StreamRole) -> KeyFrame | None:
        """The latest key frame; None where no picture is there."""
        answer = await self._link.request("key_frame", {"camera_id": camera_id, "role": role})
        if "parameters" not in answer.body:
            return None
        return KeyFrame.from_json(answer.body, answer.binary)

    async def hand_over(self, connection: int, ticket: ViewTicket, early: bytes = b"") -> None:
        """Give a viewer's socket to the media process; ``connection`` stays the caller's to close."""
        await self._link.request("hand_over", {"ticket": ticket.as_json(), "early": early.hex()}, files=(connection,))

    async def withdraw(self, view_id: str, reason: str) -> bool:
        """End a running view with 4409; False where there is no such view."""
        answer = await self._link.request("withdraw", {"view_id": view_id, "reason": reason})
        return bool(answer.body["found"])

    async def farewell(self) -> None:
        """The platform stops: say so to every viewer (1001)."""
        await self._link.request("farewell")

    async def views(self) -> Sequence[ViewTicket]:
        """Views running there, whoever handed them over."""
        answer = await self._link.request("views")
        listed: Any = answer.body["views"]
        return [ViewTicket.from_json(body) for body in listed]


class MediaLinks:
    """All media processes of this machine; a camera belongs to one of them. Where there is a ``standby``, its number
    is that behind the last of them.
    """

    def __init__(
        self,
        run_folder: Path,
        shards: int,
        *,
        on_news: Callable[[int, Mapping[str, object]], None] = lambda _shard, _body: None,
        on_up: Callable[[int], None] = lambda _: None,
        on_down: Callable[[int], None] = lambda _: None,
        standby: bool = False,
    ) -> None:
        def link(shard: int) -> Link:
            return Link(
                socket_path(run_folder, shard) if shard < shards else standby_path(run_folder),
                on_news=lambda body: on_news(shard, body),
                on_up=lambda: on_up(shard),
                on_down=lambda: on_down(shard),
            )

        self._links = [link(shard) for shard in range(shards + standby)]
        self.every: Sequence[MediaLink] = [MediaLink(one) for one in self._links]
        self.all = self.every[:shards]
        self.standby = self.every[shards] if standby else None

    def start(self) -> None:
        """Connect; call on the running loop."""
        for link in self._links:
            link.start()

    def close(self) -> None:
        """End the connections."""
        for link in self._links:
            link.close()

    def of(self, camera_id: str) -> MediaLink:
        """The media process that has this camera; raises `Unavailable` where this machine runs none."""
        if not self.all:
            raise Unavailable("this machine runs no media process (setting media_processes)")
        return self.all[shard_of(camera_id, len(self.all))]

    async def reconcile(self) -> None:
        """Tell all that what should exist has changed; those that are away look when they start."""
        for link in self.all:
            if link.up:
                await link.reconcile()
