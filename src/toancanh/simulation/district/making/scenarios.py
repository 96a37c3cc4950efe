"""The plays that travel with the package. Of each two: one to tune on, one to publish figures of (``_2``). Of those
with incidents that cameras look for one more (``_4``), at other places: signs are not set on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from toancanh.simulation.district.making.incidents import IncidentPlan
from toancanh.simulation.district.making.recording import PlayPlan
from toancanh.simulation.district.model import IncidentKind

_AFTERNOON, _RUSH = datetime.time(13, 30), datetime.time(17, 15)
_EVENING, _MORNING = datetime.time(22, 0), datetime.time(10, 0)
_INCIDENT_S, _INCIDENT_FACTOR = 420.0, 0.5

_INCIDENTS: dict[str, tuple[IncidentPlan, ...]] = {
    "breakdown": (
        IncidentPlan(kind=IncidentKind.BREAKDOWN, start_s=60, duration_s=180),
        IncidentPlan(kind=IncidentKind.BREAKDOWN, start_s=150, duration_s=200, road_id="A1.D1"),
    ),
    "flooded": (IncidentPlan(kind=IncidentKind.FLOODED, start_s=90, duration_s=240),),
    "wrong_way": (
        IncidentPlan(kind=IncidentKind.WRONG_WAY, start_s=60, duration_s=180),
        IncidentPlan(kind=IncidentKind.WRONG_WAY, start_s=200, duration_s=180, road_id="D3.A3"),
    ),
    "closed_lane": (IncidentPlan(kind=IncidentKind.CLOSED_LANE, start_s=90, duration_s=240),),
    "event_crowd": (IncidentPlan(kind=IncidentKind.EVENT_CROWD, start_s=60, duration_s=240),),
}

_INCIDENTS_ELSEWHERE: dict[str, tuple[IncidentPlan, ...]] = {
    "breakdown": tuple(
        IncidentPlan(kind=IncidentKind.BREAKDOWN, start_s=start_s, duration_s=180, road_id=road_id)
        for start_s, road_id in ((60, "A2.AU"), (90, "A3.AE"), (120, "A1.C1"), (150, "PN.C2"))
    ),
    "flooded": _INCIDENTS["flooded"],
    "wrong_way": (
        IncidentPlan(kind=IncidentKind.WRONG_WAY, start_s=60, duration_s=180, road_id="PN.C2"),
        IncidentPlan(kind=IncidentKind.WRONG_WAY, start_s=200, duration_s=180, road_id="QS.D3"),
    ),
}


def shipped_plans() -> Iterator[PlayPlan]:
    """In the order in which they are made."""
    for seed in (1, 2):
        yield PlayPlan(name=f"calm_{seed}", start=_AFTERNOON, duration_s=600.0, seed=seed, factor=0.5)
        yield _dense(seed)
        yield PlayPlan(name=f"night_{seed}", start=_EVENING, duration_s=600.0, seed=20 + seed)
        yield from _with_incidents(_INCIDENTS, seed)
    yield _dense(4)
    yield from _with_incidents(_INCIDENTS_ELSEWHERE, 4)


def _dense(seed: int) -> PlayPlan:
    return PlayPlan(name=f"dense_{seed}", start=_RUSH, duration_s=300.0, seed=10 + seed)


def _with_incidents(each: Mapping[str, tuple[IncidentPlan, ...]], seed: int) -> Iterator[PlayPlan]:
    for number, (name, incidents) in enumerate(each.items()):
        yield PlayPlan(
            name=f"{name}_{seed}",
            start=_MORNING,
            duration_s=_INCIDENT_S,
            seed=100 * seed + number,
            factor=_INCIDENT_FACTOR,
            incidents=incidents,
        )
