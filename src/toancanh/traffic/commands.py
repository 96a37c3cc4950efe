"""``toancanh traffic``: measurements, for who has the machine."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from toancanh.traffic.service import Traffic

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class OpenPlatform(Protocol):
    """What these commands need of the wired platform."""

    @property
    def traffic(self) -> Traffic: ...

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    """Add ``traffic check`` and ``traffic tidy``."""
    traffic = subparsers.add_parser("traffic", help="measurements of traffic: check their files, put them in order")
    verbs = traffic.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="prove that the files are as they were written; exit 1 if not")
    check.add_argument("--deep", action="store_true", help="read every file and compare its digest")
    check.add_argument("--json", action="store_true", help="print a list of {invariant, subject, detail}")
    tidy = verbs.add_parser("tidy", help="put files together, close days, forget old minutes, judge places: now")

    def checked(found: Traffic, options: argparse.Namespace) -> int:
        violations = found.check(deep=options.deep)
        if options.json:
            print(json.dumps([dataclasses.asdict(one) for one in violations]))
        else:
            for one in violations:
                print(f"{one.subject}: {one.detail}")
            print(f"{len(violations)} violations" if violations else "the measurements are whole")
        return 1 if violations else 0

    def tidied(found: Traffic, _options: argparse.Namespace) -> int:
        found.round()
        print("done")
        return 0

    for parser, act in ((check, checked), (tidy, tidied)):
        parser.add_argument("--data", help="folder of database and measurements")

        def run(options: argparse.Namespace, act: Callable[[Traffic, argparse.Namespace], int] = act) -> int:
            platform = open_platform(options.data)
            try:
                return act(platform.traffic, options)
            finally:
                platform.close()

        parser.set_defaults(run=run)
