"""Who looked at which camera, for how many seconds, why, and with whose approval: one line a view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from toancanh.governance.record.chain import canonical
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.governance.store import users
from toancanh.governance.store.purpose import approval

VIEWS = ("media.live", "media.playback", "media.snapshot", "media.export", "media.thumbnails")
"""Acts by which somebody sees pictures."""

UNMASK = "media.unmask"
"""Stands beside the entry of its view, with its own approval; it is listed, and counts for nothing."""

ENDS = ("media.live.end", "media.playback.fetched", "media.export.fetched", "media.live.fetched")
"""Acts that tell how much was seen: of the view itself, or of the last one of this session and camera."""

_BEHIND_ALL = "g"  # ids are hexadecimal


@dataclass(frozen=True, kw_only=True)
class UseFilter:
    """Empty fields do not narrow. ``after`` is the id of the last view seen."""

    camera_id: str = ""
    owner_id: str = ""
    actor_id: str = ""
    from_us: int | None = None
    to_us: int | None = None
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Use:
    """One view. ``from_us`` to ``to_us``: when the recorded pictures are from. ``seconds``: how much was seen; None
    while a live view runs, for single pictures and where the view itself says it. ``username``, ``purpose``,
    ``reference`` are empty once erased. ``approved_by``: who said yes where a second person was needed.
    """

    id: str
    at_us: int
    action: str
    camera_ids: tuple[str, ...]
    owner_id: str
    actor_id: str
    username: str
    from_us: int | None
    to_us: int | None
    seconds: float | None
    purpose: str
    reference: str
    approved_by: tuple[str, ...]
    clauses: tuple[str, ...]


def page(connection: Connection, wanted: UseFilter, *, visible: ColumnElement[bool], limit: int) -> list[Use]:
    """The newest first. Reads two indexes for the rows of the page and nothing else."""
    entry = record_entry.c
    query = select(record_entry).where(
        visible, entry.action.in_((*VIEWS, UNMASK)), entry.outcome == "allow", *_narrowed(wanted)
    )
    return _uses(connection, connection.execute(query.order_by(entry.id.desc()).limit(limit)).all())


def _narrowed(wanted: UseFilter) -> Iterator[ColumnElement[bool]]:
    entry = record_entry.c
    if wanted.from_us is not None:
        yield entry.at_us >= wanted.from_us
    if wanted.to_us is not None:
        yield entry.at_us < wanted.to_us
    if wanted.camera_id:
        listed = entry.details.contains(canonical(wanted.camera_id), autoescape=True)
        yield or_(entry.resource_id == wanted.camera_id, and_(entry.resource_id == "", listed))
    if wanted.owner_id:
        yield entry.owner_id == wanted.owner_id
    if wanted.actor_id:
        yield entry.actor_id == wanted.actor_id
    if wanted.after:
        yield entry.id < wanted.after


def _uses(connection: Connection, rows: Sequence[Row[Any]]) -> list[Use]:
    if not rows:
        return []
    seconds = seconds_seen(connection, rows)
    personal = _personal(connection, [row.id for row in rows])
    decisions = {row.id: json.loads(row.decision) for row in rows}
    answered = _approvals(connection, [id for one in decisions.values() for id in _inputs(one).get("approval_ids", ())])
    found: list[Use] = []
    for row in rows:
        details, inputs = json.loads(row.details), _inputs(decisions[row.id])
        found.append(
            Use(
                id=row.id,
                at_us=row.at_us,
                action=row.action,
                camera_ids=(row.resource_id,) if row.resource_id else tuple(details.get("cameras", ())),
                owner_id=row.owner_id,
                actor_id=row.actor_id,
                username=personal.get((row.id, "username"), ""),
                from_us=inputs.get("from_us"),
                to_us=inputs.get("to_us"),
                seconds=seconds[row.id],
                purpose=personal.get((row.id, "purpose"), ""),
                reference=personal.get((row.id, "reference"), ""),
                approved_by=tuple(answered[id] for id in inputs.get("approval_ids", ()) if id in answered),
                clauses=tuple(decisions[row.id].get("clauses", ())),
            )
        )
    return found


def seconds_seen(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, float | None]:
    """How much was seen by each of these entries of views, the newest first: None while a live view runs, and where
    nothing was fetched.
    """
    if not rows:
        return {}
    ends = _ends(connection, rows)
    later: dict[tuple[str, str, str], str] = {}  # session, camera and act -> the next view of the same
    found: dict[str, float | None] = {}
    for row in rows:
        key = (row.session_id, row.resource_id, row.action)
        found[row.id] = _seconds(row, json.loads(row.details), ends.get(key[:2], ()), later.get(key, _BEHIND_ALL))
        later[key] = row.id
    return found


def _inputs(decision: Mapping[str, Any]) -> Mapping[str, Any]:
    inputs: Mapping[str, Any] = decision.get("inputs", {})
    return inputs


_End = tuple[str, str, Mapping[str, Any]]


def _ends(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[tuple[str, str], Sequence[_End]]:
    """Id, act and details of what tells how much was seen, by session and camera, the oldest first."""
    entry = record_entry.c
    cameras = {row.resource_id for row in rows if row.resource_id}
    query = select(entry.id, entry.action, entry.session_id, entry.resource_id, entry.details).where(
        entry.resource_id.in_(cameras),
        entry.session_id.in_({row.session_id for row in rows}),
        entry.action.in_(ENDS),
        entry.id > rows[-1].id,
    )
    found: dict[tuple[str, str], list[_End]] = {}
    for row in connection.execute(query.order_by(entry.id)):
        known = found.setdefault((row.session_id, row.resource_id), [])
        known.append((row.id, row.action, json.loads(row.details)))
    return found


def _seconds(row: Row[Any], details: Mapping[str, Any], ends: Iterable[_End], before: str) -> float | None:
    view_id = details.get("view_id")
    if row.action == UNMASK:
        return None
    if view_id:
        return next((told.get("seconds_seen") for _, _, told in ends if told.get("view_id") == view_id), None)
    act = f"{row.action}.fetched"
    parts = [told["seconds"] for id, action, told in ends if action == act and row.id < id < before]
    return round(sum(parts), 1) if parts else None


def _personal(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    beside = select(record_personal).where(
        and_(record_personal.c.entry_id.in_(ids), record_personal.c.field.in_(["username", "purpose", "reference"]))
    )
    return {(row.entry_id, row.field): row.value for row in connection.execute(beside)}


def _approvals(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Who said yes, by the approval's id."""
    if not ids:
        return {}
    query = select(approval.c.id, approval.c.answered_by).where(approval.c.id.in_(set(ids)))
    by = {row.id: row.answered_by for row in connection.execute(query) if row.answered_by}
    names = users.names(connection, by.values())
    return {id: names[user_id] for id, user_id in by.items() if user_id in names}
