"""``toancanh simulate``."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.kernel import Invalid, PlatformError, SystemClock, Unavailable
from toancanh.media.model import Codec
from toancanh.simulation.assembly import CameraPlan, Simulation
from toancanh.simulation.authentication import Credentials, Scheme
from toancanh.simulation.cameras import plan_cameras
from toancanh.simulation.control import listen_to_standard_input
from toancanh.simulation.demo import demo_plans
from toancanh.simulation.devices.command import add_options, serve_devices
from toancanh.simulation.district.command import add_options as add_district_options
from toancanh.simulation.district.command import run_district
from toancanh.simulation.district_views.command import (
    add_view_options,
    plan_district,
    scenes_of,
    write_films,
)
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.faults import Fault, parse_fault
from toancanh.simulation.scene import Look
from toancanh.simulation.server import ServerOptions
from toancanh.simulation.workshop import default_cache

if TYPE_CHECKING:
    from toancanh.simulation.city.command import OpenPlatform
    from toancanh.simulation.closed_loop import ClosedLoop

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_RTSP_PORT = 8554


def add_commands(subparsers: Subparsers, open_platform: OpenPlatform) -> None:
    """Add ``simulate``, ``simulate city``, ``simulate devices`` and ``simulate district``."""
    parser = subparsers.add_parser(
        "simulate",
        help="serve simulated cameras over RTSP",
        description="Serves rtsp://127.0.0.1:PORT/cam/1 ... N, and /cam/1/sub ... for generated scenes.",
        epilog=f"Faults: {', '.join(Fault)}. `simulate city` makes a city's inventory in the folder --data instead "
        "(--cameras, --seed, --declared-only). See docs/design/simulation.md.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=("city", "devices", "district"),
        help="city: an inventory with known truth, then end; devices: as ONVIF finds them; district: plays of traffic",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="city: a folder that is empty or not there")
    parser.add_argument(
        "--declared-only", action="store_true", help="city: leave the registry without cameras, so as to import them"
    )
    parser.add_argument("--cameras", type=int, metavar="N", help="how many (default: 4, or one for each video)")
    parser.add_argument("--video", type=Path, nargs="+", action="extend", metavar="FILE", help="shown in turn, looped")
    parser.add_argument("--port", type=int, help="RTSP port on loopback (8554; 0: any); of devices HTTP (8000)")
    parser.add_argument("--seed", type=int, default=1, help="of the scenes and of chance in faults")
    parser.add_argument("--codec", type=Codec, choices=tuple(Codec), default=Codec.H264, help="of the main streams")
    parser.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH", help="of the main streams (1280x720)")
    parser.add_argument("--fps", type=int, default=12, help="pictures a second of the main streams (12)")
    parser.add_argument("--bitrate", type=int, default=1000, metavar="KBPS", help="ceiling of the main streams (1000)")
    parser.add_argument("--live", type=int, nargs="*", default=[1], metavar="N", help="cameras coded live (camera 1)")
    parser.add_argument("--auth", type=_credentials, metavar="USER:PASSWORD", help="ask for a log-in")
    parser.add_argument(
        "--scheme", type=Scheme, choices=tuple(Scheme), action="append", help="of the log-in; repeatable"
    )
    parser.add_argument("--own-ports", action="store_true", help="give each camera a port of its own, and print them")
    parser.add_argument("--fault", action="append", default=[], metavar="N=NAME[:VALUE]", help="repeatable")
    parser.add_argument(
        "--control", action="store_true", help="read N=NAME[:VALUE] and N=clear from standard input, a line each"
    )
    parser.add_argument(
        "--closed-loop",
        action="store_true",
        help="show the district's traffic as SUMO drives it now (extra city; --start, --factor, --minutes, --views, "
        "--pose); by --control, JUNCTION=signals:LETTERS and JUNCTION=programme set its signals, "
        "incident=KIND:SECONDS[:ROAD] makes one happen",
    )
    parser.add_argument("--cache", type=Path, help="folder for the videos made (~/.cache/toancanh)")
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="DIR",
        help="keep the truth of live pictures of the district there, a file a minute",
    )
    parser.add_argument("--demo", action="store_true", help="the demo's cameras, or devices")
    parser.add_argument("--quiet", action="store_true", help="say nothing when ready")
    parser.add_argument("--prepare", action="store_true", help="make the videos, then end")
    add_options(parser)
    add_district_options(parser)
    add_view_options(parser)
    parser.set_defaults(run=lambda options: _run(options, open_platform))


def _run(options: argparse.Namespace, open_platform: OpenPlatform) -> int:
    if options.what == "city":
        from toancanh.simulation.city.command import make_city_folder

        return make_city_folder(options, open_platform)
    if options.words and options.what != "district":
        raise Invalid(f"simulate: {options.words[0]} is not understood")
    if options.what == "district":
        return run_district(options)
    if options.film is not None:
        if options.play is None:
            raise Invalid("--film needs --play")
        write_films(options, _main(options))
        return 0
    asyncio.run(serve_devices(options) if options.what == "devices" else _serve(options))
    return 0


async def _serve(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for stop_signal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    async with AsyncExitStack() as running:
        closed_loop = None
        if options.closed_loop:
            from toancanh.simulation.closed_loop.command import closed_loop_of, kept_up  # what it needs takes time

            closed_loop = closed_loop_of(options, SystemClock())
        plans = _plans(options, closed_loop)
        if closed_loop is not None:
            await running.enter_async_context(kept_up(closed_loop, stopped))
        await _serve_plans(options, plans, closed_loop, stopped)


def _obeyed(simulation: Simulation, closed_loop: ClosedLoop | None) -> Callable[[str], Awaitable[None]]:
    """What a line on standard input does, but for clearing faults."""

    async def obey(text: str) -> None:
        if closed_loop is None or not await asyncio.to_thread(closed_loop.obey, text):
            await simulation.server.set_fault(*parse_fault(text))

    return obey


async def _serve_plans(
    options: argparse.Namespace, plans: list[CameraPlan], closed_loop: ClosedLoop | None, stopped: asyncio.Event
) -> None:
    faults = [parse_fault(text) for text in options.fault]
    numbers = {plan.number for plan in plans}
    if unknown := {number for number, _, _ in faults} - numbers:
        raise Invalid(f"there is no camera {min(unknown)}; they are numbered 1 to {max(numbers)}")
    server_options = ServerOptions(
        credentials=options.auth,
        schemes=tuple(options.scheme or (Scheme.SHA_256, Scheme.MD5)),
        own_ports=options.own_ports,
    )
    simulation = Simulation(
        plans,
        clock=SystemClock(),
        seed=options.seed,
        cache=options.cache or default_cache(),
        options=server_options,
        truth=options.truth,
    )
    port = _RTSP_PORT if options.port is None else options.port
    try:
        await simulation.start(0 if options.prepare else port)
    except OSError as error:
        raise Unavailable(f"port {port} cannot be used ({error.strerror}): choose one with --port") from error
    telling = asyncio.create_task(_tell_what_failed(simulation)) if options.demo else None
    try:
        if options.prepare:
            await simulation.prepared()
            return
        for number, fault, value in faults:
            await simulation.server.set_fault(number, fault, value)
        if not options.demo:
            await _unless(stopped, simulation)
        if not stopped.is_set() and not options.quiet:
            _announce(simulation, own_ports=options.own_ports)
        if options.control:
            listen_to_standard_input(_obeyed(simulation, closed_loop), simulation.server.clear_faults)
        await stopped.wait()
    finally:
        if telling is not None:
            telling.cancel()
        await simulation.close()


async def _tell_what_failed(simulation: Simulation) -> None:
    """The demo goes on with the cameras whose videos could be made."""
    try:
        await asyncio.shield(simulation.prepared())
    except PlatformError as error:
        print(f"toancanh: {error.detail}", file=sys.stderr, flush=True)


async def _unless(stopped: asyncio.Event, simulation: Simulation) -> None:
    """Wait for the videos, but not beyond a signal to stop."""
    prepared, stop = asyncio.ensure_future(simulation.prepared()), asyncio.ensure_future(stopped.wait())
    await asyncio.wait((prepared, stop), return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if prepared.done():
        prepared.result()
    else:
        prepared.cancel()


def _announce(simulation: Simulation, *, own_ports: bool) -> None:
    cameras = simulation.server.cameras
    if own_ports:
        for number, camera in sorted(cameras.items()):
            print(f"rtsp://127.0.0.1:{camera.port}/cam/{number}")
    print(f"ready rtsp://127.0.0.1:{simulation.server.port}/cam/1 ... {max(cameras)}", flush=True)


def _plans(options: argparse.Namespace, closed_loop: ClosedLoop | None) -> list[CameraPlan]:
    if closed_loop is not None:
        from toancanh.simulation.closed_loop.command import plan_closed_loop

        return plan_closed_loop(options, closed_loop, main=_main(options), sub=_sub(options))
    if options.demo:
        return demo_plans(options.seed)
    if options.play is not None:
        return plan_district(scenes_of(options), live=set(options.live), main=_main(options), sub=_sub(options))
    videos: Sequence[Path] = options.video or ()
    for path in videos:
        if not path.is_file():
            raise Invalid(f"there is no file {path}")
    count = options.cameras if options.cameras is not None else len(videos) or 4
    if not 1 <= count <= 2000:
        raise Invalid("--cameras must be between 1 and 2000")
    return plan_cameras(
        count,
        seed=options.seed,
        live=set(options.live),
        codec=options.codec,
        main=_main(options),
        sub=_sub(options),
        videos=videos,
        looks=(Look.DAY, Look.BRIDGE, Look.ALLEY, Look.NIGHT),
    )


def _main(options: argparse.Namespace) -> Encoding:
    width, height = options.size
    return Encoding(
        width=width, height=height, fps=options.fps, gop=2 * options.fps, bitrate_bps=options.bitrate * 1000
    )


def _sub(options: argparse.Namespace) -> Encoding:
    width, height = options.size
    return Encoding(
        width=min(640, width // 4 * 2), height=min(360, height // 4 * 2), fps=10, gop=20, bitrate_bps=300_000
    )


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    size = int(width), int(height)
    if not all(160 <= side <= 4096 and side % 2 == 0 for side in size):
        raise ValueError(text)
    return size


def _credentials(text: str) -> Credentials:
    username, colon, password = text.partition(":")
    if not colon or not username:
        raise ValueError(text)
    return Credentials(username=username, password=password)
