"""The whole way of a picture, with a detector that is told what to find."""

from __future__ import annotations

import numpy as np

from toancanh.media.model import ClockSource
from toancanh.vision import Detections, ObjectKind, Picture
from toancanh.vision.observing import Observer
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.watching import Lookout, Sight
from toancanh.vision.zones import Zone, ZoneKind

BLACK = np.zeros((360, 640, 3), np.uint8)
LINE = Zone(id="line", kind=ZoneKind.COUNTING_LINE, name="", points=((0.0, 0.5), (1.0, 0.5)))
LEFT = Zone(id="left", kind=ZoneKind.IGNORE, name="", points=((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)))


class Two:
    """A car on the left and a motorcycle on the right, both driving towards the camera."""

    def __init__(self) -> None:
        self.pictures = 0

    def detect(self, picture: Picture) -> Detections:
        self.pictures += 1
        y = 100.0 + 6 * self.pictures
        boxes = [[100, y - 40, 160, y], [500, y - 50, 520, y]]
        return Detections.of(boxes, [ObjectKind.CAR, ObjectKind.MOTORCYCLE], [0.9, 0.8])


def seen(*zones: Zone) -> list[Sight]:
    observer = Observer(size_px=(640, 360), time_source=ClockSource.CAMERA_RTCP)
    lookout = Lookout(Two(), BoxTracker(), observer, zones)
    return [lookout.look(Picture(bgr=BLACK, time_us=index * 100_000 + 1)) for index in range(30)]


def test_each_object_crosses_once_with_its_kind() -> None:
    crossings = [(one.kind, crossing.is_forward) for sight in seen(LINE) for crossing, one in sight.crossings]
    assert sorted(crossings) == [(ObjectKind.CAR, True), (ObjectKind.MOTORCYCLE, True)]


def test_what_is_in_an_ignored_area_is_neither_observed_nor_counted() -> None:
    sights = seen(LINE, LEFT)
    assert {one.kind for sight in sights for one in sight.observations} == {ObjectKind.MOTORCYCLE}
    assert len([crossing for sight in sights for crossing in sight.crossings]) == 1
