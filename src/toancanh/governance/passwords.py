"""Hashing passwords with argon2id (RFC 9106), so that neither time nor memory tells whether a name exists."""

from __future__ import annotations

import threading

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from toancanh.kernel import Exhausted

_WAIT_S = 10.0
_WAITING = 8  # each holds a thread of the web process, and the other requests need some, too


class Passwords:
    """Hashes and checks; at most ``at_once`` at a time, because each takes 64 MiB for a moment."""

    def __init__(self, *, hasher: argon2.PasswordHasher | None = None, at_once: int = 2) -> None:
        self._hasher = hasher or argon2.PasswordHasher()
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + _WAITING)
        self._nobody_lock = threading.Lock()
        self._nobody = ""

    def hash(self, password: str) -> str:
        """The text to store."""
        with self._turn():
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """True where the password is the stored one. For an unknown name (None) it takes as long and is False."""
        nobody = self._hash_of_nobody()  # made by whoever is first, so that its making tells nothing either
        against = stored or nobody
        with self._turn():
            try:
                return self._hasher.verify(against, password) and bool(stored)
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, stored: str) -> bool:
        """True where today's parameters are stronger than those of the stored hash."""
        return self._hasher.check_needs_rehash(stored)

    def _hash_of_nobody(self) -> str:
        with self._nobody_lock:
            if not self._nobody:
                self._nobody = self._hasher.hash("the password of nobody")
            return self._nobody

    def _turn(self) -> _Turn:
        return _Turn(self._places, self._turns)


class _Turn:
    def __init__(self, places: threading.BoundedSemaphore, turns: threading.BoundedSemaphore) -> None:
        self._places = places
        self._turns = turns

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise _too_many()
        if not self._turns.acquire(timeout=_WAIT_S):
            self._places.release()
            raise _too_many()

    def __exit__(self, *_: object) -> None:
        self._turns.release()
        self._places.release()


def _too_many() -> Exhausted:
    return Exhausted("too many sign-ins at once; try again in a moment", retry_after_s=5)
