"""The spending plan as the process of watching makes it: what becomes of drawings, asks, models and faults."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from media_units import pictures
from toancanh.health.model import Fault, FaultKind, FaultState
from toancanh.kernel import Clock, NotFound, SimulatedClock
from toancanh.registry.model import DesiredStream, StreamRole
from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.drawings import Drawn, GroundOrigin
from toancanh.vision.models.model import InstalledModel, ModelState, Origin
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.process import ModelProcess
from toancanh.vision.view import focal_of
from toancanh.vision.watch.model import Ask, Why, is_fit
from toancanh.vision.watch.ports import Purpose
from toancanh.vision.watch.process import ModelShelf, Parts, WatchProcess
from toancanh.vision.watch.steered import SteeredTold, steered_in
from toancanh.vision.watch.told import told_in
from toancanh.vision.zones import Zone, ZoneKind

pytestmark = pytest.mark.databases("sqlite")
NOW_US = 1_763_800_000_000_000
VIEW = from_mounting(Mounting(height_m=8, tilt_deg=30, focal=focal_of(60)), aspect=9 / 16)
LINE = Zone(id="l", kind=ZoneKind.COUNTING_LINE, name="l", points=((0.2, 0.6), (0.8, 0.6)))
NO_STOP = Zone(id="n", kind=ZoneKind.NO_STOP_AREA, name="n", points=((0.2, 0.6), (0.8, 0.6), (0.5, 0.9)))


@dataclass
class World:
    """All that the process of watching asks for."""

    roles: dict[str, tuple[StreamRole, ...]] = field(default_factory=dict)
    asked: dict[str, Ask] = field(default_factory=dict)
    drawn: dict[str, Drawn] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    given_up: dict[str, int] = field(default_factory=dict)

    def desired_streams(self, shard: int, shards: int, /) -> Sequence[DesiredStream]:
        assert (shard, shards) == (0, 1)
        return [
            DesiredStream(
                camera_id=camera_id, role=role, url="", username="", password="", record=None, min_days=1, max_days=2
            )
            for camera_id, roles in self.roles.items()
            for role in roles
        ]

    def every(self) -> Mapping[str, Ask]:
        return self.asked

    def of(self, camera_ids: Sequence[str], /) -> Mapping[str, Drawn]:
        return {camera_id: self.drawn.get(camera_id, Drawn(camera_id=camera_id)) for camera_id in camera_ids}

    def open_faults(self) -> Sequence[Fault]:
        return self.faults

    def given_up_views(self) -> Mapping[str, int]:
        return self.given_up

    def camera(self, camera_id: str, *zones: Zone, calibrated: bool = True) -> None:
        self.roles[camera_id] = (StreamRole.MAIN, StreamRole.SUB)
        self.drawn[camera_id] = Drawn(
            camera_id=camera_id, zones=zones, calibration=VIEW if calibrated else None, version=1,
            origin=GroundOrigin(lat=21.0, lon=105.8),
        )  # fmt: skip


class NoModels:
    """Nobody installed one."""

    def by_name(self, name: str, /) -> InstalledModel:
        raise NotFound(name)

    def process(self, name: str, /) -> ModelProcess:
        raise NotFound(name)


def process(
    world: World, folder: Path, *, cores: float = 1.0, models: ModelShelf | None = None, clock: Clock | None = None
) -> WatchProcess:
    parts = Parts(
        registry=world, asks=world, drawings=world, models=models or NoModels(), faults=world, sinks=(), shards=1,
        clock=clock or SimulatedClock(NOW_US), run_path=folder, budget_cores=cores,
    )  # fmt: skip
    return WatchProcess(parts)


def whys(folder: Path) -> dict[str, Why | None]:
    told = told_in(folder)
    assert told is not None
    return {row.camera_id: row.why for row in told.rows}


def send(watch: WatchProcess, camera_id: str) -> None:
    """Three seconds of its pictures."""
    made = pictures(fps=10, gop=10)
    watch._feed.on_parameters((camera_id, StreamRole.SUB), made.parameters)
    for number in range(30):
        watch._feed.on_unit((camera_id, StreamRole.SUB), made.unit(number), 0)


def test_what_is_drawn_and_asked_becomes_stations_and_reasons(tmp_path: Path) -> None:
    world = World()
    world.camera("counts", LINE, NO_STOP)
    world.camera("bare")
    world.camera("uncalibrated", LINE, calibrated=False)
    world.camera("not-asked", LINE)
    world.camera("modelled", LINE)
    world.camera("away", LINE)
    world.asked = {
        "not-asked": Ask(camera_id="not-asked", purposes=frozenset()),
        "modelled": Ask(camera_id="modelled", purposes=frozenset({Purpose.COUNTING}), model="yolox"),
    }
    world.faults = [  # of its main stream: pictures of the other come
        Fault(
            id="f", camera_id="counts", kind=FaultKind.AWAY, state=FaultState.OPEN, score=1, threshold=1, began_us=0,
            opened_us=0, closed_us=None, turned_us=0, signs=1, seen_us=0, details={},
        )
    ]  # fmt: skip
    watch = process(world, tmp_path)
    assert {camera_id for camera_id, _ in watch._learn()} == {"counts", "away"}  # to see whether anything comes
    assert whys(tmp_path)["counts"] is Why.NO_PICTURES
    send(watch, "counts")
    streams = watch._learn()
    assert ("counts", StreamRole.SUB) in streams
    assert whys(tmp_path) == {
        "counts": None,
        "away": Why.NO_PICTURES,
        "bare": Why.NOTHING_DRAWN,
        "uncalibrated": Why.NOT_CALIBRATED,
        "not-asked": Why.NOT_ASKED,
        "modelled": Why.NO_MODEL,
    }
    station = watch._stations["counts"]
    assert station.post.assignment.purposes == set(Purpose)
    assert station.street is not None
    assert station.street.place == (21.0, 105.8)
    watch._learn()
    assert watch._stations["counts"] is station  # it goes on undisturbed
    world.drawn["counts"] = replace(world.drawn["counts"], zones=(LINE,), version=2)
    watch._learn()
    redrawn = watch._stations["counts"]
    assert redrawn.post.assignment.zones == (LINE,)
    assert redrawn.street is not station.street
    world.asked["counts"] = Ask(camera_id="counts", purposes=frozenset({Purpose.INCIDENTS}))
    watch._learn()
    slower = watch._stations["counts"]
    assert slower.post.assignment.looks_per_s == 5
    assert slower.street is redrawn.street  # the worker keeps what it learned of the street


@dataclass
class Shelf:
    """One model, which can be taken away and brought anew."""

    model_id: str | None = "first"

    def by_name(self, name: str, /) -> InstalledModel:
        if self.model_id is None:
            raise NotFound(name)
        return InstalledModel(
            id=self.model_id, origin=Origin(name=name, licence="MIT", source="a test"), sha256="0" * 64, size_bytes=1,
            manifest=Manifest(layout=Layout.YOLOX), width=64, height=64, picture_s=0.01, state=ModelState.APPROVED,
            proposed_by="", proposed_us=0,
        )  # fmt: skip

    def process(self, name: str, /) -> ModelProcess:
        raise NotFound(name)


def test_a_model_that_was_removed_and_brought_anew_is_another(tmp_path: Path) -> None:
    world, shelf = World(), Shelf()
    world.camera("modelled", LINE)
    world.asked = {"modelled": Ask(camera_id="modelled", purposes=frozenset({Purpose.COUNTING}), model="yolox")}
    watch = process(world, tmp_path, models=shelf)
    send(watch, "modelled")
    watch._learn()
    (first,), before = watch._models.values(), watch._stations["modelled"]
    shelf.model_id = None
    watch._learn()
    assert whys(tmp_path) == {"modelled": Why.NO_MODEL}
    assert not first._wanted, "nobody is left to it, and so its process ends"
    shelf.model_id = "second"
    watch._learn()
    second = watch._crew_of["modelled"]
    assert second is not first
    assert watch._stations["modelled"] is not before
    assert not first._wanted
    for crew in (first, second):
        crew.close()


def test_what_was_drawn_before_a_turn_that_somebody_agreed_with_waits_for_a_word(tmp_path: Path) -> None:
    world, clock = World(), SimulatedClock(NOW_US)
    for name in ("turned", "drawn-again"):
        world.camera(name, LINE)
    world.drawn["turned"] = replace(world.drawn["turned"], changed_us=NOW_US - 10)
    world.drawn["drawn-again"] = replace(world.drawn["drawn-again"], changed_us=NOW_US)
    world.given_up = {"turned": NOW_US - 5, "drawn-again": NOW_US - 5}
    watch = process(world, tmp_path, clock=clock)
    for name in ("turned", "drawn-again"):
        send(watch, name)
    watch._learn()
    assert whys(tmp_path) == {"drawn-again": None, "turned": Why.VIEW_CHANGED}
    world.given_up["drawn-again"] = NOW_US + 5
    clock.advance(21)
    watch._learn()
    assert whys(tmp_path)["drawn-again"] is Why.VIEW_CHANGED
    world.drawn["turned"] = replace(world.drawn["turned"], version=2, changed_us=NOW_US)
    watch._learn()
    assert whys(tmp_path)["turned"] is None


def test_who_is_steered_is_not_counted_by_from_that_second_on(tmp_path: Path) -> None:
    world, away = World(), set[str]()
    world.camera("head", LINE)
    watch, told = process(world, tmp_path), SteeredTold(tmp_path, lambda: away)
    send(watch, "head")
    watch._learn()
    station = watch._stations["head"]
    asyncio.run(told.look())
    assert is_fit(watch._trust.faults("head"))
    away.add("head")
    asyncio.run(told.look())
    watch._trust.notice()
    assert not is_fit(watch._trust.faults("head")), "before the next plan"
    watch._learn()
    assert whys(tmp_path) == {"head": Why.STEERED}
    assert not watch._stations
    away.clear()
    asyncio.run(told.look())
    watch._learn()
    assert watch._stations["head"] is not station, "nothing that was followed goes on"
    assert is_fit(watch._trust.faults("head"))


def test_a_web_process_that_begins_anew_takes_back_what_was_told(tmp_path: Path) -> None:
    asked = asyncio.Event()

    def nobody() -> frozenset[str]:
        asked.set()
        return frozenset()

    async def ran() -> None:
        told = SteeredTold(tmp_path, nobody)
        told.start()
        await asked.wait()
        await told.close()
        await told.look()

    asyncio.run(SteeredTold(tmp_path, lambda: ["head"]).look())
    assert steered_in(tmp_path) == {"head"}
    asyncio.run(ran())
    assert not steered_in(tmp_path)


def test_without_cores_nothing_is_watched_and_that_is_told(tmp_path: Path) -> None:
    world = World()
    world.camera("counts", LINE)
    watch = process(world, tmp_path, cores=0)
    send(watch, "counts")
    assert watch._learn() == frozenset()
    assert whys(tmp_path) == {"counts": Why.NO_BUDGET}
