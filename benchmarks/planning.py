"""Doubles and coverage of the whole city, on both databases.

What is found is held against the truth of cities that no weight was fitted on; see `benchmarks.doubles`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time

from benchmarks import doubles
from benchmarks.databases import Place, both
from benchmarks.figures import Figure
from benchmarks.inventory import CAMERAS, SEED, asked, filled, p95, seconds
from toancanh.simulation.city import City, make_city

PEOPLE = ("quyhoach", "ykien-catp")
"""One who plans for the city, and one who is cleared, too."""
_CANDIDATES = 100
_BUILDINGS = 20_000


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Every row of planning's figures, for each database."""
    cameras = options.cameras or CAMERAS
    figures = rates(cameras)
    city = make_city(cameras, SEED)
    with both() as places:
        for place in places:
            filled(place, city)
            figures += searched(place, city)
            figures += covered(place, city)
        figures += built_up(places[0], city)
    return figures, {"cameras": cameras}


def rates(cameras: int) -> list[Figure]:
    """What scoring finds in cities of other seeds than those it was fitted on: the worst of three."""
    figures: list[Figure] = []
    found = [doubles.measure(make_city(cameras, seed)) for seed in doubles.MEASURED_ON]
    seeds = f"the least of seeds {', '.join(str(each.seed) for each in found)}"
    for name, values, least in (
        ("recall", [each.recall for each in found], 0.95),
        ("precision", [each.precision for each in found], 0.9),
    ):
        worst = min(values)
        figures.append(
            Figure(
                key=f"doubles of {cameras:,} cameras: {name}",
                value=worst,
                unit="",
                target=f">= {least}",
                peer=seeds,
                holds=worst >= least,
            )
        )
    for kind in sorted({kind for each in found for kind in each.recall_by_kind}):
        worst = min(each.recall_by_kind.get(kind, 1.0) for each in found)
        figures.append(Figure(key=f"recall of doubles: {kind}", value=worst, unit="", peer=seeds))
    return figures


def searched(place: Place, city: City) -> list[Figure]:
    """Read, scored, and kept in the queue."""
    platform = place.opened()
    try:
        begin = time.perf_counter()
        new, _ = platform.planning.duplicates.search()
        taken_s = time.perf_counter() - begin
    finally:
        platform.close()
    key = f"{place.name}: all doubles of {len(city.cameras):,} cameras found and kept"
    return [seconds(key, taken_s, target_s=30, peer=f"{new:,} pairs")]


def covered(place: Place, city: City) -> list[Figure]:
    """Coverage of every unit, then answers for single proposals."""
    dice = random.Random(SEED)
    candidates = [_candidate(dice, city) for _ in range(_CANDIDATES)]
    with asked(place, PEOPLE) as ask:
        whole_s = ask(PEOPLE[0], "/coverage/units") / 1000
        ask(PEOPLE[1], "/coverage/candidate", body={"candidate": candidates[0]})  # another's index is made
        taken_ms = [
            ask(person, "/coverage/candidate", body={"candidate": one}) for person in PEOPLE for one in candidates
        ]
    return [
        seconds(f"{place.name}: coverage of the whole city, from nothing", whole_s, target_s=60),
        p95(f"{place.name}: overlap and coverage for one proposal", taken_ms, target_ms=200.0),
    ]


def built_up(place: Place, city: City) -> list[Figure]:
    """The same with a layer of buildings near the cameras."""
    dice = random.Random(SEED)
    folder = place.data / "planning"
    folder.mkdir(exist_ok=True)
    houses = [_house(dice, city) for _ in range(_BUILDINGS)]
    (folder / "buildings.geojson").write_text(json.dumps({"type": "MultiPolygon", "coordinates": houses}))
    candidates = [_candidate(dice, city) for _ in range(_CANDIDATES // 2)]
    with asked(place, PEOPLE[:1]) as ask:
        whole_s = ask(PEOPLE[0], "/coverage/units") / 1000
        taken_ms = [ask(PEOPLE[0], "/coverage/candidate", body={"candidate": one}) for one in candidates]
    key = f"{place.name}, {_BUILDINGS:,} buildings"
    return [
        seconds(f"{key}: coverage of the whole city, from nothing", whole_s, target_s=60),
        p95(f"{key}: overlap and coverage for one proposal", taken_ms, target_ms=200.0),
    ]


def _house(dice: random.Random, city: City) -> list[list[list[float]]]:
    """About 12 m by 12 m, 20 to 60 m from a camera."""
    near = dice.choice(city.cameras).real
    angle, away = dice.uniform(0, math.tau), dice.uniform(0.0002, 0.0006)
    lat, lon = near.lat + away * math.cos(angle), near.lon + away * math.sin(angle)
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[[lon + x * 0.00006, lat + y * 0.00006] for x, y in corners]]


def _candidate(dice: random.Random, city: City) -> dict[str, object]:
    """Near a camera that there is, which is where people draw theirs."""
    near = dice.choice(city.cameras).real
    return {
        "lat": near.lat + dice.uniform(-0.0005, 0.0005),
        "lon": near.lon + dice.uniform(-0.0005, 0.0005),
        "azimuth_deg": round(dice.uniform(0, 359.0), 1),
        "height_m": 6.0,
        "hfov_deg": 90.0,
        "width_px": 2560,
        "height_px": 1440,
    }
