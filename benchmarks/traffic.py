"""Measurements of a city: a day of minutes written as it comes in; a junction's week and the network's day asked for.

957 cameras at 195 junctions (the flow-measuring ones of Hà Nội's centre, docs/design/traffic.md), each with four
lanes and three movements, all of them seen in every minute; each camera's lanes measure one segment of the network. The
numbers are drawn by seed and have no pattern: real ones take less of a disk.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import incidents
from benchmarks.databases import Place
from benchmarks.figures import Figure
from benchmarks.inventory import asked, p95, seconds
from benchmarks.platform import PASSWORD
from toancanh.kernel import SimulatedClock, SystemClock, format_rfc3339
from toancanh.registry import CameraDraft, SiteDraft, SiteKind
from toancanh.traffic import Measurements
from toancanh.traffic.columns import COLUMNS
from toancanh.traffic.model import DAY_US, MINUTE_US
from toancanh.traffic.network.shapes import NetworkIn
from toancanh.traffic.store import files
from toancanh.traffic.store.engine import ROW_GROUP, Engine
from toancanh.traffic.store.keeping import FINE, Keeper
from toancanh.traffic.store.writing import Writer

CAMERAS = 957
JUNCTIONS = 195
PLACES = (
    ("lane-1", ""),
    ("lane-2", ""),
    ("lane-3", ""),
    ("lane-4", ""),
    ("in", "left"),
    ("in", "ahead"),
    ("in", "right"),
)
SEED = 11
_DAYS = 7
_MINUTES = 1440  # of the day that is written as it comes in
_MERGED_EVERY = 5  # minutes: as often as the platform's rounds come
_ASKED = 100
_SLIDES = 20


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Every row of traffic's figures; with ``--full`` those of incidents alone, over all their calm hours."""
    of_incidents, settings = incidents.measure(options)
    if options.full:
        return of_incidents, settings
    cameras = options.cameras or CAMERAS
    with tempfile.TemporaryDirectory(prefix="toancanh-bench-") as folder:
        place = Place(name="SQLite", data=Path(folder) / "data", url="")
        city = _city(place, cameras)
        figures = _written(city)
    return [*figures, *of_incidents], {"cameras": cameras, "places": len(PLACES), "seed": SEED, **settings}


@dataclass(frozen=True, kw_only=True)
class _City:
    """``last_day``: the one that is written minute by minute; ``begin_us``: where the week begins."""

    place: Place
    camera_ids: list[str]
    site_ids: list[str]
    begin_us: int

    @property
    def folder(self) -> Path:
        return self.place.data / "measurements"


def _city(place: Place, cameras: int) -> _City:
    platform = place.opened()
    try:
        _, admin = platform.governance.sign_in("admin", PASSWORD, "127.0.0.1")
        owner_id = admin.organisation_id
        sites = [
            platform.registry.sites.create(
                admin,
                SiteDraft(code=f"J{n}", name=f"J{n}", owner_id=owner_id, lat=21.0, lon=105.8, kind=SiteKind.JUNCTION),
            ).id
            for n in range(JUNCTIONS)
        ]
        made = [
            platform.registry.cameras.create(
                admin,
                CameraDraft(
                    code=f"C{n}", name=f"C{n}", owner_id=owner_id, lat=21.0, lon=105.8, min_days=1, max_days=30,
                    site_id=sites[n % JUNCTIONS],
                ),
            ).id
            for n in range(cameras)
        ]  # fmt: skip
        platform.traffic.networks.put(admin, owner_id, _network(made))
    finally:
        platform.close()
    today_us = SystemClock().now_us() // DAY_US * DAY_US
    return _City(place=place, camera_ids=made, site_ids=sites, begin_us=today_us - (_DAYS - 1) * DAY_US)


