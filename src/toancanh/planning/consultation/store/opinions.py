"""Queries on opinions, decisions, steps, tests and settings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, select

from toancanh.kernel import Conflict
from toancanh.planning.consultation.machine import AgencyRole, Step, Verdict
from toancanh.planning.consultation.model import AcceptanceFault, AcceptanceTest, MadeDecision, Opinion, TakenStep
from toancanh.planning.consultation.store.tables import (
    acceptance_test,
    opinion,
    planning_setting,
    proposal,
    proposal_decision,
    proposal_step,
)


def load(connection: Connection, opinion_id: str) -> Opinion | None:
    """One request."""
    row = connection.execute(select(opinion).where(opinion.c.id == opinion_id)).one_or_none()
    return _opinion(row) if row is not None else None


def of_proposals(connection: Connection, proposal_ids: Sequence[str]) -> list[Opinion]:
    """All rounds, the oldest first."""
    query = select(opinion).where(opinion.c.proposal_id.in_(proposal_ids)).order_by(opinion.c.id)
    return [_opinion(row) for row in connection.execute(query)]


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], before: str, limit: int) -> list[Opinion]:
    """The newest first, behind the id ``before``."""
    query = select(opinion).where(*conditions).order_by(opinion.c.id.desc()).limit(limit)
    if before:
        query = query.where(opinion.c.id < before)
    return [_opinion(row) for row in connection.execute(query)]


def asked_about(owner: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on `proposal` that an agency fulfilling ``owner`` (on ``opinion.agency_id``) was asked."""
    return exists(select(opinion.c.id).where(opinion.c.proposal_id == proposal.c.id, owner))


def insert(tx: Connection, made: Sequence[Opinion]) -> None:
    """New requests."""
    tx.execute(opinion.insert(), [_columns(each) for each in made])


def answer(tx: Connection, given: Opinion) -> None:
    """Raises `Conflict` where it has been answered meanwhile."""
    this = and_(opinion.c.id == given.id, opinion.c.answered_us.is_(None))
    if tx.execute(opinion.update().where(this).values(**_columns(given))).rowcount != 1:
        raise Conflict("this request has been answered meanwhile; look again")


def insert_decision(tx: Connection, made: MadeDecision) -> None:
    """The decision on a round."""
    columns = {name: getattr(made, name) for name in MadeDecision.__dataclass_fields__}
    columns["conditions"] = json.dumps(made.conditions, ensure_ascii=False)
    tx.execute(proposal_decision.insert().values(columns))


def decisions(connection: Connection, proposal_id: str) -> list[MadeDecision]:
    """Of every round, the oldest first."""
    query = select(proposal_decision).where(proposal_decision.c.proposal_id == proposal_id)
    return [
        MadeDecision(
            proposal_id=row.proposal_id,
            round=row.round,
            outcome=Step(row.outcome),
            text=row.text,
            conditions=tuple(json.loads(row.conditions)),
            decided_by=row.decided_by,
            organisation_id=row.organisation_id,
            decided_us=row.decided_us,
        )
        for row in connection.execute(query.order_by(proposal_decision.c.round))
    ]


def insert_step(tx: Connection, made: TakenStep) -> None:
    """One step more."""
    tx.execute(proposal_step.insert().values({name: getattr(made, name) for name in TakenStep.__dataclass_fields__}))


def steps(connection: Connection, proposal_id: str) -> list[TakenStep]:
    """The oldest first."""
    query = select(proposal_step).where(proposal_step.c.proposal_id == proposal_id).order_by(proposal_step.c.id)
    return [
        TakenStep(
            id=row.id,
            proposal_id=row.proposal_id,
            round=row.round,
            step=Step(row.step),
            state=row.state,
            actor_id=row.actor_id,
            organisation_id=row.organisation_id,
            at_us=row.at_us,
        )
        for row in connection.execute(query)
    ]


def insert_tests(tx: Connection, made: Sequence[AcceptanceTest]) -> None:
    """The results of one round of tests."""
    columns = [
        {name: getattr(each, name) for name in AcceptanceTest.__dataclass_fields__} | {"faults": " ".join(each.faults)}
        for each in made
    ]
    tx.execute(acceptance_test.insert(), columns)


def tests(connection: Connection, proposal_id: str) -> list[AcceptanceTest]:
    """The newest first."""
    query = select(acceptance_test).where(acceptance_test.c.proposal_id == proposal_id)
    return [
        AcceptanceTest(
            id=row.id,
            proposal_id=row.proposal_id,
            position=row.position,
            camera_id=row.camera_id,
            at_us=row.at_us,
            tested_by=row.tested_by,
            online=row.online,
            width_px=row.width_px,
            height_px=row.height_px,
            picture_us=row.picture_us,
            faults=tuple(AcceptanceFault(name) for name in row.faults.split()),
        )
        for row in connection.execute(query.order_by(acceptance_test.c.id.desc()))
    ]


def read_settings(connection: Connection) -> dict[str, str]:
    """Everything that was set."""
    return {row.name: row.value for row in connection.execute(select(planning_setting))}


def write_settings(tx: Connection, values: Mapping[str, str]) -> None:
    """Set these; the others stay."""
    for name, value in values.items():
        this = planning_setting.c.name == name
        if not tx.execute(planning_setting.update().where(this).values(value=value)).rowcount:
            tx.execute(planning_setting.insert().values(name=name, value=value))


def _columns(source: Opinion) -> dict[str, object]:
    columns = {name: getattr(source, name) for name in Opinion.__dataclass_fields__}
    columns["conditions"] = json.dumps(source.conditions, ensure_ascii=False)
    return columns


def _opinion(row: Row[tuple[Any, ...]]) -> Opinion:
    return Opinion(
        id=row.id,
        proposal_id=row.proposal_id,
        round=row.round,
        role=AgencyRole(row.role),
        agency_id=row.agency_id,
        requested_us=row.requested_us,
        due_us=row.due_us,
        answered_us=row.answered_us,
        answered_by=row.answered_by,
        after_decision=row.after_decision,
        verdict=Verdict(row.verdict) if row.verdict else None,
        text=row.text,
        conditions=tuple(json.loads(row.conditions)),
    )
