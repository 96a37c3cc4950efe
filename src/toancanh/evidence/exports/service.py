"""Use cases of exports: ask, look, pause, resume, cancel, open the package, delete it. Blocking; thread-safe."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from toancanh.evidence.exports import store
from toancanh.evidence.exports.rights import ExportRights
from toancanh.evidence.exports.zipped import PackageFile
from toancanh.evidence.model import (
    MOST_CAMERAS,
    MOST_S,
    OPEN,
    ExportCamera,
    ExportFile,
    ExportForm,
    ExportJob,
    ExportReason,
    ExportState,
    Wanted,
    require_move,
)
from toancanh.evidence.package.clips import clips_of
from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import (
    Clock,
    Conflict,
    Denied,
    Exhausted,
    IdSource,
    Invalid,
    NotFound,
    Principal,
)
from toancanh.media.playback import Footage
from toancanh.media.playback.parts import of_one_owner
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import longest
from toancanh.registry import Registry, StreamRole

_MOST_OPEN = 20
_LOOK_AT = 200  # others' exports at a time
_DAY_US = 86_400_000_000
_WORKER = Principal.system("exports")


class Exports:
    """The door of exports. ``folder``: where packages lie; ``floor_bytes``: room that stays free on its disk."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        footage: Footage,
        folder: Path,
        floor_bytes: int,
        keep_days: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self.rights = ExportRights(governance=governance, registry=registry)
        self._footage = footage
        self._folder = folder
        self._floor_bytes = floor_bytes
        self._keep_us = round(keep_days * _DAY_US)

    def ask(self, principal: Principal, wanted: Wanted, *, source: str = "") -> ExportJob:
        """A new job. Raises `Denied` (also for what it needs: a purpose, an approval; or where a mask lies over the
        pictures and they are asked for as recorded), `NotFound`, `Invalid`, `Exhausted` with the disk too full.
        """
        asked = longest(Span(start_us=wanted.from_us, end_us=wanted.to_us), MOST_S)
        camera_ids = tuple(sorted(set(wanted.camera_ids)))
        if not 0 < len(camera_ids) <= MOST_CAMERAS:
            raise Invalid(f"an export is of 1 to {MOST_CAMERAS} cameras", field="cameras")
        if wanted.burn_in and wanted.form is ExportForm.EXACT:
            raise Invalid("nothing can be written into pictures that stay as recorded: ask for a masked export")
        cameras, decisions, hidden, total = [], [], {}, 0
        for camera_id in camera_ids:
            camera = self._registry.camera_then(principal, camera_id, wanted.from_us, wanted.to_us, source=source)
            ref, decision, under = self.rights.judged(principal, camera, wanted, source)
            limit_s = decision.obligations.max_seconds
            if limit_s is not None and asked.seconds > limit_s:
                raise Denied(f"at most {limit_s:.0f} seconds may be taken at once", max_seconds=limit_s)
            if under and wanted.form is ExportForm.EXACT:
                self._governance.record_refusal(principal, Action.MEDIA_EXPORT, ref, why="masked", source=source)
                raise Denied(
                    f"a mask lies over the pictures of {camera.code}: ask for a masked export", reason="masked"
                )
            if under.main_only and wanted.role is StreamRole.SUB:
                self._governance.record_refusal(principal, Action.MEDIA_EXPORT, ref, why="masked", source=source)
                raise Denied(f"the masks of {camera.code} lie over its main stream: ask for that", reason="masked")
            hidden[camera_id] = under.areas
            cameras.append(
                ExportCamera(
                    camera_id=camera_id, owner_id=ref.owner_id, protected=PROTECTED in ref.tags, code=camera.code,
                    hidden=under.digest,
                )
            )  # fmt: skip
            decisions.append((ref, decision))
            tracks = self._footage.tracks(camera_id, wanted.role, asked)
            clips = clips_of(of_one_owner(self._governance.footage_parts(), ref, tracks, asked), asked)
            total += sum(part.size_bytes for clip in clips for part in clip)
        if not total:
            raise NotFound("nothing was recorded in this range")
        self.require_room(total)
        job = ExportJob(
            id=self._ids.new_id(), user_id=principal.user_id, session_id=principal.session_id,
            state=ExportState.QUEUED, wanted=replace(wanted, camera_ids=camera_ids), cameras=tuple(cameras),
            source=source, asked_us=self._clock.now_us(), total_bytes=total,
            made={
                "username": principal.username, "organisation_id": principal.organisation_id,
                "second_factor": principal.second_factor, "hidden": hidden,
                "approvals": self.rights.approvals(principal, [decision for _, decision in decisions]),
            },
        )  # fmt: skip
        with self._database.transaction() as tx:
            if store.count_open(tx, principal.user_id, [*OPEN, ExportState.PAUSED]) >= _MOST_OPEN:
                raise Conflict(f"{_MOST_OPEN} of your exports are under way; wait or cancel some", most=_MOST_OPEN)
            store.add(tx, job)
            for ref, decision in decisions:
                self.rights.recorded(tx, principal, "media.export", ref, job, decision)
        return job

    def page(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[ExportJob]:
        """The asker's own, the newest first."""
        with self._database.reading() as connection:
            return store.of_user(connection, principal.user_id, after=after, limit=limit)

    def everybodys(
        self, principal: Principal, *, after: str = "", limit: int = 100, source: str = ""
    ) -> list[ExportJob]:
        """Those of which one may see every camera's exports, as it was then and is now; each look is on record. Raises
        `Denied` to who may nowhere.
        """
        seen = self.rights.seen_of_others(principal)
        ref = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id)
        if not seen.parts:
            self._governance.require(principal, AccessRequest(action=Action.EXPORT_READ, resource=ref, source=source))
        found: list[ExportJob] = []
        with self._database.reading() as connection:
            while len(found) < limit:
                looked_at = store.of_cameras(connection, seen, after=after, limit=_LOOK_AT)
                found += self.rights.shown(connection, seen, looked_at)
                if len(looked_at) < _LOOK_AT:
                    break
                after = looked_at[-1].id
        found = found[:limit]
        details = {"newest": found[0].id if found else ""}
        with self._database.transaction() as tx:
            self._governance.record(tx, principal, "export.read", ref, details=details, personal={"source": source})
        return found

    def get(self, principal: Principal, job_id: str, *, source: str = "", act: str = "export.read") -> ExportJob:
        """One's own; or, on record as ``act``, one whose cameras' exports one may see. Raises `NotFound`, which is then
        on record.
        """
        job = self.job(job_id)
        if job.user_id == principal.user_id:
            return job
        seen, refs = self.rights.seen_of_others(principal), self.rights.refs(job)
        if not all(seen.shows(ref) for ref in refs):
            self.rights.refused(principal, job, "not_own_export", source)
            raise NotFound("there is no such export")
        with self._database.transaction() as tx:
            for ref in refs:
                self.rights.recorded(tx, principal, act, ref, job, None, source)
        return job

    def own(self, principal: Principal, job_id: str, *, source: str = "") -> ExportJob:
        """One's own. Raises `NotFound`, which is on record where it is somebody else's."""
        job = self.job(job_id)
        if job.user_id != principal.user_id:
            self.rights.refused(principal, job, "not_own_export", source)
            raise NotFound("there is no such export")
        return job

    def move(self, principal: Principal, job_id: str, to: ExportState, *, source: str = "") -> ExportJob:
        """Pause, resume (``queued``) or cancel."""
        job = self.own(principal, job_id, source=source)
        require_move(job.state, to)
        return self.changed(job, to, principal=principal)

    def delete(self, principal: Principal, job_id: str, *, source: str = "") -> ExportJob:
        """The package goes before its time; the job stays in the list."""
        job = self.own(principal, job_id, source=source)
        require_move(job.state, ExportState.EXPIRED)
        after = self.changed(job, ExportState.EXPIRED, principal=principal)
        self.clear(job.id)
        return after

    def package(self, principal: Principal, job_id: str, *, source: str = "") -> PackageFile:
        """The finished package; asked for the right again and put on record each time. Raises `Denied` where another
        area is hidden from the asker now than when it was made.
        """
        job = self.own(principal, job_id, source=source)
        if job.state is not ExportState.DONE:
            raise Conflict("this export has no package (yet, or any more)", state=job.state)
        judged = []
        for one in job.cameras:
            span = job.wanted.from_us, job.wanted.to_us
            camera = self._registry.camera_then(principal, one.camera_id, *span, source=source)
            ref, decision, under = self.rights.judged(principal, camera, job.wanted, source)
            if under and under.digest != one.hidden:
                self._governance.record_refusal(principal, Action.MEDIA_EXPORT, ref, why="masks_changed", source=source)
                raise Denied("the masks were changed since this was made: make it anew", reason="masks_changed")
            judged.append((ref, decision))
        with self._database.transaction() as tx:
            files = store.files(tx, job.id)
            for ref, decision in judged:
                self.rights.recorded(tx, principal, "media.export.opened", ref, job, decision)
        return PackageFile.of(job, self.folder_of(job.id), files)

    def job(self, job_id: str) -> ExportJob:
        """As it stands, whosever it is: for a hand-over and the worker. Raises `NotFound`."""
        with self._database.reading() as connection:
            found = store.load(connection, job_id)
        if found is None:
            raise NotFound("there is no such export")
        return found

    def require_same(self, tx: Connection, job: ExportJob) -> None:
        """Raises `Conflict` where the package was stamped or deleted since ``job`` was read."""
        now = store.load(tx, job.id)
        if now is None or now.version != job.version:
            raise Conflict("this export was changed meanwhile; try again")

    def finished(self, job: ExportJob) -> PackageFile:
        """For a hand-over, which asks for the right and puts it on record itself."""
        if job.state is not ExportState.DONE:
            raise Conflict("this export has no package (yet, or any more)", state=job.state)
        return PackageFile.of(job, self.folder_of(job.id), self.files(job))

    # for the worker

    def folder_of(self, job_id: str) -> Path:
        """Where a job's files lie."""
        return self._folder / job_id

    def require_room(self, size_bytes: int) -> None:
        """Raises `Exhausted` where the disk of the packages has no room for so much."""
        self._folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._folder).free
        if free - size_bytes < self._floor_bytes:
            need = (size_bytes + self._floor_bytes - free) / 1e9
            raise Exhausted(f"the disk of the packages lacks {need:.1f} GB: delete old packages", resource="disk")

    def changed(
        self,
        job: ExportJob,
        state: ExportState,
        *,
        reason: ExportReason = ExportReason.NONE,
        detail: str = "",
        principal: Principal | None = None,
        files: Sequence[ExportFile] = (),
        first: int = 0,
        act: str = "",
    ) -> ExportJob:
        """The one function that changes a job; its end, and what somebody does to it, is on record; also an ``act``
        that leaves its state. Raises `Conflict` where somebody was first, or was given the package that is to change.
        """
        now_us = self._clock.now_us()
        done = state is ExportState.DONE and job.state is not state
        after = replace(
            job, state=state, reason=reason, detail=detail,
            done_us=now_us if done else job.done_us, expires_us=now_us + self._keep_us if done else job.expires_us,
        )  # fmt: skip
        with self._database.transaction() as tx:
            saved = store.save(tx, after)
            if files and not done and store.is_handed(tx, job.id):  # a receiver has the bytes that his statement names
                raise Conflict("this package was given to somebody: it stays as it is")
            if files:
                store.add_files(tx, job.id, files, first=first)
            if state in (ExportState.EXPIRED, ExportState.CANCELLED):
                store.drop_files(tx, job.id)
            if state is not job.state and (state not in OPEN or principal is not None):
                act = "resumed" if state in OPEN else state.value
            for ref in self.rights.refs(job, tx) if act else ():
                self.rights.recorded(tx, principal or _WORKER, f"media.export.{act}", ref, saved, None)
        return saved

    def waiting(self) -> list[ExportJob]:
        """Jobs that want work, the oldest first."""
        with self._database.reading() as connection:
            return store.in_states(connection, sorted(OPEN))

    def unsummed(self) -> list[ExportJob]:
        """Jobs whose package is there and has no SHA-256 yet, the oldest first."""
        with self._database.reading() as connection:
            return store.unsummed(connection)

    def unstamped(self) -> list[ExportJob]:
        """Jobs whose package lacks its time stamp and was given to nobody: what somebody was given stays as it is."""
        with self._database.reading() as connection:
            return store.unstamped(connection)

    def files(self, job: ExportJob) -> list[ExportFile]:
        """What of it is finished."""
        with self._database.reading() as connection:
            return store.files(connection, job.id)

    def expire(self) -> None:
        """Delete packages whose time is over, and files of jobs that were cancelled."""
        with self._database.reading() as connection:
            over = store.over(connection, self._clock.now_us())
        for job in over:
            self.changed(job, ExportState.EXPIRED)
            self.clear(job.id)

    def clear(self, job_id: str) -> None:
        """Its files go."""
        shutil.rmtree(self.folder_of(job_id), ignore_errors=True)
