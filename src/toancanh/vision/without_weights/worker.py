"""The confined process that looks at pictures without weights: ``python -I -m ...without_weights.worker``.

Questions: ``open`` brings what is drawn over a camera's picture and how that is calibrated, ``look`` coded pictures of
it, ``close`` forgets it. It knows as many cameras as it was told of; its memory is bounded for all of them together.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

import av
import cv2
import numpy as np

from toancanh.vision.calibration import Calibration
from toancanh.vision.confined.coded import told_of
from toancanh.vision.confined.eye import Eye, Stillness, confine, kind_of, serve
from toancanh.vision.model import Picture
from toancanh.vision.sun import towards_sun
from toancanh.vision.view import Floats, View
from toancanh.vision.without_weights.detector import MovingBodies, no_sun
from toancanh.vision.without_weights.drawn import watched_of
from toancanh.vision.zones import Zone, ZoneKind

MEMORY_MIB = 2048
"""The silhouettes of a camera take 35 to 70 MB: thirty cameras that are looked at for incidents alone."""
COLUMNS = 640
"""Wider pictures are made smaller first: what the detector was measured with."""


class _Street:
    """One camera."""

    def __init__(self, question: Mapping[str, Any]) -> None:
        calibration = Calibration(
            view=View.of(np.array(question["view"], np.float64)), aspect=question["aspect"], covariance=np.zeros((7, 7))
        )
        zones = [_zone(one) for one in question["zones"]]
        watched = watched_of(zones, calibration)
        origin = question["origin"]

        def sun(time_us: int) -> Floats | None:
            return no_sun(time_us) if origin is None else towards_sun(time_us, lat=origin[0], lon=origin[1])

        self._detector = None if watched is None else MovingBodies(calibration, watched, sun=sun)
        self._eye: Eye | None = None
        self._still = Stillness()

    @property
    def has_ground(self) -> bool:
        """Whether anything that is drawn lies on the ground in view."""
        return self._detector is not None

    def look(self, question: dict[str, Any], body: bytes) -> list[dict[str, Any]]:
        if self._eye is None or question["is_new"] or self._eye.kind != kind_of(question):
            self._eye = Eye(question, most_columns=COLUMNS)
        return [self._told(picture) for picture in self._eye.pictures(question, body)]

    def _told(self, picture: Picture) -> dict[str, Any]:
        assert self._detector is not None  # noqa: S101  # else it was not opened
        found = self._detector.detect(picture)
        is_still = self._still.holds(picture)
        return {**told_of(picture, found), "is_settled": self._detector.is_settled, "is_still": is_still}


class _Desk:
    """Answers what the parent asks."""

    def __init__(self) -> None:
        self._streets: dict[str, _Street] = {}

    def answer(self, question: dict[str, Any], body: bytes) -> dict[str, Any]:
        begin_s = time.process_time()
        try:
            told = self._answered(question, body)
        except MemoryError:
            told = {"error": "out_of_memory"}
        return {"error": "", **told, "cpu_s": time.process_time() - begin_s}

    def _answered(self, question: dict[str, Any], body: bytes) -> dict[str, Any]:
        camera = question["camera"]
        if question["op"] == "close":
            self._streets.pop(camera, None)
            return {}
        if question["op"] == "open":
            street = _Street(question)
            if street.has_ground:
                self._streets[camera] = street
            return {"has_ground": street.has_ground}
        return {"pictures": self._streets[camera].look(question, body)}


def _zone(told: Mapping[str, Any]) -> Zone:
    points = tuple((x, y) for x, y in told["points"])
    return Zone(id=told["id"], kind=ZoneKind(told["kind"]), name="", points=points, aspect=told["aspect"])


def main() -> None:
    """Until stdin closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    av.logging.set_level(None)
    cv2.setNumThreads(1)
    confine(MEMORY_MIB << 20)
    serve(sys.stdin.buffer, sys.stdout.buffer, _Desk().answer)


if __name__ == "__main__":
    main()
