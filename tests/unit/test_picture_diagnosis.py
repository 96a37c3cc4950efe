"""Picture diagnosis on a few generated pictures; the figures over many seeds are of `benchmarks.health`."""

import functools
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from toancanh.health.model import FaultKind
from toancanh.health.pictures import CameraClass, Context, Findings
from toancanh.health.pictures.checking import check
from toancanh.health.pictures.clock_face import time_reading
from toancanh.health.pictures.model import DayPart, TimeReading, places_of
from toancanh.health.pictures.picture import Picture, picture_of
from toancanh.health.pictures.reference import Reference, build
from toancanh.health.pictures.thresholds import read, shipped, threshold_of
from toancanh.health.watching.worker import describe, diagnose
from toancanh.simulation.faulty_pictures import (
    HFOV_DEG,
    KINDS,
    OVERLAY,
    CameraPlace,
    Day,
    Decoder,
    Injected,
    KeyFrames,
    Strength,
    approved_hours,
    fault,
    taken,
)

_SEED = 101
_HOURS = {FaultKind.NIGHT: 21.5}


def _coded(hour: float, wrong: Injected | None = None, number: int = 2) -> tuple[bytes, int]:
    moment = Day(seed=_SEED, number=number).at(hour)
    return KeyFrames().code(taken(_place(), moment, wrong, 1)), moment.taken_us


def _seen(hour: float, wrong: Injected | None = None, number: int = 2) -> tuple[Picture, Context]:
    data, taken_us = _coded(hour, wrong, number)
    context = Context(taken_us=taken_us, hfov_deg=HFOV_DEG, overlay=OVERLAY)
    return picture_of(next(Decoder().frames(data))), context


@functools.cache
def _place() -> CameraPlace:
    return CameraPlace(_SEED)


@functools.cache
def _reference() -> Reference:
    return build([_seen(hour, number=-1) for hour in list(approved_hours())[::2]])


def _found(hour: float, wrong: Injected | None = None) -> Findings:
    picture, context = _seen(hour, wrong)
    return check(picture, _reference(), context)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_of_medium_strength_is_named(kind: FaultKind) -> None:
    assert kind in _found(_HOURS.get(kind, 10.3), fault(kind, Strength.MEDIUM, 8)).bad


@pytest.mark.parametrize("hour", [2.0, 5.6, 10.3, 18.0, 21.5])
def test_a_good_picture_has_no_fault(hour: float) -> None:
    assert _found(hour).bad == ()


@pytest.mark.parametrize("kind", [FaultKind.BLACK, FaultKind.NOISE, FaultKind.STRIPES, FaultKind.COLOUR_CAST])
def test_more_of_a_fault_scores_no_less(kind: FaultKind) -> None:
    scores = [_found(10.3, fault(kind, strength, 4)).of(kind).score for strength in Strength]
    assert scores == sorted(scores)


def test_a_lamp_that_is_gone_neither_covers_nor_turns_a_camera() -> None:
    for number in range(4):
        bad = _found(21.5, fault(FaultKind.NIGHT, Strength.STRONG, number)).bad
        assert bad in ((FaultKind.NIGHT,), (FaultKind.BLACK,))
    assert FaultKind.COVERED in _found(21.5, fault(FaultKind.COVERED, Strength.STRONG, 4)).bad
    assert FaultKind.MOVED in _found(21.5, fault(FaultKind.MOVED, Strength.STRONG, 4)).bad


def test_how_far_a_camera_was_turned_is_told() -> None:
    # by a tenth of the width, which is 3.6 degrees of 35
    picture, context = _seen(10.3, fault(FaultKind.MOVED, Strength.MEDIUM, _turned_aside()))
    moved = check(picture, _reference(), context).movement
    assert moved is not None
    assert moved.overlap == pytest.approx(0.89, abs=0.02)
    assert abs(moved.pan_deg or 0) == pytest.approx(3.6, abs=0.5)
    assert moved.roll_deg == 0


def _turned_aside() -> int:
    from toancanh.simulation.faulty_pictures.faults import aim_of

    return next(seed for seed in range(99) if abs(aim_of(fault(FaultKind.MOVED, Strength.MEDIUM, seed)).right) > 0)