def _network(camera_ids: list[str]) -> NetworkIn:
    """From every junction as many ways to the next as it has cameras, each of them measured by one camera's lanes."""

    def place(number: int) -> list[float]:
        return [105.8 + 0.005 * (number % 14), 21.0 + 0.005 * (number // 14)]

    junctions = [
        {"type": "Feature", "id": f"j{n}", "geometry": {"type": "Point", "coordinates": place(n)},
         "properties": {"kind": "junction", "name": f"J{n}"}}
        for n in range(JUNCTIONS)
    ]  # fmt: skip
    segments = []
    for n, camera_id in enumerate(camera_ids):
        begin, end = n % JUNCTIONS, (n + 1) % JUNCTIONS
        lanes = [zone for zone, movement in PLACES if not movement]
        properties = {
            "kind": "segment", "name": f"S{n}", "from_junction": f"j{begin}", "to_junction": f"j{end}",
            "lanes": len(lanes), "measures": [{"camera_id": camera_id, "zone_id": zone} for zone in lanes],
        }  # fmt: skip
        line = {"type": "LineString", "coordinates": [place(begin), place(end)]}
        segments.append({"type": "Feature", "id": f"s{n}", "geometry": line, "properties": properties})
    return NetworkIn.model_validate({"type": "FeatureCollection", "features": [*junctions, *segments]})


def _written(city: _City) -> list[Figure]:
    """A day in a hurry and its like, the seventh minute by minute; then asked, while that one is open; then closed."""
    clock = SimulatedClock(city.begin_us)
    engine = Engine(city.folder)
    keeper = Keeper(city.folder, engine, clock=clock, minutes_days=400)
    writer = Writer(city.folder, engine, clock=clock, name="bench")
    rows = _Rows(city)
    for hour in range(24):
        writer.append(rows.minutes(hour * 60, 60))
    keeper.close(files.day_of(city.begin_us))
    for day in range(1, _DAYS - 1):
        _repeat(city, engine, day)
    last_us = city.begin_us + (_DAYS - 1) * DAY_US
    clock.advance((_DAYS - 1) * DAY_US / 1e6)
    appended_s, merged_s = [], 0.0
    for minute in range(_MINUTES):
        batch = rows.minutes((_DAYS - 1) * 1440 + minute, 1)
        begin = time.perf_counter()
        writer.append(batch)
        appended_s.append(time.perf_counter() - begin)
        clock.advance(MINUTE_US / 1e6)
        if minute % _MERGED_EVERY == 0:
            begin = time.perf_counter()
            keeper.round()
            merged_s += time.perf_counter() - begin
    figures = [*_week(city), *_day(city)]
    begin = time.perf_counter()
    keeper.close(files.day_of(last_us))
    closed_s = time.perf_counter() - begin
    size_mb = sum(path.stat().st_size for path in (city.folder / files.day_of(last_us).isoformat()).iterdir()) / 1e6
    engine.close()
    many = len(city.camera_ids) * len(PLACES) * _MINUTES
    parts = (sum(appended_s), merged_s, closed_s)
    peer = "appended {:.0f} s, hours put in order and rolled up {:.0f} s, day closed {:.0f} s".format(*parts)
    key = f"one day of minutes of {len(city.camera_ids)} cameras written ({many / 1e6:.1f} million rows)"
    return [
        seconds(key, sum(appended_s) + merged_s + closed_s, target_s=60, peer=peer),
        p95("one minute of the whole city appended", [one * 1000 for one in appended_s], target_ms=None),
        Figure(key="one day on disk", value=size_mb, unit="MB"),
        *figures,
    ]


def _repeat(city: _City, engine: Engine, day: int) -> None:
    """The first day's files, so many days later."""
    first = files.read_day(city.folder, files.day_of(city.begin_us))
    for path in filter(None, (*first.minutes, first.quarters)):
        draft = files.draft_path(city.folder, files.day_of(city.begin_us + day * DAY_US))
        later = f"SELECT * REPLACE (start_us + {day * DAY_US} AS start_us) FROM read_parquet(?)"  # noqa: S608
        engine.write(later, draft, [[str(path)]], group=FINE if path == first.quarters else ROW_GROUP)
        files.give_name(draft, path.name.rsplit(".", 2)[0])


def _week(city: _City) -> list[Figure]:
    """Over HTTP, of one junction after the other; the last of the seven days is today, and not closed."""
    dice = np.random.default_rng(SEED)
    wanted = dice.choice(len(city.site_ids), _ASKED)
    span = {"from": format_rfc3339(city.begin_us), "to": format_rfc3339(city.begin_us + _DAYS * DAY_US)}
    figures = []
    with asked(city.place, ["admin"]) as ask:
        for step, more, target_ms in (
            ("hour", {}, 150.0), ("day", {}, 150.0), ("15min", {}, None), ("5min", {"zone_id": "lane-1"}, None)
        ):  # fmt: skip
            query = {**span, "step": step, **more}
            ask("admin", "/measurements", {**query, "site_id": city.site_ids[0]})  # what is loaded once
            taken_ms = [ask("admin", "/measurements", {**query, "site_id": city.site_ids[n]}) for n in wanted]
            cameras = len(city.camera_ids) / len(city.site_ids)
            of = "one lane of each camera" if more else f"all {len(PLACES)} places"
            key = f"a junction's week ({cameras:.1f} cameras, {of}) by {step}"
            figures.append(p95(key, taken_ms, target_ms=target_ms))
    return figures


def _day(city: _City) -> list[Figure]:
    """Over HTTP, of all segments in one answer: the day that is still open, then again and again as a slider does."""
    last_us = city.begin_us + (_DAYS - 1) * DAY_US
    span = {"from": format_rfc3339(last_us), "to": format_rfc3339(last_us + DAY_US)}
    with asked(city.place, ["admin"]) as ask:
        cold_ms = ask("admin", "/traffic/network/history", span)
        taken_ms = [ask("admin", "/traffic/network/history", span) for _ in range(_SLIDES)]
        at = {"at": format_rfc3339(last_us - DAY_US // 2)}
        ask("admin", "/traffic/network/state", at)
        states_ms = [ask("admin", "/traffic/network/state", at) for _ in range(_SLIDES)]
    of = f"{len(city.camera_ids)} segments"
    return [
        p95(f"a day of the network by quarters of an hour ({of})", taken_ms, target_ms=150.0),
        Figure(key="the same, asked for the first time", value=cold_ms, unit="ms"),
        p95(f"the network's state at one time ({of})", states_ms, target_ms=None),
    ]


class _Rows:
    """Minutes of all places: the same shape again and again, other numbers."""

    def __init__(self, city: _City) -> None:
        self._begin_us = city.begin_us
        self._dice = np.random.default_rng(SEED)
        self._camera_id = np.repeat(np.array(city.camera_ids, object), len(PLACES))
        self._zone_id = np.tile(np.array([zone for zone, _ in PLACES], object), len(city.camera_ids))
        self._movement = np.tile(np.array([movement for _, movement in PLACES], object), len(city.camera_ids))

    def minutes(self, first: int, many: int) -> Measurements:
        """From the n-th minute of the week on."""
        size, count = self._camera_id.size, self._camera_id.size * many
        hour = (first // 60 + 7) % 24
        busy = 0.05 + 0.95 * np.exp(-(((hour - 8) / 2.5) ** 2)) + 0.9 * np.exp(-(((hour - 17.5) / 2.5) ** 2))
        dice = self._dice
        columns = {
            column.name: np.full(count, "", object) if column.dtype is np.object_ else np.zeros(count, column.dtype)
            for column in COLUMNS
        }
        columns["camera_id"] = np.tile(self._camera_id, many)
        columns["zone_id"] = np.tile(self._zone_id, many)
        columns["movement"] = np.tile(self._movement, many)
        columns["start_us"] = self._begin_us + (first + np.repeat(np.arange(many), size)) * MINUTE_US
        columns["method"][:] = "without_weights"
        means = {"motorcycle": 30, "car": 5, "bicycle": 0.5, "bus": 0.3, "lorry": 0.3, "van": 0.4}
        for kind, mean in means.items():
            columns[kind] = dice.poisson(mean * busy, count).astype(np.int32)
        volume = np.asarray(np.sum([columns[kind] for kind in means], axis=0), np.int32)
        occupied = np.minimum(volume * 1.1, 60).astype(np.float32)
        columns |= {
            "observed_s": np.full(count, 60, np.float32), "line_s": np.full(count, 60, np.float32),
            "area_s": np.full(count, 60, np.float32), "occupied_s": occupied, "peak": volume,
            "covered_s": (occupied * dice.uniform(0.1, 0.4, count)).astype(np.float32), "speed_n": volume,
            "speed_sum_mps": (volume * dice.uniform(4, 9, count)).astype(np.float32),
            "pace_sum_spm": (volume / dice.uniform(4, 9, count)).astype(np.float32),
            "standing_s": (volume * dice.uniform(0, 20, count)).astype(np.float32),
            "queue_s": np.full(count, 60, np.float32),
            "queue_sum_ms": (volume * dice.uniform(0, 30, count)).astype(np.float32),
            "queue_max_m": (volume * dice.uniform(0.3, 1, count)).astype(np.float32),
            "occupancy_low": occupied / 60, "occupancy_high": occupied / 60,
        }  # fmt: skip
        return Measurements(columns)
