"""The door of incidents. Blocking; thread-safe; several processes may share the database, one of them tells signals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.health.alerts import NewsDesk
from toancanh.health.store.pictures import KeptPicture
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, Conflict, IdSource, NotFound, Principal, Unavailable
from toancanh.registry import CameraFilter, Registry, StreamRole
from toancanh.traffic.incidents.joining import (
    LONGEST_QUIET_US,
    REACHES,
    Needed,
    as_seen_by,
    begun,
    is_over,
    is_same,
    joined,
    needed,
)
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import (
    Answer,
    Rate,
    Signal,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.news import IncidentNews
from toancanh.traffic.incidents.store import pictures, queries
from toancanh.traffic.incidents.store.queries import IncidentFilter
from toancanh.traffic.model import DAY_US

RATE_DAYS = 30
_KEPT_DAYS = 400
_PICTURE_DAYS = 90
_FLOW_DAYS = 90
_ROUND_S, _NEWS_S = 15.0, 2.0
_TIDY_EVERY_US = 3_600_000_000
_SUSPECTED_US = 600_000_000
_PICTURE_SOON_US = 60_000_000
_ACTS = {Answer.CONFIRMED: "confirm", Answer.DISMISSED: "dismiss"}
_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An incident as far as somebody may read it: ``cameras`` has code and name of those that he may, by id."""

    incident: TrafficIncident
    cameras: Mapping[str, tuple[str, str]]