def test_what_a_cause_explains_is_no_sign_of_its_own() -> None:
    found = _found(10.3, fault(FaultKind.SIGNAL_LOSS, Strength.STRONG, 3))
    assert found.bad == (FaultKind.SIGNAL_LOSS,)
    assert [sign.kind for sign in found.signs(0)] == [FaultKind.SIGNAL_LOSS]


def test_a_camera_that_is_steered_is_not_judged_by_its_view() -> None:
    picture, context = _seen(10.3)
    away = Context(taken_us=context.taken_us, is_at_home=False)
    kinds = {finding.kind for finding in check(picture, _reference(), away).findings}
    assert not kinds & {FaultKind.MOVED, FaultKind.COVERED, FaultKind.BLURRED, FaultKind.NIGHT}


def test_a_reference_is_small_and_comes_back_from_its_bytes() -> None:
    kept = _reference().to_bytes()
    picture, context = _seen(10.3)
    assert len(kept) < 13_000
    again, first = check(picture, Reference.from_bytes(kept), context), check(picture, _reference(), context)
    assert [finding.kind for finding in again.findings] == [finding.kind for finding in first.findings]
    assert [f.score for f in again.findings] == pytest.approx([f.score for f in first.findings], abs=0.02)
    with pytest.raises(ValueError, match="approve the view again"):
        Reference.from_bytes(kept[:-900])


def test_a_view_needs_pictures_of_plain_day_or_night() -> None:
    with pytest.raises(ValueError, match="plain day"):
        build([_seen(5.9)])


def test_thresholds_depend_on_the_class_and_the_part_of_the_day() -> None:
    made = read("base = 0.5\n[fixed.night]\nnoise = 0.7\n[fixed.twilight]\nnoise = 0.6\n[ptz.day]\nmoved = 0.8\n")
    assert {key: score for key, score in made.items() if score != 0.5} == {
        (CameraClass.FIXED, DayPart.NIGHT, FaultKind.NOISE): 0.7,
        (CameraClass.FIXED, DayPart.TWILIGHT, FaultKind.NOISE): 0.6,
        (CameraClass.PTZ, DayPart.DAY, FaultKind.MOVED): 0.8,
    }
    assert made.keys() == shipped().keys()
    for hour, part in ((3.0, DayPart.NIGHT), (6.0, DayPart.TWILIGHT), (12.0, DayPart.DAY), (18.0, DayPart.TWILIGHT)):
        for of in CameraClass:
            for kind in KINDS:
                assert threshold_of(kind, of, hour) == shipped()[of, part, kind]


@pytest.mark.parametrize(
    "text",
    ["[fixed.night]\nnoise = 0", "[fixed.night]\naway = 0.5", "[fixed.noon]\nnoise = 0.5", "[dome.day]\nnoise = 0.5"],
)
def test_a_threshold_of_what_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"thresholds|valid"):
        read(f"base = 0.5\n{text}\n")


def test_the_form_of_an_overlay_is_of_digits() -> None:
    assert places_of("%H:%M") == [0, 0, None, 3, 3]
    with pytest.raises(ValueError, match="not of '%B'"):
        places_of("%d %B")


def test_the_worker_learns_a_clock_and_tells_when_it_is_wrong() -> None:
    """As looks ask it: the approved view with the area of its time, later pictures without."""
    hours = (7.9, 9.8, 12.4, 14.9)
    view = [_coded(hour, number=-1) for hour in hours]
    asked = {"contexts": [{**_context(at_us), "overlay": asdict(OVERLAY)} for _, at_us in view]}
    _, reference = describe(_question(view) | asked, b"".join(data for data, _ in view))
    for wrong, is_told in ((None, False), (fault(FaultKind.OVERLAY_TIME, Strength.MEDIUM, 8), True)):
        data, at_us = _coded(10.3, wrong)
        answer, _ = diagnose(
            _question([(data, at_us)]) | {"context": _context(at_us), "reference": reference.hex()}, data
        )
        found = {one["kind"]: one["score"] >= one["threshold"] for one in answer["findings"]}
        assert found[FaultKind.OVERLAY_TIME] is is_told


