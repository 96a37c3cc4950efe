"""``toancanh audit``: verify, checkpoint, erase."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.kernel import Principal

if TYPE_CHECKING:
    from toancanh.governance.service import Governance

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class _Settings(Protocol):
    @property
    def checkpoints_path(self) -> Path: ...


class OpenPlatform(Protocol):
    """What of the opened platform these commands need."""

    @property
    def governance(self) -> Governance: ...
    @property
    def settings(self) -> _Settings: ...

    def close(self) -> None:
        """Give everything back."""


Opener = Callable[[str | None], OpenPlatform]


def add_audit(subparsers: Subparsers, open_platform: Opener) -> None:
    """Add ``audit``."""
    audit = subparsers.add_parser("audit", help="the record of who did what")
    verbs = audit.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="prove that no entry was changed, removed or added; exit 1 if one was")
    verify.add_argument(
        "--checkpoint", metavar="FILE", type=Path, action="append", default=[],
        help="file of checkpoints that an owner was handed; finds an older copy and a record computed anew, too",
    )  # fmt: skip
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    make = verbs.add_parser("checkpoint", help="sign the ends of all chains now, and put it out for the owners")
    erase = verbs.add_parser("erase", help="erase what names people where its time is over, as every night")
    erase.add_argument("--user", metavar="NAME", help="at this person's request: what need not be kept any longer")
    erase.add_argument("--reason", default="", help="number of the person's request; goes with --user")
    for verb, run in ((verify, _verify), (make, _checkpoint), (erase, _erase)):
        verb.add_argument("--data", help="folder of database, recordings and settings")
        verb.set_defaults(run=_opened(run, open_platform))


def _opened(
    run: Callable[[argparse.Namespace, OpenPlatform], int], open_platform: Opener
) -> Callable[[argparse.Namespace], int]:
    def opened(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            return run(options, platform)
        finally:
            platform.close()

    return opened


def _verify(options: argparse.Namespace, platform: OpenPlatform) -> int:
    from toancanh.governance.checkpoints import parse

    handed = [one for file in options.checkpoint for one in parse(file.read_text(encoding="utf-8"))]
    report = platform.governance.verify_record(handed)
    if options.json:
        print(json.dumps(asdict(report)))
    else:
        for fault in report.violations:
            writer = f", writer {fault.writer}" if fault.writer else ""
            entry = f", entry {fault.seq}" if fault.seq else ""
            print(f"site {fault.site}{writer}{entry}: {fault.what}")
        verdict = f"{len(report.violations)} violations" if report.violations else "intact"
        print(
            f"{report.entries} entries in {report.chains} chains, {report.erased} erased, "
            f"{report.checkpoints} checkpoints: {verdict}"
        )
    return 1 if report.violations else 0


def _checkpoint(_options: argparse.Namespace, platform: OpenPlatform) -> int:
    checkpoints = platform.governance.checkpoints
    head = checkpoints.make(Principal.system("cli"))
    folder = platform.settings.checkpoints_path
    owners = checkpoints.put_out(folder)
    print(f"checkpoint {head.number} ({head.digest()}), signed by {head.key}, for {owners} owners in {folder}")
    return 0


def _erase(options: argparse.Namespace, platform: OpenPlatform) -> int:
    erasure, cli = platform.governance.erasure, Principal.system("cli")
    if options.user:
        done = erasure.of_person(cli, erasure.person_called(options.user), reason=options.reason)
    else:
        done = erasure.run(cli)
    print(f"{done.entries} entries name nobody any more")
    return 0
