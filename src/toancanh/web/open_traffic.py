"""``/open/traffic``: how it flows, for citizens. Nobody needs to be signed in; whole without a script, and nothing
comes from outside: the streets are drawn from their own lines.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from toancanh.governance.http import source_of
from toancanh.traffic.open_data.limits import Buckets
from toancanh.traffic.open_data.snapshot import LASTS_US, OpenData, PublicSegment, Snapshot
from toancanh.traffic.state import Level
from toancanh.traffic.steps import CITY_ZONE, zone_of
from toancanh.web.public_page import language_of, public_page

_WIDTH = 1000.0
_MARGIN = 24.0
_BESIDE = 7.0
"""So far to the right of its line a way is drawn: the two of one street lie side by side."""
_MOST_LISTED = 200
_GROUPS = {
    Level.A: "free", Level.B: "free", Level.C: "slow", Level.D: "slow", Level.E: "jam", Level.F: "jam", None: "unknown",
}  # fmt: skip
_ORDER = ("jam", "slow", "free", "unknown")
_STYLE = """
.map { width: 100%; height: auto; max-height: 70vh; background: var(--paper); border-radius: 4px } .map path { fill: none; stroke-linecap: round; stroke-linejoin: round }
.free { --c: #2f7fb8 } .slow { --c: #d99a00 } .jam { --c: #b3261e } .unknown { --c: #8a929b }
.map .free { stroke: var(--c); stroke-width: 5 } .map .slow { stroke: var(--c); stroke-width: 8 } .map .jam { stroke: var(--c); stroke-width: 12 } .map .unknown { stroke: var(--c); stroke-width: 3; stroke-dasharray: 3 8 }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; padding: 0; list-style: none } .legend svg { width: 44px; height: 14px; vertical-align: middle }
.ways { margin: 0; padding: 0; list-style: none; display: grid; gap: 0 } .ways li { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; padding: 8px 0 8px 12px; border-left: 5px solid var(--c); border-bottom: 1px solid var(--line) }
.ways .what { font-weight: 600 } .ways .more { grid-column: 1 / -1; color: var(--dim); font-size: 13px }
@media (prefers-color-scheme: dark) { .free { --c: #6db3e6 } .slow { --c: #f2b93b } .jam { --c: #ff7a6e } }
"""  # noqa: E501  # CSS

_WORDS = {
    "vi": {
        "title": "Tình hình giao thông",
        "when": "Tính đến {time} (giờ Hà Nội), trong 15 phút trước đó. Trang tự cập nhật mỗi phút.",
        "none": "Chưa có đơn vị nào công bố số liệu giao thông.",
        "map": "Bản đồ {many} đoạn đường",
        "list": "Từng đoạn đường, chỗ tắc trước",
        "more": "Còn {many} đoạn nữa trong dữ liệu tải về.",
        "free": "thông thoáng", "slow": "chậm", "jam": "ùn tắc", "unknown": "chưa rõ",
        "way": "hướng {compass}",
        "speed": "{speed} km/h", "time": "đi hết {length} m mất {time}", "usual": "thường {time}",
        "ahead": "30 phút nữa: {state}",
        "data": "Dữ liệu mở",
        "how": "Đo bằng camera đếm xe theo từng chỗ trên đường: không hình, không biển số, không theo dõi xe nào.",
        "compass": "bắc|đông bắc|đông|đông nam|nam|tây nam|tây|tây bắc",
    },
    "en": {
        "title": "Traffic now",
        "when": "As of {time} (Hà Nội time), over the 15 minutes before. The page updates itself every minute.",
        "none": "No organisation has published its traffic figures yet.",
        "map": "Map of {many} stretches of road",
        "list": "Every stretch, jams first",
        "more": "{many} more are in the data to download.",
        "free": "flowing", "slow": "slow", "jam": "jammed", "unknown": "not known",
        "way": "{compass}bound",
        "speed": "{speed} km/h", "time": "{length} m take {time}", "usual": "usually {time}",
        "ahead": "in 30 minutes: {state}",
        "data": "Open data",
        "how": "Measured by cameras that count at places on the road: no pictures, no plates, no vehicle followed.",
        "compass": "north|north-east|east|south-east|south|south-west|west|north-west",
    },
}  # fmt: skip
_FILES = (
    ("GeoJSON", "/api/v1/open/traffic.geojson"), ("CSV", "/api/v1/open/traffic.csv"),
    ("DATEX II", "/api/v1/open/traffic.datex2"),
)  # fmt: skip


def open_traffic_page(data: OpenData, buckets: Buckets, *, site_name: Callable[[], str]) -> APIRouter:
    """The page, outside the prefix of the interface."""
    routes = APIRouter()

    @routes.get("/open/traffic", include_in_schema=False, response_class=HTMLResponse)
    def show_traffic(request: Request) -> HTMLResponse:
        buckets.take(source_of(request))
        language = language_of(request)
        words = _WORDS[language]
        body = f"<style>{_STYLE}</style><h1>{words['title']}</h1>{_body(words, data.snapshot())}"
        seconds = LASTS_US // 1_000_000
        headers = {"Refresh": str(seconds), "Cache-Control": f"private, max-age={seconds // 2}"}
        return HTMLResponse(public_page(language, title=words["title"], above=site_name(), body=body), headers=headers)

    return routes


def _body(words: dict[str, str], snapshot: Snapshot) -> str:
    links = " · ".join(f'<a href="{address}">{name}</a>' for name, address in _FILES)
    about = f'<section><h2>{words["data"]}</h2><p>{links}</p><p class="dim">{words["how"]}</p></section>'
    if not snapshot.segments:
        return f"<p>{words['none']}</p>{about}"
    until = datetime.fromtimestamp(snapshot.until_us // 1_000_000, UTC).astimezone(zone_of(CITY_ZONE))
    ways = sorted(snapshot.segments, key=_rank)
    listed = "".join(_item(words, one) for one in ways[:_MOST_LISTED])
    rest = len(ways) - _MOST_LISTED
    more = f'<p class="dim">{words["more"].format(many=rest)}</p>' if rest > 0 else ""
    return (
        f'<p class="dim">{words["when"].format(time=until.strftime("%H:%M %d/%m/%Y"))}</p>'
        f"<section>{_map(words, snapshot.segments)}{_legend(words)}</section>"
        f'<section><h2>{words["list"]}</h2><ul class="ways">{listed}</ul>{more}</section>{about}'
    )


def _rank(one: PublicSegment) -> tuple[int, str, str, str]:
    worst = "" if one.level is None else chr(ord("Z") - ord(str(one.level)))
    return _ORDER.index(_GROUPS[one.level]), worst, one.name, one.id


def _item(words: dict[str, str], one: PublicSegment) -> str:
    group = _GROUPS[one.level]
    more = []
    if one.speed_kmh is not None:
        more.append(words["speed"].format(speed=one.speed_kmh))
    if one.travel_time_s is not None:
        more.append(words["time"].format(length=one.length_m, time=_minutes(one.travel_time_s)))
        if one.usual_time_s is not None:
            more.append(words["usual"].format(time=_minutes(one.usual_time_s)))
    later = next((each for each in one.forecasts if each.minutes == 30), None)
    if later is not None and _GROUPS[later.level] != group:
        off = "" if later.error is None else f" (±{later.error * 100:.0f} %)"
        more.append(words["ahead"].format(state=words[_GROUPS[later.level]]) + off)
    compass = words["compass"].split("|")[round(_bearing_deg(one) / 45) % 8]
    told = f'<span class="more">{" · ".join(more)}</span>' if more else ""
    way = words["way"].format(compass=compass)
    return (
        f'<li class="{group}"><span>{escape(one.name)} <span class="dim">{way}</span></span>'
        f'<span class="what">{words[group]}</span>{told}</li>'
    )


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _legend(words: dict[str, str]) -> str:
    lines = "".join(
        f'<li><svg class="map" viewBox="0 0 44 14" aria-hidden="true"><path class="{group}" d="M4 7H40"/></svg> '
        f"{words[group]}</li>"
        for group in _ORDER
    )
    return f'<ul class="legend">{lines}</ul>'


def _map(words: dict[str, str], segments: Sequence[PublicSegment]) -> str:
    """Drawn on the page: the worst on top."""
    lons = [lon for one in segments for lon, _ in one.line]
    lats = [lat for one in segments for _, lat in one.line]
    narrow = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide, high = (max(lons) - min(lons)) * narrow, max(lats) - min(lats)
    scale = (_WIDTH - 2 * _MARGIN) / max(wide, high, 1e-9)
    left, top = min(lons), max(lats)

    def placed(one: PublicSegment) -> list[tuple[float, float]]:
        return [(_MARGIN + (lon - left) * narrow * scale, _MARGIN + (top - lat) * scale) for lon, lat in one.line]

    drawn = "".join(
        f'<path class="{_GROUPS[one.level]}" d="{_path(placed(one))}"><title>{escape(one.name)}: '
        f"{words[_GROUPS[one.level]]}</title></path>"
        for one in sorted(segments, key=_rank, reverse=True)
    )
    box = f"0 0 {wide * scale + 2 * _MARGIN:.0f} {high * scale + 2 * _MARGIN:.0f}"
    label = escape(words["map"].format(many=len(segments)))
    return f'<svg class="map" viewBox="{box}" role="img" aria-label="{label}">{drawn}</svg>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _aside(points))


def _aside(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """To the right of who goes along it."""
    for at, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(0, at - 1)], points[min(len(points) - 1, at + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        yield x - (by - ay) / length * _BESIDE, y + (bx - ax) / length * _BESIDE


def _bearing_deg(one: PublicSegment) -> float:
    (a_lon, a_lat), (b_lon, b_lat) = one.line[0], one.line[-1]
    return math.degrees(math.atan2((b_lon - a_lon) * math.cos(math.radians(a_lat)), b_lat - a_lat)) % 360
