"""Plain XML of the plan, as netconvert reads it (SUMO, "PlainXML"): nodes, edges, and the connections that we fix.

The left border of a direction's carriageway lies ``inner`` metres right of the line through the corners; SUMO builds
lanes to the right of an edge's shape, pavement last. SUMO knows no left pavement, so that of a one-way street is an
edge of its own, the other way round, on which nobody drives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import shapely
from shapely.ops import substring

from toancanh.simulation.district.making.plan import CORNERS, GUTTER_M, STREETS, U_TURNS, Street

DRIVING = "motorcycle bicycle passenger delivery bus truck"
LEFT_PAVEMENT = "left."  # begins the id of such an edge
_GAP_M = 14.0  # the length of a gap in the median
_CORNERS = {corner.key: corner for corner in CORNERS}


def edge_id(start: str, end: str) -> str:
    """Of the direction from one corner to the next."""
    return f"{start}.{end}"


def write_plain(folder: Path) -> list[str]:
    """Writes the files and returns netconvert's options that name them."""
    parts = {"node": list(_nodes()), "edge": list(_edges()), "connection": list(_connections())}
    options = []
    for kind, lines in parts.items():
        path = folder / f"district.{kind[:3]}.xml"
        path.write_text(f"<{kind}s>\n" + "\n".join(lines) + f"\n</{kind}s>\n", encoding="utf-8")
        options += [f"--{kind}-files", str(path)]
    return options


def _tag(tag: str, /, **attributes: object) -> str:
    given = " ".join(f"{key.rstrip('_')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"  <{tag} {given}/>"


def _nodes() -> Iterator[str]:
    for corner in CORNERS:
        radius = 7 if corner.kind == "traffic_light" else 5
        yield _tag("node", id=corner.key, x=corner.x_m, y=corner.y_m, type=corner.kind, radius=radius)


def _edges() -> Iterator[str]:
    for street in STREETS:
        carriageway_m = street.lanes * street.lane_m
        inner_m = -carriageway_m / 2 if street.is_one_way else street.median_m / 2
        for start, end in zip(street.corners, street.corners[1:], strict=False):
            yield _edge(street, start, end, street.lanes, inner_m)
            if street.is_one_way:
                yield _left_pavement(street, start, end, carriageway_m / 2 + GUTTER_M)
            else:
                yield _edge(street, end, start, street.back_lanes, inner_m)


def _edge(street: Street, start: str, end: str, lanes: int, inner_m: float) -> str:
    opening = _tag(
        "edge",
        id=edge_id(start, end),
        from_=start,
        to=end,
        name=street.name,
        priority=street.priority,
        numLanes=lanes + 1,
        speed=street.speed_mps,
        spreadType="right",
        shape=_shape(street, start, end, inner_m),
    )
    inside = [_tag("lane", index=0, allow="pedestrian", width=street.pavement_m)]
    inside += [_tag("lane", index=index + 1, allow=DRIVING, width=street.lane_m) for index in range(lanes)]
    return "\n".join((opening.replace("/>", ">"), *inside, "  </edge>"))


def _left_pavement(street: Street, start: str, end: str, inner_m: float) -> str:
    return _tag(
        "edge",
        id=LEFT_PAVEMENT + edge_id(end, start),
        from_=end,
        to=start,
        name=street.name,
        priority=1,
        numLanes=1,
        speed=street.speed_mps,
        allow="pedestrian",
        width=street.pavement_m,
        spreadType="right",
        shape=_shape(street, end, start, inner_m),
    )


def _shape(street: Street, start: str, end: str, right_m: float) -> str:
    points = [(_CORNERS[start].x_m, _CORNERS[start].y_m)]
    for one, other, between in street.shapes:
        if (one, other) == (start, end):
            points += between
        elif (other, one) == (start, end):
            points += reversed(between)
    points.append((_CORNERS[end].x_m, _CORNERS[end].y_m))
    moved = shapely.LineString(points).offset_curve(-right_m, join_style="mitre")
    cut = [_GAP_M / 2 if corner in U_TURNS else 0.0 for corner in (start, end)]
    moved = substring(moved, cut[0], moved.length - cut[1])  # else netconvert leaves no room to turn back
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in moved.coords)


def _connections() -> Iterator[str]:
    """All of the driving lanes at the gaps in the median: straight on, and back from the lane beside it."""
    for street in STREETS:
        for before, gap, after in zip(street.corners, street.corners[1:], street.corners[2:], strict=False):
            if gap not in U_TURNS:
                continue
            for start, end, lanes in ((before, after, street.lanes), (after, before, street.back_lanes)):
                arriving = edge_id(start, gap)
                for lane in range(1, lanes + 1):
                    yield _connection(arriving, edge_id(gap, end), lane, lane)
                yield _connection(arriving, edge_id(gap, start), lanes, lanes)


def _connection(arriving: str, leaving: str, from_lane: int, to_lane: int) -> str:
    return _tag("connection", from_=arriving, to=leaving, fromLane=from_lane, toLane=to_lane)
