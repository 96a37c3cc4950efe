"""Real clips with labels by hand: where they are, what crosses their lines, how well a counter does (TOANCANH_CLIPS).

An event of the labels is found where a crossing of the same line and coarse class lies within 15 frames and 28 pixels
of it; each crossing finds one event at most.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from toancanh.vision import ObjectKind, Picture, Tracked
from toancanh.vision.zones import LineCounter, Zone, ZoneKind

FRAMES, PIXELS = 15, 28.0
_COARSE = {
    "car": "light", "van": "light", "truck": "heavy", "lorry": "heavy", "bus": "heavy",
    "motorbike": "two_wheeler", "motorcycle": "two_wheeler", "bicycle": "two_wheeler",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that crossed a line."""

    line: str
    frame: float
    x_px: float
    coarse: str


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many events were found, and how many crossings there were in all."""

    events: int
    crossings: int
    found: int
    light_events: int = 0
    light_crossings: int = 0

    @property
    def f1(self) -> float:
        """Of both together, 0 to 1."""
        return 2 * self.found / (self.events + self.crossings) if self.events + self.crossings else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One labelled clip."""

    path: Path
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def is_night(self) -> bool:
        return bool(self.told["light"] == "night")

    @property
    def fps(self) -> float:
        return float(self.told["fps"])

    def events(self) -> list[Event]:
        """By hand."""
        return [
            Event(line=one["line"], frame=one["frame"], x_px=one["x"], coarse=_COARSE[one["class"]])
            for one in self.told["events"]
        ]

    def pictures(self, *, every: int = 1) -> Iterator[tuple[int, Picture]]:
        """Each so many frames: its place in the clip, and the picture at a time that begins at 0."""
        with av.open(str(self.path)) as container:
            container.streams.video[0].thread_count = 1
            for place, frame in enumerate(container.decode(video=0)):
                if place % every == 0:
                    bgr = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                    yield place, Picture(bgr=bgr, time_us=round(place / self.fps * 1e6) + 1)


def folder() -> Path | None:
    """None where there are no clips."""
    named = os.environ.get("TOANCANH_CLIPS", "")
    return Path(named) if named and (Path(named) / "labels.json").exists() else None


def labelled(where: Path) -> list[Clip]:
    """All clips with labels."""
    told = json.loads((where / "labels.json").read_text())
    return [Clip(path=where / one["file"], told=one) for one in told["clips"]]


class Counting:
    """Crossings of a clip's lines, by what is tracked in it."""

    def __init__(self, clip: Clip, *, margin_px: float = 2.0) -> None:
        self._clip = clip
        self._width, self._height = clip.told["width"], clip.told["height"]
        self._by_centre = clip.name.startswith("intel")  # README: of this clip the middle of the box counts
        self._counters = [
            (line["id"], line["direction"] == "down", LineCounter(self._zone(line), margin=margin_px / self._width))
            for line in clip.told["lines"]
        ]
        self.events: list[Event] = []

    def step(self, tracked: Tracked, time_us: int) -> None:
        """One picture."""
        found = tracked.detections
        for box, kind, track in zip(found.boxes_px.tolist(), found.kinds, tracked.tracks.tolist(), strict=True):
            if kind is ObjectKind.PEDESTRIAN:
                continue
            left, top, right, bottom = box
            y = (top + bottom) / 2 if self._by_centre else bottom
            point = ((left + right) / 2 / self._width, y / self._height)
            for line, is_forward, counter in self._counters:
                crossing = counter.step(track, point, time_us)
                if crossing is not None and crossing.is_forward is is_forward:
                    frame = crossing.at_us / 1e6 * self._clip.fps
                    x_px = crossing.point[0] * self._width
                    self.events.append(Event(line=line, frame=frame, x_px=x_px, coarse=_COARSE.get(kind, "light")))

    def _zone(self, line: Mapping[str, Any]) -> Zone:
        ends = sorted((x / self._width, y / self._height) for x, y in (line["p1"], line["p2"]))
        (ax, ay), (bx, by) = ends
        return Zone(
            id=line["id"], kind=ZoneKind.COUNTING_LINE, name=line["id"], points=((ax, ay), (min(bx, 1.0), by)),
            aspect=self._height / self._width,
        )  # fmt: skip


def scored(events: Iterable[Event], crossings: Iterable[Event], *, by_class: bool = True) -> Score:
    """The nearest pairs first."""
    events, crossings = list(events), list(crossings)
    pairs = sorted(
        (abs(one.frame - other.frame) / FRAMES + abs(one.x_px - other.x_px) / PIXELS, i, j)
        for i, one in enumerate(events)
        for j, other in enumerate(crossings)
        if one.line == other.line
        and abs(one.frame - other.frame) <= FRAMES
        and abs(one.x_px - other.x_px) <= PIXELS
        and (one.coarse == other.coarse or not by_class)
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in pairs:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return Score(
        events=len(events),
        crossings=len(crossings),
        found=len(used[0]),
        light_events=sum(one.coarse == "light" for one in events),
        light_crossings=sum(one.coarse == "light" for one in crossings),
    )
