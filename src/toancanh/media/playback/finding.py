"""Finding footage without looking at it: summaries of long times, the next gap or mark, which cameras were near.

Judged as playback of no time in particular and not recorded, as the timeline is: no picture is seen. Blocking;
thread-safe.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from math import cos, hypot, radians

from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, Parted
from toancanh.governance.holds import Hold
from toancanh.governance.holds import Span as Held
from toancanh.kernel import Clock, Denied, Invalid, NotFound, Principal
from toancanh.media.archive import ArchiveIndex, Gap, Mark, StreamKey
from toancanh.media.archive.seeking import next_gap, next_mark
from toancanh.media.archive.summary import Missing, StreamSums, Stretch, Sums, sums
from toancanh.media.model import GapCause
from toancanh.media.playback.calendar import Unit, stretches_of, zone_of
from toancanh.media.playback.parts import left_out_of
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import LeftOut
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
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Near:
    """A camera with pictures of the time, and how far it stands from the place."""

    camera: Camera
    distance_m: float
    filled: Filled


@dataclass(frozen=True, kw_only=True)
class Why:
    """What a question about footage is asked with."""

    purpose: str = ""
    reference: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class _Around:
    """A camera near a place in ``spans``, which are for the asker."""

    distance_m: float
    camera: Camera
    spans: tuple[tuple[int, int], ...]


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

    def allow(self, principal: Principal, camera_id: str, asked: Span, why: Why) -> Parted:
        """What of this time of the camera's recordings may be played back. Raises `Denied`, `NotFound`."""
        camera = self._registry.camera_then(
            principal, camera_id, asked.start_us, asked.end_us, source=why.source
        )  # fmt: skip
        request = AccessRequest(
            action=Action.MEDIA_PLAYBACK, resource=self._registry.camera_ref(camera), purpose=why.purpose,
            reference=why.reference, source=why.source,
        )  # fmt: skip
        parted = self._governance.parted(principal, request, asked.start_us, asked.end_us)
        for span in parted.spans:
            self._governance.require_footage(principal, request, *span)
        return parted

    def _allowed(
        self, principal: Principal, camera_ids: Sequence[str], asked: Span, why: Why
    ) -> dict[str, Parted]:  # fmt: skip
        """The same of several cameras, of those of which there is something; each refusal is on record."""
        refs, then = self._registry.camera_refs(camera_ids), self._governance.footage_now()
        seen = [
            self._governance.visible(principal, one, "camera") for one in (Action.CAMERA_READ, Action.MEDIA_PLAYBACK)
        ]
        found = {}
        for camera_id in dict.fromkeys(camera_ids):
            ref = refs.get(camera_id)
            parts = () if ref is None else then(ref, asked.start_us, asked.end_us)
            if parts and all(one.shows(part) for one in seen for part in parts):
                found[camera_id] = Parted(spans=((asked.start_us, asked.end_us),))
                continue  # without a purpose already; the others are asked one by one
            with suppress(Denied, NotFound):
                found[camera_id] = self.allow(principal, camera_id, asked, why)
        return found

    def summary(
        self, principal: Principal, camera_id: str, role: StreamRole, asked: Span, unit: Unit, zone: str, why: Why
    ) -> Summary:
        """Month by month, day by day or hour by hour of that zone. Raises `Denied`, `NotFound`."""
        stretches, whole = _stretches(asked, unit, zone)
        return self._summaries(principal, {camera_id: self.allow(principal, camera_id, whole, why)}, role, stretches)[0]

    def summaries(
        self, principal: Principal, camera_ids: Sequence[str], role: StreamRole, asked: Span, unit: Unit, zone: str,
        why: Why,
    ) -> list[Summary]:  # fmt: skip
        """The same of several cameras: of those whose recordings may be played back."""
        if len(camera_ids) > MOST_CAMERAS:
            raise Invalid(f"at most {MOST_CAMERAS} cameras at once", field="cameras")
        stretches, whole = _stretches(asked, unit, zone)
        return self._summaries(principal, self._allowed(principal, camera_ids, whole, why), role, stretches)

    def _summaries(
        self, principal: Principal, allowed: Mapping[str, Parted], role: StreamRole, stretches: Sequence[Stretch]
    ) -> list[Summary]:
        counted = self._counted({camera_id: one.spans for camera_id, one in allowed.items()}, role, stretches)
        holds = self._holds(principal, list(allowed), Held(stretches[0].start_us, stretches[-1].end_us))
        return [
            Summary(
                camera_id=camera_id,
                first_us=counted[camera_id][0],
                filled=counted[camera_id][1],
                holds=[hold for hold in holds if camera_id in hold.camera_ids],
                left_out=left_out_of(parted, [Span(start_us=one[0], end_us=one[1]) for one in parted.spans]),
            )
            for camera_id, parted in allowed.items()
        ]

    def near(
        self, principal: Principal, place: tuple[float, float], radius_m: float, asked: Span, role: StreamRole,
        *, after: tuple[float, str] | None, limit: int, with_empty: bool,
    ) -> list[Near]:  # fmt: skip
        """Cameras that stood at most so far away and have pictures of that time, the nearest first."""
        longest(asked, SEARCH_LIMIT_S)
        if not 0 < radius_m <= MOST_RADIUS_M:
            raise Invalid(f"the radius lies between 1 and {MOST_RADIUS_M:.0f} metres", field="radius_m")
        around = [
            one
            for one in self._around(principal, place, radius_m, asked)
            if after is None or (one.distance_m, one.camera.id) > after
        ]
        stretch = [Stretch(asked.start_us, asked.end_us)]
        found: list[Near] = []
        for start in range(0, len(around), _PAGE):
            part = around[start : start + _PAGE]
            counted = self._counted({one.camera.id: one.spans for one in part}, role, stretch)
            for one in part:
                [filled] = counted[one.camera.id][1]
                if filled.recorded_us > 0 or with_empty:
                    found.append(Near(camera=one.camera, distance_m=one.distance_m, filled=filled))
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
    ) -> list[_Around]:  # fmt: skip
        """By where they stood and whose they were in that time."""
        visible = self._governance.visible(principal, Action.MEDIA_PLAYBACK, "camera")
        wanted = CameraFilter(near=f"{place[0]!r},{place[1]!r},{radius_m!r}")
        listed = self._registry.lists.page(principal, wanted, after="", limit=_MOST_NEAR + 1)
        if len(listed) > _MOST_NEAR:
            raise Invalid(f"more than {_MOST_NEAR} cameras stand there; take a smaller radius", field="radius_m")
        changed = {camera.id: (camera, stood) for camera, stood in self._registry.stood(asked.start_us, asked.end_us)}
        parts_of = self._governance.footage_parts()
        found = []
        for one in listed:
            ref = self._registry.camera_ref(one.camera)
            shown = [visible.shows(part) for part, _, _ in parts_of(ref, asked.start_us, asked.end_us)]
            if one.camera.id not in changed and all(shown):
                distance_m = _distance_m(place, (one.camera.lat, one.camera.lon))
                whole = ((asked.start_us, asked.end_us),)
                found.append(_Around(distance_m=distance_m, camera=one.camera, spans=whole))
        for camera, stood in changed.values():
            ref = self._registry.camera_ref(camera)
            parts = [part for part, _, _ in parts_of(ref, asked.start_us, asked.end_us)]
            if any(PROTECTED in part.tags - ref.tags and not visible.shows(part) for part in parts):
                continue  # how much of the time is told would tell when it was protected
            shown_at = [
                ((from_us, to_us), one.place)
                for one in stood
                if _distance_m(place, one.place) <= radius_m
                for part, from_us, to_us in parts_of(ref, one.from_us, one.to_us)
                if visible.shows(part)
            ]
            if shown_at:
                spans = tuple(span for span, _ in shown_at)
                with suppress(Denied, NotFound):  # it may be played back, and nothing be read of it
                    then = self._registry.camera_then(principal, camera.id, *spans[-1])
                    lat, lon = min((at for _, at in shown_at), key=partial(_distance_m, place))
                    found.append(
                        _Around(
                            distance_m=_distance_m(place, (lat, lon)), camera=replace(then, lat=lat, lon=lon),
                            spans=spans,
                        )
                    )  # fmt: skip
        return sorted(found, key=lambda one: (one.distance_m, one.camera.id))

    def _holds(self, principal: Principal, camera_ids: Sequence[str], span: Held) -> list[Hold]:
        """Those that last, as far as the principal may read them."""
        of_one = camera_ids[0] if len(camera_ids) == 1 else ""
        found = self._governance.holds.page(principal, after="", limit=_MOST_HOLDS, camera_id=of_one, active=True)
        return [hold for hold in found if hold.span.touches(*span)]

    def _counted(
        self, shown: Mapping[str, Sequence[tuple[int, int]]], role: StreamRole, stretches: Sequence[Stretch]
    ) -> dict[str, tuple[int | None, list[Filled]]]:
        """Since when each camera has recordings, and its stretches; of both what lies in the times ``shown``."""
        whole = ((stretches[0].start_us, stretches[-1].end_us),)
        found: dict[str, tuple[int | None, list[Filled]]] = {}
        counted = self._sums([camera_id for camera_id, spans in shown.items() if spans == whole], role, stretches)
        for camera_id, of in counted.items():
            filled = [self._filled(of, one, stretch) for one, stretch in zip(of.stretches, stretches, strict=True)]
            found[camera_id] = of.first_us, filled
        for camera_id in shown.keys() - counted.keys():
            found[camera_id] = self._counted_within(camera_id, shown[camera_id], role, stretches)
        return found

    def _counted_within(
        self, camera_id: str, spans: Sequence[tuple[int, int]], role: StreamRole, stretches: Sequence[Stretch]
    ) -> tuple[int | None, list[Filled]]:
        filled = [_nothing(stretch) for stretch in stretches]
        firsts: list[int] = []
        for start_us, end_us in spans:
            clipped = [Stretch(max(one.start_us, start_us), min(one.end_us, end_us)) for one in stretches]
            inside = [(number, one) for number, one in enumerate(clipped) if one.start_us < one.end_us]
            of = self._sums([camera_id], role, [one for _, one in inside])[camera_id]
            if of.first_us is not None and of.first_us < end_us:
                firsts.append(max(of.first_us, start_us))
            for (number, stretch), sums_of in zip(inside, of.stretches, strict=True):
                filled[number] = _together(filled[number], self._filled(of, sums_of, stretch))
        return min(firsts, default=None), filled

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


