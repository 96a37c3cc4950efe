"""Picture diagnosis: what it costs for the whole city, what it finds, what it says of days on which all is well.

Everything is of the generated set (docs/design/health-pictures.md) on seeds that no threshold was set by. Costs are CPU
time of one process that decodes and checks, as the platform's own worker does.

``--full`` measures days on which all is well alone, as many as it takes to say with 95 % certainty that the target
holds; ``--tuning`` what thresholds are set by, on the seeds for that. Both go on where a run was cut (``--seconds``,
``--data``).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import av
import numpy as np

from benchmarks.figures import Figure, at_most
from benchmarks.health_alarms import alarm_figures
from benchmarks.health_board import board_figures
from benchmarks.health_frozen import frozen_figures
from benchmarks.parts import Outcome, in_parts, state_of
from benchmarks.platform import host_port
from benchmarks.sources import clip, rtsp_source
from toancanh.health.model import Fault, FaultKind, FaultState, step
from toancanh.health.pictures import Context, Findings
from toancanh.health.pictures.checking import check
from toancanh.health.pictures.model import DayPart, part_of
from toancanh.health.pictures.picture import picture_of
from toancanh.health.pictures.reference import Reference, build
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.media.ingest.login import LoginGate
from toancanh.media.ingest.probe import probe
from toancanh.simulation.faulty_pictures import (
    HFOV_DEG,
    KINDS,
    OVERLAY,
    TEST_SEEDS,
    TUNING_SEEDS,
    CameraPlace,
    Day,
    Decoder,
    Injected,
    KeyFrames,
    Moment,
    Strength,
    approved_hours,
    fault,
    hour_for,
    names_of,
    taken,
)

CAMERAS, EVERY_S = 40_210, 300
_PLACES = 20
_EACH = {Strength.MEDIUM: 3, Strength.WEAK: 1, Strength.STRONG: 1}  # faults of a kind in each place
_DAYS = 20  # places with a day of 24 hours, of a picture each 5 minutes
_LOOKS_S = (0.0, 10.0, 20.0)
_DISTINCT = 160
_FETCHES = 10
_FULL_DAYS = 120
_SOURCES = ("src/toancanh/health/pictures", "src/toancanh/simulation/faulty_pictures")


@dataclass(frozen=True, kw_only=True, eq=False)
class Watched:
    """A place with the description of its approved view."""

    place: CameraPlace
    reference: Reference


class Eye:
    """Takes pictures of places, codes and decodes them, and judges."""

    def __init__(self) -> None:
        self._frames = KeyFrames()
        self._decoder = Decoder()

    def coded(self, place: CameraPlace, moment: Moment, wrong: Injected | None, seed: int) -> bytes:
        """A key frame."""
        return self._frames.code(taken(place, moment, wrong, seed))

    def watched(self, seed: int) -> Watched:
        """Approved on two days before those that are judged."""
        place = CameraPlace(seed)
        seen = []
        for index, hour in enumerate(approved_hours()):
            moment = Day(seed=seed, number=-1 - index % 2).at(hour)
            frame = next(self._decoder.frames(self.coded(place, moment, None, index)))
            seen.append((picture_of(frame), context_of(moment)))
        return Watched(place=place, reference=build(seen))

    def judged(self, watched: Watched, moment: Moment, wrong: Injected | None, seed: int) -> Findings:
        """One look."""
        frame = next(self._decoder.frames(self.coded(watched.place, moment, wrong, seed)))
        return check(picture_of(frame), watched.reference, context_of(moment))


def context_of(moment: Moment) -> Context:
    """As the platform knows it."""
    return Context(taken_us=moment.taken_us, hfov_deg=HFOV_DEG, overlay=OVERLAY)


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All figures; fewer cameras are fewer places."""
    if options.full or options.tuning:
        return long_run(options)
    few = bool(options.cameras)
    places = 4 if few else _PLACES
    eye = Eye()
    watched = [eye.watched(seed) for seed in TEST_SEEDS[:places]]
    figures = [
        *costs(eye, watched),
        fetching(),
        *recalls(eye, watched, Strength.MEDIUM),
        *recalls(eye, watched, Strength.WEAK),
        *recalls(eye, watched, Strength.STRONG),
        *false_alarms([day_of(eye, one) for one in watched[: 1 if few else _DAYS]]),
        *frozen_figures([one.place for one in watched]),
        *alarm_figures(),
        *board_figures(options.cameras or CAMERAS),
    ]
    settings: dict[str, object] = {"places": places, "first_seed": TEST_SEEDS[0]}
    return figures, settings


