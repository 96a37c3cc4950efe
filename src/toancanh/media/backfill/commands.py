"""``toancanh backfill``: holes of one camera filled from its own storage, now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.kernel import Clock, format_rfc3339, parse_rfc3339
from toancanh.media.playback.spans import Span

if TYPE_CHECKING:
    from toancanh.media.backfill.service import Backfill

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class HasBackfill(Protocol):
    """As much of the platform as the command needs."""

    @property
    def backfill(self) -> Backfill: ...
    @property
    def clock(self) -> Clock: ...

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[Path | None], HasBackfill]) -> None:
    """Add ``backfill``; ``open_platform`` opens the platform on a data folder (None: the usual one)."""
    parser = subparsers.add_parser("backfill", help="fill holes in a camera's recordings from its own storage")
    parser.add_argument("--data", type=Path, help="folder of database and recordings")
    parser.add_argument("--camera", required=True, metavar="ID", help="a channel of a device that was taken in")
    parser.add_argument("--from", dest="from_us", type=_instant, required=True, metavar="TIME", help="RFC 3339")
    parser.add_argument("--to", dest="to_us", type=_instant, metavar="TIME", help="RFC 3339; without it, now")

    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            end_us = platform.clock.now_us() if options.to_us is None else options.to_us
            return _filled(platform.backfill, options.camera, Span(start_us=options.from_us, end_us=end_us))
        finally:
            platform.close()

    parser.set_defaults(run=run)


def _instant(text: str) -> int:
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-23T08:00:00+07:00") from error


def _filled(backfill: Backfill, camera_id: str, asked: Span) -> int:
    found = backfill.fill(camera_id, asked)
    for one in found:
        where = f"{format_rfc3339(one.asked.start_us)} to {format_rfc3339(one.asked.end_us)}"
        print(f"{where}: {one.seconds:.1f} s in {len(one.segments)} files")
        if one.reason is not None:
            print(f"{where}: {one.reason}: {one.detail}", file=sys.stderr)
    if not found:
        print("there is no hole that may be filled")
    return 1 if any(one.reason is not None for one in found) else 0
