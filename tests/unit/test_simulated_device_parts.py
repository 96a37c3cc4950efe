"""Heads, doors and envelopes of simulated devices."""

from __future__ import annotations

import ipaddress
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.kernel import SimulatedClock
from toancanh.simulation.authentication import Verdict
from toancanh.simulation.devices import Make
from toancanh.simulation.devices.demo import DEMO_NETWORK, demo_devices, demo_devices_outbound
from toancanh.simulation.devices.door import Account, DeviceDoor, Level
from toancanh.simulation.devices.envelope import SoapFault, envelope, fault_body, read
from toancanh.simulation.devices.head import Head, Position
from toancanh.simulation.raster import Raster
from toancanh.simulation.view import MAST_M, Aim, View, centred_on

SECOND_US = 1_000_000


def test_a_head_runs_until_its_time_or_its_end() -> None:
    head = Head()
    head.drive(0, pan_tilt=(0.5, -1.0), zoom=None, until_us=SECOND_US)
    assert head.at(SECOND_US // 2) == Position(pan=0.25, tilt=-0.5)
    assert head.at(9 * SECOND_US) == Position(pan=0.5, tilt=-1.0)
    assert not head.pan.is_moving(9 * SECOND_US)
    head.drive(10 * SECOND_US, pan_tilt=None, zoom=-1.0, until_us=11 * SECOND_US)
    assert head.at(11 * SECOND_US).zoom == 0.0


def test_a_head_goes_to_a_place_and_stops_when_told() -> None:
    head = Head()
    head.go(0, pan_tilt=(1.0, 0.0), zoom=0.5)
    assert head.at(SECOND_US * 2) == Position(pan=1.0, tilt=0.0, zoom=0.5)
    head.go(SECOND_US * 2, pan_tilt=(-1.0, 0.0), zoom=None)
    head.stop(SECOND_US * 3)
    assert head.at(SECOND_US * 9).pan == pytest.approx(0.0)
    assert head.aim(SECOND_US * 9).zoom == pytest.approx(4.5)


@pytest.mark.parametrize(("right", "up"), [(0.6, 0.3), (-0.8, -0.5), (0.2, -0.9)])
@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_what_was_clicked_comes_to_the_middle(right: float, up: float, zoom: float) -> None:
    raster = Raster(640, 360)
    wanted = (320 + right * 320, 180 - up * 180)
    aim = Aim(pan_deg=8, tilt_deg=-4, zoom=zoom)

    def distance(point: tuple[float, float], place: tuple[float, float]) -> float:
        return math.dist(point, place)

    def seen(at: tuple[float, float], aim: Aim) -> tuple[float, float]:
        return View(raster, aim).point(at[0] * 100, MAST_M + at[1] * 100, 100)

    grid = [(x / 50, y / 50) for x in range(-60, 61) for y in range(-60, 61)]
    clicked = min(grid, key=lambda at: distance(seen(at, aim), wanted))
    before = distance(seen(clicked, aim), (320, 180))
    after = distance(seen(clicked, centred_on(aim, right, up, 9 / 16)), (320, 180))
    assert after < 0.12 * before


def test_a_door_locks_one_source_for_its_time_and_forgets_after_a_right_try() -> None:
    clock = SimulatedClock()
    door = DeviceDoor(accounts={"u": Account(password="p", level=Level.USER)}, clock=clock, lock_s=60)
    for _ in range(4):
        door.note("a", Verdict.REFUSED)
    assert door.note("a", Verdict.ACCEPTED) is Verdict.ACCEPTED
    for _ in range(5):
        door.note("a", Verdict.REFUSED)
    assert door.note("a", Verdict.ACCEPTED) is Verdict.REFUSED
    assert door.note("b", Verdict.ACCEPTED) is Verdict.ACCEPTED
    clock.advance(61)
    assert door.note("a", Verdict.ACCEPTED) is Verdict.ACCEPTED


@given(st.binary(max_size=200) | st.text(alphabet='<>/ae&!"=[]', max_size=80).map(str.encode))
@settings(max_examples=60)
def test_an_envelope_is_read_or_refused(data: bytes) -> None:
    for one in (data, envelope("").encode()[:-20] + data):
        try:
            found = read(one).name
        except SoapFault as fault:
            found = read(envelope(fault_body(fault)).encode()).name
        assert found == "Envelope"


def test_entities_and_depth_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><Envelope>&b;</Envelope>'
    for data in (bomb, b"<Envelope>" + b"<a>" * 100 + b"</a>" * 100 + b"</Envelope>"):
        with pytest.raises(SoapFault):
            read(data)


def test_the_demo_s_devices_lie_in_the_network_that_it_names() -> None:
    plans = demo_devices(8000, 8554)
    assert {ipaddress.ip_address(one.host) in ipaddress.ip_network(DEMO_NETWORK) for one in plans} == {True}
    assert len(demo_devices_outbound(8000, 8554)) == 2 * len(plans)
    assert {Make(one.make) for one in plans} == set(Make)
    assert max(one.channels for one in plans) == 8
    assert [one.number for one in plans if one.has_head] == [1]
