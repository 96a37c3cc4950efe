"""The inventory at the size of the city: lists, filters and search over HTTP, and the import of all spreadsheets.

On both databases. Figures of one question are measured from the request to its last byte on one connection, beside the
platform on the same cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.databases import Place, both, settle
from benchmarks.figures import Figure
from benchmarks.platform import PASSWORD, call, started
from toancanh.simulation.city import City, make_city
from toancanh.simulation.city.loading import USERS, fill
from toancanh.simulation.city.owners import unit_key

CAMERAS = 40_210
SEED = 7
PEOPLE = ("admin", "trucban", "phuong")
"""One who sees everything, one who sees many, one who sees a ward."""
_PASSWORD = "bench-marks-of-the-city"
_TARGET_MS = 100.0

Query = Mapping[str, str]


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Every row of the registry's figures, for each database."""
    city = make_city(options.cameras or CAMERAS, SEED)
    figures: list[Figure] = []
    with both() as places:
        for place in places:
            figures += lists(place, city)
    return figures, {"cameras": len(city.cameras)}


def lists(place: Place, city: City) -> list[Figure]:
    """p95 of pages by code, of filters and of searches, each asked by three people."""
    platform = place.opened()
    _, admin = platform.governance.sign_in("admin", PASSWORD, "127.0.0.1")
    filled = fill(platform, city, admin, password=_PASSWORD, declared_only=False)
    settle(platform)
    platform.close()
    questions = _questions(city, filled.organisations)
    figures = []
    with asked(place) as answer:
        for name, queries in questions.items():
            path = "/cameras/count" if name == "count" else "/cameras"
            taken_ms = [answer(person, path, query) for person in PEOPLE for query in queries]
            p95 = statistics.quantiles(taken_ms, n=20)[-1]
            target = "" if name == "count" else f"<= {_TARGET_MS:.0f} ms"
            holds = p95 <= _TARGET_MS if target else None
            key = f"{name} of {len(city.cameras):,} cameras, {place.name}: p95"
            peer = f"median {statistics.median(taken_ms):.0f} ms, longest {max(taken_ms):.0f} ms"
            figures.append(Figure(key=key, value=p95, unit="ms", target=target, peer=peer, holds=holds))
    return figures


class Asking:
    """One connection that stays open, as a browser's does."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
        self._tokens = {person: self._token(address, person) for person in PEOPLE}

    @staticmethod
    def _token(address: str, person: str) -> str:
        password = PASSWORD if person == "admin" else _PASSWORD
        return str(call(address, "/session", body={"username": person, "password": password})["token"])

    def __call__(self, person: str, path: str, query: Query) -> float:
        """Milliseconds until the whole answer is there."""
        address = f"/api/v1{path}?{urllib.parse.urlencode(query)}"
        begin = time.perf_counter()
        self._connection.request("GET", address, headers={"Authorization": f"Bearer {self._tokens[person]}"})
        answer = self._connection.getresponse()
        body = answer.read()
        taken_ms = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{address} is answered by {answer.status}: {body[:200]!r}")
        json.loads(body)
        return taken_ms


@contextmanager
def asked(place: Place) -> Iterator[Asking]:
    """The platform runs over what was filled in."""
    with started(place.data, allow=(), environment=place.environment) as (_process, address, _start_s):
        asking = Asking(address)
        for person in PEOPLE:
            asking(person, "/cameras", {})  # the first answer of a process loads what it keeps
        yield asking


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


assert {person for person in PEOPLE if person != "admin"} <= {user[0] for user in USERS}
