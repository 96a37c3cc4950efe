"""Key targets and buildings of the simulated city, as GeoJSON (RFC 7946): invented, where its places are."""

from __future__ import annotations

from random import Random

from toancanh.catalogues.administrative_units import hanoi
from toancanh.simulation.city.model import City, Place, PlaceKind
from toancanh.simulation.city.naming import place_name
from toancanh.simulation.city.places import shifted

_CAMERAS_PER_TARGET = 200
_KINDS = {
    "Bệnh viện": "hospital",
    "Trường tiểu học": "school",
    "Trường THCS": "school",
    "UBND": "government",
    "Khu công nghiệp": "industrial_zone",
    "Chợ": "market",
}
_PROTECTED_SHARE = 0.1
_JUNCTION_RADIUS_M, _GATE_RADIUS_M = 35.0, 20.0
_BUILDINGS_PER_JUNCTION = 4


def make_targets(city: City) -> dict[str, object]:
    """Points with what must be seen of each: directions and a class of EN 62676-4."""
    chance = Random(f"{city.seed} targets")  # noqa: S311  # a simulation
    gates = [place for place in city.places if place.kind is PlaceKind.GATE and place.cross in _KINDS]
    junctions = [place for place in city.places if place.kind is PlaceKind.JUNCTION]
    wanted = max(6, len(city.cameras) // _CAMERAS_PER_TARGET)
    chosen = chance.sample(gates, min(len(gates), wanted // 2))
    chosen += chance.sample(junctions, min(len(junctions), wanted - len(chosen)))
    return _collection([_target(place, chance) for place in chosen])


def make_buildings(city: City) -> dict[str, object]:
    """Houses at the corners of the junctions that targets and crowded poles are likely at."""
    chance = Random(f"{city.seed} buildings")  # noqa: S311  # a simulation
    junctions = [place for place in city.places if place.kind is PlaceKind.JUNCTION]
    some = chance.sample(junctions, min(len(junctions), max(5, len(city.cameras) // _CAMERAS_PER_TARGET)))
    return _collection([_house(place, at, chance) for place in some for at in range(_BUILDINGS_PER_JUNCTION)])


def _target(place: Place, chance: Random) -> dict[str, object]:
    is_junction = place.kind is PlaceKind.JUNCTION
    needs = [
        {"density": chance.choice(("observe", "recognise")), "azimuth_deg": round(arm, 1), "width_deg": 60.0}
        for arm in place.arms_deg
    ]
    properties = {
        "name": place_name(place),
        "kind": "junction" if is_junction else _KINDS[place.cross],
        "unit": place.unit,
        "unit_name": hanoi().by_code[place.unit].name,
        "radius_m": _JUNCTION_RADIUS_M if is_junction else _GATE_RADIUS_M,
        "protected": chance.random() < _PROTECTED_SHARE,
        "needs": needs,
    }
    return _feature({"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]}, properties)


def _house(place: Place, at: int, chance: Random) -> dict[str, object]:
    """A block between two arms, its near corner 18 m from the middle."""
    bearing = place.arms_deg[0] + 45 + 90 * at
    lat, lon = shifted(place.lat, place.lon, bearing, chance.uniform(18, 24))
    ends = [(0.0, 0.0), (bearing - 45, 22.0), (bearing, 30.0), (bearing + 45, 22.0), (0.0, 0.0)]
    ring = [shifted(lat, lon, towards, distance_m) for towards, distance_m in ends]
    corners = [[round(corner_lon, 6), round(corner_lat, 6)] for corner_lat, corner_lon in ring]
    return _feature({"type": "Polygon", "coordinates": [corners[::-1]]}, {"levels": chance.randint(2, 9)})


def _feature(geometry: dict[str, object], properties: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, object]]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": features}
