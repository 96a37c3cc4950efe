"""The log-in gate: makers lock an address after a few wrong passwords, and a city's recorder would be such an attacker.

After a refused log-in no further attempt is made until the credentials change or `PAUSE_US` has passed, by any stream
with the same address, port and credentials. A stream whose own last log-in was accepted goes on. Until a first answer
is known, attempts with the same credentials go one after the other, so that twenty channels of one recorder do not
make twenty wrong attempts at once.

Refusals outlive the process: each is an empty file in ``folder``, named by a keyed digest of address, port and
credentials, and its time is that of the refusal. So a process that dies fifty times does not try fifty times, and the
media processes of a site know of each other's refusals; their first attempts take turns by record locks (fcntl), which
the death of a process gives back. A stream's own accepted log-in outlives the process too, or
the death of a process would stop what one wrong channel of a recorder had left running.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from toancanh.kernel import Clock
from toancanh.media.model import StateReason
from toancanh.media.rtsp import RtspFailure

PAUSE_US = 30 * 60 * 1_000_000
MAX_REMEMBERED = 50_000
PATIENCE_S = 5.0
_TURN_S = 0.05

LoginKey = bytes


@dataclass
class _Memory:
    refused_until_us: int = 0
    accepted: bool = False
    first: asyncio.Lock = field(default_factory=asyncio.Lock)


class LoginAttempt:
    """One attempt: ask for `permission` before credentials are sent, tell how it went, and always `leave`."""

    def __init__(self, gate: LoginGate, key: LoginKey, *, own_accepted: bool) -> None:
        self.was_accepted = False
        self.was_refused = False
        self._gate = gate
        self._key = key
        self._own_accepted = own_accepted
        self._lock: asyncio.Lock | None = None

    async def permission(self) -> None:
        """Wait for it. Raises `RtspFailure` with the reason ``login_paused``, or ``timeout`` where somebody else's
        attempt with the same credentials comes to no end.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                self._lock = await self._gate.enter(self._key, own_accepted=self._own_accepted)
        except TimeoutError:
            raise RtspFailure(StateReason.TIMEOUT, "the camera does not answer another log-in") from None

    def accepted(self) -> None:
        """The camera took the credentials."""
        self.was_accepted, self.was_refused = True, False
        self._gate.note(self._key, accepted=True)
        self.leave()

    def refused(self) -> None:
        """The camera refused them."""
        self.was_accepted, self.was_refused = False, True
        self._gate.note(self._key, accepted=False)
        self.leave()

    def leave(self) -> None:
        """Let the next one try; may be called again."""
        lock, self._lock = self._lock, None
        if lock is not None:
            self._gate.leave(self._key, lock)


