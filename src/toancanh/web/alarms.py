"""What needs somebody's hands now: recording that stands, a database that is away, a certificate that ends.

The board looks every few seconds, whether or not anybody asks, so that each alarm is one line in the log when it begins
and one when it is over.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from toancanh.governance import Action, Governance
from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS, Page, TimeOut
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Unavailable

_LOOK_EVERY_S = 2.0
_S = 1_000_000
_PATIENCE_US = 5 * _S
_VISION_PATIENCE_US = 60 * _S
"""So long it may take to begin: it loads its libraries, and asks for all cameras before it says anything."""
_LOSS_LASTS_US = 60 * _S
_CERTIFICATE_US = 30 * 24 * 3600 * _S

_log = get_logger(__name__)


class AlarmKind(enum.StrEnum):
    """What is wrong. The console has the words."""

    DISK_FULL = "disk_full"  # nothing may be deleted: recording stands
    DISK_SLOW = "disk_slow"  # pictures came faster than the disk took them: some are lost
    DISK_ERROR = "disk_error"  # the disk refused to write: some are lost
    POOL_AWAY = "pool_away"  # a disk of the archive is away or refuses: recording goes on elsewhere
    COLD_STORE_FAILS = "cold_store_fails"  # recordings cannot be moved there or fetched back: nothing is lost
    DATABASE_AWAY = "database_away"  # recording goes on; nothing new may be opened
    MEDIA_AWAY = "media_away"  # a media process does not come back: its cameras are not recorded
    STANDBY_AWAY = "standby_away"  # the second recorder does not come back: nobody would stand in for the first
    STANDBY_RECORDS = "standby_records"  # it has cameras in place of the first recorder
    VISION_AWAY = "vision_away"  # the process that looks at pictures does not come back: no new figures, no incidents
    POLICY_FAILED = "policy_failed"  # one of the regulation failed while it decided, which denies
    REGULATION_NOT_SWITCHED = "regulation_not_switched"  # at its moment it would have locked everybody out
    CERTIFICATE_ENDS = "certificate_ends"  # within 30 days; one of the local CA is renewed by a restart


_PATIENCE = {
    AlarmKind.MEDIA_AWAY: _PATIENCE_US,
    AlarmKind.STANDBY_AWAY: _PATIENCE_US,
    AlarmKind.VISION_AWAY: _VISION_PATIENCE_US,
}
"""A process that died is back before anybody could do something."""
_LOSSES = {AlarmKind.DISK_SLOW: "dropped_fragments", AlarmKind.DISK_ERROR: "failed_segments"}


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """``process``: of which process (``media-0``, ``web``). ``since_us``: when the board first saw it."""

    kind: AlarmKind
    process: str
    since_us: int


class Recorded(Protocol):
    """One media process (`media.link.MediaLink`)."""

    async def recording(self) -> Mapping[str, Any]:
        """How its archive fares. Raises `Unavailable`."""


class AlarmBoard:
    """Belongs to one event loop. ``ask_database`` raises `Unavailable`; it is called in a thread."""

    def __init__(
        self,
        *,
        clock: Clock,
        links: Sequence[Recorded],
        standby: Recorded | None = None,
        ask_database: Callable[[], None],
        certificate_ends_us: int | None,
        policy_errors: Callable[[], int] = lambda: 0,
        ask_places: Callable[[], tuple[bool, bool]] = lambda: (False, False),
        is_switch_refused: Callable[[], bool] = lambda: False,
        is_vision_away: Callable[[], bool] = lambda: False,
    ) -> None:
        self._clock = clock
        self._processes = [(f"media-{shard}", link, AlarmKind.MEDIA_AWAY) for shard, link in enumerate(links)]
        if standby is not None:
            self._processes.append(("standby", standby, AlarmKind.STANDBY_AWAY))
        self._ask_database = ask_database
        self._certificate_ends_us = certificate_ends_us
        self._policy_errors = policy_errors
        self._ask_places = ask_places
        self._is_switch_refused = is_switch_refused
        self._is_vision_away = is_vision_away
        self._seen: dict[tuple[AlarmKind, str], Alarm] = {}
        self._lost: dict[tuple[AlarmKind, str], tuple[int, int]] = {}  # how often, and until when that is an alarm
        self._raised: tuple[Alarm, ...] = ()
        self._task: asyncio.Task[None] | None = None

    @property
    def raised(self) -> Sequence[Alarm]:
        """The longest first."""
        return self._raised

    def start(self) -> None:
        """Look again and again, on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._look_for_ever(), name="alarms")

    async def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """Compare what is wrong now with what was."""
        found = set(await self._of_web())
        for of_process in await asyncio.gather(*(self._of_media(*one) for one in self._processes)):
            found |= of_process
        now_us = self._clock.now_us()
        self._seen = {
            (kind, process): self._seen.get((kind, process)) or Alarm(kind=kind, process=process, since_us=now_us)
            for kind, process in found
        }
        raised = [alarm for alarm in self._seen.values() if self._is_due(alarm, now_us)]
        raised.sort(key=lambda alarm: (alarm.since_us, alarm.kind, alarm.process))
        for alarm in raised:
            if alarm not in self._raised:
                _log.error("an alarm", kind=alarm.kind, process=alarm.process)
        for alarm in self._raised:
            if alarm not in raised:
                _log.info("an alarm is over", kind=alarm.kind, process=alarm.process)
        self._raised = tuple(raised)

    def _is_due(self, alarm: Alarm, now_us: int) -> bool:
        return now_us - alarm.since_us >= _PATIENCE.get(alarm.kind, 0)

    async def _of_web(self) -> set[tuple[AlarmKind, str]]:
        found = set()
        try:
            await run_in_threadpool(self._ask_database)
            pools, cold = await run_in_threadpool(self._ask_places)
            found |= {(AlarmKind.POOL_AWAY, "web")} if pools else set()
            found |= {(AlarmKind.COLD_STORE_FAILS, "web")} if cold else set()
            if await run_in_threadpool(self._is_switch_refused):
                found.add((AlarmKind.REGULATION_NOT_SWITCHED, "web"))
            if await run_in_threadpool(self._is_vision_away):  # without its database it has nothing to say: not asked
                found.add((AlarmKind.VISION_AWAY, "vision"))
        except Unavailable:
            found.add((AlarmKind.DATABASE_AWAY, "web"))
        if self._is_losing((AlarmKind.POLICY_FAILED, "web"), self._policy_errors(), is_explained=False):
            found.add((AlarmKind.POLICY_FAILED, "web"))
        ends_us = self._certificate_ends_us
        if ends_us is not None and ends_us - self._clock.now_us() < _CERTIFICATE_US:
            found.add((AlarmKind.CERTIFICATE_ENDS, "web"))
        return found

    async def _of_media(self, process: str, link: Recorded, away: AlarmKind) -> set[tuple[AlarmKind, str]]:
        try:
            report = await link.recording()
        except Unavailable:
            for kind in _LOSSES:
                self._lost.pop((kind, process), None)  # it counts from 0 when it is back
            return {(away, process)}
        found = {(AlarmKind.STANDBY_RECORDS, process)} if report.get("stands_in") else set()
        if report["database_away"]:
            found.add((AlarmKind.DATABASE_AWAY, process))
        is_full = bool(report["disk_full"])
        if is_full:
            found.add((AlarmKind.DISK_FULL, process))
        for kind, counter in _LOSSES.items():
            if self._is_losing((kind, process), int(report[counter]), is_explained=is_full):
                found.add((kind, process))
        return found

    def _is_losing(self, key: tuple[AlarmKind, str], times: int, *, is_explained: bool) -> bool:
        """Whether the counter has risen within the last minute. What it said at our own start was before us."""
        now_us = self._clock.monotonic_us()
        before, until_us = self._lost.get(key, (times, now_us))
        if is_explained:
            until_us = now_us
        elif times > before:
            until_us = now_us + _LOSS_LASTS_US
        self._lost[key] = times, until_us
        return now_us < until_us

    async def _look_for_ever(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a look for alarms failed; it is tried again", error)
            await asyncio.sleep(_LOOK_EVERY_S)


class AlarmOut(BaseModel):
    """Something that needs somebody's hands now."""

    kind: AlarmKind
    site: int = Field(description="The site's number.")
    process: str = Field(description="`media-0`, `web`, ...: of which process of the site.")
    since: TimeOut


def alarm_router(board: AlarmBoard, *, governance: Governance, site: int) -> APIRouter:
    """The alarms of the whole platform: for those who may read them at the first organisation, else none."""
    router = APIRouter(tags=["status"], responses=PROBLEMS)

    @router.get("/alarms", summary="What needs somebody's hands now")
    def alarms(principal: SignedIn) -> Page[AlarmOut]:
        if not governance.visible(principal, Action.ALARM_READ, "alarm").allows("", frozenset()):
            return Page(items=[])
        items = [
            AlarmOut(kind=alarm.kind, site=site, process=alarm.process, since=alarm.since_us) for alarm in board.raised
        ]
        return Page(items=items)

    return router
