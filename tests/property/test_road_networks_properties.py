"""What holds of every network and all figures: a camera that is not there for somebody is in nothing that he gets, and
what two have drawn stays apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from road_rows import WAYS, a_network, drawn, measure
from toancanh.traffic.model import QUARTER_US
from toancanh.traffic.network.blocks import block_of
from toancanh.traffic.network.flows import flows_of, levels, travel_times, wiring_of
from toancanh.traffic.network.geojson import cameras_of, features_of, network_of, with_hidden
from toancanh.traffic.network.shapes import NetworkIn
from toancanh.traffic.network.spread import Standing, jams_of
from toancanh.traffic.state import Level
from toancanh.traffic.units import read_units
from traffic_rows import MONDAY_US, minute, minutes

UNITS = read_units()
MARKS = MONDAY_US + QUARTER_US * np.arange(3, dtype=np.int64)
CAMERAS = ("c1", "c2", "c3")

places = st.lists(
    st.tuples(st.sampled_from(CAMERAS), st.sampled_from(["a", "b"]), st.sampled_from(sorted(WAYS)),
              st.sampled_from(["", "s"]), st.sampled_from(["all", "flow", "queue"])),
    max_size=6, unique_by=lambda one: one[:2],
)  # fmt: skip
sums = st.tuples(st.integers(0, 300), st.sampled_from([0.0, 300.0, 900.0]), st.integers(0, 5000))


def measured(of: list[tuple[str, ...]]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for camera_id, zone_id, segment, station, gives in of:
        found.setdefault(segment, []).append(measure(camera_id, zone_id, station=station, gives=gives))
    return found


def rows(values: dict[tuple[str, str], tuple[int, float, int]]) -> list[dict[str, object]]:
    return [
        minute(
            0, camera_id, zone_id, movement="", motorcycle=many, observed_s=seen_s, occupied_s=0.0, line_s=seen_s,
            speed_n=many, pace_sum_spm=many / 8, area_s=seen_s, standing_s=float(stood), queue_s=seen_s,
            queue_sum_ms=float(stood), queue_max_m=50.0,
        )
        for (camera_id, zone_id), (many, seen_s, stood) in sorted(values.items())
    ]  # fmt: skip


@settings(max_examples=examples(90), deadline=None)
@given(places, st.sets(st.sampled_from(CAMERAS)), st.data())
def test_figures_do_not_depend_on_a_camera_that_is_hidden(
    of: list[tuple[str, ...]], shown: set[str], data: st.DataObject
) -> None:
    network = a_network(measured(of))
    wiring = wiring_of(network, network.places, shown)
    keys = [(place.camera_id, place.zone_id) for place in network.places]
    values = {key: data.draw(sums) for key in keys}
    other = {key: value if key[0] in shown else data.draw(sums) for key, value in values.items()}
    free = np.full(len(network.segments), 12.0)
    told: list[dict[str, Any]] = []
    for each in (values, other):
        found = flows_of(wiring, block_of(minutes(*rows(each)), network.places, MARKS, UNITS))
        told.append(vars(found) | {"levels": levels(found, free), "times": travel_times(wiring, found, free)})
    for name, value in told[0].items():
        assert np.array_equal(value, told[1][name], equal_nan=value.dtype.kind == "f"), name
    assert (told[0]["volume_per_h"][~wiring.is_measured] != 0).all(), "what nothing measures is not empty, but unknown"


@settings(max_examples=examples(90), deadline=None)
@given(places, st.sets(st.sampled_from(CAMERAS)))
def test_what_one_reads_and_writes_back_changes_nothing(of: list[tuple[str, ...]], shown: set[str]) -> None:
    before = NetworkIn.model_validate(drawn(measured(of)))
    network = network_of([("o", before)], "v")
    read = [one.model_dump(mode="json") for one in features_of(network, shown)]
    for feature in read:
        for name in ("owner_id", "length_m"):
            feature["properties"].pop(name, None)
    body = NetworkIn.model_validate({"type": "FeatureCollection", "features": read})
    assert cameras_of(body) <= shown
    after = network_of([("o", with_hidden(body, before, shown))], "v")
    assert {id: {*one.measures} for id, one in after.segments.items()} == {
        id: {*one.measures} for id, one in network.segments.items()
    }
    assert after.junctions == network.junctions


standing = st.builds(
    Standing,
    level=st.none() | st.sampled_from(Level),
    queue_m=st.none() | st.floats(0, 1200),
    growth_m_per_min=st.none() | st.floats(-50, 50),
)


@settings(max_examples=examples(90), deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(WAYS)), standing))
def test_every_jammed_segment_is_in_one_jam_and_no_other_is(states: dict[str, Standing]) -> None:
    network = a_network()
    found = jams_of(network, states)
    inside = [id for jam in found for id in jam.segment_ids]
    assert sorted(inside) == sorted(id for id, one in states.items() if one.level in (Level.E, Level.F))
    for jam in found:
        assert set(jam.heads) <= set(jam.segment_ids)
        assert jam.heads
        assert not {one.segment_id for one in jam.next} & set(jam.segment_ids)
        assert all(one.minutes is None or 0 <= one.minutes <= 60 for one in jam.next)
        assert jam.length_m == pytest.approx(sum(network.segments[id].length_m for id in jam.segment_ids))
