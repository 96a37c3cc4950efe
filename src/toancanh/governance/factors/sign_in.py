"""The second step of signing in, and the step up within a session."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Mapping

from toancanh.governance.factors.model import Answer, Asked, Factor, FactorKind
from toancanh.governance.factors.passkeys import CHALLENGE_BYTES, Passkeys
from toancanh.governance.factors.questions import Questions
from toancanh.governance.factors.service import Factors
from toancanh.governance.record import AnonymousReason, RecordWriter
from toancanh.governance.sessions import Sessions
from toancanh.governance.store import users
from toancanh.governance.throttle import LoginThrottle
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, Exhausted, Principal, Unauthenticated

_TOKEN_BYTES = 32
_ENDED = "this sign-in has ended; begin again with the password"


class SecondStep:
    """From a right password to a session, where the person has a second factor. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        record: RecordWriter,
        sessions: Sessions,
        questions: Questions,
        factors: Factors,
        passkeys: Passkeys,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._database = database
        self._record = record
        self._sessions = sessions
        self._questions = questions
        self._factors = factors
        self._passkeys = passkeys
        self._random_bytes = random_bytes
        self._throttle = LoginThrottle(clock=clock)

    def sign_in(self, username: str, password: str, source: str) -> tuple[str, Principal] | Asked:
        """A session's token, or what is asked of a person with a second factor. Raises as `Sessions.authenticate`."""
        person = self._sessions.authenticate(username, password, source)
        enrolled = self._factors.of(person.user_id)
        if enrolled:
            pending = base64.urlsafe_b64encode(self._random_bytes(_TOKEN_BYTES)).rstrip(b"=").decode()
            return self._asked(pending, _hashed(pending), person.user_id, enrolled, source)
        with self._database.transaction() as tx:
            return self._sessions.open(tx, person, source)

    def second(self, pending: str, answer: Answer, source: str) -> tuple[str, Principal]:
        """The session that the answer opens.

        Raises `Unauthenticated` (``reason``: "ended": begin anew; "wrong_factor": try again) or `Exhausted`.
        """
        question_id = _hashed(pending)
        asked = self._questions.attempt(question_id, source)
        if asked is None:
            self._count(source, AnonymousReason.SESSION_ENDED)
            raise Unauthenticated(_ENDED, reason="ended")
        user_id, challenge = asked
        with self._database.reading() as connection:
            user = users.load(connection, user_id)
        if user is None or user.disabled:
            raise Unauthenticated(_ENDED, reason="ended")
        person = Principal(user_id=user.id, username=user.username, organisation_id=user.organisation_id, session_id="")
        self._wait_turn(user_id, source)
        with self._database.transaction() as tx:
            kind = self._factors.is_good(tx, user_id, answer, challenge)
            if kind:
                if not self._questions.answered(tx, question_id):
                    raise Unauthenticated(_ENDED, reason="ended")
                opened = self._sessions.open(tx, person, source, factor=kind)
        if not kind:
            self._sessions.refuse(person, "wrong_factor", source)
            raise Unauthenticated("the code is wrong or was used already", reason="wrong_factor")
        self._throttle.succeeded(user_id, source)
        return opened

    def challenge(self, principal: Principal, source: str) -> Asked:
        """What can be answered with within the session. Raises `Conflict` for who has no factor."""
        enrolled = self._factors.of(principal.user_id)
        if not enrolled:
            raise Conflict("you have no second factor yet; enrol one on the page of your account", reason="none")
        return self._asked("", _step_up(principal), principal.user_id, enrolled, source)

    def step_up(self, principal: Principal, answer: Answer, source: str) -> tuple[str, Principal]:
        """A session with a second factor in place of the asker's own, which ends. Raises `Denied` for a wrong answer.

        A passkey answers the question of `challenge`; a code needs none.
        """
        self._wait_turn(principal.user_id, source)
        question_id = _step_up(principal)
        asked = self._questions.attempt(question_id, source) if answer.credential is not None else None
        with self._database.transaction() as tx:
            kind = ""
            if answer.credential is None or (asked is not None and self._questions.answered(tx, question_id)):
                kind = self._factors.is_good(tx, principal.user_id, answer, asked[1] if asked else b"")
            if kind:
                opened = self._sessions.open(tx, principal, source, factor=kind, in_place_of=principal.session_id)
        if not kind:
            self._sessions.refuse(principal, "wrong_factor", source)
            raise Denied("the code is wrong or was used already", reason="wrong_factor", field="code")
        self._throttle.succeeded(principal.user_id, source)
        return opened

    def _asked(self, pending: str, question_id: str, user_id: str, enrolled: tuple[Factor, ...], source: str) -> Asked:
        challenge = self._questions.ask(question_id, user_id, source, size=CHALLENGE_BYTES)
        passkeys = [factor for factor in enrolled if factor.kind is FactorKind.PASSKEY]
        options: Mapping[str, object] | None = None
        if passkeys and self._passkeys.origin:
            options = self._passkeys.request_options(challenge=challenge, known=passkeys)
        kinds = tuple(kind for kind in FactorKind if any(factor.kind is kind for factor in enrolled))
        return Asked(pending=pending, kinds=kinds, passkey=options)

    def _wait_turn(self, user_id: str, source: str) -> None:
        wait_s = self._throttle.attempt(user_id, source)
        if wait_s > 0:
            self._count(source, AnonymousReason.THROTTLED)
            raise Exhausted(f"too many attempts; try again in {math.ceil(wait_s)} s", retry_after_s=math.ceil(wait_s))

    def _count(self, source: str, reason: AnonymousReason) -> None:
        with self._database.transaction() as tx:
            self._record.count_anonymous(tx, source, reason)


def _hashed(pending: str) -> str:
    return hashlib.sha256(pending.encode("utf-8", "surrogatepass")).hexdigest()


def _step_up(principal: Principal) -> str:
    return f"{principal.session_id}:step-up"
