"""DATEX II version 3 (CEN/TS 16157-5, model 3.5): an ElaboratedDataPublication of what is public. Pure.

The profile is documented in docs/guide/open-data.md: for each segment TrafficStatus, TrafficSpeed, TrafficFlow and
TravelTimeData as far as they are known, each with the segment's line (GML: latitude before longitude) and its id
(``externalReferencing``); what is told of later is the same with ``forecast`` and its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from toancanh.kernel import NotFound, format_rfc3339
from toancanh.traffic.open_data.snapshot import PublicForecast, PublicSegment, Snapshot
from toancanh.traffic.state import Level

PROFILE = "toancanh-traffic-state"
VERSION = "1.0"
SYSTEM = "toancanh-segment"
_NAMESPACES = {
    "d2": "http://datex2.eu/schema/3/d2Payload",
    "com": "http://datex2.eu/schema/3/common",
    "loc": "http://datex2.eu/schema/3/locationReferencing",
    "roa": "http://datex2.eu/schema/3/roadTrafficData",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_MINUTE_US = 60_000_000
_STATUS = {
    Level.A: "freeFlow", Level.B: "freeFlow", Level.C: "heavy", Level.D: "slow", Level.E: "queuing",
    Level.F: "stationary", None: "unknown",
}  # fmt: skip


def datex2(snapshot: Snapshot, *, publisher: str) -> bytes:
    """``publisher``: who publishes, as a national identifier. Raises `NotFound` where nobody publishes anything: the
    standard has no publication without a quantity.
    """
    if not snapshot.segments:
        raise NotFound("no organisation gives its figures of traffic to the public")
    until = format_rfc3339(snapshot.until_us)
    names = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
    quantities = "\n".join(one for segment in snapshot.segments for one in _quantities(segment, snapshot.until_us))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<d2:payload {names} xsi:type="roa:ElaboratedDataPublication" lang="vi" modelBaseVersion="3" '
        f'profileName="{PROFILE}" profileVersion="{VERSION}">\n'
        f"<com:publicationTime>{until}</com:publicationTime>\n"
        "<com:publicationCreator><com:country>vn</com:country>"
        f"<com:nationalIdentifier>{escape(publisher)}</com:nationalIdentifier></com:publicationCreator>\n"
        "<roa:forecastDefault>false</roa:forecastDefault>\n"
        f"<roa:periodDefault>{(snapshot.until_us - snapshot.from_us) // 1_000_000}</roa:periodDefault>\n"
        f"<roa:timeDefault>{until}</roa:timeDefault>\n"
        "<roa:headerInformation><com:informationStatus>real</com:informationStatus></roa:headerInformation>\n"
        f"{quantities}\n</d2:payload>\n"
    ).encode()


def _quantities(segment: PublicSegment, until_us: int) -> Iterator[str]:
    place = _location(segment)
    yield _quantity(place, "TrafficStatus", _status(segment.level))
    if segment.speed_kmh is not None:
        speed = f"<roa:averageVehicleSpeed><com:speed>{segment.speed_kmh}</com:speed></roa:averageVehicleSpeed>"
        yield _quantity(place, "TrafficSpeed", speed)
    if segment.volume_per_h is not None:
        flow = f"<com:vehicleFlowRate>{segment.volume_per_h}</com:vehicleFlowRate>"
        yield _quantity(place, "TrafficFlow", f"<roa:vehicleFlow>{flow}</roa:vehicleFlow>")
    if segment.travel_time_s is not None:
        times = (
            ("travelTime", segment.travel_time_s), ("freeFlowTravelTime", segment.free_time_s),
            ("normallyExpectedTravelTime", segment.usual_time_s),
        )  # fmt: skip
        found = "".join(_duration(name, value) for name, value in times if value is not None)
        yield _quantity(place, "TravelTimeData", f"<roa:travelTimeType>estimated</roa:travelTimeType>{found}")
    for one in segment.forecasts:
        yield from _forecast(place, one, until_us)


def _forecast(place: str, one: PublicForecast, until_us: int) -> Iterator[str]:
    when = (
        "<roa:measurementOrCalculationTime><roa:timeMeaning>endTime</roa:timeMeaning>"
        f"<roa:timeValue>{format_rfc3339(until_us + one.minutes * _MINUTE_US)}</roa:timeValue>"
        "</roa:measurementOrCalculationTime>"
    )
    yield _quantity(place, "TrafficStatus", when + _status(one.level), is_forecast=True)
    if one.travel_time_s is not None:
        told = f"<roa:travelTimeType>predictor</roa:travelTimeType>{_duration('travelTime', one.travel_time_s)}"
        yield _quantity(place, "TravelTimeData", when + told, is_forecast=True)


def _quantity(place: str, kind: str, content: str, *, is_forecast: bool = False) -> str:
    forecast = "<roa:forecast>true</roa:forecast>" if is_forecast else ""
    return (
        f'<roa:physicalQuantity xsi:type="roa:SinglePhysicalQuantity">{forecast}{place}'
        f'<roa:basicData xsi:type="roa:{kind}">{content}</roa:basicData></roa:physicalQuantity>'
    )


def _status(level: Level | None) -> str:
    value = f"<roa:trafficStatusValue>{_STATUS[level]}</roa:trafficStatusValue>"
    return f"<roa:trafficStatus>{value}</roa:trafficStatus>"


def _duration(name: str, value_s: int) -> str:
    return f"<roa:{name}><roa:duration>{value_s}</roa:duration></roa:{name}>"


def _location(segment: PublicSegment) -> str:
    positions = " ".join(f"{lat:.6f} {lon:.6f}" for lon, lat in segment.line)
    return (
        '<roa:pertinentLocation xsi:type="loc:LinearLocation"><loc:externalReferencing>'
        f"<loc:externalLocationCode>{escape(segment.id)}</loc:externalLocationCode>"
        f"<loc:externalReferencingSystem>{SYSTEM}</loc:externalReferencingSystem></loc:externalReferencing>"
        f'<loc:gmlLineString srsDimension="2" srsName="EPSG:4326"><loc:posList>{positions}</loc:posList>'
        "</loc:gmlLineString></roa:pertinentLocation>"
    )
