"""Queries on accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Row, and_, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance.model import Role, RoleBinding
from toancanh.governance.people import User, username_key
from toancanh.governance.store.tables import role_binding, user_account
from toancanh.kernel import Conflict, fold

_ALIVE = user_account.c.deleted_us.is_(None)


def load(connection: Connection, user_id: str) -> User | None:
    """One account by its id; a deleted one is not found."""
    row = connection.execute(select(user_account).where(user_account.c.id == user_id, _ALIVE)).one_or_none()
    return _user(row, _roles(connection, [row.id])) if row is not None else None


def load_for_login(connection: Connection, username: str) -> tuple[User, str] | None:
    """The account of this name and its password hash."""
    found = and_(user_account.c.username_key == username_key(username), _ALIVE)
    row = connection.execute(select(user_account).where(found)).one_or_none()
    return (_user(row, _roles(connection, [row.id])), row.password_hash) if row is not None else None


def password_hash(connection: Connection, user_id: str) -> str:
    """The stored hash of an account that is there."""
    return str(connection.scalars(select(user_account.c.password_hash).where(user_account.c.id == user_id)).one())


def page(
    connection: Connection, *, visible: ColumnElement[bool], words: list[str], after: str, limit: int
) -> list[User]:
    """By user name, behind ``after``; every word must occur in user name or name, accents aside."""
    query = select(user_account).where(visible, _ALIVE, user_account.c.username_key > after)
    for word in words:
        query = query.where(user_account.c.folded.contains(word, autoescape=True))
    rows = connection.execute(query.order_by(user_account.c.username_key).limit(limit)).all()
    roles = _roles(connection, [row.id for row in rows])
    return [_user(row, roles) for row in rows]


def names(connection: Connection, user_ids: Iterable[str]) -> dict[str, str]:
    """User names by id."""
    asked = sorted(set(user_ids))
    query = select(user_account.c.id, user_account.c.username)
    return {
        row.id: row.username
        for start in range(0, len(asked), 500)
        for row in connection.execute(query.where(user_account.c.id.in_(asked[start : start + 500])))
    }


def exists(connection: Connection) -> bool:
    """True once there is anybody."""
    return connection.execute(select(user_account.c.id).limit(1)).first() is not None


def insert(tx: Connection, made: User, password_hash: str) -> None:
    """Raises `Conflict` where the name is taken."""
    try:
        tx.execute(
            user_account.insert().values(
                id=made.id, created_us=made.created_at_us, password_hash=password_hash, **_columns(made)
            )
        )
    except IntegrityError:
        raise Conflict(f"the user name {made.username} is taken", field="username") from None
    _write_roles(tx, made.id, made.roles)


def update(tx: Connection, changed: User) -> None:
    """Everything but the password. Raises `Conflict` where the name is taken."""
    try:
        tx.execute(user_account.update().where(user_account.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the user name {changed.username} is taken", field="username") from None
    tx.execute(role_binding.delete().where(role_binding.c.user_id == changed.id))
    _write_roles(tx, changed.id, changed.roles)


def set_password_hash(tx: Connection, user_id: str, password_hash: str) -> None:
    """Replace the hash."""
    tx.execute(user_account.update().where(user_account.c.id == user_id).values(password_hash=password_hash))


def delete(tx: Connection, user_id: str, at_us: int) -> None:
    """Take name, password and roles away; the id stays, because the record names it."""
    tx.execute(role_binding.delete().where(role_binding.c.user_id == user_id))
    tx.execute(
        user_account.update()
        .where(user_account.c.id == user_id)
        .values(username="", username_key=f"deleted:{user_id}", name="", folded="", password_hash="", deleted_us=at_us)
    )


def _write_roles(tx: Connection, user_id: str, roles: Iterable[RoleBinding]) -> None:
    for binding in dict.fromkeys(roles):
        tx.execute(
            role_binding.insert().values(user_id=user_id, role=binding.role, organisation_id=binding.organisation_id)
        )


def _roles(connection: Connection, user_ids: list[str]) -> dict[str, tuple[RoleBinding, ...]]:
    query = select(role_binding).where(role_binding.c.user_id.in_(user_ids))
    found: dict[str, tuple[RoleBinding, ...]] = {}
    for row in connection.execute(query.order_by(role_binding.c.role, role_binding.c.organisation_id)):
        binding = RoleBinding(role=Role(row.role), organisation_id=row.organisation_id)
        found[row.user_id] = (*found.get(row.user_id, ()), binding)
    return found


def _columns(source: User) -> dict[str, object]:
    return {
        "username": source.username,
        "username_key": username_key(source.username),
        "name": source.name,
        "folded": fold(f"{source.username} {source.name}"),
        "organisation_id": source.organisation_id,
        "disabled": source.disabled,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def _user(row: Row[tuple[object, ...]], roles: dict[str, tuple[RoleBinding, ...]]) -> User:
    return User(
        id=row.id,
        username=row.username,
        name=row.name,
        organisation_id=row.organisation_id,
        roles=roles.get(row.id, ()),
        disabled=row.disabled,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
