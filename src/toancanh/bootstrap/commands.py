"""``up`` and the processes it starts; ``openapi`` and ``bench``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.kernel import Invalid

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands of the whole platform."""
    up = subparsers.add_parser("up", help="start everything on this machine")
    _add_settings(up)
    up.add_argument("--demo", action="store_true", help="with simulated cameras and organisations")
    up.add_argument("--no-web", action="store_true", help="only the processes that record, without the console")
    up.set_defaults(run=_up)

    openapi = subparsers.add_parser("openapi", help="print the OpenAPI description of the HTTP interface")
    openapi.set_defaults(run=_openapi)

    bench = subparsers.add_parser("bench", help="measure the figures (in a checkout)")
    bench.add_argument("name", metavar="NAME", help="ingest, live, playback, ...; all for every one")
    bench.add_argument("--only", nargs="+", metavar="NAME", help="all: measure these, keep the page's other sections")
    bench.add_argument("--json", action="store_true", help="one JSON object on standard output")
    bench.add_argument("--url", help="ingest: record copies of this stream instead of the figures' own sources")
    bench.add_argument("--cameras", type=int, help="ingest: number of copies")
    bench.add_argument("--seconds", type=float, help="how long each measurement takes")
    bench.add_argument(
        "--data", type=Path, help="ingest: folder to record into; --full, --tuning: where parts are kept"
    )
    bench.add_argument("--full", action="store_true", help="health: the days that certainty needs, and nothing else")
    bench.add_argument("--tuning", action="store_true", help="health: what thresholds are set by, on seeds for that")
    bench.add_argument("--rows", type=int, help="archive: among how many segments (40 million)")
    bench.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both", help="archive: which")
    bench.set_defaults(run=_bench)

    for name, run in (("_web", _web), ("_media", _media), ("_watch", _watch)):
        child = subparsers.add_parser(name)
        child.add_argument("--settings", required=True, help="the settings as JSON, made by up")
        child.add_argument("--shard", type=int, default=0)
        child.add_argument("--standby", action="store_true", help="_media: the second recorder of all shards")
        child.add_argument("--listener", type=int, default=-1, help="descriptor of the listening socket")
        child.set_defaults(run=run)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder of database, recordings and settings")
    parser.add_argument("--port", type=int, help="port of the console and the HTTP interface (8080)")
    parser.add_argument("--host", help="address to listen on (127.0.0.1); elsewhere than loopback with TLS only")
    parser.add_argument("--tls", choices=("auto", "local", "none"), help="see docs/guide/settings.md")
    parser.add_argument(
        "--allow-outbound",
        action="append",
        metavar="HOST:PORT",
        help="a loopback or link-local address that streams may come from; repeatable",
    )


def _settings_flags(options: argparse.Namespace) -> dict[str, object]:
    names = ("port", "host", "tls", "allow_outbound")
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def _up(options: argparse.Namespace) -> int:
    """Set everything up, then become the supervisor: what set-up imported is gone from memory."""
    from toancanh.bootstrap.setup import prepare
    from toancanh.infra.processes import become_supervisor

    plan = prepare(
        data=options.data, overrides=_settings_flags(options), demo=options.demo, with_web=not options.no_web
    )
    for line in plan.say:
        print(line, flush=True)
    become_supervisor(plan.children)


def _web(options: argparse.Namespace) -> int:
    from toancanh.bootstrap.children import run_web

    return run_web(options.settings, listener=options.listener)


def _media(options: argparse.Namespace) -> int:
    from toancanh.bootstrap.children import run_media, run_standby

    if options.standby:
        return run_standby(options.settings)
    return run_media(options.settings, shard=options.shard)


def _watch(options: argparse.Namespace) -> int:
    from toancanh.bootstrap.children import run_watch

    return run_watch(options.settings)


def _openapi(_options: argparse.Namespace) -> int:
    from toancanh.bootstrap.children import openapi_document

    json.dump(openapi_document(), sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)
    print()
    return 0


def _bench(options: argparse.Namespace) -> int:
    root = Path(__file__).resolve().parents[3]
    if not (root / "benchmarks" / "__init__.py").exists():
        print("toancanh: benchmarks are part of a checkout, not of the installed package", file=sys.stderr)
        return 2
    if options.data is not None:
        options.data = options.data.absolute()
    os.chdir(root)
    sys.path.insert(0, str(root))
    from importlib import import_module

    try:
        return int(import_module("benchmarks.run").main(options))
    except Invalid as error:
        print(f"toancanh: {error.detail}", file=sys.stderr)
        return 2
