"""Measurements in files: what goes in comes out once, whatever is cut, doubled, late or broken off."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from toancanh.kernel import Invalid, SimulatedClock, Unavailable
from toancanh.traffic import Flag, Measurements
from toancanh.traffic.model import DAY_US, MINUTE_US, QUARTER_US
from toancanh.traffic.store import files
from toancanh.traffic.store.excluding import Exclusion
from toancanh.traffic.store.keeping import FAN, GRACE_US, HOUR_GRACE_US
from traffic_rows import MONDAY_US, Shelf, minute, minutes

HOUR_US = 60 * MINUTE_US


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "measurements")
    yield made
    made.engine.close()


def marks(step_us: int, many: int, begin_us: int = MONDAY_US) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return begin_us + np.arange(many + 1, dtype=np.int64) * step_us


def by_minute(shelf: Shelf, many: int = 60, camera_id: str = "c1") -> Measurements:
    return shelf.reader.steps([camera_id], marks(MINUTE_US, many), is_of_quarters=False)


def by_quarter(shelf: Shelf, many: int = 96, camera_id: str = "c1", **more: object) -> Measurements:
    return shelf.reader.steps([camera_id], marks(QUARTER_US, many), is_of_quarters=True, **more)  # type: ignore[arg-type]


def test_minutes_come_back_by_place_and_step(shelf: Shelf) -> None:
    rows = [minute(n, camera, zone, motorcycle=n) for n in range(30) for camera in ("c1", "c2") for zone in "ab"]
    shelf.writer().append(minutes(*rows))
    found = shelf.reader.steps(["c1"], marks(5 * MINUTE_US, 6), is_of_quarters=False)
    assert [*zip(found["zone_id"], found["motorcycle"], strict=True)] == [
        (zone, sum(range(n, n + 5))) for zone in "ab" for n in range(0, 30, 5)
    ]
    assert set(found["camera_id"]) == {"c1"}
    assert found["observed_s"].tolist() == [300.0] * 12
    assert len(shelf.reader.steps(["c1"], marks(MINUTE_US, 30), is_of_quarters=False, zone_ids=["b"])) == 30
    assert shelf.reader.cameras(MONDAY_US, MONDAY_US + HOUR_US) == ["c1", "c2"]
    assert len(by_minute(shelf, camera_id="none")) == 0


def test_what_no_street_can_have_is_flagged_and_left_out(shelf: Shelf) -> None:
    shelf.writer().append(
        minutes(
            minute(0), minute(1, occupied_s=90.0), minute(2, speed_n=2, speed_sum_mps=400.0), minute(3, observed_s=70.0)
        )
    )
    found = by_minute(shelf)
    assert [bool(flags & Flag.IMPOSSIBLE) for flags in found["flags"]] == [False, True, True, True]
    assert found["motorcycle"].tolist() == [10, 0, 0, 0]
    assert found["excluded_s"].tolist() == [0.0, 60.0, 60.0, 70.0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"camera_id": "../c1"}, {"zone_id": ""}, {"movement": "a b"}, {"start_us": MONDAY_US + 1},
        {"start_us": 9 * 10**15 // 60_000_000 * 60_000_000},
    ],
)  # fmt: skip
def test_what_can_be_no_minute_of_a_place_is_refused(shelf: Shelf, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        shelf.writer().append(minutes(minute() | wrong))
    assert shelf.files() == []


@pytest.mark.parametrize("wrong", [{"car": -1}, {"observed_s": float("nan")}, {"speed_sum_mps": float("inf")}])
def test_numbers_that_are_none_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="finite number"):
        minutes(minute() | wrong)


def test_two_writers_of_one_camera_count_once_and_the_one_that_saw_more_is_believed(shelf: Shelf) -> None:
    """A worker that starts anew, a second one that stands in: neither doubles what was counted."""
    first, second = shelf.writer("w"), shelf.writer("w")  # even of the same name

    def write(writer: object, seen_s: float, count: int) -> None:
        for n in range(10):
            writer.append(minutes(minute(n, observed_s=seen_s, motorcycle=count)))  # type: ignore[attr-defined]

    threads = [threading.Thread(target=write, args=of) for of in ((first, 60.0, 7), (second, 40.0, 4))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.files()) == 20
    assert by_minute(shelf)["motorcycle"].tolist() == [7] * 10
    shelf.clock.advance((DAY_US + GRACE_US) / 1e6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().closed == (files.day_of(MONDAY_US),)
    assert by_minute(shelf)["motorcycle"].tolist() == [7] * 10
    assert by_quarter(shelf)["motorcycle"].tolist() == [70]


def test_parts_are_put_together_and_say_the_same(shelf: Shelf) -> None:
    writer = shelf.writer()
    for n in range(FAN + 3):
        writer.append(minutes(minute(n % 60, f"c{n // 60}", motorcycle=n)))
    before = by_minute(shelf)
    assert shelf.keeper.round().merged == FAN
    assert len(shelf.files()) == 4
    after = by_minute(shelf)
    assert all((before[name] == after[name]).all() for name in before.columns)


def test_an_hour_that_is_over_is_put_in_order_in_the_middle_of_the_day(shelf: Shelf) -> None:
    writer = shelf.writer()
    for n in range(90):
        writer.append(minutes(minute(n, motorcycle=n), minute(n, "c2")))
    writer.append(minutes(minute(70, observed_s=30.0, motorcycle=1)))
    before, rolled = by_minute(shelf, 90), by_quarter(shelf)
    shelf.clock.advance((HOUR_US + HOUR_GRACE_US - 1) / 1e6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().hours == 0, "it waits for what is late"
    shelf.clock.advance(1e-6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().hours == 1
    assert [path.name[:5] for path in shelf.files() if path.name[0] != "p"] == ["h.00.", "k.00."]
    assert len(shelf.files("*/p*")) == 31 - FAN + 1, "of the next hour parts are put together, and no more"
    for found, expected in ((by_minute(shelf, 90), before), (by_quarter(shelf), rolled)):
        assert all((found[name] == expected[name]).all() for name in expected.columns)
    writer.append(minutes(minute(5, observed_s=61.0, motorcycle=50)))
    late = by_quarter(shelf)["motorcycle"][0]
    assert late == rolled["motorcycle"][0] + 45, "what is late counts at once"
    assert shelf.keeper.round().hours == 1
    assert by_quarter(shelf)["motorcycle"][0] == late
    assert len(shelf.files("*/h.*")) == len(shelf.files("*/k.*")) == 1


def test_the_day_takes_its_hours_in_while_it_goes_on(shelf: Shelf) -> None:
    writer = shelf.writer()
    for n in range(8):
        writer.append(minutes(minute(60 * n, motorcycle=n)))
    shelf.clock.advance((6 * HOUR_US + HOUR_GRACE_US) / 1e6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().hours == 6
    assert sorted(path.name[0] for path in shelf.files()) == [*"hhhhhhppq"]
    assert by_quarter(shelf)["motorcycle"].tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    writer.append(minutes(minute(61, motorcycle=30)))
    assert by_quarter(shelf)["motorcycle"].tolist() == [0, 31, 2, 3, 4, 5, 6, 7]
    shelf.clock.advance(HOUR_US / 1e6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().hours == 2, "the one to which something was added, and the next"
    assert sorted(path.name[0] for path in shelf.files()) == [*"hhhhhhhkkpq"]
    assert by_quarter(shelf)["motorcycle"].tolist() == [0, 31, 2, 3, 4, 5, 6, 7]
    shelf.files("*/h.06.*")[0].write_bytes(b"gone")
    assert len(by_minute(shelf, 480)) == 8, "its minutes are a gap, with the one that came late there are 8"
    assert by_quarter(shelf)["motorcycle"].tolist() == [0, 31, 2, 3, 4, 5, 6, 7], "and its roll-up still counts"
    shelf.keeper.close(files.day_of(MONDAY_US))
    assert sorted(path.name[0] for path in shelf.files()) == [*"hhhhhhhq"]
    assert by_quarter(shelf)["motorcycle"].tolist() == [0, 31, 2, 3, 4, 5, 6, 7]


def test_a_day_that_is_over_is_rolled_up_and_late_minutes_still_come_in(shelf: Shelf) -> None:
    day = files.day_of(MONDAY_US)
    shelf.writer().append(
        minutes(*(minute(n, motorcycle=1, flags=Flag.CLOCK_STEP if n == 3 else 0) for n in range(20)))
    )
    assert not files.read_day(shelf.folder, day).is_settled
    assert shelf.keeper.close(day)
    assert files.read_day(shelf.folder, day).is_settled
    assert not shelf.keeper.close(day), "there is nothing left to do"
    found = by_quarter(shelf)
    assert found["motorcycle"].tolist() == [14, 5]
    assert found["excluded_s"].tolist() == [60.0, 0.0]
    assert [Flag(int(flags)) for flags in found["flags"]] == [Flag.CLOCK_STEP, Flag(0)]

    shelf.writer("late").append(minutes(minute(20, motorcycle=3)))
    assert by_quarter(shelf)["motorcycle"].tolist() == [14, 8], "before the day is put together again"
    assert shelf.keeper.close(day)
    assert by_quarter(shelf)["motorcycle"].tolist() == [14, 8]
    assert len(shelf.files("*/q.*")) == len(shelf.files("*/h.*")) == 1

    shelf.writer("late").append(minutes(minute(61, motorcycle=4)))
    assert by_quarter(shelf)["motorcycle"].tolist() == [14, 8, 4]
    assert shelf.keeper.close(day)
    assert by_quarter(shelf)["motorcycle"].tolist() == [14, 8, 4]
    assert sorted(path.name[0] for path in shelf.files()) == ["h", "h", "q"]


def test_closing_may_be_broken_off_anywhere(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever files stand beside each other then, every minute is counted once, and the next round mends it."""
    day = files.day_of(MONDAY_US)
    rows = [minute(60 * (n // 2) + n, f"c{camera}") for n in range(4) for camera in range(3)]
    give_name, settle = files.give_name, files.settle

    class Cut(Exception):
        pass

    for kept in range(7):  # how many of the five new files get their name, and from when on no old one goes
        shelf.writer().append(minutes(*rows))
        named = settled = 0

        def naming(draft: Path, name: str, kept: int = kept) -> Path:
            nonlocal named
            named += 1
            if named > kept:
                raise Cut
            return give_name(draft, name)

        def settling(paths: list[Path], *, instead_of: list[Path], kept: int = kept) -> None:
            nonlocal settled
            settled += 1
            settle(paths, instead_of=instead_of if settled <= kept - 5 else [])
            if settled > kept - 5:
                raise Cut

        with monkeypatch.context() as patch:
            patch.setattr(files, "give_name", naming)
            patch.setattr(files, "settle", settling)
            with pytest.raises(Cut):
                shelf.keeper.close(day)
        for camera in range(3):
            assert by_minute(shelf, 70, camera_id=f"c{camera}")["motorcycle"].tolist() == [10] * 4
            assert by_quarter(shelf, camera_id=f"c{camera}")["motorcycle"].tolist() == [20, 20]
        shelf.clock.advance(1)  # type: ignore[attr-defined]
    assert shelf.keeper.close(day)
    assert sorted(path.name[:4] for path in shelf.files()) == ["h.00", "h.01", shelf.files("*/q.*")[0].name[:4]]
    assert by_quarter(shelf, camera_id="c2")["motorcycle"].tolist() == [20, 20]


@pytest.mark.parametrize("how", ["cut", "flipped", "emptied", "zeroed"])
def test_a_damaged_file_is_a_gap_and_nothing_else_is_lost(shelf: Shelf, how: str) -> None:
    writer = shelf.writer()
    for n in range(3):
        writer.append(minutes(minute(n)))
    victim = shelf.files()[1]
    content = victim.read_bytes()
    damaged = {
        "cut": content[: len(content) // 2], "emptied": b"", "zeroed": bytes(len(content)),
        "flipped": content[:30] + bytes([content[30] ^ 0xFF] * 8) + content[38:],
    }  # fmt: skip
    victim.write_bytes(damaged[how])
    found = by_minute(shelf)
    assert ((found["start_us"] - MONDAY_US) // MINUTE_US).tolist() == [0, 2]
    assert [path.name for path in files.set_aside_in(shelf.folder)] == [f"{victim.name}.{files.BROKEN}"]
    assert by_minute(shelf)["motorcycle"].tolist() == [10, 10]


def test_a_damaged_file_does_not_keep_a_day_open(shelf: Shelf) -> None:
    writer = shelf.writer()
    for n in range(3):
        writer.append(minutes(minute(n)))
    shelf.files()[0].write_bytes(b"PAR1")
    shelf.clock.advance((DAY_US + GRACE_US) / 1e6)  # type: ignore[attr-defined]
    assert shelf.keeper.round().closed == ()
    assert shelf.keeper.round().closed == (files.day_of(MONDAY_US),)
    assert by_quarter(shelf)["motorcycle"].tolist() == [20]


def test_minutes_that_are_lost_after_the_roll_up_are_still_in_it(shelf: Shelf) -> None:
    shelf.writer().append(minutes(minute(0)))
    shelf.keeper.close(files.day_of(MONDAY_US))
    shelf.files("*/h.*")[0].write_bytes(b"gone")
    assert len(by_minute(shelf)) == 0
    assert by_quarter(shelf)["motorcycle"].tolist() == [10]
    assert not shelf.keeper.close(files.day_of(MONDAY_US))


def test_old_minutes_go_and_their_roll_up_stays(tmp_path: Path) -> None:
    clock = SimulatedClock(MONDAY_US)
    shelf = Shelf(tmp_path, clock=clock, minutes_days=7)
    shelf.writer().append(minutes(minute(0)))
    clock.advance(7 * 86_400)
    assert shelf.keeper.round().forgotten == ()
    clock.advance(86_400)
    assert shelf.keeper.round().forgotten == (files.day_of(MONDAY_US),)
    assert len(by_minute(shelf)) == 0
    assert by_quarter(shelf)["motorcycle"].tolist() == [10]
    assert shelf.keeper.round().forgotten == ()
    shelf.engine.close()


def test_a_clock_that_steps_back_overwrites_nothing(tmp_path: Path) -> None:
    clock = SimulatedClock(MONDAY_US)
    shelf = Shelf(tmp_path, clock=clock)
    writer = shelf.writer()
    for n in range(4):
        writer.append(minutes(minute(n)))
        clock.step_wall(-3600)
    assert len(shelf.files()) == 4
    assert by_minute(shelf)["motorcycle"].tolist() == [10] * 4
    shelf.engine.close()


def test_minutes_over_midnight_lie_in_their_days(shelf: Shelf) -> None:
    last = DAY_US // MINUTE_US - 1
    assert len(shelf.writer().append(minutes(minute(last), minute(last + 1)))) == 2
    found = shelf.reader.steps(["c1"], marks(HOUR_US, 48), is_of_quarters=True)
    assert ((found["start_us"] - MONDAY_US) // HOUR_US).tolist() == [23, 24]


@pytest.mark.parametrize("is_closed", [False, True])
def test_times_that_are_excluded_count_for_nothing_and_say_why(shelf: Shelf, is_closed: bool) -> None:
    shelf.writer().append(minutes(*(minute(n, zone_id=zone, motorcycle=1) for n in range(60) for zone in "ab")))
    if is_closed:
        shelf.keeper.close(files.day_of(MONDAY_US))
    from_us, until_us = MONDAY_US + 16 * MINUTE_US, MONDAY_US + 31 * MINUTE_US
    exclusions = [
        Exclusion("c1", "", from_us, until_us, Flag.VIEW),
        Exclusion("c1", "a", MONDAY_US, MONDAY_US + QUARTER_US, Flag.NO_HIT),
        Exclusion("c2", "", MONDAY_US, MONDAY_US + HOUR_US, Flag.VIEW),
    ]
    found = by_quarter(shelf, many=4, exclusions=exclusions)
    assert found["motorcycle"].tolist() == [0, 0, 0, 15, 15, 0, 0, 15]
    assert found["excluded_s"].tolist() == [900.0, 900.0, 900.0, 0.0, 0.0, 900.0, 900.0, 0.0]
    assert [Flag(int(flags)) for flags in found["flags"][:5]] == [
        Flag.NO_HIT, Flag.VIEW, Flag.VIEW, Flag(0), Flag(0)
    ]  # fmt: skip
    finely = shelf.reader.steps(["c1"], marks(MINUTE_US, 60), is_of_quarters=False, exclusions=exclusions)
    assert finely["motorcycle"].sum() == 2 * 45 - 15, "by minutes only what was really excluded"


def test_steps_of_unequal_length(shelf: Shelf) -> None:
    """A day of 25 hours is a step like any other."""
    shelf.writer().append(minutes(*(minute(n * 60, motorcycle=1) for n in range(48))))
    edges = MONDAY_US + np.array([0, 25, 48], np.int64) * HOUR_US
    found = shelf.reader.steps(["c1"], edges, is_of_quarters=True)
    assert found["start_us"].tolist() == edges[:2].tolist()
    assert found["motorcycle"].tolist() == [25, 23]


def test_readers_and_a_keeper_at_once(shelf: Shelf) -> None:
    """Files vanish under the reader again and again; it never sees less, and never more."""
    writer, day = shelf.writer(), files.day_of(MONDAY_US)
    for n in range(FAN):
        writer.append(minutes(minute(n % 60, zone_id=f"z{n // 60}")))
    faults: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                total = int(by_quarter(shelf)["motorcycle"].sum())
            except Unavailable:  # it says so, and gives no wrong figure
                continue
            if total != FAN * 10:
                faults.append(total)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    shelf.keeper.merge(day)
    for _ in range(3):
        shelf.clock.advance(1)  # type: ignore[attr-defined]
        shelf.keeper.close(day)
        writer.append(minutes(minute(0, zone_id="z0")))
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []


def test_what_a_killed_process_left_is_taken_away_after_a_while(shelf: Shelf) -> None:
    shelf.writer().append(minutes(minute(0)))
    day = shelf.folder / files.day_of(MONDAY_US).isoformat()
    old, new = day / ".0123456789abcdef", day / ".fedcba9876543210"
    for draft, age_s in ((old, 3700), (new, 60)):
        draft.write_bytes(b"half")
        os.utime(draft, times=(MONDAY_US / 1e6 - age_s,) * 2)
    assert by_minute(shelf)["motorcycle"].tolist() == [10], "nobody reads a draft"
    shelf.keeper.round()
    assert [path for path in day.iterdir() if path.name.startswith(".")] == [new]
