"""What rules and the record cost: a decision against the bare engine, lists of the whole city, withdrawal, the record.

Decisions are asked of one process with its facts loaded. What is kept of earlier answers is part of the product; that
each answer is made anew is told beside it.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import cedarpy
from sqlalchemy import BigInteger, Column, Connection, MetaData, String, Table, func, select

from benchmarks.databases import Place, both
from benchmarks.figures import Figure
from benchmarks.inventory import CAMERAS, SEED, filled
from benchmarks.platform import PASSWORD
from benchmarks.withdrawal import withdrawal
from toancanh.bootstrap import Platform
from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.governance.regulation.pack import SCHEMA
from toancanh.governance.regulation.question import question
from toancanh.kernel import Principal
from toancanh.registry import CameraDraft
from toancanh.registry.store.tables import camera
from toancanh.simulation.city import make_city
from toancanh.simulation.city.loading import Filled

QUESTIONS = 4000
MOVED, RANGES = 100, 1000
WRITERS, ACTS_A_SECOND = 50, 200
PEOPLE = ("admin", "trucban", "phuong", "lanhdao", "kiemke", "doanhnghiep")
CITY_PASSWORD = "bench-marks-of-the-city"
DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000
ACTIONS = (
    Action.CAMERA_READ,
    Action.MEDIA_LIVE,
    Action.MEDIA_SNAPSHOT,
    Action.MEDIA_PLAYBACK,
    Action.MEDIA_EXPORT,
    Action.CAMERA_WRITE,
    Action.SITE_READ,
    Action.USER_WRITE,
)


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Every row of the regulation's figures."""
    city = make_city(options.cameras or CAMERAS, SEED)
    figures: list[Figure] = []
    with both() as places:
        for place in places:
            there = filled(place, city)
            gc.collect()
            gc.freeze()  # the platform has no simulated city in its memory, which Python would look through
            figures += decisions(place, there)
            figures += lists(place, len(city.cameras))
            figures.append(over_a_change(place))
        for place in places:
            figures += record(place, options.seconds or 10.0)
    return [*figures, *withdrawal()], {"cameras": len(city.cameras)}


def decisions(place: Place, there: Filled) -> list[Figure]:
    """`authorize` against cedarpy's call with the same request, one after the other."""
    platform = place.opened()
    try:
        governance = platform.governance
        asked = list(_questions(platform, there))
        engine = governance.engine()
        handles = (cedarpy.PolicySet.from_str(engine.pack.policies), cedarpy.Entities.from_json_str("[]"),
                   cedarpy.Schema.from_str(SCHEMA))  # fmt: skip
        ours, anew, bare = [], [], []
        for person, request in asked:
            inputs = governance.authorize(person, request).inputs
            assert inputs is not None
            plain = {
                "principal": {"type": "Person", "id": "asker"},
                "action": {"type": "Action", "id": str(request.action)},
                "resource": {"type": "Thing", "id": "thing"},
                "context": question(inputs).model_dump_json(),
            }
            bare.append(_us(lambda plain=plain: cedarpy.is_authorized(plain, *handles)))  # type: ignore[misc]
        engine.forget()
        ours = [_us(lambda one=one: governance.authorize(*one)) for one in asked]  # type: ignore[misc]
        for one in asked:
            engine.forget()
            anew.append(_us(lambda one=one: governance.authorize(*one)))  # type: ignore[misc]
    finally:
        platform.close()
    ratio = statistics.median(ours) / statistics.median(bare)
    p99_ms = statistics.quantiles(ours, n=100)[-1] / 1000
    anew_p99_ms = statistics.quantiles(anew, n=100)[-1] / 1000
    anew_ratio = statistics.median(anew) / statistics.median(bare)
    bare_p99_ms = statistics.quantiles(bare, n=100)[-1] / 1000
    peer = f"bare {statistics.median(bare):.0f} us; each made anew {anew_ratio:.2f} x"
    return [
        Figure(key=f"{place.name}: a decision against the bare engine, p50", value=ratio, unit="x", target="<= 1.5 x",
               peer=peer, holds=ratio <= 1.5),
        Figure(key=f"{place.name}: a decision, p99", value=p99_ms, unit="ms", target="<= 1 ms",
               peer=f"bare {bare_p99_ms:.2f} ms; each made anew {anew_p99_ms:.2f} ms", holds=p99_ms <= 1),
    ]  # fmt: skip


