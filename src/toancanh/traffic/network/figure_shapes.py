"""What the routes of a network's figures give: state, history, junction, report."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from toancanh.infra.http import TimeOut
from toancanh.traffic.network.model import Basis, Period, Turn, Unknown
from toancanh.traffic.state import LEVELS, UNKNOWN, Level
from toancanh.traffic.steps import CITY_ZONE, Interval

if TYPE_CHECKING:
    from toancanh.traffic.network.flowing import NetworkFlows, NetworkState
    from toancanh.traffic.network.junctions import JunctionView, Passing
    from toancanh.traffic.network.reports import NetworkReport, SegmentReport
    from toancanh.traffic.network.spread import Jam
    from toancanh.traffic.network.states import SegmentForecast, SegmentState

Values = list[float | None]


class SegmentForecastOut(BaseModel):
    """In so many minutes. ``*_error``: how far the same forecasts were off over the last day, the median, as a share of
    what came; null where too few can be told.
    """

    minutes: int
    basis: Basis
    level: Level | None
    volume_per_h: float | None
    speed_mps: float | None
    travel_time_s: float | None
    volume_error: float | None
    travel_time_error: float | None

    @classmethod
    def of(cls, source: SegmentForecast) -> Self:
        """As shown."""
        return cls.model_construct(None, **_plain_fields(cls, source))


class SegmentStateOut(BaseModel):
    """One segment over the quarter of an hour up to ``until``, or what is told of a later one. Null is "not known"."""

    id: str
    basis: Basis = Basis.MEASURED
    unknown: Unknown | None = Field(default=None, description="Why nothing is known; null where something is.")
    flags: list[str] = Field(default=[], description="Why something of it is left out.")
    seen: float = Field(description="Share of the time that was looked at and is not left out.")
    level: Level | None = Field(description="Level of service, A (free) to F (full): by delay or by speed, the worse.")
    volume_per_h: float | None = None
    pcu_per_h: float | None = None
    speed_mps: float | None = Field(default=None, description="Space mean speed: the harmonic mean of who passed.")
    free_mps: float | None = Field(default=None, description="On a free road; the limit where it was not measured yet.")
    free_is_limit: bool = False
    travel_time_s: float | None = Field(default=None, description="Length by speed, and the standing time at its end.")
    free_time_s: float | None = None
    delay_s: float | None = Field(default=None, description="Standing time by vehicle that left.")
    occupancy: float | None = None
    saturation: float | None = None
    queue_m: float | None = Field(default=None, description="Mean length of the queue at its end, the longest lane.")
    queue_max_m: float | None = None
    queue_share: float | None = Field(default=None, description="The queue by the segment's length, 1 is full.")
    queue_growth_m_per_min: float | None = None
    usual_per_h: float | None = None
    usual_mps: float | None = None
    usual_time_s: float | None = None
    ratio: float | None = Field(default=None, description="Volume by the usual one.")
    forecasts: list[SegmentForecastOut] = Field(default=[], description="Only of the state now.")

    @classmethod
    def of(cls, source: SegmentState) -> Self:
        """As shown."""
        told = _plain_fields(cls, source)
        told["flags"] = list(source.flags)
        told["forecasts"] = [SegmentForecastOut.of(one) for one in source.forecasts]
        return cls.model_construct(None, **told)


class JamNextOut(BaseModel):
    """A segment that a jam reaches next. ``minutes``: until the jammed one in front of it is full; null: unknown."""

    id: str
    minutes: float | None


class JamOut(BaseModel):
    """Jammed segments (level E or F) that hang together. ``heads``: those where it begins: behind them it flows."""

    segment_ids: list[str]
    heads: list[str]
    length_m: float
    queue_m: float | None
    next: list[JamNextOut]

    @classmethod
    def of(cls, source: Jam) -> Self:
        """As shown."""
        return cls(
            segment_ids=list(source.segment_ids), heads=list(source.heads), length_m=round(source.length_m, 1),
            queue_m=None if source.queue_m is None else round(source.queue_m, 1),
            next=[
                JamNextOut(id=one.segment_id, minutes=None if one.minutes is None else round(one.minutes, 1))
                for one in source.next
            ],
        )  # fmt: skip


class NetworkStateOut(BaseModel):
    """How it flows, or did, or will. ``ahead_min``: 0 is measured. In the order of the network's features."""

    until: TimeOut
    ahead_min: int
    version: str = Field(description="Of the networks; ask for them again where it differs.")
    segments: list[SegmentStateOut]
    jams: list[JamOut]
    measured: int = Field(description="Segments of which anything is known.")

    @classmethod
    def of(cls, source: NetworkState) -> Self:
        """As shown."""
        return cls.model_construct(
            None, until=source.until_us, ahead_min=source.ahead_min, version=source.network.version,
            segments=[SegmentStateOut.of(one) for one in source.states], jams=[JamOut.of(one) for one in source.jams],
            measured=sum(one.unknown is None for one in source.states),
        )  # fmt: skip


