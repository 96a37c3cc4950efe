"""The indexes over the cameras as they are now: one without protected cameras, others for those cleared for some.

An index that somebody is answered from has never held a camera that is not there for him, so neither answer nor time
can depend on it. That of the public stays as it is, with its date, when only protected cameras change.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from toancanh.governance import Visibility
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError
from toancanh.planning.coverage.index import CoverageIndex
from toancanh.planning.coverage.rows import Sight
from toancanh.planning.coverage.shown import is_there
from toancanh.registry.dossier.model import CameraFacts

CHECK_AFTER_US = 60_000_000
"""Facts are looked at again after this long even where the registry's revision stands still."""

_INDEXES = 8

_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An index and the state of the inventory that it shows; ``is_stale``: a newer one is being made."""

    index: CoverageIndex
    digest: str
    as_of_us: int
    is_stale: bool = False


class Indexes:
    """Thread-safe. Built at the first question; later ones are answered from what there is while a newer is made."""

    def __init__(
        self,
        *,
        facts: Callable[[], Sequence[CameraFacts]],
        revision: Callable[[], int],
        clock: Clock,
        sight: Callable[[], Sight | None] = lambda: None,
    ) -> None:
        self._facts = facts
        self._revision = revision
        self._clock = clock
        self._sight = sight
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._public: tuple[CameraFacts, ...] = ()
        self._protected: tuple[CameraFacts, ...] = ()
        self._public_digest = ""
        self._known: OrderedDict[str, Standing] = OrderedDict()
        self._seen: tuple[int, int] | None = None  # revision, monotonic time
        self._is_stale = False
        self._is_told = False
        self._worker: threading.Thread | None = None

    def public(self) -> Standing:
        """As if no camera were protected and there."""
        self._look()
        return self._standing(())

    def seen_by(self, visible: Visibility) -> Standing:
        """Of the cameras that are there for one with this visibility."""
        self._look()
        with self._lock:
            protected = self._protected
        return self._standing([each for each in protected if is_there(visible, each)])

    def whole(self) -> Standing:
        """Of all cameras; what it says is for those cleared for all of them."""
        self._look()
        with self._lock:
            protected = self._protected
        return self._standing(protected)

    def facts(self) -> tuple[CameraFacts, ...]:
        """All cameras as last looked at, protected ones too; no judgement."""
        self._look()
        with self._lock:
            return (*self._public, *self._protected)

    def refresh(self) -> None:
        """Look at the inventory now; the public index is made again, beside the old one, where it has changed."""
        with self._building:
            self._is_told = False
            seen = (self._revision(), self._clock.monotonic_us())
            facts = sorted(self._facts(), key=lambda each: each.camera_id)
            public = tuple(each for each in facts if not each.protected)
            digest = digest_of(public)
            with self._lock:
                self._is_stale = self._seen is not None and digest != self._public_digest
                known = self._known.get(digest)
            made = known or self._made(public, digest)
            with self._lock:
                self._protected = tuple(each for each in facts if each.protected)
                self._public, self._public_digest = public, digest
                self._seen, self._is_stale = seen, False
                self._keep(made)

    def changed(self) -> None:
        """Something of the inventory has changed: the next question has it looked at."""
        self._is_told = True

    def close(self) -> None:
        """Wait for what is being made."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _look(self) -> None:
        with self._lock:
            seen = self._seen
        if seen is None:
            self.refresh()
            return
        now_us = self._clock.monotonic_us()
        if not self._is_told and seen[0] == self._revision() and now_us - seen[1] < CHECK_AFTER_US:
            return
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return
            self._worker = threading.Thread(target=self._refresh, name="coverage-index", daemon=True)
            self._worker.start()

    def _refresh(self) -> None:
        try:
            self.refresh()
        except PlatformError as error:  # the next question asks again; until then the old index answers
            _log.repeated("coverage-index", "the index of coverage could not be made", reason=error.detail)

    def _standing(self, protected: Sequence[CameraFacts]) -> Standing:
        with self._lock:
            public, key, is_stale = self._public, self._public_digest, self._is_stale
        if protected:
            key = f"{key}:{digest_of(protected)}"
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
                return replace(found, is_stale=is_stale)
        made = self._made((*public, *protected), key)
        with self._lock:
            return self._keep(made)

    def _made(self, facts: Sequence[CameraFacts], digest: str) -> Standing:
        index = CoverageIndex.build(facts, sight=self._sight())
        return Standing(index=index, digest=digest, as_of_us=self._clock.now_us())

    def _keep(self, made: Standing) -> Standing:
        kept = self._known.setdefault(made.digest, made)
        self._known.move_to_end(made.digest)
        while len(self._known) > _INDEXES:
            self._known.popitem(last=False)
        return kept


def digest_of(facts: Iterable[CameraFacts]) -> str:
    """Names a state of these cameras."""
    digest = hashlib.blake2b(digest_size=16)
    for each in facts:
        digest.update(repr(each).encode())
    return digest.hexdigest()
