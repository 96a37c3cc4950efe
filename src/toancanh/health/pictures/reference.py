"""The approved view: what a camera's pictures looked like when a person agreed with them, in a few kilobytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from toancanh.health.pictures.clock_face import GLYPH_COLUMNS, GLYPH_ROWS, Digits, learnt
from toancanh.health.pictures.measures import (
    GRID_COLUMNS,
    GRID_ROWS,
    HALF_ROWS,
    Measures,
    bars_of,
    bright_of,
    measure,
    span_of,
)
from toancanh.health.pictures.model import Context, Light, Overlay, lights_of
from toancanh.health.pictures.outline import OUTLINE_COLUMNS, OUTLINE_ROWS, agreement, edges, outline, template
from toancanh.health.pictures.picture import ROWS, Floats, Picture, Plane

_VERSION = 1
_GRID = (GRID_ROWS, GRID_COLUMNS)


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """One light's half of a reference. Of each cell the median over the pictures; scalars likewise."""

    outline: Plane
    agreement: float  # of the pictures themselves with the outline: what can be expected
    mean: Floats
    deviation: Floats
    energy: Floats
    noise: Floats
    row_steps: Floats
    flat_rows: Floats  # share of the pictures in which each line of the half picture has one level
    level: float
    span: float
    bright: float  # share of burnt-out cells
    stripes: float
    chroma: tuple[float, float]
    chroma_noise: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """``views``: by light; one is enough, the checks of the other light that need it are then not made."""

    views: Mapping[Light, View]
    digits: Digits | None = None

    def to_bytes(self) -> bytes:
        """For a table: JSON of the small things, arrays of bytes behind it, deflated."""
        parts: list[bytes] = []

        def kept(array: Any) -> int:
            parts.append(array.tobytes())
            return len(parts[-1])

        head: dict[str, Any] = {"version": _VERSION, "views": {}}
        for light, view in self.views.items():
            described: dict[str, Any] = {}
            for field in fields(view):
                value = getattr(view, field.name)
                if field.name == "outline":
                    kept(value)
                elif isinstance(value, np.ndarray):
                    kept(np.minimum(value, 60_000).astype(np.float16))
                else:
                    described[field.name] = value
            head["views"][light.value] = described
        if self.digits is not None:
            kept(self.digits.samples)
            head["digits"] = {"overlay": asdict(self.digits.overlay), "known": self.digits.known.tolist()}
        coded = json.dumps(head).encode()
        return zlib.compress(len(coded).to_bytes(4, "big") + coded + b"".join(parts), 9)

    @staticmethod
    def from_bytes(data: bytes) -> Reference:
        """Raises ValueError where it is none of this version: the view is to be approved again."""
        try:
            plain = zlib.decompressobj().decompress(data, 1 << 20)
            size = int.from_bytes(plain[:4], "big")
            head = json.loads(plain[4 : 4 + size])
            if head["version"] != _VERSION:
                raise ValueError("made by another version")
            rest = memoryview(plain)[4 + size :]
            views: dict[Light, View] = {}
            for name, described in head["views"].items():
                view, rest = _view(described, rest)
                views[Light(name)] = view
            digits = None
            if "digits" in head:
                samples = np.frombuffer(rest, np.int8).reshape(10, GLYPH_ROWS, GLYPH_COLUMNS)
                known = np.array(head["digits"]["known"], np.bool_)
                digits = Digits(overlay=Overlay(**head["digits"]["overlay"]), samples=samples, known=known)
        except (zlib.error, KeyError, TypeError, ValueError, IndexError) as error:
            raise ValueError(f"no reference of this version: approve the view again ({error})") from error
        return Reference(views=views, digits=digits)


def _view(described: dict[str, Any], rest: memoryview) -> tuple[View, memoryview]:
    arrays: dict[str, Any] = {}
    shapes = {"mean": _GRID, "deviation": _GRID, "energy": _GRID, "noise": _GRID, "row_steps": (ROWS - 3,)}
    shapes["flat_rows"] = (HALF_ROWS,)
    size = OUTLINE_ROWS * OUTLINE_COLUMNS
    arrays["outline"] = np.frombuffer(rest[:size], np.uint8).reshape(OUTLINE_ROWS, OUTLINE_COLUMNS)
    rest = rest[size:]
    for name, shape in shapes.items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(rest[: 2 * count], np.float16).reshape(shape).astype(np.float32)
        rest = rest[2 * count :]
    return View(**arrays, **{**described, "chroma": tuple(described["chroma"])}), rest


def build(pictures: Sequence[tuple[Picture, Context]]) -> Reference:
    """From pictures of a view that a person agreed with, some by day and some by night: about 8 of each, minutes apart
    and of several hours. Those of twilight teach the clock's digits only. Raises ValueError where none is left.
    """
    seen = [(measure(picture), context) for picture, context in pictures]
    views: dict[Light, View] = {}
    overlay = next((context.overlay for _, context in seen if context.overlay is not None), None)
    for light in Light:
        of_light = [measures for measures, context in seen if lights_of(context.hour) == (light,)]
        if of_light:
            views[light] = _agreed(of_light, overlay)
    if not views:
        raise ValueError("a view needs pictures of plain day (7:30 to 16:30) or of plain night (19:15 to 4:45)")
    digits = learnt(overlay, [(measures.full, context.local_s) for measures, context in seen]) if overlay else None
    return Reference(views=views, digits=digits)


def _agreed(seen: Sequence[Measures], overlay: Overlay | None) -> View:
    drawn = []
    if overlay is not None:
        top, bottom = overlay.top * OUTLINE_ROWS, (overlay.top + overlay.height) * OUTLINE_ROWS
        left, right = overlay.left * OUTLINE_COLUMNS, (overlay.left + overlay.width) * OUTLINE_COLUMNS
        drawn = [(slice(max(0, int(top) - 1), int(bottom) + 2), slice(max(0, int(left) - 1), int(right) + 2))]
    found = [edges(measures.small) for measures in seen]
    made = outline(found, drawn)
    wanted = template(made)
    u, v = np.median(np.array([measures.tint for measures in seen]), axis=0)

    def middle(name: str) -> Floats:
        medians: Floats = np.median(np.stack([getattr(measures, name) for measures in seen]), axis=0)
        return medians

    return View(
        outline=made,
        agreement=float(np.median([agreement(field, wanted) for field in found])),
        mean=middle("mean"),
        deviation=middle("deviation"),
        energy=middle("energy"),
        noise=middle("noise"),
        row_steps=np.max(np.stack([measures.row_steps for measures in seen]), axis=0),
        flat_rows=np.mean(np.stack([measures.flat_rows for measures in seen]), axis=0, dtype=np.float32),
        level=float(np.median([measures.mean.mean() for measures in seen])),
        span=float(np.median([span_of(measures) for measures in seen])),
        bright=float(np.median([bright_of(measures) for measures in seen])),
        stripes=float(np.sort([bars_of(measures) for measures in seen])[-2:][0]),  # of two; one had a bus before it
        chroma=(float(u), float(v)),
        chroma_noise=float(np.median([measures.chroma_noise for measures in seen])),
    )
