"""Finding footage without looking at it: summaries of long times, the next gap or mark, which cameras were near.

Judged as playback of no time in particular and not recorded, as the timeline is: no picture is seen. Blocking;
thread-safe.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import cos, hypot, radians

from toancanh.governance import AccessRequest, Action, Governance
from toancanh.governance.holds import Hold
from toancanh.governance.holds import Span as Held
from toancanh.kernel import Clock, Denied, Invalid, NotFound, Principal
from toancanh.media.archive import ArchiveIndex, Gap, Mark, StreamKey
from toancanh.media.archive.seeking import next_gap, next_mark
from toancanh.media.archive.summary import Missing, StreamSums, Stretch, Sums, sums
from toancanh.media.model import GapCause
from toancanh.media.playback.calendar import Unit, stretches_of, zone_of
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import longest
from toancanh.registry import Camera, CameraFilter, Registry, StreamRole

MOST_CAMERAS = 16
SUMMARY_LIMIT_S = 3 * 366 * 86_400.0
SEARCH_LIMIT_S = 31 * 86_400.0
MOST_RADIUS_M = 5_000.0
_MOST_NEAR = 2_000
_PAGE = 100
_MOST_HOLDS = 1_000
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Filled:
    """One stretch: of ``expected_us`` (from the first recording on, up to now) what is recorded, missing and why."""

    stretch: Stretch
    expected_us: int
    recorded_us: int
    missing: dict[GapCause, Missing]
    marks: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Of one camera; holds as far as the asker may read them."""

    camera_id: str
    first_us: int | None
    filled: list[Filled]
    holds: list[Hold]


@dataclass(frozen=True, kw_only=True)
class Near:
    """A camera with pictures of the time, and how far it stands from the place."""

    camera: Camera
    distance_m: float
    filled: Filled


class Kind(enum.StrEnum):
    """What one jumps to."""

    GAP = "gap"
    MARK = "mark"


class Toward(enum.StrEnum):
    """Which way along the time."""

    FORWARD = "forward"
    BACK = "back"


