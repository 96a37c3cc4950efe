"""Stream credentials: sealed when saved, opened for media alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Invalid
from toancanh.registry.address import HIDDEN, StreamAddress, read_certificate, read_stream_address
from toancanh.registry.model import StreamDraft, StreamRole
from toancanh.registry.store.cameras import StoredStream
from toancanh.registry.store.tables import stream


@dataclass(frozen=True, kw_only=True)
class OpenStream:
    """A stream's address and credentials in the clear."""

    address: StreamAddress
    username: str
    password: str = field(repr=False)
    certificate: str = ""
    allow_basic: bool = False


def open_stream(keyring: KeyRing, stored: StoredStream) -> OpenStream:
    """Raises `DataLoss` where its key is gone."""
    secret = json.loads(keyring.decrypt(stored.secret, _context(stored.id)))
    return OpenStream(
        address=read_stream_address(secret["url"]), username=stored.username, password=secret["password"],
        certificate=stored.certificate, allow_basic=stored.allow_basic,
    )  # fmt: skip


def seal_stream(
    keyring: KeyRing, draft: StreamDraft, opened: OpenStream, *, stream_id: str, camera_id: str
) -> StoredStream:
    """The row to store."""
    secret = json.dumps({"url": opened.address.url, "password": opened.password}).encode()
    return StoredStream(
        id=stream_id,
        camera_id=camera_id,
        role=draft.role,
        shown_url=opened.address.shown,
        username=opened.username,
        has_password=bool(opened.password) or opened.address.shown != opened.address.url,
        secret=keyring.encrypt(secret, _context(stream_id)),
        record=draft.record,
        min_days=draft.min_days,
        max_days=draft.max_days,
        thin_after_days=draft.thin_after_days,
        certificate=opened.certificate,
        allow_basic=opened.allow_basic,
    )


def seal_without_password(keyring: KeyRing, tx: Connection) -> int:
    """In a copy of the site that came without secrets: addresses as they are shown; the passwords are entered again.
    Returns how many streams there are.
    """
    rows = tx.execute(select(stream.c.id, stream.c.shown_url).where(stream.c.shown_url != "")).all()
    for row in rows:
        secret = json.dumps({"url": row.shown_url, "password": ""}).encode()
        values = {"secret": keyring.encrypt(secret, _context(row.id)), "has_password": False}
        tx.execute(stream.update().where(stream.c.id == row.id).values(**values))
    return len(rows)


def reseal(keyring: KeyRing, stored: StoredStream) -> str:
    """The ciphertext under the active key."""
    return keyring.reencrypt(stored.secret, _context(stored.id))


def merge(draft: StreamDraft, before: OpenStream | None) -> OpenStream:
    """What the draft means, given what is stored. Raises `Invalid`.

    A stored password stays only with its address: who may change the address but does not know the password could
    otherwise have it sent to a machine of their own.
    """
    if before is not None and draft.url.strip() == before.address.shown:
        address = before.address
    elif HIDDEN in draft.url:
        raise Invalid(f"write the address in full; {HIDDEN} stands for a password that is not shown")
    else:
        address = read_stream_address(draft.url)
    same_place = before is not None and (before.address.host, before.address.port) == (address.host, address.port)
    username = draft.username if draft.username is not None else address.username
    password = draft.password if draft.password is not None else address.password
    if before is not None and same_place:
        if draft.username is None and not address.username:
            username = before.username
        if draft.password is None and not address.password:
            password = before.password
    elif before is not None and before.password and draft.password is None and not address.password:
        raise Invalid("the address leads to another machine: enter the password again, or an empty one")
    certificate, allow_basic = (before.certificate, before.allow_basic) if before and same_place else ("", False)
    if draft.certificate is not None:
        certificate = read_certificate(draft.certificate)
    if draft.allow_basic is not None:
        allow_basic = draft.allow_basic
    return OpenStream(
        address=address, username=username, password=password, certificate=certificate if address.tls else "",
        allow_basic=allow_basic and not address.tls,
    )  # fmt: skip


def touched(role: StreamRole, before: OpenStream | None, after: OpenStream) -> list[str]:
    """The names of what differs, never a value."""
    if before is None:
        return [f"{role}.added", *([f"{role}.allow_basic"] if after.allow_basic else [])]
    parts = {
        "url": before.address != after.address,
        "username": before.username != after.username,
        "password": before.password != after.password,
        "certificate": before.certificate != after.certificate,
        "allow_basic": before.allow_basic != after.allow_basic,
    }
    return [f"{role}.{name}" for name, differs in parts.items() if differs]


def _context(stream_id: str) -> str:
    return f"stream:{stream_id}"