def _stretches(asked: Span, unit: Unit, zone: str) -> tuple[list[Stretch], Span]:
    """And the time that they are of together, which is judged: whole months, days or hours."""
    longest(asked, SUMMARY_LIMIT_S)
    found = stretches_of(asked.start_us, asked.end_us, unit, zone_of(zone))
    return found, Span(start_us=found[0].start_us, end_us=found[-1].end_us)


def _nothing(stretch: Stretch) -> Filled:
    return Filled(stretch=stretch, expected_us=0, recorded_us=0, missing={}, marks={})


def _together(one: Filled, other: Filled) -> Filled:
    """Two parts of the stretch of ``one``."""
    missing, marks = dict(one.missing), dict(one.marks)
    for cause, (us, gaps) in other.missing.items():
        before = missing.get(cause, Missing(0, 0))
        missing[cause] = Missing(before.us + us, before.gaps + gaps)
    for kind, many in other.marks.items():
        marks[kind] = marks.get(kind, 0) + many
    return replace(
        one, expected_us=one.expected_us + other.expected_us, recorded_us=one.recorded_us + other.recorded_us,
        missing=missing, marks=marks,
    )  # fmt: skip


def _distance_m(place: tuple[float, float], other: tuple[float, float]) -> float:
    """Flat, as the circle of the inventory's filter is."""
    north = other[0] - place[0]
    east = (other[1] - place[1]) * max(cos(radians(place[0])), 0.01)
    return round(hypot(north, east) * _METRES_PER_DEGREE, 1)
