"""``toancanh storage``: disks and cold store of the archive, for who has the machine."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.governance import Governance
from toancanh.kernel import IdSource, Principal
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.places.keeper import PlacesKeeper, PlacesReport
from toancanh.media.archive.places.returning import take_back
from toancanh.media.archive.places.service import PlacesService

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_CLI = Principal.system("cli")


class HasPlaces(Protocol):
    """As much of the platform as the command needs."""

    @property
    def governance(self) -> Governance: ...
    @property
    def places_keeper(self) -> PlacesKeeper: ...
    @property
    def archive(self) -> ArchiveIndex: ...
    @property
    def ids(self) -> IdSource: ...

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], HasPlaces]) -> None:
    """Add ``storage list``, ``add``, ``drain``, ``use``, ``give-up`` and ``take-back``."""
    storage = subparsers.add_parser("storage", help="disks of the archive: list, add, drain, give up, take back")
    verbs = storage.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, text in (
        ("list", "what there is and how it fares"),
        ("add", "new recordings go to this folder too"),
        ("drain", "empty a disk while recording goes on"),
        ("use", "use a drained disk again"),
        ("give-up", "a dead disk will not come back: its recordings become gaps"),
        ("take-back", "a disk that was given up is good after all: its recordings come back; again where interrupted"),
    ):
        parser = verbs.add_parser(verb, help=text)
        if verb != "list":
            parser.add_argument("name", metavar="NAME", help="as `storage list` names it")
        if verb == "add":
            parser.add_argument("folder", type=Path, metavar="FOLDER", help="on a disk of its own, mounted")
        if verb == "take-back":
            parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="once its giving up is over")
            parser.add_argument("--unproven", action="store_true", help="also recordings from before there were proofs")
        if verb == "give-up":
            parser.add_argument("--confirm", required=True, metavar="NAME", help="the name again")
        parser.add_argument("--data", help="folder of database, recordings and settings")
        parser.set_defaults(run=_running(open_platform))


def _running(open_platform: Callable[[str | None], HasPlaces]) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            _print(_act(PlacesService(governance=platform.governance, keeper=platform.places_keeper), options))
            if options.verb == "take-back":
                returned = take_back(platform.archive, _name(options), ids=platform.ids, unproven=options.unproven)
                print(
                    f"{returned.files} recordings are back, {returned.left} files are none of the archive's any more, "
                    f"{returned.unproven} of them without a proof that they were recorded here"
                )
        finally:
            platform.close()
        return 0

    return run


def _name(options: argparse.Namespace) -> str:
    return "" if options.verb == "list" or options.name == "root" else str(options.name)


def _act(places: PlacesService, options: argparse.Namespace) -> PlacesReport:
    name = _name(options)
    match options.verb:
        case "add":
            return places.add_pool(_CLI, name, options.folder.absolute(), source="cli")
        case "drain" | "use":
            return places.drain_pool(_CLI, name, options.verb == "drain", source="cli")
        case "give-up":
            return places.give_up_pool(_CLI, name, options.confirm, source="cli")
        case "take-back":
            folder = None if options.folder is None else options.folder.absolute()
            return places.take_back_pool(_CLI, name, folder, unproven=options.unproven, source="cli")
        case _:
            return places.read(_CLI, source="cli")


def _print(report: PlacesReport) -> None:
    for one in report.places:
        if one.look is None:
            print(f"{one.name}: {one.segments} recordings, {one.size_bytes} bytes")
            continue
        pool = one.look.pool
        given_up = ", given up" if pool.lost_us is not None else ", draining" if pool.draining else ""
        print(
            f"{one.name or 'root'}: {one.look.state.value}{given_up}, {one.look.free_bytes} bytes free, "
            f"{one.segments} recordings, {pool.folder}"
        )
    print(f"{report.moving} recordings on their way")
