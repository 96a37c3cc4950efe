"""The state of what is public, made once a minute for everybody."""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from toancanh.kernel import Clock, Unavailable
from toancanh.traffic.network.flowing import Flowing
from toancanh.traffic.network.model import Basis, Segment
from toancanh.traffic.network.networks import Networks
from toancanh.traffic.network.states import SegmentState
from toancanh.traffic.state import Level

LASTS_US = 60_000_000
_PERIOD_US = 15 * 60_000_000
_AGAIN_S = 5


@dataclass(frozen=True, kw_only=True)
class PublicForecast:
    """In so many minutes. None: not known."""

    minutes: int
    level: Level | None
    travel_time_s: int | None
    error: float | None


@dataclass(frozen=True, kw_only=True)
class PublicSegment:
    """One stretch of road. None: not known. Rounded: more digits than these would be of no use to anybody."""

    id: str
    name: str
    line: Sequence[tuple[float, float]]
    length_m: int
    level: Level | None
    speed_kmh: int | None
    volume_per_h: int | None
    travel_time_s: int | None
    free_time_s: int | None
    usual_time_s: int | None
    forecasts: Sequence[PublicForecast]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """``from_us`` and ``until_us``: the quarter of an hour that it is of."""

    from_us: int
    until_us: int
    segments: Sequence[PublicSegment]


@dataclass(frozen=True, kw_only=True)
class Given:
    """One form of it, with what a cache compares (RFC 9110, 8.8.3)."""

    content: bytes
    etag: str
    until_us: int


@dataclass(kw_only=True)
class _Made:
    snapshot: Snapshot
    ends_us: int
    forms: dict[str, Given] = field(default_factory=dict)


class OpenData:
    """``forms``: how each format is written, by name. Thread-safe; one request at a time looks anew, and the others are
    given what there is: strangers who ask at once hold up nobody.
    """

    def __init__(
        self,
        networks: Networks,
        flowing: Flowing,
        *,
        clock: Clock,
        forms: Mapping[str, Callable[[Snapshot], bytes]],
    ) -> None:
        self._networks = networks
        self._flowing = flowing
        self._clock = clock
        self._forms = forms
        self._looking = threading.Lock()
        self._made: _Made | None = None
        self._forgotten = 0

    def snapshot(self) -> Snapshot:
        """As it is now, at most a minute old. Raises `Unavailable` while it is made for the first time."""
        return self._now().snapshot

    def given(self, form: str) -> Given:
        """The same in one of the formats."""
        made = self._now()
        if form not in made.forms:
            content = self._forms[form](made.snapshot)
            etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
            made.forms[form] = Given(content=content, etag=etag, until_us=made.snapshot.until_us)
        return made.forms[form]

    def forget(self) -> None:
        """Somebody took figures back: nobody is given what was there, nor what is being put together now."""
        self._forgotten += 1
        self._made = None

    def _now(self) -> _Made:
        made = self._made
        if made is not None and self._clock.monotonic_us() < made.ends_us:
            return made
        if not self._looking.acquire(blocking=False):
            if made is not None:
                return made
            raise Unavailable("the figures are being put together; try again", retry_after_s=_AGAIN_S)
        try:
            return self._look()
        finally:
            self._looking.release()

    def _look(self) -> _Made:
        while True:
            before, seen = self._forgotten, self._networks.public()
            found = self._flowing.state_of(seen)
            segments = [_public(seen.network.segments[one.id], one) for one in found.states]
            snapshot = Snapshot(from_us=found.until_us - _PERIOD_US, until_us=found.until_us, segments=segments)
            made = _Made(snapshot=snapshot, ends_us=self._clock.monotonic_us() + LASTS_US)
            if before == self._forgotten:
                self._made = made
                return made


def _public(segment: Segment, state: SegmentState) -> PublicSegment:
    forecasts = [
        PublicForecast(
            minutes=one.minutes, level=one.level, travel_time_s=_whole(one.travel_time_s),
            error=None if math.isnan(one.travel_time_error) else round(one.travel_time_error, 2),
        )
        for one in state.forecasts
        if one.basis is not Basis.MEASURED and one.level is not None
    ]  # fmt: skip
    return PublicSegment(
        id=segment.id, name=segment.name, line=[(round(lon, 6), round(lat, 6)) for lon, lat in segment.line],
        length_m=round(segment.length_m), level=state.level, speed_kmh=_whole(state.speed_mps * 3.6),
        volume_per_h=_whole(state.volume_per_h), travel_time_s=_whole(state.travel_time_s),
        free_time_s=_whole(state.free_time_s), usual_time_s=_whole(state.usual_time_s), forecasts=forecasts,
    )  # fmt: skip


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else round(value)
