"""However minutes are spread over files, doubled, rolled up and left out: what is read is what a plain sum gives."""

from __future__ import annotations

import itertools
import tempfile
from collections import defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.traffic import Flag
from toancanh.traffic.model import DAY_US, EXCLUDING, MINUTE_US, QUARTER_US
from toancanh.traffic.steps import Interval, steps_of
from toancanh.traffic.store import files
from toancanh.traffic.store.excluding import Exclusion, tables_of
from traffic_rows import MONDAY_US, Shelf, minute, minutes

ZONES = ("a", "b")
FLAGS = (0, int(Flag.TIME_OF_ARRIVAL), int(Flag.CLOCK_STEP))
rows = st.tuples(
    st.integers(0, 44), st.sampled_from(ZONES), st.integers(0, 9), st.sampled_from((20.0, 60.0)), st.sampled_from(FLAGS)
)
spans = st.tuples(st.sampled_from(("", *ZONES)), st.integers(0, 3), st.integers(1, 3))


@settings(max_examples=6, deadline=None)
@given(
    st.lists(rows, min_size=1, max_size=40, unique_by=lambda row: row[:2]),
    st.integers(1, 4),
    st.lists(spans, max_size=3),
    st.booleans(),
)
def test_a_roll_up_is_the_sum_of_its_minutes(
    drawn: list[tuple[int, str, int, float, int]], parts: int, excluded: list[tuple[str, int, int]], is_closed: bool
) -> None:
    """Closed or in parts, and every part written twice: by a second worker that saw less."""
    exclusions = [
        Exclusion("c1", zone, MONDAY_US + first * QUARTER_US, MONDAY_US + (first + many) * QUARTER_US, Flag.VIEW)
        for zone, first, many in excluded
    ]
    wanted: defaultdict[tuple[str, int], list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for number, zone, count, seen_s, flags in drawn:
        at = MONDAY_US + number * MINUTE_US
        is_out = bool(flags & EXCLUDING) or any(
            one.zone_id in ("", zone) and one.from_us <= at < one.until_us for one in exclusions
        )
        sums = wanted[zone, number // 15]
        sums[0] += 0 if is_out else count
        sums[1] += seen_s
        sums[2] += seen_s if is_out else 0
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        for part in range(parts):
            own = [
                minute(number, zone_id=zone, motorcycle=count, observed_s=seen_s, flags=flags)
                for number, zone, count, seen_s, flags in drawn[part::parts]
            ]
            if own:
                shelf.writer("w").append(minutes(*own))
                less = [row | {"motorcycle": 99, "observed_s": 1.0} for row in own]
                shelf.writer("a-second-one").append(minutes(*less))
        if is_closed:
            assert shelf.keeper.close(files.day_of(MONDAY_US))
        marks = MONDAY_US + np.arange(4, dtype=np.int64) * QUARTER_US
        found = shelf.reader.steps(["c1"], marks, is_of_quarters=True, exclusions=exclusions)
        shelf.engine.close()
    read = {
        (zone, int(start_us - MONDAY_US) // QUARTER_US): [count, seen_s, excluded_s]
        for zone, start_us, count, seen_s, excluded_s in zip(
            *(found[name] for name in ("zone_id", "start_us", "motorcycle", "observed_s", "excluded_s")), strict=True
        )
    }
    assert read == dict(wanted)


stretches = st.lists(
    st.tuples(
        st.sampled_from(("", "a")), st.integers(0, 600), st.integers(0, 300), st.sampled_from((Flag.VIEW, Flag.NO_HIT))
    ),
    max_size=6,
)


@given(stretches)
def test_exclusions_are_apart_and_lose_nothing(drawn: list[tuple[str, int, int, Flag]]) -> None:
    found = [
        Exclusion("c1", zone, start * 1_000_000, (start + length) * 1_000_000, flag)
        for zone, start, length, flag in drawn
    ]
    tables = tables_of(found, MINUTE_US)
    for zone, table in (("", tables.of_cameras), ("a", tables.of_zones)):
        told = [] if table is None else list(zip(table["from_us"], table["until_us"], table["flags"], strict=True))
        assert all(until <= after for (_, until, _), (after, _, _) in itertools.pairwise(told))
        for at in range(0, 16 * MINUTE_US, MINUTE_US):
            flags = Flag(0)
            for one in found:
                is_empty = one.until_us == one.from_us
                if one.zone_id == zone and not is_empty and one.from_us < at + MINUTE_US and one.until_us > at:
                    flags |= one.flag
            assert sum(int(flag) for start, until, flag in told if start <= at < until) == int(flags)


@given(
    st.integers(0, 4_000_000_000),
    st.integers(1, 40 * 86_400),
    st.sampled_from(list(Interval)),
    st.sampled_from(("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu")),
)
def test_steps_cover_the_range_and_no_more_than_they_must(
    from_s: int, length_s: int, step: Interval, name: str
) -> None:
    if step in (Interval.MINUTE, Interval.FIVE_MINUTES):
        length_s = min(length_s, 7 * 86_400)
    from_us, to_us = from_s * 1_000_000, (from_s + length_s) * 1_000_000
    marks = steps_of(from_us, to_us, step, ZoneInfo(name))
    lengths = np.diff(marks)
    assert (lengths > 0).all()
    assert marks[0] <= from_us < marks[1]
    assert marks[-2] < to_us <= marks[-1]
    assert (marks % (QUARTER_US if step.is_of_quarters else MINUTE_US) == 0).all()
    if step is Interval.DAY:
        assert (np.abs(lengths - DAY_US) <= 3600 * 1_000_000).all()
