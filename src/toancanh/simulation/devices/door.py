"""Who may enter a device: accounts, WS-UsernameToken and HTTP digest, and the lock after wrong tries."""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from toancanh.kernel import Clock
from toancanh.simulation.authentication import Scheme, Verdict
from toancanh.simulation.devices.envelope import Node

WRONG_TRIES = 5
_REMEMBERED_NONCES = 64
_TOKEN_LIFE_S = 300  # how far a token's time may be from the device's


class Level(enum.IntEnum):
    """Of an account, and what an operation asks for."""

    ANONYMOUS = 0
    USER = 1
    OPERATOR = 2
    ADMINISTRATOR = 3

    @property
    def word(self) -> str:
        """As ONVIF writes it."""
        return self.name.capitalize()


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of a device."""

    password: str
    level: Level


class _Passwords(Mapping[str, str]):
    """Those of now."""

    def __init__(self, users: Mapping[str, Account]) -> None:
        self._users = users

    def __getitem__(self, name: str) -> str:
        return self._users[name].password

    def __iter__(self) -> Iterator[str]:
        return iter(self._users)

    def __len__(self) -> int:
        return len(self._users)


class DeviceDoor:
    """Wrong tries are counted by source address over all services, as the makes do; a right one forgets them."""

    schemes = (Scheme.MD5,)

    def __init__(self, *, accounts: dict[str, Account], clock: Clock, lock_s: float) -> None:
        self.users = accounts
        self.accounts: Mapping[str, str] = _Passwords(accounts)
        self.lock_s = lock_s
        self.refused = 0
        self._clock = clock
        self._tries: dict[str, tuple[int, int]] = {}  # by source: wrong ones, monotonic time of the last
        self._nonces: OrderedDict[str, None] = OrderedDict()

    def is_locked(self, source: str) -> bool:
        """After `WRONG_TRIES`, for ``lock_s``."""
        count, last_us = self._tries.get(source, (0, 0))
        if count < WRONG_TRIES:
            return False
        if self._clock.monotonic_us() - last_us < self.lock_s * 1_000_000:
            return True
        del self._tries[source]
        return False

    def note(self, source: str, verdict: Verdict) -> Verdict:
        """See `simulation.server.Door`."""
        if verdict not in (Verdict.ACCEPTED, Verdict.REFUSED):
            return verdict
        if self.is_locked(source):
            verdict = Verdict.REFUSED
            self.refused += 1
        elif verdict is Verdict.ACCEPTED:
            self._tries.pop(source, None)
        else:
            self.refused += 1
            self._tries[source] = (self._tries.get(source, (0, 0))[0] + 1, self._clock.monotonic_us())
        return verdict

    def unlock(self) -> None:
        """As after a reboot."""
        self._tries.clear()

    def judge_token(self, token: Node, now_s: float) -> tuple[Verdict, str]:
        """WS-Security UsernameToken Profile 1.1, section 3.1; ``now_s``: by the device's own clock."""
        username, password = token.text_of("Username"), token.child("Password")
        account = self.users.get(username)
        if account is None or password is None:
            return Verdict.REFUSED, username
        if not password.attributes.get("Type", "").endswith("#PasswordDigest"):
            return _verdict(password.text, account.password), username
        nonce, created = token.text_of("Nonce"), token.text_of("Created")
        try:
            made = datetime.fromisoformat(created)
            made_s = (made if made.tzinfo else made.replace(tzinfo=UTC)).timestamp()
            raw = base64.b64decode(nonce, validate=True)
        except (ValueError, OverflowError):
            return Verdict.REFUSED, username
        if abs(made_s - now_s) > _TOKEN_LIFE_S or nonce in self._nonces:
            return Verdict.STALE, username
        digest = hashlib.sha1(raw + created.encode() + account.password.encode()).digest()  # noqa: S324
        verdict = _verdict(password.text, base64.b64encode(digest).decode())
        if verdict is Verdict.ACCEPTED:
            self._nonces[nonce] = None
            if len(self._nonces) > _REMEMBERED_NONCES:
                self._nonces.popitem(last=False)
        return verdict, username


def _verdict(given: str, expected: str) -> Verdict:
    return Verdict.ACCEPTED if hmac.compare_digest(given.encode(), expected.encode()) else Verdict.REFUSED
