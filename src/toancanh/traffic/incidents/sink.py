"""What watches cameras for incidents, as the process of watching calls it (`vision.watch.ports.Sink`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from toancanh.health.model import FaultKind
from toancanh.kernel import NotFound, Unavailable
from toancanh.registry import Registry
from toancanh.traffic.incidents.joining import SOMEWHERE_M
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import Signal, Spot
from toancanh.traffic.incidents.service import Incidents
from toancanh.traffic.incidents.watching import IncidentWatch
from toancanh.vision.watch.ports import Assignment, FrameQuality, Interruption, Method, Purpose
from toancanh.vision.watching import Sight

EXPRESSWAY = "expressway"
"""The tag of a camera over a road where nobody may walk."""
_HOLD_US = 1_500_000
_FLUSH_US = 60_000_000
_KEEP_US = 900_000_000
_KEEP_AT_ONCE = 16
_GROUND_M = 3.0
_MOST_WAITING = 1000


class Origin(Protocol):
    """Where on the earth a camera's calibrated ground lies (`vision.drawings.GroundOrigin`)."""

    def degrees(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Latitude and longitude of a point of the ground."""
        ...


Origins = Callable[[str], Origin | None]
"""By camera; None where nobody knows."""


@dataclass(kw_only=True)
class _Camera:
    """``version``: of what is drawn; ``last_us``: of the last look, by the counter that nobody sets; ``kept``: what is
    kept of it as text, and ``keep_us`` when it is kept next.
    """

    watch: IncidentWatch
    version: int
    spot: Spot
    origin: Origin | None
    last_us: int | None = None
    kept: str = ""
    keep_us: int = 0


class IncidentSink:
    """A `Sink`. What was learned of a camera's flow is kept now and then, and holds until its drawings are changed or
    it is turned.
    """

    def __init__(self, incidents: Incidents, *, registry: Registry, origins: Origins) -> None:
        self._incidents = incidents
        self._registry = registry
        self._origins = origins
        self._cameras: dict[str, _Camera] = {}
        self._signals: list[Signal] = []
        self._watched_s: dict[str, float] = {}
        self._next_flush_us = 0

    def begins(self, assignment: Assignment) -> None:
        """A camera that is not watched for incidents is left alone."""
        camera_id = assignment.camera_id
        before = self._cameras.pop(camera_id, None)
        if before is not None:
            self._keep({camera_id: before})
        if Purpose.INCIDENTS not in assignment.purposes:
            return
        try:
            camera = self._registry.camera_for(camera_id)
        except NotFound:
            return  # it is gone: the plan will say so
        is_known = before is not None and before.version == assignment.version
        learned = before.watch.learned if before is not None and is_known else self._kept(camera_id, assignment.version)
        self._cameras[camera_id] = _Camera(
            watch=IncidentWatch(
                camera_id,
                assignment.zones,
                assignment.calibration,
                expressway=EXPRESSWAY in camera.tags,
                absorbs=assignment.method_name == Method.WITHOUT_WEIGHTS,
                learned=learned,
            ),
            version=assignment.version,
            spot=Spot(lat=camera.lat, lon=camera.lon, uncertainty_m=SOMEWHERE_M),
            origin=self._origins(camera_id) if assignment.calibration is not None else None,
            kept=learned.text(),
        )

    def saw(self, camera_id: str, sight: Sight, frame: FrameQuality) -> None:
        """What health calls of no use is no basis for an alarm: as if nobody had looked."""
        camera = self._cameras.get(camera_id)
        if camera is None:
            return
        if not frame.is_fit:
            camera.watch.interrupted()
            if FaultKind.MOVED in frame.faults:
                camera.watch.unlearn()
            camera.last_us = None
            return
        if camera.last_us is not None and 0 < frame.steady_us - camera.last_us <= _HOLD_US:
            passed_s = (frame.steady_us - camera.last_us) / 1e6
            self._watched_s[camera_id] = self._watched_s.get(camera_id, 0.0) + passed_s
        camera.last_us = frame.steady_us
        told = camera.watch.step(frame.time_us, sight.observations)
        self._signals += [replace(one, spot=_spot(one, camera)) for one in told]

    def interrupted(self, camera_id: str, why: Interruption, at_us: int) -> None:
        """Tracks begin anew."""
        camera = self._cameras.get(camera_id)
        if camera is not None:
            camera.watch.interrupted()
            camera.last_us = None

    def round(self, now_us: int) -> None:
        """What was told since the last one."""
        self._tell()
        if now_us >= self._next_flush_us:
            self._next_flush_us = now_us + _FLUSH_US
            self._flush()
        due = dict(islice((one for one in self._cameras.items() if one[1].keep_us <= now_us), _KEEP_AT_ONCE))
        for camera in due.values():
            camera.keep_us = now_us + _KEEP_US
        self._keep(due)

    def close(self) -> None:
        """The rest."""
        self._tell()
        self._flush()
        self._keep(self._cameras)

    def _kept(self, camera_id: str, version: int) -> Learned:
        """Where the database is away it is learned anew: better than not to watch."""
        try:
            return self._incidents.learned(camera_id, version)
        except Unavailable:
            return Learned()

    def _keep(self, cameras: Mapping[str, _Camera]) -> None:
        """Of those that have learned something since. Where the database is away the next time will do."""
        learned = {camera_id: camera.watch.learned for camera_id, camera in cameras.items()}
        texts = {camera_id: one.text() for camera_id, one in learned.items()}
        changed = [camera_id for camera_id, text in texts.items() if text != cameras[camera_id].kept]
        try:
            self._incidents.keep_learned({id: (cameras[id].version, learned[id]) for id in changed})
        except Unavailable:
            return
        for camera_id in changed:
            cameras[camera_id].kept = texts[camera_id]

    def _tell(self) -> None:
        """Where the database is away they wait, the latest of them: what lasts is told again anyway."""
        self._signals = self._signals[-_MOST_WAITING:]
        self._incidents.signalled(self._signals)
        self._signals = []

    def _flush(self) -> None:
        self._incidents.watched(self._watched_s)
        self._watched_s = {}


def _spot(signal: Signal, camera: _Camera) -> Spot:
    """On the ground where that has a place, else about where the camera hangs."""
    if camera.origin is None or signal.ground_m is None:
        return camera.spot
    lat, lon = camera.origin.degrees(*signal.ground_m)
    return Spot(lat=lat, lon=lon, uncertainty_m=_GROUND_M)
