"""The thread that makes packages, one at a time, at low priority. A killed one goes on where its files say."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from toancanh.evidence.exports.making import Making
from toancanh.evidence.exports.service import Exports
from toancanh.evidence.model import OPEN, ExportJob, ExportReason, ExportState, Stopped, Waits
from toancanh.infra.logs import get_logger
from toancanh.kernel import (
    Clock,
    Conflict,
    DataLoss,
    Denied,
    Exhausted,
    NotFound,
    PlatformError,
    Unavailable,
)

_log = get_logger(__name__)
LOOK_EVERY_S = 5.0
_AGAIN_US = 15_000_000
_NICENESS = 10
_REASONS: tuple[tuple[type[PlatformError], ExportReason], ...] = (
    (Denied, ExportReason.RIGHT_WITHDRAWN),
    (NotFound, ExportReason.NOTHING_RECORDED),
)


class ExportWorker:
    """A thread of one process (``web``)."""

    def __init__(self, *, exports: Exports, making: Callable[[], Making], clock: Clock) -> None:
        self._exports = exports
        self._making = making
        self._clock = clock
        self._closed = threading.Event()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._tried_us: dict[str, int] = {}

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name="exports", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is a job."""
        self._wanted.set()

    def close(self) -> None:
        """Leave the job under way as it stands."""
        self._closed.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> bool:
        """Work on the oldest job that can go on; False where there is none."""
        self._exports.expire()
        now_us = self._clock.now_us()
        for job in self._exports.waiting():
            tried_us = self._tried_us.get(job.id, 0)
            if job.state is ExportState.WAITING and 0 <= now_us - tried_us < _AGAIN_US:
                continue
            self._tried_us[job.id] = now_us
            self._work(job)
            return True
        return False

    def _work(self, job: ExportJob) -> None:
        try:
            if job.state is not ExportState.RUNNING:
                job = self._exports.changed(job, ExportState.RUNNING)
            self._making().make(job, self._stopped)
        except (Stopped, Conflict):
            self._left(job)
        except Waits as error:
            self._end(job, ExportState.WAITING, error.reason, error.detail)
        except Unavailable as error:
            self._end(job, ExportState.WAITING, ExportReason.STORE_AWAY, error.detail)
        except Exhausted as error:
            self._end(job, ExportState.WAITING, ExportReason.DISK_FULL, error.detail)
        except DataLoss as error:
            changed = bool(error.extra.get("changed"))
            reason = ExportReason.RECORDING_CHANGED if changed else ExportReason.RECORDING_GONE
            self._end(job, ExportState.FAILED, reason, error.detail)
        except (Denied, NotFound) as error:
            reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
            self._end(job, ExportState.FAILED, reason, error.detail)
        except OSError as error:
            self._end(job, ExportState.WAITING, ExportReason.DISK_FULL, f"the package cannot be written: {error}")
        except Exception as error:  # noqa: BLE001 - the supervisor of all jobs: a broken one must not stop the others
            _log.crash("export", error)
            self._end(job, ExportState.FAILED, ExportReason.BROKEN, "something went wrong on our side; the log has it")

    def _stopped(self, job: ExportJob) -> ExportJob:
        """The job as it stands now; raises `Stopped` where it is not to go on."""
        now = self._exports.now(job)
        if self._closed.is_set() or now.state not in OPEN:
            raise Stopped("this export was stopped")
        return now

    def _end(self, job: ExportJob, state: ExportState, reason: ExportReason, detail: str) -> None:
        now = self._exports.now(job)
        if now.state not in OPEN:
            self._left(now)
            return
        try:
            self._exports.changed(now, state, reason=reason, detail=detail)
        except Conflict:
            self._left(now)

    def _left(self, job: ExportJob) -> None:
        """Somebody stopped it: what is cancelled leaves nothing behind."""
        if self._exports.now(job).state is ExportState.CANCELLED:
            self._exports.clear(job.id)

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)  # of this thread (sched(7))
        while not self._closed.is_set():
            worked = False
            try:
                worked = self.look()
            except PlatformError as error:
                _log.repeated("exports", "exports wait", why=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("exports", error)
            if not worked:
                self._wanted.wait(LOOK_EVERY_S)
                self._wanted.clear()