def over_a_change(place: Place) -> Figure:
    """A decision about pictures of a time within which the camera went to another owner: an answer for each of them."""
    platform = place.opened()
    try:
        governance, dice = platform.governance, random.Random(SEED)
        people = [_signed_in(platform, person)[1] for person in PEOPLE]
        moved = _given_away(platform, people[0], dice)
        ranges, anew, told = [], [], []
        for _ in range(RANGES):
            thing, turn_us = dice.choice(moved)
            from_us, to_us = turn_us - dice.randrange(1, HOUR_US), turn_us + dice.randrange(1, HOUR_US)
            plain = AccessRequest(
                action=dice.choice((Action.MEDIA_PLAYBACK, Action.MEDIA_EXPORT)), resource=thing, purpose="order",
                reference=f"{dice.randrange(40)}/L",
            )  # fmt: skip
            who, asked = dice.choice(people), replace(plain, from_us=from_us, to_us=to_us)
            if len(governance.footage(thing, from_us, to_us)) != 2:
                raise RuntimeError(f"{thing.id} had one owner only")
            ranges.append(_us(lambda who=who, asked=asked: governance.authorize(who, asked)))  # type: ignore[misc]
            governance.engine().forget()
            anew.append(_us(lambda who=who, asked=asked: governance.authorize(who, asked)))  # type: ignore[misc]
            told.append(_us(lambda: governance.require_footage(people[0], plain, from_us, to_us)))  # noqa: B023
    finally:
        platform.close()
    p99_ms, anew_ms, told_ms = (statistics.quantiles(one, n=100)[-1] / 1000 for one in (ranges, anew, told))
    return Figure(
        key=f"{place.name}: a decision about a range over a change of the owner, p99", value=p99_ms, unit="ms",
        target="<= 1 ms",
        peer=f"both parts made anew {anew_ms:.2f} ms; require_footage of one who may {told_ms:.2f} ms; "
        f"{MOVED} cameras, {RANGES} ranges",
        holds=p99_ms <= 1,
    )  # fmt: skip


def _given_away(platform: Platform, admin: Principal, dice: random.Random) -> list[tuple[ResourceRef, int]]:
    """Cameras that go to another owner at this moment, as they are afterwards, each with when that was."""
    with platform.database.reading() as connection:
        rows = connection.execute(select(camera.c.id, camera.c.owner_id).where(~camera.c.protected)).all()
    owners, found = sorted({row.owner_id for row in rows}), []
    for row in dice.sample(rows, k=MOVED):
        to = next(one for one in dice.sample(owners, k=2) if one != row.owner_id)
        platform.registry.cameras.update(admin, row.id, _owned_by(to))
        found.append((ResourceRef(kind="camera", id=row.id, owner_id=to), platform.clock.now_us()))
    return found


def _owned_by(owner_id: str) -> Callable[[CameraDraft], CameraDraft]:
    return lambda draft: replace(draft, owner_id=owner_id)


def lists(place: Place, cameras: int) -> list[Figure]:
    """Which cameras somebody may see, by a process that knows nothing yet: facts, rules and all."""
    taken_ms, most = [], 0
    for person in PEOPLE[:3]:
        runs = []
        for _ in range(3):
            run_ms, classes = _cold_list(place, person)
            runs.append(run_ms)
            most = max(most, classes)
        taken_ms.append(statistics.median(runs))
    worst = max(taken_ms)
    return [
        Figure(key=f"{place.name}: {cameras:,} cameras filtered to what a person may see, cold, slowest of 3 people",
               value=worst, unit="ms", target="<= 100 ms",
               peer=f"medians of three runs each: {', '.join(f'{one:.0f}' for one in taken_ms)}",
               holds=worst <= 100),
        Figure(key=f"{place.name}: classes of the list that has the most", value=most, unit="", target="< 300",
               holds=most < 300),
    ]  # fmt: skip


def _cold_list(place: Place, person: str) -> tuple[float, int]:
    """Milliseconds of one list, and the classes of the list that has the most."""
    platform = place.opened()
    try:
        _, who = _signed_in(platform, person)
        governance = platform.governance
        governance.engine().forget()
        begin = time.perf_counter()
        seen = governance.visible(who, Action.CAMERA_READ, "camera")
        owner = func.coalesce(camera.c.owner_id, "")  # as lists ask: in one walk, not owner by owner
        clause = seen.clause(owner, protected=camera.c.protected, id_column=camera.c.id)
        with platform.database.reading() as connection:
            found = len(connection.scalars(select(camera.c.id).where(clause)).all())
        taken_ms = (time.perf_counter() - begin) * 1000
        assert found, person
        kinds = {each: "camera" if each.startswith("media.") else each.split(".", maxsplit=1)[0] for each in Action}
        return taken_ms, max(governance.visible(who, each, kind).classes for each, kind in kinds.items())
    finally:
        platform.close()


