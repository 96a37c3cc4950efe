"""A running SUMO as a play that is still going on, with signals that can be set."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from types import TracebackType
from typing import BinaryIO

import numpy as np

from toancanh.kernel import Clock, Invalid, Unavailable
from toancanh.simulation.closed_loop.driving import RECORD
from toancanh.simulation.closed_loop.growing import GrowingPlay, Sample
from toancanh.simulation.closed_loop.happening import Wanted
from toancanh.simulation.closed_loop.plan import ClosedLoopPlan
from toancanh.simulation.district import IncidentKind
from toancanh.simulation.district.making.recording import RECORD_S

SHOWN_LATER_S = 3.0
"""What is seen happened so long ago: curves and walkers' ways want the samples behind a moment, too."""
_ENDS_WITHIN_S = 5.0
_LEAVES_ITS_MARK = (IncidentKind.FLOODED, IncidentKind.CLOSED_LANE)
"""Water, a barrier: what a view draws. Who stands or rides against the direction is a body."""


class ClosedLoop:
    """Used with ``with``, which takes some 20 s at the rush hour: the district fills with traffic. Any thread may call;
    what is asked of the simulation goes one after the other. Equal plans, and signals set at equal samples, give equal
    plays with one version of SUMO.
    """

    def __init__(self, plan: ClosedLoopPlan, clock: Clock) -> None:
        self.plan = plan
        self._clock = clock
        _, bodies = plan.cast()
        self.play = GrowingPlay(
            name="closed loop", seed=plan.seed, start=plan.start, step_s=RECORD_S, bodies=bodies
        )  # fmt: skip
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._sample = 0
        self._shown: dict[str, str] = {}
        self._began_us = 0

    def __enter__(self) -> ClosedLoop:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self) -> None:
        """From the plan's start, which is now; signals that were set stay so. Raises Unavailable."""
        with self._lock:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "toancanh.simulation.closed_loop.driving", json.dumps(self.plan.as_request())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # it ends with its standard input, not by a key that was meant for us
            )
            self._sample = 0
            # they keep their places, by which views know them, and last no more
            self.play.incidents = tuple(replace(one, start_s=0.0, end_s=0.0) for one in self.play.incidents)
            self.play.begin(self._hear())
            for junction_id, state in self._shown.items():
                self._say({"show": junction_id, "state": state})
            self._began_us = self._clock.now_us()

    def keep_up(self) -> None:
        """On to the present; anew where the plan's time is over. Raises Unavailable where the simulation has ended."""
        t_s = (self._clock.now_us() - self._began_us) / 1_000_000
        if t_s > self.plan.duration_s:
            self.begin()
        else:
            self.advance(t_s)

    def play_s(self, instant_us: int) -> float:
        """Second of the play that is seen at an instant (UTC)."""
        return max(0.0, (instant_us - self._began_us) / 1_000_000 - SHOWN_LATER_S)

    def advance(self, t_s: float) -> None:
        """Until the play is known up to there; what is known already stays."""
        with self._lock:
            until = int(t_s / RECORD_S)
            if until > self._sample:
                self._say({"until": until})
                while self._sample < until:
                    self._sample += 1
                    self.play.add(self._hear())

    def signals(self) -> dict[str, str]:
        """What each junction's signals show at the newest sample; a letter a link, see `district.SignalFilm`."""
        return self.play.signals(self.play.newest_s)

    def show(self, junction_id: str, state: str) -> None:
        """These letters from the next step on, in place of the junction's programme, until others are shown. The loop
        sees to no amber and no conflict: that is a controller's work.
        """
        with self._lock:
            now = self._state_of(junction_id)
            if len(state) != len(now) or set(state) - set("Ggyr"):
                raise Invalid(f"signals of {junction_id} are {len(now)} letters of G, g, y and r, as in {now}")
            self._shown[junction_id] = state
            self._say({"show": junction_id, "state": state})

    def show_programme(self, junction_id: str) -> None:
        """Back to the junction's own programme."""
        with self._lock:
            self._state_of(junction_id)
            self._shown.pop(junction_id, None)
            self._say({"programme": junction_id})

    def happen(self, wanted: Wanted) -> None:
        """From the next step on; it ends with its time, or with the plan's. Raises `Invalid`."""
        with self._lock:
            at_s = self._sample * RECORD_S
            made = wanted.happening(at_s, self.plan.seed)
            self._say({"happen": wanted.as_request()})
            if wanted.kind in _LEAVES_ITS_MARK:
                self.play.incidents += tuple(made.told({}, {}))

    def obey(self, text: str) -> bool:
        """``JUNCTION=signals:LETTERS``, ``JUNCTION=programme`` or ``incident=KIND:SECONDS[:ROAD]``, as a script writes
        them; False for another text.
        """
        junction_id, _, wanted = text.partition("=")
        if junction_id == "incident":
            self.happen(Wanted.parse(wanted))
        elif wanted == "programme":
            self.show_programme(junction_id)
        elif wanted.startswith("signals:"):
            self.show(junction_id, wanted.removeprefix("signals:"))
        else:
            return False
        return True

    def close(self) -> None:
        """End the simulation, also one that fills its district yet."""
        if (process := self._process) is not None:
            process.kill()
        with self._lock:
            self._end()

    def _state_of(self, junction_id: str) -> str:
        states = self.signals()
        if junction_id not in states:
            raise Invalid(f"there are no signals at {junction_id}; there are some at {', '.join(sorted(states))}")
        return states[junction_id]

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise Unavailable("the simulation does not run")
        return self._process.stdin, self._process.stdout  # type: ignore[return-value]

    def _say(self, message: dict[str, object]) -> None:
        given, _ = self._pipes()
        try:
            given.write(json.dumps(message).encode() + b"\n")
            given.flush()
        except BrokenPipeError as error:
            raise Unavailable("the simulation has ended: what it said last is above") from error

    def _hear(self) -> Sample:
        _, answers = self._pipes()
        line = answers.readline()
        if not line:
            raise Unavailable("the simulation has ended: what it said last is above")
        head = json.loads(line)
        if "error" in head:
            raise Unavailable(str(head["error"]))
        records = np.frombuffer(answers.read(head["count"] * RECORD.itemsize), RECORD)
        return Sample(
            step=head["step"],
            numbers=records["number"].astype(np.int32),
            places=records["place"].astype(np.float32),
            signals=[(t_s, states) for t_s, states in head["signals"]],
        )

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait(_ENDS_WITHIN_S)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
