"""Tables and queries of second factors, recovery codes, open questions and resets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError

from toancanh.governance.factors.model import Factor, FactorKind, FactorReset
from toancanh.infra.database import metadata
from toancanh.kernel import Conflict

second_factor = Table(
    "second_factor",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("secret", Text, nullable=False),  # of an app encrypted by the key ring; a passkey's is public
    Column("credential_id", Text, nullable=False),
    Column("credential_sha256", String(64), nullable=True, unique=True),  # a passkey is of one person
    Column("counter", BigInteger, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("used_us", BigInteger, nullable=True),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("user_id", String(36), ForeignKey("user_account.id"), primary_key=True),
    Column("code_sha256", String(64), primary_key=True),
    Column("used_us", BigInteger, nullable=True),
)

factor_question = Table(
    "factor_question",
    metadata,
    Column("id", String(80), primary_key=True),  # hash of a pending token, or session and purpose
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False, index=True),
    Column("source", String(64), nullable=False),
    Column("sealed", Text, nullable=False),  # challenge or new secret, encrypted by the key ring
    Column("attempts", Integer, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
)

factor_reset = Table(
    "factor_reset",
    metadata,
    Column("user_id", String(36), ForeignKey("user_account.id"), primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("by_username", String(64), nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A challenge that waits for its answer."""

    id: str
    user_id: str
    source: str
    sealed: str
    attempts: int
    expires_us: int


def factors(connection: Connection, user_id: str) -> tuple[Factor, ...]:
    """Of one person, the oldest first."""
    query = select(second_factor).where(second_factor.c.user_id == user_id)
    rows = connection.execute(query.order_by(second_factor.c.created_us, second_factor.c.id))
    return tuple(_factor(row) for row in rows)


def insert(tx: Connection, made: Factor) -> None:
    """Raises `Conflict` for a passkey that somebody has enrolled already."""
    hashed = hashlib.sha256(made.credential_id.encode()).hexdigest() if made.credential_id else None
    try:
        tx.execute(
            second_factor.insert().values(
                id=made.id,
                user_id=made.user_id,
                kind=made.kind,
                name=made.name,
                secret=made.secret,
                credential_id=made.credential_id,
                credential_sha256=hashed,
                counter=made.counter,
                created_us=made.created_us,
                used_us=made.used_us,
            )
        )
    except IntegrityError:
        raise Conflict("this passkey is enrolled already", field="credential") from None


def rename(tx: Connection, factor_id: str, name: str) -> None:
    """Another name."""
    tx.execute(second_factor.update().where(second_factor.c.id == factor_id).values(name=name))


def remove(tx: Connection, factor_id: str) -> None:
    """Gone."""
    tx.execute(second_factor.delete().where(second_factor.c.id == factor_id))


def use(tx: Connection, factor: Factor, *, counter: int, at_us: int) -> bool:
    """Move the counter on; False where somebody else was first with it."""
    moved = tx.execute(
        second_factor.update()
        .where(second_factor.c.id == factor.id, second_factor.c.counter == factor.counter)
        .values(counter=counter, used_us=at_us)
    )
    return moved.rowcount == 1


def set_secret(tx: Connection, factor_id: str, secret: str) -> None:
    """The same secret under another key."""
    tx.execute(second_factor.update().where(second_factor.c.id == factor_id).values(secret=secret))


def secrets(tx: Connection) -> list[tuple[str, str]]:
    """Id and ciphertext of every app."""
    query = select(second_factor.c.id, second_factor.c.secret).where(second_factor.c.kind == FactorKind.TOTP)
    return [(row.id, row.secret) for row in tx.execute(query)]


def remove_all(tx: Connection, user_id: str) -> int:
    """Everything of one person; returns how many factors."""
    for table in (recovery_code, factor_question, factor_reset):
        tx.execute(table.delete().where(table.c.user_id == user_id))
    return tx.execute(second_factor.delete().where(second_factor.c.user_id == user_id)).rowcount


def put_codes(tx: Connection, user_id: str, hashes: list[str]) -> None:
    """In place of those before."""
    tx.execute(recovery_code.delete().where(recovery_code.c.user_id == user_id))
    if hashes:
        rows = [{"user_id": user_id, "code_sha256": hashed, "used_us": None} for hashed in hashes]
        tx.execute(recovery_code.insert(), rows)


def use_code(tx: Connection, user_id: str, hashed: str, at_us: int) -> bool:
    """True once."""
    used = tx.execute(
        recovery_code.update()
        .where(
            recovery_code.c.user_id == user_id,
            recovery_code.c.code_sha256 == hashed,
            recovery_code.c.used_us.is_(None),
        )
        .values(used_us=at_us)
    )
    return used.rowcount == 1


def unused_codes(connection: Connection, user_id: str) -> int:
    """How many are left."""
    query = select(func.count()).select_from(recovery_code)
    found = connection.execute(query.where(recovery_code.c.user_id == user_id, recovery_code.c.used_us.is_(None)))
    return int(found.scalar_one())


def ask(tx: Connection, question: Question, now_us: int) -> None:
    """In place of an earlier one of the same id; what has expired goes."""
    tx.execute(
        factor_question.delete().where((factor_question.c.id == question.id) | (factor_question.c.expires_us < now_us))
    )
    tx.execute(
        factor_question.insert().values(
            id=question.id,
            user_id=question.user_id,
            source=question.source,
            sealed=question.sealed,
            attempts=question.attempts,
            expires_us=question.expires_us,
        )
    )


def attempt(tx: Connection, question_id: str, at_most: int) -> Question | None:
    """The question, one attempt poorer; None where there is none or its attempts are spent."""
    counted = tx.execute(
        factor_question.update()
        .where(factor_question.c.id == question_id, factor_question.c.attempts < at_most)
        .values(attempts=factor_question.c.attempts + 1)
    )
    if counted.rowcount != 1:
        return None
    row = tx.execute(select(factor_question).where(factor_question.c.id == question_id)).one()
    return Question(
        id=row.id,
        user_id=row.user_id,
        source=row.source,
        sealed=row.sealed,
        attempts=row.attempts,
        expires_us=row.expires_us,
    )


def answered(tx: Connection, question_id: str) -> bool:
    """Take it away; True once."""
    return tx.execute(factor_question.delete().where(factor_question.c.id == question_id)).rowcount == 1


def put_reset(tx: Connection, user_id: str, reset: FactorReset) -> None:
    """To be shown to the person."""
    tx.execute(factor_reset.delete().where(factor_reset.c.user_id == user_id))
    tx.execute(factor_reset.insert().values(user_id=user_id, at_us=reset.at_us, by_username=reset.by))


def reset_of(connection: Connection, user_id: str) -> FactorReset | None:
    """What the person has not yet said to know."""
    row = connection.execute(select(factor_reset).where(factor_reset.c.user_id == user_id)).one_or_none()
    return FactorReset(at_us=row.at_us, by=row.by_username) if row is not None else None


def forget_reset(tx: Connection, user_id: str) -> bool:
    """The person knows."""
    return tx.execute(factor_reset.delete().where(factor_reset.c.user_id == user_id)).rowcount == 1


def _factor(row: Row[tuple[object, ...]]) -> Factor:
    return Factor(
        id=row.id,
        user_id=row.user_id,
        kind=FactorKind(row.kind),
        name=row.name,
        secret=row.secret,
        credential_id=row.credential_id,
        counter=row.counter,
        created_us=row.created_us,
        used_us=row.used_us,
    )
