"""``toancanh verify``: the same as the file that a court runs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toancanh.evidence.verifier import verify

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers) -> None:
    """Add ``verify``."""
    command = subparsers.add_parser(
        "verify",
        help="check a package of evidence",
        description="Checks a package of evidence. Exit status: 0 proven, 1 broken, 2 wrong use, 3 intact but its "
        "origin is not proven. The root comes from outside: from the hand-over letter or the site's page /trust.",
    )
    command.add_argument("package", metavar="PACKAGE", help="the ZIP, or the folder it was unpacked into")
    command.add_argument("--root", default="", help="root certificate (a file), or its SHA-256 fingerprint")
    command.add_argument("--crl", default="", help="a newer revocation list of the site (a file)")
    command.add_argument("--tsa", default="", help="certificate of the time stamp server or of who issued it (a file)")
    command.add_argument("--statement", default="", help="hand-over statement (a file), where it lies elsewhere")
    command.add_argument("--json", action="store_true", help="for programs")

    def run(options: argparse.Namespace) -> int:
        given = [options.package]
        for name in ("root", "crl", "tsa", "statement"):
            given += [f"--{name}", getattr(options, name)] if getattr(options, name) else []
        return verify.main([*given, "--json"] if options.json else given)

    command.set_defaults(run=run)
