"""The door of health for other packages and for its routes. Blocking; thread-safe but where it says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from toancanh.devices import DeviceTold
from toancanh.governance import AccessRequest, Action, Governance
from toancanh.health.alerts import Alerts
from toancanh.health.alerts.store.alerts import told_faults
from toancanh.health.board import Board, Boards, By
from toancanh.health.cameras import KnownCameras
from toancanh.health.faults import Faults
from toancanh.health.model import NEED_A_VIEW, PICTURE_KINDS, Fault, FaultKind, Incident, IncidentKind
from toancanh.health.pictures.model import LOCAL_OFFSET_S, TimeReading
from toancanh.health.pictures.thresholds import threshold_of
from toancanh.health.recorded import RecordedDay, recorded_days
from toancanh.health.store import faults as store
from toancanh.health.store import pictures
from toancanh.health.store.faults import FaultFilter, Listed
from toancanh.health.store.pictures import ApprovedView, Day, KeptPicture, day_of
from toancanh.health.trend import DAY_US, TrendDay, trend
from toancanh.health.watching.device_words import MARKS, DeviceWords
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, EventBus, IdSource, NotFound, Principal
from toancanh.media.archive import ArchiveIndex
from toancanh.registry import Camera, CameraFilter, Registry, StreamRole

_HISTORY = 50
_PICTURE_DAYS = 90
_KEPT_DAYS = 60
_MARK_DAYS = 31
"""Of what devices tell: a mark a minute and camera is the most of all that is kept here."""
_SCORE_DAYS = 14
_RECORDED_DAYS = 7
_NODES = frozenset({IncidentKind.LINE, IncidentKind.SWITCH, IncidentKind.POWER})


@dataclass(frozen=True, kw_only=True)
class CameraHealth:
    """One camera's page. ``now``: suspected and open; ``pictures``: which there are of each fault, by its id;
    ``thresholds``: of each kind that looks judge, by local hour (0 to 23). ``time_reading``: None where nobody said
    that the camera writes its time.
    """

    camera: Camera
    now: Sequence[Fault]
    history: Sequence[Fault]
    pictures: Mapping[str, Collection[str]]
    days: Sequence[Day]
    thresholds: Mapping[FaultKind, Sequence[float]]
    recorded: Sequence[RecordedDay]
    view: ApprovedView | None
    time_reading: TimeReading | None


class Health:
    """Faults, what they have in common, approved views: as far as somebody may see the cameras."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        archive: ArchiveIndex,
        events: EventBus,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        origin: str = "",
        incident_kinds: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._archive = archive
        self.alerts = Alerts(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry, keyring=keyring,
            outbound=outbound, origin=origin, incident_kinds=incident_kinds,
        )  # fmt: skip
        self.device_words = DeviceWords(archive=archive, clock=clock, ids=ids)
        events.subscribe(DeviceTold, self.device_words.take)
        self._boards = Boards(database=database, governance=governance, registry=registry)
        self.cameras = KnownCameras(registry=registry, clock=clock)
        self.faults = Faults(database=database, clock=clock, ids=ids, events=events, hanging=self.cameras.hanging)

    def board(self, principal: Principal, wanted: CameraFilter, by: By = By.OWNER_AND_UNIT) -> Board:
        """Counted over what the principal may read alone, so that nothing can be told of the rest."""
        return self._boards.board(principal, wanted, by)

    def page(
        self,
        principal: Principal,
        wanted: CameraFilter,
        faults: FaultFilter,
        *,
        after: str = "",
        limit: int,
    ) -> list[Listed]:
        """Faults of the cameras that the principal may read, the newest first."""
        seen = self._registry.lists.seen(principal, wanted)
        among = told_faults(faults.alert_id) if faults.alert_id else None
        with self._database.reading() as connection:
            return store.page(connection, seen, faults, among=among, after=after, limit=limit)

    def pictures_of(self, fault_ids: Collection[str]) -> Mapping[str, Collection[str]]:
        """``before`` and ``after``, where there are such pictures; no judgement."""
        with self._database.reading() as connection:
            return pictures.moments(connection, fault_ids)

    def fault(self, principal: Principal, fault_id: str, *, source: str = "") -> tuple[Fault, Camera]:
        """Raises `NotFound`, also where the principal may not read its camera."""
        with self._database.reading() as connection:
            found = store.load(connection, fault_id)
        if found is None:
            raise NotFound("there is no such fault, or you may not see it")
        return found, self._registry.get_camera(principal, found.camera_id, source=source)

    def picture(
        self, principal: Principal, camera_id: str, fault_id: str, moment: str, *, source: str = ""
    ) -> KeptPicture:
        """As the camera sent it: who shows it asks for playback of that instant, and for the masks. Raises `NotFound`,
        also where the principal may not read the camera.
        """
        self._registry.get_camera(principal, camera_id, source=source)
        with self._database.reading() as connection:
            fault = store.load(connection, fault_id)
            found = pictures.picture_of(connection, fault_id, moment)
        if fault is None or fault.camera_id != camera_id or found is None:
            raise NotFound("there is no such picture of a fault of this camera: it was away, or its time is over")
        return found

    def camera(self, principal: Principal, camera_id: str, *, source: str = "") -> CameraHealth:
        """Raises `NotFound`, also where the principal may not read it."""
        camera = self._registry.get_camera(principal, camera_id, source=source)
        with self._database.reading() as connection:
            history = store.of_camera(connection, camera_id, limit=_HISTORY)
            found = pictures.moments(connection, [one.id for one in history])
            days = pictures.days_of(connection, camera_id, limit=_SCORE_DAYS)
            view = pictures.view_of(connection, camera_id)
            gathered = pictures.gathered_at(connection, [camera_id]).get(camera_id, ())
        role = StreamRole.MAIN if any(one.role is StreamRole.MAIN for one in camera.streams) else StreamRole.SUB
        return CameraHealth(
            camera=camera,
            now=self.faults.of(camera_id),
            history=history,
            pictures=found,
            days=days,
            thresholds=self._thresholds(camera_id),
            recorded=recorded_days(
                self._archive, camera_id, role, days=_RECORDED_DAYS, now_us=self._clock.now_us()
            ),
            view=view,
            time_reading=_time_reading(view, self._clock.now_us(), is_of_one=len(gathered) == 1),
        )  # fmt: skip

    def incidents(self, principal: Principal, *, only_open: bool, after: str, limit: int) -> list[tuple[Incident, int]]:
        """With how many of their cameras the principal may read; those with none are not there."""
        seen = self._registry.lists.seen(principal, CameraFilter())
        with self._database.reading() as connection:
            return store.incidents(connection, seen, only_open=only_open, after=after, limit=limit)

    def incident(
        self, principal: Principal, incident_id: str, *, limit: int, source: str = ""
    ) -> tuple[Incident, list[Listed]]:
        """With the faults that are its consequences. Raises `NotFound` where the principal may read none of them."""
        seen = self._registry.lists.seen(principal, CameraFilter())
        with self._database.reading() as connection:
            found = store.load_incident(connection, incident_id)
            children = store.of_incident(connection, seen, incident_id, limit=limit)
            unseen = "" if children else store.a_camera_of(connection, incident_id)
        if found is None or not (children or unseen):
            raise NotFound("there is no such incident, or you may not see it")
        if unseen:
            self._registry.get_camera(principal, unseen, source=source)  # refuses it, on record
        return found, children

    def causes(self, principal: Principal, incidents: Collection[Incident]) -> Mapping[str, tuple[str, str]]:
        """Code and name of what is their cause, by its id; of those that the principal may read."""
        nodes = [one.cause_id for one in incidents if one.kind in _NODES]
        sites = [one.cause_id for one in incidents if one.kind is IncidentKind.SITE]
        recorders = [one.cause_id for one in incidents if one.kind is IncidentKind.RECORDER]
        on = self._registry.topology.seen(principal, nodes).values()
        at = self._registry.sites.seen(principal, sites).values()
        named = {one.id: (one.code, one.name) for one in on} | {one.id: (one.code, one.name) for one in at}
        return {**named, **self.cameras.recorders_called(principal, recorders)}

    def open_faults(self) -> Sequence[Fault]:
        """Of all cameras; no judgement: for the map, which judges what it shows."""
        with self._database.reading() as connection:
            return store.open_faults(connection)

    def trend(self, principal: Principal, wanted: CameraFilter, *, days: int) -> list[TrendDay]:
        """The end of each of the last days (now for today) and how it was then, the oldest first."""
        now_us = self._clock.now_us()
        ends_us = [now_us - back * DAY_US for back in range(days - 1, -1, -1)]
        seen = self._registry.lists.seen(principal, wanted)
        with self._database.reading() as connection:
            spans, watched = store.spans(connection, seen, ends_us[0] - DAY_US)
        return trend(spans, ends_us=ends_us, watched=watched)

    def require_approving(self, principal: Principal, camera_id: str, *, source: str = "") -> None:
        """Who may change the camera may say where it should look. Raises `Denied`, `NotFound`."""
        camera = self._registry.get_camera(principal, camera_id, source=source)
        request = AccessRequest(
            action=Action.CAMERA_WRITE, resource=self._registry.camera_ref(camera), source=source
        )  # fmt: skip
        self._governance.require(principal, request)

    def approve(self, principal: Principal, approved: ApprovedView, *, source: str = "") -> None:
        """From now on its pictures are compared with this one; for who has asked `require_approving`. On record."""
        self._write_view(principal, approved.camera_id, approved, source)

    def forget_view(self, principal: Principal, camera_id: str, *, source: str = "") -> None:
        """Nothing is compared any more."""
        self.require_approving(principal, camera_id, source=source)
        self._write_view(principal, camera_id, None, source)

    def view_picture(self, principal: Principal, camera_id: str, *, source: str = "") -> KeptPicture:
        """Of the approved view; as `picture`."""
        self._registry.get_camera(principal, camera_id, source=source)
        with self._database.reading() as connection:
            found = pictures.view_of(connection, camera_id)
        if found is None:
            raise NotFound("nobody has approved a view of this camera yet")
        if not found.picture.data:
            raise NotFound(
                "the picture of this view is older than its camera's recordings may be; its description stays"
            )
        return found.picture

    def tidy(self) -> int:
        """Forget pictures that are older than the recordings of their stream may be, old scores, and old marks of what
        devices told: what shows a fault is a recording, too. How many pictures went.
        """
        now_us = self._clock.now_us()
        limits = self._registry.retention()
        longest = _PICTURE_DAYS * DAY_US

        def oldest_us(camera_id: str, role: StreamRole) -> int:
            own = limits.get((camera_id, role))
            return now_us - (longest if own is None else min(longest, round(own.max_days * DAY_US)))

        with self._database.transaction() as tx:
            gone = pictures.forget_pictures(tx, oldest_us)
            pictures.forget_days(tx, day_of(now_us - _KEPT_DAYS * DAY_US))
            self._archive.forget_marks(tx, MARKS.values(), now_us - _MARK_DAYS * DAY_US)
        return gone

    def counts(self) -> Mapping[FaultKind, int]:
        """Open faults by kind, of all cameras: for metrics, which name none."""
        with self._database.reading() as connection:
            return store.counts(connection)

    def incident_count(self) -> int:
        """Those that stand, of all cameras: for metrics."""
        with self._database.reading() as connection:
            return len(store.open_incidents(connection))

    def _thresholds(self, camera_id: str) -> Mapping[FaultKind, Sequence[float]]:
        of = self.cameras.class_of(camera_id)
        return {kind: [threshold_of(kind, of, hour) for hour in range(24)] for kind in sorted(PICTURE_KINDS)}

    def _write_view(self, principal: Principal, camera_id: str, approved: ApprovedView | None, source: str) -> None:
        ref = self._registry.camera_ref(self._registry.camera_for(camera_id))
        with self._database.transaction() as tx:
            if approved is None:
                pictures.forget_view(tx, camera_id)
            else:
                pictures.approve(tx, replace(approved, approved_by=principal.user_id))
                pictures.gather(tx, camera_id, approved.picture)
            details = {"taken_us": approved.picture.taken_us} if approved is not None else {}
            act = "health.view_approve" if approved is not None else "health.view_forget"
            self._governance.record(tx, principal, act, ref, details=details, personal={"source": source})
        self.faults.forget([camera_id], NEED_A_VIEW if approved is None else {FaultKind.OVERLAY_TIME})


def _time_reading(view: ApprovedView | None, now_us: int, *, is_of_one: bool) -> TimeReading | None:
    from toancanh.health.pictures.clock_face import time_reading  # numpy, as above
    from toancanh.health.pictures.reference import Reference

    if view is None or view.overlay is None:
        return None
    if not view.reference:
        return TimeReading.LEARNING
    try:
        digits = Reference.from_bytes(view.reference).digits
    except ValueError:  # of another version: nothing is read until it is approved again
        return TimeReading.UNREADABLE
    local_s = now_us // 1_000_000 + LOCAL_OFFSET_S
    return TimeReading.UNREADABLE if digits is None else time_reading(digits, local_s, is_of_one=is_of_one)
