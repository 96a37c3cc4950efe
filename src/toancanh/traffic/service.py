"""The door of traffic for other packages and for its routes. Blocking; thread-safe."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toancanh.governance import AccessRequest, Action, Governance
from toancanh.health.model import BLIND, FaultKind
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, Invalid, NotFound, Principal, Unavailable
from toancanh.registry import CameraFilter, Registry
from toancanh.traffic.columns import Measurements
from toancanh.traffic.current import REACH_US, Current, current
from toancanh.traffic.failures import SPAN_US, Rules, failures
from toancanh.traffic.figures import Floats, figures
from toancanh.traffic.model import QUARTER_US, Failure, Flag, Place
from toancanh.traffic.network.flowing import Flowing
from toancanh.traffic.network.networks import Networks
from toancanh.traffic.network.store import Publication
from toancanh.traffic.open_data.datex import datex2
from toancanh.traffic.open_data.formats import csv, geojson
from toancanh.traffic.open_data.limits import Buckets
from toancanh.traffic.open_data.snapshot import OpenData
from toancanh.traffic.ports import FaultBook
from toancanh.traffic.steps import Interval, steps_of, zone_of
from toancanh.traffic.store import failures as failure_store
from toancanh.traffic.store.check import Violation, check
from toancanh.traffic.store.engine import Engine
from toancanh.traffic.store.excluding import Exclusion
from toancanh.traffic.store.keeping import Keeper
from toancanh.traffic.store.reading import Reader
from toancanh.traffic.store.writing import Writer
from toancanh.traffic.units import Units, read_units

_UNFIT = BLIND | {FaultKind.BLURRED}
"""With these a camera counts something, and not what is there."""
_MOST_CAMERAS = 100
_MOST_CELLS = 150_000
"""Places by steps of one answer."""
_MOST_ZONES = 200
"""More drawings than these are not named to the store: to read all of their cameras is quicker."""
_ROUND_S = 300.0
_JUDGED_EVERY_US = 3_600_000_000
_CAMERAS_AT_ONCE = 50
_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of which cameras (by name, or all at a site), of which drawings (empty: all), of which time, in which steps."""

    camera_ids: tuple[str, ...] = ()
    site_id: str = ""
    zone_ids: tuple[str, ...] = ()
    from_us: int
    to_us: int
    step: Interval = Interval.HOUR
    zone: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Series:
    """One place's figures, n steps of them. Where ``figures["seen"]`` is 0 nothing is known of the step."""

    place: Place
    steps: NDArray[np.intp]
    found: Measurements
    figures: dict[str, Floats]


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """``marks`` (n + 1,): where the steps begin, and the end."""

    marks: NDArray[np.int64]
    series: Sequence[Series]
    units: Units


