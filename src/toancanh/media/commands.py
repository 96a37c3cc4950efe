"""``toancanh check``: the archive's and the database's invariants."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.media.archive import ArchiveIndex, check

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class HasArchive(Protocol):
    """As much of the platform as the command needs."""

    @property
    def archive(self) -> ArchiveIndex:
        """The archive's index."""


def add_commands(subparsers: Subparsers, open_platform: Callable[[Path | None], HasArchive]) -> None:
    """Add ``check``; ``open_platform`` opens the platform on a data folder (None: the usual one)."""
    parser = subparsers.add_parser("check", help="prove that recordings, index and database agree; exit 1 if not")
    parser.add_argument("--data", type=Path, help="folder of database and recordings")
    parser.add_argument("--deep", action="store_true", help="also read every picture")
    parser.add_argument("--json", action="store_true", help="print a list of {invariant, subject, detail}")

    def run(options: argparse.Namespace) -> int:
        violations = check(open_platform(options.data).archive, deep=options.deep)
        if options.json:
            json.dump([dataclasses.asdict(violation) for violation in violations], sys.stdout, indent=1)
            print()
        else:
            for violation in violations:
                print(f"{violation.invariant} {violation.subject}: {violation.detail}")
            print(f"{len(violations)} violations" if violations else "index, disk and database agree")
        return 1 if violations else 0

    parser.set_defaults(run=run)
