"""Use that an auditor may want to ask about, each with its reason in words. Nothing is scored, nobody is ranked.

The limits stand in `LIMITS`, are given with the answer, and are told in docs/design/governance.md.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, func, select

from toancanh.governance.model import Action
from toancanh.governance.oversight.use import VIEWS
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.governance.store import users

HOUR_US = 3600 * 1_000_000
DAY_US = 24 * HOUR_US
_ZONE_US = 7 * HOUR_US  # of Hà Nội, the whole year
_MOST_GROUPS = 200_000


class Reason(enum.StrEnum):
    """Why a line is listed. The console has the words."""

    NIGHT = "night"  # looked at night, so often in the window
    VOLUME = "volume"  # so many views on one day
    NEW_AREA = "new_area"  # cameras of a commune, or of an owner, that the person never looked at in the weeks before
    SAME_CAMERA = "same_camera"  # one camera, so often on one day
    SAME_PLATE = "same_plate"  # one plate looked up so often in the window


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From where on something is listed."""

    night_from_hour: int = 23
    night_to_hour: int = 5
    night_views: int = 5
    day_views: int = 300
    new_area_views: int = 3
    new_area_days_before: int = 60
    same_camera_views: int = 20
    same_plate_searches: int = 3
    window_days: int = 31


LIMITS = Limits()

PLATE = "plate"
"""The personal field of a recorded `Action.PLATE_SEARCH` that holds what was looked up."""

Units = Callable[[Collection[str]], Mapping[str, str]]
"""Of cameras: the commune or ward on whose ground each stands, where that is declared."""


@dataclass(frozen=True)
class Unusual:
    """One line: who, why, how often (``limit``: from where on it is listed), about what, first and last."""

    reason: Reason
    actor_id: str
    count: int
    limit: int
    _: KW_ONLY
    username: str = ""
    camera_id: str = ""
    owner_id: str = ""
    unit_id: str = ""
    day_us: int | None = None  # begin of the local day, where it is about one
    first_us: int
    last_us: int


@dataclass(frozen=True)
class _Group:
    """Views by one person of one camera within one hour, counted in local hours since the epoch."""

    actor_id: str
    camera_id: str
    owner_id: str
    hour: int
    count: int
    first_us: int
    last_us: int


def find(
    connection: Connection, *, visible: ColumnElement[bool], units: Units, from_us: int, to_us: int
) -> list[Unusual]:
    """What is unusual in the window, the latest first. Three queries over the index of times, at most
    ``LIMITS.window_days`` and `_MOST_GROUPS` groups.
    """
    from_us = max(from_us, to_us - LIMITS.window_days * DAY_US)
    groups = _groups(connection, visible, from_us, to_us)
    found = [*_nights(groups), *_volumes(groups), *_cameras(groups)]
    found += _areas(connection, visible, units, groups, from_us)
    found += _plates(connection, visible, from_us, to_us)
    names = users.names(connection, {one.actor_id for one in found})
    found.sort(key=lambda one: (-one.last_us, one.reason, one.actor_id, one.camera_id))
    return [replace(one, username=names.get(one.actor_id, "")) for one in found]


