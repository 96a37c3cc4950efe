"""From clicks, the map and the dossier to a calibration, with its ground turned to north where north is known. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from toancanh.kernel import Invalid
from toancanh.vision.calibration import (
    Calibration,
    Known,
    Mounting,
    from_mounting,
    from_points,
    from_rectangle,
    moved,
)
from toancanh.vision.drawings.model import FARTHEST_M, ByMounting, ByPoints, ByRectangle, GroundOrigin, Method
from toancanh.vision.view import focal_of

_HEIGHT_SD_M = 0.5
_FOCAL_SD = 0.03
"""How sure a dossier's height and lens are."""


@dataclass(frozen=True, kw_only=True)
class Hung:
    """How a camera hangs, as far as the registry knows. ``turns``: its lens and its way are not always those."""

    lat: float
    lon: float
    azimuth_deg: float | None = None
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    turns: bool = False

    @property
    def origin(self) -> GroundOrigin:
        """The place under it."""
        return GroundOrigin(lat=self.lat, lon=self.lon)

    @property
    def known(self) -> Known:
        """What the fit may take from the dossier; what it does not say is left to the fit."""
        usual = Known()
        height = usual.height_m if self.height_m is None or self.height_m <= 0 else (self.height_m, _HEIGHT_SD_M)
        has_lens = self.hfov_deg is not None and 1 <= self.hfov_deg < 175 and not self.turns
        focal = (focal_of(self.hfov_deg), _FOCAL_SD) if has_lens and self.hfov_deg is not None else usual.focal
        return replace(usual, height_m=height, focal=focal)


def calibrated(method: Method, hung: Hung) -> tuple[Calibration, GroundOrigin | None]:
    """The calibration, and where its ground lies. Raises `Invalid` which says what is wrong with the clicks, or which
    fact the dossier lacks.
    """
    match method:
        case ByPoints():
            return _by_points(method, hung), hung.origin
        case ByRectangle():
            found = from_rectangle(
                np.array(method.points), method.length_m, width_m=method.width_m, aspect=method.aspect,
                known=hung.known,
            )  # fmt: skip
            if hung.azimuth_deg is None or hung.turns:
                return found, None
            return _under(found, hung.azimuth_deg), hung.origin
        case ByMounting():
            return _by_mounting(method, hung)


def _by_points(method: ByPoints, hung: Hung) -> Calibration:
    places = [hung.origin.metres(lat, lon) for lat, lon in method.places]
    if max(math.hypot(x_m, y_m) for x_m, y_m in places) > FARTHEST_M:
        raise Invalid(
            f"places: one lies more than {FARTHEST_M:.0f} m from the camera's own place; click again, or correct the "
            "camera's place in its dossier",
            field="places",
        )
    return from_points(np.array(method.points), np.array(places), aspect=method.aspect, known=hung.known)


def _by_mounting(method: ByMounting, hung: Hung) -> tuple[Calibration, GroundOrigin | None]:
    azimuth_deg = method.azimuth_deg if method.azimuth_deg is not None else hung.azimuth_deg
    height_m = _said("height_m", method.height_m, hung.height_m)
    tilt_deg = _said("tilt_deg", method.tilt_deg, hung.tilt_deg)
    hfov_deg = _said("hfov_deg", method.hfov_deg, hung.hfov_deg)
    replace(method, height_m=height_m, tilt_deg=tilt_deg, hfov_deg=hfov_deg)  # what a dossier says is checked, too
    mounting = Mounting(
        height_m=height_m, tilt_deg=tilt_deg, focal=focal_of(hfov_deg), azimuth_deg=azimuth_deg or 0.0
    )  # fmt: skip
    return from_mounting(mounting, aspect=method.aspect), None if azimuth_deg is None else hung.origin


def _said(name: str, here: float | None, in_dossier: float | None) -> float:
    if here is not None:
        return here
    if in_dossier is None:
        raise Invalid(f"{name}: the dossier does not say it; measure it, or click points instead", field=name)
    return in_dossier


def _under(found: Calibration, azimuth_deg: float) -> Calibration:
    """The same view with its ground moved so that the camera stands over (0, 0) and looks where the dossier says."""
    turn_rad = math.radians(90 - azimuth_deg) - found.view.azimuth_rad
    return moved(found, turn_rad)
