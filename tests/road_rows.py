"""A small road network for tests: a street from the west over two junctions to the east, and one that joins from the
north; a line of longitude is 1 km on.
"""

from __future__ import annotations

from toancanh.traffic.network.geojson import network_of
from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.network.shapes import NetworkIn

LAT = 21.0
KM = 1 / 111.32 / 0.93358  # degrees of longitude at that latitude

AT = {"W": (0, 0), "J1": (1, 0), "J2": (2, 0), "E": (3, 0), "N": (1, 1)}
WAYS = {"w-j1": ("W", "J1"), "j1-j2": ("J1", "J2"), "j2-e": ("J2", "E"), "n-j1": ("N", "J1"), "j1-w": ("J1", "W")}


def measure(camera_id: str, zone_id: str = "lane", **more: object) -> dict[str, object]:
    return {"camera_id": camera_id, "zone_id": zone_id, "movement": "", **more}


def drawn(
    measures: dict[str, list[dict[str, object]]] | None = None, *, prefix: str = "", **more: object
) -> dict[str, object]:
    """GeoJSON as a planner sends it. ``measures``: by segment; ``prefix``: of all ids; ``more``: `movements` of J1,
    `site_id` of J1.
    """

    def degrees(junction: str) -> tuple[float, float]:
        east, north = AT[junction]
        return 105.8 + east * KM, LAT + north / 111.32

    segments = [
        {
            "type": "Feature",
            "id": prefix + id,
            "geometry": {"type": "LineString", "coordinates": [degrees(a), degrees(b)]},
            "properties": {
                "kind": "segment", "name": f"Phố {id}", "from_junction": prefix + a, "to_junction": prefix + b,
                "lanes": 2, "limit_mps": 15.0, "measures": (measures or {}).get(id, []),
            },
        }
        for id, (a, b) in WAYS.items()
    ]  # fmt: skip
    junctions = [
        {
            "type": "Feature",
            "id": prefix + id,
            "geometry": {"type": "Point", "coordinates": degrees(id)},
            "properties": {"kind": "junction", "name": f"Ngã {id}", **(more if id == "J1" else {})},
        }
        for id in AT
    ]
    return {"type": "FeatureCollection", "features": [*segments, *junctions]}


def a_network(measures: dict[str, list[dict[str, object]]] | None = None, **more: object) -> RoadNetwork:
    return network_of([("owner", NetworkIn.model_validate(drawn(measures, **more)))], "v1")
