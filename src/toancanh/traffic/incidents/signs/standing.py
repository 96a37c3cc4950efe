"""A vehicle that stands where traffic flows.

What stands is remembered by its place, not by its track: a track breaks when a bus drives past, the place stays. That
something stands says little (a red light); that others drive past it, that those who stood beside it have left, that it
stands alone, where nobody may stop: together they say it.

Pictures without weights show what stands for minutes as part of the empty street. What was surely said to stand and is
not seen any more is therefore taken to stand there still, until the place shows itself empty: others drive over it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, Seen, Trail, place_apart_m, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.traffic.incidents.signs.spots import Spot, along, drives_over, hides
from toancanh.traffic.incidents.signs.ways import Ways
from toancanh.vision.zones import Point

STANDS_MPS = 1.0
_DRIVES_MPS = 3.5
"""Who filters through a queue is slower."""
_SAME_M, _CREPT_M = 1.8, 4.0
"""So far from look to look, and so far in all: what creeps farther does not stand."""
_ARRIVES_US = 6_000_000
"""Who comes later, and was not what stood there."""
_GHOST_US, _GHOSTS_KEPT_US = 5_000_000, 1_800_000_000
"""What stood so long, and was seen neither to come nor to go, is of the picture and may show again for so long."""
_GONE_US = 4_000_000
_LEAST_S = 10.0
_PRESENT = 0.5
_BESIDE_M = 20.0
_BEYOND_M, _ASIDE_M = 15.0, 9.0
_LEFT_AFTER_US = 5_000_000
_WAITS_US = 3_000_000

_NONE = -3.8
_BY_S = 0.17  # a second of standing, up to 33
_BY_PASSED = 0.7  # one that drives past, up to 8
_BY_LEFT = 0.25  # one that stood beside it and left, up to 4: a crawl has many
_IF_NOT_ARRIVED = -3.5  # nothing was seen to drive there: a drop on the lens, a light on a wet street
_BY_UNSEEN = -6.0  # the share of looks in which it was not seen: what is of the picture flickers
_BY_WENT = -1.2  # one that stood in the very place and drove on, up to 6: a crawl, and not always the same vehicle
_BY_OTHER = -0.9  # one that stands before it or beside it now, up to 6: who stands behind may wait for it
_BEHIND_M = 3.0
_IN_NO_STOP = 1.0
_IN_QUEUE = -2.5  # where vehicles wait by intention

_SURE = 0.8
_OVER_MPS = 2.0
_OVERS = 3
_OVERS_US = 120_000_000
_OFF_M, _CAME_M = 3.0, 3.0
_ENDED_US = 3_000_000
_HELD_MOST_US = 7_200_000_000


class Standing:
    """Of one camera. ``queues``, ``no_stops``: ids of such areas; where areas are drawn at all, what stands in none of
    them is beside the road. ``absorbs``: what stands for minutes is not seen any more.
    """

    def __init__(
        self,
        ways: Ways,
        *,
        areas: frozenset[str],
        queues: frozenset[str],
        no_stops: frozenset[str],
        absorbs: bool = True,
    ) -> None:
        self._ways = ways
        self._areas = areas
        self._queues = queues
        self._no_stops = no_stops
        self._absorbs = absorbs
        self._spots: list[Spot] = []
        self._numbers = itertools.count(1)
        self._stood: set[int] = set()
        self._ghosts: list[Spot] = []

    def forget(self) -> None:
        """Nobody looked: what stands begins anew."""
        self._spots.clear()
        self._stood.clear()

    def unlearn(self) -> None:
        """Another street is seen."""
        self._ghosts.clear()

    def step(self, scene: Scene) -> Iterator[Sign]:
        """Signs of this look."""
        self._match(scene)
        self._pass(scene)
        self._move_on(scene)
        if self._absorbs:
            self._drive_over(scene)
        self._leave(scene.time_us)
        for spot in self._spots:
            if spot.is_over:
                continue
            if spot.told is not None and spot.is_held and spot.last_us < scene.time_us:
                yield _still(spot.told, (scene.time_us - spot.last_us) / 1e6)
                continue
            if spot.stood_s >= _LEAST_S and spot.looks >= _PRESENT * spot.of and spot.last_us == scene.time_us:
                sign = self._sign(spot)
                spot.told = sign if sign.strength >= _SURE else spot.told
                yield sign

    def _match(self, scene: Scene) -> None:
        """Who stands, or is too young to tell, at a known spot; who stands elsewhere begins one."""
        free = list(self._spots)
        for seen in scene.vehicles:
            if seen.speed_mps is not None and seen.speed_mps >= STANDS_MPS:
                continue
            if self._areas and not seen.areas:
                continue
            near = min(free, key=lambda spot: spot.last.apart_m(seen), default=None)
            if near is not None and near.last.apart_m(seen) < _SAME_M and near.first.apart_m(seen) < _CREPT_M:
                free.remove(near)
                near.of += 1
                near.looks = near.of if near.is_held else near.looks + 1
                near.last, near.last_us, near.went = seen, scene.time_us, False
                near.tracks.add(seen.one.track)
                if scene.time_us - near.first_us < _ARRIVES_US:
                    near.has_arrived |= self._arrived(scene, seen)
                self._stood.add(seen.one.track)
            elif seen.speed_mps is not None:
                began = Spot(
                    number=next(self._numbers), first=seen, last=seen, first_us=scene.time_us, last_us=scene.time_us
                )
                began.has_arrived = self._arrived(scene, seen)
                self._spots.append(began)
                self._stood.add(seen.one.track)
        for spot in free:
            if any(hides(seen, spot.last) for seen in scene.vehicles):
                spot.hidden_us = scene.time_us
            else:
                spot.of += 1

    def _arrived(self, scene: Scene, seen: Seen) -> bool:
        """Whether it was somewhere else some seconds ago, so that it drove to where it stands; or a track that came
        from elsewhere has ended there: many do when a vehicle brakes.
        """

        def comes(trail: Trail) -> bool:
            return any(place_apart_m(place, seen) > _CAME_M for place in trail.places)

        def ended_here(trail: Trail) -> bool:
            last = trail.places[-1]
            return 0 < scene.time_us - last.at_us < _ENDED_US and place_apart_m(last, seen) < _SAME_M

        if any(ghost.last.apart_m(seen) < _SAME_M for ghost in self._ghosts):
            return False
        own = scene.trails[seen.one.track]
        return comes(own) or any(ended_here(trail) and comes(trail) for trail in scene.trails.values())

    def _pass(self, scene: Scene) -> None:
        """Whoever drives beyond a spot, came after it stood and did not stand himself. Many tracks begin beyond it: he
        need not be seen before.
        """
        self._stood &= scene.trails.keys()
        for seen in scene.vehicles:
            track = seen.one.track
            if seen.way is None or seen.speed_mps is None or seen.speed_mps < _DRIVES_MPS or track in self._stood:
                continue
            for spot in self._spots:
                is_later = scene.trails[track].first_us > spot.first_us
                if is_later and track not in spot.passed and self._is_beyond(seen, seen.way, spot):
                    spot.passed.add(track)

    def _move_on(self, scene: Scene) -> None:
        """Whoever stood in a place and is seen away from it now; tracks that ended say nothing."""
        for spot in self._spots:
            spot.tracks &= scene.trails.keys()
            spot.moved_on |= {
                seen.one.track
                for seen in scene.vehicles
                if seen.one.track in spot.tracks and spot.last.apart_m(seen) > _OFF_M
            }

    def _is_beyond(self, seen: Seen, way: Point, spot: Spot) -> bool:
        ahead_m, aside_m = along(spot.last, seen, way)
        if not 0 <= ahead_m <= _BEYOND_M or aside_m > _ASIDE_M:
            return False
        known = self._ways.at(spot.last.at)
        return known is None or known[0][0] * way[0] + known[0][1] * way[1] > 0

    def _drive_over(self, scene: Scene) -> None:
        """Whether it drives off, or others drive over where it is held to stand: one alone may be an error of its
        track.
        """
        for spot in self._spots:
            if spot.told is None or spot.told.seen is None:
                continue
            for seen in scene.vehicles:
                if seen.speed_mps is None or seen.speed_mps < _OVER_MPS:
                    continue
                spot.went |= seen.one.track == spot.last.one.track and spot.last.apart_m(seen) > _OFF_M
                if spot.is_held and drives_over(scene.trails[seen.one.track], spot.told.seen):
                    spot.over.setdefault(seen.one.track, scene.time_us)
            spot.over = {track: at_us for track, at_us in spot.over.items() if scene.time_us - at_us < _OVERS_US}
            spot.is_over = spot.is_over or len(spot.over) >= _OVERS

    def _holds(self, spot: Spot, now_us: int) -> bool:
        """Whether it is taken to stand on though it is not seen."""
        is_new = self._absorbs and spot.told is not None and not spot.went
        spot.is_held = (spot.is_held or is_new) and not spot.is_over and now_us - spot.last_us <= _HELD_MOST_US
        return spot.is_held

    def _leave(self, now_us: int) -> None:
        unseen = [spot for spot in self._spots if now_us - spot.could_be_us > _GONE_US]
        gone = [spot for spot in unseen if not self._holds(spot, now_us)]
        self._spots = [spot for spot in self._spots if spot not in gone]
        self._ghosts = [one for one in self._ghosts if now_us - one.last_us < _GHOSTS_KEPT_US]
        for left in gone:
            if not left.has_arrived and not left.moved_on and left.last_us - left.first_us >= _GHOST_US:
                others = [one for one in self._ghosts if one.last.apart_m(left.last) >= _SAME_M / 2]
                self._ghosts = [*others, left]
            if left.last_us - left.first_us < _LEFT_AFTER_US:
                continue
            for spot in self._spots:
                if spot.first_us < left.last_us and spot.last.apart_m(left.last) < _BESIDE_M:
                    spot.left += 1

    def _is_before(self, spot: Spot, other: Spot) -> bool:
        """Whether another stands where the spot's may have to wait for it; anywhere, where the way is not known."""
        if other is spot or other.last_us - other.first_us <= _WAITS_US or spot.last_us - other.last_us > _GONE_US:
            return False
        if spot.last.apart_m(other.last) >= _BESIDE_M:
            return False
        known = self._ways.at(spot.last.at)
        return known is None or along(spot.last, other.last, known[0])[0] > -_BEHIND_M

    def _sign(self, spot: Spot) -> Sign:
        others = sum(self._is_before(spot, other) for other in self._spots)
        may_not_stop = bool(spot.last.areas & self._no_stops)
        value = (
            _NONE
            + _BY_S * min(spot.stood_s, 33.0)
            + _BY_PASSED * min(len(spot.passed), 8)
            + _BY_LEFT * min(spot.left, 4)
            + (0.0 if spot.has_arrived else _IF_NOT_ARRIVED)
            + _BY_UNSEEN * (1 - spot.looks / spot.of)
            + _BY_WENT * min(len(spot.moved_on), 6)
            + _BY_OTHER * min(others, 6)
            + (_IN_NO_STOP if may_not_stop else 0.0)
            + (_IN_QUEUE if spot.last.areas & self._queues and not may_not_stop else 0.0)
        )
        evidence = {
            IncidentEvidence.STOOD_S: spot.stood_s,
            IncidentEvidence.PASSED: float(len(spot.passed)),
            IncidentEvidence.LEFT: float(spot.left),
            IncidentEvidence.ARRIVED: float(spot.has_arrived),
            IncidentEvidence.MOVED_ON: float(len(spot.moved_on)),
            IncidentEvidence.OTHERS_STANDING: float(others),
            IncidentEvidence.NO_STOP_AREA: float(may_not_stop),
        }
        return Sign(
            key=str(spot.number), strength=sure(value), began_us=spot.first_us, evidence=evidence, seen=spot.last
        )  # fmt: skip


def _still(told: Sign, unseen_s: float) -> Sign:
    return replace(told, evidence={**told.evidence, IncidentEvidence.UNSEEN_S: unseen_s})
