"""A question that waits for its answer: a challenge or a secret, kept sealed, for a while, for few attempts, once."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from toancanh.governance.factors import store
from toancanh.infra.addresses import source_network
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, DataLoss

LASTS_US = 5 * 60_000_000
ATTEMPTS = 5


class Questions:
    """Over the database, so that any process may take the answer."""

    def __init__(
        self, *, database: Database, clock: Clock, keyring: KeyRing, random_bytes: Callable[[int], bytes]
    ) -> None:
        self._database = database
        self._clock = clock
        self._keyring = keyring
        self._random_bytes = random_bytes

    def ask(self, question_id: str, user_id: str, source: str, *, size: int, lasts_us: int = LASTS_US) -> bytes:
        """Fresh random bytes to be asked about, in place of an earlier question of this id."""
        sealed = self._random_bytes(size)
        now_us = self._clock.now_us()
        question = store.Question(
            id=question_id,
            user_id=user_id,
            source=source_network(source),
            sealed=self._keyring.encrypt(sealed, _context(question_id)),
            attempts=0,
            expires_us=now_us + lasts_us,
        )
        with self._database.transaction() as tx:
            store.ask(tx, question, now_us)
        return sealed

    def attempt(self, question_id: str, source: str) -> tuple[str, bytes] | None:
        """Whose question it is and what was asked, one attempt poorer at once, so that racing gains nothing.

        None where it is not open, or was asked of another source.
        """
        with self._database.transaction() as tx:
            found = store.attempt(tx, question_id, ATTEMPTS)
        if found is None or found.expires_us <= self._clock.now_us() or found.source != source_network(source):
            return None
        try:
            return found.user_id, self._keyring.decrypt(found.sealed, _context(question_id))
        except DataLoss:  # the keys were rotated twice meanwhile
            return None

    @staticmethod
    def answered(tx: Connection, question_id: str) -> bool:
        """Close it, in the transaction of what the answer is good for; False where it was closed already."""
        return store.answered(tx, question_id)


def _context(question_id: str) -> str:
    return f"factor_question:{question_id}"
