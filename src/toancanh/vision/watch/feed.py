"""Coded pictures wait here until a worker has time for them: each camera's own, bounded, from key frame on."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

from toancanh.media.model import AccessUnit, ClockSource, CodecParameters
from toancanh.media.tap.source import StreamName

MAX_WAITING_BYTES = 4 << 20
MAX_WAITING = 300
"""Pictures of one camera: twelve seconds at 25 a second. Who is later than that begins anew at a key frame."""
MOST_AT_ONCE = 40
"""So many are taken together at most: they are looked at within the seconds that a worker has for an answer."""
_BATCH_US = 300_000
"""So long a picture may wait for others, so that a worker is woken less often."""
_COUNTED_US, _FIRST_COUNTED_US = 10_000_000, 2_000_000


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The next coded pictures of one camera. ``is_new``: the first is a key frame, and does not follow what was taken
    before.
    """

    camera_id: str
    parameters: CodecParameters
    source: ClockSource
    units: tuple[AccessUnit, ...]
    is_new: bool


@dataclass(kw_only=True)
class _Stream:
    parameters: CodecParameters | None = None
    source: ClockSource = ClockSource.SERVER_ARRIVAL
    units: list[AccessUnit] = field(default_factory=list)
    size_bytes: int = 0
    is_new: bool = True
    is_over: bool = False
    left_out: int = 0
    arrived: int = 0
    first_us: int = 0
    fps: float | None = None


class Feed:
    """A `media.tap.TapListener`; thread-safe. Which cameras it is for is said by who taps."""

    def __init__(self) -> None:
        self._streams: dict[str, _Stream] = {}
        self._lock = threading.Lock()
        self.arrived = threading.Condition(self._lock)
        """Told at every picture."""

    def on_parameters(self, stream: StreamName, parameters: CodecParameters, /) -> None:
        """What waits belongs to those before, and is gone."""
        with self._lock:
            one = self._streams.setdefault(stream[0], _Stream())
            if one.parameters != parameters or one.is_over:
                self._drop(one)
            one.parameters, one.is_over = parameters, False

    def on_clock(self, stream: StreamName, source: ClockSource, /) -> None:
        """See the port."""
        with self._lock:
            self._streams.setdefault(stream[0], _Stream()).source = source

    def on_unit(self, stream: StreamName, unit: AccessUnit, left_out: int, /) -> None:
        """See the port."""
        with self._lock:
            one = self._streams.setdefault(stream[0], _Stream())
            self._count(one, unit)
            if left_out:
                self._drop(one)
                one.left_out += left_out
            if len(one.units) >= MAX_WAITING or one.size_bytes + len(unit.data) > MAX_WAITING_BYTES:
                self._drop(one)
            if one.is_new and not one.units and not unit.is_key:
                one.left_out += 1
                return
            one.units.append(unit)
            one.size_bytes += len(unit.data)
            self.arrived.notify_all()

    def on_interrupted(self, stream: StreamName, /) -> None:
        """See the port."""
        with self._lock:
            one = self._streams.setdefault(stream[0], _Stream())
            self._drop(one)
            one.is_over, one.arrived, one.fps = True, 0, None
            self.arrived.notify_all()

    def take(self, cameras: Collection[str], now_us: int) -> Batch | None:
        """What waits longest of these; None where nothing has waited long enough."""
        with self._lock:
            waiting = [
                (one.units[0].arrival_us, camera_id)
                for camera_id in cameras
                if (one := self._streams.get(camera_id)) is not None and one.units and one.parameters is not None
            ]
            if not waiting:
                return None
            since_us, camera_id = min(waiting)
            if 0 <= now_us - since_us < _BATCH_US:
                return None
            one = self._streams[camera_id]
            assert one.parameters is not None  # noqa: S101  # asked above
            batch = Batch(
                camera_id=camera_id, parameters=one.parameters, source=one.source,
                units=tuple(one.units[:MOST_AT_ONCE]), is_new=one.is_new,
            )  # fmt: skip
            one.units, one.is_new = one.units[MOST_AT_ONCE:], False
            one.size_bytes -= sum(len(unit.data) for unit in batch.units)
            return batch

    def over(self, cameras: Collection[str]) -> list[str]:
        """Those of which no pictures come."""
        with self._lock:
            return [camera_id for camera_id in cameras if (one := self._streams.get(camera_id)) is None or one.is_over]

    def begin_anew(self, camera_id: str) -> None:
        """Its decoder is gone: from the next key frame on."""
        with self._lock:
            if (one := self._streams.get(camera_id)) is not None:
                self._drop(one)

    def fps(self, camera_id: str) -> float | None:
        """Pictures a second that come, by its own clock; None while too few have come to say."""
        with self._lock:
            one = self._streams.get(camera_id)
            return None if one is None or one.is_over else one.fps

    def left_out(self, camera_id: str) -> int:
        """Pictures that came and were not looked at, because nobody had time for them."""
        with self._lock:
            one = self._streams.get(camera_id)
            return 0 if one is None else one.left_out

    @staticmethod
    def _count(one: _Stream, unit: AccessUnit) -> None:
        at_us = unit.media_time * 100 // 9
        passed_us = at_us - one.first_us
        if not one.arrived or not 0 <= passed_us < 2 * _COUNTED_US:
            one.arrived, one.first_us = 1, at_us
            return
        one.arrived += 1
        if passed_us >= (_COUNTED_US if one.fps is not None else _FIRST_COUNTED_US):
            one.fps = (one.arrived - 1) * 1e6 / passed_us
            one.arrived, one.first_us = 1, at_us

    @staticmethod
    def _drop(one: _Stream) -> None:
        one.left_out += len(one.units)
        one.units, one.size_bytes, one.is_new = [], 0, True
