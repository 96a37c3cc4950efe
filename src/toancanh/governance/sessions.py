"""Signing in and out, and whose session a token is."""

from __future__ import annotations

import base64
import hashlib
import math
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance.judgement import not_found
from toancanh.governance.model import ResourceRef
from toancanh.governance.passwords import Passwords
from toancanh.governance.people import Session, User, username_key
from toancanh.governance.record import AnonymousReason, RecordWriter
from toancanh.governance.store import sessions as store
from toancanh.governance.store import users
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.throttle import LoginThrottle
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, Exhausted, IdSource, Principal, Unauthenticated, Unavailable

_TOKEN_BYTES = 32
_TOUCH_US = 60_000_000
_HOUR_US = 3_600_000_000
_FORGET_US = 30 * 24 * _HOUR_US
_WRONG = "user name or password is wrong"


@dataclass(frozen=True, kw_only=True)
class SessionTerms:
    """How long a session lasts: in all, and without a sign of life."""

    hours: float = 12.0
    idle_hours: float = 4.0


class Sessions:
    """Sessions over the database. Thread-safe; several processes may share them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        record: RecordWriter,
        passwords: Passwords,
        terms: SessionTerms,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._record = record
        self._passwords = passwords
        self._terms = terms
        self._random_bytes = random_bytes
        self._throttle = LoginThrottle(clock=clock)
        self._touch_lock = threading.Lock()
        self._touch_tried: dict[str, int] = {}

    def authenticate(self, username: str, password: str, source: str) -> Principal:
        """Whose password it is; opens nothing. Raises `Unauthenticated`, or `Exhausted` with ``retry_after_s``."""
        key = username_key(username)
        self._wait_turn(key, source)
        with self._database.reading() as connection:
            found = users.load_for_login(connection, username)
        user, stored = found if found else (None, None)
        good = self._passwords.matches(stored, password)
        if user is None:
            self._count(source, AnonymousReason.UNKNOWN_USER)
            raise Unauthenticated(_WRONG)
        person = Principal(user_id=user.id, username=user.username, organisation_id=user.organisation_id, session_id="")
        if not good or user.disabled:
            self.refuse(person, "disabled" if good else "wrong_password", source)
            raise Unauthenticated(_WRONG)
        self._throttle.succeeded(key, source)
        if self._passwords.is_outdated(stored or ""):
            fresh = self._passwords.hash(password)
            with self._database.transaction() as tx:
                users.set_password_hash(tx, user.id, fresh)
        return person

    def check_own_password(self, user: User, password: str, source: str) -> None:
        """Raises `Denied` where it is not the account's password; as slowed as signing in, for a stolen session."""
        key = username_key(user.username)
        self._wait_turn(key, source)
        with self._database.reading() as connection:
            stored = users.password_hash(connection, user.id)
        if not self._passwords.matches(stored, password):
            person = Principal(
                user_id=user.id, username=user.username, organisation_id=user.organisation_id, session_id=""
            )
            self.refuse(person, "wrong_password", source)
            raise Denied("the current password is wrong", field="current_password")
        self._throttle.succeeded(key, source)

    def principal_of(self, token: str) -> Principal:
        """Raises `Unauthenticated` where the token is nobody's or its session has ended."""
        with self._database.reading() as connection:
            found = store.by_token(connection, _sha256(token))
        if found is None or not self.is_running(found[0]):
            raise Unauthenticated("the session has ended; sign in again")
        session, principal = found
        self._touch(session)
        return principal

    def find(self, connection: Connection, session_id: str) -> Session | None:
        """The session where it is still running and its account active."""
        session = store.by_id(connection, session_id)
        return session if session is not None and self.is_running(session) else None

    def find_all(self, connection: Connection, session_ids: Collection[str]) -> dict[str, Session]:
        """Those of these that `find` would give, by id."""
        found = store.by_ids(connection, session_ids)
        return {session_id: session for session_id, session in found.items() if self.is_running(session)}

    def is_running(self, session: Session) -> bool:
        """True before it ends by expiry, by idleness or by an act."""
        now_us = self._clock.now_us()
        idle_us = round(self._terms.idle_hours * _HOUR_US)
        return session.ended_us is None and now_us < session.expires_us and now_us < session.seen_us + idle_us

    def touch(self, session_ids: list[str]) -> None:
        """Who watches pictures is not idle."""
        with self._database.transaction() as tx:
            store.touch(tx, session_ids, self._clock.now_us())

    def sign_out(self, principal: Principal) -> None:
        """End the session; running views that rest on it end too."""
        with self._database.transaction() as tx:
            store.end(tx, self._clock.now_us(), session_id=principal.session_id)
            raise_epoch(tx)
            self._record.append(
                tx, principal, "session.close", _ref(principal), outcome="allow", details={}, personal={}
            )

    def end_all(self, tx: Connection, user_id: str, *, except_id: str = "") -> None:
        """End a user's sessions in the transaction of the act that asks for it."""
        if store.end(tx, self._clock.now_us(), user_id=user_id, except_id=except_id):
            raise_epoch(tx)

    def end_lent(self, tx: Connection, session_id: str) -> None:
        """End one in the transaction of the act that asks for it."""
        store.end(tx, self._clock.now_us(), session_id=session_id)

    def lasting(self, connection: Connection, session_id: str) -> Session | None:
        """One that no act has ended, of an active account, even where its time is over."""
        session = store.by_id(connection, session_id)
        return session if session is not None and session.ended_us is None else None

    def is_due(self, session: Session) -> bool:
        """Over, or in the second half of its time."""
        half_us = round(self._terms.hours * _HOUR_US / 2)
        return not self.is_running(session) or session.expires_us - self._clock.now_us() < half_us

    def extend(self, tx: Connection, session_id: str, until_us: int) -> None:
        """Its time begins anew, but it ends by then."""
        now_us = self._clock.now_us()
        expires_us = min(now_us + round(self._terms.hours * _HOUR_US), until_us)
        store.extend(tx, session_id, expires_us=expires_us, seen_us=now_us)
        raise_epoch(tx)

    def _wait_turn(self, name_key: str, source: str) -> None:
        wait_s = self._throttle.attempt(name_key, source)
        if wait_s > 0:
            self._count(source, AnonymousReason.THROTTLED)
            raise Exhausted(
                f"too many attempts to sign in; try again in {math.ceil(wait_s)} s", retry_after_s=math.ceil(wait_s)
            )

    def open(
        self, tx: Connection, person: Principal, source: str, *, factor: str = "", in_place_of: str = ""
    ) -> tuple[str, Principal]:
        """A new session's token and its principal; ``factor`` says by what besides the password.

        ``in_place_of``: the session that ends here, whose rights the new one goes on with for as long as it had left.
        """
        token = base64.urlsafe_b64encode(self._random_bytes(_TOKEN_BYTES)).rstrip(b"=").decode()
        now_us = self._clock.now_us()
        expires_us = now_us + round(self._terms.hours * _HOUR_US)
        if in_place_of:
            before = self.find(tx, in_place_of)
            if before is None or not store.end(tx, now_us, session_id=in_place_of):
                raise Unauthenticated("the session has ended; sign in again")
            expires_us = before.expires_us
            raise_epoch(tx)
        session = Session(
            id=self._ids.new_id(),
            user_id=person.user_id,
            created_us=now_us,
            seen_us=now_us,
            expires_us=expires_us,
            ended_us=None,
            second_factor_us=now_us if factor else None,
        )
        principal = Principal(
            user_id=person.user_id,
            username=person.username,
            organisation_id=person.organisation_id,
            session_id=session.id,
            second_factor=bool(factor),
        )
        store.forget(tx, now_us - _FORGET_US)
        store.insert(tx, session, _sha256(token))
        self._record.append(
            tx,
            principal,
            "session.step_up" if in_place_of else "session.open",
            _ref(principal),
            outcome="allow",
            details={"factor": factor} if factor else {},
            personal={"source": source},
        )
        return token, principal

    def list_own(self, principal: Principal) -> list[Session]:
        """The asker's running ones, the newest first."""
        with self._database.reading() as connection:
            return [found for found in store.of_user(connection, principal.user_id) if self.is_running(found)]

    def end_own(self, principal: Principal, session_id: str, source: str) -> None:
        """End one of the asker's sessions. Raises `NotFound`, for a stranger's as for none."""
        with self._database.transaction() as tx:
            found = self.find(tx, session_id)
            if found is None or found.user_id != principal.user_id:
                raise not_found("session")
            store.end(tx, self._clock.now_us(), session_id=session_id)
            raise_epoch(tx)
            self._record.append(
                tx,
                principal,
                "session.close",
                ResourceRef(kind="session", id=session_id, owner_id=principal.organisation_id),
                outcome="allow",
                details={"other": session_id != principal.session_id},
                personal={"source": source},
            )

    def refuse(self, person: Principal, why: str, source: str) -> None:
        """Put on record that somebody did not get a session, or no more rights within one."""
        with self._database.transaction() as tx:
            self._record.append(
                tx,
                person,
                "session.step_up" if person.session_id else "session.open",
                _ref(person),
                outcome="deny",
                details={"why": why},
                personal={"source": source},
            )

    def _count(self, source: str, reason: AnonymousReason) -> None:
        with self._database.transaction() as tx:
            self._record.count_anonymous(tx, source, reason)

    def _touch(self, session: Session) -> None:
        """Once a minute, and not at all while the database cannot be written."""
        now_us = self._clock.now_us()
        with self._touch_lock:
            tried_us = max(session.seen_us, self._touch_tried.get(session.id, 0))
            if now_us - tried_us < _TOUCH_US:
                return
            if len(self._touch_tried) > 10_000:
                self._touch_tried.clear()
            self._touch_tried[session.id] = now_us
        try:
            self.touch([session.id])
        except Unavailable:
            return


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _ref(principal: Principal) -> ResourceRef:
    return ResourceRef(kind="session", id=principal.session_id, owner_id=principal.organisation_id)