_ROW = Table("bench_row", MetaData(), Column("id", BigInteger, primary_key=True), Column("text", String(40)))


def record(place: Place, seconds: float) -> list[Figure]:
    """Acts that write one row, with an entry of the record in the same transaction and without, by turns."""
    platform = place.opened()
    try:
        _, admin = _signed_in(platform, "admin")
        with platform.database.transaction() as tx:
            _ROW.create(tx)
        taken: dict[bool, list[float]] = {False: [], True: []}
        for turn in range(4):
            recorded = bool(turn % 2)
            taken[recorded] += _acts(platform, admin, seconds / 2, recorded=recorded, first=turn * 10_000_000)
        with platform.database.transaction() as tx:
            _ROW.drop(tx)
    finally:
        platform.close()
    without, with_it = (statistics.quantiles(taken[each], n=20)[-1] for each in (False, True))
    medians = [statistics.median(taken[each]) for each in (False, True)]
    return [
        Figure(key=f"{place.name}: time that the record adds to an act of one row, p95 ({WRITERS} writers, "
                   f"{ACTS_A_SECOND} acts/s)",
               value=with_it - without, unit="ms", target="<= 2 ms",
               peer=f"{without:.1f} ms without, {with_it:.1f} with; medians {medians[0]:.1f} and {medians[1]:.1f}; "
                    f"{len(taken[True])} acts",
               holds=with_it - without <= 2),
    ]  # fmt: skip


def _acts(platform: Platform, admin: Principal, seconds: float, *, recorded: bool, first: int) -> list[float]:
    """Milliseconds of each act; every writer keeps to its own beat: a slow act makes none of the others late."""
    taken: list[float] = []
    begin = time.perf_counter() + 0.2

    def write(tx: Connection, number: int) -> None:
        tx.execute(_ROW.insert().values(id=number, text="x"))
        if recorded:
            thing = ResourceRef(kind="camera", id=str(number), owner_id=admin.organisation_id)
            platform.governance.record(tx, admin, "bench.act", thing, personal={"source": "127.0.0.1"})

    def writer(of: int) -> None:
        for act in range(round(seconds * ACTS_A_SECOND / WRITERS)):
            due = begin + (act * WRITERS + of) / ACTS_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            start = time.perf_counter()
            with platform.database.transaction() as tx:
                write(tx, first + of * 100_000 + act)
            taken.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=writer, args=(of,)) for of in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _questions(platform: Platform, there: Filled) -> Sequence[tuple[Principal, AccessRequest]]:
    """People, actions and cameras by lot; pictures of the last month; half of them with a purpose."""
    dice = random.Random(SEED)  # the questions of a run are those of the next
    people = [_signed_in(platform, person)[1] for person in PEOPLE]
    with platform.database.reading() as connection:
        rows = connection.execute(select(camera.c.id, camera.c.owner_id, camera.c.protected)).all()
    now_us = platform.clock.now_us()
    found = []
    for row in dice.choices(rows, k=QUESTIONS):
        action = dice.choice(ACTIONS)
        kind = "camera" if str(action).startswith(("media.", "camera.")) else str(action).split(".", maxsplit=1)[0]
        tags = frozenset({"protected"} if row.protected else ())
        request = AccessRequest(
            action=action, resource=ResourceRef(kind=kind, id=row.id, owner_id=row.owner_id, tags=tags)
        )
        if action in {Action.MEDIA_PLAYBACK, Action.MEDIA_EXPORT}:
            from_us = now_us - dice.randrange(30 * DAY_US)
            request = replace(request, from_us=from_us, to_us=from_us + dice.randrange(3 * 3_600_000_000))
        if dice.random() < 0.5:
            request = replace(request, purpose="order", reference=f"{dice.randrange(40)}/L")
        found.append((dice.choice(people), request))
    return found


def _signed_in(platform: Platform, person: str) -> tuple[str, Principal]:
    governance: Governance = platform.governance
    return governance.sign_in(person, PASSWORD if person == "admin" else CITY_PASSWORD, "127.0.0.1")


def _us(work: Callable[[], object]) -> float:
    begin = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begin) / 1000
