"""Use cases on doubles: find them, show a pair to one who may see both, and remember what was decided."""

from __future__ import annotations

import enum
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal
from toancanh.planning.coverage.shown import is_there
from toancanh.planning.doubles.evidence import Pair, PairState
from toancanh.planning.doubles.incoming import facts_of_row
from toancanh.planning.doubles.scoring import score_all, score_incoming
from toancanh.planning.doubles.store import pairs as store
from toancanh.planning.doubles.store.pairs import StoredPair
from toancanh.registry import Registry
from toancanh.registry.dossier.model import CameraDossier, CameraFacts

_log = get_logger(__name__)


class RefreshStep(enum.StrEnum):
    """How far a search of the whole city is."""

    NONE = "none"
    READING = "reading"
    COMPARING = "comparing"
    SAVING = "saving"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """The last search; how much it found is told to nobody, for he may not see all of it."""

    step: RefreshStep = RefreshStep.NONE
    started_at_us: int | None = None
    ended_at_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class PairShown:
    """A pair with both sides' dossiers."""

    stored: StoredPair
    a: CameraDossier
    b: CameraDossier


class Duplicates:
    """The queue of pairs. A pair is there only for one who may merge both of its cameras. Thread-safe."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, registry: Registry
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._lock = threading.Lock()
        self._refresh = Refresh()
        self._worker: threading.Thread | None = None

    def close(self) -> None:
        """Wait for a search that runs."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def page(self, principal: Principal, *, state: PairState, after: str, limit: int) -> list[StoredPair]:
        """Pairs of which the principal may decide, best score first."""
        visible = self._governance.visible(principal, Action.CAMERA_MERGE, "camera")
        found: list[StoredPair] = []
        with self._database.reading() as connection:
            last = store.load(connection, after) if after else None
        while len(found) < limit:
            with self._database.reading() as connection:
                part = store.page(connection, state=state, after=last, limit=500)
            refs = self._registry.camera_refs({id for each in part for id in (each.pair.a_id, each.pair.b_id)})
            for each in part:
                sides = [refs.get(each.pair.a_id), refs.get(each.pair.b_id)]
                if all(ref is not None and visible.shows(ref) for ref in sides):
                    found.append(each)
            if len(part) < 500:
                break
            last = part[-1]
        return found[:limit]

    def codes(self, pairs: Collection[StoredPair]) -> dict[str, str]:
        """What both sides of judged pairs are called, by the cameras' ids."""
        return self._registry.camera_codes({id for each in pairs for id in (each.pair.a_id, each.pair.b_id)})

    def get(self, principal: Principal, pair_id: str, *, source: str = "") -> PairShown:
        """One pair with both sides. Raises `NotFound`, also where one side is not there for the principal."""
        stored = self._judged(principal, pair_id, source)
        dossiers = self._registry.dossiers
        return PairShown(
            stored=stored,
            a=dossiers.get(principal, stored.pair.a_id, source=source),
            b=dossiers.get(principal, stored.pair.b_id, source=source),
        )

    def merge(
        self, principal: Principal, pair_id: str, *, keep_id: str, fields_from_other: Sequence[str], source: str = ""
    ) -> str:
        """Let the two be one; returns the id of the merge, by which it can be undone."""
        stored = self._open(principal, pair_id, source)
        sides = {stored.pair.a_id, stored.pair.b_id}
        if keep_id not in sides:
            raise Invalid("keep_id: one of the two cameras of the pair", field="keep_id")
        (other_id,) = sides - {keep_id}
        merge_id = self._registry.dossiers.merge(principal, keep_id, other_id, fields_from_other, source=source)
        with self._database.transaction() as tx:  # a crash before this leaves an open pair that the next search drops
            now_us = self._clock.now_us()
            store.decide(tx, pair_id, state=PairState.MERGED, kept_id=keep_id, by=principal.user_id, at_us=now_us)
        return merge_id

    def differ(self, principal: Principal, pair_id: str, *, source: str = "") -> None:
        """The two are two; no search brings the pair up again."""
        stored = self._open(principal, pair_id, source)
        refs = self._registry.camera_refs([stored.pair.a_id, stored.pair.b_id])
        with self._database.transaction() as tx:
            now_us = self._clock.now_us()
            if not store.decide(
                tx, pair_id, state=PairState.DIFFERENT, kept_id=None, by=principal.user_id, at_us=now_us
            ):
                raise Conflict("somebody has decided on this pair meanwhile")
            self._recorded(tx, principal, "duplicate.different", refs, {"pair": pair_id}, source)

    def withdraw(self, principal: Principal, pair_id: str, *, source: str = "") -> None:
        """That the two are different holds no longer: the pair waits again, until a search finds nothing in it."""
        stored = self._judged(principal, pair_id, source)
        if stored.state is not PairState.DIFFERENT:
            raise Conflict("nobody said that these two are different", state=stored.state)
        refs = self._registry.camera_refs([stored.pair.a_id, stored.pair.b_id])
        with self._database.transaction() as tx:
            if not store.withdraw(tx, pair_id):
                raise Conflict("somebody has decided on this pair meanwhile")
            details = {"pair": pair_id, "decided_by": stored.decided_by}
            self._recorded(tx, principal, "duplicate.withdraw", refs, details, source)

    def load(self, pair_id: str) -> StoredPair:
        """One pair; no judgement. Raises `NotFound`."""
        with self._database.reading() as connection:
            stored = store.load(connection, pair_id)
        if stored is None:
            raise NotFound("there is no such pair, or you may not see it")
        return stored

    def suspects(self, principal: Principal, incoming: Sequence[CameraFacts]) -> list[Pair]:
        """Pairs of entries that are about to come in with each other, or with cameras that the principal may read."""
        if not incoming:
            return []
        visible = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        facts = [each for each in self._registry.dossiers.facts() if is_there(visible, each)]
        return score_incoming(facts, incoming)

    def suspects_of_import(self, principal: Principal, import_id: str, *, source: str = "") -> list[Pair]:
        """Rows of an import that may be a camera which is there, or another row; ids of rows are `incoming.ROW`'s."""
        rows = self._registry.inventory.imports.new_cameras(principal, import_id, source=source)
        entries = (facts_of_row(number, owner_id, values) for number, owner_id, values in rows)
        return self.suspects(principal, [each for each in entries if each is not None])

    # the search of the whole city

    def refresh(self, principal: Principal, *, organisation_id: str, source: str = "") -> Refresh:
        """Begin a search over all cameras, unless one runs; it goes on when the asker has left."""
        ref = ResourceRef(kind="camera", id="", owner_id=organisation_id)
        request = AccessRequest(action=Action.CAMERA_MERGE, resource=ref, source=source)
        decision = self._governance.require(principal, request)
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return self._refresh
            with self._database.transaction() as tx:
                self._governance.record(
                    tx, principal, "duplicate.search", ref, decision=decision, personal={"source": source}
                )
            self._refresh = Refresh(step=RefreshStep.READING, started_at_us=self._clock.now_us())
            self._worker = threading.Thread(target=self._search_safely, name="doubles", daemon=True)
            self._worker.start()
            return self._refresh

    def progress(self, principal: Principal, *, organisation_id: str, source: str = "") -> Refresh:
        """How far the search is."""
        ref = ResourceRef(kind="camera", id="", owner_id=organisation_id)
        request = AccessRequest(action=Action.CAMERA_MERGE, resource=ref, source=source)
        self._governance.require(principal, request)
        with self._lock:
            return self._refresh

    def search(self) -> tuple[int, int]:
        """Search now, in this thread; no judgement. How many pairs are new, and how many open ones went."""
        facts = self._registry.dossiers.facts()
        self._step(RefreshStep.COMPARING)
        found = score_all([each for each in facts if not each.protected])  # or the others' pairs would tell of these
        hidden = {each.camera_id for each in facts if each.protected}
        if hidden:
            found += [pair for pair in score_all(facts) if pair.a_id in hidden or pair.b_id in hidden]
        self._step(RefreshStep.SAVING)
        with self._database.transaction() as tx:
            counts = store.replace_open(tx, found, new_id=self._ids.new_id, now_us=self._clock.now_us())
        self._step(RefreshStep.DONE)
        return counts

    def _search_safely(self) -> None:
        try:
            self.search()
        except Exception as error:  # noqa: BLE001  # whatever it was: who waits for the search is told that it ended
            _log.crash("search for doubles", error)
            self._step(RefreshStep.FAILED)

    def _step(self, step: RefreshStep) -> None:
        ended = self._clock.now_us() if step in {RefreshStep.DONE, RefreshStep.FAILED} else None
        with self._lock:
            self._refresh = replace(self._refresh, step=step, ended_at_us=ended)

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        refs: Mapping[str, ResourceRef],
        details: Mapping[str, object],
        source: str,
    ) -> None:
        """An entry about each of the two, which names the other; neither is told of more openly than the other."""
        tags = frozenset[str]().union(*(ref.tags for ref in refs.values()))
        for ref in refs.values():
            said = {**details, "with": sorted(refs.keys() - {ref.id})}
            about = replace(ref, tags=tags)
            self._governance.record(tx, principal, action, about, details=said, personal={"source": source})

    def _judged(self, principal: Principal, pair_id: str, source: str) -> StoredPair:
        stored = self.load(pair_id)
        refs = self._registry.camera_refs([stored.pair.a_id, stored.pair.b_id])
        if len(refs) < 2:
            raise NotFound("there is no such pair, or you may not see it")
        for ref in sorted(refs.values(), key=lambda each: each.id):
            request = AccessRequest(action=Action.CAMERA_MERGE, resource=ref, source=source)
            try:
                self._governance.require(principal, request)
            except NotFound:
                raise NotFound("there is no such pair, or you may not see it") from None
        return stored

    def _open(self, principal: Principal, pair_id: str, source: str) -> StoredPair:
        stored = self._judged(principal, pair_id, source)
        if stored.state is not PairState.OPEN:
            raise Conflict("this pair is decided already", state=stored.state)
        return stored
