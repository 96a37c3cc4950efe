"""What the public gets: each form says the same, and a street's name stays a name in all of them."""

from __future__ import annotations

import csv as csv_files
import io
import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from road_rows import a_network
from toancanh.kernel import Exhausted, NotFound, SimulatedClock, Unavailable
from toancanh.traffic.network.flowing import NetworkState
from toancanh.traffic.network.networks import Seen
from toancanh.traffic.open_data.datex import datex2
from toancanh.traffic.open_data.formats import csv, geojson
from toancanh.traffic.open_data.limits import Buckets
from toancanh.traffic.open_data.snapshot import OpenData, PublicForecast, PublicSegment, Snapshot
from toancanh.traffic.state import Level
from toancanh.web.open_traffic import _WORDS, _body

NAME = '=HYPERLINK("x") <b>&"\'</b>'
LINE = [(105.8, 21.0), (105.81, 21.0)]


def segment(level: Level | None, name: str = NAME, **more: object) -> PublicSegment:
    known: dict[str, object] = {
        "id": "s-1", "line": LINE, "length_m": 1000, "speed_kmh": 12, "volume_per_h": 900, "travel_time_s": 300,
        "free_time_s": 90, "usual_time_s": 120,
        "forecasts": [PublicForecast(minutes=30, level=Level.A, travel_time_s=95, error=0.12)],
    }  # fmt: skip
    return PublicSegment(name=name, level=level, **known | more)  # type: ignore[arg-type]


def snapshot(*segments: PublicSegment) -> Snapshot:
    return Snapshot(from_us=0, until_us=900_000_000, segments=segments)


UNKNOWN = segment(
    None, speed_kmh=None, volume_per_h=None, travel_time_s=None, free_time_s=90, usual_time_s=None, forecasts=[]
)


def test_a_name_is_a_name_in_every_form() -> None:
    told = snapshot(segment(Level.F))
    assert json.loads(geojson(told))["features"][0]["properties"]["name"] == NAME
    rows = list(csv_files.reader(io.StringIO(csv(told).decode("utf-8-sig"))))
    assert rows[1][1] == f"'{NAME}", "no formula"
    root = ElementTree.fromstring(datex2(told, publisher=NAME))  # noqa: S314  # our own
    assert NAME in [one.text for one in root.iter()]
    page = _body(_WORDS["vi"], told)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_what_is_not_known_is_empty_and_not_nothing() -> None:
    told = snapshot(UNKNOWN)
    properties = json.loads(geojson(told))["features"][0]["properties"]
    assert (properties["level"], properties["volume_per_h"], properties["forecasts"]) == (None, None, [])
    rows = list(csv_files.reader(io.StringIO(csv(told).decode("utf-8-sig"))))
    assert dict(zip(rows[0], rows[1], strict=True))["volume_per_h"] == ""
    text = datex2(told, publisher="p").decode()
    assert text.count("<roa:physicalQuantity ") == 1
    assert "<roa:trafficStatusValue>unknown<" in text
    with pytest.raises(NotFound):
        datex2(snapshot(), publisher="p")


PROFILE = Path(__file__).parents[2] / "docs" / "guide" / "datex2-profile.rng"


def of_the_profile(told: bytes) -> bool:
    return etree.RelaxNG(etree.parse(PROFILE)).validate(etree.fromstring(told))


