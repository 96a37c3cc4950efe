"""The manifest of a model: what its outputs hold, which classes it knows, and what it may use. Pure.

As a file it is TOML::

    layout = "yolox"      # yolox, nanodet, fastestdet, detr, detr_decoded
    classes = "coco"      # or a list with a kind of ObjectKind, or "" for one that is not read, for each class
    sure = 0.5            # a detection below this is not believed by itself
    floor = 0.1           # and below this it is not told at all
    overlap = 0.5         # of two boxes that share more (intersection over union), the less sure one goes
    memory_mib = 1024     # of the process that runs it
    seconds = 5           # for opening it, and for one question
    width = 416           # of the input in pixels, both only where the file itself leaves them open
    height = 416
"""

from __future__ import annotations

import enum
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from toancanh.kernel import Invalid
from toancanh.vision.model import ObjectKind

MOST_CLASSES = 400
"""More than any published set of labels for boxes has (Objects365); a vector of 512 values is no list of classes."""

_MOST_SIDE = 2048
_MOST_MEMORY_MIB = 16_384
_MOST_SECONDS = 60


class Layout(enum.StrEnum):
    """How the outputs of a known family of detectors are laid out; see `layouts`. Closed: nothing else is read."""

    YOLOX = "yolox"
    NANODET = "nanodet"
    FASTESTDET = "fastestdet"
    DETR = "detr"  # RT-DETR and D-FINE, as trained: logits and relative boxes
    DETR_DECODED = "detr_decoded"  # the same, as their own exporters write them: labels, boxes, scores


def _coco() -> tuple[str, ...]:
    """The 80 classes of COCO 2017 in the usual order. Six are kinds; and on a road what is taken for a cell phone (67)
    is the roof of a vehicle from right above, of whichever kind.
    """
    kinds = {
        0: ObjectKind.PEDESTRIAN,
        1: ObjectKind.BICYCLE,
        2: ObjectKind.CAR,
        3: ObjectKind.MOTORCYCLE,
        5: ObjectKind.BUS,
        7: ObjectKind.LORRY,
        67: ObjectKind.VEHICLE,
    }
    return tuple(kinds.get(place, "") for place in range(80))


COCO = _coco()


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """See the module. ``classes``: for each class of the file a kind, or an empty text."""

    layout: Layout
    classes: tuple[str, ...] = COCO
    sure: float = 0.5
    floor: float = 0.1
    overlap: float = 0.5
    memory_mib: int = 1024
    seconds: int = 5
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        if not 0 < len(self.classes) <= MOST_CLASSES:
            raise Invalid(f"classes: 1 to {MOST_CLASSES}, not {len(self.classes)}", field="classes")
        kinds = set(ObjectKind)
        wrong = [name for name in self.classes if name and name not in kinds]
        if wrong:
            raise Invalid(f"classes: {wrong[0]!r} is none of {', '.join(ObjectKind)}", field="classes")
        if not any(self.classes):
            raise Invalid("classes: none of them is a kind, so nothing would ever be found", field="classes")
        if not 0 < self.floor <= self.sure < 1:
            raise Invalid("floor and sure: 0 < floor <= sure < 1", field="sure")
        if not 0 < self.overlap < 1:
            raise Invalid("overlap: between 0 and 1", field="overlap")
        _between("memory_mib", self.memory_mib, 256, _MOST_MEMORY_MIB)
        _between("seconds", self.seconds, 1, _MOST_SECONDS)
        for side in ("width", "height"):
            if getattr(self, side):
                _between(side, getattr(self, side), 32, _MOST_SIDE)

    @classmethod
    def from_toml(cls, text: str) -> Manifest:
        """Raises `Invalid` with the line or the field."""
        try:
            read = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Invalid(f"the manifest is no TOML: {error}") from error
        return cls.from_fields(read)

    @classmethod
    def from_fields(cls, read: Mapping[str, Any]) -> Manifest:
        """From plain values. Raises `Invalid`."""
        unknown = set(read) - set(cls.__dataclass_fields__)
        if unknown:
            raise Invalid(f"the manifest has {sorted(unknown)[0]!r}, which nobody knows", field=sorted(unknown)[0])
        if read.get("layout") not in set(Layout):
            raise Invalid(f"layout: one of {', '.join(Layout)}, not {read.get('layout')!r}", field="layout")
        fields: dict[str, Any] = {**read, "layout": Layout(read["layout"])}
        classes = fields.get("classes", "coco")
        if classes != "coco" and not (isinstance(classes, list) and all(isinstance(one, str) for one in classes)):
            raise Invalid('classes: "coco", or a list of kinds', field="classes")
        fields["classes"] = COCO if classes == "coco" else tuple(classes)
        for name in ("sure", "floor", "overlap"):
            _number(name, fields.get(name, 0.5), (int, float))
        for name in ("memory_mib", "seconds", "width", "height"):
            _number(name, fields.get(name, 1), (int,))
        return cls(**fields)

    def to_json(self) -> str:
        """As it is stored and told to the worker."""
        return json.dumps({**asdict(self), "classes": list(self.classes)})

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """What `to_json` wrote."""
        return cls.from_fields(json.loads(text))


def _between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Invalid(f"{name}: {least} to {most}, not {value}", field=name)


def _number(name: str, value: object, kinds: tuple[type, ...]) -> None:
    if type(value) not in kinds or not math.isfinite(value):  # type: ignore[arg-type]  # a bool is no number here
        raise Invalid(f"{name}: a number", field=name)
