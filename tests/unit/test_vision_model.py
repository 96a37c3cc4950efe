"""What a detector may say, and what may leave a worker."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from toancanh.media.model import ClockSource
from toancanh.vision import Box, Detections, GroundPoint, ObjectKind, Observation, Picture, Tracked

CAR, RIDER = ObjectKind.CAR, ObjectKind.MOTORCYCLE


def test_detections_keep_their_order_and_can_be_chosen_from() -> None:
    found = Detections.of([[0, 0, 4, 4], [5, 5, 6, 9]], [CAR, RIDER], [0.9, 0.5])
    assert found.kinds == (CAR, RIDER)
    assert found.where(found.scores < 0.6).kinds == (RIDER,)
    assert len(Detections.none()) == 0


@pytest.mark.parametrize(
    ("boxes", "codes", "scores"),
    [
        ([[0, 0, 0, 4]], [3], [0.5]),  # no width
        ([[0, 4, 4, 0]], [3], [0.5]),  # upside down
        ([[0, 0, np.nan, 4]], [3], [0.5]),
        ([[0, 0, np.inf, 4]], [3], [0.5]),
        ([[0, 0, 4, 4]], [len(ObjectKind)], [0.5]),  # no kind of ours
        ([[0, 0, 4, 4]], [-1], [0.5]),
        ([[0, 0, 4, 4]], [3], [1.5]),
        ([[0, 0, 4, 4]], [3], [np.nan]),
        ([[0, 0, 4, 4]], [3, 3], [0.5, 0.5]),
        ([[0, 0, 4]], [3], [0.5]),
    ],
)
def test_impossible_detections_are_refused(boxes: list[list[float]], codes: list[int], scores: list[float]) -> None:
    with pytest.raises(ValueError):
        Detections(
            boxes_px=np.array(boxes, np.float32), codes=np.array(codes, np.int8), scores=np.array(scores, np.float32)
        )


def test_other_types_of_numbers_are_refused() -> None:
    one = Detections.of([[0, 0, 4, 4]], [CAR], [1])
    with pytest.raises(ValueError, match="float32"):
        dataclasses.replace(one, boxes_px=one.boxes_px.astype(np.float64))


def test_a_picture_has_three_colours() -> None:
    assert Picture(bgr=np.zeros((360, 640, 3), np.uint8), time_us=1).width == 640
    for shape in ((360, 640), (360, 640, 4), (0, 640, 3)):
        with pytest.raises(ValueError):
            Picture(bgr=np.zeros(shape, np.uint8), time_us=1)


def test_one_picture_has_a_track_once() -> None:
    found = Detections.of([[0, 0, 4, 4], [5, 5, 6, 9]], [CAR, RIDER], [0.9, 0.5])
    assert len(Tracked(detections=found, tracks=np.array([7, 8], np.int32))) == 2
    for tracks in ([7, 7], [7]):
        with pytest.raises(ValueError):
            Tracked(detections=found, tracks=np.array(tracks, np.int32))


@pytest.mark.parametrize("box", [(0, 0, 0, 1), (-0.1, 0, 1, 1), (0, 0, 1, 1.1), (0, 0.6, 1, 0.5)])
def test_a_box_lies_in_the_picture(box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    with pytest.raises(ValueError):
        Box(left=left, top=top, right=right, bottom=bottom)


def test_an_observation_has_no_place_for_who_somebody_is() -> None:
    """What leaves a worker is this and no more: whoever adds a field thinks of the promise in vision.md first."""
    assert {field.name for field in dataclasses.fields(Observation)} == {
        "time_us", "time_source", "track", "kind", "score", "box", "ground", "speed_mps", "heading_rad",
    }  # fmt: skip
    assert {field.name for field in dataclasses.fields(Tracked)} == {"detections", "tracks"}
    assert {field.name for field in dataclasses.fields(Detections)} == {"boxes_px", "codes", "scores"}


def test_impossible_observations_are_refused() -> None:
    box = Box(left=0, top=0, right=0.5, bottom=0.5)
    seen = Observation(
        time_us=1, time_source=ClockSource.SERVER_ARRIVAL, track=3, kind=CAR, score=0.5, box=box, speed_mps=4.0
    )
    assert seen.box.foot == (0.25, 0.5)
    for wrong in ({"score": 1.1}, {"speed_mps": -1.0}, {"speed_mps": float("nan")}):
        with pytest.raises(ValueError):
            dataclasses.replace(seen, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        GroundPoint(x_m=float("nan"), y_m=0, uncertainty_m=1)
