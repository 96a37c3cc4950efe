"""The month's report as PDF/A-2b, set by typst. The words go in as data, so that nothing in them is read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import typst

_TEMPLATE = Path(__file__).with_name("uptime.typ")
_ZONE = timezone(timedelta(hours=7))
_FONTS = ("Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif")
CAUSES = {
    "wrong_password": "sai mật khẩu", "no_pictures": "không có hình",
    "away": "mất kết nối",
    "frozen": "hình đứng", "black": "hình đen", "covered": "bị che", "signal_loss": "mất tín hiệu",
    "overexposed": "cháy sáng", "moved": "lệch hướng",
}  # fmt: skip
_GROUPS = (("owner", "Theo chủ quản"), ("contractor", "Theo đơn vị bảo trì"), ("ward", "Theo phường, xã"))


def write_pdf(title: Mapping[str, Any], summary: Mapping[str, Any], *, made_at_s: int) -> bytes:
    """The file; ``made_at_s``: UTC seconds, which PDF/A keeps as its date."""
    data = {
        "month": "/".join(reversed(str(title["month"]).split("-"))), "organisation": title["organisation"],
        "until": _day(title["until_us"]), "made": _day(title["made_us"]), "fingerprint": title["fingerprint"],
        "all": _row("", summary["all"]),
        "groups": [
            {"title": name, "rows": [_row(one["name"] or "(chưa khai)", one) for one in summary["groups"][group]]}
            for group, name in _GROUPS
        ],
        "worst": [_row(f"{one['code']} {one['name']}", one) for one in summary["worst"]],
    }  # fmt: skip
    there = set(typst.Fonts().families())
    inputs = {"report": json.dumps(data, ensure_ascii=False), "font": next(one for one in _FONTS if one in there)}
    made = typst.compile(_TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="a-2b", timestamp=made_at_s)
    assert isinstance(made, bytes)  # noqa: S101  # one document, not pages
    return made


def _row(name: str, one: Mapping[str, Any]) -> dict[str, str]:
    share = "–" if one["share"] is None else f"{100 * one['share']:.2f}".replace(".", ",") + " %"
    down = sorted(one["down"].items(), key=lambda pair: -pair[1])[:3]
    return {
        "name": name, "cameras": str(one["cameras"]), "share": share, "up": _hours(one["up_s"]),
        "down": _hours(one["down_s"]), "planned": _hours(one["planned_s"]), "unknown": _hours(one["unknown_s"]),
        "observed": _hours(one["observed_s"]), "off": _hours(one["off_s"]),
        "causes": ", ".join(f"{CAUSES.get(cause, cause)} {_hours(seconds)}" for cause, seconds in down),
    }  # fmt: skip


def _hours(seconds: float) -> str:
    whole, _, part = f"{seconds / 3600:,.1f}".partition(".")
    return f"{whole.replace(',', '.')},{part}"


def _day(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(_ZONE):%H:%M %d/%m/%Y}"
