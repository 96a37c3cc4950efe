"""What a process does again and again beside its work, each in a thread of its own: what is slow holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable

from toancanh.infra.logs import Log


class Rounds:
    """Calls ``work`` every ``every_s``, at once after `wake` and where it says that there is more to do (True), until
    `close`. A fault is told, and the next round comes all the same: one of ``expected`` as ``put_off``, counted where
    it comes often; another as ``crashed``, with its traceback.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], object],
        *,
        every_s: float,
        log: Log,
        put_off: str,
        crashed: str,
        expected: tuple[type[Exception], ...] = (),
        join_s: float | None = None,
    ) -> None:
        self._name = name
        self._work = work
        self._every_s = every_s
        self._log = log
        self._put_off = put_off
        self._crashed = crashed
        self._expected = expected
        self._join_s = join_s
        self._closing = threading.Event()
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """The first round comes after ``every_s``: a start has other things to do."""
        self._thread.start()

    def wake(self) -> None:
        """A round now, or when the one under way is over."""
        self._wanted.set()

    def close(self) -> None:
        """No more rounds. Waits for the one under way, at most ``join_s``: a disk may hang."""
        self._closing.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join(self._join_s)

    def _run(self) -> None:
        more = False
        while True:
            if not more:
                self._wanted.wait(self._every_s)
            self._wanted.clear()
            if self._closing.is_set():
                return
            more = False
            try:
                more = self._work() is True
            except self._expected as error:
                self._log.repeated(self._name, self._put_off, round=self._name, error=str(error))
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                self._log.crash(self._crashed, error)
