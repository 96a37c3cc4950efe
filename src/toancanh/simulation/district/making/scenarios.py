"""The plays that travel with the package. Of each two: one to tune on, one to publish figures of (``_2``)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

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


def shipped_plans() -> Iterator[PlayPlan]:
    """In the order in which they are made."""
    for seed in (1, 2):
        yield PlayPlan(name=f"calm_{seed}", start=_AFTERNOON, duration_s=600.0, seed=seed, factor=0.5)
        yield PlayPlan(name=f"dense_{seed}", start=_RUSH, duration_s=300.0, seed=10 + seed)
        yield PlayPlan(name=f"night_{seed}", start=_EVENING, duration_s=600.0, seed=20 + seed)
        for number, (name, incidents) in enumerate(_INCIDENTS.items()):
            yield PlayPlan(
                name=f"{name}_{seed}",
                start=_MORNING,
                duration_s=_INCIDENT_S,
                seed=100 * seed + number,
                factor=_INCIDENT_FACTOR,
                incidents=incidents,
            )