def test_what_is_told_as_datex2_is_of_the_profile_whatever_is_known() -> None:
    levels = [segment(level, id=f"s-{level}") for level in (*Level, None)]
    later = PublicForecast(minutes=15, level=Level.E, travel_time_s=None, error=None)
    told = datex2(
        snapshot(*levels, UNKNOWN, segment(Level.B, free_time_s=None, usual_time_s=None, forecasts=[later])),
        publisher=NAME,
    )
    assert of_the_profile(told)
    assert {"roa:TrafficStatus", "roa:TrafficSpeed", "roa:TrafficFlow", "roa:TravelTimeData"} == {
        one.get("{http://www.w3.org/2001/XMLSchema-instance}type")
        for one in etree.fromstring(told).iter("{http://datex2.eu/schema/3/roadTrafficData}basicData")
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("freeFlow<", "flowing<"),
        lambda text: text.replace("com:speed", "roa:speed"),
        lambda text: text.replace("roa:vehicleFlow>", "roa:flow>"),
        lambda text: text.replace("<roa:duration>95<", "<roa:duration>PT95S<"),
        lambda text: text.replace("21.000000 105.800000 ", ""),
        lambda text: text.replace("travelTimeType>estimated<", "travelTimeType>measured<"),
        lambda text: text.replace("<roa:headerInformation>", "<roa:headerInformation><com:more/>"),
        lambda text: re.sub(r"(<roa:forecast>true</roa:forecast>)(<roa:per.*?</roa:pertinentLocation>)", r"\2\1", text),
        lambda text: re.sub(r"<roa:basicData .*?</roa:basicData>", "", text),
        lambda text: re.sub(r"<roa:physicalQuantity.*</roa:physicalQuantity>", "", text, flags=re.DOTALL),
    ],
)  # fmt: skip
def test_what_is_not_of_the_profile_is_found(change: Callable[[str], str]) -> None:
    text = datex2(snapshot(segment(Level.A)), publisher="p").decode()
    changed = change(text)
    assert changed != text
    assert not of_the_profile(changed.encode())


def test_the_page_tells_jams_first_and_how_wrong_a_forecast_is() -> None:
    told = snapshot(segment(Level.B, "Phố B"), UNKNOWN, segment(Level.F, "Phố F"), segment(Level.E, "Phố E"))
    page = _body(_WORDS["en"], told)
    order = [page.index(f"<span>{name} ") for name in ("Phố F", "Phố E", "Phố B")]
    assert order == sorted(order)
    assert "in 30 minutes: flowing (±12 %)" in page
    assert "1000 m take 5:00" in page
    assert "eastbound" in page
    assert page.count("<path class=") == 4 + 4, "four stretches, four signs of the legend"
    assert "no organisation" in _body(_WORDS["en"], snapshot()).lower()


def test_a_bucket_fills_with_time_and_is_one_for_a_network() -> None:
    clock = SimulatedClock(0)
    buckets = Buckets(clock=clock, at_once=2, per_s=0.5)
    for _ in range(2):
        buckets.take("2001:db8::1")
    with pytest.raises(Exhausted) as refused:
        buckets.take("2001:db8::2")
    assert refused.value.extra["retry_after_s"] == 2
    buckets.take("2001:db8:1::1")
    clock.advance(2)
    buckets.take("2001:db8::3")
    clock.advance(3600)
    buckets.take("2001:db8::1")
    buckets.take("2001:db8::1")
    with pytest.raises(Exhausted):
        buckets.take("2001:db8::1")


class Slow:
    """A network of nothing whose state takes as long as somebody wants."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.looks = threading.Event(), threading.Event(), 0

    def public(self) -> Seen:
        return Seen(network=a_network(), cameras=frozenset())

    def state_of(self, seen: Seen) -> NetworkState:
        self.looks += 1
        self.begun.set()
        self.go_on.wait(10)
        return NetworkState(until_us=self.looks, ahead_min=0, network=seen.network, states=[], jams=[])


def test_who_asks_while_somebody_looks_waits_for_nobody_and_what_is_taken_back_is_gone() -> None:
    slow, clock = Slow(), SimulatedClock(0)
    data = OpenData(slow, slow, clock=clock, forms={"csv": csv})  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(data.snapshot)
        slow.begun.wait(10)
        with pytest.raises(Unavailable) as refused:
            data.snapshot()
        assert refused.value.extra["retry_after_s"] == 5
        data.forget()  # in the middle of the look
        slow.go_on.set()
        assert first.result().until_us == 2, "what was looked at before is not given"
        assert data.snapshot().until_us == 2
        clock.advance(61)
        slow.begun.clear()
        slow.go_on.clear()
        second = pool.submit(data.snapshot)
        slow.begun.wait(10)
        assert data.snapshot().until_us == 2, "a minute and a little old, and at once"
        slow.go_on.set()
        assert second.result().until_us == 3
