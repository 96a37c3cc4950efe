"""Making, renewing and revoking the evidence keys, and signing with them. Thread-safe; blocking."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, Row, select

from toancanh.evidence.authority.certificates import (
    DAY_US,
    ROOT_DAYS,
    SIGNING_DAYS,
    make_certificate,
    new_key,
    pem,
    revocation_list,
)
from toancanh.evidence.authority.timestamps import TimeStamps
from toancanh.evidence.store.tables import evidence_key as table
from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, Conflict, IdSource, NotFound, Principal, Unavailable

_ROOT, _SIGNING = "root", "signing"
_ROOT_ID = "root"  # there is one
_RENEW_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature (ECDSA, DER) under the certificate ``serial``, and the time stamp over it where there is one."""

    signature: bytes
    serial: str
    token: bytes


@dataclass(frozen=True, kw_only=True)
class Trust:
    """What the site publishes: certificates in PEM; ``signing`` by serial number, the newest first."""

    fingerprint: str
    root: bytes
    signing: tuple[tuple[str, bytes], ...]
    revoked: bytes


class Authority:
    """The evidence keys of a site."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        governance: Governance,
        site: int,
        site_name: str,
        stamps: TimeStamps,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._keyring = keyring
        self._governance = governance
        self.site = site
        self._site_name = site_name
        self._stamps = stamps
        self._lock = threading.Lock()

    def sign(self, data: bytes) -> Signed:
        """Sign now. A time stamp server that does not answer is told to the log and leaves the token empty."""
        row = self._current()
        signature = self._private(row).sign(data, ec.ECDSA(hashes.SHA256()))
        return Signed(signature=signature, serial=row.serial, token=self._stamps.stamp(signature))

    @property
    def site_name(self) -> str:
        """As it is set, else what the first organisation is called: a number says nothing to outsiders."""
        return self._site_name or self._governance.organisations.root_name()

    @property
    def has_stamps(self) -> bool:
        """Whether a time stamp server is configured."""
        return bool(self._stamps.url)

    def stamp(self, signature: bytes) -> bytes:
        """A time stamp for a signature that was made before; empty where there still is none."""
        return self._stamps.stamp(signature)

    def trust(self) -> Trust:
        """What outsiders need to check a package."""
        self._current()
        rows = self._rows()
        root = next(row for row in rows if row.kind == _ROOT)
        signing = [row for row in rows if row.kind == _SIGNING]
        revoked = [(int(row.serial, 16), row.revoked_us) for row in signing if row.revoked_us is not None]
        return Trust(
            fingerprint=hashlib.sha256(root.certificate).hexdigest(),
            root=pem(root.certificate),
            signing=tuple((row.serial, pem(row.certificate)) for row in reversed(signing)),
            revoked=revocation_list(
                x509.load_der_x509_certificate(root.certificate), self._private(root), revoked, self._clock.now_us()
            ),
        )

    def serial(self) -> str:
        """Of the certificate that signs now."""
        return str(self._current().serial)

    def revoke(self, principal: Principal, serial: str, *, why: str) -> None:
        """What it signs from now on proves nothing; the next signature makes a new one. Raises `NotFound`, `Conflict`.

        For who has the machine (``toancanh evidence revoke``): nobody is asked for a right.
        """
        with self._lock, self._database.transaction() as tx:
            row = table.c
            found = tx.execute(select(row.revoked_us).where(row.serial == serial, row.kind == _SIGNING)).first()
            if found is None:
                raise NotFound("there is no signing certificate with this number")
            if found.revoked_us is not None:
                raise Conflict("it is revoked already")
            values = {"revoked_us": self._clock.now_us(), "revoked_why": why}
            tx.execute(table.update().where(row.serial == serial).values(**values))
            self._governance.record(
                tx, principal, "evidence.revoke", None, details={"serial": serial}, personal={"why": why}
            )  # fmt: skip

    def reencrypt_secrets(self, ring: KeyRing) -> int:
        """For ``keys rotate``."""
        with self._database.transaction() as tx:
            rows = tx.execute(select(table.c.id, table.c.secret)).all()
            for row in (row for row in rows if row.secret):
                secret = ring.reencrypt(row.secret, _context(row.id))
                tx.execute(table.update().where(table.c.id == row.id).values(secret=secret))
        return len(rows)

    def _current(self) -> Row[Any]:
        """The signing certificate that is to be used now; made where there is none that lasts a while yet."""
        with self._lock:
            now_us = self._clock.now_us()
            rows = self._rows()
            usable = [
                row for row in rows
                if row.kind == _SIGNING and row.revoked_us is None and row.from_us <= now_us
                and row.until_us - now_us > _RENEW_DAYS * DAY_US
            ]  # fmt: skip
            if not usable:
                return self._made(rows, now_us)
            last: Row[Any] = usable[-1]
            return last

    def _made(self, rows: Sequence[Row[Any]], now_us: int) -> Row[Any]:
        with self._database.transaction() as tx:
            if not any(row.kind == _ROOT for row in rows):
                self._add(tx, _ROOT, ROOT_DAYS, now_us)
            self._add(tx, _SIGNING, SIGNING_DAYS, now_us)
        made: Row[Any] = next(row for row in reversed(self._rows()) if row.kind == _SIGNING)
        return made

    def _add(self, tx: Connection, kind: str, days: int, now_us: int) -> None:
        key, serial = new_key(), secrets.randbits(159) | 1 << 158  # positive in 20 bytes (RFC 5280, 4.1.2.2)
        root = tx.execute(select(table).where(table.c.kind == _ROOT)).first()
        from_us = now_us - now_us % 1_000_000
        until_us = from_us + days * DAY_US
        title = "root" if kind == _ROOT else "signing"
        certificate = make_certificate(
            subject=f"Toàn Cảnh evidence {title}, site {self.site}",
            organisation=self._site_name,
            key=key.public_key(),
            serial=serial,
            from_us=from_us,
            until_us=until_us if root is None else min(until_us, root.until_us),
            issuer=None if root is None else x509.load_der_x509_certificate(root.certificate),
            issuer_key=key if root is None else self._private(root),
        )
        der = certificate.public_bytes(serialization.Encoding.DER)
        key_id = _ROOT_ID if kind == _ROOT else self._ids.new_id()
        plain = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        tx.execute(
            table.insert().values(
                id=key_id, kind=kind, serial=f"{serial:x}", certificate=der,
                secret=self._keyring.encrypt(plain, _context(key_id)), from_us=from_us, until_us=until_us,
                revoked_us=None, revoked_why="",
            )
        )  # fmt: skip
        details = {"kind": kind, "serial": f"{serial:x}", "sha256": hashlib.sha256(der).hexdigest()}
        self._governance.record(tx, Principal.system("platform"), "evidence.key", None, details=details)

    def _rows(self) -> list[Row[Any]]:
        with self._database.reading() as connection:
            return list(connection.execute(select(table).order_by(table.c.from_us, table.c.id)))

    def _private(self, row: Row[Any]) -> ec.EllipticCurvePrivateKey:
        if not row.secret:
            raise Unavailable("this copy of the site came without its evidence keys and cannot sign in its name")
        plain = self._keyring.decrypt(row.secret, _context(row.id))
        key = serialization.load_der_private_key(plain, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  # as it was made
        return key


def _context(key_id: str) -> str:
    return f"evidence key {key_id}"
