"""Steps of time, figures that follow from measurements, rules by which a place fails: all pure."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from toancanh.kernel import Invalid, format_rfc3339, parse_rfc3339
from toancanh.traffic import Failure, FailureKind, Measurements
from toancanh.traffic.failures import Rules, failures, united
from toancanh.traffic.figures import figures
from toancanh.traffic.model import DAY_US, MINUTE_US, QUARTER_US
from toancanh.traffic.steps import MOST_STEPS, Interval, steps_of
from toancanh.traffic.units import read_units
from traffic_rows import MONDAY_US, minute, minutes

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR_US = 60 * MINUTE_US
UNITS = read_units()
RULES = Rules(most_per_minute=UNITS.chatter.most_per_minute.value)


def marks(from_: str, to: str, step: Interval, zone: ZoneInfo = HANOI) -> list[str]:
    found = steps_of(parse_rfc3339(from_), parse_rfc3339(to), step, zone)
    assert (np.diff(found) > 0).all()
    return [format_rfc3339(int(mark)) for mark in found]


def test_steps_are_whole_and_touch_the_range() -> None:
    assert marks("2026-11-23T01:02:03Z", "2026-11-23T01:11:00Z", Interval.FIVE_MINUTES) == [
        "2026-11-23T01:00:00Z", "2026-11-23T01:05:00Z", "2026-11-23T01:10:00Z", "2026-11-23T01:15:00Z",
    ]  # fmt: skip
    assert marks("2026-11-23T01:02:03Z", "2026-11-24T01:00:00Z", Interval.DAY) == [
        "2026-11-22T17:00:00Z", "2026-11-23T17:00:00Z", "2026-11-24T17:00:00Z",
    ]  # fmt: skip
    assert marks("2026-11-25T00:00:00+07:00", "2026-11-25T00:00:01+07:00", Interval.WEEK) == [
        "2026-11-22T17:00:00Z", "2026-11-29T17:00:00Z",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-10-25", 25),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Asia/Ho_Chi_Minh", "2026-10-25", 24),
        ("Asia/Kathmandu", "2026-10-25", 24),  # +05:45
    ],
)
def test_days_of_23_and_25_hours(zone: str, day: str, hours: int) -> None:
    there = ZoneInfo(zone)
    noon = f"{day}T12:00:00Z"
    edges = steps_of(parse_rfc3339(noon), parse_rfc3339(noon) + 1, Interval.DAY, there)
    assert np.diff(edges).tolist() == [hours * HOUR_US]
    by_hour = steps_of(int(edges[0]), int(edges[1]), Interval.HOUR, there)
    assert by_hour.size == hours + 1
    assert (by_hour % QUARTER_US == 0).all()


def test_a_day_that_never_was_is_no_step() -> None:
    """Samoa went over the date line: there was no 30 December 2011."""
    found = steps_of(
        parse_rfc3339("2011-12-29T20:00:00Z"),
        parse_rfc3339("2012-01-01T20:00:00Z"),
        Interval.DAY,
        ZoneInfo("Pacific/Apia"),
    )
    assert (np.diff(found) == DAY_US).all()


@pytest.mark.parametrize("step", list(Interval))
def test_too_much_at_once_and_times_of_no_calendar_are_refused(step: Interval) -> None:
    with pytest.raises(Invalid):
        steps_of(MONDAY_US, MONDAY_US, step, HANOI)
    with pytest.raises(Invalid):
        steps_of(0, 2**62, step, HANOI)
    with pytest.raises(Invalid, match="at most"):
        steps_of(MONDAY_US, MONDAY_US + (MOST_STEPS + 1) * 7 * DAY_US, step, HANOI)


def of(*rows: dict[str, object], length_s: float = 60.0) -> dict[str, list[float]]:
    found = minutes(*rows)
    made = figures(found, np.full(len(found), length_s), UNITS)
    return {name: values.tolist() for name, values in made.items()}


def test_figures_of_a_minute() -> None:
    row = minute(
        motorcycle=20, car=4, bus=1, pedestrian=9, line_s=60.0, occupied_s=30.0, covered_s=6.0, speed_n=2,
        speed_sum_mps=15.0, pace_sum_spm=0.3, area_s=60.0, standing_s=100.0,
        queue_s=60.0, queue_sum_ms=1200.0, queue_max_m=42.0, capacity_s=60.0, capacity_pcu=26.0,
    )  # fmt: skip
    found = {name: values[0] for name, values in of(row).items()}
    pcu = 20 * 0.29 + 4 + 3.09
    assert found == pytest.approx(
        {
            "seen": 1.0, "volume_per_h": 25 * 60, "pcu_per_h": pcu * 60, "occupancy": 0.5, "covered": 0.1,
            "speed_mps": 7.5, "space_speed_mps": 2 / 0.3, "queue_mean_m": 20.0, "queue_max_m": 42.0,
            "queue_vehicles": 100 / 60, "delay_s": 4.0, "saturation": pcu / 26,
        }
    )  # fmt: skip


def test_what_is_not_known_is_not_zero() -> None:
    nothing = minute(motorcycle=0, occupied_s=0.0)
    little = minute(observed_s=29.0)
    half_excluded = minute(observed_s=60.0, excluded_s=31.0)
    found = of(nothing, little, half_excluded)
    assert found["volume_per_h"][0] == 0.0
    assert found["pcu_per_h"][0] == 0.0
    for name in ("speed_mps", "space_speed_mps", "queue_mean_m", "queue_max_m", "delay_s", "saturation", "occupancy"):
        assert np.isnan(found[name][0]), name
    assert np.isnan(found["volume_per_h"][1:]).all()
    assert found["seen"][1:] == pytest.approx([29 / 60, 29 / 60])


def test_rates_are_of_the_time_that_was_looked_at() -> None:
    assert of(minute(observed_s=40.0, motorcycle=10))["volume_per_h"] == pytest.approx([900.0])


def test_vehicles_without_a_class_make_passenger_cars_unknown() -> None:
    few, many = minute(car=18, motorcycle=0, vehicle=2), minute(car=10, motorcycle=0, vehicle=10)
    found = of(few, many)
    assert found["pcu_per_h"][0] == pytest.approx(20 * 60)
    assert np.isnan(found["pcu_per_h"][1])


def test_units_are_whole_and_an_administrators_file_stands_for_ours(tmp_path: Path) -> None:
    assert UNITS.pcu_of("pedestrian") == UNITS.pcu_of("vehicle") == 0
    ours = (Path(read_units.__code__.co_filename).parents[1] / "catalogues/traffic/units.toml").read_text()
    (tmp_path / "units.toml").write_text(ours.replace("pcu = 0.29", "pcu = 0.25"))
    assert read_units(tmp_path).pcu_of("motorcycle") == 0.25
    for wrong, told in (
        (ours.replace("bicycle = {", "boat = {"), "factors"),
        (ours.replace("pcu = 0.29", "pcu = 0"), "pcu"),
        (ours.replace('source = "tcvn_4054_2005"', 'source = "somebody"'), "somebody"),
        ("a =", "no TOML"),
    ):
        (tmp_path / "units.toml").write_text(wrong)
        with pytest.raises(Invalid, match=told):
            read_units(tmp_path)


def quarters(*hours: float, **more: object) -> Measurements:
    """Roll-ups from 8 o'clock in Hà Nội on; each of ``hours`` says how long a vehicle came (+) or none (-)."""
    rows, at = [], MONDAY_US + HOUR_US
    for length in hours:
        for _ in range(round(abs(length) * 4)):
            ordinary = {"start_us": at, "observed_s": 900.0, "occupancy_low": 0.1, "occupancy_high": 0.3}
            rows.append(minute(**(ordinary | {"motorcycle": 50 if length > 0 else 0, "peak": 5} | more)))
            at += QUARTER_US
    return minutes(*rows)


