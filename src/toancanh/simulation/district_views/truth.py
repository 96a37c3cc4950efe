"""What is true of a picture: who is seen where, how much of whom, how fast; and the file that keeps it by picture.

The format is described in docs/design/district-views.md.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.simulation.district import VehicleKind
from toancanh.simulation.district_views.wardrobe import KINDS

FORMAT = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameTruth:
    """Who stands within one picture's edges, n bodies by rising number.

    ``boxes_px`` (n, 4) float32: left, top, right, bottom, cut at the edges. ``visible`` (n,) float32: the share of the
    whole body's silhouette that is seen, 0 where it is wholly hidden. ``ground_m`` (n, 2): of its middle.
    ``plates_px`` (n, 4, 2): corners of the plate that looks at the camera, from upper left clockwise as it is read; NaN
    where none does. ``signals``: each junction's state (`district.SignalFilm`).
    """

    t_s: float
    numbers: NDArray[np.int32]
    codes: NDArray[np.int8]
    boxes_px: NDArray[np.float32]
    visible: NDArray[np.float32]
    ground_m: NDArray[np.float32]
    heading_rad: NDArray[np.float32]
    speed_mps: NDArray[np.float32]
    plates_px: NDArray[np.float32]
    signals: Mapping[str, str]

    def __post_init__(self) -> None:
        count = len(self.numbers)
        shapes = {
            "codes": (count,), "boxes_px": (count, 4), "visible": (count,), "ground_m": (count, 2),
            "heading_rad": (count,), "speed_mps": (count,), "plates_px": (count, 4, 2),
        }  # fmt: skip
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise Invalid(f"{name} of {count} bodies has the shape {getattr(self, name).shape}")
        if count and not ((self.codes >= 0) & (self.codes < len(KINDS))).all():
            raise Invalid("there is no such kind")

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def kinds(self) -> tuple[VehicleKind, ...]:
        """Of each body."""
        return tuple(KINDS[code] for code in self.codes)


@dataclass(frozen=True, kw_only=True, eq=False)
class TruthFilm:
    """The truth of a film by picture. ``header``: see docs/design/district-views.md."""

    header: Mapping[str, Any]
    frames: tuple[FrameTruth, ...]

    def write(self, path: Path) -> None:
        """Beside its place first, so that nobody reads half a file."""
        frames = self.frames
        ids = sorted({junction_id for frame in frames for junction_id in frame.signals})
        plates = np.concatenate([frame.plates_px for frame in frames] or [np.zeros((0, 4, 2), np.float32)])
        shown = np.flatnonzero(~np.isnan(plates).any(axis=(1, 2)))
        header = {**self.header, "format": FORMAT, "kinds": [str(kind) for kind in KINDS], "junctions": ids}
        arrays: dict[str, NDArray[Any]] = {
            "header": np.frombuffer(json.dumps(header, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
            "frame_t_s": np.array([frame.t_s for frame in frames], np.float64),
            "frame_rows": np.cumsum([0, *(len(frame) for frame in frames)]).astype(np.int64),
            "frame_signals": np.array([[frame.signals.get(one, "") for one in ids] for frame in frames], np.str_),
            "plate_row": shown.astype(np.int64),
            "plate_px": plates[shown],
        }
        for name in _COLUMNS:
            parts = [getattr(frame, name) for frame in frames]
            arrays[name] = np.concatenate(parts) if parts else np.zeros(0)
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        unfinished.replace(path)


_COLUMNS = ("numbers", "codes", "boxes_px", "visible", "ground_m", "heading_rad", "speed_mps")


def read_truth(path: Path) -> TruthFilm:
    """Raises Invalid where the file is no truth, or is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        header = json.loads(arrays["header"].tobytes())
        if header["format"] != FORMAT or header["kinds"] != [str(kind) for kind in KINDS]:
            raise Invalid(f"{path} is of another format")
        return TruthFilm(header=header, frames=_frames(arrays, header["junctions"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise Invalid(f"{path} holds no truth of pictures ({error})") from error


def _frames(arrays: Mapping[str, NDArray[Any]], ids: Sequence[str]) -> tuple[FrameTruth, ...]:
    rows = arrays["frame_rows"]
    plates = np.full((int(rows[-1]), 4, 2), np.nan, np.float32)
    plates[arrays["plate_row"]] = arrays["plate_px"]
    return tuple(
        FrameTruth(
            t_s=float(t_s),
            plates_px=plates[rows[index] : rows[index + 1]],
            signals={one: str(arrays["frame_signals"][index, place]) for place, one in enumerate(ids)},
            **{name: arrays[name][rows[index] : rows[index + 1]] for name in _COLUMNS},
        )
        for index, t_s in enumerate(arrays["frame_t_s"])
    )
