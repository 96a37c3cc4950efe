"""One camera watched for incidents: looks in, signals out. Pure: the same looks give the same signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import Signal, TrafficIncidentKind
from toancanh.traffic.incidents.signs.against import Against
from toancanh.traffic.incidents.signs.lanes import Lanes
from toancanh.traffic.incidents.signs.scene import AREAS, Scene, Scenes
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.traffic.incidents.signs.slowness import Slowness
from toancanh.traffic.incidents.signs.standing import Standing
from toancanh.traffic.incidents.signs.walking import Walking
from toancanh.traffic.incidents.signs.ways import Ways
from toancanh.vision import Observation
from toancanh.vision.calibration import Calibration
from toancanh.vision.zones import Zone, ZoneKind

_LEAST = 0.3
"""Signs below this are not worth telling to anybody."""
_GROWS = 0.05
_AGAIN_US = 5_000_000
_GAP_US = 3_000_000
_FORGET_US = 60_000_000


@dataclass(kw_only=True, slots=True)
class _Told:
    strength: float
    at_us: int


class IncidentWatch:
    """``zones``: what is drawn in the camera's view. ``expressway``: nobody may walk there. ``absorbs``:
    what stands for minutes is not seen any more, as without weights. ``learned``: as
    `learned` gave it before.
    """

    def __init__(
        self,
        camera_id: str,
        zones: Sequence[Zone],
        calibration: Calibration | None = None,
        *,
        expressway: bool = False,
        absorbs: bool = True,
        learned: Learned | None = None,
    ) -> None:
        aspect = calibration.aspect if calibration is not None else next((zone.aspect for zone in zones), 9 / 16)
        self._camera_id = camera_id
        self._scenes = Scenes(zones, aspect)
        known = learned or Learned()
        self._ways = Ways(zones, aspect, known.ways)

        def ids(*kinds: ZoneKind) -> frozenset[str]:
            return frozenset(zone.id for zone in zones if zone.kind in kinds)

        self._standing = Standing(
            self._ways, areas=ids(*AREAS), queues=ids(ZoneKind.QUEUE_AREA), no_stops=ids(ZoneKind.NO_STOP_AREA),
            absorbs=absorbs,
        )  # fmt: skip
        self._against = Against(self._ways)
        self._slowness = Slowness(zones, known.usual)
        self._lanes = Lanes(zones, known.lanes)
        self._walking = Walking() if expressway else None
        self._told: dict[tuple[TrafficIncidentKind, str], _Told] = {}
        self._last_us = 0

    @property
    def learned(self) -> Learned:
        """What is usual here, for the next start."""
        return Learned(ways=self._ways.learned, lanes=self._lanes.learned, usual=self._slowness.learned)

    def step(self, time_us: int, observations: Sequence[Observation]) -> list[Signal]:
        """One look that a figure or an alarm may rest on; times only grow. The signals that are new, or surer, or still
        there after a while.
        """
        if time_us - self._last_us > _GAP_US:
            self.interrupted()
        self._last_us = time_us
        scene = self._scenes.look(time_us, observations)
        self._ways.learn(scene)
        self._told = {key: told for key, told in self._told.items() if time_us - told.at_us < _FORGET_US}
        return [
            self._signal(kind, sign, time_us)
            for kind, sign in self._signs(scene)
            if sign.strength >= _LEAST and self._is_news(kind, sign, time_us)
        ]

    def interrupted(self) -> None:
        """What is remembered of tracks and places does not hold any more; what is usual does."""
        self._scenes.forget()
        self._ways.forget_tracks()
        self._standing.forget()
        self._slowness.forget()
        self._lanes.forget()
        self._told.clear()

    def unlearn(self) -> None:
        """The camera was turned: nothing is known of what it sees now."""
        for part in (self._ways, self._lanes, self._slowness, self._standing):
            part.unlearn()

    def _signs(self, scene: Scene) -> Iterator[tuple[TrafficIncidentKind, Sign]]:
        for sign in self._standing.step(scene):
            yield TrafficIncidentKind.STOPPED_VEHICLE, sign
        for sign in self._against.step(scene):
            yield TrafficIncidentKind.WRONG_WAY, sign
        yield from self._slowness.step(scene)
        for sign in self._lanes.step(scene):
            yield TrafficIncidentKind.CLOSED_LANE, sign
        if self._walking is not None:
            for sign in self._walking.step(scene):
                yield TrafficIncidentKind.PEDESTRIAN, sign

    def _is_news(self, kind: TrafficIncidentKind, sign: Sign, time_us: int) -> bool:
        told = self._told.get((kind, sign.key))
        if told is not None and sign.strength < told.strength + _GROWS and time_us - told.at_us < _AGAIN_US:
            return False
        before = told.strength if told is not None else 0.0
        self._told[kind, sign.key] = _Told(strength=max(sign.strength, before), at_us=time_us)
        return True

    def _signal(self, kind: TrafficIncidentKind, sign: Sign, time_us: int) -> Signal:
        one = sign.seen.one if sign.seen is not None else None
        ground = one.ground if one is not None else None
        zone_id = sign.zone_id or (min(sign.seen.areas, default="") if sign.seen is not None else "")
        return Signal(
            kind=kind, camera_id=self._camera_id, zone_id=zone_id, time_us=time_us,
            began_us=min(sign.began_us, time_us), strength=sign.strength, evidence=dict(sign.evidence),
            box=one.box if one is not None else None,
            ground_m=(ground.x_m, ground.y_m) if ground is not None else None,
        )  # fmt: skip
