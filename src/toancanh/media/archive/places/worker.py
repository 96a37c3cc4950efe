"""The thread that moves; one of the site, in the web process."""

from __future__ import annotations

import threading

from toancanh.infra.logs import get_logger
from toancanh.kernel import Unavailable
from toancanh.media.archive.places.mover import Mover

_IDLE_S = 10.0

_log = get_logger(__name__)


class MoverThread:
    """`start` and `close` belong to the process's lifespan."""

    def __init__(self, mover: Mover, *, idle_s: float = _IDLE_S) -> None:
        self._mover = mover
        self._idle_s = idle_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="archive-mover", daemon=True)

    def start(self) -> None:
        """Move what there is to move, from now on."""
        self._thread.start()

    def close(self) -> None:
        """What is being copied is begun again by the next start."""
        self._closing.set()

    def _run(self) -> None:
        wait_s = self._idle_s
        while not self._closing.wait(wait_s):
            wait_s = self._idle_s
            try:
                if self._mover.look():
                    wait_s = 0.0
            except Unavailable as error:
                _log.repeated("away", "recordings cannot be moved now; it is tried again", error=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("a fault while recordings were moved; it is tried again", error)
