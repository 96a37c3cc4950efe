"""What an export leaves out, and what a copy without secrets gets in its place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance.passwords import Passwords
from toancanh.governance.record import seal_again
from toancanh.governance.store.tables import user_account
from toancanh.infra.keyring import KeyRing
from toancanh.infra.site_copy import Leaving
from toancanh.kernel import Invalid
from toancanh.media.archive.places import PlacesKeeper
from toancanh.registry.sealing import seal_without_password

_NEVER = frozenset({"export_file", "factor_question", "login_session"})
"""Bound to a moment, or to files that stay: packages of evidence are taken out again."""

WITH_SECRETS = Leaving(tables=_NEVER)
WITHOUT_SECRETS = Leaving(
    tables=_NEVER | {"recovery_code", "second_factor"},
    columns={
        "alert_channel": frozenset({"secret"}),
        "cold_store": frozenset({"secret"}),
        "device_credential": frozenset({"secret", "next_secret", "digest"}),
        "device_job": frozenset({"secret"}),
        "evidence_key": frozenset({"secret"}),
        "gateway_consumer": frozenset({"secret"}),
        "handover": frozenset({"token_hash", "code_hash"}),
        "handover_event": frozenset({"ticket_hash"}),
        "inventory_row": frozenset({"secret"}),
        "stream": frozenset({"secret"}),
        "user_account": frozenset({"password_hash"}),
        "wall_node": frozenset({"code_sha256", "token_sha256"}),
    },
)


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """Who signs in first to a copy in which nobody has a password."""

    username: str
    password: str


def settle_without_secrets(
    tx: Connection, keyring: KeyRing, administrator: Administrator, passwords: Passwords
) -> None:
    """Raises `Invalid` where there is no such account."""
    seal_again(tx, keyring.mac_key("record"))
    seal_without_password(keyring, tx)
    PlacesKeeper.forget_secret(tx, keyring)
    account = user_account.c
    this = (account.username == administrator.username) & account.deleted_us.is_(None)
    values = {"password_hash": passwords.hash(administrator.password), "disabled": False}
    if tx.execute(user_account.update().where(this).values(**values)).rowcount != 1:
        raise Invalid(
            f"the site has no account {administrator.username!r}: name one of its administrators by --administrator"
        )
