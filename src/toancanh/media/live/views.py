"""Live views as the web process sees them: judged, recorded, handed over, watched for withdrawal, recorded again."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from toancanh.governance import AccessRequest, Action, Decision, Grant, Hidden, ResourceRef
from toancanh.governance.granting import principal_of_grant, unmasking
from toancanh.governance.service import Governance
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, IdSource, PlatformError, Principal, Unavailable
from toancanh.media.link import MediaLink, MediaLinks
from toancanh.media.live.journal import ViewJournal
from toancanh.media.live.ticket import WEBSOCKET, ViewEnd, ViewTicket
from toancanh.registry.model import StreamRole

VIEW_ENDED = "media.live.end"
_DRAIN_EVERY_S = 5.0
_RETRY_S = 0.1
_GRANT_S = 60.0

_log = get_logger(__name__)

Give = Callable[[Callable[[int, bytes], Awaitable[None]]], Awaitable[None]]


@dataclass(kw_only=True)
class _View:
    ticket: ViewTicket
    stop_watching: Callable[[], None]
    handed_over: bool


@dataclass(frozen=True, kw_only=True)
class LiveWish:
    """What somebody asks to watch. Give either ``grant`` (already checked) or let one be issued to ``principal``."""

    principal: Principal
    resource: ResourceRef
    role: StreamRole
    hevc: bool = True
    purpose: str = ""
    reference: str = ""
    source: str = ""
    grant: Grant | None = None
    unmask: bool = False
    over: str = WEBSOCKET


@dataclass(kw_only=True)
class _Shard:
    link: MediaLink
    known: dict[str, _View] = field(default_factory=dict)


class LiveViews:
    """All live views of this web process; belongs to one loop. `start` it there and `close` it.

    A view's start is in the record before its first picture; its end comes through the journal, so that it survives
    this process and a database that is away. A right that is withdrawn ends the view with 4409.
    """

    def __init__(
        self,
        *,
        governance: Governance,
        database: Database,
        clock: Clock,
        ids: IdSource,
        journal_folder: Path,
        run_folder: Path,
        shards: int,
        standby: bool = False,
    ) -> None:
        self._governance = governance
        self._database = database
        self._clock = clock
        self._ids = ids
        self._journal = ViewJournal(journal_folder, "web")
        self.links = MediaLinks(run_folder, shards, on_news=self._news, on_up=self._link_up, standby=standby)
        self._shards = [_Shard(link=link) for link in self.links.every]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._drain_wanted = asyncio.Event()
        self._draining = threading.Lock()  # a cancelled task's thread goes on

    def start(self) -> None:
        """Connect to the media processes; call on the running loop."""
        self._loop = asyncio.get_running_loop()
        self.links.start()
        self._spawn(self._drain_for_ever())

    async def farewell(self) -> None:
        """The platform stops: viewers hear it while this process still carries bytes over TLS."""
        for link in self.links.every:
            with contextlib.suppress(Unavailable):  # who is away has no viewers
                await link.farewell()

    async def close(self) -> None:
        """Let go; running views go on in the media processes, and their ends go into the journal."""
        self.links.close()
        for shard in self._shards:
            for view in shard.known.values():
                view.stop_watching()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(PlatformError):  # what cannot be written now is taken at the next start
            await asyncio.to_thread(self._drain)

    @property
    def running(self) -> int:
        """Views that run now."""
        return sum(len(shard.known) for shard in self._shards)

    async def begin(self, wish: LiveWish, key: str, give: Give) -> None:
        """Judge, record, hand over: ``give`` is the server's way to do that, ``key`` the request's Sec-WebSocket-Key.
        Raises `Denied`, `NotFound` or `Unavailable`; nothing was answered then.
        """
        decision = await asyncio.to_thread(self._judge, wish)
        shard = await self._shard_of(wish.resource.id)
        if not shard.link.up:
            raise Unavailable("the media process of this camera is being started again")
        view_id = self._ids.new_id()
        grant, hidden = await asyncio.to_thread(self._record_begin, wish, decision, view_id)
        ticket = ViewTicket(
            view_id=view_id,
            camera_id=wish.resource.id,
            role=wish.role,
            key=key,
            hevc=wish.hevc,
            started_us=self._clock.now_us(),
            grant=asdict(grant),
            resource={**asdict(wish.resource), "tags": sorted(wish.resource.tags)},
            hidden=hidden.areas,
            main_only=hidden.main_only,
            watermark=grant.watermark,
            over=wish.over,
        )

        async def deliver(descriptor: int, early: bytes) -> None:
            await shard.link.hand_over(descriptor, ticket, early)

        view = self._know(shard, ticket, handed_over=False)  # before it runs: an end that comes at once finds it
        try:
            await give(deliver)
            view.handed_over = True
        except BaseException:
            end = ViewEnd(ticket=ticket, ended_us=self._clock.now_us(), seconds_seen=0.0, reason="not begun")
            await asyncio.to_thread(self._journal.append, (end,))
            self._drain_wanted.set()
            raise

    async def _shard_of(self, camera_id: str) -> _Shard:
        """Whose streams are shown: those of the second recorder while it stands in for the first."""
        if self.links.standby is not None:
            with contextlib.suppress(Unavailable):
                if camera_id in await self.links.standby.stands_in():
                    return self._shards[-1]
        return self._shards[self.links.all.index(self.links.of(camera_id))]

    def _judge(self, wish: LiveWish) -> Decision:
        grant = wish.grant
        request = AccessRequest(
            action=Action.MEDIA_LIVE,
            resource=wish.resource,
            purpose=grant.purpose if grant else wish.purpose,
            reference=grant.reference if grant else wish.reference,
            source=wish.source,
        )
        return self._governance.require(wish.principal, request)

    def _record_begin(self, wish: LiveWish, decision: Decision, view_id: str) -> tuple[Grant, Hidden]:
        """The grant that the view rests on, and what is hidden in it."""
        grant, unmasked = wish.grant, None
        if grant is None:
            if wish.unmask:
                assert decision.inputs is not None  # noqa: S101  # every judgement has its inputs
                unmasked = self._governance.require(wish.principal, unmasking(decision.inputs.request))
            grant, _ = self._governance.grants.issue(
                wish.principal,
                kind="live",
                camera_id=wish.resource.id,
                owner_id=wish.resource.owner_id,
                stream=wish.role,
                purpose=wish.purpose,
                reference=wish.reference,
                ttl_s=_GRANT_S,
                mask=decision.obligations.mask and unmasked is None,
                watermark=decision.obligations.watermark,
            )
        hidden = self._governance.grants.hidden(grant)
        details: dict[str, object] = {
            "view_id": view_id,
            "stream": wish.role,
            "grant_id": grant.id,
            "masks": len(hidden.areas),
        }
        if wish.over != WEBSOCKET:
            details["over"] = wish.over
        with self._database.transaction() as tx:
            self._governance.record(
                tx,
                wish.principal,
                Action.MEDIA_LIVE,
                wish.resource,
                decision=decision,
                details=details,
                personal={},  # purpose, reference and source stand among the inputs of the decision
            )
            if unmasked is not None:
                self._governance.record(
                    tx, wish.principal, Action.MEDIA_UNMASK, wish.resource, decision=unmasked, details=details
                )
        return grant, hidden

    def _know(self, shard: _Shard, ticket: ViewTicket, *, handed_over: bool) -> _View:
        """Watch over a view."""
        known = shard.known
        if ticket.view_id in known:
            return known[ticket.view_id]
        loop = asyncio.get_running_loop()

        def withdrawn(reason: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: so have our views' watchers
                loop.call_soon_threadsafe(self._withdraw_soon, shard, ticket, reason)

        hidden = Hidden(ticket.hidden, main_only=ticket.main_only)
        stop = self._governance.grants.watch(Grant(**ticket.grant), withdrawn, masked_by=hidden)
        known[ticket.view_id] = _View(ticket=ticket, stop_watching=stop, handed_over=handed_over)
        return known[ticket.view_id]

    def _forget(self, ticket: ViewTicket) -> None:
        for shard in self._shards:
            if (view := shard.known.pop(ticket.view_id, None)) is not None:
                view.stop_watching()

    def _withdraw_soon(self, shard: _Shard, ticket: ViewTicket, reason: str) -> None:
        self._spawn(self._withdraw(shard, ticket, reason))

    async def _withdraw(self, shard: _Shard, ticket: ViewTicket, reason: str) -> None:
        while ticket.view_id in shard.known:
            try:
                if await shard.link.withdraw(ticket.view_id, reason):
                    return
            except Unavailable:
                pass  # adopted or ended when the media process is back
            await asyncio.sleep(_RETRY_S)

    # news from the media processes

    def _news(self, _shard: int, body: Mapping[str, object]) -> None:
        if body.get("news") == "views_ended":
            self._drain_wanted.set()

    def _link_up(self, shard: int) -> None:
        self._spawn(self._adopt(self._shards[shard]))

    async def _adopt(self, shard: _Shard) -> None:
        """After a (re)connection: watch over views that run without us; those that run no more and left no line in the
        journal died with their media process.
        """
        try:
            before = {view_id: view for view_id, view in shard.known.items() if view.handed_over}
            running = {ticket.view_id: ticket for ticket in await shard.link.views()}
            await asyncio.to_thread(self._drain)
        except Unavailable:
            before, running = {}, {}
        for ticket in running.values():
            self._know(shard, ticket, handed_over=True)
        now_us = self._clock.now_us()
        lost = [
            ViewEnd(
                ticket=view.ticket,
                ended_us=now_us,
                seconds_seen=max(0.0, (now_us - view.ticket.started_us) / 1e6),
                reason="the media process died",
            )
            for view_id, view in before.items()
            if view_id not in running and view_id in shard.known
        ]
        if lost:
            await asyncio.to_thread(self._journal.append, lost)
            self._drain_wanted.set()

    # the journal

    async def _drain_for_ever(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_EVERY_S):  # wait_for of 3.11 can swallow a cancellation
                    await self._drain_wanted.wait()
            self._drain_wanted.clear()
            try:
                await asyncio.to_thread(self._drain)
            except Unavailable:
                _log.repeated("drain", "ends of views wait in the journal: the database is away")
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("the journal of views cannot be taken into the record; it is tried again", error)

    def _drain(self) -> int:
        with self._draining:
            return self._journal.drain(self._write_ends)

    def _write_ends(self, ends: Sequence[ViewEnd]) -> None:
        with self._database.transaction() as tx:
            for end in ends:
                grant, resource = Grant(**end.ticket.grant), _resource(end.ticket.resource)
                self._governance.record(
                    tx,
                    principal_of_grant(grant),
                    VIEW_ENDED,
                    resource,
                    details={
                        "view_id": end.ticket.view_id,
                        "stream": end.ticket.role,
                        "seconds_seen": round(end.seconds_seen, 1),
                        "ended_us": end.ended_us,
                        "reason": end.reason,
                    },
                )
        if self._loop is not None:
            for end in ends:
                self._loop.call_soon_threadsafe(self._forget, end.ticket)

    def _spawn(self, work: Any) -> None:
        if self._loop is None:
            return
        task: asyncio.Task[None] = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _resource(body: Mapping[str, Any]) -> ResourceRef:
    return ResourceRef(**{**body, "tags": frozenset(body.get("tags", ()))})
