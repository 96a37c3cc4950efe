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
from toancanh.kernel import Clock, Principal, parse_rfc3339
from toancanh.media.archive import ArchiveIndex, check
from toancanh.media.archive.check import Part
from toancanh.media.archive.proof.verify import Proven
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

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[Path | None], HasArchive]) -> None:
    """Add ``check``; ``open_platform`` opens the platform on a data folder (None: the usual one)."""
    parser = subparsers.add_parser("check", help="prove that recordings, index and database agree; exit 1 if not")
    parser.add_argument("--data", type=Path, help="folder of database and recordings")
    parser.add_argument("--deep", action="store_true", help="also read every picture and prove it unit by unit")
    parser.add_argument("--camera", default="", metavar="ID", help="only the recordings of this camera")
    parser.add_argument("--from", dest="from_us", type=_instant, metavar="TIME", help="only from here on (RFC 3339)")
    parser.add_argument("--to", dest="to_us", type=_instant, metavar="TIME", help="only up to here (RFC 3339)")
    parser.add_argument("--json", action="store_true", help="print a list of {invariant, subject, detail}")

    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            return _checked(platform, options)
        finally:
            platform.close()

    parser.set_defaults(run=run)


def _part(options: argparse.Namespace) -> Part | None:
    """None for all there is."""
    whole = Part()
    part = Part(
        camera_id=options.camera or None,
        from_us=whole.from_us if options.from_us is None else options.from_us,
        to_us=whole.to_us if options.to_us is None else options.to_us,
    )
    return None if part == whole else part


def _instant(text: str) -> int:
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-23T08:00:00+07:00") from error


def _told(proven: Proven) -> str:
    parts = [f"{proven.units} pictures of {proven.segments} recordings are as they were recorded"]
    if proven.thinned_units:
        parts.append(f"{proven.thinned_units} were removed by thinning")
    if proven.unproven_segments:
        parts.append(f"{proven.unproven_segments} recordings are older than proofs")
    return "; ".join(parts)


def _checked(platform: HasArchive, options: argparse.Namespace) -> int:
    only, proven = _part(options), Proven()
    found = check(platform.archive, deep=options.deep, only=only, proven=proven)
    if only is None:
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
        if options.deep:
            print(_told(proven))
        agree = "index, disk and database agree; nothing too old, nothing held gone"
        print(f"{len(found)} violations" if found else agree if only is None else "this part agrees")
    return 1 if found else 0