def found(of: Measurements) -> list[tuple[str, float, float]]:
    """Kind, begin and end in hours from 8 o'clock."""
    begin_us = MONDAY_US + HOUR_US
    return [
        (one.kind, (one.from_us - begin_us) / HOUR_US, (one.until_us - begin_us) / HOUR_US)
        for one in failures(of, RULES)
    ]  # fmt: skip


def test_no_hit_for_four_hours_of_the_day() -> None:
    assert found(quarters(1, -3.75, 1)) == []
    assert found(quarters(1, -4, 1)) == [("no_hit", 1, 5)]
    assert found(quarters(2, -6)) == [("no_hit", 2, 8)]
    assert found(quarters(14, -8, 1)) == [], "from 22 to 6 o'clock, of which two hours are not night"
    assert found(quarters(14, -10, 1)) == [("no_hit", 14, 24)], "by 8 o'clock it is four"
    assert found(quarters(-4, pedestrian=1)) == [], "who walks is a hit"


def test_time_that_was_not_looked_at_is_not_judged() -> None:
    parts = quarters(1, -3, 1), quarters(0)
    assert found(Measurements.joined(parts)) == []
    away = quarters(1, -6, 1)
    seen = np.where((away["motorcycle"] == 0) & (away["start_us"] % HOUR_US > 0), 0.0, 900.0).astype(np.float32)
    assert found(Measurements({**away.columns, "observed_s": seen})) == [], "only an hour and a half of six was seen"
    assert found(Measurements({**away.columns, "excluded_s": away["observed_s"]})) == []


