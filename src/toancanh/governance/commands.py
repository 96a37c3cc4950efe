"""``toancanh audit`` and ``toancanh units load``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from toancanh.governance.record.commands import OpenPlatform, add_audit
from toancanh.kernel import Principal

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    """Add ``audit`` and ``units``."""
    _add_units(subparsers, open_platform)
    add_audit(subparsers, open_platform)


def _add_units(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    units = subparsers.add_parser("units", help="communes and wards, and what they were before")
    verbs = units.add_subparsers(dest="verb", required=True, metavar="VERB")
    load = verbs.add_parser(
        "load", help="put Hà Nội's units and renamed departments into the tree; again changes nothing"
    )
    load.add_argument("--data", help="folder of database, recordings and settings")
    load.add_argument("--at", type=date.fromisoformat, metavar="DATE", help="day of the reform by your official text")
    load.add_argument("--source", default="", help="the official text that names the day")

    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            done = platform.governance.load_units(
                Principal.system("cli"), reform_day=options.at, reform_source=options.source
            )
        finally:
            platform.close()
        print(f"{done.made} organisations made, {done.changed} completed, {done.successions} successions said")
        return 0

    load.set_defaults(run=run)