class SegmentHistoryOut(BaseModel):
    """One value for each step; null is "not known"."""

    id: str
    levels: str = Field(description="One letter for each step, A to F; `-` is not known.")
    volume_per_h: Values
    speed_mps: Values
    travel_time_s: Values
    queue_m: Values


class NetworkHistoryOut(BaseModel):
    """Quarters of an hour of all segments of which anything is known."""

    starts: list[TimeOut]
    end: TimeOut
    version: str
    segments: list[SegmentHistoryOut]

    @classmethod
    def of(cls, source: NetworkFlows) -> Self:
        """As shown."""
        flows = source.flows
        columns = {
            "volume_per_h": _table(flows.volume_per_h, 0), "speed_mps": _table(flows.speed_mps, 1),
            "travel_time_s": _table(source.times_s, 0), "queue_m": _table(flows.queue_m, 0),
        }  # fmt: skip
        letters = np.array([*(str(level) for level in LEVELS), "-"])[source.levels]
        known = np.flatnonzero((source.levels != UNKNOWN).any(axis=1) | np.isfinite(flows.volume_per_h).any(axis=1))
        segments = [
            SegmentHistoryOut.model_construct(
                None, id=source.wiring.segments[at].id, levels="".join(letters[at]),
                **{name: values[at] for name, values in columns.items()},
            )
            for at in known.tolist()
        ]  # fmt: skip
        return cls.model_construct(
            None, starts=flows.marks[:-1].tolist(), end=int(flows.marks[-1]), version=source.network.version,
            segments=segments,
        )  # fmt: skip


class ApproachOut(BaseModel):
    """A segment that ends at the junction; lists have one value for each step."""

    segment_id: str
    name: str
    heading_deg: float = Field(description="Which way its traffic looks at the junction, clockwise from north.")
    lanes: int
    length_m: float
    state: SegmentStateOut
    camera_ids: list[str] = Field(description="That measure it and that the reader may know of.")
    volume_per_h: Values
    queue_m: Values
    queue_max_m: Values
    queue_vehicles: Values
    delay_s: Values


class ExitOut(BaseModel):
    """A segment that begins at the junction."""

    segment_id: str
    name: str
    heading_deg: float
    lanes: int
    state: SegmentStateOut


class JunctionMovementOut(BaseModel):
    """Over the whole range, and by step. ``seen``: share of the range that was looked at."""

    from_segment: str
    to_segment: str
    turn: Turn
    seen: float
    vehicles: int | None
    kinds: dict[str, int]
    volume_per_h: float | None
    pcu_per_h: float | None
    series_per_h: Values


class JunctionOut(BaseModel):
    """One junction over a time. ``level`` and ``delay_s`` are of now: the approaches' mean by their vehicles."""

    id: str
    name: str
    owner_id: str
    site_id: str
    lon: float
    lat: float
    has_signal: bool
    level: Level | None
    delay_s: float | None
    camera_ids: list[str] = Field(description="At its site or measuring it, that the reader may know of.")
    until: TimeOut
    step: Interval
    starts: list[TimeOut]
    end: TimeOut
    approaches: list[ApproachOut]
    exits: list[ExitOut]
    movements: list[JunctionMovementOut]

    @classmethod
    def of(cls, source: JunctionView, step: Interval, camera_ids: Collection[str]) -> Self:
        """``camera_ids``: at its site, that the reader may know of."""
        junction, flows = source.junction, source.flows
        names = ("volume_per_h", "queue_m", "queue_max_m", "queue_vehicles", "delay_s")
        columns = {name: _table(getattr(flows, name), 1) for name in names}
        approaches = [
            ApproachOut(
                segment_id=one.segment.id, name=one.segment.name, heading_deg=round(one.segment.arrives_deg, 1),
                lanes=one.segment.lanes, length_m=round(one.segment.length_m, 1), state=SegmentStateOut.of(one.state),
                camera_ids=list(one.camera_ids), **{name: values[one.row] for name, values in columns.items()},
            )
            for one in source.approaches
        ]  # fmt: skip
        exits = [
            ExitOut(
                segment_id=one.id, name=one.name, heading_deg=round(one.leaves_deg, 1), lanes=one.lanes,
                state=SegmentStateOut.of(state),
            )
            for one, state in source.exits
        ]  # fmt: skip
        measuring = {id for one in source.approaches for id in one.camera_ids}
        return cls(
            id=junction.id, name=junction.name, owner_id=junction.owner_id, site_id=junction.site_id,
            lon=junction.at[0], lat=junction.at[1], has_signal=junction.has_signal, level=source.level,
            delay_s=plain(source.delay_s, 1), camera_ids=sorted({*camera_ids, *measuring}), until=source.until_us,
            step=step, starts=source.marks[:-1].tolist(), end=int(source.marks[-1]), approaches=approaches, exits=exits,
            movements=[_movement(one) for one in source.movements],
        )  # fmt: skip