@pytest.mark.parametrize(
    ("hours", "aside", "reading"),
    [
        ((9.8, 12.4, 14.9, 7.9), 0.0, TimeReading.READ),
        ((9.8,), 0.0, TimeReading.LEARNING),
        ((9.8, 12.4, 14.9, 7.9), 0.6, TimeReading.UNREADABLE),  # the frame was drawn where there is none
    ],
)
def test_a_time_that_cannot_be_read_is_not_judged(hours: tuple[float, ...], aside: float, reading: TimeReading) -> None:
    overlay = replace(OVERLAY, top=OVERLAY.top + aside)
    view = [_seen(hour, number=-1) for hour in hours]
    reference = build([(picture, replace(context, overlay=overlay)) for picture, context in view])
    assert reference.digits is not None
    well, context = _seen(16.96)  # of 16:57:36 the 5, 6 and 7 are new to who has seen 9:48
    assert time_reading(reference.digits, context.local_s, is_of_one=len(hours) == 1) is reading
    found = check(well, reference, context).of(FaultKind.OVERLAY_TIME)
    assert (found is None) is (reading is not TimeReading.READ), "neither well nor wrong"
    missing = check(_seen(16.96, fault(FaultKind.OVERLAY_TIME, Strength.MEDIUM, 8))[0], reference, context)
    assert (FaultKind.OVERLAY_TIME in missing.bad) is (reading is not TimeReading.UNREADABLE)


def _question(coded: list[tuple[bytes, int]]) -> dict[str, Any]:
    samples = [(len(data), index * 90_000, True, at_us) for index, (data, at_us) in enumerate(coded)]
    return {"codec": "h264", "configuration": "", "width": 640, "height": 360, "samples": samples}


def _context(at_us: int) -> dict[str, object]:
    return {"taken_us": at_us, "camera_class": "fixed", "hfov_deg": HFOV_DEG, "is_at_home": True}


_REAL = (
    (FaultKind.BLACK, lambda y: np.full_like(y, 17)),
    (FaultKind.LOW_CONTRAST, lambda y: (100 + y * 0.15).astype(np.uint8)),
    (FaultKind.MOVED, lambda y: np.roll(y, y.shape[1] // 6, axis=1)),
    (FaultKind.NOISE, lambda y: (y + np.random.default_rng(1).normal(0, 25, y.shape)).clip(16, 235).astype(np.uint8)),
    (FaultKind.STRIPES, lambda y: (y + 20 * np.sin(np.arange(y.shape[0]) / 3)[:, None]).clip(16, 235).astype(np.uint8)),
)
_AS_ANOTHER = {("intel_car_detection.mp4", FaultKind.LOW_CONTRAST)}
"""Bare asphalt: of its contrast nothing is left then, which a cover or a line without signal shows, too."""


@pytest.mark.skipif("TOANCANH_CLIPS" not in os.environ, reason="no real clips are given")
@pytest.mark.parametrize("name", ["ozlu_residential.mp4", "intel_car_detection.mp4"])
def test_real_clips_degraded(name: str) -> None:
    container = av.open(str(next(Path(os.environ["TOANCANH_CLIPS"]).rglob(name))))
    pictures = [picture_of(frame) for index, frame in enumerate(container.decode(video=0)) if index % 24 == 0]
    noon = Context(taken_us=5 * 3_600_000_000, hfov_deg=60)
    half = len(pictures) // 2
    reference = build([(picture, noon) for picture in pictures[:half]])
    assert sum(bool(check(picture, reference, noon).bad) for picture in pictures[half:]) <= 1
    for kind, spoil in _REAL:
        found = [check(Picture(luma=spoil(one.luma), u=one.u, v=one.v), reference, noon).bad for one in pictures[half:]]
        is_told = [bool(bad) if (name, kind) in _AS_ANOTHER else kind in bad for bad in found]
        assert sum(is_told) >= 0.9 * len(is_told), kind
