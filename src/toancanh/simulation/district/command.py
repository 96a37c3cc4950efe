"""``toancanh simulate district make|list``."""

from __future__ import annotations

import argparse
import datetime
from collections import Counter
from pathlib import Path

from toancanh.kernel import Invalid
from toancanh.simulation.district.model import IncidentKind, Play, VehicleKind
from toancanh.simulation.district.shipped import load_play, names

_LONGEST_S = 3600.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Of ``simulate district`` alone."""
    group = parser.add_argument_group("district", "make [NAME ...] and list; make needs SUMO (the extra city)")
    group.add_argument("words", nargs="*", metavar="make|list [NAME ...]", help="district: what to do, and plays")
    group.add_argument("--out", type=Path, metavar="DIR", help="district make: the folder for the files")
    group.add_argument(
        "--start",
        type=_time,
        metavar="HH:MM",
        help="district make: of a play of your own, with the demand of that hour",
    )
    group.add_argument("--seconds", type=float, default=300.0, help="district make: how long it is (300)")
    group.add_argument("--factor", type=float, default=1.0, help="district make: times the demand of that hour (1)")
    group.add_argument(
        "--incident",
        action="append",
        default=[],
        metavar="KIND:START:SECONDS[:ROAD]",
        help=f"district make: repeatable; KIND is one of {', '.join(IncidentKind)}",
    )


def run_district(options: argparse.Namespace) -> int:
    """Refuses what is neither make nor list."""
    match options.words:
        case ["list"]:
            return _list()
        case ["make", *wanted]:
            return _make(options, wanted)
        case _:
            raise Invalid("simulate district: say `list`, or `make [NAME ...] --out DIR`")


def _list() -> int:
    for name in names():
        print(_line(load_play(name)))
    return 0


def _line(play: Play) -> str:
    kinds = Counter(body.kind for body in play.bodies)
    driving = len(play.bodies) - kinds[VehicleKind.PEDESTRIAN]
    share = kinds[VehicleKind.MOTORCYCLE] / max(1, driving)
    told = ", ".join(f"{one.kind} {one.start_s:g}-{one.end_s:g} s" for one in play.incidents) or "nothing in particular"
    return (
        f"{play.name}: {play.start:%H:%M}, {play.duration_s:g} s, seed {play.seed}, {driving} vehicles "
        f"({share:.0%} motorcycles), {kinds[VehicleKind.PEDESTRIAN]} on foot; {told}"
    )


def _make(options: argparse.Namespace, wanted: list[str]) -> int:
    from toancanh.simulation.district.making.incidents import IncidentPlan
    from toancanh.simulation.district.making.recording import PlayPlan
    from toancanh.simulation.district.making.scenarios import shipped_plans
    from toancanh.simulation.district.making.workshop import make_plays, write_network, write_play

    if options.out is None or not options.out.is_dir():
        raise Invalid("simulate district make: name a folder that is there by --out")
    if options.start is not None:
        if len(wanted) != 1 or not 1 <= options.seconds <= _LONGEST_S or not 0 < options.factor <= 3:
            raise Invalid("with --start goes one name, up to 3600 --seconds and a --factor of at most 3")
        incidents = []
        for text in options.incident:
            kind, start_s, duration_s, road_id = _incident(text)
            incidents.append(IncidentPlan(kind=kind, start_s=start_s, duration_s=duration_s, road_id=road_id))
        plans = [
            PlayPlan(
                name=wanted[0],
                start=options.start,
                duration_s=options.seconds,
                seed=options.seed,
                factor=options.factor,
                incidents=tuple(incidents),
            )
        ]
    else:
        shipped = {plan.name: plan for plan in shipped_plans()}
        if unknown := set(wanted) - {*shipped, "network"}:
            raise Invalid(f"there is no plan {min(unknown)}: take of {', '.join(shipped)}, network, or give --start")
        plans = [plan for name, plan in shipped.items() if name in wanted or not wanted]
        if not wanted or "network" in wanted:
            print(write_network(options.out))
    for plan in plans:
        (play,) = make_plays([plan])
        print(f"{write_play(play, options.out)}: {_line(play)}", flush=True)
    return 0


def _time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


def _incident(text: str) -> tuple[IncidentKind, float, float, str | None]:
    kind, *rest = text.split(":")
    try:
        start_s, duration_s = float(rest[0]), float(rest[1])
        return IncidentKind(kind), start_s, duration_s, rest[2] if len(rest) > 2 else None
    except (ValueError, IndexError) as error:
        raise Invalid(f"{text} is not KIND:START:SECONDS[:ROAD], as in breakdown:60:120") from error
