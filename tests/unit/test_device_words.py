"""What a device's own words mean, and what becomes of them on a timeline."""

from __future__ import annotations

import pytest

from toancanh.devices import DeviceEvent, EventMeaning
from toancanh.devices.events.meaning import lasts, meaning_of, source_of, when_us

S = 1_000_000


def event(topic: str = "tns1:VideoSource/MotionAlarm", **more: object) -> DeviceEvent:
    return DeviceEvent(topic=topic, at_us=100 * S, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("topic", "meaning"),
    [
        ("tns1:VideoSource/MotionAlarm", EventMeaning.MOTION),
        ("tns1:RuleEngine/CellMotionDetector/Motion", EventMeaning.MOTION),
        (" tns1:RuleEngine/MotionRegionDetector/Motion\n", EventMeaning.MOTION),
        ("tns1:RuleEngine/TamperDetector/Tamper", EventMeaning.TAMPER),
        ("tns1:VideoSource/GlobalSceneChange/ImagingService", EventMeaning.TAMPER),
        ("tns1:VideoSource/tns2:ImageTooDark/AnalyticsService", EventMeaning.TAMPER),
        ("tns1:VideoSource/SignalLoss", EventMeaning.TAMPER),
        ("tns1:Device/Trigger/DigitalInput", None),
        ("tns1:PTZController/PTZPresets/Reached", None),
        ("tns1:RuleEngine/FaceDetector/Face", None),
        ("MotionAlarmClock", None),
        ("", None),
    ],
)
def test_only_motion_and_meddling_are_understood(topic: str, meaning: EventMeaning | None) -> None:
    assert meaning_of(event(topic)) is meaning


def test_whether_it_lasts_is_the_first_truth_that_is_said() -> None:
    assert lasts(event(data={"State": "true"})) is True
    assert lasts(event(data={"Level": "73", "IsMotion": " False "})) is False
    assert lasts(event(data={"IsTamper": "1"})) is True
    assert lasts(event(data={"Text": "somebody"})) is None
    assert lasts(event(data={"State": "true"}, operation="Deleted")) is False


def test_a_recorder_says_which_of_its_channels_and_a_camera_need_not() -> None:
    channels = ["VideoSource_1", "VideoSource_2"]
    assert source_of(event(source={"Rule": "x", "VideoSourceToken": "VideoSource_2"}), channels) == "VideoSource_2"
    assert source_of(event(source={"Source": "VideoSource_9"}), channels) is None
    assert source_of(event(source={}), channels) is None
    assert source_of(event(source={"Source": "other words"}), channels[:1]) == "VideoSource_1"
    assert source_of(event(), []) is None


def test_a_clock_that_is_far_off_is_not_believed() -> None:
    assert when_us(event(), 130 * S) == 100 * S
    assert when_us(event(), 500 * S) == 500 * S
    assert when_us(event(), 0) == 100 * S
    assert when_us(DeviceEvent(topic="", at_us=10**18), 130 * S) == 130 * S
