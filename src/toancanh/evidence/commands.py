"""``toancanh evidence``: the site's evidence keys, for who has the machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from toancanh.evidence.handover import Receiver
from toancanh.kernel import Principal

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_CLI = Principal.system("cli")


class OpenPlatform(Protocol):
    """What these commands need of the wired platform."""

    @property
    def evidence(self) -> Evidence: ...

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    """Add ``evidence keys``, ``revoke``, ``seal`` and ``copy``."""
    evidence = subparsers.add_parser("evidence", help="packages of evidence, and the keys they are signed with")
    verbs = evidence.add_subparsers(dest="verb", required=True, metavar="VERB")
    keys = verbs.add_parser("keys", help="fingerprint of the root certificate, and the signing certificates")
    revoke = verbs.add_parser("revoke", help="a signing certificate signs no more; the next signature makes a new one")
    revoke.add_argument("serial", metavar="SERIAL", help="as `evidence keys` names it")
    revoke.add_argument("--why", required=True, help="stands in the record")
    seal = verbs.add_parser("seal", help="seal what was recorded until now")

    copy = verbs.add_parser("copy", help="a package onto a disk, read back and compared, with letter and hashes")
    copy.add_argument("number", metavar="NUMBER", help="of the export, as the console shows it")
    copy.add_argument("folder", metavar="FOLDER", type=Path, help="of the disk, where it is mounted")
    copy.add_argument("--to", required=True, metavar="NAME", help="who receives it; stands in letter and record")
    copy.add_argument("--organisation", default="", help="of the receiver")
    copy.add_argument("--contact", default="", help="telephone or address of the receiver")

    def show(found: Evidence, _options: argparse.Namespace) -> None:
        trust = found.authority.trust()
        print(f"root {trust.fingerprint}")
        for serial, _ in trust.signing:
            print(f"signing {serial}")

    def revoked(found: Evidence, options: argparse.Namespace) -> None:
        found.authority.revoke(_CLI, options.serial.lower(), why=options.why)
        print(f"{options.serial} is revoked: publish the new list at /trust, hand it to who holds packages")

    def sealed(found: Evidence, _options: argparse.Namespace) -> None:
        made = found.seals.make(_CLI)
        print("nothing was ever recorded with proof" if made is None else f"seal {made.number}")

    def copied(found: Evidence, options: argparse.Namespace) -> None:
        to = Receiver(name=options.to, organisation=options.organisation, contact=options.contact)
        path, one = found.handovers.copy(options.number, to, options.folder, _told_on(sys.stderr))
        print(f"{path}\nSHA-256 {one.package_sha256}, read back from the disk\nhand-over {one.id} is on record")

    for verb, act in ((keys, show), (revoke, revoked), (seal, sealed), (copy, copied)):
        verb.add_argument("--data", help="folder of database, recordings and settings")
        verb.set_defaults(run=_running(act, open_platform))


def _told_on(terminal: TextIO) -> Callable[[float], None]:
    """Percents, where somebody looks on."""
    told = -1

    def tell(done: float) -> None:
        nonlocal told
        if terminal.isatty() and int(done * 100) != told:
            told = int(done * 100)
            terminal.write(f"\r{told} % " + ("" if told < 100 else "\n"))
            terminal.flush()

    return tell


def _running(
    act: Callable[[Evidence, argparse.Namespace], None], open_platform: Callable[[str | None], OpenPlatform]
) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            act(platform.evidence, options)
        finally:
            platform.close()
        return 0

    return run
