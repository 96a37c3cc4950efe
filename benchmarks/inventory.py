"""The simulated city in a platform, and one who asks it over HTTP as a browser does."""

from __future__ import annotations

import http.client
import json
import statistics
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.databases import Place, settle
from benchmarks.figures import Figure
from benchmarks.platform import PASSWORD, call, started
from toancanh.simulation.city import City
from toancanh.simulation.city.loading import Filled, fill

CAMERAS = 40_210
SEED = 7
_PASSWORD = "bench-marks-of-the-city"


def filled(place: Place, city: City, *, declared_only: bool = False) -> Filled:
    """The city's organisations, people and, unless ``declared_only``, cameras are there."""
    platform = place.opened()
    try:
        _, admin = platform.governance.sign_in("admin", PASSWORD, "127.0.0.1")
        made = fill(platform, city, admin, password=_PASSWORD, declared_only=declared_only)
        settle(platform)
    finally:
        platform.close()
    return made


class Asking:
    """One connection that stays open. ``people`` are user names of the city, or ``admin``."""

    def __init__(self, address: str, people: Sequence[str]) -> None:
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=300)
        self._tokens = {person: self._token(address, person) for person in people}

    @staticmethod
    def _token(address: str, person: str) -> str:
        password = PASSWORD if person == "admin" else _PASSWORD
        return str(call(address, "/session", body={"username": person, "password": password})["token"])

    def __call__(
        self, person: str, path: str, query: Mapping[str, str] | None = None, body: Mapping[str, object] | None = None
    ) -> float:
        """Milliseconds until the whole answer is there."""
        address = f"/api/v1{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        headers = {"Authorization": f"Bearer {self._tokens[person]}"}
        sent = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            sent = json.dumps(body)
        begin = time.perf_counter()
        self._connection.request("GET" if body is None else "POST", address, body=sent, headers=headers)
        answer = self._connection.getresponse()
        told = answer.read()
        taken_ms = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{address} is answered by {answer.status}: {told[:200]!r}")
        return taken_ms


@contextmanager
def asked(place: Place, people: Sequence[str]) -> Iterator[Asking]:
    """The platform runs over what was filled in."""
    with started(place.data, allow=(), environment=place.environment) as (_process, address, _start_s):
        yield Asking(address, people)


def p95(key: str, taken_ms: Sequence[float], *, target_ms: float | None) -> Figure:
    """One figure of many answers."""
    value = statistics.quantiles(taken_ms, n=20)[-1]
    return Figure(
        key=f"{key}, p95",
        value=value,
        unit="ms",
        target=f"<= {target_ms:.0f} ms" if target_ms is not None else "",
        peer=f"{len(taken_ms)} answers: median {statistics.median(taken_ms):.0f} ms, longest {max(taken_ms):.0f} ms",
        holds=value <= target_ms if target_ms is not None else None,
    )


def seconds(key: str, value: float, *, target_s: float | None, peer: str = "") -> Figure:
    """One figure of one long work."""
    return Figure(
        key=key,
        value=value,
        unit="s",
        target=f"<= {target_s:.0f} s" if target_s is not None else "",
        peer=peer,
        holds=value <= target_s if target_s is not None else None,
    )
