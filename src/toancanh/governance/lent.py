"""Sessions without a token: somebody's rights, lent to a screen that shows what this person has put on it.

A lent session is judged, watched and ended like the person's own: what the person loses, the screen loses.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from toancanh.governance.sessions import Sessions
from toancanh.governance.store.rights import raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Principal


class LentSessions:
    """Over the same database as the sessions of persons."""

    def __init__(self, *, database: Database, sessions: Sessions) -> None:
        self._database = database
        self._sessions = sessions

    def lend(self, tx: Connection, person: Principal, *, to: str, source: str) -> str:
        """A session's id, in the transaction of the act by which it is lent; nobody knows its token, and what was shown
        by a second factor is not lent. It lasts as long as a person's, and goes on while it is used.
        """
        _token, lent = self._sessions.open(tx, _named(person, to), source, factor="")
        return lent.session_id

    def holder(self, session_id: str, person: Principal, *, to: str) -> Principal | None:
        """In whose name the screen asks, as of now; None where the session has ended. Asking keeps it awake."""
        with self._database.reading() as connection:
            if self._sessions.find(connection, session_id) is None:
                return None
        self._sessions.touch([session_id])
        return replace(_named(person, to), session_id=session_id, second_factor=False)

    def is_due(self, session_id: str, until_us: int) -> bool:
        """Whether it must be judged again to go on, and may until then: half of its time or all of it is over, and
        nobody has ended it.
        """
        with self._database.reading() as connection:
            session = self._sessions.lasting(connection, session_id)
        return session is not None and session.expires_us < until_us and self._sessions.is_due(session)

    def renew(self, tx: Connection, session_id: str, *, until_us: int) -> None:
        """In the transaction that says who was judged: it goes on for as long as a person's lasts, at most until then;
        what runs on it is not interrupted.
        """
        self._sessions.extend(tx, session_id, until_us)

    def end(self, tx: Connection, session_id: str) -> None:
        """Views that rest on it end within seconds."""
        self._sessions.end_lent(tx, session_id)
        raise_epoch(tx)


def _named(person: Principal, to: str) -> Principal:
    """The record names both: who has lent the right, and what has used it."""
    return replace(person, username=f"{person.username} @ {to}")