class LoginGate:
    """Shared by all streams and connection tests of a process. Credentials are kept as a keyed digest only.

    ``secret`` (from the key ring) and ``folder`` are given where refusals are to outlive the process.
    """

    def __init__(
        self, *, clock: Clock, pause_us: int = PAUSE_US, secret: bytes | None = None, folder: Path | None = None
    ) -> None:
        if (secret is None) is not (folder is None):
            raise ValueError("a folder of refusals needs a secret that outlives the process, and the other way round")
        self._clock = clock
        self._pause_us = pause_us
        self._secret = secret or secrets.token_bytes(32)
        self._folder = folder
        self._memory: dict[LoginKey, _Memory] = {}
        self._own: dict[str, LoginKey] = {}
        self._turns: int | None = None  # file descriptor of the file whose bytes are locked

    def key(self, *, address: str, port: int, username: str, password: str, stream: str = "") -> LoginKey:
        """What attempts have in common. Without credentials there is nothing to share: ``stream`` sets it apart."""
        parts = (address, str(port), username, password, "" if username or password else stream)
        digest = hmac.new(self._secret, digestmod=hashlib.sha256)
        for part in parts:
            encoded = part.encode()
            digest.update(len(encoded).to_bytes(4, "big") + encoded)
        return digest.digest()

    def is_paused(self, key: LoginKey) -> bool:
        """True while no attempt may be made with this."""
        memory = self._memory.get(key)
        if memory is not None and self._clock.monotonic_us() < memory.refused_until_us:
            return True
        left_us = self._left_on_disk_us(key)
        if left_us <= 0:
            return False
        memory = self._remember(key)
        memory.accepted = False
        memory.refused_until_us = self._clock.monotonic_us() + left_us
        return True

    def check(self, key: LoginKey, *, own_accepted: bool) -> None:
        """Raises `RtspFailure` with the reason ``login_paused`` where an attempt may not even begin."""
        if not own_accepted and self.is_paused(key):
            raise RtspFailure(StateReason.LOGIN_PAUSED, "the camera refused these credentials; no attempt for a while")

    async def enter(self, key: LoginKey, *, own_accepted: bool) -> asyncio.Lock | None:
        """Wait until credentials may be sent; what comes back is held until it is known how that went.

        Raises `RtspFailure` with the reason ``login_paused``.
        """
        memory = self._remember(key)
        if own_accepted or (memory.accepted and not self.is_paused(key)):
            return None
        await memory.first.acquire()
        goes_first = False
        try:
            await self._take_turn(key)
            self.check(key, own_accepted=False)
            goes_first = not memory.accepted
        finally:
            if not goes_first:
                self.leave(key, memory.first)
        return memory.first if goes_first else None

    def leave(self, key: LoginKey, lock: asyncio.Lock) -> None:
        """The attempt is over that `enter` gave ``lock`` for."""
        if self._turns is not None:
            fcntl.lockf(self._turns, fcntl.LOCK_UN, 1, _byte_of(key))
        lock.release()

    async def _take_turn(self, key: LoginKey) -> None:
        """Wait while another process tries the same."""
        if self._turns is None:
            if self._folder is None:
                return
            path = self._folder.with_name(f"{self._folder.name}.lock")
            try:
                self._turns = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:  # this process goes by itself
                return
        while True:
            try:
                fcntl.lockf(self._turns, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte_of(key))
            except (BlockingIOError, PermissionError):  # POSIX allows either for a lock that is held
                await asyncio.sleep(_TURN_S)
            except OSError:  # a file system without locks
                return
            else:
                return

    def note(self, key: LoginKey, *, accepted: bool) -> None:
        """How an attempt went."""
        memory = self._remember(key)
        if accepted:
            # A refusal that another stream met stands: it was for a reason, and its pause protects the rest.
            memory.accepted = not self.is_paused(key)
        else:
            memory.accepted = False
            memory.refused_until_us = self._clock.monotonic_us() + self._pause_us
            self._note_on_disk(key)

    def own_accepted(self, stream: str, key: LoginKey) -> bool:
        """Whether the last log-in of this very stream was accepted with this. What has no name is no stream."""
        if not stream:
            return False
        known = self._own.get(stream)
        if known is None and self._folder is not None:
            with contextlib.suppress(OSError):
                known = self._own_path(self._folder, stream).read_bytes()
                self._own[stream] = known
        return known == key

    def note_own(self, stream: str, key: LoginKey, *, accepted: bool) -> None:
        """How the last log-in of this very stream went."""
        if not stream or accepted is self.own_accepted(stream, key):
            return
        if len(self._own) >= MAX_REMEMBERED:
            self._own.clear()
        self._own.pop(stream, None)
        if accepted:
            self._own[stream] = key
        if self._folder is None:
            return
        path = self._own_path(self._folder, stream)
        with contextlib.suppress(OSError):
            if accepted:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.write_bytes(key)
            else:
                path.unlink(missing_ok=True)

    def _own_path(self, folder: Path, stream: str) -> Path:
        return folder / f"accepted-{hmac.digest(self._secret, stream.encode(), 'sha256').hex()}"

    def _remember(self, key: LoginKey) -> _Memory:
        memory = self._memory.get(key)
        if memory is None:
            if len(self._memory) >= MAX_REMEMBERED:
                self._forget()
            memory = self._memory[key] = _Memory()
        return memory

    def _forget(self) -> None:
        """Drop what holds nobody back."""
        self._memory = {
            key: memory
            for key, memory in self._memory.items()
            if memory.first.locked() or self._clock.monotonic_us() < memory.refused_until_us
        }

    def _note_on_disk(self, key: LoginKey) -> None:
        if self._folder is None:
            return
        now_us = self._clock.now_us()
        path = self._folder / key.hex()
        with contextlib.suppress(OSError):  # a full disk: this process remembers all the same
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            os.utime(path, ns=(now_us * 1000, now_us * 1000))

    def _left_on_disk_us(self, key: LoginKey) -> int:
        if self._folder is None:
            return 0
        path = self._folder / key.hex()
        try:
            refused_us = path.stat().st_mtime_ns // 1000
        except OSError:
            return 0
        passed_us = max(0, self._clock.now_us() - refused_us)
        if passed_us >= self._pause_us:
            path.unlink(missing_ok=True)
        return self._pause_us - passed_us


def _byte_of(key: LoginKey) -> int:
    """Its place in the file of locks, which stays empty."""
    return int.from_bytes(key[:7], "big")