class SegmentReportOut(BaseModel):
    """One segment over the period. ``jammed_s``: the time of its quarters of level E or F."""

    id: str
    name: str
    length_m: float
    seen: float
    vehicles: int | None = Field(description="That were counted: no more than was seen.")
    per_day: float | None = Field(description="Vehicles a day: the mean rate over the hours of the day.")
    peak_start: TimeOut | None
    peak_per_h: float | None
    speed_mps: float | None
    travel_time_s: float | None
    worst_time_s: float | None = Field(description="The travel time that 95 of 100 quarters do not reach.")
    free_time_s: float | None
    delay_s: float | None
    queue_max_m: float | None
    level: Level | None = Field(description="The worst that lasted an hour or more together.")
    jammed_s: float
    against_before: float | None = Field(description="Vehicles by those of the same period a week before.")

    @classmethod
    def of(cls, source: SegmentReport) -> Self:
        """As shown."""
        told = _plain_fields(cls, source) | {
            "id": source.segment.id, "name": source.segment.name, "length_m": round(source.segment.length_m, 1),
            "peak_start": source.peak_start_us,
        }  # fmt: skip
        return cls.model_construct(None, **told)


class NetworkReportOut(BaseModel):
    """A day or a week; segments in the order of how long they were jammed."""

    period: Period
    starts: TimeOut
    end: TimeOut
    zone: str
    segments: list[SegmentReportOut]
    measured: int
    vehicles_km: float | None = Field(description="Vehicle kilometres that were seen.")
    mean_speed_mps: float | None = Field(description="By vehicle kilometres.")
    jammed_km_h: float = Field(description="Kilometres times hours at level E or F.")
    hours: list[TimeOut]
    volume_by_hour: Values = Field(description="Vehicle kilometres an hour, of the segments known then.")
    speed_by_hour: Values

    @classmethod
    def of(cls, source: NetworkReport) -> Self:
        """As shown."""
        return cls.model_construct(
            None, period=source.period, starts=source.from_us, end=source.until_us, zone=CITY_ZONE,
            segments=[SegmentReportOut.of(one) for one in source.segments], measured=source.measured,
            vehicles_km=plain(source.vehicles_km, 1), mean_speed_mps=plain(source.mean_speed_mps),
            jammed_km_h=round(source.jammed_km_h, 2), hours=source.hours.tolist(),
            volume_by_hour=_table(source.volume_by_hour[None, :], 1)[0],
            speed_by_hour=_table(source.speed_by_hour[None, :], 2)[0],
        )  # fmt: skip


def plain(value: float, digits: int = 4) -> float | None:
    """As JSON has it: NaN is null."""
    return None if math.isnan(value) else round(value, digits)


def _plain_fields(shape: type[BaseModel], source: object) -> dict[str, Any]:
    """Those of a shape that its source has under the same name."""
    found = {name: getattr(source, name) for name in shape.model_fields if hasattr(source, name)}
    return {name: plain(value) if isinstance(value, float) else value for name, value in found.items()}


def _table(values: NDArray[np.float64], digits: int) -> list[Values]:
    """Rows as JSON has them: NaN is null."""
    rounded = np.round(values, digits)
    table = np.where(np.isnan(rounded), None, rounded.astype(object))  # type: ignore[call-overload]
    found: list[Values] = table.tolist()
    return found


def _movement(one: Passing) -> JunctionMovementOut:
    of = one.movement
    return JunctionMovementOut(
        from_segment=of.from_segment, to_segment=of.to_segment, turn=of.turn, seen=round(one.seen, 4),
        vehicles=one.vehicles, kinds=dict(one.kinds), volume_per_h=plain(one.volume_per_h, 1),
        pcu_per_h=plain(one.pcu_per_h, 1), series_per_h=_table(one.series_per_h[None, :], 1)[0],
    )  # fmt: skip
