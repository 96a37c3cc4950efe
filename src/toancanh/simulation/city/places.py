"""Junctions, alleys, gates and premises in each unit, with their poles. Streets' names are real, places are not."""

from __future__ import annotations

import math
from random import Random

from toancanh.catalogues.administrative_units import Unit, UnitKind
from toancanh.simulation.city.model import Place, PlaceKind, Pole

METRES_PER_DEGREE = 111_320.0
# fmt: off
STREETS = (
    "Bà Triệu", "Trần Hưng Đạo", "Lý Thường Kiệt", "Hai Bà Trưng", "Tràng Thi", "Quang Trung", "Phố Huế", "Đại Cồ Việt",
    "Kim Mã", "Liễu Giai", "Đội Cấn", "Hoàng Hoa Thám", "Thụy Khuê", "Lạc Long Quân", "Âu Cơ", "Yên Phụ", "Nghi Tàm",
    "Xã Đàn", "Phạm Ngọc Thạch", "Chùa Bộc", "Thái Hà", "Tây Sơn", "Nguyễn Trãi", "Trường Chinh", "Giải Phóng",
    "Lê Duẩn", "Khâm Thiên", "Tôn Đức Thắng", "Nguyễn Lương Bằng", "Láng", "Láng Hạ", "Giảng Võ", "Cát Linh",
    "Cầu Giấy", "Xuân Thủy", "Hồ Tùng Mậu", "Phạm Hùng", "Phạm Văn Đồng", "Trần Duy Hưng", "Nguyễn Chí Thanh",
    "Trần Thái Tông", "Tôn Thất Thuyết", "Duy Tân", "Mễ Trì", "Lê Đức Thọ", "Hàm Nghi", "Nguyễn Văn Cừ", "Ngô Gia Tự",
    "Minh Khai", "Bạch Mai", "Trương Định", "Tam Trinh", "Lĩnh Nam", "Nguyễn Xiển", "Khuất Duy Tiến", "Lê Văn Lương",
    "Tố Hữu", "Phùng Hưng", "Trần Phú", "Lê Trọng Tấn", "Quang Minh", "Ngọc Hồi", "Phan Trọng Tuệ", "Cổ Linh",
    "Đàm Quang Trung", "Hoàng Quốc Việt", "Xuân La", "Võ Chí Công", "Đông Ngạc", "Thăng Long", "Võ Nguyên Giáp",
    "Trường Sa", "Hoàng Sa", "Ỷ Lan", "Nguyễn Đức Thuận", "Cửu Việt", "Hà Huy Tập", "Phố Vồi", "Phú Xuyên", "Tế Tiêu",
)
# fmt: on
_GATES = ("UBND", "Trường tiểu học", "Trường THCS", "Trạm y tế", "Chợ", "Nhà văn hóa", "Bệnh viện", "Khu công nghiệp")


def shifted(lat: float, lon: float, bearing_deg: float, distance_m: float) -> tuple[float, float]:
    """The point that far away; flat earth, good to a millimetre over a street."""
    north = distance_m * math.cos(math.radians(bearing_deg)) / METRES_PER_DEGREE
    east = distance_m * math.sin(math.radians(bearing_deg)) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
    return lat + north, lon + east


class PlaceMaker:
    """Makes places one after the other, numbering their poles through the city."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._poles = 0

    def of_unit(self, unit: Unit, cameras: int) -> list[Place]:
        """Places enough for that many cameras: about six at a junction, two in an alley, eight behind a recorder."""
        counts = {
            PlaceKind.JUNCTION: math.ceil(cameras * 0.4 / 6),
            PlaceKind.STREET: math.ceil(cameras * 0.16 / 3),
            PlaceKind.ALLEY: math.ceil(cameras * 0.2 / 2.5),
            PlaceKind.GATE: math.ceil(cameras * 0.12 / 3),
            PlaceKind.PREMISES: math.ceil(cameras * 0.16 / 8),
        }
        return [self.one(unit, kind) for kind, count in counts.items() for _ in range(count)]

    def one(self, unit: Unit, kind: PlaceKind) -> Place:
        """One place within the unit's area, taken as a disc around its point."""
        chance = self._chance
        reach_m = 0.8 * math.sqrt(unit.area_km2 / math.pi) * 1000 * (0.6 if unit.kind is UnitKind.COMMUNE else 1)
        lat, lon = shifted(unit.lat, unit.lon, chance.uniform(0, 360), reach_m * math.sqrt(chance.random()))
        street, cross = chance.sample(STREETS, 2)
        along = chance.uniform(0, 180)
        arms = [along, along + 180]
        if kind is PlaceKind.JUNCTION:
            turned = along + 90 + chance.uniform(-15, 15)
            arms += [turned, turned + 180] if chance.random() < 0.7 else [turned]
            poles, offset_m = len(arms), 14.0
        elif kind is PlaceKind.GATE:
            cross = chance.choice(_GATES)
            poles, offset_m = 1, 4.0
        elif kind is PlaceKind.PREMISES:
            arms = [along + turn for turn in (0, 60, 120, 180, 240, 300)]
            cross = f"số {chance.randint(1, 400)}"
            poles, offset_m = 4, 20.0
        else:
            cross = f"ngõ {chance.randint(1, 300)}" if kind is PlaceKind.ALLEY else f"số {chance.randint(1, 400)}"
            poles, offset_m = 1, 3.0
        return Place(
            kind=kind,
            unit=unit.code,
            street=street,
            cross=cross,
            lat=lat,
            lon=lon,
            arms_deg=tuple(arm % 360 for arm in arms),
            poles=tuple(self._pole(lat, lon, arms[at % len(arms)] + 45, offset_m) for at in range(poles)),
        )

    def _pole(self, lat: float, lon: float, bearing_deg: float, offset_m: float) -> Pole:
        self._poles += 1
        at = shifted(lat, lon, bearing_deg, offset_m * self._chance.uniform(0.8, 1.3))
        return Pole(number=self._poles, code=f"COT-{self._poles:06}", lat=at[0], lon=at[1])
