"""SUMO in a process of its own: ``python -m toancanh.simulation.closed_loop.driving PLAN``.

It reads a line of JSON at a time and does what it says; it ends with its standard input.

- ``{"until": N}``: on to sample N. Each sample on the way is answered with a line of JSON (``step``, ``count``,
  ``signals``) and ``count`` records of 16 bytes: int32 number, float32 x, y and heading, little-endian.
- ``{"show": JUNCTION, "state": LETTERS}``: these signals from the next step on, in place of its programme.
- ``{"programme": JUNCTION}``: back to its programme.
- ``{"happen": {"kind": KIND, "for_s": SECONDS, "road_id": ROAD or null}}``: that incident from the next step on.

The first answer, sample 0, comes unasked when the district is full. What it cannot do it says as ``{"error": TEXT}``
and ends.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import numpy as np

from toancanh.kernel import PlatformError
from toancanh.simulation.closed_loop.happening import Happenings, Placed, Wanted
from toancanh.simulation.closed_loop.plan import ClosedLoopPlan
from toancanh.simulation.district import load_network
from toancanh.simulation.district.making.netconvert import make_net
from toancanh.simulation.district.making.recording import STEPS_A_SAMPLE, WARM_UP_S, write_inputs
from toancanh.simulation.district.making.running import STEP_S, Running

RECORD = np.dtype([("number", "<i4"), ("place", "<f4", 3)])


def drive(plan: ClosedLoopPlan, folder: Path, asked: Iterable[str], out: BinaryIO) -> None:
    """Until nobody asks any more. ``folder`` takes what is made on the way."""
    departures, _ = plan.cast()
    numbers = {one.key: number for number, one in enumerate(departures)}
    files = write_inputs(departures, load_network(), folder)
    with Running(make_net(folder), files, seed=plan.seed) as running:
        for _ in range(round(WARM_UP_S / STEP_S)):
            running.step()
        sample, happenings = 0, Happenings(first=len(departures), seed=plan.seed)
        _tell(out, running, numbers, sample, [(0.0, running.signals())], [])
        for line in asked:
            wanted: dict[str, Any] = json.loads(line)
            if "show" in wanted:
                running.show(wanted["show"], wanted["state"])
            elif "programme" in wanted:
                running.show_programme(wanted["programme"])
            elif "happen" in wanted:
                happenings.begin(Wanted.from_request(wanted["happen"]), sample)
            else:
                while sample < wanted["until"]:
                    signals = []
                    for step in range(STEPS_A_SAMPLE):
                        happenings.act(running, (sample * STEPS_A_SAMPLE + step) * STEP_S)
                        running.step()
                        signals.append(((sample * STEPS_A_SAMPLE + step) * STEP_S, running.signals()))
                    sample += 1
                    _tell(out, running, numbers, sample, signals, happenings.riders(sample))


def _tell(
    out: BinaryIO,
    running: Running,
    numbers: Mapping[str, int],
    sample: int,
    signals: list[tuple[float, dict[str, str]]],
    riders: list[Placed],
) -> None:
    seen = [(numbers[one.key], (one.x_m, one.y_m, one.heading_rad)) for one in running.everybody()]
    records = np.array(sorted([*seen, *riders]), RECORD)
    head = {"step": sample, "count": len(records), "signals": signals}
    out.write(json.dumps(head).encode() + b"\n" + records.tobytes())
    out.flush()


def main() -> None:
    """What SUMO prints goes to standard error: standard output is for the answers."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        with TemporaryDirectory(prefix="toancanh-closed-loop-") as folder:
            drive(ClosedLoopPlan.from_request(json.loads(sys.argv[1])), Path(folder), sys.stdin, out)
    except PlatformError as error:
        out.write(json.dumps({"error": error.detail}).encode() + b"\n")
        out.flush()
        sys.exit(1)


if __name__ == "__main__":
    main()
