"""``toancanh regulation check | test | diff | simulate``: a pack is a folder, or the name of one that is shipped."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toancanh.governance.record.commands import OpenPlatform
    from toancanh.governance.regulation.engine import Engine

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], OpenPlatform]) -> None:
    """Add ``regulation``."""
    regulation = subparsers.add_parser("regulation", help="packs of rules: who may do what, for which purpose")
    verbs = regulation.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("check", help="what is wrong with a pack; exit 1 if anything is")
    verb.add_argument("pack", metavar="PACK", help="its folder, or the name of a shipped one (hanoi)")
    verb.set_defaults(run=_check)
    verb = verbs.add_parser("test", help="put a pack's test cases to its policies; exit 1 if one fails")
    verb.add_argument("pack", metavar="PACK", help="its folder, or the name of a shipped one (hanoi)")
    verb.set_defaults(run=_test)
    verb = verbs.add_parser("diff", help="what another pack says and answers differently")
    verb.add_argument("before", metavar="A", help="folder or name")
    verb.add_argument("after", metavar="B", help="folder or name")
    verb.set_defaults(run=_diff)
    verb = verbs.add_parser("simulate", help="decide the requests on record again under a pack")
    verb.add_argument("pack", metavar="PACK", help="its folder, or the name of a shipped one (hanoi)")
    verb.add_argument("--since", required=True, type=date.fromisoformat, metavar="DATE", help="the first day (UTC)")
    verb.add_argument("--data", help="folder of database, recordings and settings")
    verb.set_defaults(run=partial(_simulate, open_platform))
    for parser in verbs.choices.values():
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _engine(named: str) -> Engine:
    from toancanh.governance.regulation.engine import Engine
    from toancanh.governance.regulation.pack import load_pack
    from toancanh.regulations import SHIPPED

    shipped = SHIPPED / named
    is_name = named.isidentifier() and shipped.is_dir()
    return Engine(load_pack(shipped if is_name else Path(named).resolve()))


def _check(options: argparse.Namespace) -> int:
    from toancanh.governance.regulation.check import check

    engine = _engine(options.pack)
    findings, pack = check(engine), engine.pack
    if options.json:
        rows = [{"where": finding.where, "what": finding.what} for finding in findings]
        print(json.dumps({"pack": pack.title.id, "version": pack.title.version, "findings": rows}, ensure_ascii=False))
        return 1 if findings else 0
    for finding in findings:
        print(f"{finding.where}: {finding.what}")
    print(
        f"{pack.title.id} {pack.title.version} ({pack.title.status}, {pack.digest}): {len(pack.articles)} articles, "
        f"{len(engine.policies)} policies, {len(pack.cases)} test cases, {len(findings)} findings"
    )
    return 1 if findings else 0


def _test(options: argparse.Namespace) -> int:
    from toancanh.governance.regulation.check import try_cases
    from toancanh.governance.regulation.difference import told

    tried = try_cases(_engine(options.pack))
    failed = [one for one in tried if one.why]
    if options.json:
        rows = [{"case": one.case.says.en, "answer": told(one.answer), "why": one.why} for one in tried]
        print(json.dumps({"cases": rows, "failed": len(failed)}, ensure_ascii=False))
        return 1 if failed else 0
    for one in tried:
        print(f"{'FAILED' if one.why else 'ok    '}  {one.case.says.vi}: {one.why or told(one.answer)}")
    print(f"{len(tried)} cases, {len(failed)} failed")
    return 1 if failed else 0


def _diff(options: argparse.Namespace) -> int:
    from toancanh.governance.regulation.difference import differences

    changes = differences(_engine(options.before), _engine(options.after))
    if options.json:
        rows = [{"where": one.where, "before": one.before, "after": one.after} for one in changes]
        print(json.dumps({"changes": rows}, ensure_ascii=False))
        return 0
    for one in changes:
        print(f"{one.where}\n  - {one.before or '(nothing)'}\n  + {one.after or '(nothing)'}")
    print(f"{len(changes)} differences")
    return 0


def _simulate(open_platform: Callable[[str | None], OpenPlatform], options: argparse.Namespace) -> int:
    from toancanh.governance.regulation.replay import replay

    engine = _engine(options.pack)
    since = datetime(options.since.year, options.since.month, options.since.day, tzinfo=UTC)
    platform = open_platform(options.data)
    try:
        done = replay(engine, platform.governance.reader.since(round(since.timestamp()) * 1_000_000))
    finally:
        platform.close()
    if options.json:
        print(json.dumps(asdict(done), ensure_ascii=False))
        return 0
    for shift in done.shifts:
        named = ", ".join(example.id for example in shift.examples)
        print(f"{shift.count:6}  {shift.action}: {shift.before} -> {shift.after}; such as {named}")
    erased = f"; of {done.without_purpose} the purpose has been erased" if done.without_purpose else ""
    print(f"{done.decided} requests decided again, {sum(one.count for one in done.shifts)} differently{erased}")
    return 0
