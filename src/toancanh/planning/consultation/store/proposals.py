"""Queries on proposals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select
from sqlalchemy.exc import IntegrityError

from toancanh.kernel import Conflict, fold
from toancanh.planning.consultation.machine import ProposalState
from toancanh.planning.consultation.store.tables import (
    proposal,
    proposal_author,
    proposal_camera,
    proposal_touch,
)
from toancanh.planning.proposals.model import Proposal
from toancanh.planning.proposals.written import read, written


def load(connection: Connection, proposal_id: str) -> Proposal | None:
    """One proposal."""
    row = connection.execute(select(proposal).where(proposal.c.id == proposal_id)).one_or_none()
    return _proposal(row, camera_ids(connection, [proposal_id]).get(proposal_id, {})) if row is not None else None


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], before: str, limit: int) -> list[Proposal]:
    """The newest first, behind the id ``before``."""
    query = select(proposal).where(*conditions).order_by(proposal.c.id.desc()).limit(limit)
    if before:
        query = query.where(proposal.c.id < before)
    rows = list(connection.execute(query))
    cameras = camera_ids(connection, [row.id for row in rows])
    return [_proposal(row, cameras.get(row.id, {})) for row in rows]


def next_number(tx: Connection, year: int) -> tuple[int, str]:
    """The next free number of a year."""
    last = tx.execute(select(func.max(proposal.c.seq)).where(proposal.c.year == year)).scalar() or 0
    return last + 1, f"ĐX-{year}-{last + 1:04d}"


def insert(tx: Connection, made: Proposal, *, year: int, seq: int) -> None:
    """Raises `Conflict` where another took the number meanwhile."""
    try:
        tx.execute(
            proposal.insert().values(
                id=made.id,
                number=made.number,
                year=year,
                seq=seq,
                author_id=made.author_id,
                created_us=made.created_at_us,
                **_columns(made),
            )
        )
    except IntegrityError:
        raise Conflict("another proposal was made at the same moment; try again") from None


def update(tx: Connection, changed: Proposal, *, seen: int) -> None:
    """Raises `Conflict` where it is no longer the version that was seen."""
    this = and_(proposal.c.id == changed.id, proposal.c.version == seen)
    if tx.execute(proposal.update().where(this).values(**_columns(changed))).rowcount != 1:
        raise Conflict("somebody changed this proposal meanwhile; look again")


def add_author(tx: Connection, proposal_id: str, user_id: str) -> None:
    """He wrote of it."""
    if user_id not in authors(tx, proposal_id):
        tx.execute(proposal_author.insert().values(proposal_id=proposal_id, user_id=user_id))


def authors(connection: Connection, proposal_id: str) -> frozenset[str]:
    """Everybody who ever wrote of it."""
    query = select(proposal_author.c.user_id).where(proposal_author.c.proposal_id == proposal_id)
    return frozenset(connection.scalars(query))


def set_touches(tx: Connection, proposal_id: str, touches: Iterable[tuple[str, str, str]]) -> None:
    """(kind, id, owner) of the protected things that it comes near."""
    tx.execute(proposal_touch.delete().where(proposal_touch.c.proposal_id == proposal_id))
    rows = [
        {"proposal_id": proposal_id, "kind": kind, "thing_id": thing_id, "owner_id": owner_id}
        for kind, thing_id, owner_id in sorted(touches)
    ]
    if rows:
        tx.execute(proposal_touch.insert(), rows)


def touches(connection: Connection, proposal_id: str) -> list[tuple[str, str, str]]:
    """(kind, id, owner) of the protected things that it comes near."""
    query = (
        select(proposal_touch.c.kind, proposal_touch.c.thing_id, proposal_touch.c.owner_id)
        .where(proposal_touch.c.proposal_id == proposal_id)
        .order_by(proposal_touch.c.kind, proposal_touch.c.thing_id)
    )
    return [(row.kind, row.thing_id, row.owner_id) for row in connection.execute(query)]


def link_cameras(tx: Connection, proposal_id: str, cameras: Mapping[int, str]) -> None:
    """Which candidates became which cameras."""
    rows = [
        {"proposal_id": proposal_id, "position": position, "camera_id": camera_id}
        for position, camera_id in cameras.items()
    ]
    tx.execute(proposal_camera.insert(), rows)


def camera_ids(connection: Connection, proposal_ids: Sequence[str]) -> dict[str, dict[int, str]]:
    """The cameras of proposals, by proposal and position."""
    found: dict[str, dict[int, str]] = {}
    query = select(proposal_camera).where(proposal_camera.c.proposal_id.in_(proposal_ids))
    for row in connection.execute(query):
        found.setdefault(row.proposal_id, {})[row.position] = row.camera_id
    return found


def _columns(source: Proposal) -> dict[str, object]:
    return {
        "title": source.draft.title,
        "folded": fold(f"{source.number} {source.draft.title}"),
        "owner_id": source.owner_id,
        "state": str(source.state),
        "round": source.round,
        "draft": written(source.draft),
        "checks": json.dumps(source.checks, ensure_ascii=False) if source.checks is not None else "",
        "version": source.version,
        "updated_us": source.updated_at_us,
        "submitted_us": source.submitted_at_us,
        "decided_us": source.decided_at_us,
    }


def _proposal(row: Row[tuple[Any, ...]], cameras: Mapping[int, str]) -> Proposal:
    draft = read(row.draft, owner_id=row.owner_id, title=row.title)
    return Proposal(
        id=row.id,
        number=row.number,
        draft=draft,
        state=ProposalState(row.state),
        round=row.round,
        author_id=row.author_id,
        camera_ids=tuple(cameras.get(position) for position in range(len(draft.candidates))),
        checks=json.loads(row.checks) if row.checks else None,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
        submitted_at_us=row.submitted_us,
        decided_at_us=row.decided_us,
    )
