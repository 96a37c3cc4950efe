"""The health board at the size of the city: board, tree map, trend, lists and the map's colours over HTTP.

2,000 faults are open and 1,000 were opened and closed on each of the last thirty days. They are written while the
platform runs, so that it does not close them for want of the cameras' streams, which this machine has not.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from benchmarks.databases import Place, both, settle
from benchmarks.figures import Figure
from benchmarks.inventory import SEED, asked, filled, p95
from toancanh.bootstrap import Platform
from toancanh.health.model import Fault, FaultKind, FaultState, Incident, IncidentKind
from toancanh.health.store import faults as store
from toancanh.health.trend import DAY_US
from toancanh.simulation.city import make_city

OPEN, EACH_DAY, DAYS = 2_000, 1_000, 30
PEOPLE = ("admin", "trucban", "phuong")
_TIMES = 7
_QUESTIONS: Mapping[str, tuple[str, Sequence[Mapping[str, str]], float]] = {
    "board and tree map": ("/health/board", ({}, {"by": "owner"}, {"by": "unit"}), 150.0),
    "trend of thirty days": ("/health/trend", ({"days": "30"},), 300.0),
    "faults, a page": ("/health/faults", ({"limit": "100"}, {"kinds": "covered"}, {"alone": "true"}), 150.0),
    "causes": ("/health/incidents", ({},), 150.0),
}


def board_figures(cameras: int) -> list[Figure]:
    """For each database; the first answer of each person is told apart: it counts the cameras that he may see."""
    city = make_city(cameras, SEED)
    figures = []
    with both() as places:
        for place in places:
            ids = sorted(filled(place, city).cameras.values())
            figures += _of(place, ids)
    return figures


def _of(place: Place, camera_ids: Sequence[str]) -> list[Figure]:
    figures = []
    with asked(place, PEOPLE) as ask:
        platform = place.opened()
        try:
            break_many(platform, camera_ids)
            settle(platform)
        finally:
            platform.close()
        many = f"{len(camera_ids):,} cameras"
        for name, (path, queries, target_ms) in _QUESTIONS.items():
            first_ms = [ask(person, path, queries[0]) for person in PEOPLE]
            taken_ms = [
                ask(person, path, query) for _ in range(_TIMES) for person in PEOPLE for query in queries
            ]  # fmt: skip
            figure = p95(f"{place.name}: {name} of {many}", taken_ms, target_ms=target_ms)
            figures.append(figure)
            first = f"{place.name}: {name} of {many}, the first answer, longest of {len(PEOPLE)}"
            figures.append(Figure(key=first, value=max(first_ms), unit="ms"))
    return figures


def break_many(platform: Platform, camera_ids: Sequence[str]) -> None:
    """Faults as `health` would have stored them, a tenth of the open ones of common causes."""
    dice, ids, now_us = random.Random(SEED), platform.ids, platform.clock.now_us()
    kinds = list(FaultKind)
    causes = [
        Incident(
            id=ids.new_id(), kind=IncidentKind.LINE, cause_id=f"line-{number}", opened_us=now_us, closed_us=None,
            affected=10, hanging=12,
        )
        for number in range(OPEN // 100)
    ]  # fmt: skip

    def fault(began_us: int, closed_us: int | None, kind: FaultKind, incident_id: str | None = None) -> Fault:
        return Fault(
            id=ids.new_id(), camera_id=dice.choice(camera_ids), kind=kind, score=0.9, threshold=0.5,
            state=FaultState.OPEN if closed_us is None else FaultState.CLOSED, began_us=began_us, opened_us=began_us,
            closed_us=closed_us, turned_us=began_us, signs=3, seen_us=closed_us or now_us, details={"share": 0.4},
            incident_id=incident_id, planned=dice.random() < 0.1,
        )  # fmt: skip

    made = []
    for day in range(1, DAYS + 1):
        for _ in range(EACH_DAY):
            began_us = now_us - day * DAY_US + dice.randrange(DAY_US // 2)
            made.append(fault(began_us, began_us + dice.randrange(60_000_000, DAY_US // 2), dice.choice(kinds)))
    for number in range(OPEN):
        began_us = now_us - dice.randrange(DAYS * DAY_US)
        cause = causes[number // 10] if number // 10 < len(causes) else None
        kind = FaultKind.AWAY if cause is not None else dice.choice(kinds)
        made.append(fault(began_us, None, kind, cause.id if cause is not None else None))
    with platform.database.transaction() as tx:
        store.put_incidents(tx, causes)
    for start in range(0, len(made), 2_000):
        with platform.database.transaction() as tx:
            store.insert(tx, made[start : start + 2_000])
