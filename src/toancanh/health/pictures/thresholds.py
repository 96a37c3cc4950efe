"""From which score a picture is suspicious: data, by class of camera, part of the day and kind of fault."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from toancanh.health.model import PICTURE_KINDS, FaultKind
from toancanh.health.pictures.model import CameraClass, DayPart, part_of

Thresholds = dict[tuple[CameraClass, DayPart, FaultKind], float]


def threshold_of(kind: FaultKind, camera_class: CameraClass, hour: float) -> float:
    """``hour``: local, 0 to 24."""
    return shipped()[camera_class, part_of(hour), kind]


@cache
def shipped() -> Thresholds:
    """Of every class, part of the day and kind. Raises ValueError where the file names what there is not."""
    return read(files(__package__).joinpath("thresholds.toml").read_text(encoding="utf-8"))


def read(text: str) -> Thresholds:
    """As the file is written: ``[class.part]`` with scores from 0 to 1 by kind. Raises ValueError."""
    told = tomllib.loads(text)
    base = float(told.pop("base"))
    found = {(of, part, kind): base for of in CameraClass for part in DayPart for kind in PICTURE_KINDS}
    for of, parts in told.items():
        for part, scores in parts.items():
            for kind, score in scores.items():
                key = CameraClass(of), DayPart(part), FaultKind(kind)
                if key not in found or not 0 < score <= 1:
                    raise ValueError(f"thresholds: {of}.{part}.{kind} = {score} is no score of a kind of pictures")
                found[key] = float(score)
    return found