class Finding:
    """What the archive's index and the inventory know together."""

    def __init__(self, *, governance: Governance, registry: Registry, archive: ArchiveIndex, clock: Clock) -> None:
        self._governance = governance
        self._registry = registry
        self._archive = archive
        self._clock = clock

    def allow(
        self, principal: Principal, camera_id: str, asked: Span, *, purpose: str, reference: str, source: str
    ) -> None:
        """The recordings of this camera of this time may be played back. Raises `Denied`, `NotFound`."""
        camera = self._registry.camera_then(principal, camera_id, asked.start_us, asked.end_us, source=source)
        request = AccessRequest(
            action=Action.MEDIA_PLAYBACK, resource=self._registry.camera_ref(camera), purpose=purpose,
            reference=reference, source=source,
        )  # fmt: skip
        self._governance.require_footage(principal, request, asked.start_us, asked.end_us)

    def allowed(
        self, principal: Principal, camera_ids: Sequence[str], asked: Span, *, purpose: str, reference: str,
        source: str,
    ) -> list[str]:  # fmt: skip
        """Of several cameras those whose recordings may be played back; each refusal is on record."""
        if len(camera_ids) > MOST_CAMERAS:
            raise Invalid(f"at most {MOST_CAMERAS} cameras at once", field="cameras")
        refs, then = self._registry.camera_refs(camera_ids), self._governance.footage_now()
        seen = [
            self._governance.visible(principal, one, "camera") for one in (Action.CAMERA_READ, Action.MEDIA_PLAYBACK)
        ]
        found = []
        for camera_id in dict.fromkeys(camera_ids):
            ref = refs.get(camera_id)
            parts = () if ref is None else then(ref, asked.start_us, asked.end_us)
            if parts and all(one.shows(part) for one in seen for part in parts):
                found.append(camera_id)  # without a purpose already; the others are asked one by one
                continue
            with suppress(Denied, NotFound):
                self.allow(principal, camera_id, asked, purpose=purpose, reference=reference, source=source)
                found.append(camera_id)
        return found

    def summary(
        self, principal: Principal, camera_ids: Sequence[str], role: StreamRole, asked: Span, unit: Unit, zone: str
    ) -> list[Summary]:
        """Of cameras that were allowed, month by month, day by day or hour by hour of that zone."""
        longest(asked, SUMMARY_LIMIT_S)
        stretches = stretches_of(asked.start_us, asked.end_us, unit, zone_of(zone))
        counted = self._sums(camera_ids, role, stretches)
        holds = self._holds(principal, camera_ids, Held(stretches[0].start_us, stretches[-1].end_us))
        return [
            Summary(
                camera_id=camera_id,
                first_us=counted[camera_id].first_us,
                filled=[
                    self._filled(counted[camera_id], one, stretch)
                    for one, stretch in zip(counted[camera_id].stretches, stretches, strict=True)
                ],
                holds=[hold for hold in holds if camera_id in hold.camera_ids],
            )
            for camera_id in camera_ids
        ]

    def near(
        self, principal: Principal, place: tuple[float, float], radius_m: float, asked: Span, role: StreamRole,
        *, after: tuple[float, str] | None, limit: int, with_empty: bool,
    ) -> list[Near]:  # fmt: skip
        """Cameras at most so far away that have pictures of the time, the nearest first."""
        longest(asked, SEARCH_LIMIT_S)
        if not 0 < radius_m <= MOST_RADIUS_M:
            raise Invalid(f"the radius lies between 1 and {MOST_RADIUS_M:.0f} metres", field="radius_m")
        around = [one for one in self._around(principal, place, radius_m, asked) if after is None or one[:2] > after]
        stretch = [Stretch(asked.start_us, asked.end_us)]
        found: list[Near] = []
        for start in range(0, len(around), _PAGE):
            part = around[start : start + _PAGE]
            counted = self._sums([camera.id for _, _, camera in part], role, stretch)
            for distance_m, camera_id, camera in part:
                filled = self._filled(counted[camera_id], counted[camera_id].stretches[0], stretch[0])
                if filled.recorded_us > 0 or with_empty:
                    found.append(Near(camera=camera, distance_m=distance_m, filled=filled))
            if len(found) >= limit:
                break
        return found[:limit]

    def following(
        self, principal: Principal, camera_id: str, role: StreamRole, kind: Kind, at_us: int, toward: Toward
    ) -> Mark | Gap | None:
        """The first that begins after ``at_us``, or the last that began before; of a camera that was allowed then.
        None where the way there leads through another owner's time whose footage is not for the principal.
        """
        back = toward is Toward.BACK
        with self._archive.database.reading() as connection:
            if kind is Kind.GAP:
                found: Mark | Gap | None = next_gap(connection, StreamKey(camera_id, role), at_us, back=back)
            else:
                found = next_mark(connection, camera_id, at_us, back=back)
        ref = self._registry.camera_refs([camera_id]).get(camera_id)
        if found is None or ref is None:
            return None
        here = self._governance.footage(ref, at_us, at_us)
        way = self._governance.footage(ref, min(at_us, found.start_us), max(at_us, found.start_us + 1))
        visible = self._governance.visible(principal, Action.MEDIA_PLAYBACK, "camera")
        return found if all(one in here or visible.shows(one) for one in way) else None

    def _around(
        self, principal: Principal, place: tuple[float, float], radius_m: float, asked: Span
    ) -> list[tuple[float, str, Camera]]:
        visible = self._governance.visible(principal, Action.MEDIA_PLAYBACK, "camera")
        wanted = CameraFilter(near=f"{place[0]!r},{place[1]!r},{radius_m!r}")
        listed = self._registry.lists.page(principal, wanted, after="", limit=_MOST_NEAR + 1)
        if len(listed) > _MOST_NEAR:
            raise Invalid(f"more than {_MOST_NEAR} cameras stand there; take a smaller radius", field="radius_m")
        then = self._governance.footage_now()
        seen = [
            one.camera
            for one in listed
            if all(map(visible.shows, then(self._registry.camera_ref(one.camera), asked.start_us, asked.end_us)))
        ]
        return sorted(((_distance_m(place, one), one.id, one) for one in seen), key=lambda found: found[:2])

    def _holds(self, principal: Principal, camera_ids: Sequence[str], span: Held) -> list[Hold]:
        """Those that last, as far as the principal may read them."""
        of_one = camera_ids[0] if len(camera_ids) == 1 else ""
        found = self._governance.holds.page(principal, after="", limit=_MOST_HOLDS, camera_id=of_one, active=True)
        return [hold for hold in found if hold.span.touches(*span)]

    def _sums(self, camera_ids: Sequence[str], role: StreamRole, stretches: Sequence[Stretch]) -> dict[str, StreamSums]:
        if not camera_ids:
            return {}
        with self._archive.database.reading() as connection:
            return sums(
                connection, camera_ids, role, stretches, now_us=self._clock.now_us(), away=self._archive.places.away()
            )

    @staticmethod
    def _filled(of: StreamSums, found: Sums, stretch: Stretch) -> Filled:
        first_us = of.until_us if of.first_us is None else of.first_us
        expected_us = max(0, min(stretch.end_us, of.until_us) - max(stretch.start_us, first_us))
        missing_us = sum(one.us for one in found.missing.values())
        return Filled(
            stretch=stretch, expected_us=expected_us, recorded_us=max(0, expected_us - missing_us),
            missing=found.missing, marks=found.marks,
        )  # fmt: skip


def _distance_m(place: tuple[float, float], camera: Camera) -> float:
    """Flat, as the circle of the inventory's filter is."""
    north = camera.lat - place[0]
    east = (camera.lon - place[1]) * max(cos(radians(place[0])), 0.01)
    return round(hypot(north, east) * _METRES_PER_DEGREE, 1)
