"""The district as we authored it: corners, streets and what is particular, before netconvert makes lanes of it.

Streets bear the names of Hà Nội's street trees and lie nowhere: an invented place in the manner of the ring roads.
"""

from __future__ import annotations

from dataclasses import dataclass

ORIGIN_LAT, ORIGIN_LON = 21.0140, 105.8060


@dataclass(frozen=True, kw_only=True)
class Corner:
    """Where streets meet, bend into the next stretch, or leave the district; metres east and north of the origin."""

    key: str
    x_m: float
    y_m: float
    kind: str = "priority"  # netconvert's node types: priority, traffic_light, dead_end
    name: str = ""
    offset_s: int = 0  # of its signal's programme, so that not all of the district waits at once


@dataclass(frozen=True, kw_only=True)
class Street:
    """A street through ``corners``. ``lanes`` that way and ``back_lanes`` the other (0: one-way); ``median_m`` lies
    between the carriageways. ``shapes``: points between two corners, so that a stretch bends.
    """

    name: str
    corners: tuple[str, ...]
    lanes: int
    back_lanes: int
    lane_m: float
    speed_mps: float
    priority: int
    median_m: float = 0.0
    pavement_m: float = 3.0
    shapes: tuple[tuple[str, str, tuple[tuple[float, float], ...]], ...] = ()

    @property
    def is_one_way(self) -> bool:
        return self.back_lanes == 0


_SIGNAL, _END = "traffic_light", "dead_end"

CORNERS = (
    # Đại lộ Cây Sấu, from west to east; AU and AV are gaps in its median, AX to AY is a hollow
    Corner(key="AW", x_m=-600, y_m=-38, kind=_END),
    Corner(key="AX", x_m=-440, y_m=-21.5, name="Cây Sấu, đầu đoạn trũng"),
    Corner(key="AY", x_m=-360, y_m=-13.2, name="Cây Sấu, cuối đoạn trũng"),
    Corner(key="A1", x_m=-232, y_m=0, kind=_SIGNAL, name="Ngã tư Cây Sấu – Hoa Sữa"),
    Corner(key="AU", x_m=-62, y_m=12, name="Chỗ quay đầu Cây Sấu tây"),
    Corner(key="A2", x_m=118, y_m=6, kind=_SIGNAL, offset_s=28, name="Ngã tư Cây Sấu – Bằng Lăng"),
    Corner(key="AV", x_m=262, y_m=-6, name="Chỗ quay đầu Cây Sấu đông"),
    Corner(key="A3", x_m=412, y_m=-22, kind=_SIGNAL, offset_s=52, name="Ngã tư Cây Sấu – Phượng Vĩ"),
    Corner(key="AE", x_m=760, y_m=-70, kind=_END),
    # Phố Hoàng Lan, north of it
    Corner(key="CW", x_m=-560, y_m=236, kind=_END),
    Corner(key="C1", x_m=-250, y_m=248, kind=_SIGNAL, offset_s=45, name="Ngã tư Hoàng Lan – Hoa Sữa"),
    Corner(key="C2", x_m=104, y_m=262, kind=_SIGNAL, offset_s=72, name="Ngã tư Hoàng Lan – Bằng Lăng"),
    Corner(key="C3", x_m=436, y_m=232, kind=_SIGNAL, offset_s=12, name="Ngã tư Hoàng Lan – Phượng Vĩ"),
    Corner(key="CE", x_m=700, y_m=204, kind=_END),
    # Phố Cơm Nguội, south of it
    Corner(key="DW", x_m=-540, y_m=-262, kind=_END),
    Corner(key="D1", x_m=-206, y_m=-238, kind=_SIGNAL, offset_s=62, name="Ngã tư Cơm Nguội – Hoa Sữa"),
    Corner(key="D2", x_m=132, y_m=-228, name="Ngã tư Cơm Nguội – Bằng Lăng"),
    Corner(key="D3", x_m=396, y_m=-246, name="Ngã ba Cơm Nguội – Phượng Vĩ"),
    # ends of the streets from north to south
    Corner(key="BN", x_m=-276, y_m=520, kind=_END),
    Corner(key="BS", x_m=-178, y_m=-520, kind=_END),
    Corner(key="PN", x_m=92, y_m=520, kind=_END),
    Corner(key="PS", x_m=150, y_m=-500, kind=_END),
    Corner(key="QN", x_m=462, y_m=500, kind=_END),
    Corner(key="QS", x_m=378, y_m=-510, kind=_END),
    # Ngõ Sấu Chín, an alley between Hoàng Lan and the boulevard
    Corner(key="E1", x_m=-78, y_m=256, name="Đầu ngõ Sấu Chín"),
    Corner(key="EN", x_m=-70, y_m=420, kind=_END),
)

STREETS = (
    Street(
        name="Đại lộ Cây Sấu",
        corners=("AW", "AX", "AY", "A1", "AU", "A2", "AV", "A3", "AE"),
        lanes=3,
        back_lanes=3,
        lane_m=3.5,
        speed_mps=13.9,
        priority=9,
        median_m=4.0,
        pavement_m=4.0,
    ),
    Street(
        name="Phố Hoa Sữa",
        corners=("BN", "C1", "A1", "D1", "BS"),
        lanes=2,
        back_lanes=2,
        lane_m=3.5,
        speed_mps=13.9,
        priority=7,
        shapes=(("C1", "A1", ((-252.0, 150.0), (-240.0, 70.0))),),
    ),
    Street(
        name="Phố Hoàng Lan",
        corners=("CW", "C1", "E1", "C2", "C3", "CE"),
        lanes=2,
        back_lanes=2,
        lane_m=3.25,
        speed_mps=13.9,
        priority=6,
        shapes=(("C2", "C3", ((240.0, 266.0), (350.0, 254.0))),),
    ),
    Street(
        name="Phố Bằng Lăng",
        corners=("PN", "C2", "A2", "D2", "PS"),
        lanes=3,
        back_lanes=0,
        lane_m=3.25,
        speed_mps=13.9,
        priority=6,
    ),
    Street(
        name="Phố Phượng Vĩ",
        corners=("QS", "D3", "A3", "C3", "QN"),
        lanes=3,
        back_lanes=0,
        lane_m=3.25,
        speed_mps=13.9,
        priority=7,
    ),
    Street(
        name="Phố Cơm Nguội",
        corners=("DW", "D1", "D2", "D3"),
        lanes=1,
        back_lanes=1,
        lane_m=4.5,
        speed_mps=11.1,
        priority=4,
        pavement_m=2.5,
    ),
    Street(
        name="Ngõ Sấu Chín",
        corners=("EN", "E1"),
        lanes=1,
        back_lanes=1,
        lane_m=2.6,
        speed_mps=8.3,
        priority=2,
        pavement_m=1.5,
    ),
)

U_TURNS = ("AU", "AV")  # gaps where one may turn back from the lane by the median
GUTTER_M = 1.2  # between the left edge of a one-way street and the pavement there
