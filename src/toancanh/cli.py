"""The command line: each package adds its own commands; a package is imported only when its command is used.

Errors go to standard error in one line with what to do; exit 2 for wrong use, 1 for failure.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, cast

from toancanh import __version__
from toancanh.kernel import ErrorKind, PlatformError

_PACKAGES: dict[str, tuple[str, ...]] = {
    "toancanh.bootstrap.commands": ("up", "openapi", "bench", "_web", "_media", "_watch"),
    "toancanh.simulation.commands": ("simulate",),
    "toancanh.infra.commands": ("keys", "backup", "restore"),
    "toancanh.bootstrap.site_copy.commands": ("site",),
    "toancanh.governance.commands": ("audit", "units"),
    "toancanh.governance.regulation.commands": ("regulation",),
    "toancanh.media.commands": ("check",),
    "toancanh.media.backfill.commands": ("backfill",),
    "toancanh.media.archive.places.commands": ("storage",),
    "toancanh.evidence.verifier.commands": ("verify",),
    "toancanh.evidence.commands": ("evidence",),
    "toancanh.vision.models.commands": ("models",),
    "toancanh.traffic.commands": ("traffic",),
}
"""Which module brings which commands, so that a command loads no more than it needs."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(_parsed(arguments))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone; keep the interpreter's exit quiet
        return 1
    except KeyboardInterrupt:
        return 130


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(prog="toancanh", description="An open platform over all of a city's cameras.")
    parser.add_argument("--version", action="version", version=f"toancanh {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    is_known = any(wanted in names for names in _PACKAGES.values())
    if arguments and arguments[0] == wanted and not is_known:
        commands = [name for names in _PACKAGES.values() for name in names if not name.startswith("_")]
        parser.error(f"there is no command {wanted!r} (but {', '.join(commands)})")
    for module, names in _PACKAGES.items():
        if wanted in names or not is_known:
            _add(module, subparsers)
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    run = cast("Callable[[argparse.Namespace], int]", options.run)
    try:
        return run(options)
    except PlatformError as error:
        print(f"toancanh: {error.detail}", file=sys.stderr)
        return 2 if error.kind is ErrorKind.INVALID else 1
    except OSError as error:
        if options.command.startswith("_") or isinstance(error, BrokenPipeError):
            raise  # a process of ours: the supervisor starts it again, and the traceback is for the log
        where = f"{error.filename}: " if error.filename else ""
        print(f"toancanh: {where}{error.strerror or error}", file=sys.stderr)
        return 1


def _add(module: str, subparsers: argparse._SubParsersAction[_Parser]) -> None:
    """A package that needs the platform opened takes the opener as its second argument (it must not know bootstrap)."""
    add_commands = importlib.import_module(module).add_commands
    if add_commands.__code__.co_argcount == 1:
        add_commands(subparsers)
    else:
        add_commands(subparsers, _open_platform)


def _open_platform(data: str | None, *, create: bool = False) -> object:
    from toancanh.bootstrap import open_platform

    return open_platform(data=data, create=create)
