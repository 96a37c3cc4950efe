"""Use cases of hand-overs: give, withdraw, open by link, view, fetch. Blocking; thread-safe."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from toancanh.evidence.authority import Authority
from toancanh.evidence.exports.service import Exports
from toancanh.evidence.exports.zipped import PackageFile
from toancanh.evidence.handover import disk, store
from toancanh.evidence.handover.letter import letter
from toancanh.evidence.handover.model import (
    MOST_DAYS,
    MOST_RECEIVERS,
    TICKET_US,
    Given,
    Handover,
    HandoverKind,
    HandoverState,
    Opening,
    OpeningKind,
    Receiver,
)
from toancanh.evidence.model import ExportForm, ExportJob
from toancanh.evidence.verifier import digests
from toancanh.evidence.verifier.verify import canonical
from toancanh.governance import Governance, Passwords
from toancanh.governance.record import AnonymousReason
from toancanh.governance.throttle import LoginThrottle
from toancanh.infra.database import Database
from toancanh.kernel import (
    Clock,
    Conflict,
    DataLoss,
    Denied,
    Exhausted,
    IdSource,
    Invalid,
    NotFound,
    PlatformError,
    Principal,
    format_rfc3339,
)

_DAY_US = 86_400_000_000
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none is taken for another
_CODE_LENGTH = 10  # 49 bits behind five attempts
_GIVE, _WITHDRAW, _READ = "evidence.hand_over", "evidence.hand_over.withdrawn", "evidence.hand_over.read"
_OUTSIDE = Principal.system("handover")


class NotOpened(NotFound):
    """The one answer for a link that is not there, is over, is locked, or was asked with a wrong code."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A link that is open for its receiver, with the package behind it."""

    handover: Handover
    package: PackageFile


