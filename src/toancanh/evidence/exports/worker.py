"""The thread that makes packages, one at a time, at low priority. A killed one goes on where its files say."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable

from toancanh.evidence.exports.making import Making
from toancanh.evidence.exports.service import Exports
from toancanh.evidence.model import (
    OPEN,
    ExportJob,
    ExportReason,
    ExportState,
    ExportStep,
    Stamped,
    Stopped,
    Waits,
)
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
_LATER_US = 600_000_000
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
        self._unread_us: dict[str, int] = {}

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
        """Sum a package that is there, so that no hand-over waits for the jobs behind it; work on the oldest job that
        can go on; have one stamped that could not be. False where there is nothing to do.
        """
        self._exports.expire()
        now_us = self._clock.now_us()
        if any(self._summed(job, now_us) for job in self._exports.unsummed()):
            return True
        for job in self._exports.waiting():
            tried_us = self._tried_us.get(job.id, 0)
            if job.state is ExportState.WAITING and 0 <= now_us - tried_us < _AGAIN_US:
                continue
            is_left = job.state is ExportState.RUNNING and not tried_us  # by a process that ended
            self._tried_us[job.id] = now_us
            self._work(job, is_left=is_left)
            return True
        return any(self._stamped(job, now_us) for job in self._exports.unstamped())

    def _summed(self, job: ExportJob, now_us: int) -> bool:
        """SHA-256 of the whole. False where its files could not be read, now or a short time ago."""
        if 0 <= now_us - self._unread_us.get(job.id, -_LATER_US) < _LATER_US:
            return False
        summed, found = hashlib.sha256(), self._exports.finished(job)
        try:
            for data in found.stream(0, found.size_bytes):
                summed.update(data)
                if self._closed.is_set():
                    return False
            after = job.at(ExportStep.NONE, sha256=summed.hexdigest())
            self._exports.changed(after, job.state, reason=job.reason, detail=job.detail)
        except (Conflict, NotFound, OSError) as error:  # deleted meanwhile, or its disk is away
            self._unread_us[job.id] = now_us
            _log.repeated("export-sum", "a package cannot be summed", why=str(error))
            return False
        return True

    def _stamped(self, job: ExportJob, now_us: int) -> bool:
        """Ask again for the time stamp that could not be had; what somebody was given stays as it is."""
        if 0 <= now_us - self._tried_us.get(job.id, 0) < _LATER_US:
            return False
        self._tried_us[job.id] = now_us
        try:
            return self._making().stamp(job).stamped is Stamped.HELD
        except (Conflict, OSError) as error:
            _log.repeated("export-stamp", "a package cannot be stamped", why=str(error))
            return False

    def _work(self, job: ExportJob, *, is_left: bool) -> None:
        try:
            if is_left or job.state is not ExportState.RUNNING:
                job = self._exports.changed(job, ExportState.RUNNING, act="resumed" if is_left else "")
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
        now = self._exports.job(job.id)
        if self._closed.is_set() or now.state not in OPEN:
            raise Stopped("this export was stopped")
        return now

    def _end(self, job: ExportJob, state: ExportState, reason: ExportReason, detail: str) -> None:
        now = self._exports.job(job.id)
        if now.state not in OPEN:
            self._left(now)
            return
        try:
            self._exports.changed(now, state, reason=reason, detail=detail)
        except Conflict:
            self._left(now)

    def _left(self, job: ExportJob) -> None:
        """Somebody stopped it: what is cancelled leaves nothing behind."""
        if self._exports.job(job.id).state is ExportState.CANCELLED:
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