def _groups(connection: Connection, visible: ColumnElement[bool], from_us: int, to_us: int) -> list[_Group]:
    entry = record_entry.c
    seen = (
        select(
            entry.actor_id,
            entry.resource_id,
            entry.owner_id,
            entry.at_us,
            ((entry.at_us + _ZONE_US) // HOUR_US).label("hour"),
        )
        .where(visible, entry.at_us >= from_us, entry.at_us < to_us, entry.action.in_(VIEWS), entry.outcome == "allow")
        .subquery()
    )
    by = (seen.c.actor_id, seen.c.resource_id, seen.c.owner_id, seen.c.hour)
    query = select(*by, func.count(), func.min(seen.c.at_us), func.max(seen.c.at_us)).group_by(*by)
    return [_Group(*row) for row in connection.execute(query.order_by(seen.c.hour.desc()).limit(_MOST_GROUPS))]


def _joined(
    groups: Iterable[_Group], key: Callable[[_Group], tuple[object, ...]]
) -> Iterator[tuple[_Group, int, int, int]]:
    """One group of each kind, with the sum of its views, the first and the last of them."""
    kinds: dict[tuple[object, ...], list[_Group]] = {}
    for group in groups:
        kinds.setdefault(key(group), []).append(group)
    for same in kinds.values():
        first, last = min(group.first_us for group in same), max(group.last_us for group in same)
        yield same[0], sum(group.count for group in same), first, last


def _nights(groups: Sequence[_Group]) -> Iterator[Unusual]:
    at_night = [group for group in groups if not LIMITS.night_to_hour <= group.hour % 24 < LIMITS.night_from_hour]
    for one, count, first, last in _joined(at_night, lambda group: (group.actor_id,)):
        yield from _line(Reason.NIGHT, one, count, LIMITS.night_views, first, last)


def _volumes(groups: Sequence[_Group]) -> Iterator[Unusual]:
    for one, count, first, last in _joined(groups, lambda group: (group.actor_id, group.hour // 24)):
        yield from _line(Reason.VOLUME, one, count, LIMITS.day_views, first, last, day_us=_day(one))


def _cameras(groups: Sequence[_Group]) -> Iterator[Unusual]:
    single = [group for group in groups if group.camera_id]  # a page of thumbnails is of many
    for one, count, first, last in _joined(single, lambda group: (group.actor_id, group.camera_id, group.hour // 24)):
        limit = LIMITS.same_camera_views
        yield from _line(Reason.SAME_CAMERA, one, count, limit, first, last, camera_id=one.camera_id, day_us=_day(one))


def _areas(
    connection: Connection, visible: ColumnElement[bool], units: Units, groups: Sequence[_Group], from_us: int
) -> Iterator[Unusual]:
    """Communes first, then owners. Only of people who looked at something in the weeks before: to one who is new
    everything is new.
    """
    entry = record_entry.c
    before_us = from_us - LIMITS.new_area_days_before * DAY_US
    query = (
        select(entry.actor_id, entry.owner_id, entry.resource_id)
        .where(visible, entry.at_us >= before_us, entry.at_us < from_us, entry.action.in_(VIEWS))
        .where(entry.outcome == "allow")
        .distinct()
        .limit(_MOST_GROUPS)
    )
    before = connection.execute(query).all()
    unit_of = units({row.resource_id for row in before} | {group.camera_id for group in groups} - {""})
    owners = {(row.actor_id, row.owner_id) for row in before}
    communes = {(row.actor_id, unit_of.get(row.resource_id, "")) for row in before}
    active = {actor_id for actor_id, _ in owners}

    def fresh(group: _Group) -> tuple[str, str]:
        unit_id = unit_of.get(group.camera_id, "")
        if unit_id and (group.actor_id, unit_id) not in communes:
            return unit_id, ""
        return "", "" if (group.actor_id, group.owner_id) in owners else group.owner_id

    new = [group for group in groups if group.actor_id in active and any(fresh(group))]
    for one, count, first, last in _joined(new, lambda group: (group.actor_id, *fresh(group))):
        unit_id, owner_id = fresh(one)
        limit = LIMITS.new_area_views
        yield from _line(Reason.NEW_AREA, one, count, limit, first, last, owner_id=owner_id, unit_id=unit_id)


def _plates(connection: Connection, visible: ColumnElement[bool], from_us: int, to_us: int) -> Iterator[Unusual]:
    """However a plate was written. Which one it was stays in the record: it names a person who did nothing."""
    entry, beside = record_entry.c, record_personal.c
    query = (
        select(entry.actor_id, beside.value, entry.at_us)
        .join_from(record_entry, record_personal, and_(beside.entry_id == entry.id, beside.field == PLATE))
        .where(visible, entry.at_us >= from_us, entry.at_us < to_us, entry.action == Action.PLATE_SEARCH)
        .order_by(entry.at_us.desc())
        .limit(_MOST_GROUPS)
    )
    moments: dict[tuple[str, str], list[int]] = {}
    for actor_id, plate, at_us in connection.execute(query):
        written = "".join(letter for letter in plate.casefold() if letter.isalnum())
        moments.setdefault((actor_id, written), []).append(at_us)
    limit = LIMITS.same_plate_searches
    for (actor_id, _), of in moments.items():
        if len(of) >= limit:
            yield Unusual(Reason.SAME_PLATE, actor_id, len(of), limit, first_us=min(of), last_us=max(of))


def _line(
    reason: Reason,
    one: _Group,
    count: int,
    limit: int,
    first_us: int,
    last_us: int,
    *,
    camera_id: str = "",
    owner_id: str = "",
    unit_id: str = "",
    day_us: int | None = None,
) -> Iterator[Unusual]:
    if count >= limit:
        yield Unusual(
            reason, one.actor_id, count, limit, camera_id=camera_id, owner_id=owner_id, unit_id=unit_id,
            day_us=day_us, first_us=first_us, last_us=last_us,
        )  # fmt: skip


def _day(group: _Group) -> int:
    return group.hour // 24 * DAY_US - _ZONE_US
