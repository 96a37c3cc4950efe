"""Use cases on one's own second factors, and the check of an answer.

Who has none proves to be the account's owner by the password; who has one, by a factor given within the last minutes.
So neither a screen left alone nor a stolen session is enough to enrol a stranger's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance.factors import qr, recovery, store, totp
from toancanh.governance.factors.model import Account, Answer, Factor, FactorKind, FactorReset
from toancanh.governance.factors.passkeys import CHALLENGE_BYTES, Passkeys
from toancanh.governance.factors.questions import Questions
from toancanh.governance.judgement import not_found
from toancanh.governance.model import ResourceRef
from toancanh.governance.people import User
from toancanh.governance.record import RecordWriter
from toancanh.governance.sessions import Sessions
from toancanh.governance.store import users
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, Conflict, Denied, Exhausted, IdSource, Invalid, Principal

ISSUER = "Toàn Cảnh"
FRESH_US = 10 * 60_000_000
MOST = 10


@dataclass(frozen=True, kw_only=True)
class AppOffer:
    """What an authenticator app has to learn; told once."""

    secret: str
    uri: str
    qr_svg: str


class Factors:
    """Second factors of people. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        record: RecordWriter,
        sessions: Sessions,
        questions: Questions,
        passkeys: Passkeys,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._keyring = keyring
        self._record = record
        self._sessions = sessions
        self._questions = questions
        self._passkeys = passkeys
        self._random_bytes = random_bytes

    def account(self, principal: Principal) -> Account:
        """The asker's own."""
        with self._database.reading() as connection:
            return Account(
                factors=store.factors(connection, principal.user_id),
                recovery_codes=store.unused_codes(connection, principal.user_id),
                public_origin=self._passkeys.origin,
            )

    def of(self, user_id: str) -> tuple[Factor, ...]:
        """Enrolled by this person; no judgement."""
        with self._database.reading() as connection:
            return store.factors(connection, user_id)

    def offer_app(self, principal: Principal, *, password: str, source: str) -> AppOffer:
        """A new secret for an authenticator app, good for as long as its question is open."""
        user = self._prove_owner(principal, password, source)
        secret = self._questions.ask(
            _enrolment(principal, FactorKind.TOTP), user.id, source, size=totp.SECRET_BYTES, lasts_us=FRESH_US
        )
        uri = totp.uri(secret, issuer=ISSUER, username=user.username)
        return AppOffer(secret=totp.as_text(secret), uri=uri, qr_svg=qr.svg(uri))

    def offer_passkey(self, principal: Principal, *, password: str, source: str) -> Mapping[str, object]:
        """Options for the browser to make a passkey by. Raises `Denied` where there are none here."""
        user = self._prove_owner(principal, password, source)
        known = [factor for factor in self.of(user.id) if factor.kind is FactorKind.PASSKEY]
        challenge = self._questions.ask(
            _enrolment(principal, FactorKind.PASSKEY), user.id, source, size=CHALLENGE_BYTES, lasts_us=FRESH_US
        )
        return self._passkeys.creation_options(
            challenge=challenge, user_id=user.id, username=user.username, known=known
        )

    def enrol(
        self, principal: Principal, *, kind: FactorKind, name: str, answer: Answer, source: str
    ) -> tuple[Factor, list[str]]:
        """Take the offered factor where the answer shows that the person has it.

        Returns it, and with the first one the recovery codes. The account's other sessions end.
        """
        question_id = _enrolment(principal, kind)
        asked = self._questions.attempt(question_id, source)
        if asked is None or asked[0] != principal.user_id:
            raise Conflict("this offer has ended; begin again", reason="offer_ended")
        now_us = self._clock.now_us()
        factor_id = self._ids.new_id()
        secret, credential_id, counter = self._accepted(kind, factor_id, answer, asked[1])
        made = Factor(
            id=factor_id,
            user_id=principal.user_id,
            kind=kind,
            name=name,
            secret=secret,
            credential_id=credential_id,
            counter=counter,
            created_us=now_us,
            used_us=None,
        )
        with self._database.transaction() as tx:
            before = store.factors(tx, principal.user_id)
            if not self._questions.answered(tx, question_id):
                raise Conflict("this offer has ended; begin again", reason="offer_ended")
            if len(before) >= MOST:
                raise Exhausted(f"a person has at most {MOST} second factors; remove one first")
            store.insert(tx, made)
            codes = [] if before else self._fresh_codes(tx, principal.user_id)
            self._sessions.end_all(tx, principal.user_id, except_id=principal.session_id)
            self._recorded(tx, principal, "factor.add", {"factor": kind, "id": factor_id}, source)
        return made, codes

    def rename(self, principal: Principal, factor_id: str, name: str, *, source: str) -> Factor:
        """A name to know it by."""
        self._own(principal, factor_id)
        with self._database.transaction() as tx:
            store.rename(tx, factor_id, name)
            self._recorded(tx, principal, "factor.rename", {"id": factor_id}, source)
        return self._own(principal, factor_id)

    def remove(self, principal: Principal, factor_id: str, *, source: str) -> None:
        """Take one away; with the last one go the recovery codes. The account's other sessions end."""
        self._own(principal, factor_id)
        self._require_fresh(principal)
        with self._database.transaction() as tx:
            store.remove(tx, factor_id)
            if not store.factors(tx, principal.user_id):
                store.put_codes(tx, principal.user_id, [])
            self._sessions.end_all(tx, principal.user_id, except_id=principal.session_id)
            self._recorded(tx, principal, "factor.remove", {"id": factor_id}, source)

    def new_codes(self, principal: Principal, *, source: str) -> list[str]:
        """Recovery codes in place of those before, told once. Raises `Conflict` for who has no factor."""
        if not self.of(principal.user_id):
            raise Conflict("recovery codes come with a second factor; enrol one first")
        self._require_fresh(principal)
        with self._database.transaction() as tx:
            codes = self._fresh_codes(tx, principal.user_id)
            self._recorded(tx, principal, "factor.recovery_codes", {}, source)
        return codes

    def reset(self, tx: Connection, user_id: str, by: str) -> int:
        """All factors of a person gone, in the transaction of the one who judged and records it; returns how many."""
        removed = store.remove_all(tx, user_id)
        store.put_reset(tx, user_id, FactorReset(at_us=self._clock.now_us(), by=by))
        self._sessions.end_all(tx, user_id)
        return removed

    def forget(self, tx: Connection, user_id: str) -> None:
        """Everything of an account that goes."""
        store.remove_all(tx, user_id)

    def reset_of(self, principal: Principal) -> FactorReset | None:
        """What an administrator did and the asker has not yet said to know."""
        with self._database.reading() as connection:
            return store.reset_of(connection, principal.user_id)

    def acknowledge_reset(self, principal: Principal, *, source: str) -> None:
        """The asker knows. Raises `NotFound` where there is nothing to know."""
        with self._database.transaction() as tx:
            if not store.forget_reset(tx, principal.user_id):
                raise not_found("reset")
            self._recorded(tx, principal, "factor.reset_seen", {}, source)

    def is_good(self, tx: Connection, user_id: str, answer: Answer, challenge: bytes) -> str:
        """By which kind of factor the answer is good ("totp", "passkey", "recovery"), using it up; empty if by none."""
        enrolled = store.factors(tx, user_id)
        if answer.credential is not None:
            return self._by_passkey(tx, enrolled, answer.credential, challenge)
        code = answer.code.strip().replace(" ", "")
        if len(code) == totp.DIGITS and code.isascii() and code.isdigit():
            return self._by_app(tx, enrolled, code)
        hashed = recovery.stored(code)
        used = hashed is not None and bool(enrolled) and store.use_code(tx, user_id, hashed, self._clock.now_us())
        return "recovery" if used else ""

    def reencrypt_secrets(self, keyring: KeyRing) -> int:
        """`infra.keyring.SecretHolder`: bring every app's secret under the active key."""
        count = 0
        with self._database.transaction() as tx:
            for factor_id, secret in store.secrets(tx):
                fresh = keyring.reencrypt(secret, _context(factor_id))
                if fresh != secret:
                    store.set_secret(tx, factor_id, fresh)
                    count += 1
        return count

    def _by_app(self, tx: Connection, enrolled: tuple[Factor, ...], code: str) -> str:
        now_us = self._clock.now_us()
        for factor in enrolled:
            if factor.kind is FactorKind.TOTP:
                secret = self._keyring.decrypt(factor.secret, _context(factor.id))
                step = totp.matching_step(secret, code, now_us=now_us, after_step=factor.counter)
                if step is not None and store.use(tx, factor, counter=step, at_us=now_us):
                    return FactorKind.TOTP
        return ""

    def _by_passkey(
        self, tx: Connection, enrolled: tuple[Factor, ...], credential: Mapping[str, object], challenge: bytes
    ) -> str:
        for factor in enrolled:
            if factor.kind is FactorKind.PASSKEY and factor.credential_id == credential.get("id"):
                counter = self._passkeys.counter_after(factor, credential, challenge=challenge)
                if counter is not None and store.use(tx, factor, counter=counter, at_us=self._clock.now_us()):
                    return FactorKind.PASSKEY
        return ""

    def _accepted(self, kind: FactorKind, factor_id: str, answer: Answer, asked: bytes) -> tuple[str, str, int]:
        if kind is FactorKind.PASSKEY:
            made = self._passkeys.created(answer.credential or {}, challenge=asked)
            return made.public_key, made.credential_id, made.counter
        code = answer.code.strip().replace(" ", "")
        step = totp.matching_step(asked, code, now_us=self._clock.now_us(), after_step=-1)
        if step is None:
            raise Invalid("code: it is not the app's code of now; check the clock of the telephone", field="code")
        return self._keyring.encrypt(asked, _context(factor_id)), "", step

    def _fresh_codes(self, tx: Connection, user_id: str) -> list[str]:
        codes = recovery.make_codes(self._random_bytes)
        store.put_codes(tx, user_id, [recovery.stored(code) or "" for code in codes])
        return codes

    def _prove_owner(self, principal: Principal, password: str, source: str) -> User:
        with self._database.reading() as connection:
            user = users.load(connection, principal.user_id)
            enrolled = store.factors(connection, principal.user_id)
        if user is None:
            raise not_found("user")
        if enrolled:
            self._require_fresh(principal)
        else:
            self._sessions.check_own_password(user, password, source)
        return user

    def _require_fresh(self, principal: Principal) -> None:
        with self._database.reading() as connection:
            session = self._sessions.find(connection, principal.session_id)
        given_us = session.second_factor_us if session is not None else None
        if given_us is None or given_us + FRESH_US < self._clock.now_us():
            raise Denied("this needs more: give your second factor once more", needs=["second_factor"])

    def _own(self, principal: Principal, factor_id: str) -> Factor:
        found = next((factor for factor in self.of(principal.user_id) if factor.id == factor_id), None)
        if found is None:
            raise not_found("factor")
        return found

    def _recorded(
        self, tx: Connection, principal: Principal, action: str, details: dict[str, object], source: str
    ) -> None:
        ref = ResourceRef(kind="user", id=principal.user_id, owner_id=principal.organisation_id)
        personal = {"source": source}
        self._record.append(tx, principal, action, ref, outcome="allow", details=details, personal=personal)


def _enrolment(principal: Principal, kind: FactorKind) -> str:
    return f"{principal.session_id}:enrol:{kind}"


def _context(factor_id: str) -> str:
    return f"second_factor:{factor_id}"