class Incidents:
    """What happens on the streets, and what was said of it."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        desk: NewsDesk,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._next_tidy_us = 0
        self.news = IncidentNews(database=database, clock=clock, desk=desk)
        self._rounds: Sequence[Rounds] = ()

    # what cameras tell

    def signalled(self, signals: Sequence[Signal]) -> list[TrafficIncident]:
        """Each joins the incident that it is of, or begins one. Returns those that were opened by it. One that a person
        has ended takes what is still told of it, so that it is not told anew a moment later.
        """
        if not signals:
            return []
        since_us = min(one.began_us for one in signals) - LONGEST_QUIET_US
        with self._database.transaction() as tx:
            known = queries.lately(tx, since_us)
            judged = self._needed(tx, {one.camera_id for one in signals} | _cameras_of(known))
            before = {one.id: one for one in known}
            after = dict(before)
            for signal in sorted(signals, key=lambda one: one.time_us):
                same = next((one for one in after.values() if _takes(one) and is_same(one, signal)), None)
                made = begun(self._ids.new_id(), signal, judged) if same is None else joined(same, signal, judged)
                after[made.id] = made
            changed = [one for one in after.values() if one != before.get(one.id)]
            for one in changed:
                queries.save(tx, one)
        opened = [one for one in changed if one.opened_us is not None and _was_shut(before.get(one.id))]
        for one in opened:
            _log.warning("an incident", incident=one.id, kind=str(one.kind), cameras=len(one.sightings))
        return opened

    def watched(self, seconds: Mapping[str, float]) -> None:
        """So long cameras were watched since the last time: what a rate is by."""
        if seconds:
            with self._database.transaction() as tx:
                queries.add_watched(tx, _day(self._clock.now_us()), seconds)

    def learned(self, camera_id: str, version: int) -> Learned:
        """What was kept of its flow under this version of what is drawn; nothing where there is nothing."""
        with self._database.reading() as connection:
            return queries.load_flow(connection, camera_id, version)

    def keep_learned(self, flows: Mapping[str, tuple[int, Learned]]) -> None:
        """Version and flow by camera. A power cut may take the last ones along: they are learned again."""
        if flows:
            with self._database.transaction(relaxed=True) as tx:
                for camera_id, (version, learned) in flows.items():
                    queries.save_flow(tx, camera_id, version, learned, self._clock.now_us())

    # who reads

    def page(self, principal: Principal, wanted: IncidentFilter, *, after: str = "", limit: int) -> list[Shown]:
        """The newest first, of those that a camera saw which the principal may read traffic of."""
        seen = self._registry.lists.seen(principal, CameraFilter())
        found: list[Shown] = []
        while len(found) < limit:
            with self._database.reading() as connection:
                some = queries.page(connection, seen, wanted, after=after, limit=limit)
            found += filter(lambda one: one.cameras, self._shown(principal, some))
            if len(some) < limit:
                break
            after = some[-1].id
        return found[:limit]

    def one(self, principal: Principal, incident_id: str, *, source: str = "") -> Shown:
        """Raises `NotFound`, and `Denied`, where the principal may read traffic of none of its cameras."""
        with self._database.reading() as connection:
            incident = queries.load(connection, incident_id)
        if incident is None or incident.state is TrafficIncidentState.SUSPECTED:
            raise NotFound("there is no such incident, or you may not see it")
        (shown,) = self._shown(principal, [incident])
        if not shown.cameras:
            for ref in self._registry.camera_refs(list(_cameras_of([incident]))).values():
                request = AccessRequest(action=Action.TRAFFIC_READ, resource=ref, source=source)
                self._governance.require(principal, request)
            raise NotFound("there is no such incident, or you may not see it")
        return shown

    def picture(self, principal: Principal, camera_id: str, incident_id: str, *, source: str = "") -> KeptPicture:
        """As the camera sent it: who shows it asks for playback of that instant, and for the masks. Raises `NotFound`,
        also where the principal may not read the camera.
        """
        self._registry.get_camera(principal, camera_id, source=source)
        shown = self.one(principal, incident_id, source=source)
        with self._database.reading() as connection:
            found = pictures.load(connection, incident_id, camera_id) if camera_id in shown.cameras else None
        if found is None:
            raise NotFound("there is no such picture of an incident: the camera sent none then, or its time is over")
        return found

    def rates(self, principal: Principal, camera_ids: Sequence[str], *, source: str = "") -> list[Rate]:
        """What each camera was right and wrong about. Raises `NotFound` or `Denied` for one that is not to be read."""
        refs = self._registry.camera_refs(camera_ids)
        for camera_id in camera_ids:
            if camera_id not in refs:
                raise NotFound("there is no such camera")
            request = AccessRequest(action=Action.TRAFFIC_READ, resource=refs[camera_id], source=source)
            self._governance.require(principal, request)
        with self._database.reading() as connection:
            return self._rates(connection, set(camera_ids))

    # who answers

    def confirm(self, principal: Principal, incident_id: str, *, words: str, source: str = "") -> Shown:
        """It is one."""
        return self._answered(principal, incident_id, Answer.CONFIRMED, words, source)

    def dismiss(self, principal: Principal, incident_id: str, *, words: str, source: str = "") -> Shown:
        """It is none, and over; its cameras must show more from now on."""
        return self._answered(principal, incident_id, Answer.DISMISSED, words, source)

    def close(self, principal: Principal, incident_id: str, *, words: str, source: str = "") -> Shown:
        """It is over. Raises `Conflict` where it was already."""
        return self._answered(principal, incident_id, None, words, source)

    # rounds

    def start(self) -> None:
        """Rounds, until `stop`."""
        self._rounds = [
            Rounds(
                name,
                work,
                every_s=every_s,
                log=_log,
                put_off="incidents wait for the database",
                crashed="a round over the incidents failed",
                expected=(Unavailable,),
            )
            for name, work, every_s in (
                ("incidents", self.round, _ROUND_S), ("incident news", self.news.round, _NEWS_S),
            )
        ]  # fmt: skip
        for rounds in self._rounds:
            rounds.start()

    def stop(self) -> None:
        """No more rounds."""
        for rounds in self._rounds:
            rounds.close()

    def round(self) -> None:
        """What nobody sees any more has ended; suspicions that came to nothing go; every hour what is old, too."""
        now_us = self._clock.now_us()
        shortest_us = min(reach.quiet_us for reach in REACHES.values())
        with self._database.transaction() as tx:
            for one in queries.quiet(tx, TrafficIncidentState.OPEN, now_us - shortest_us):
                if is_over(one, now_us):
                    queries.save(tx, replace(one, state=TrafficIncidentState.ENDED, ended_us=one.last_us))
            gone = queries.quiet(tx, TrafficIncidentState.SUSPECTED, now_us - _SUSPECTED_US)
            queries.drop(tx, [one.id for one in gone])
        if self._clock.monotonic_us() >= self._next_tidy_us:
            self._next_tidy_us = self._clock.monotonic_us() + _TIDY_EVERY_US
            self.tidy()

    def tidy(self) -> int:
        """Forget pictures that are older than the recordings of their stream may be: what shows an incident is a
        recording, too; and incidents after more than a year. How many pictures went.
        """
        now_us = self._clock.now_us()
        limits = self._registry.retention()
        longest_us = _PICTURE_DAYS * DAY_US

        def oldest_us(camera_id: str, role: StreamRole) -> int:
            own = limits.get((camera_id, role))
            return now_us - (longest_us if own is None else min(longest_us, round(own.max_days * DAY_US)))

        with self._database.transaction() as tx:
            gone = pictures.forget(tx, oldest_us)
            queries.forget(
                tx, watched_before=_day(now_us - RATE_DAYS * DAY_US), flows_before_us=now_us - _FLOW_DAYS * DAY_US,
                incidents_before_us=now_us - _KEPT_DAYS * DAY_US,
            )  # fmt: skip
        return gone

    # pictures

    def wanting_pictures(self, limit: int) -> list[tuple[str, str]]:
        """Incident and camera of what happens now and has no picture. No judgement: for who takes them."""
        with self._database.reading() as connection:
            return pictures.wanting(connection, self._clock.now_us() - _PICTURE_SOON_US, limit)

    def keep_picture(self, incident_id: str, camera_id: str, kept: KeptPicture) -> None:
        """Of an incident, as the camera sent it."""
        with self._database.transaction() as tx:
            pictures.keep(tx, incident_id, camera_id, kept)

    # within

    def _answered(
        self, principal: Principal, incident_id: str, answer: Answer | None, words: str, source: str
    ) -> Shown:
        shown = self.one(principal, incident_id, source=source)
        ref, decision = self._judging(principal, shown, source)
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            before = queries.load(tx, incident_id)
            if before is None:
                raise NotFound("there is no such incident, or you may not see it")
            is_open = before.state is TrafficIncidentState.OPEN
            if answer is None and not is_open:
                raise Conflict(f"the incident is {before.state} already", state=before.state)
            ends = is_open and answer is not Answer.CONFIRMED
            after = replace(
                before,
                state=TrafficIncidentState.CLOSED if ends else before.state,
                ended_us=now_us if ends else before.ended_us,
                answer=before.answer if answer is None else answer,
                answered_us=now_us,
                answered_by=principal.user_id,
                words=words,
            )
            queries.save(tx, after)
            act = "close" if answer is None else _ACTS[answer]
            details = {"incident_id": incident_id, "kind": after.kind, "before": before.answer}
            self._governance.record(
                tx, principal, f"incident.{act}", ref, decision=decision, details=details,
                personal={name: text for name, text in (("source", source), ("words", words)) if text},
            )  # fmt: skip
        return _as_shown(after, shown.cameras.keys(), shown.cameras)

    def _judging(self, principal: Principal, shown: Shown, source: str) -> tuple[ResourceRef, Decision]:
        """One of its cameras that the principal may judge; a refusal is on record."""
        refs = sorted(self._registry.camera_refs(list(shown.cameras)).values(), key=lambda ref: ref.id)
        may = self._governance.visible(principal, Action.TRAFFIC_JUDGE, "camera")
        ref = next((ref for ref in refs if may.shows(ref)), refs[0])
        request = AccessRequest(action=Action.TRAFFIC_JUDGE, resource=ref, source=source)
        return ref, self._governance.require(principal, request)

    def _shown(self, principal: Principal, incidents: Sequence[TrafficIncident]) -> list[Shown]:
        wanted = _cameras_of(incidents)
        seen = self._registry.lists.seen(principal, CameraFilter())
        visible = self._governance.visible(principal, Action.TRAFFIC_READ, "camera")
        with self._database.reading() as connection:
            named = queries.named(connection, seen, wanted)
            refs = self._registry.camera_refs(list(named), connection)
        may = {id: named[id] for id, ref in refs.items() if visible.shows(ref)}
        return [_as_shown(one, {seen.camera_id for seen in one.sightings} & may.keys(), may) for one in incidents]

    def _rates(self, connection: Connection, camera_ids: Collection[str]) -> list[Rate]:
        now_us = self._clock.now_us()
        since_us = now_us - RATE_DAYS * DAY_US
        watched_s = queries.watched_s(connection, camera_ids, _day(since_us))
        found = queries.answers(connection, camera_ids, since_us)
        return [
            Rate(
                camera_id=camera_id, kind=kind, confirmed=said.get(Answer.CONFIRMED, 0),
                dismissed=said.get(Answer.DISMISSED, 0), unanswered=said.get(Answer.NONE, 0),
                watched_s=watched_s.get(camera_id, 0.0),
                needed=needed(said.get(Answer.DISMISSED, 0), watched_s.get(camera_id, 0.0)),
            )
            for (camera_id, kind), said in sorted(found.items())
        ]  # fmt: skip

    def _needed(self, connection: Connection, camera_ids: Collection[str]) -> Needed:
        known = {(one.camera_id, one.kind): one.needed for one in self._rates(connection, camera_ids)}
        usual = needed(0, 0.0)

        def of(camera_id: str, kind: TrafficIncidentKind) -> float:
            return known.get((camera_id, kind), usual)

        return of


def _cameras_of(incidents: Sequence[TrafficIncident]) -> set[str]:
    return {seen.camera_id for one in incidents for seen in one.sightings}


def _as_shown(one: TrafficIncident, camera_ids: Collection[str], named: Mapping[str, tuple[str, str]]) -> Shown:
    return Shown(incident=as_seen_by(one, camera_ids), cameras={id: named[id] for id in sorted(camera_ids)})


def _takes(incident: TrafficIncident) -> bool:
    """What is told still joins it; of one that ended by itself, what comes is another."""
    return incident.state is not TrafficIncidentState.ENDED


def _was_shut(before: TrafficIncident | None) -> bool:
    return before is None or before.opened_us is None


def _day(at_us: int) -> str:
    return datetime.fromtimestamp(at_us / 1e6, UTC).date().isoformat()
