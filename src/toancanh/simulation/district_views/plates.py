"""Licence plates on bodies: where they are seen, and what is written on them (TT 79/2024; sizes: TT 81/2024)."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Body, PlateColour, VehicleKind
from toancanh.simulation.district.plates import two_lines
from toancanh.simulation.district_views.canvas import Bytes, Singles
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.staging import Floats, Stage, in_world
from toancanh.simulation.district_views.wardrobe import Wardrobe

_LONG_M, _SHORT_M, _SMALL_M = (0.52, 0.11), (0.33, 0.165), (0.19, 0.14)  # width, height; front, rear, motorcycles
_PX_PER_M = 600.0
_LEAST_COS = 0.15
_SHOWN_FROM_PX, _WRITTEN_FROM_PX = 2.5, 12.0  # in width
_GROUNDS = {
    PlateColour.WHITE: ((232, 234, 234), (24, 22, 22)),
    PlateColour.YELLOW: ((50, 190, 240), (24, 22, 22)),
    PlateColour.BLUE: ((150, 70, 20), (240, 240, 240)),
}


def plate_sizes(bodies: Sequence[Body]) -> Floats:
    """(n, 2, 2): width and height of each body's plate in front and behind; NaN where it has none."""
    return np.array(
        [
            [_size_m(body, is_front=front) if body.plate else (np.nan, np.nan) for front in (True, False)]
            for body in bodies
        ]
    ).reshape(-1, 2, 2)


def plates_seen(stage: Stage, wardrobe: Wardrobe, sizes_m: Floats, pose: CameraPose) -> Singles:
    """(n, 4, 2) pixels of each body's plate that looks at the camera: upper left, upper right, lower right and lower
    left as it is read; NaN where none does or there is none.
    """
    turn = stage.moment.heading_rad[stage.place]
    ahead = np.column_stack([np.cos(turn), np.sin(turn), np.zeros(len(turn))])
    centres = in_world(wardrobe.plates[wardrobe.code[stage.number]], stage.place, stage.moment, wardrobe)
    found = np.full((len(stage), 4, 2), np.nan, np.float32)
    for index, side in enumerate((1.0, -1.0)):
        centre, size = centres[:, index], sizes_m[stage.number, index]
        eye = pose.place_m - centre
        looks = (eye * ahead).sum(axis=1) * side > _LEAST_COS * np.linalg.norm(eye, axis=1)
        looks &= size[:, 0] * pose.focal_px > _SHOWN_FROM_PX * stage.depth_m  # False where there is none
        wide = np.column_stack([ahead[:, 1], -ahead[:, 0], np.zeros(len(turn))]) * (side / 2 * size[:, :1])
        high = np.column_stack([np.zeros((len(turn), 2)), size[:, 1] / 2])  # the reader's left is at ``wide``
        corners = np.stack([wide + high, high - wide, -wide - high, wide - high], axis=1) + centre[:, None]
        found[looks] = pose.pixels(pose.seen_from(corners[looks]))
    return found


def _size_m(body: Body, *, is_front: bool) -> tuple[float, float]:
    """Width and height of a plate."""
    if body.kind is VehicleKind.MOTORCYCLE:
        return _SMALL_M
    return _LONG_M if is_front else _SHORT_M


def paint_plate(picture: Bytes, corners_px: Singles, body: Body, light: float) -> None:
    """In a light of 0 to 1; what is too small to be read is a patch of the plate's colour."""
    wide_px = float(np.hypot(*(corners_px[1] - corners_px[0])))
    if not wide_px >= _SHOWN_FROM_PX or body.plate is None:
        return
    colour = body.plate_colour or PlateColour.WHITE
    if wide_px < _WRITTEN_FROM_PX:
        dim = tuple(int(level * light) for level in _GROUNDS[colour][0])
        cv2.fillConvexPoly(picture, np.round((corners_px - 0.5) * 16).astype(np.int32), dim, cv2.LINE_8, 4)
        return
    high_px = float(np.hypot(*(corners_px[3] - corners_px[0])))
    is_long = wide_px > 3.2 * high_px and body.kind is not VehicleKind.MOTORCYCLE
    drawn = _drawn(body.plate, colour, is_long=is_long, is_small=body.kind is VehicleKind.MOTORCYCLE)
    _lay(picture, drawn, corners_px, wide_px, light)


def _lay(picture: Bytes, drawn: Bytes, corners_px: Singles, wide_px: float, light: float) -> None:
    low = np.maximum(np.floor(corners_px.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners_px.max(axis=0)).astype(int) + 1, (picture.shape[1], picture.shape[0]))
    if (high - low < 2).any():
        return
    scale = min(1.0, 2.0 * wide_px / drawn.shape[1])
    small = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else drawn
    rows, columns = small.shape[:2]
    source = np.array(((0, 0), (columns, 0), (columns, rows), (0, rows)), np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(source, (corners_px - low - 0.5).astype(np.float32))
    part = picture[low[1] : high[1], low[0] : high[0]]
    size = int(high[0] - low[0]), int(high[1] - low[1])
    mask = np.zeros(size[::-1], np.uint8)
    cv2.fillConvexPoly(mask, np.round((corners_px - low - 0.5) * 16).astype(np.int32), 255, cv2.LINE_8, 4)
    laid = cv2.warpPerspective(small, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cv2.copyTo(cv2.convertScaleAbs(laid, alpha=light), mask, part)


@functools.lru_cache(maxsize=1024)
def _drawn(plate: str, colour: PlateColour, *, is_long: bool, is_small: bool) -> Bytes:
    wide, high = _LONG_M if is_long else _SMALL_M if is_small else _SHORT_M
    columns, rows = round(wide * _PX_PER_M), round(high * _PX_PER_M)
    ground, ink = _GROUNDS[colour]
    drawn: NDArray[np.uint8] = np.full((rows, columns, 3), ground, np.uint8)
    cv2.rectangle(drawn, (1, 1), (columns - 2, rows - 2), ink, 2)
    lines = (plate,) if is_long else two_lines(plate)
    for place, line in enumerate(lines):
        _write(drawn, line, (place / len(lines), (place + 1) / len(lines)), ink)
    return drawn


def _write(drawn: Bytes, line: str, band: tuple[float, float], ink: tuple[int, int, int]) -> None:
    """A line that fills its band of the plate."""
    rows, columns = drawn.shape[:2]
    (wide, high), base = cv2.getTextSize(line, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    letters = np.zeros((high + base + 6, wide + 8), np.uint8)
    cv2.putText(letters, line, (4, high + 3), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2, cv2.LINE_AA)
    inked_rows, inked_columns = np.nonzero(letters)
    letters = letters[inked_rows.min() : inked_rows.max() + 1, inked_columns.min() : inked_columns.max() + 1]
    top, bottom = round(rows * (band[0] + 0.09)), round(rows * (band[1] - 0.09))
    left, right = round(columns * 0.06), round(columns * 0.94)
    fitted = cv2.resize(letters, (right - left, bottom - top), interpolation=cv2.INTER_AREA)[..., None] / 255
    part = drawn[top:bottom, left:right]
    part[:] = part * (1 - fitted) + np.array(ink) * fitted
