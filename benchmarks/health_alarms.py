"""How long it takes from a camera that dies, freezes, is covered or turned to an alarm that is told of it.

The whole way and in real time: simulated cameras in a process of their own, RTSP, the running platform with its own
rounds, and the list of faults as a screen asks for it. All cameras have their faults in the same second, so that the
five minutes between two looks are waited for once; the looks of several cameras lie at different moments of them.

What is covered or turned shows the generated set (docs/design/health-pictures.md), coded beforehand: from one second
to the next the same address sends the other film, as a camera does that connects again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av

from benchmarks.figures import Figure
from benchmarks.platform import Running, running_platform
from benchmarks.sources import free_port
from toancanh.health.model import FaultKind
from toancanh.health.pictures.model import LOCAL_OFFSET_S, lights_of
from toancanh.simulation import Encoding, simulated_cameras
from toancanh.simulation.faulty_pictures import TEST_SEEDS, CameraPlace, Day, Injected, Strength, fault, taken

_EACH = 3
_UNHARMED = 2
_ENCODING = Encoding(fps=5, gop=5)
_FILM_FPS, _FILM_S, _FILM_GOP = 2, 12, 4
_SETTLED_S, _SETTLES_S = 25.0, 120.0  # pictures come evenly, and the platform knows what it is used to
_GIVE_UP_S = 420.0


@dataclass(frozen=True, kw_only=True)
class _Trial:
    what: str
    kind: FaultKind
    target_s: float
    fault: str = ""  # of the simulation; without one another film is shown


_TRIALS = (
    _Trial(what="dies", fault="away", kind=FaultKind.AWAY, target_s=15),
    _Trial(what="freezes", fault="freeze", kind=FaultKind.FROZEN, target_s=60),
    _Trial(what="is covered", kind=FaultKind.COVERED, target_s=360),
    _Trial(what="is turned", kind=FaultKind.MOVED, target_s=360),
)
_DRAWN = [trial for trial in _TRIALS if not trial.fault]
_LIVE = (len(_TRIALS) - len(_DRAWN)) * _EACH
"""Cameras coded while they happen; those with films come after them, and the unharmed at the end."""
_CAMERAS = len(_TRIALS) * _EACH

Heard = dict[tuple[int, FaultKind], float]


def alarm_figures() -> list[Figure]:
    """The slowest of each kind, and what was said of cameras that nothing happened to."""
    hour = (time.time() + LOCAL_OFFSET_S) % 86_400 / 3600
    can_look = len(lights_of(hour)) == 1  # a view that was approved in twilight is not compared
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-")))
        pipe, urls = stack.enter_context(_cameras(folder, hour))
        platform = stack.enter_context(running_platform(folder / "data", urls=urls))
        _settle(platform)
        for camera_id in platform.cameras[_LIVE:] if can_look else ():
            _approve(platform, camera_id)
        heard = _heard(platform, pipe, can_look=can_look)
    unharmed = [kind for (number, kind) in heard if number >= _CAMERAS]
    figures = [_figure(trial, heard, index, can_look=can_look) for index, trial in enumerate(_TRIALS)]
    beside = f"{_UNHARMED} cameras beside them {', '.join(unharmed)}".rstrip()
    return [
        *figures,
        Figure(key="alarms of cameras that nothing happens to", value=len(unharmed), unit="", peer=beside),
    ]


def _figure(trial: _Trial, heard: Heard, index: int, *, can_look: bool) -> Figure:
    key, target = f"alarm after a camera {trial.what}", f"<= {trial.target_s:.0f} s"
    if not trial.fault and not can_look:
        return Figure(key=key, value=None, unit="s", target=target, peer="not measured in twilight")
    took_s = sorted(heard[at] for at in heard if at[1] is trial.kind and at[0] // _EACH == index)
    if len(took_s) < _EACH:
        lost = f"{_EACH - len(took_s)} of {_EACH} without this alarm within {_GIVE_UP_S:.0f} s"
        return Figure(key=key, value=None, unit="s", target=target, peer=lost, holds=False)
    each = "the slowest of " + ", ".join(f"{one:.0f}" for one in took_s)
    return Figure(key=key, value=took_s[-1], unit="s", target=target, peer=each, holds=took_s[-1] <= trial.target_s)


def _heard(platform: Running, pipe: Connection, *, can_look: bool) -> Heard:
    """Seconds from the faults to each alarm that the list shows, by camera (from 0) and kind."""
    pipe.send("harm")
    began_s = float(pipe.recv())
    wanted = {
        (index * _EACH + one, trial.kind)
        for index, trial in enumerate(_TRIALS)
        for one in range(_EACH)
        if can_look or trial.fault
    }
    heard: Heard = {}
    number_of = {camera_id: number for number, camera_id in enumerate(platform.cameras)}
    while wanted - heard.keys() and time.monotonic() - began_s < _GIVE_UP_S:
        listed: Any = platform.get("/health/faults?limit=200")["items"]
        for one in listed:
            heard.setdefault((number_of[one["camera_id"]], FaultKind(one["kind"])), time.monotonic() - began_s)
        time.sleep(0.5)
    return heard


def _settle(platform: Running) -> None:
    """Until nothing is wrong: on a loaded machine cameras begin late."""
    time.sleep(_SETTLED_S)
    deadline_s = time.monotonic() + _SETTLES_S
    while platform.get("/health/faults")["items"]:
        if time.monotonic() > deadline_s:
            raise RuntimeError("cameras that nothing happened to have alarms: the machine is too slow for this")
        time.sleep(1)


def _approve(platform: Running, camera_id: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {platform.token}"}
    address = f"{platform.url}/api/v1/health/cameras/{camera_id}/view"
    with urllib.request.urlopen(urllib.request.Request(address, b"{}", headers, method="PUT"), timeout=30) as answer:
        answer.read()


@contextlib.contextmanager
def _cameras(folder: Path, hour: float) -> Iterator[tuple[Connection, Sequence[str]]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, folder, hour), daemon=True)
    process.start()
    try:
        yield ours, ours.recv()
    finally:
        ours.send("over")
        process.join(20)


def _serve(pipe: Connection, folder: Path, hour: float) -> None:
    well, harmed = _films(folder, hour)
    port = free_port()
    with contextlib.ExitStack() as stack:
        living = stack.enter_context(simulated_cameras(_LIVE, live=range(1, _LIVE + 1), main=_ENCODING))
        unharmed = stack.enter_context(simulated_cameras(_UNHARMED, videos=well[-_UNHARMED:]))
        with simulated_cameras(len(harmed), videos=well[:-_UNHARMED], port=port) as shown:
            urls = [shown.url(number + 1) for number in range(len(harmed))]
            urls += [unharmed.url(number + 1) for number in range(_UNHARMED)]
            pipe.send([living.url(number + 1) for number in range(_LIVE)] + urls)
            if pipe.recv() == "over":
                return
        began_s = time.monotonic()  # one clock for all processes of a machine
        for number in range(_LIVE):
            living.fault(number + 1, _TRIALS[number // _EACH].fault)
        stack.enter_context(simulated_cameras(len(harmed), videos=harmed, port=port))
        pipe.send(began_s)
        pipe.recv()


def _films(folder: Path, hour: float) -> tuple[list[Path], list[Path]]:
    """Of each camera with a film: when all is well; and of those that something happens to, afterwards."""
    well, harmed = [], []
    for number, seed in enumerate(TEST_SEEDS[-len(_DRAWN) * _EACH - _UNHARMED :]):
        place, day = CameraPlace(seed), Day(seed=seed, number=4)
        well.append(_film(folder / f"{seed}-well.mp4", place, day, hour, None))
        if number < len(_DRAWN) * _EACH:
            wrong = fault(_DRAWN[number // _EACH].kind, Strength.MEDIUM, seed)
            harmed.append(_film(folder / f"{seed}-harmed.mp4", place, day, hour + 0.01, wrong))
    return well, harmed


def _film(path: Path, place: CameraPlace, day: Day, hour: float, wrong: Injected | None) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=_FILM_FPS)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        stream.options = {"preset": "veryfast", "tune": "zerolatency", "crf": "27", "threads": "1", "g": str(_FILM_GOP)}
        for index in range(_FILM_FPS * _FILM_S):
            frame = taken(place, day.at(hour, index / _FILM_FPS), wrong, index)
            frame.pts, frame.time_base = index, Fraction(1, _FILM_FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
