"""Boxes that move as traffic does, and what the tracker makes of them."""

from collections.abc import Sequence

import numpy as np
import pytest

from toancanh.vision import Detections, ObjectKind, Tracked
from toancanh.vision.tracking import BoxTracker, TrackerTerms

CAR, LORRY, PEDESTRIAN, MOTORCYCLE = (
    ObjectKind.CAR, ObjectKind.LORRY, ObjectKind.PEDESTRIAN, ObjectKind.MOTORCYCLE,
)  # fmt: skip
PICTURE_US = 100_000


def car(x: float, y: float = 100.0, *, width: float = 40.0, height: float = 30.0) -> list[float]:
    return [x, y, x + width, y + height]


def seen(boxes: Sequence[Sequence[float]], kind: ObjectKind = CAR, score: float = 0.9) -> Detections:
    return Detections.of(boxes, [kind] * len(boxes), [score] * len(boxes))


def followed(tracker: BoxTracker, steps: Sequence[Detections], *, every_us: int = PICTURE_US) -> list[Tracked]:
    return [tracker.follow(step, (at + 1) * every_us) for at, step in enumerate(steps)]


def numbers(tracked: Sequence[Tracked]) -> list[int]:
    return sorted({int(number) for one in tracked for number in one.tracks})


def test_a_car_that_drives_on_is_one_track() -> None:
    told = followed(BoxTracker(), [seen([car(10 + 6 * at)]) for at in range(40)])
    assert numbers(told) == [1]
    assert [len(one) for one in told[:4]] == [0, 0, 1, 1], "the third sight makes a track"


def test_the_rate_of_pictures_does_not_matter() -> None:
    for every_us, step_px in ((40_000, 2.4), (100_000, 6.0), (333_000, 20.0)):
        told = followed(BoxTracker(), [seen([car(10 + step_px * at)]) for at in range(20)], every_us=every_us)
        assert numbers(told) == [1], every_us


def test_a_picture_left_out_breaks_no_track() -> None:
    tracker = BoxTracker()
    times = [0, 1, 2, 3, 4, 6, 7, 9, 12, 13]
    told = [tracker.follow(seen([car(10 + 8 * at)]), (at + 1) * PICTURE_US) for at in times]
    assert numbers(told) == [1]


def test_what_passes_behind_a_lamp_post_keeps_its_number() -> None:
    steps = [seen([car(10 + 8 * at)]) if not 10 <= at < 15 else Detections.none() for at in range(30)]
    assert numbers(followed(BoxTracker(), steps)) == [1]


def test_what_was_away_for_longer_is_another() -> None:
    steps = [seen([car(100)]) if not 10 <= at < 25 else Detections.none() for at in range(40)]
    assert numbers(followed(BoxTracker(), steps)) == [1, 2]


def test_two_that_meet_keep_their_numbers() -> None:
    steps = [seen([car(10 + 10 * at), car(400 - 10 * at, 118.0)]) for at in range(40)]
    told = followed(BoxTracker(), steps)
    assert numbers(told) == [1, 2]
    first, last = told[3], told[-1]
    assert first.detections.boxes_px[first.tracks == 1, 0] < 100 < last.detections.boxes_px[last.tracks == 1, 0]


def test_an_unsure_sight_goes_on_with_a_track_and_begins_none() -> None:
    steps = [seen([car(10 + 6 * at)], score=0.9 if at < 10 else 0.2) for at in range(30)]
    told = followed(BoxTracker(), steps)
    assert numbers(told) == [1]
    assert len(told[-1]) == 1
    assert numbers(followed(BoxTracker(), [seen([car(10 + 6 * at)], score=0.2) for at in range(30)])) == []


def test_a_flash_is_no_track() -> None:
    steps = [seen([car(100)]) if at % 5 == 0 else Detections.none() for at in range(30)]
    assert numbers(followed(BoxTracker(), steps)) == []


def test_the_kind_is_what_most_sights_agree_on() -> None:
    steps = [seen([car(10 + 6 * at)], LORRY if at % 4 else CAR) for at in range(20)]
    told = followed(BoxTracker(), steps)
    assert told[-1].detections.kinds == (LORRY,)
    assert numbers(told) == [1]


def test_who_walks_is_never_taken_for_what_drives() -> None:
    steps = [seen([car(100)], PEDESTRIAN if at >= 10 else MOTORCYCLE) for at in range(20)]
    told = followed(BoxTracker(), steps)
    assert numbers(told) == [1, 2]


def test_numbers_begin_where_the_caller_says() -> None:
    assert numbers(followed(BoxTracker(first=5000), [seen([car(100)])] * 5)) == [5000]
    with pytest.raises(ValueError, match="begin"):
        BoxTracker(first=0)


def test_time_only_grows() -> None:
    tracker = BoxTracker()
    tracker.follow(Detections.none(), 10)
    for time_us in (10, 9):
        with pytest.raises(ValueError, match="comes after"):
            tracker.follow(Detections.none(), time_us)


def test_a_swarm_of_motorcycles_keeps_apart() -> None:
    """40 motorcycles with noise, some unseen in each picture: a few numbers more than there are riders, not many."""
    dice = np.random.default_rng(11)
    start, pace = dice.uniform(0, 500, (40, 2)), dice.normal((9.0, 0.0), (2.0, 0.8), (40, 2))
    steps = []
    for at in range(30):
        places = start + pace * at + dice.normal(0, 1.0, (40, 2))
        shown = dice.random(40) > 0.1
        boxes = np.concatenate([places, np.add(places, (16.0, 30.0))], axis=1)[shown]
        steps.append(seen(boxes.tolist(), MOTORCYCLE))
    told = followed(BoxTracker(), steps)
    assert 40 <= len(numbers(told)) <= 46


def test_terms_are_the_callers() -> None:
    told = followed(BoxTracker(TrackerTerms(seen=1)), [seen([car(100)])])
    assert numbers(told) == [1]
