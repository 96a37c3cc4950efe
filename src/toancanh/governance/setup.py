"""The first organisation and the first administrator."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from toancanh.governance.model import Role, RoleBinding
from toancanh.governance.passwords import Passwords
from toancanh.governance.people import Organisation, OrganisationKind, User
from toancanh.governance.record import RecordWriter
from toancanh.governance.store import organisations, users
from toancanh.governance.store.rights import load_facts, raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource, Principal

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like another
_LENGTH = 20  # of 55 letters: 115 bits


def generate_password(choice: Callable[[str], str] = secrets.choice) -> str:
    """A password that nobody chose."""
    return "".join(choice(_ALPHABET) for _ in range(_LENGTH))


def ensure_first_administrator(
    *,
    database: Database,
    clock: Clock,
    ids: IdSource,
    record: RecordWriter,
    passwords: Passwords,
    password: str | None,
    organisation_name: str,
) -> str | None:
    """Make the root organisation and the account ``admin`` where there is nobody yet.

    Returns the password only if it was generated here. A password by setting is taken as it is: who may set it
    owns the machine.
    """
    with database.reading() as connection:
        if users.exists(connection):
            return None
    generated = None if password else generate_password()
    password_hash = passwords.hash(password or generated or "")
    setup = Principal.system("setup")
    now_us = clock.now_us()
    with database.transaction() as tx:
        if users.exists(tx):
            return None
        root_id = load_facts(tx).root or ids.new_id()
        if organisations.load(tx, root_id) is None:
            root = Organisation(
                id=root_id,
                code="goc",
                name=organisation_name,
                kind=OrganisationKind.CITY,
                parent_id=None,
                version=1,
                created_at_us=now_us,
                updated_at_us=now_us,
            )
            organisations.insert(tx, root)
        admin = User(
            id=ids.new_id(),
            username="admin",
            name="",
            organisation_id=root_id,
            roles=tuple(RoleBinding(role=role, organisation_id=root_id) for role in (Role.ADMINISTRATOR, Role.CLEARED)),
            disabled=False,
            version=1,
            created_at_us=now_us,
            updated_at_us=now_us,
        )
        users.insert(tx, admin, password_hash)
        raise_epoch(tx)
        details = {"user_id": admin.id, "organisation_id": root_id}
        record.append(tx, setup, "platform.setup", None, outcome="allow", details=details, personal={})
    return generated
