"""Cameras for the tests of planning."""

from __future__ import annotations

from typing import Any

from toancanh.registry.dossier.model import CameraFacts, CameraKind, Lifecycle

LAT, LON = 21.03, 105.85


def a_camera(number: int = 1, *, east_m: float = 0.0, north_m: float = 0.0, **more: Any) -> CameraFacts:
    """A camera with everything declared, so many metres from a corner of Ha Noi."""
    values: dict[str, Any] = {
        "camera_id": f"0190a000-0000-7000-8000-{number:012d}",
        "code": f"CAM-{number}",
        "name": f"Camera {number}",
        "owner_id": "owner",
        "unit_id": "unit",
        "site_id": None,
        "pole_id": None,
        "protected": False,
        "lifecycle": Lifecycle.OPERATING,
        "kind": CameraKind.FIXED,
        "purpose": None,
        "lat": LAT + north_m / 111_195.0,
        "lon": LON + east_m / (111_195.0 * 0.93340),
        "azimuth_deg": 0.0,
        "height_m": 6.0,
        "tilt_deg": 20.0,
        "hfov_deg": 80.0,
        "width_px": 1920,
        "height_px": 1080,
        "maker": "",
        "model": "",
        "serial": "",
        "mac": "",
        "network_address": "",
        "network": "",
    }
    return CameraFacts(**(values | more))
