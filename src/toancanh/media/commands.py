"""``toancanh check``: the archive's and the database's invariants."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.governance import Governance
from toancanh.governance.holds import Limits
from toancanh.kernel import Clock, Principal
from toancanh.media.archive import ArchiveIndex, check
from toancanh.media.keeping import KeepingReport, violations
from toancanh.registry import Registry

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class HasArchive(Protocol):
    """As much of the platform as the command needs."""

    @property
    def archive(self) -> ArchiveIndex: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[Path | None], HasArchive]) -> None:
    """Add ``check``; ``open_platform`` opens the platform on a data folder (None: the usual one)."""
    parser = subparsers.add_parser("check", help="prove that recordings, index and database agree; exit 1 if not")
    parser.add_argument("--data", type=Path, help="folder of database and recordings")
    parser.add_argument("--deep", action="store_true", help="also read every picture")
    parser.add_argument("--json", action="store_true", help="print a list of {invariant, subject, detail}")

    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        found = check(platform.archive, deep=options.deep)
        report = KeepingReport(
            governance=platform.governance,
            registry=platform.registry,
            archive=platform.archive,
            clock=platform.clock,
            default=Limits(platform.registry.default_min_days, platform.registry.default_max_days),
        )
        found += violations(report.make(Principal.system("check")))
        if options.json:
            json.dump([dataclasses.asdict(violation) for violation in found], sys.stdout, indent=1)
            print()
        else:
            for violation in found:
                print(f"{violation.invariant} {violation.subject}: {violation.detail}")
            print(
                f"{len(found)} violations"
                if found
                else "index, disk and database agree; nothing too old, nothing held gone"
            )
        return 1 if found else 0

    parser.set_defaults(run=run)
