"""Whether a camera shows what was drawn over it: what health found, who steers it, which views people gave up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from toancanh.health.model import Fault, FaultKind
from toancanh.kernel import Clock
from toancanh.vision.drawings import Drawn
from toancanh.vision.watch.model import Why
from toancanh.vision.watch.steered import steered_in

_VIEWS_EVERY_US = 20_000_000


class FaultBook(Protocol):
    """What health has found."""

    def open_faults(self) -> Sequence[Fault]: ...
    def given_up_views(self) -> Mapping[str, int]: ...


class Trust:
    """``learn`` is called with every plan, ``notice`` every second; any thread may ask for `faults`."""

    def __init__(self, book: FaultBook, *, clock: Clock, run_path: Path) -> None:
        self._book = book
        self._clock = clock
        self._run_path = run_path
        self._faults: Mapping[str, frozenset[FaultKind]] = {}
        self._steered: frozenset[str] = frozenset()
        self._given_up: Mapping[str, int] = {}
        self._given_up_us: int | None = None

    def learn(self) -> None:
        """Raises `Unavailable`."""
        self.notice()
        self._faults = _by_camera(self._book.open_faults())
        now_us = self._clock.monotonic_us()
        if self._given_up_us is None or now_us - self._given_up_us >= _VIEWS_EVERY_US:  # of all faults that ever were
            self._given_up, self._given_up_us = self._book.given_up_views(), now_us

    def notice(self) -> None:
        """Who is steered now."""
        self._steered = steered_in(self._run_path)

    def faults(self, camera_id: str) -> frozenset[FaultKind]:
        """What its pictures suffer from. One that is steered looks elsewhere: at once, and not with the next plan."""
        found = self._faults.get(camera_id, frozenset())
        return found | {FaultKind.MOVED} if camera_id in self._steered else found

    def obstacle(self, drawn: Drawn) -> Why | None:
        """Why nothing can rest on these drawings. While a fault is open pictures say so themselves; once its view was
        given up, drawings that are older than the move wait for somebody's word (any new version of them).
        """
        if self._given_up.get(drawn.camera_id, -1) > (drawn.changed_us or 0):
            return Why.VIEW_CHANGED
        return Why.STEERED if drawn.camera_id in self._steered else None


def _by_camera(faults: Sequence[Fault]) -> Mapping[str, frozenset[FaultKind]]:
    found: dict[str, frozenset[FaultKind]] = {}
    for fault in faults:
        found[fault.camera_id] = found.get(fault.camera_id, frozenset()) | {fault.kind}
    return found
