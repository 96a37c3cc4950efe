"""``toancanh simulate --closed-loop``: cameras of traffic that goes on."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from toancanh.kernel import Clock, Invalid
from toancanh.simulation.assembly import CameraPlan, LiveDistrict
from toancanh.simulation.closed_loop.loop import ClosedLoop
from toancanh.simulation.closed_loop.plan import RUSH_HOUR, ClosedLoopPlan
from toancanh.simulation.closed_loop.scenes import ClosedScene
from toancanh.simulation.district.making.recording import RECORD_S
from toancanh.simulation.district_views.command import cameras_of, weather_of
from toancanh.simulation.encoding import Encoding

_MINUTES = 60
_MOST_CAMERAS = 8  # each is drawn and coded while it is watched


def closed_loop_of(options: argparse.Namespace, clock: Clock) -> ClosedLoop:
    """What was asked for, checked; it does not run yet."""
    if options.play is not None or options.video or options.demo or options.film is not None:
        raise Invalid("--closed-loop goes without --play, --video, --demo and --film")
    plan = ClosedLoopPlan(
        start=options.start or RUSH_HOUR,
        minutes=_MINUTES if options.minutes is None else options.minutes,
        factor=options.factor,
        seed=options.seed,
    )
    return ClosedLoop(plan, clock)


def plan_closed_loop(
    options: argparse.Namespace, loop: ClosedLoop, *, main: Encoding, sub: Encoding
) -> list[CameraPlan]:
    """Cameras from 1 on, all of them live."""
    hung = cameras_of(options)
    if len(hung) > _MOST_CAMERAS:
        raise Invalid(f"a closed loop shows at most {_MOST_CAMERAS} cameras")
    plans = []
    for number, (code, pose) in enumerate(hung, start=1):
        scene = ClosedScene(camera=code, pose=pose, loop=loop, weather=weather_of(options))
        main_view, sub_view = LiveDistrict(district=scene, encoding=main), LiveDistrict(district=scene, encoding=sub)
        plans.append(CameraPlan(number=number, main=main_view, sub=sub_view))
    return plans


@asynccontextmanager
async def kept_up(loop: ClosedLoop, stopped: asyncio.Event) -> AsyncIterator[None]:
    """Inside, the loop goes with the wall clock; ``stopped`` is set where its simulation ends by itself, and why is
    raised at the end.
    """
    print("the district fills with traffic: some 20 s", file=sys.stderr, flush=True)
    ready = asyncio.Event()
    going = asyncio.create_task(_go(loop, ready, stopped))
    either = [asyncio.create_task(event.wait()) for event in (ready, stopped)]
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        for waiting in (going, *either):
            waiting.cancel()
        await asyncio.to_thread(loop.close)
        with suppress(asyncio.CancelledError):
            await going


async def _go(loop: ClosedLoop, ready: asyncio.Event, stopped: asyncio.Event) -> None:
    try:
        await asyncio.to_thread(loop.begin)
        ready.set()
        while True:
            await asyncio.to_thread(loop.keep_up)
            await asyncio.sleep(RECORD_S / 2)
    finally:
        stopped.set()