class Traffic:
    """Measurements, their failures, and who may read them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        governance: Governance,
        registry: Registry,
        faults: FaultBook,
        folder: Path,
        catalogues: Path,
        minutes_days: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._faults = faults
        self._folder = folder
        self._catalogues = catalogues
        self._engine = Engine(folder)
        self._reader = Reader(folder, self._engine)
        self._keeper = Keeper(folder, self._engine, clock=clock, minutes_days=minutes_days)
        self.networks = Networks(database=database, clock=clock, governance=governance, registry=registry)
        self.flowing = Flowing(self.networks, clock=clock, measured=self)
        forms = {
            "geojson": geojson, "csv": csv,
            "datex2": lambda one: datex2(one, publisher=governance.organisations.root_name()),
        }  # fmt: skip
        self.open_data = OpenData(self.networks, self.flowing, clock=clock, forms=forms)
        self.open_limits = Buckets(clock=clock)
        self._next_judging_us = 0
        self._rounds: Rounds | None = None

    @property
    def units(self) -> Units:
        """Passenger-car units and capacities in force. Raises `Invalid` where an administrator's file is none."""
        return read_units(self._catalogues)

    def writer(self, name: str) -> Writer:
        """For who looks at pictures; ``name`` is that of its process."""
        return Writer(self._folder, self._engine, clock=self._clock, name=name)

    def measurements(self, principal: Principal, asked: Asked, *, source: str = "") -> Answer:
        """What is known of every step. Raises `Invalid`, `Denied` or `NotFound` for a camera that is named and not to
        be read, `Unavailable` while files are put in order.
        """
        marks = steps_of(asked.from_us, asked.to_us, asked.step, zone_of(asked.zone))
        camera_ids = self._cameras(principal, asked, source)
        found = self._reader.steps(
            camera_ids,
            marks,
            is_of_quarters=asked.step.is_of_quarters,
            exclusions=self._exclusions(camera_ids, int(marks[0]), int(marks[-1])),
            zone_ids=asked.zone_ids,
        )
        units = self.units
        return Answer(marks=marks, series=list(_series(found, marks, units)), units=units)

    def failures(self, principal: Principal, asked: Asked, *, source: str = "") -> list[Failure]:
        """Those that lasted at some time of the range. Raises as `measurements` does."""
        if asked.to_us <= asked.from_us:
            raise Invalid("to: the end comes after the start", field="to")
        camera_ids = self._cameras(principal, asked, source)
        with self._database.reading() as connection:
            return failure_store.between(connection, camera_ids, asked.from_us, asked.to_us)

    def current(
        self, principal: Principal, *, camera_ids: tuple[str, ...] = (), site_id: str = "", source: str = ""
    ) -> list[Current]:
        """How it flows now, against the usual, and soon. Raises as `measurements` does."""
        now_us = self._clock.now_us()
        asked = Asked(camera_ids=camera_ids, site_id=site_id, from_us=now_us - REACH_US, to_us=now_us, zone="")
        wanted = self._cameras(principal, asked, source)
        exclusions = self._exclusions(wanted, asked.from_us, asked.to_us)
        return current(self._reader, wanted, now_us, exclusions=exclusions, units=self.units)

    def rows(self, places: Sequence[Place], marks: NDArray[np.int64], *, is_of_quarters: bool) -> Measurements:
        """Of these places, by steps between marks, in the order of place; no judgement: who may know of them is decided
        by who asks (`network.Networks`).
        """
        camera_ids, zone_ids = {one.camera_id for one in places}, {one.zone_id for one in places}
        return self._reader.steps(
            camera_ids,
            marks,
            is_of_quarters=is_of_quarters,
            exclusions=self._exclusions(camera_ids, int(marks[0]), int(marks[-1])),
            zone_ids=zone_ids if len(zone_ids) <= _MOST_ZONES else (),
        )

    def cameras_at(self, principal: Principal, site_id: str) -> list[str]:
        """Of a site, those whose figures may be read; none where the site may not be known of."""
        page = self._registry.lists.page(principal, CameraFilter(site_id=(site_id,)), after="", limit=_MOST_CAMERAS)
        visible = self._governance.visible(principal, Action.TRAFFIC_READ, "camera")
        refs = self._registry.camera_refs([one.camera.id for one in page])
        return sorted(id for id, ref in refs.items() if visible.shows(ref))

    def publish(
        self, principal: Principal, owner_id: str, *, published: bool, reason: str, source: str = ""
    ) -> Publication:
        """`Networks.publish`; what is taken back is gone from the next answer on."""
        made = self.networks.publish(principal, owner_id, published=published, reason=reason, source=source)
        self.open_data.forget()
        return made

    def lasts(self, failure: Failure) -> bool:
        """Whether the rule still held when places were judged last."""
        return failure.until_us + _JUDGED_EVERY_US + 2 * QUARTER_US > self._clock.now_us()

    def judge(self) -> list[Failure]:
        """Hold every place against the rules; returns the failures that are new."""
        until_us = self._clock.now_us() // QUARTER_US * QUARTER_US
        from_us = until_us - SPAN_US
        marks = np.arange(from_us, until_us + QUARTER_US, QUARTER_US, dtype=np.int64)
        rules = Rules(most_per_minute=self.units.chatter.most_per_minute.value)
        found: list[Failure] = []
        for batch in _batches(self._reader.cameras(from_us, until_us)):
            found += failures(self._reader.steps(batch, marks, is_of_quarters=True), rules)
        with self._database.transaction() as tx:
            new = failure_store.unite(tx, found)
        for one in new:
            _log.warning("a place counts wrongly", camera=one.camera_id, zone=one.zone_id, kind=str(one.kind))
        return new

    def round(self) -> None:
        """What is due: files put together, days closed, old ones forgotten, and every hour places judged."""
        self._keeper.round()
        now_us = self._clock.monotonic_us()
        if self._next_judging_us <= now_us:
            self.judge()
            self._next_judging_us = now_us + _JUDGED_EVERY_US
        for seen in (self.networks.usual(), self.networks.public()):
            self.flowing.warm(seen)

    def check(self, *, deep: bool) -> list[Violation]:
        """What of the files is not as it must be."""
        return check(self._folder, deep=deep)

    def start(self) -> None:
        """Rounds, until `close`."""
        self._rounds = Rounds(
            "traffic",
            self.round,
            every_s=_ROUND_S,
            log=_log,
            put_off="measurements could not be put in order; the next round tries again",
            crashed="a round over the measurements failed",
            expected=(Unavailable, Invalid),
        )
        self._rounds.start()

    def close(self) -> None:
        """No more rounds; memory goes back."""
        if self._rounds is not None:
            self._rounds.close()
        self._engine.close()

    def _cameras(self, principal: Principal, asked: Asked, source: str) -> list[str]:
        """Named cameras are judged one by one, and a refusal is on record; of a site's those that may be read."""
        if bool(asked.camera_ids) == bool(asked.site_id):
            raise Invalid("name cameras (camera_id) or a site (site_id)", field="camera_id")
        if asked.site_id:
            self._registry.sites.get(principal, asked.site_id, source=source)
            return self.cameras_at(principal, asked.site_id)
        if len(asked.camera_ids) > _MOST_CAMERAS:
            raise Invalid(f"camera_id: at most {_MOST_CAMERAS} at once", field="camera_id")
        refs = self._registry.camera_refs(asked.camera_ids)
        for camera_id in asked.camera_ids:
            if camera_id not in refs:
                raise NotFound("there is no such camera")
            request = AccessRequest(action=Action.TRAFFIC_READ, resource=refs[camera_id], source=source)
            self._governance.require(principal, request)
        return sorted(set(asked.camera_ids))

    def _exclusions(self, camera_ids: Collection[str], from_us: int, until_us: int) -> list[Exclusion]:
        with self._database.reading() as connection:
            failed = failure_store.between(connection, camera_ids, from_us, until_us)
        found = [Exclusion(one.camera_id, one.zone_id, one.from_us, one.until_us, one.kind.flag) for one in failed]
        for fault in self._faults.faults_between(camera_ids, from_us, until_us):
            if fault.kind in _UNFIT:
                ends_us = until_us if fault.closed_us is None else fault.closed_us
                found.append(Exclusion(fault.camera_id, "", fault.began_us, ends_us, Flag.VIEW))
        return found


def _series(found: Measurements, marks: NDArray[np.int64], units: Units) -> Iterator[Series]:
    if not len(found):
        return
    keys = list(zip(found["camera_id"], found["zone_id"], found["movement"], strict=True))
    edges = [0, *(at for at in range(1, len(keys)) if keys[at] != keys[at - 1]), len(keys)]
    if (len(edges) - 1) * (marks.size - 1) > _MOST_CELLS:
        raise Invalid(
            f"too many figures at once: {len(edges) - 1} places; a longer step, or fewer of them", field="step"
        )
    at = np.searchsorted(marks, found["start_us"], side="right") - 1
    made = figures(found, np.diff(marks)[at] / 1e6, units)
    for begin, end in itertools.pairwise(edges):
        part = slice(begin, end)
        camera_id, zone_id, movement = keys[begin]
        yield Series(
            place=Place(camera_id=camera_id, zone_id=zone_id, movement=movement),
            steps=at[part],
            found=found.where(part),
            figures={name: values[part] for name, values in made.items()},
        )


def _batches(camera_ids: Iterable[str]) -> Iterator[list[str]]:
    every = list(camera_ids)
    return (every[at : at + _CAMERAS_AT_ONCE] for at in range(0, len(every), _CAMERAS_AT_ONCE))