class Handovers:
    """The door of hand-overs."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        exports: Exports,
        authority: Authority,
        passwords: Passwords | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._exports = exports
        self._authority = authority
        self._passwords = passwords or Passwords(at_once=1)
        self._throttle = LoginThrottle(clock=clock)

    # for the giver

    def give(
        self,
        principal: Principal,
        export_id: str,
        receivers: Sequence[Receiver],
        *,
        days: float,
        most_openings: int,
        only_view: bool = False,
        source: str = "",
    ) -> list[Given]:
        """A link and a pass code for each, told this once; ``only_view``: for marked pictures, not for the package.
        Raises `Denied`, `NotFound`, `Conflict` (also while the package is being summed), `Invalid`.
        """
        if not 0 < len(receivers) <= MOST_RECEIVERS or not 0 < days <= MOST_DAYS or most_openings < 1:
            raise Invalid(f"a package goes to 1 to {MOST_RECEIVERS} people, for at most {MOST_DAYS:.0f} days")
        job = self._exports.package(principal, export_id, source=source).job  # judged and on record like a fetch
        found = self._allowed(job)
        now_us = self._clock.now_us()
        if not job.sha256:
            raise Conflict("the SHA-256 of this package is still being made; try again in a moment", reason="summing")
        until_us = min(now_us + round(days * _DAY_US), job.expires_us or now_us)
        given = []
        for to in receivers:
            one = self._stated(
                found, HandoverKind.LINK, to, principal, sha256=job.sha256, until_us=until_us,
                most_openings=most_openings, only_view=only_view,
            )  # fmt: skip
            code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
            given.append(Given(handover=one, token=secrets.token_urlsafe(32), code=f"{code[:5]}-{code[5:]}"))
        hashes = [self._passwords.hash(_plain(one.code)) for one in given]
        with self._database.transaction() as tx:
            self._exports.require_same(tx, job)
            for one_given, code_hash in zip(given, hashes, strict=True):
                store.add(tx, one_given.handover, token_hash=_hash(one_given.token), code_hash=code_hash)
                self._recorded(tx, principal, _GIVE, job, one_given.handover)
        return given

    def given(self, principal: Principal, export_id: str, *, source: str = "") -> Sequence[Handover]:
        """To whom a package was given, for who may see the export; on record where that is not the asker."""
        job = self._exports.get(principal, export_id, source=source, act=_READ)
        with self._database.reading() as connection:
            return store.of_export(connection, job.id)

    def openings(self, principal: Principal, handover: Handover) -> list[Opening]:
        """What happened at a link of one's own."""
        with self._database.reading() as connection:
            return store.events(connection, handover.id)

    def withdraw(self, principal: Principal, export_id: str, handover_id: str, *, source: str = "") -> Handover:
        """The link opens no more, from now on."""
        one = self._own(principal, export_id, handover_id, source)
        job = self._exports.own(principal, export_id, source=source)
        with self._database.transaction() as tx:
            if store.withdraw(tx, one.id, self._clock.now_us()):
                self._recorded(tx, principal, _WITHDRAW, job, one)
        return self._own(principal, export_id, handover_id, source)

    def letter(self, principal: Principal, export_id: str, handover_id: str, *, source: str = "") -> str:
        """The letter that goes with the package, to print."""
        one = self._own(principal, export_id, handover_id, source)
        return self._letter(self._exports.own(principal, export_id, source=source), one)

    def copy(
        self, export_id: str, to: Receiver, folder: Path, progress: disk.Progress = disk.silent
    ) -> tuple[Path, Handover]:
        """Onto a disk, read back and compared, with a list of hashes, statement and letter; for who has the machine.
        It is on record before the file has its name on the disk. Raises `Conflict`, `Exhausted`, `Unavailable` where
        the disk fails, `DataLoss` where it does not give back what was written; then nothing of it stays there.
        """
        job = self._exports.job(export_id)
        found, cli = self._allowed(job), Principal.system("cli")
        with contextlib.ExitStack() as stack:
            copying = stack.enter_context(disk.copying(found, folder, progress))
            if job.sha256 and copying.sha256 != job.sha256:
                raise DataLoss("the package is not what was made: ask for the export anew")
            one = self._stated(
                found, HandoverKind.DISK, to, cli, sha256=copying.sha256, until_us=self._clock.now_us(), most_openings=0
            )
            copying.add_papers(statement=self.statement(one), letter=self._letter(job, one).encode())
            with self._database.transaction() as tx:
                self._exports.require_same(tx, job)
                store.add(tx, one, token_hash=None, code_hash="")
                self._recorded(tx, cli, _GIVE, job, one)
            try:
                copying.finish()
            except PlatformError:
                self._told(one, OpeningKind.REFUSED, str(folder))
                raise
        return folder / found.name, one

    # for the receiver, who has no account

    def open(self, token: str, code: str, *, source: str) -> tuple[str, Opened]:
        """A ticket for an hour. Raises `NotOpened`, or `Exhausted` for who tries too often."""
        token_hash = _hash(token)
        wait_s = self._throttle.attempt(token_hash, source)
        if wait_s > 0:
            self._governance.record_anonymous(source, AnonymousReason.THROTTLED)
            raise Exhausted(f"too many attempts; try again in {wait_s:.0f} s", retry_after_s=round(wait_s) or 1)
        with self._database.transaction() as tx:
            found = store.of_token(tx, token_hash)
            counted = found is not None and store.count_wrong(tx, found[0].id)
        right = self._passwords.matches(found[1] if found and counted else None, _plain(code))
        if found is None:
            self._governance.record_anonymous(source, AnonymousReason.UNKNOWN_LINK)
            raise NotOpened("this link and this pass code do not open anything")
        one, ticket = found[0], secrets.token_urlsafe(32)
        if not right:
            self._told(one, OpeningKind.WRONG_CODE, source)
            raise NotOpened("this link and this pass code do not open anything")
        self._throttle.succeeded(token_hash, source)
        package = self._package(one, source)
        with self._database.transaction() as tx:
            opened = store.opened(tx, one.id, self._clock.now_us())
            if opened:
                self._event(tx, one, OpeningKind.OPENED, source, _hash(ticket))
        if not opened:
            self._told(one, OpeningKind.REFUSED, source)
            raise NotOpened("this link and this pass code do not open anything")
        return ticket, Opened(handover=one, package=package)

    def opened(self, token: str, ticket: str, *, source: str, kind: OpeningKind | None = None) -> Opened:
        """For the ticket of an opening; ``kind`` is put on record. Raises `NotOpened`, also where the package is asked
        for by a link that is to look at only.
        """
        with self._database.reading() as connection:
            found = store.of_token(connection, _hash(token))
            at_us = store.ticket_us(connection, found[0].id, _hash(ticket)) if found and ticket else None
        now_us = self._clock.now_us()
        over = (HandoverState.WITHDRAWN, HandoverState.EXPIRED)
        if found is None or at_us is None or not at_us <= now_us < at_us + TICKET_US or found[0].state(now_us) in over:
            raise NotOpened("this link is not open")
        package = self._package(found[0], source)
        if kind is OpeningKind.DOWNLOADED and found[0].only_view:
            self._told(found[0], OpeningKind.REFUSED, source)
            raise NotOpened("this link is to look at only")
        if kind is not None:
            self._told(found[0], kind, source)
        return Opened(handover=found[0], package=package)

    def statement(self, one: Handover) -> bytes:
        """What the site signed about this hand-over, with signature and certificates: to keep beside the package."""
        trust = self._authority.trust()
        certificates = {serial: pem.decode() for serial, pem in trust.signing}
        told = {
            "statement": one.statement.decode(), "signature": one.signature.hex(), "serial": one.serial,
            "certificate": certificates.get(one.serial, ""), "root": trust.root.decode(), "token": one.token.hex(),
        }  # fmt: skip
        return canonical(told)

    def _package(self, one: Handover, source: str) -> PackageFile:
        try:
            return self._allowed(self._exports.job(one.export_id))
        except PlatformError as error:
            self._told(one, OpeningKind.REFUSED, source)
            raise NotOpened("this link and this pass code do not open anything") from error

    def _allowed(self, job: ExportJob) -> PackageFile:
        """Raises `Denied` where the giver has lost the right, or shows more than he himself is shown without asking a
        second person: what was unmasked for one is not handed on.
        """
        found = self._exports.finished(job)
        for one, ref, decision in self._exports.rights.still(job):
            under = self._governance.masks.hidden(job.asker, ref, decision)
            if under and (job.wanted.form is ExportForm.EXACT or under.digest != one.hidden):
                raise Denied(f"a mask lies over the pictures of {one.code}: hand over a masked one", reason="masked")
        return found

    def _stated(
        self, found: PackageFile, kind: HandoverKind, to: Receiver, by: Principal, *, sha256: str, until_us: int,
        most_openings: int, only_view: bool = False,
    ) -> Handover:  # fmt: skip
        handover_id, now_us = self._ids.new_id(), self._clock.now_us()
        told = {
            "format": "toancanh-handover-1", "number": handover_id, "kind": kind.value,
            "site": {"number": self._authority.site, "name": self._authority.site_name},
            "package": {"export": found.job.id, "name": found.name, "size": found.size_bytes, "sha256": sha256},
            "to": {"name": to.name, "organisation": to.organisation, "contact": to.contact},
            "by": by.username, "at": format_rfc3339(now_us), "until": format_rfc3339(until_us),
            "root": self._authority.trust().fingerprint, "verifier": digests(), "only_view": only_view,
        }  # fmt: skip
        statement = canonical(told)
        signed = self._authority.sign(statement)
        return Handover(
            id=handover_id, export_id=found.job.id, kind=kind, to=to, user_id=by.user_id, username=by.username,
            made_us=now_us, until_us=until_us, most_openings=most_openings, package_name=found.name,
            package_bytes=found.size_bytes, package_sha256=sha256, statement=statement, signature=signed.signature,
            serial=signed.serial, token=signed.token, only_view=only_view,
        )  # fmt: skip

    def _own(self, principal: Principal, export_id: str, handover_id: str, source: str) -> Handover:
        job = self._exports.own(principal, export_id, source=source)
        with self._database.reading() as connection:
            one = store.load(connection, handover_id)
        if one is None or one.export_id != job.id:
            raise NotFound("there is no such hand-over")
        return one

    def _letter(self, job: ExportJob, one: Handover) -> str:
        return letter(
            job, one, site=self._authority.site_name,
            fingerprint=self._authority.trust().fingerprint, verifiers=digests(),
        )  # fmt: skip

    def _told(self, one: Handover, kind: OpeningKind, source: str) -> None:
        with self._database.transaction() as tx:
            self._event(tx, one, kind, source)

    def _event(self, tx: Connection, one: Handover, kind: OpeningKind, source: str, ticket_hash: str = "") -> None:
        what = Opening(at_us=self._clock.now_us(), kind=kind, source=source)
        store.add_event(tx, self._ids.new_id(), one.id, what, ticket_hash)
        job = self._exports.job(one.export_id)
        refused = kind in (OpeningKind.WRONG_CODE, OpeningKind.REFUSED)
        act = f"{_GIVE}.{'refused' if refused else kind.value}"
        self._recorded(tx, _OUTSIDE, act, job, one, outcome="deny" if refused else "allow", source=source)

    def _recorded(
        self, tx: Connection, who: Principal, act: str, job: ExportJob, one: Handover, *, outcome: str = "allow",
        source: str = "",
    ) -> None:  # fmt: skip
        details = {"export": job.id, "handover": one.id, "kind": one.kind.value, "sha256": one.package_sha256}
        personal = {
            "name": one.to.name, "organisation": one.to.organisation, "contact": one.to.contact, "source": source,
            "purpose": job.wanted.purpose, "reference": job.wanted.reference,
        }  # fmt: skip
        for ref in self._exports.rights.refs(job):
            self._governance.record(tx, who, act, ref, details=details, personal=personal, outcome=outcome)


def _hash(secret: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _plain(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code[:64].upper())
