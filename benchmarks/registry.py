"""The inventory at the size of the city: lists, filters and search over HTTP, all spreadsheets, the map.

On both databases. An answer is measured from the request to its last byte, on one connection, with the platform on the
same cores.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.databases import Place, both
from benchmarks.figures import Figure
from benchmarks.inventory import CAMERAS, SEED, asked, filled, p95, seconds
from benchmarks.map import measure_map
from benchmarks.platform import PASSWORD, call, started
from toancanh.registry.inventory.model import ImportState
from toancanh.simulation.city import City, make_city
from toancanh.simulation.city.loading import Filled
from toancanh.simulation.city.owners import unit_key
from toancanh.simulation.city.spreadsheets import write_spreadsheets

PEOPLE = ("admin", "trucban", "phuong")
"""One who sees everything, one who sees many, one who sees a ward."""

Query = Mapping[str, str]


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Every row of the registry's figures, for each database."""
    city = make_city(options.cameras or CAMERAS, SEED)
    figures: list[Figure] = []
    with both() as places:
        for place in places:
            there = filled(place, city)
            figures += lists(place, city, there)
            figures += imports(place, city, there)
        figures += mapped(places[0])  # tiles come from memory whichever the database, so one of them tells it
    return figures, {"cameras": len(city.cameras)}


def imports(place: Place, city: City, there: Filled) -> list[Figure]:
    """What all organisations send, read, checked, staged and compared with all that is known."""
    platform = place.opened()
    kinds: Counter[str] = Counter()
    try:
        _, officer = platform.governance.sign_in("admin", PASSWORD, "127.0.0.1")
        with TemporaryDirectory(prefix="toancanh-bench-") as folder:
            sent, _ = write_spreadsheets(city, Path(folder))
            begin = time.perf_counter()
            for one in sent:
                done = platform.registry.inventory.imports.submit(
                    officer,
                    (Path(folder) / one.name).read_bytes(),
                    organisation_id=there.organisations[one.organisation],
                    file_name=one.name,
                    wait_s=300,
                )
                kinds.update({str(status): count for status, count in done.counts.items()})
                assert done.state is ImportState.CHECKED, done
            taken_s = time.perf_counter() - begin
    finally:
        platform.close()
    key = f"{place.name}: import of {len(city.cameras):,} cameras from {len(sent)} spreadsheets, checked and compared"
    told = ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items()))
    return [seconds(key, taken_s, target_s=60, peer=told)]


def mapped(place: Place) -> list[Figure]:
    """The map in a browser, as one sees it who may see everything."""
    with started(place.data, allow=(), environment=place.environment) as (_process, address, _start_s):
        session = call(address, "/session", body={"username": "admin", "password": PASSWORD})
        return measure_map(address, token=str(session["token"]))


def lists(place: Place, city: City, there: Filled) -> list[Figure]:
    """Pages by code, filters, searches and counts, each asked by three people."""
    questions = _questions(city, there.organisations)
    figures = []
    with asked(place, PEOPLE) as ask:
        for person in PEOPLE:
            ask(person, "/cameras")  # the first answer of a process loads what it keeps
        for name, queries in questions.items():
            path, target_ms = ("/cameras/count", None) if name == "count" else ("/cameras", 100.0)
            taken_ms = [ask(person, path, query) for person in PEOPLE for query in queries]
            figures.append(p95(f"{place.name}: {name} of {len(city.cameras):,} cameras", taken_ms, target_ms=target_ms))
    return figures


def _questions(city: City, organisations: Mapping[str, str]) -> dict[str, Sequence[Query]]:
    dice = random.Random(SEED)  # the questions of a run are those of the next
    some = dice.sample(city.cameras, 12)
    codes = sorted(camera.facts.code.casefold() for camera in some)
    pages: list[Query] = [{"limit": "100"}, *({"limit": "100", "after": code} for code in codes)]
    filters: list[Query] = []
    searches: list[Query] = [{"q": "khong co dau nao nhu the"}, {"q": "nga tu"}, {"q": "ngã tư"}]
    for camera in some:
        facts = camera.facts
        box = f"{facts.lon - 0.01},{facts.lat - 0.01},{facts.lon + 0.01},{facts.lat + 0.01}"
        filters += [
            {"owner_id": organisations[camera.owner]},
            {"unit_id": organisations[unit_key(camera.real.place.unit)], "notice": "true"},
            {"kind": str(camera.real.device.kind), "purpose": str(camera.real.purpose)},
            {"maker": camera.real.device.maker, "lifecycle": "faulty"},
            {"bbox": box},
            {"near": f"{facts.lat},{facts.lon},300"},
            {"missing": "serial", "q": camera.real.place.street.split()[-1]},
        ]
        searches += [
            {"q": camera.real.place.street},
            {"q": facts.name},
            {"q": facts.code},
            {"q": camera.real.serial},
            {"q": f"{camera.real.device.maker} {camera.real.place.street.split()[-1]}"},
        ]
    return {"list": pages * 3, "filter": filters, "search": searches, "count": filters[:21]}
