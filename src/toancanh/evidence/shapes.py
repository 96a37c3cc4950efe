"""What the routes of evidence take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from toancanh.evidence.authority import Trust
from toancanh.evidence.model import MOST_CAMERAS, ExportForm, ExportJob, ExportReason, ExportState, ExportStep, Stamped
from toancanh.evidence.verifier import digests
from toancanh.governance.routes.shapes import Id
from toancanh.infra.fields import Words
from toancanh.infra.http import RequestBody, TimeIn, TimeOut
from toancanh.registry import StreamRole


class ExportNew(RequestBody):
    """What to take out, and why."""

    camera_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_CAMERAS)]
    start: TimeIn = Field(alias="from")
    end: TimeIn = Field(alias="to")
    stream: StreamRole = StreamRole.MAIN
    form: ExportForm = Field(
        default=ExportForm.EXACT,
        description="`exact`: the recorded bytes, proven picture by picture; refused where a mask lies over them. "
        "`masked`: encoded anew, what is hidden is black. `redacted`: masked, and whatever moves is pixelated.",
    )
    burn_in: bool = Field(default=False, description="Time and the asker's name stand in the pictures; not in `exact`.")
    purpose: Words = ""
    reference: Annotated[Words, Field(max_length=100, description="Number of a case or an order.")] = ""


class ExportCameraOut(BaseModel):
    """A camera of an export, as it was when asked."""

    id: str
    code: str


class ExportApprovalOut(BaseModel):
    """The yes of a second person that an export rests on."""

    by: str
    at: str


class ExportOut(BaseModel):
    """An export and where it stands."""

    id: str
    state: ExportState
    reason: ExportReason = Field(description="Why it waits, failed, or what is to be known of the package.")
    detail: str
    step: ExportStep = Field(description="What is being done now.")
    clip: int = Field(description="At which clip it is, from 1; 0: not known yet.")
    clips: int = Field(description="Of how many; 0: not known yet.")
    asked_by: str = Field(description="Username.")
    is_own: bool = Field(description="Only one's own can be changed, fetched and handed over.")
    approvals: list[ExportApprovalOut]
    cameras: list[ExportCameraOut]
    start: TimeOut = Field(serialization_alias="from")
    end: TimeOut = Field(serialization_alias="to")
    stream: StreamRole
    form: ExportForm
    burn_in: bool
    purpose: str
    reference: str
    asked_at: TimeOut
    done_at: TimeOut | None
    expires_at: TimeOut | None = Field(description="Until then the package can be fetched.")
    progress: float = Field(description="From 0 to 1.")
    done_bytes: int = Field(description="Of the pictures, about.")
    size_bytes: int = Field(description="Of the pictures, about.")
    sha256: str = Field(description="Of the whole package; empty until it is summed, soon after it is done.")
    stamped: Stamped = Field(description="Whether an outside server's time stamp lies in the package.")

    @classmethod
    def of(cls, job: ExportJob, user_id: str) -> ExportOut:
        """As sent to that user."""
        wanted, whole, (clip, clips) = job.wanted, max(1, job.total_bytes), job.clip
        return cls(
            id=job.id, state=job.state, reason=job.reason, detail=job.detail, step=job.step, clip=clip, clips=clips,
            asked_by=str(job.made["username"]), is_own=job.user_id == user_id,
            approvals=[ExportApprovalOut(by=one["by"], at=one["at"]) for one in job.made["approvals"]],
            cameras=[ExportCameraOut(id=one.camera_id, code=one.code) for one in job.cameras],
            start=wanted.from_us, end=wanted.to_us, stream=wanted.role, form=wanted.form, burn_in=wanted.burn_in,
            purpose=wanted.purpose, reference=wanted.reference, asked_at=job.asked_us, done_at=job.done_us,
            expires_at=job.expires_us, progress=min(1.0, job.done_bytes / whole),
            done_bytes=min(job.done_bytes, job.total_bytes), size_bytes=job.total_bytes, sha256=job.sha256,
            stamped=job.stamped,
        )  # fmt: skip


class SigningOut(BaseModel):
    """A signing certificate."""

    serial: str
    pem: str


class VerifierOut(BaseModel):
    """A verifier file."""

    name: str
    sha256: str


class TrustOut(BaseModel):
    """What outsiders need to check a package of this site."""

    site: int
    site_name: str
    root_sha256: str = Field(description="Fingerprint of the root certificate: compare it with the hand-over letter.")
    root_pem: str
    signing: list[SigningOut]
    revoked_pem: str = Field(description="List of revoked certificates (RFC 5280), signed by the root.")
    verifier: list[VerifierOut]

    @classmethod
    def of(cls, trust: Trust, site: int, site_name: str) -> TrustOut:
        """As sent."""
        return cls(
            site=site, site_name=site_name, root_sha256=trust.fingerprint, root_pem=trust.root.decode(),
            signing=[SigningOut(serial=serial, pem=pem.decode()) for serial, pem in trust.signing],
            revoked_pem=trust.revoked.decode(),
            verifier=[VerifierOut(name=name, sha256=sha256) for name, sha256 in digests().items()],
        )  # fmt: skip
