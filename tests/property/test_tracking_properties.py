"""Whatever a detector tells: detections stay apart, tracks are once each, and the same input gives the same tracks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toancanh.vision import Detections
from toancanh.vision.model import KINDS
from toancanh.vision.onnx_models.overlap import over_union, surest_of, without_riders
from toancanh.vision.tracking import BoxTracker


@st.composite
def detections(draw: st.DrawFn, *, most: int = 12) -> Detections:
    count = draw(st.integers(0, most))
    low = draw(arrays(np.float32, (count, 2), elements=st.floats(-50, 600, width=32)))
    size = draw(arrays(np.float32, (count, 2), elements=st.floats(1, 200, width=32)))
    codes = draw(arrays(np.int8, count, elements=st.integers(0, len(KINDS) - 1)))
    scores = draw(arrays(np.float32, count, elements=st.floats(0, 1, width=32)))
    return Detections(boxes_px=np.concatenate([low, low + size], axis=1), codes=codes, scores=scores)


@given(detections(most=20), st.sampled_from([0.3, 0.5, 0.7]))
def test_what_stays_lies_apart_and_was_there(found: Detections, overlap: float) -> None:
    kept = surest_of(found, overlap)
    assert len(kept) <= len(found)
    assert {tuple(box) for box in kept.boxes_px.tolist()} <= {tuple(box) for box in found.boxes_px.tolist()}
    shared = over_union(kept.boxes_px, kept.boxes_px)
    same = kept.codes[:, None] == kept.codes[None, :]
    assert not (np.triu(shared, 1)[same] > overlap + 1e-4).any()
    if len(found):
        assert kept.scores.max() == found.scores.max(), "the surest is never hidden"
    assert len(surest_of(kept, overlap)) == len(kept)
    assert len(without_riders(kept)) <= len(kept)


@settings(max_examples=30)
@given(st.lists(st.tuples(detections(), st.integers(1, 3_000_000)), max_size=12))
def test_tracks_are_once_each_and_the_same_again(steps: list[tuple[Detections, int]]) -> None:
    one, other = BoxTracker(), BoxTracker()
    time_us, highest = 0, 0
    for found, later_us in steps:
        time_us += later_us
        tracked, again = one.follow(found, time_us), other.follow(found, time_us)
        assert (tracked.tracks == again.tracks).all()
        assert (tracked.detections.boxes_px == again.detections.boxes_px).all()
        boxes = {tuple(box) for box in found.boxes_px.tolist()}
        assert {tuple(box) for box in tracked.detections.boxes_px.tolist()} <= boxes
        new = [number for number in tracked.tracks.tolist() if number > highest]
        assert sorted(new) == list(range(highest + 1, highest + 1 + len(new))), "numbers go up and are not used twice"
        highest += len(new)