def costs(eye: Eye, watched: list[Watched]) -> list[Figure]:
    """Distinct key frames of many places and hours, decoded and checked one by one."""
    dice = random.Random(7)
    kept: list[tuple[bytes, Watched, Context]] = []
    for index in range(_DISTINCT):
        one = watched[index % len(watched)]
        moment = Day(seed=one.place.seed, number=2).at(dice.uniform(0, 24))
        wrong = fault(dice.choice(KINDS), Strength.MEDIUM, index) if index % 50 == 0 else None
        kept.append((eye.coded(one.place, moment, wrong, index), one, context_of(moment)))
    large = KeyFrames(1920, 1080)
    decoder = Decoder()
    big: list[tuple[bytes, Watched, Context]] = []
    for data, one, context in kept[: _DISTINCT // 8]:
        frame = next(decoder.frames(data))
        big.append((large.code(_enlarged(frame)), one, context))
    figures = []
    for name, pictures in (("640x360", kept), ("1080p", big)):
        ms = sorted(_cpu_ms(pictures) for _ in range(3))[1]
        cores = ms / 1000 * CAMERAS / EVERY_S
        size_kb = sum(len(data) for data, _, _ in pictures) / len(pictures) / 1000
        is_target = name == "640x360"
        figures.append(
            Figure(
                key=f"diagnosis of all faults, {CAMERAS:,} cameras every 5 minutes, {name} key frames",
                value=cores,
                unit="cores",
                target="<= 1 core" if is_target else "",
                peer=f"{ms:.2f} ms CPU a picture, decoded and checked; {len(pictures)} distinct of {size_kb:.0f} kB",
                holds=cores <= 1 if is_target else None,
            )
        )
    size_kb = max(len(one.reference.to_bytes()) for one in watched) / 1000
    figures.append(Figure(key="description of an approved view, the largest", value=size_kb, unit="kB"))
    return figures


def _cpu_ms(pictures: list[tuple[bytes, Watched, Context]]) -> float:
    decoder = Decoder()
    begin = time.process_time()
    for data, one, context in pictures:
        for frame in decoder.frames(data):
            check(picture_of(frame), one.reference, context)
    return (time.process_time() - begin) * 1000 / len(pictures)


def fetching() -> Figure:
    """A key frame of a camera that is not ingested: connect, describe, set up, play, hang up. The connection test does
    it, which then takes a second of pictures more.
    """
    with rtsp_source(clip(width=640, height=360, fps=10, kbit=500)) as url:
        begin_s, begin_cpu_s = time.monotonic(), time.process_time()
        asyncio.run(_fetched(url))
        wall_s, cpu_s = time.monotonic() - begin_s, time.process_time() - begin_cpu_s
    ms = cpu_s * 1000 / _FETCHES
    return Figure(
        key=f"fetching the key frames besides, were none of {CAMERAS:,} cameras ingested",
        value=ms / 1000 * CAMERAS / EVERY_S,
        unit="cores",
        peer=f"{ms:.1f} ms CPU and {wall_s / _FETCHES:.1f} s a picture, a second of pictures included",
    )


async def _fetched(url: str) -> None:
    clock = SystemClock()
    outbound = OutboundPolicy.of([host_port(url)], ())
    for _ in range(_FETCHES):
        found = await probe(url, "", "", outbound=outbound, login_gate=LoginGate(clock=clock), clock=clock)
        if not found.ok:
            raise RuntimeError(f"no picture came: {found.detail}")


def _enlarged(frame: av.VideoFrame) -> av.VideoFrame:
    """With grain, which enlarging has not."""
    large = frame.reformat(width=1920, height=1080, format="yuv420p")
    plane = np.frombuffer(memoryview(large.planes[0]), np.uint8).reshape(1080, -1)
    plane[:] = np.clip(plane.astype(np.int16) + np.random.default_rng(1).integers(-4, 5, plane.shape), 16, 235)
    return large


def looks(eye: Eye, watched: Watched, day: Day, hour: float, wrong: Injected | None, seed: int) -> Iterator[Findings]:
    """Now, after 10 s and after 20 s."""
    for index, plus_s in enumerate(_LOOKS_S):
        yield eye.judged(watched, day.at(hour, plus_s), wrong, seed + index)


def recalls(eye: Eye, watched: list[Watched], strength: Strength) -> list[Figure]:
    """Of each kind: the share of faults that are an alarm of that kind, or of another that it may rightly be called,
    after one look and its two repetitions. Medium ones have the target.
    """
    figures = []
    with_target = strength is Strength.MEDIUM
    for kind in KINDS:
        found = total = 0
        names = names_of(kind, strength)
        for one in watched:
            for which in range(_EACH[strength]):
                seed = one.place.seed * 10 + which
                hour = hour_for(kind, random.Random(f"{kind}/{seed}"))
                day = Day(seed=one.place.seed, number=3 + which)
                signs = looks(eye, one, day, hour, fault(kind, strength, seed), seed * 3)
                found += bool(names.intersection(*(findings.bad for findings in signs)))
                total += 1
        share = found / total
        figures.append(
            Figure(
                key=f"recall, {strength.name.lower()}: {kind.value}",
                value=share,
                unit="",
                target=">= 0.95" if with_target else "",
                peer=f"{found} of {total}, on seeds from {TEST_SEEDS[0]}"
                + "".join(f"; also called {name}" for name in sorted(names - {kind})),
                holds=share >= 0.95 if with_target else None,
            )
        )
    return figures


def long_run(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """``--full`` or ``--tuning``: what is there when the time is over."""
    folder = options.data or Path(gettempdir()) / "toancanh-bench-health"
    name = "days" if options.full else "scores"
    file = folder / f"{name}-{state_of(_SOURCES)}.jsonl"
    eye = Eye()
    if options.full:
        seeds = [str(seed) for seed in TEST_SEEDS[: options.cameras or _FULL_DAYS]]
        days = in_parts(file, seeds, lambda seed: day_of(eye, eye.watched(int(seed))), seconds=options.seconds)
        return false_alarms(list(days.values()), certain=True), {"days": len(days), "of": len(seeds), "kept": str(file)}
    seeds = [str(seed) for seed in TUNING_SEEDS[: options.cameras or _PLACES]]
    scores = in_parts(file, seeds, lambda seed: scores_of(eye, eye.watched(int(seed))), seconds=options.seconds)
    return margins(list(scores.values())), {"places": len(scores), "of": len(seeds), "kept": str(file)}


def false_alarms(days: Sequence[Outcome], *, certain: bool = False) -> list[Figure]:
    """24 virtual hours of each place with nothing wrong, all checks at once, through the platform's own hysteresis.
    ``certain``: the target is held to the upper 95 % bound.
    """
    figures = []
    for kind in KINDS:
        alarms = sum(day["alarms"].get(kind, 0) for day in days)
        suspicions = sum(day["suspicions"].get(kind, 0) for day in days)
        rate, bound = alarms / len(days), at_most(alarms) / len(days)
        figures.append(
            Figure(
                key=f"false alarms a camera and day: {kind.value}",
                value=rate,
                unit="",
                target="<= 0.1 with 95 % certainty" if certain else "<= 0.1",
                peer=f"{alarms} alarms, {suspicions} suspicious pictures in {len(days)} days of 288; "
                f"with 95 % certainty at most {bound:.3f}",
                holds=(bound if certain else rate) <= 0.1,
            )
        )
    return figures


def day_of(eye: Eye, one: Watched) -> Outcome:
    """``alarms`` and ``suspicions`` (suspicious pictures) of a day with nothing wrong, by kind."""
    faults: dict[FaultKind, Fault] = {}
    opened: Counter[FaultKind] = Counter()
    suspected: Counter[FaultKind] = Counter()
    day = Day(seed=one.place.seed, number=9)
    for index in range(288):
        for look, plus_s in enumerate(_LOOKS_S):
            moment = day.at(index / 12, plus_s)
            findings = eye.judged(one, moment, None, index * 3 + look)
            suspected.update(findings.bad if look == 0 else ())
            opened.update(_stepped(faults, findings, moment.taken_us))
            if not any(known.state is FaultState.SUSPECTED for known in faults.values()) and not findings.bad:
                break
    return {"alarms": opened, "suspicions": suspected}


def scores_of(eye: Eye, one: Watched) -> Outcome:
    """What checks say by part of the day: of pictures with nothing wrong (three an hour) and of medium faults (three a
    part of the day and kind). What another fault explains is no score.
    """
    found: dict[str, dict[str, list[float]]] = {}

    def note(about: str, part: DayPart, kind: FaultKind, findings: Findings) -> None:
        finding = findings.of(kind)
        if finding is not None and finding.explained_by is None:
            found.setdefault(f"{about}/{part}", {}).setdefault(kind, []).append(round(finding.score, 3))

    for index in range(72):
        moment = Day(seed=one.place.seed, number=9).at(index / 3)
        findings = eye.judged(one, moment, None, index)
        for kind in KINDS:
            note("well", part_of(index / 3), kind, findings)
    for kind in KINDS:
        for number in range(24):
            dice = random.Random(f"{kind}/{one.place.seed}/{number}")
            hour = hour_for(kind, dice)
            part = part_of(hour)
            if len(found.get(f"medium/{part}", {}).get(kind, ())) >= _EACH[Strength.MEDIUM]:
                continue
            wrong = fault(kind, Strength.MEDIUM, one.place.seed * 100 + number)
            note("medium", part, kind, eye.judged(one, Day(seed=one.place.seed, number=3).at(hour), wrong, number))
    return found


def margins(places: Sequence[Outcome]) -> list[Figure]:
    """Of each kind and part of the day: how high scores are where nothing is wrong, and how low with a medium fault.
    The value is the middle of the gap between the two, which a threshold may lie at.
    """
    figures = []
    for kind in KINDS:
        for part in DayPart:
            well, medium = (
                sorted(score for place in places for score in place.get(f"{about}/{part}", {}).get(kind, ()))
                for about in ("well", "medium")
            )
            if not well or not medium:
                continue
            highest, low = well[-1], medium[len(medium) // 20]
            told = f"well at most {highest:.2f} ({len(well)} pictures, 99 % below {well[len(well) * 99 // 100]:.2f})"
            key = f"margin, {part.value}: {kind.value}"
            peer = f"{told}; medium at least {low:.2f} in 95 % of {len(medium)}"
            figures.append(Figure(key=key, value=(highest + low) / 2, unit="", peer=peer))
    return figures


def _stepped(faults: dict[FaultKind, Fault], findings: Findings, at_us: int) -> list[FaultKind]:
    opened = []
    for sign in findings.signs(at_us):
        was = faults.get(sign.kind)
        now = step(was, sign, camera_id="c", fault_id="f")
        if now is None:
            faults.pop(sign.kind, None)
            continue
        faults[sign.kind] = now
        if now.state is FaultState.OPEN and (was is None or was.state is not FaultState.OPEN):
            opened.append(sign.kind)
    return opened
