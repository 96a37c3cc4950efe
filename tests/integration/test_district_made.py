"""What SUMO makes of the plan: needs the extra ``city``, which `make soak` installs."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from toancanh.cli import main
from toancanh.simulation.district import IncidentKind, VehicleKind, load_network
from toancanh.simulation.district.making.demand import make_departures
from toancanh.simulation.district.making.recording import PlayPlan, write_inputs
from toancanh.simulation.district.making.running import Running
from toancanh.simulation.district.making.workshop import make_network, make_plays
from toancanh.simulation.district.stored_network import network_to_bytes
from toancanh.simulation.district.stored_play import play_to_bytes, read_play

pytestmark = pytest.mark.soak

PLAN = PlayPlan(name="short", start=datetime.time(13, 30), duration_s=60.0, seed=7, factor=0.3)


def test_equal_seeds_give_equal_plays_and_others_do_not() -> None:
    first, again, other = make_plays([PLAN, PLAN, replace(PLAN, seed=8)])
    assert play_to_bytes(first) == play_to_bytes(again)
    assert play_to_bytes(first) != play_to_bytes(other)


def test_the_shipped_place_is_that_of_the_plan(tmp_path: Path) -> None:
    _, made = make_network(tmp_path)
    assert network_to_bytes(made) == network_to_bytes(load_network())


def test_a_play_of_ones_own_with_an_incident_on_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["make", "mine", "--out", str(tmp_path), "--start", "10:00", "--seconds", "150", "--factor", "0.5"]
    assert main(["simulate", "district", *words, "--incident", "breakdown:10:60", "--seed", "3"]) == 0
    assert "breakdown" in capsys.readouterr().out
    play = read_play(tmp_path / "mine.play.xz")
    (one,) = play.incidents
    assert one.kind is IncidentKind.BREAKDOWN
    assert play.bodies[one.numbers[0]].kind in {VehicleKind.CAR, VehicleKind.VAN, VehicleKind.LORRY}


def test_signals_can_be_set_from_outside_step_by_step(tmp_path: Path) -> None:
    net, network = make_network(tmp_path)
    files = write_inputs(make_departures(PLAN.start, 90.0, 1.0, Random(1)), network, tmp_path)
    with Running(net, files, seed=1) as running:
        for _ in range(360):
            for junction_id, state in running.signals().items():
                running.show(junction_id, "r" * len(state))
            running.step()
        assert set("".join(running.signals().values())) == {"r"}
        inner = [road.id for road in network.roads if (road.from_junction, road.to_junction) == ("A1", "AU")]
        assert inner == ["A1.AU"]
        assert not any(running.on_lane(f"A1.AU_{lane}") for lane in (1, 2, 3)), "somebody passed at red"
        assert len(running.everybody()) > 100
