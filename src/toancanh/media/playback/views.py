"""Views of recorded pictures: opened with a judgement and an entry in the record, then carried by a grant.

A view is recorded once, when it opens, in one transaction. What was really fetched is added up in memory and written as
a second entry when the view has been idle for a minute, has expired or the platform stops. The same person asking for
the same range again within the grant's life (a player reloads a playlist every few seconds) goes on with the same view.
"""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from toancanh.governance import (
    GRANT_ACTIONS,
    AccessRequest,
    Action,
    AnonymousReason,
    Governance,
    Grant,
    Hidden,
    ResourceRef,
    principal_of_grant,
)
from toancanh.governance.granting import unmasking
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, Invalid, Principal, Unavailable
from toancanh.media.playback.spans import Span
from toancanh.registry import Camera, StreamRole

_IDLE_US = 60_000_000
_FETCHING_US = 20_000_000  # a player asks for the next piece every few seconds
_VIEWS_KEPT = 20_000
_LAST_US = 7_258_118_400_000_000  # 2200-01-01


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks to see, and why."""

    kind: str  # of grant: "playback", "snapshot", "export", "live"
    role: StreamRole
    asked: Span | None = None
    purpose: str = ""
    reference: str = ""
    source: str = ""
    ttl_s: float = 900.0
    goes_on: bool = False  # asking again within the grant's life is the same view
    unmask: bool = False

    @property
    def action(self) -> Action:
        """What governance is asked about."""
        return GRANT_ACTIONS[self.kind]


@dataclass(kw_only=True)
class View:
    """One view under way."""

    grant: Grant
    token: str
    seconds: float = 0.0
    fetched_bytes: int = 0
    used_us: int = 0  # monotonic
    hidden: Hidden | None = None  # when it was last asked

    @property
    def principal(self) -> Principal:
        """Whose view it is."""
        return principal_of_grant(self.grant)


class Views:
    """All views of this process. Thread-safe; blocking (it asks the database)."""

    def __init__(self, *, governance: Governance, database: Database, clock: Clock, journal: Path) -> None:
        self._governance = governance
        self._database = database
        self._clock = clock
        self._journal = journal
        self._lock = threading.Lock()
        self._views: OrderedDict[str, View] = OrderedDict()
        self._open: dict[tuple[object, ...], str] = {}
        governance.grants.know_fetching(self.fetching)

    def open(self, principal: Principal, camera: Camera, resource: ResourceRef, wish: Wish) -> View:
        """Judge, record and grant; or the view that is open already. Raises `Denied`, `NotFound`, `Unavailable`."""
        seconds = wish.asked.seconds if wish.asked else 0.0
        request = AccessRequest(
            action=wish.action, resource=resource, purpose=wish.purpose, reference=wish.reference, seconds=seconds,
            from_us=wish.asked.start_us if wish.asked else None, to_us=wish.asked.end_us if wish.asked else None,
            source=wish.source,
        )  # fmt: skip
        decision = self._governance.require(principal, request)
        limit_s = decision.obligations.max_seconds
        if limit_s is not None and seconds > limit_s:
            raise Denied(f"at most {limit_s:.0f} seconds may be seen at once", max_seconds=limit_s)
        key = (principal.session_id, principal.user_id, camera.id, wish.kind, wish.role, wish.asked, wish.purpose,
               wish.reference, wish.unmask)  # fmt: skip
        asked = unmasking(request)
        unmasked = self._governance.require(principal, asked) if wish.unmask else None
        known = self._known(key) if wish.goes_on else None
        if known is not None:
            return known
        details = {"stream": wish.role, "kind": wish.kind, "camera": camera.code}
        with self._database.transaction() as tx:
            self._governance.record(tx, principal, str(wish.action), resource, decision=decision, details=details)
            if unmasked is not None:
                self._governance.record(tx, principal, asked.action, resource, decision=unmasked, details=details)
        expires_us = decision.obligations.expires_at_us
        if expires_us is not None:
            left_s = max(0.0, (expires_us - self._clock.now_us()) / 1e6)
            wish = replace(wish, ttl_s=min(wish.ttl_s, left_s))
        view = self._granted(
            principal, camera, wish, mask=decision.obligations.mask and unmasked is None,
            watermark=decision.obligations.watermark,
        )  # fmt: skip
        with self._lock:
            self._open[key] = view.grant.id
        return view

    def derive(self, view: View, camera: Camera, role: StreamRole, asked: Span, *, ttl_s: float) -> View:
        """A grant for the pieces of a view that is open: nothing new is seen, so nothing new is recorded."""
        key = (view.grant.id, camera.id, role, asked)
        known = self._known(key)
        if known is not None:
            return known
        wish = Wish(
            kind=view.grant.kind, role=role, asked=asked, purpose=view.grant.purpose,
            reference=view.grant.reference, ttl_s=ttl_s,
        )  # fmt: skip
        derived = self._granted(view.principal, camera, wish, part_of=view.grant)
        with self._lock:
            self._open[key] = derived.grant.id
        return derived

    def admit(
        self, token: str, *, kind: str, camera_id: str, role: StreamRole, seen: Span | None, source: str = ""
    ) -> View:
        """The view of a grant that covers this use. Raises `Denied`: forged, expired, for something else, withdrawn.

        Rights are decided anew each time. With the database away a view that was admitted before goes on.
        """
        try:
            grant = self._governance.grants.check(
                token, kind=kind, camera_id=camera_id, stream=role, source=source,
                at_us=seen.start_us if seen else None, until_us=seen.end_us if seen else None,
            )  # fmt: skip
        except Unavailable:
            view = self._running(token)
            what = (kind, camera_id, role)
            if view is None or not _covers(view.grant, what, seen, now_us=self._clock.now_us()):
                raise
            return view
        return self._keep(grant, token)

    def hidden(self, view: View) -> Hidden:
        """What of its pictures is hidden from whose view it is, as of now. With the database away: as before."""
        try:
            view.hidden = self._governance.grants.hidden(view.grant)
        except Unavailable:
            if view.hidden is None:
                raise
        return view.hidden

    def refuse(self, token: str | None, camera_id: str, *, why: str, source: str) -> None:
        """Put on record what no right could allow (a name that is no segment's)."""
        view = self._running(token or "")
        if view is None:
            self._governance.record_anonymous(source, AnonymousReason.FORGED_GRANT)
            return
        resource = ResourceRef(kind="camera", id=camera_id, owner_id=view.grant.owner_id)
        self._governance.record_refusal(view.principal, Action.MEDIA_PLAYBACK, resource, why=why, source=source)

    @contextmanager
    def watched(self, view: View, hidden: Hidden) -> Iterator[threading.Event]:
        """While a long answer is under way: an event that is set when the right to it is gone, or when something else
        is hidden from it than ``hidden``.
        """
        gone = threading.Event()
        stop = self._governance.grants.watch(view.grant, lambda _reason: gone.set(), masked_by=hidden)
        try:
            yield gone
        finally:
            stop()

    def fetching(self) -> list[Grant]:
        """Of recorded pictures, what is fetched piece by piece now."""
        since_us = self._clock.monotonic_us() - _FETCHING_US
        with self._lock:
            views = [view for view in self._views.values() if view.used_us >= since_us]
        return [view.grant for view in views if view.grant.kind in ("playback", "export")]

    def fetched(self, view: View, *, seconds: float, size_bytes: int) -> None:
        """So much has been sent."""
        with self._lock:
            view.seconds += seconds
            view.fetched_bytes += size_bytes
            view.used_us = self._clock.monotonic_us()

    def flush(self, *, everything: bool = False) -> None:
        """Write what idle and expired views have fetched; with the database away they wait for the next time."""
        self._replay_journal()
        now_us, monotonic_us = self._clock.now_us(), self._clock.monotonic_us()
        with self._lock:
            views = list(self._views.values())
        for view in views:
            over = view.grant.expires_at_us <= now_us
            if everything or over or monotonic_us - view.used_us >= _IDLE_US:
                with self._lock:
                    seconds, size_bytes = view.seconds, view.fetched_bytes
                    view.seconds, view.fetched_bytes = 0.0, 0
                if not self._write(asdict(view.grant), seconds, size_bytes):
                    self.fetched(view, seconds=seconds, size_bytes=size_bytes)
                    return
            if over:
                self._forget(view)

    def close(self) -> None:
        """Write everything; with the database away into the journal, for the next start."""
        self.flush(everything=True)
        with self._lock:
            left = [view for view in self._views.values() if view.fetched_bytes]
        if left:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            with self._journal.open("a") as file:
                for view in left:
                    entry = {"grant": asdict(view.grant), "seconds": view.seconds, "bytes": view.fetched_bytes}
                    file.write(json.dumps(entry) + "\n")
                file.flush()
                os.fsync(file.fileno())

    def _granted(
        self, principal: Principal, camera: Camera, wish: Wish, *, part_of: Grant | None = None, mask: bool = True,
        watermark: bool = False,
    ) -> View:  # fmt: skip
        grant, token = self._governance.grants.issue(
            principal, kind=wish.kind, camera_id=camera.id, owner_id=camera.owner_id, stream=wish.role,
            from_us=wish.asked.start_us if wish.asked else None, to_us=wish.asked.end_us if wish.asked else None,
            purpose=wish.purpose, reference=wish.reference, ttl_s=wish.ttl_s, part_of=part_of, mask=mask,
            watermark=watermark,
        )  # fmt: skip
        return self._keep(grant, token)

    def _keep(self, grant: Grant, token: str) -> View:
        now_us = self._clock.monotonic_us()
        with self._lock:
            view = self._views.setdefault(grant.id, View(grant=grant, token=token))
            view.used_us = now_us
            self._views.move_to_end(grant.id)
            oldest = self._views.popitem(last=False)[1] if len(self._views) > _VIEWS_KEPT else None
        if oldest is not None:
            self._write(asdict(oldest.grant), oldest.seconds, oldest.fetched_bytes)
        return view

    def _running(self, token: str) -> View | None:
        with self._lock:
            return next((view for view in self._views.values() if view.token == token), None)

    def _known(self, key: tuple[object, ...]) -> View | None:
        now_us = self._clock.now_us()
        with self._lock:
            view = self._views.get(self._open.get(key, ""))
            if view is None or view.grant.expires_at_us <= now_us:
                self._open.pop(key, None)
                return None
            return view

    def _forget(self, view: View) -> None:
        with self._lock:
            self._views.pop(view.grant.id, None)
            for key in [key for key, grant_id in self._open.items() if grant_id == view.grant.id]:
                del self._open[key]

    def _write(self, grant: Mapping[str, object], seconds: float, size_bytes: int) -> bool:
        """False with the database away."""
        if not size_bytes:
            return True
        who = Principal(
            user_id=str(grant["user_id"]), username=str(grant["username"]),
            organisation_id=str(grant["organisation_id"]), session_id=str(grant["session_id"]),
        )  # fmt: skip
        resource = ResourceRef(kind="camera", id=str(grant["camera_id"]), owner_id=str(grant["owner_id"]))
        from_us, to_us = grant["from_us"], grant["to_us"]
        details = {
            "seconds": round(seconds, 3), "bytes": size_bytes, "stream": grant["stream"],
            "from_us": grant["from_us"], "to_us": grant["to_us"],
        }  # fmt: skip
        try:
            resource = self._governance.as_now(resource)
            about: tuple[ResourceRef, ...] = (resource,)
            if isinstance(from_us, int) and isinstance(to_us, int):
                about = self._governance.footage(resource, from_us, to_us)
            with self._database.transaction() as tx:
                for ref in about:
                    self._governance.record(
                        tx, who, f"media.{grant['kind']}.fetched", ref, decision=None, details=details, personal={}
                    )
        except Unavailable:
            return False
        return True

    def _replay_journal(self) -> None:
        if not self._journal.exists():
            return
        entries = [json.loads(line) for line in self._journal.read_text().splitlines() if line.endswith("}")]
        for number, entry in enumerate(entries):
            if not self._write(entry["grant"], entry["seconds"], entry["bytes"]):
                self._journal.write_text("".join(json.dumps(left) + "\n" for left in entries[number:]))
                return
        self._journal.unlink()


def _covers(grant: Grant, what: tuple[str, str, str], seen: Span | None, *, now_us: int) -> bool:
    """As governance checks it, for a grant whose signature it has checked before."""
    if (grant.kind, grant.camera_id, grant.stream) != what or grant.expires_at_us <= now_us:
        return False
    if grant.from_us is None or grant.to_us is None:
        return True
    return seen is not None and grant.from_us <= seen.start_us and seen.end_us <= grant.to_us


def longest(asked: Span, limit_s: float) -> Span:
    """``asked`` where it makes sense; raises `Invalid` with what to do otherwise."""
    if asked.start_us < 0 or asked.end_us > _LAST_US:
        raise Invalid("times lie between 1970 and 2200")
    if asked.end_us <= asked.start_us:
        raise Invalid("`from` must lie before `to`")
    if asked.seconds > limit_s:
        raise Invalid(f"the range is too long: ask for at most {limit_s / 3600:g} hours at once")
    return asked
