"""``toancanh audit verify`` and ``toancanh units load``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Protocol

from toancanh.kernel import Principal

if TYPE_CHECKING:
    from toancanh.governance.service import Governance

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class OpenPlatform(Protocol):
    """What of the opened platform these commands need."""

    @property
    def governance(self) -> Governance: ...

    def close(self) -> None:
        """Give everything back."""


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    """Add ``audit`` and ``units``."""
    _add_units(subparsers, open_platform)
    audit = subparsers.add_parser("audit", help="the record of who did what")
    verbs = audit.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="prove that no entry was changed, removed or added; exit 1 if one was")
    verify.add_argument("--data", help="folder of database, recordings and settings")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            report = platform.governance.verify_record()
        finally:
            platform.close()
        if options.json:
            print(json.dumps(asdict(report)))
        else:
            for fault in report.violations:
                print(f"site {fault.site}, writer {fault.writer}, entry {fault.seq}: {fault.what}")
            verdict = f"{len(report.violations)} violations" if report.violations else "intact"
            print(f"{report.entries} entries in {report.chains} chains, {report.erased} erased: {verdict}")
        return 1 if report.violations else 0

    verify.set_defaults(run=run)


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
