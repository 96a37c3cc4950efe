"""Rows of a file that is about to be taken in, as entries that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toancanh.registry.dossier.model import CameraFacts, CameraKind, Lifecycle, PurposeClass

ROW = "row:"
"""Begins the id of an entry that is no camera yet; what follows is the row's number."""


def facts_of_row(number: int, owner_id: str, values: Mapping[str, Any]) -> CameraFacts | None:
    """None where the row does not say where the camera stands."""
    lat, lon = values.get("lat"), values.get("lon")
    if lat is None or lon is None:
        return None
    kind, purpose = values.get("kind"), values.get("purpose")
    return CameraFacts(
        camera_id=f"{ROW}{number}",
        code=values.get("code") or "",
        name=values.get("name") or "",
        owner_id=owner_id,
        unit_id=values.get("unit_id"),
        site_id=values.get("site_id"),
        pole_id=values.get("pole_id"),
        protected=False,
        lifecycle=Lifecycle(values.get("lifecycle") or Lifecycle.OPERATING),
        kind=CameraKind(kind) if kind else None,
        purpose=PurposeClass(purpose) if purpose else None,
        lat=lat,
        lon=lon,
        azimuth_deg=values.get("azimuth_deg"),
        height_m=values.get("height_m"),
        tilt_deg=values.get("tilt_deg"),
        hfov_deg=values.get("hfov_deg"),
        width_px=values.get("width_px"),
        height_px=values.get("height_px"),
        maker=values.get("maker") or "",
        model=values.get("model") or "",
        serial=values.get("serial") or "",
        mac=values.get("mac") or "",
        network_address=values.get("network_address") or "",
        network=values.get("network") or "",
    )


def row_of(entry_id: str) -> int | None:
    """The row's number; None for a camera."""
    return int(entry_id.removeprefix(ROW)) if entry_id.startswith(ROW) else None
