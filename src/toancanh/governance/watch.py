"""Watching rights that pictures are being shown on: a withdrawal ends a running view within half a second.

Every act that may change somebody's rights raises the rights epoch in its transaction; this thread reads that one
number and decides anew where it has moved, where a share, a duty or an approval begins or ends by its time, or each
minute where the pack in force allows pictures by the hour.
With the database away running views go on; a session's expiry still ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toancanh.governance.facts import Facts
from toancanh.governance.judgement import Judgement
from toancanh.governance.masks import Hidden
from toancanh.governance.model import Action, Grant
from toancanh.governance.sessions import Sessions
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Unavailable

_log = get_logger(__name__)

POLL_S = 0.25
_TOUCH_US = 60_000_000
_MINUTE_US = 60_000_000
_SEEING = (
    Action.MEDIA_LIVE,
    Action.MEDIA_SNAPSHOT,
    Action.MEDIA_PLAYBACK,
    Action.MEDIA_EXPORT,
    Action.MEDIA_UNMASK,
)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``reason``: why the right is gone, or an empty text; ``session_ends_us``: when it ends at the latest."""

    reason: str = ""
    session_ends_us: int | None = None


@dataclass(eq=False)
class _Watched:
    grant: Grant
    withdrawn: Callable[[str], None]
    masked_by: Hidden | None = None
    judged_round: int | None = None
    session_ends_us: int | None = None


class Watch:
    """Polls while anything is watched. ``judge`` gives a verdict on each of many, with a few questions for all."""

    def __init__(
        self,
        *,
        clock: Clock,
        sessions: Sessions,
        judgement: Judgement,
        judge: Callable[[Sequence[tuple[Grant, Hidden | None]]], Sequence[Verdict]],
        poll_s: float = POLL_S,
    ) -> None:
        self._clock = clock
        self._sessions = sessions
        self._judgement = judgement
        self._judge = judge
        self._poll_s = poll_s
        self._lock = threading.Lock()
        self._watched: set[_Watched] = set()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._wanted = threading.Event()
        self._touched_us = 0
        self._round = 0  # of judging everything anew
        self._judged_epoch: int | None = None
        self._turn_us: int | None = None  # when some right begins or ends by its time

    def add(
        self, grant: Grant, withdrawn: Callable[[str], None], *, masked_by: Hidden | None = None
    ) -> Callable[[], None]:
        """Call ``withdrawn(reason)`` once, from the polling thread, when the right is gone; returns the way to stop."""
        entry = _Watched(grant=grant, withdrawn=withdrawn, masked_by=masked_by)
        with self._lock:
            self._watched.add(entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="rights-watch", daemon=True)
                self._thread.start()
        self._wanted.set()

        def stop() -> None:
            with self._lock:
                self._watched.discard(entry)

        return stop

    def running(self) -> list[Grant]:
        """What is watched now by this process."""
        with self._lock:
            return [entry.grant for entry in self._watched]

    def close(self) -> None:
        """Stop polling; nothing is withdrawn any more."""
        self._closed.set()
        self._wanted.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            with self._lock:
                entries = list(self._watched)
            if not entries:
                self._wanted.wait()
                self._wanted.clear()
                continue
            try:
                self._look(entries)
            except Exception as error:  # noqa: BLE001  # a thread that has died would withdraw nothing any more
                _log.crash("rights watch", error)
            self._closed.wait(self._poll_s)

    def _look(self, entries: list[_Watched]) -> None:
        now_us = self._clock.now_us()
        for entry in entries:
            if entry.session_ends_us is not None and now_us >= entry.session_ends_us:
                self._withdraw(entry, "session_ended")
        try:
            facts = self._judgement.facts()
            is_turn = self._turn_us is not None and now_us >= self._turn_us
            if facts.epoch != self._judged_epoch or is_turn:
                self._judged_epoch, self._turn_us = facts.epoch, self._next_turn_us(facts, now_us)
                self._round += 1
            self._decide([entry for entry in entries if entry.judged_round != self._round])
            if now_us - self._touched_us >= _TOUCH_US:
                self._touched_us = now_us
                self._sessions.touch(sorted({entry.grant.session_id for entry in entries}))
        except Unavailable:
            return  # the next round looks again

    def _next_turn_us(self, facts: Facts, now_us: int) -> int | None:
        """When some right may begin or end by its time."""
        engine = self._judgement.engine()
        if not any("minute" in engine.looks_at(action) for action in _SEEING):
            return facts.next_turn_us(now_us)
        minute_us = (now_us // _MINUTE_US + 1) * _MINUTE_US
        return min(minute_us, facts.next_turn_us(now_us) or minute_us)

    def _decide(self, due: list[_Watched]) -> None:
        if not due:
            return
        verdicts = self._judge([(entry.grant, entry.masked_by) for entry in due])
        for entry, verdict in zip(due, verdicts, strict=True):
            if verdict.reason:
                self._withdraw(entry, verdict.reason)
            entry.session_ends_us = verdict.session_ends_us
            entry.judged_round = self._round

    def _withdraw(self, entry: _Watched, reason: str) -> None:
        with self._lock:
            if entry not in self._watched:
                return
            self._watched.discard(entry)
        entry.withdrawn(reason)
