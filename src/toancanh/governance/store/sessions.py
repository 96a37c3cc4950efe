"""Queries on sessions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Row, select

from toancanh.governance.people import Session
from toancanh.governance.store.tables import login_session, user_account
from toancanh.kernel import Principal


def insert(tx: Connection, made: Session, token_sha256: str) -> None:
    """A new session."""
    tx.execute(
        login_session.insert().values(
            id=made.id,
            user_id=made.user_id,
            token_sha256=token_sha256,
            created_us=made.created_us,
            seen_us=made.seen_us,
            expires_us=made.expires_us,
            ended_us=None,
            second_factor_us=made.second_factor_us,
        )
    )


def by_token(connection: Connection, token_sha256: str) -> tuple[Session, Principal] | None:
    """The session and its account, where the account is still active."""
    query = _WITH_ACCOUNT.where(login_session.c.token_sha256 == token_sha256)
    row = connection.execute(query).one_or_none()
    return (_session(row), _principal(row)) if row is not None else None


def by_id(connection: Connection, session_id: str) -> Session | None:
    """The session, where its account is still active."""
    row = connection.execute(_WITH_ACCOUNT.where(login_session.c.id == session_id)).one_or_none()
    return _session(row) if row is not None else None


def by_ids(connection: Connection, session_ids: Collection[str]) -> dict[str, Session]:
    """Those of these whose account is still active, by id."""
    query = _WITH_ACCOUNT.where(login_session.c.id.in_(sorted(session_ids)))
    return {row.id: _session(row) for row in connection.execute(query)}


def of_user(connection: Connection, user_id: str) -> list[Session]:
    """That have not been ended, the newest first."""
    mine = _WITH_ACCOUNT.where(login_session.c.user_id == user_id, login_session.c.ended_us.is_(None))
    return [_session(row) for row in connection.execute(mine.order_by(login_session.c.created_us.desc()))]


def touch(tx: Connection, session_ids: list[str], seen_us: int) -> None:
    """Somebody is there."""
    tx.execute(login_session.update().where(login_session.c.id.in_(session_ids)).values(seen_us=seen_us))


def extend(tx: Connection, session_id: str, *, expires_us: int, seen_us: int) -> None:
    """It ends later."""
    mine = login_session.update().where(login_session.c.id == session_id, login_session.c.ended_us.is_(None))
    tx.execute(mine.values(expires_us=expires_us, seen_us=seen_us))


def end(tx: Connection, at_us: int, *, session_id: str = "", user_id: str = "", except_id: str = "") -> int:
    """End one session, or all of a user; returns how many."""
    which = login_session.c.id == session_id if session_id else login_session.c.user_id == user_id
    ended = tx.execute(
        login_session.update()
        .where(which, login_session.c.ended_us.is_(None), login_session.c.id != except_id)
        .values(ended_us=at_us)
    )
    return ended.rowcount


def forget(tx: Connection, before_us: int) -> None:
    """Remove sessions that ended or expired long ago; the record keeps what they did."""
    tx.execute(login_session.delete().where(login_session.c.expires_us < before_us))


_WITH_ACCOUNT = (
    select(login_session, user_account.c.username, user_account.c.organisation_id)
    .join(user_account, user_account.c.id == login_session.c.user_id)
    .where(user_account.c.deleted_us.is_(None), user_account.c.disabled.is_(False))
)


def _session(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        id=row.id,
        user_id=row.user_id,
        created_us=row.created_us,
        seen_us=row.seen_us,
        expires_us=row.expires_us,
        ended_us=row.ended_us,
        second_factor_us=row.second_factor_us,
    )


def _principal(row: Row[tuple[object, ...]]) -> Principal:
    return Principal(
        user_id=row.user_id,
        username=row.username,
        organisation_id=row.organisation_id,
        session_id=row.id,
        second_factor=row.second_factor_us is not None,
    )
