"""What `governance` says of exports, and what of them is put on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.evidence.model import ExportCamera, ExportJob, Wanted
from toancanh.governance import (
    NOTHING_HIDDEN,
    AccessRequest,
    Action,
    Decision,
    Governance,
    Hidden,
    ResourceRef,
    Visibility,
    protected_tags,
)
from toancanh.kernel import Denied, Principal, format_rfc3339
from toancanh.registry import Camera, Registry


@dataclass(frozen=True, kw_only=True)
class ExportRights:
    """The questions about exports; thread-safe."""

    governance: Governance
    registry: Registry

    def judged(
        self, principal: Principal, camera: Camera, wanted: Wanted, source: str
    ) -> tuple[ResourceRef, Decision, Hidden]:
        """Whose camera it was, the answer, and what is hidden from who asks. Raises `Denied`; of a time over several
        owners it says what may be exported: a package is of the whole range that it names, or is not made.
        """
        ref = self.registry.camera_ref(camera)
        asked = _request(ref, wanted, source)
        parted = self.governance.parted(principal, asked, wanted.from_us, wanted.to_us)
        if parted.refused:
            may, left_out = ([*map(_told, parts)] for parts in (parted.spans, [one.span for one in parted.refused]))
            raise Denied(
                "the camera was another owner's for a part of this time; export what may be exported by itself: "
                + ", ".join(f"{one['from']} to {one['to']}" for one in may),
                reason="other_owner", camera=camera.code, may=may, left_out=left_out,
            )  # fmt: skip
        decision = self.governance.require(principal, asked)
        grant, _ = self.governance.grants.issue(
            principal, kind="export", camera_id=camera.id, owner_id=ref.owner_id, stream=wanted.role,
            from_us=wanted.from_us, to_us=wanted.to_us, purpose=wanted.purpose, reference=wanted.reference,
            mask=decision.obligations.mask, watermark=decision.obligations.watermark,
        )  # fmt: skip
        then = decision.inputs.request.resource if decision.inputs is not None else ref  # whose it was
        return then, decision, self.governance.grants.hidden(grant) or NOTHING_HIDDEN

    def still(self, job: ExportJob) -> list[tuple[ExportCamera, ResourceRef, Decision]]:
        """Raises `Denied` where the one who asked has lost the right to one of the cameras."""
        who = job.asker
        living, judged = self.registry.camera_refs(job.wanted.camera_ids), []
        for one, then in zip(job.cameras, self.refs(job), strict=True):
            ref = living.get(one.camera_id, then)
            decision = self.governance.authorize(who, _request(ref, job.wanted, job.source, asked_us=job.asked_us))
            if not decision.allowed:
                raise Denied(f"the right to export {one.code} has been withdrawn")
            judged.append((one, ref, decision))
        return judged

    def refs(self, job: ExportJob, connection: Connection | None = None) -> list[ResourceRef]:
        """Its cameras as governance knows them: of the owner of when it was asked for, protected if it was or is."""
        now = self.registry.footage_refs(job.wanted.camera_ids, connection)
        return [_ref(one, now.get(one.camera_id)) for one in job.cameras]

    def seen_of_others(self, principal: Principal) -> Visibility:
        """Of which cameras somebody sees what others take out."""
        return self.governance.visible(principal, Action.EXPORT_READ, "camera")

    def shown(self, connection: Connection, seen: Visibility, jobs: Sequence[ExportJob]) -> list[ExportJob]:
        """Those all of whose cameras are seen, also as they are now: one may have become protected since."""
        now = self.registry.footage_refs({one.camera_id for job in jobs for one in job.cameras}, connection)
        return [job for job in jobs if all(seen.shows(_ref(one, now.get(one.camera_id))) for one in job.cameras)]

    def refused(self, principal: Principal, job: ExportJob, why: str, source: str) -> None:
        """On record for each camera."""
        for ref in self.refs(job):
            self.governance.record_refusal(principal, Action.MEDIA_EXPORT, ref, why=why, source=source)

    def approvals(self, principal: Principal, decisions: Sequence[Decision]) -> list[dict[str, str]]:
        """Whose yes the answers rest on."""
        parts = [part for decision in decisions for part in decision.parts or (decision,)]
        ids = {one for part in parts for one in (part.inputs.approval_ids if part.inputs else ())}
        found = [self.governance.approvals.get(principal, approval_id) for approval_id in sorted(ids)]
        names = self.governance.users.names({one.answered_by for one in found})
        return [
            {
                "id": one.id,
                "by": names.get(one.answered_by, ""),
                "at": format_rfc3339(one.answered_us or one.asked_us),
            }
            for one in found
        ]

    def recorded(
        self, tx: Connection, who: Principal, act: str, ref: ResourceRef, job: ExportJob, decision: Decision | None,
        source: str = "",
    ) -> None:  # fmt: skip
        """An act about a camera of a job, in the act's transaction."""
        wanted = job.wanted
        details = {
            "export": job.id, "stream": wanted.role.value, "form": wanted.form.value, "burn_in": wanted.burn_in,
            "from_us": wanted.from_us, "to_us": wanted.to_us,
        }  # fmt: skip
        personal = {"purpose": wanted.purpose, "reference": wanted.reference} | ({"source": source} if source else {})
        self.governance.record(tx, who, act, ref, decision=decision, details=details, personal=personal)


def _told(span: tuple[int, int]) -> dict[str, str]:
    return {"from": format_rfc3339(span[0]), "to": format_rfc3339(span[1])}


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
