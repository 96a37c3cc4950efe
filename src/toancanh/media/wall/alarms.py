"""What brings a camera to the front of a wall: it has just lost its pictures, or somebody has marked its recordings.

An alarm stands for five minutes from its beginning, until its cause has ended, or until somebody of the wall's
organisation has acknowledged it: then on all walls and screens of the organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from toancanh.governance import Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, NotFound, Principal
from toancanh.media.archive.model import MOTION_MARK
from toancanh.media.archive.seeking import marks_since
from toancanh.media.model import StreamState
from toancanh.media.wall import store
from toancanh.media.wall.layouts import require_live
from toancanh.registry import Registry, StreamRole

STANDS_US = 300_000_000
_LOST = "pictures_lost"
_NO_ALARMS = frozenset({"clock_stepped", MOTION_MARK})
"""Marks of the recorders themselves: all cameras of a machine at once, and nothing is seen on their pictures. And that
something moves before a camera, which in a street it always does."""

Streams = Mapping[tuple[str, StreamRole], Mapping[str, Any]]
"""What the media processes report, by camera and role (`playback.states`)."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """``kind``: ``pictures_lost``, or the kind of the mark."""

    id: str
    camera_id: str
    kind: str
    since_us: int


class Alarms:
    """Of many cameras at once. Thread-safe; blocking."""

    def __init__(self, *, governance: Governance, registry: Registry, database: Database, clock: Clock) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database
        self._clock = clock

    def seen(self, principal: Principal, camera_ids: Collection[str], streams: Streams, source: str) -> list[Alarm]:
        """Those of these cameras that the principal may see live. Raises `Denied` for who sees none anywhere."""
        require_live(self._governance, principal, source)
        view = self._governance.visible(principal, Action.MEDIA_LIVE, "camera")
        refs = self._registry.camera_refs(camera_ids)
        mine = [camera_id for camera_id, ref in refs.items() if view.shows(ref)]
        return self.standing(principal.organisation_id, mine, streams)

    def standing(self, organisation_id: str, camera_ids: Collection[str], streams: Streams) -> list[Alarm]:
        """The newest first, without judgement: for who has asked already which of them may be shown."""
        if not camera_ids:
            return []
        since_us = self._clock.now_us() - STANDS_US
        found = [alarm for each in camera_ids if (alarm := _lost(each, streams.get((each, StreamRole.MAIN)), since_us))]
        with self._database.reading() as connection:
            found += [
                Alarm(id=mark.id, camera_id=mark.camera_id, kind=mark.kind, since_us=mark.start_us)
                for mark in marks_since(connection, camera_ids, since_us)
                if mark.kind not in _NO_ALARMS
            ]
            done = store.acknowledged(connection, organisation_id, {alarm.id for alarm in found})
        found = [alarm for alarm in found if alarm.id not in done]
        return sorted(found, key=lambda alarm: (-alarm.since_us, alarm.id))

    def acknowledge(
        self, principal: Principal, camera_id: str, alarm_id: str, streams: Streams, *, source: str
    ) -> None:
        """It goes back on all walls of the own organisation. Raises `NotFound` where it does not stand (any more)."""
        camera = self._registry.get_camera(principal, camera_id, source=source)
        ref = self._registry.camera_ref(camera)
        if not self._governance.visible(principal, Action.MEDIA_LIVE, "camera").shows(ref):
            self._governance.record_refusal(principal, Action.MEDIA_LIVE, ref, why="no_right", source=source)
            raise Denied("who may not see the camera live acknowledges nothing of it")
        standing = {alarm.id: alarm for alarm in self.standing(principal.organisation_id, [camera_id], streams)}
        alarm = standing.get(alarm_id)
        if alarm is None:
            raise NotFound("this alarm does not stand any more")
        self._keep(principal, alarm, ref)

    def _keep(self, principal: Principal, alarm: Alarm, ref: ResourceRef) -> None:
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            store.forget_acknowledged(tx, before_us=now_us - 2 * STANDS_US)
            if store.acknowledge(tx, principal.organisation_id, alarm.id, user_id=principal.user_id, at_us=now_us):
                details = {"kind": alarm.kind, "since_us": alarm.since_us}
                self._governance.record(
                    tx, principal, "wall.alarm_acknowledge", ref, decision=None, details=details
                )  # fmt: skip


def _lost(camera_id: str, report: Mapping[str, Any] | None, since_us: int) -> Alarm | None:
    """It had pictures and has none: one that never had any is no news. It begins with the last picture: why nothing
    comes changes from one attempt to the next, and each would be an alarm anew.
    """
    if report is None or report["state"] != StreamState.OFFLINE or report.get("last_frame_us") is None:
        return None
    began_us = int(report["last_frame_us"])
    if began_us <= since_us:
        return None
    return Alarm(id=f"{camera_id}:{began_us}", camera_id=camera_id, kind=_LOST, since_us=began_us)
