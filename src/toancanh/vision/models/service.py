"""Use cases on models: authorise, try, keep, record. Blocking; thread-safe."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, Invalid, NotFound, PlatformError, Principal
from toancanh.vision.models import store
from toancanh.vision.models.files import ModelFiles
from toancanh.vision.models.model import InstalledModel, ModelState, Origin, checked_sha256
from toancanh.vision.onnx_models.manifest import Manifest
from toancanh.vision.onnx_models.process import ModelProcess, Running, Trial

_STANDING = (ModelState.PROPOSED, ModelState.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A model, and whether its file is there."""

    model: InstalledModel
    has_file: bool


class Models:
    """The models of this platform. ``folder``: of their files."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        folder: Path,
        running: Running | None = None,
        try_out: Callable[[bytes, Manifest], Trial] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._files = ModelFiles(folder=folder)
        self._running = running or Running()
        self._try_out = try_out or self._tried

    def page(self, principal: Principal, *, source: str) -> list[Shown]:
        """All there ever were, the newest first."""
        self._require(principal, Action.MODEL_READ, "", source)
        with self._database.reading() as connection:
            known = store.every(connection)
        return [self._shown(one) for one in known]

    def add(
        self,
        principal: Principal,
        content: bytes,
        *,
        sha256: str,
        origin: Origin,
        manifest: Manifest,
        account: str = "",
        source: str,
    ) -> Shown:
        """Install a file that has this hash and does what its manifest says; a second person approves it then.

        The order is: hash, trial in a confined process, file, row with its record. The same file under the same name
        and manifest again only brings the file back, where it has gone. Raises `Invalid`, `Exhausted`, `Unavailable`
        where the trial fails, which is on record too, and `Conflict` where the name is taken.
        """
        decision = self._require(principal, Action.MODEL_WRITE, "", source)
        try:
            if hashlib.sha256(content).hexdigest() != checked_sha256(sha256):
                raise Invalid("the file has another SHA-256 than was said: it is not what was meant", field="sha256")
            trial = self._try_out(content, manifest)
        except PlatformError as error:
            self._governance.record_refusal(
                principal, "model.add", _ref(""), why=str(error.extra.get("reason", error.kind)), source=source
            )
            raise
        made = self._made(principal, content, checked_sha256(sha256), origin, manifest, trial)
        with self._database.transaction() as tx:
            named = {one.sha256 for one in store.every(tx) if one.state in _STANDING}
            again = self._standing(tx, made)
            self._files.drop_unnamed(named)
            self._files.keep(made.sha256, content)
            if again is None:
                store.add(tx, made)
            self._record(tx, principal, "model.add", again or made, decision, source, account)
        return self._shown(again or made)

    def approve(self, principal: Principal, model_id: str, *, words: str = "", source: str) -> Shown:
        """It may be used from now on. Raises `Denied` for the one who brought it."""
        decision = self._require(principal, Action.MODEL_APPROVE, model_id, source)
        with self._database.reading() as connection:
            is_own = _one(connection, model_id).proposed_by == principal.user_id
        if is_own or principal.is_system:
            self._governance.record_refusal(
                principal, "model.approve", _ref(model_id), why="own_proposal", source=source
            )
            raise Denied("another person than the one who brought a model approves it", reason="own_proposal")
        return self._decided(principal, model_id, ModelState.APPROVED, "model.approve", decision, words, source)

    def refuse(self, principal: Principal, model_id: str, *, words: str, source: str) -> Shown:
        """It is not taken; its file goes."""
        decision = self._require(principal, Action.MODEL_APPROVE, model_id, source)
        return self._decided(principal, model_id, ModelState.REFUSED, "model.refuse", decision, words, source)

    def remove(self, principal: Principal, model_id: str, *, words: str = "", account: str = "", source: str) -> Shown:
        """Nothing uses it any more; its file goes, and what it was stays known."""
        decision = self._require(principal, Action.MODEL_WRITE, model_id, source)
        return self._decided(principal, model_id, ModelState.REMOVED, "model.remove", decision, words, source, account)

    def by_name(self, name: str) -> InstalledModel:
        """The one that stands under this name. Raises `NotFound`."""
        with self._database.reading() as connection:
            for one in store.every(connection):
                if one.origin.name == name and one.state in _STANDING:
                    return one
        raise NotFound(f"there is no model {name!r}")

    def process(self, name: str) -> ModelProcess:
        """The confined process of an approved model, not started yet. For the platform's own work: nobody is asked.

        Raises `NotFound`, `Denied` before its approval, `DataLoss` where the file has changed since.
        """
        one = self.by_name(name)
        if one.state is not ModelState.APPROVED:
            raise Denied(f"the model {name!r} waits for approval", reason="not_approved")
        return ModelProcess(self._files.read(one.sha256), one.manifest, self._running)

    def _tried(self, content: bytes, manifest: Manifest) -> Trial:
        with ModelProcess(content, manifest, self._running) as process:
            return process.trial()

    def _standing(self, tx: Connection, made: InstalledModel) -> InstalledModel | None:
        """The very same that is there already. Raises `Conflict` where its name is another's."""
        for one in store.every(tx):
            if one.state in _STANDING and one.origin.name == made.origin.name:
                if (one.sha256, one.manifest) == (made.sha256, made.manifest):
                    return one
                raise Conflict(f"there is another model {one.origin.name!r}: remove it first, or name this one else")
        return None

    def _made(
        self, principal: Principal, content: bytes, sha256: str, origin: Origin, manifest: Manifest, trial: Trial
    ) -> InstalledModel:
        return InstalledModel(
            id=self._ids.new_id(),
            origin=origin,
            manifest=manifest,
            sha256=sha256,
            size_bytes=len(content),
            width=trial.width,
            height=trial.height,
            picture_s=trial.picture_s,
            state=ModelState.PROPOSED,
            proposed_by=principal.user_id,
            proposed_us=self._clock.now_us(),
        )

    def _decided(
        self,
        principal: Principal,
        model_id: str,
        state: ModelState,
        action: str,
        decision: Decision,
        words: str,
        source: str,
        account: str = "",
    ) -> Shown:
        with self._database.transaction() as tx:
            one = _one(tx, model_id)
            wanted = _STANDING if state is ModelState.REMOVED else (ModelState.PROPOSED,)
            if one.state not in wanted:
                raise Conflict(f"the model is {one.state} already", state=one.state)
            store.decide(tx, one.id, state, by=principal.user_id, at_us=self._clock.now_us(), words=words)
            self._record(tx, principal, action, one, decision, source, account, words=words)
            used = {other.sha256 for other in store.every(tx) if other.state in _STANDING}
        if one.sha256 not in used:
            self._files.drop(one.sha256)
        with self._database.reading() as connection:
            return self._shown(_one(connection, model_id))

    def _shown(self, one: InstalledModel) -> Shown:
        return Shown(model=one, has_file=one.state in _STANDING and self._files.has(one.sha256))

    def _record(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        one: InstalledModel,
        decision: Decision,
        source: str,
        account: str,
        *,
        words: str = "",
    ) -> None:
        details = {"name": one.origin.name, "sha256": one.sha256, "licence": one.origin.licence,
                   "layout": one.manifest.layout}  # fmt: skip
        personal = {"source": source, "account": account, "words": words}
        self._governance.record(
            tx, principal, action, _ref(one.id), decision=decision, details=details,
            personal={name: text for name, text in personal.items() if text},
        )  # fmt: skip

    def _require(self, principal: Principal, action: Action, model_id: str, source: str) -> Decision:
        return self._governance.require(principal, AccessRequest(action=action, resource=_ref(model_id), source=source))


def _ref(model_id: str) -> ResourceRef:
    """It belongs to the first organisation, as what holds for all does."""
    return ResourceRef(kind="model", id=model_id, owner_id="")


def _one(connection: Connection, model_id: str) -> InstalledModel:
    for one in store.every(connection):
        if one.id == model_id:
            return one
    raise NotFound("there is no such model")