def test_chatter_is_more_than_any_street_carries() -> None:
    assert found(quarters(1, peak=810)) == []
    assert found(quarters(1, peak=811)) == [("chatter", 0, 1)]


def test_locked_on_for_half_an_hour() -> None:
    assert found(quarters(0.25, occupancy_low=1.0, occupancy_high=1.0)) == []
    assert ("locked_on", 0, 0.5) in found(quarters(0.5, occupancy_low=1.0, occupancy_high=1.0))


def test_no_change_for_a_day() -> None:
    assert found(quarters(23, occupancy_low=0.4, occupancy_high=0.4)) == []
    assert found(quarters(24, occupancy_low=0.4, occupancy_high=0.4)) == [("no_change", 0, 24)]
    assert found(quarters(30)) == [], "it changes from minute to minute"
    other = quarters(30, occupancy_low=0.4, occupancy_high=0.4)
    low = np.where(np.arange(len(other)) < 60, np.float32(0.4), np.float32(0.5)).astype(np.float32)
    assert found(Measurements({**other.columns, "occupancy_low": low, "occupancy_high": low})) == []


def test_a_drawing_is_judged_with_all_its_movements() -> None:
    """Nothing goes backwards over a line for days: that is no failure."""
    lone = quarters(8)
    still = quarters(-8)
    forward = Measurements({**lone.columns, "movement": np.full(len(lone), "forward", object)})
    backward = Measurements({**still.columns, "movement": np.full(len(still), "backward", object)})
    assert found(Measurements.joined([backward, forward])) == []
    assert found(backward) == [("no_hit", 0, 8)]


def failure(from_h: int, until_h: int, zone_id: str = "a", kind: FailureKind = FailureKind.NO_HIT) -> Failure:
    from_us, until_us = MONDAY_US + from_h * HOUR_US, MONDAY_US + until_h * HOUR_US
    return Failure(camera_id="c", zone_id=zone_id, kind=kind, from_us=from_us, until_us=until_us)


def test_failures_of_one_kind_that_touch_are_one() -> None:
    apart = [failure(8, 9, "b"), failure(0, 4), failure(4, 6), failure(5, 7), failure(9, 10)]
    other = failure(0, 8, kind=FailureKind.CHATTER)
    joined = united([*apart, other])
    assert joined == [other, failure(0, 7), failure(9, 10), failure(8, 9, "b")]
    assert united([*joined, *apart]) == joined
