"""Holes are filled by themselves: rounds in the web process, one of the site, and on demand.

There and not in the processes that record: a fault here, or a camera that sends rubbish, costs no live picture, and the
log-ins of devices are there anyway. What limits it is its pace (`Pace`), one fetch for each device and line, and a few
at once.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from toancanh.governance import Governance
from toancanh.governance.holds import Limits
from toancanh.infra.keyring import KeyRing
from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, Conflict, IdSource, NotFound, Principal, Unavailable, format_rfc3339
from toancanh.media.archive import ArchiveIndex, Gap, Segment
from toancanh.media.archive.joining import copied
from toancanh.media.backfill import store
from toancanh.media.backfill.filling import Filled, Filling, Pace
from toancanh.media.backfill.opening import OpenProfileG, Reach
from toancanh.media.backfill.plan import SETTLING_US, Bounds, Hole, Tried, after, chosen, first_part, is_due
from toancanh.media.backfill.writing import remove_parts
from toancanh.media.ingest.connecting import Surroundings
from toancanh.media.ingest.login import LoginGate
from toancanh.media.playback.spans import Span
from toancanh.registry import Registry, StreamRole

AT_ONCE = 4
_ITSELF = Principal.system("backfill")
_EVERY_S = 60.0
_CAMERAS_AT_ONCE = 500
_CHUNKS_A_ROUND = 10
_DAY_US = 86_400_000_000
_AGEING_US = 3_600_000_000
"""What retention would delete within the hour is not fetched."""

_log = get_logger(__name__)


class Linked(Protocol):
    """`devices.service.Devices`, as far as it is needed here."""

    @property
    def reaching(self) -> Reach: ...

    def cameras_after(self, camera_id: str, /, limit: int) -> Mapping[str, str]:
        """Cameras that are channels of devices, in order of their ids, with their devices."""


class Backfill:
    """One per platform. Thread-safe; blocking."""

    def __init__(
        self,
        *,
        archive: ArchiveIndex,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        devices: Linked,
        data: Path,
        bytes_per_s: int,
        segment_seconds: int,
        fragment_seconds: float,
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._keyring = keyring
        self._outbound = outbound
        self._devices = devices
        self._data = data
        self._bytes_per_s = bytes_per_s
        self._lengths = segment_seconds, fragment_seconds
        self._after = ""
        self._prune_us = 0
        self._rounds: Rounds | None = None
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[list[Filled]]] | None = None
        self._closing = False

    def start(self) -> None:
        """In this process, where it is not switched off."""
        if not self._bytes_per_s:
            return
        self._rounds = Rounds(
            "backfill", self.round, every_s=_EVERY_S, log=_log, expected=(Unavailable, Conflict, OSError), join_s=10.0,
            put_off="holes cannot be filled from the cameras' own storage now; it is tried again",
            crashed="a fault while holes were filled from the cameras' own storage; it is tried again",
        )  # fmt: skip
        self._rounds.start()

    def close(self) -> None:
        """What is under way is left as if it had been cut."""
        self._closing = True
        if (running := self._running) is not None:
            with suppress(RuntimeError):  # it is over
                running[0].call_soon_threadsafe(running[1].cancel)
        if self._rounds is not None:
            self._rounds.close()

    def round(self) -> bool:
        """Fill some holes of some cameras; True where there may be more to do at once."""
        with self._alone():
            self._prune()
            holes, tried, gaps = self._look()
            if not holes:
                return False
            filled = self._fill([(one.camera_id, one.span) for one in holes])
            for hole, found in zip(holes, filled, strict=False):
                gap = gaps[hole.gap_id]
                before = tried.get(gap.id) or Tried(gap_id=gap.id, camera_id=gap.camera_id)
                known = after(
                    before,
                    found.asked,
                    found.reason,
                    progressed=bool(found.segments),
                    gap_end_us=gap.end_us or found.asked.end_us,
                    now_us=self._clock.now_us(),
                )
                with self._archive.database.transaction() as tx:
                    store.save(tx, known)
                _tell(hole, found)
            return len(filled) == len(holes) and not self._closing

    def fill(self, camera_id: str, asked: Span) -> list[Filled]:
        """Now, all holes of ``asked``, whatever was tried before. Raises `NotFound`, `Conflict` while a round runs."""
        with self._alone():
            with self._archive.database.reading() as connection:
                gaps = store.gaps_of(connection, [camera_id], asked.start_us, self._clock.now_us())
                copies = copied(connection, [camera_id], StreamRole.MAIN, asked.start_us, asked.end_us)
                bounds = self._bounds(connection, [camera_id], self._registry.retention()).get(camera_id)
            if bounds is None:
                raise NotFound("there is no such camera")
            found: list[Filled] = []
            for gap in gaps:
                tried = Tried(gap_id=gap.id, camera_id=camera_id, from_us=asked.start_us)
                while not tried.is_settled and tried.tries == 0:
                    part = first_part(gap, copies.get(camera_id, ()), bounds, tried)
                    if part is None or part.start_us >= asked.end_us:
                        break
                    part = Span(start_us=part.start_us, end_us=min(part.end_us, asked.end_us))
                    [one] = self._fill([(camera_id, part)])
                    found.append(one)
                    tried = after(
                        tried, one.asked, one.reason, progressed=False, gap_end_us=gap.end_us or 0, now_us=0
                    )  # fmt: skip
            return found

    def _look(self) -> tuple[list[Hole], Mapping[str, Tried], Mapping[str, Gap]]:
        """Some cameras with holes that may be asked for, from where the last look left off."""
        now_us, limits = self._clock.now_us(), self._registry.retention()
        oldest_us = now_us - round(max((one.max_days for one in limits.values()), default=0.0) * _DAY_US)
        may_wrap = bool(self._after)
        for _ in range(_CHUNKS_A_ROUND):
            devices = self._devices.cameras_after(self._after, limit=_CAMERAS_AT_ONCE)
            self._after = max(devices) if len(devices) == _CAMERAS_AT_ONCE else ""
            with self._archive.database.reading() as connection:
                found = store.gaps_of(connection, list(devices), oldest_us, now_us - SETTLING_US, unsettled=True)
                camera_ids = {one.camera_id for one in found}
                tried = store.tried_of(connection, camera_ids)
                copies = copied(connection, camera_ids, StreamRole.MAIN, oldest_us, now_us) if found else {}
                bounds = self._bounds(connection, camera_ids, limits)
            gaps = {one.id: one for one in found if one.camera_id in bounds and is_due(tried.get(one.id), now_us)}
            parts = {
                one.id: first_part(one, copies.get(one.camera_id, ()), bounds[one.camera_id], tried.get(one.id))
                for one in gaps.values()
            }
            holes = [
                Hole(gap_id=id, camera_id=gaps[id].camera_id, device_id=devices[gaps[id].camera_id], line="", span=part)
                for id, part in parts.items()
                if part is not None
            ]
            if holes:
                return chosen(self._with_lines(holes), at_once=AT_ONCE), tried, gaps
            if not self._after:
                if not may_wrap:
                    break
                may_wrap = False
        return [], {}, {}

    def _prune(self) -> None:
        """Once a day: what was tried for gaps that are no more."""
        now_us = self._clock.now_us()
        if now_us >= self._prune_us:
            self._prune_us = now_us + _DAY_US
            with self._archive.database.transaction() as tx:
                store.prune(tx)

    def _with_lines(self, holes: Sequence[Hole]) -> Iterator[Hole]:
        links = self._registry.topology.all_links() if len(holes) > 1 else {}
        for one in holes:
            line = links[one.camera_id].line_id if one.camera_id in links else None
            yield Hole(
                gap_id=one.gap_id, camera_id=one.camera_id, device_id=one.device_id, line=line or "", span=one.span
            )  # fmt: skip

    def _bounds(
        self, connection: Connection, camera_ids: Collection[str], limits: Mapping[tuple[str, StreamRole], Limits]
    ) -> dict[str, Bounds]:
        """Since when each of these cameras is its owner's, and what would not be deleted again at once."""
        if not camera_ids:
            return {}
        now_us = self._clock.now_us()
        owners = self._registry.owners_in_time(connection, camera_ids)
        gone_us = store.deleted_until(connection, camera_ids)
        return {
            camera_id: Bounds(
                from_us=max(
                    owners[camera_id][-1][0],
                    now_us - round(limits[camera_id, StreamRole.MAIN].max_days * _DAY_US) + _AGEING_US,
                    gone_us.get(camera_id, 0),
                ),
                to_us=now_us,
            )
            for camera_id in camera_ids
            if owners.get(camera_id) and (camera_id, StreamRole.MAIN) in limits
        }

    def _note(self, tx: Connection, segment: Segment) -> None:
        """On record: what was fetched, in the transaction that makes it count."""
        camera = self._registry.camera_refs({segment.camera_id}, tx).get(segment.camera_id)
        details = {
            "stream": segment.key.name,
            "from": format_rfc3339(segment.start_us),
            "to": format_rfc3339(segment.end_us or segment.start_us),
            "bytes": segment.size_bytes,
            "clock_offset_ms": (segment.clock.offset_us or 0) // 1000,
            "device": self._devices.reaching.of_camera(segment.camera_id).id,
        }
        self._governance.record(tx, _ITSELF, "footage.backfill", camera, details=details, personal={})

    def _fill(self, wanted: Sequence[tuple[str, Span]]) -> list[Filled]:
        """Side by side, on a loop of their own; fewer come back where it was closed."""

        async def all_of_them() -> list[Filled]:
            loop = asyncio.get_running_loop()
            gate = LoginGate(
                clock=self._clock,
                secret=self._keyring.mac_key("log-ins refused"),
                folder=self._data / "refused",
            )
            around = Surroundings(loop=loop, clock=self._clock, outbound=self._outbound, login_gate=gate)
            filling = Filling(
                archive=self._archive,
                ids=self._ids,
                note=self._note,
                open_storage=OpenProfileG(self._devices.reaching, around),
                pace=Pace(self._bytes_per_s or _ON_DEMAND_BYTES_PER_S),
                segment_seconds=self._lengths[0],
                fragment_seconds=self._lengths[1],
            )
            task = asyncio.create_task(_gathered(filling, wanted))
            self._running = loop, task
            if self._closing:
                task.cancel()
            try:
                return await task
            except asyncio.CancelledError:
                return []
            finally:
                self._running = None

        return asyncio.run(all_of_them())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time fills. Raises `Conflict`."""
        fd = os.open(self._data / "backfill.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict("holes are being filled by the platform now; try again in a minute") from None
            remove_parts(self._archive)
            yield
        finally:
            os.close(fd)


_ON_DEMAND_BYTES_PER_S = 2_000_000
"""Where filling by itself is switched off."""


async def _gathered(filling: Filling, wanted: Sequence[tuple[str, Span]]) -> list[Filled]:
    return list(await asyncio.gather(*(filling.fill(camera_id, span) for camera_id, span in wanted)))


def _tell(hole: Hole, found: Filled) -> None:
    if found.segments:
        _log.info(
            "a hole was filled from the camera's own storage",
            camera=hole.camera_id,
            seconds=round(found.seconds, 1),
            bytes=sum(one.size_bytes for one in found.segments),
        )
    if found.reason is not None:
        _log.repeated(
            f"backfill {found.reason}", "a hole was not filled from the camera's own storage", camera=hole.camera_id,
            reason=found.reason.value, error=found.detail,
        )  # fmt: skip
