"""The district as a road network: every street of it, with the turns that are really there."""

from __future__ import annotations

from toancanh.simulation.district.shipped import load_network
from toancanh.simulation.district_network import district_network, segment_id
from toancanh.traffic.network.geojson import check, network_of
from toancanh.traffic.network.model import RoadNetwork, Turn
from toancanh.traffic.network.shapes import MeasureShape, PlaceShape

PLACE = load_network()


def test_every_street_is_a_segment_and_every_turn_a_movement() -> None:
    lane = MeasureShape(camera_id="c", zone_id="z")
    drawn = district_network(
        PLACE,
        measures={"A1.AU": [lane]},
        movements={("AU.A1", "A1.C1"): [PlaceShape(camera_id="c", zone_id="in", movement="out")]},
        sites={"A1": "site"},
    )
    check("owner", drawn, RoadNetwork())
    network = network_of([("owner", drawn)], "v")
    driven = [road for road in PLACE.roads if not all(lane.is_pavement for lane in road.lanes)]
    assert len(network.segments) == len(driven) < len(PLACE.roads), "where one only walks is none"
    assert len(network.junctions) == len(PLACE.junctions)
    for road in driven:
        one = network.segments[segment_id(road.id)]
        assert (one.name, one.lanes) == (road.name, sum(not lane.is_pavement for lane in road.lanes))
        assert one.length_m > 20
    crossing = network.junctions[segment_id("A1")]
    assert (crossing.site_id, crossing.has_signal) == ("site", True)
    assert {movement.turn for movement in crossing.movements} >= {Turn.LEFT, Turn.RIGHT, Turn.STRAIGHT}
    (counted,) = [movement for movement in crossing.movements if movement.places]
    assert (counted.from_segment, counted.to_segment) == (segment_id("AU.A1"), segment_id("A1.C1"))
    assert [place.camera_id for place in network.places] == ["c", "c"]
    turning = network.junctions[segment_id("AU")]
    assert Turn.U_TURN in {movement.turn for movement in turning.movements}, "one turns back there"
