"""What has more than one implementer: finding objects in a picture, and following them from picture to picture."""

from __future__ import annotations

from typing import Protocol

from toancanh.vision.model import Detections, Picture, Tracked


class Detector(Protocol):
    """One for each camera: it may remember earlier pictures of it (a background), and is told them in their order."""

    def detect(self, picture: Picture) -> Detections:
        """All objects of one picture. Raises nothing, whatever the picture shows."""
        ...


class Tracker(Protocol):
    """One for each camera."""

    def follow(self, detections: Detections, time_us: int) -> Tracked:
        """Those detections of one picture that are sure enough to belong to a track; times only grow.

        Raises ValueError where ``time_us`` is not later than the picture before.
        """
        ...
