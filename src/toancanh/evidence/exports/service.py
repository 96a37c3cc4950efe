"""Use cases of exports: ask, look, pause, resume, cancel, open the package, delete it. Blocking; thread-safe."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from toancanh.evidence.exports import store
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
from toancanh.evidence.package.contents import compact
from toancanh.evidence.verifier.verify import zip_heads
from toancanh.governance import (
    NOTHING_HIDDEN,
    PROTECTED,
    AccessRequest,
    Action,
    Decision,
    Governance,
    Hidden,
    ResourceRef,
    protected_tags,
)
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
    format_rfc3339,
)
from toancanh.media.playback import Footage
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import longest
from toancanh.registry import Camera, Registry, StreamRole

_MOST_OPEN = 20
_READ_BYTES = 1 << 20
_DAY_US = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class PackageFile:
    """A finished package as one ZIP, laid out: nothing of it lies twice on the disk."""

    job: ExportJob
    folder: Path
    files: tuple[ExportFile, ...]
    heads: tuple[bytes, ...]
    tail: bytes

    @property
    def name(self) -> str:
        """The ZIP's, from the camera and the range."""
        cameras, wanted = self.job.cameras, self.job.wanted
        code = re.sub(r"[^A-Za-z0-9._-]+", "_", cameras[0].code) if len(cameras) == 1 else f"{len(cameras)}_cameras"
        return f"{code or 'camera'}_{compact(wanted.from_us)}_{compact(wanted.to_us)}.zip"

    @property
    def size_bytes(self) -> int:
        """Of the ZIP."""
        return sum(map(len, self.heads)) + sum(one.size_bytes for one in self.files) + len(self.tail)

    def stream(self, start: int, end: int) -> Iterator[bytes]:
        """Bytes ``[start, end)``."""
        at = 0
        for head, one in zip((*self.heads, self.tail), (*self.files, None), strict=True):
            if at < end and at + len(head) > start:
                yield head[max(0, start - at) : end - at]
            at += len(head)
            if one is not None:
                if at < end and at + one.size_bytes > start:
                    yield from _part(self.folder / one.name, max(0, start - at), min(one.size_bytes, end - at))
                at += one.size_bytes


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
            ref, decision, under = self._judged(principal, camera, wanted, source)
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
            clips = clips_of(self._footage.tracks(camera_id, wanted.role, asked), asked)
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
                "approvals": self._approvals(principal, [decision for _, decision in decisions]),
            },
        )  # fmt: skip
        with self._database.transaction() as tx:
            if store.count_open(tx, principal.user_id, [*OPEN, ExportState.PAUSED]) >= _MOST_OPEN:
                raise Conflict(f"{_MOST_OPEN} of your exports are under way; wait or cancel some", most=_MOST_OPEN)
            store.add(tx, job)
            for ref, decision in decisions:
                self._recorded(tx, principal, "media.export", ref, job, decision)
        return job

    def page(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[ExportJob]:
        """The asker's own, the newest first."""
        with self._database.reading() as connection:
            return store.of_user(connection, principal.user_id, after=after, limit=limit)

    def get(self, principal: Principal, job_id: str, *, source: str = "") -> ExportJob:
        """One's own. Raises `NotFound`, which is on record where it is somebody else's."""
        with self._database.reading() as connection:
            job = store.load(connection, job_id)
        if job is None:
            raise NotFound("there is no such export")
        if job.user_id != principal.user_id:
            for ref in self.refs(job):
                self._governance.record_refusal(
                    principal, Action.MEDIA_EXPORT, ref, why="not_own_export", source=source
                )  # fmt: skip
            raise NotFound("there is no such export")
        return job

    def move(self, principal: Principal, job_id: str, to: ExportState, *, source: str = "") -> ExportJob:
        """Pause, resume (``queued``) or cancel."""
        job = self.get(principal, job_id, source=source)
        require_move(job.state, to)
        return self.changed(job, to, principal=principal)

    def delete(self, principal: Principal, job_id: str, *, source: str = "") -> ExportJob:
        """The package goes before its time; the job stays in the list."""
        job = self.get(principal, job_id, source=source)
        require_move(job.state, ExportState.EXPIRED)
        after = self.changed(job, ExportState.EXPIRED, principal=principal)
        self.clear(job.id)
        return after

    def package(self, principal: Principal, job_id: str, *, source: str = "") -> PackageFile:
        """The finished package; asked for the right again and put on record each time. Raises `Denied` where another
        area is hidden from the asker now than when it was made.
        """
        job = self.get(principal, job_id, source=source)
        if job.state is not ExportState.DONE:
            raise Conflict("this export has no package (yet, or any more)", state=job.state)
        judged = []
        for one in job.cameras:
            span = job.wanted.from_us, job.wanted.to_us
            camera = self._registry.camera_then(principal, one.camera_id, *span, source=source)
            ref, decision, under = self._judged(principal, camera, job.wanted, source)
            if under and under.digest != one.hidden:
                self._governance.record_refusal(principal, Action.MEDIA_EXPORT, ref, why="masks_changed", source=source)
                raise Denied("the masks were changed since this was made: make it anew", reason="masks_changed")
            judged.append((ref, decision))
        with self._database.transaction() as tx:
            files = store.files(tx, job.id)
            for ref, decision in judged:
                self._recorded(tx, principal, "media.export.opened", ref, job, decision)
        return self._laid_out(job, files)

    def job(self, job_id: str) -> ExportJob:
        """For a hand-over: whosever it is. Raises `NotFound`."""
        with self._database.reading() as connection:
            found = store.load(connection, job_id)
        if found is None:
            raise NotFound("there is no such export")
        return found

    def refs(self, job: ExportJob, connection: Connection | None = None) -> list[ResourceRef]:
        """Its cameras as governance knows them: of the owner of when it was asked for, protected if it was or is."""
        now = self._registry.footage_refs(job.wanted.camera_ids, connection)
        return [_ref(one, now.get(one.camera_id)) for one in job.cameras]

    def finished(self, job: ExportJob) -> PackageFile:
        """For a hand-over, which asks for the right and puts it on record itself."""
        if job.state is not ExportState.DONE:
            raise Conflict("this export has no package (yet, or any more)", state=job.state)
        return self._laid_out(job, self.files(job))

    def _laid_out(self, job: ExportJob, files: Sequence[ExportFile]) -> PackageFile:
        heads, tail = zip_heads([(one.name, one.size_bytes, one.crc32) for one in files])
        folder = self.folder_of(job.id)
        return PackageFile(job=job, folder=folder, files=tuple(files), heads=tuple(heads), tail=tail)

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
    ) -> ExportJob:
        """The one function that changes a job; its end, and what somebody does to it, is on record. Raises `Conflict`
        where somebody was first.
        """
        now_us = self._clock.now_us()
        done = state is ExportState.DONE
        after = replace(
            job, state=state, reason=reason, detail=detail,
            done_us=now_us if done else job.done_us, expires_us=now_us + self._keep_us if done else job.expires_us,
        )  # fmt: skip
        with self._database.transaction() as tx:
            saved = store.save(tx, after)
            if files:
                store.add_files(tx, job.id, files, first=first)
            if state in (ExportState.EXPIRED, ExportState.CANCELLED):
                store.drop_files(tx, job.id)
            if state is not job.state and (state not in OPEN or principal is not None):
                who, act = principal or Principal.system("exports"), "resumed" if state in OPEN else state.value
                for ref in self.refs(job, tx):
                    self._recorded(tx, who, f"media.export.{act}", ref, saved, None)
        return saved

    def waiting(self) -> list[ExportJob]:
        """Jobs that want work, the oldest first."""
        with self._database.reading() as connection:
            return store.in_states(connection, sorted(OPEN))

    def now(self, job: ExportJob) -> ExportJob:
        """As it stands."""
        return self.job(job.id)

    def files(self, job: ExportJob) -> list[ExportFile]:
        """What of it is finished."""
        with self._database.reading() as connection:
            return store.files(connection, job.id)

    def still_may(self, job: ExportJob) -> list[tuple[ExportCamera, ResourceRef, Decision]]:
        """Raises `Denied` where the one who asked has lost the right to one of the cameras."""
        who = job.asker
        living, judged = self._registry.camera_refs(job.wanted.camera_ids), []
        for one, then in zip(job.cameras, self.refs(job), strict=True):
            ref = living.get(one.camera_id, then)
            decision = self._governance.authorize(who, _request(ref, job.wanted, job.source, asked_us=job.asked_us))
            if not decision.allowed:
                raise Denied(f"the right to export {one.code} has been withdrawn")
            judged.append((one, ref, decision))
        return judged

    def expire(self) -> None:
        """Delete packages whose time is over, and files of jobs that were cancelled."""
        with self._database.reading() as connection:
            done = store.in_states(connection, [ExportState.DONE])
        for job in done:
            if job.expires_us is not None and job.expires_us <= self._clock.now_us():
                self.changed(job, ExportState.EXPIRED)
                self.clear(job.id)

    def clear(self, job_id: str) -> None:
        """Its files go."""
        shutil.rmtree(self.folder_of(job_id), ignore_errors=True)

    def _judged(
        self, principal: Principal, camera: Camera, wanted: Wanted, source: str
    ) -> tuple[ResourceRef, Decision, Hidden]:
        ref = self._registry.camera_ref(camera)
        decision = self._governance.require(principal, _request(ref, wanted, source))
        grant, _ = self._governance.grants.issue(
            principal, kind="export", camera_id=camera.id, owner_id=ref.owner_id, stream=wanted.role,
            from_us=wanted.from_us, to_us=wanted.to_us, purpose=wanted.purpose, reference=wanted.reference,
            mask=decision.obligations.mask, watermark=decision.obligations.watermark,
        )  # fmt: skip
        then = decision.inputs.request.resource if decision.inputs is not None else ref  # whose it was
        return then, decision, self._governance.grants.hidden(grant) or NOTHING_HIDDEN

    def _approvals(self, principal: Principal, decisions: Sequence[Decision]) -> list[dict[str, str]]:
        """Whose yes the answers rest on."""
        parts = [part for decision in decisions for part in decision.parts or (decision,)]
        ids = {one for part in parts for one in (part.inputs.approval_ids if part.inputs else ())}
        found = [self._governance.approvals.get(principal, approval_id) for approval_id in sorted(ids)]
        names = self._governance.users.names({one.answered_by for one in found})
        return [
            {
                "id": one.id,
                "by": names.get(one.answered_by, ""),
                "at": format_rfc3339(one.answered_us or one.asked_us),
            }
            for one in found
        ]

    def _recorded(
        self, tx: Connection, who: Principal, act: str, ref: ResourceRef, job: ExportJob, decision: Decision | None
    ) -> None:
        wanted = job.wanted
        details = {
            "export": job.id, "stream": wanted.role.value, "form": wanted.form.value, "burn_in": wanted.burn_in,
            "from_us": wanted.from_us, "to_us": wanted.to_us,
        }  # fmt: skip
        personal = {"purpose": wanted.purpose, "reference": wanted.reference}
        self._governance.record(tx, who, act, ref, decision=decision, details=details, personal=personal)


def _request(ref: ResourceRef, wanted: Wanted, source: str, asked_us: int | None = None) -> AccessRequest:
    return AccessRequest(
        action=Action.MEDIA_EXPORT, resource=ref, purpose=wanted.purpose, reference=wanted.reference,
        seconds=(wanted.to_us - wanted.from_us) / 1e6, from_us=wanted.from_us, to_us=wanted.to_us,
        asked_us=asked_us, source=source,
    )  # fmt: skip


def _ref(one: ExportCamera, now: ResourceRef | None) -> ResourceRef:
    tags = now.tags if now is not None else frozenset()
    return ResourceRef(
        kind="camera", id=one.camera_id, owner_id=one.owner_id, tags=tags | protected_tags(one.protected),
        purpose_class=now.purpose_class if now is not None else "",
    )  # fmt: skip


def _part(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            data = file.read(min(_READ_BYTES, end - start))
            if not data:
                raise NotFound("the package was deleted meanwhile")
            start += len(data)
            yield data
