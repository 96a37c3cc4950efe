"""Walls and buildings from a layer in GeoJSON, and how far one sees before one of them stands in the way."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from toancanh.kernel import Invalid
from toancanh.planning.geometry import LEAST_PX_PER_M, Projection, View

MAX_BYTES = 64 * 2**20
"""About 250,000 buildings; read, they take six times as much memory."""

_TOUCHES_M = 0.5
"""Nearer than this a wall carries the camera: positions are no better."""

_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_PARTS = {"FeatureCollection": "features", "GeometryCollection": "geometries"}
_IGNORED = frozenset({"Point", "MultiPoint"})
_DEPTH = {"LineString": 1, "Polygon": 2, "MultiLineString": 2, "MultiPolygon": 3}

Floats = npt.NDArray[np.float64]


class Buildings:
    """What stands in the way: polygons are buildings, lines are walls (RFC 7946), higher than any camera.

    A building whose outline holds the camera does not blind it: cameras hang on buildings, and positions are inexact.
    """

    def __init__(self, edges: Floats, building: npt.NDArray[np.int64], outlines: list[shapely.Polygon]) -> None:
        self._edges = edges  # (n, 2, 2): two ends, each (lon, lat)
        self._building = building  # place in ``outlines``; -1: a wall
        self._tree = shapely.STRtree(shapely.linestrings(edges) if len(edges) else [])
        self._outlines = shapely.STRtree(outlines)

    @classmethod
    def read(cls, path: Path) -> Buildings:
        """Raises `Invalid` where the file is no GeoJSON of polygons or lines in degrees."""
        if path.stat().st_size > MAX_BYTES:
            raise Invalid(f"{path.name}: a layer of buildings has at most {MAX_BYTES // 2**20} MB")
        try:
            loaded = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            raise Invalid(f"{path.name}: it is no JSON in UTF-8") from None
        try:
            return cls.of(loaded)
        except Invalid as error:
            raise Invalid(f"{path.name}: {error.detail}") from None

    @classmethod
    def of(cls, geojson: object) -> Buildings:
        """From a loaded document. Raises `Invalid`, also where an outline crosses itself: its ground is not clear."""
        edges: list[Floats] = [np.empty((0, 2, 2))]
        building: list[int] = []
        outlines: list[shapely.Polygon] = []
        for kind, ring in _rings(geojson, depth=0):
            place = -1
            if kind in _POLYGONS:
                place = len(outlines)
                outlines.append(_outline(ring))
            edges.append(np.stack([ring[:-1], ring[1:]], axis=1))
            building += [place] * (len(ring) - 1)
        return cls(np.concatenate(edges), np.array(building, dtype=np.int64), outlines)

    def ranges_m(self, lat: float, lon: float, view: View, bins: int) -> Floats | None:
        """How far one sees in equal bins over the view's angle, by each bin's middle; None where nothing is near."""
        here = Projection(lat=lat, lon=lon)
        east, north = here.metres_per_degree
        far_m = view.far_m(LEAST_PX_PER_M)
        box = shapely.box(lon - far_m / east, lat - far_m / north, lon + far_m / east, lat + far_m / north)
        near = self._tree.query(box)
        around = self._outlines.query(shapely.Point(lon, lat), predicate="intersects")
        near = near[~np.isin(self._building[near], around) | (self._building[near] < 0)]
        if not len(near):
            return None
        ends = (self._edges[near] - np.array([lon, lat])) * np.array([east, north])
        start, along = ends[:, 0], ends[:, 1] - ends[:, 0]
        middle = (np.arange(bins) + 0.5) / bins * 2.0 - 1.0
        angle = np.radians(view.azimuth_deg + view.half_angle_deg * middle)[:, None]
        dx, dy = np.sin(angle), np.cos(angle)
        with np.errstate(divide="ignore", invalid="ignore"):
            across = dx * along[:, 1] - dy * along[:, 0]
            range_m = (start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]) / across
            share = (start[:, 0] * dy - start[:, 1] * dx) / across
            hits = (across != 0) & (range_m > _TOUCHES_M) & (share >= 0.0) & (share <= 1.0)
        nearest: Floats = np.where(hits, range_m, math.inf).min(axis=1)
        return nearest if (nearest < far_m).any() else None


def _rings(geojson: object, *, depth: int) -> Iterator[tuple[str, Floats]]:
    if not isinstance(geojson, Mapping) or depth > 8:
        raise Invalid("a layer of buildings is a GeoJSON object (RFC 7946)")
    kind = str(geojson.get("type"))
    if kind in _PARTS:
        parts = geojson.get(_PARTS[kind])
        if not isinstance(parts, list):
            raise Invalid(f"a {kind} has a list {_PARTS[kind]} (RFC 7946)")
        for part in parts:
            yield from _rings(part, depth=depth + 1)
    elif kind == "Feature":
        if geojson.get("geometry") is not None:
            yield from _rings(geojson["geometry"], depth=depth + 1)
    elif kind in _DEPTH:
        for line in _lines(geojson.get("coordinates"), _DEPTH[kind] - 1):
            yield kind, line
    elif kind not in _IGNORED:
        raise Invalid(f"{kind[:40]!r} is no type of GeoJSON (RFC 7946, 1.4)")


def _outline(ring: Floats) -> shapely.Polygon:
    at = f"the outline at {ring[0, 0]:.6f}, {ring[0, 1]:.6f}"
    if len(ring) < 4 or (ring[0] != ring[-1]).any():
        raise Invalid(f"{at} is not closed: four or more positions, the last like the first (RFC 7946, 3.1.6)")
    made = shapely.Polygon(ring)
    if not made.is_valid:
        raise Invalid(f"{at} crosses itself; mend it in the programme that made the layer")
    return made


def _lines(coordinates: object, depth: int) -> Iterator[Floats]:
    if not isinstance(coordinates, list):
        raise Invalid("a geometry's coordinates are lists (RFC 7946, 3.1.1)")
    if depth > 0:
        for part in coordinates:
            yield from _lines(part, depth - 1)
        return
    try:
        line = np.array([[float(point[0]), float(point[1])] for point in coordinates], dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise Invalid("a position is a longitude and a latitude (RFC 7946, 3.1.1)") from None
    _check_degrees(line)
    if len(line) >= 2:
        yield line


def _check_degrees(line: Floats) -> None:
    wrong = ~((np.abs(line[:, 0]) <= 180) & (np.abs(line[:, 1]) <= 90))  # not a number is wrong, too
    if not wrong.any():
        return
    x, y = line[wrong][0]
    if abs(x) <= 90 and 90 < abs(y) <= 180:
        raise Invalid(f"a position is longitude, latitude: {x:g}, {y:g} has the latitude first (RFC 7946, 3.1.1)")
    metres = " It looks like metres of VN-2000 or UTM: convert the layer to WGS 84." if abs(x) > 1000 else ""
    raise Invalid(f"a position is in degrees of WGS 84, which {x:g}, {y:g} is not.{metres}")
