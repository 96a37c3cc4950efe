"""``/devices/jobs``: taking in, changing passwords, applying a template, reading anew; many devices at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, SecretStr

from toancanh.devices.facts import VideoEncoding
from toancanh.devices.onboarding.model import (
    MOST_ITEMS,
    Item,
    ItemReason,
    ItemState,
    ItemStep,
    Job,
    JobKind,
    JobState,
    Plan,
    Template,
)
from toancanh.devices.service import Devices
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page
from toancanh.kernel import Invalid

Pixels = Annotated[int, Field(ge=64, le=16_384)]
Rate = Annotated[float, Field(gt=0, le=240, allow_inf_nan=False)]
Bits = Annotated[int, Field(ge=16_000, le=200_000_000)]


class DeviceTemplateIn(RequestBody):
    """How cameras are to be set; what is left out stays as it is."""

    main_encoding: Literal[VideoEncoding.H264, VideoEncoding.H265] | None = None
    main_width: Pixels | None = None
    main_height: Pixels | None = None
    main_fps: Rate | None = None
    main_bitrate_bps: Bits | None = None
    main_gop_s: float | None = Field(default=None, gt=0, le=20, allow_inf_nan=False)
    sub_encoding: Literal[VideoEncoding.H264, VideoEncoding.H265] | None = None
    sub_width: Pixels | None = None
    sub_height: Pixels | None = None
    sub_fps: Rate | None = None
    sub_bitrate_bps: Bits | None = None
    ntp_servers: list[Annotated[str, Field(max_length=253)]] = Field(default=[], max_length=4)
    timezone: str = Field(default="ICT-7", max_length=64)
    name_overlay: bool = False

    def template(self) -> Template:
        """As the domain knows it."""
        return Template(**{**self.model_dump(), "ntp_servers": tuple(self.ntp_servers)})


class OnboardIn(RequestBody):
    """Devices to take in: at these ``addresses``, or those that are discovered in these networks. One log-in for all;
    it is tried once at each. ``create``: cameras that are not in the inventory are made.
    """

    owner_id: str = Field(max_length=36)
    network_ids: list[Annotated[str, Field(max_length=36)]] = Field(default=[], max_length=50)
    addresses: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=MOST_ITEMS)
    username: Words = ""
    password: SecretStr = Field(default=SecretStr(""), max_length=128)
    site_id: str | None = Field(default=None, max_length=36)
    unit_id: str | None = Field(default=None, max_length=36)
    create: bool = True
    code_prefix: str = Field(default="", max_length=20, pattern="^[0-9A-Za-z._-]*$")
    protected: bool = False
    template: DeviceTemplateIn = DeviceTemplateIn()

    def plan(self) -> Plan:
        """As the domain knows it."""
        return Plan(
            network_ids=tuple(self.network_ids), addresses=tuple(self.addresses), username=self.username,
            site_id=self.site_id, unit_id=self.unit_id, create=self.create, code_prefix=self.code_prefix,
            template=self.template.template(),
        )  # fmt: skip


class DeviceJobIn(RequestBody):
    """Work on devices that are known."""

    kind: Literal[JobKind.ROTATE, JobKind.APPLY, JobKind.READ]
    device_ids: list[Annotated[str, Field(max_length=36)]] = Field(min_length=1, max_length=MOST_ITEMS)
    template: DeviceTemplateIn = DeviceTemplateIn()


class DeviceJobMove(RequestBody):
    """Pause, go on, cancel."""

    state: Literal[JobState.PAUSED, JobState.RUNNING, JobState.CANCELLED]


class DeviceDecisionIn(RequestBody):
    """Which camera a device is; ``new``: none of the inventory's, or a device of its own."""

    camera_id: str | None = Field(default=None, max_length=36)
    new: bool = False

    def decision(self) -> str:
        """Raises `Invalid` where it says both or nothing."""
        if (self.camera_id is None) is not self.new:
            raise Invalid("say either camera_id or new", field="camera_id")
        return self.camera_id or "new"


class DeviceJobOut(BaseModel):
    """A job with how many devices stand how."""

    id: str
    kind: JobKind
    owner_id: str
    user_id: str
    state: JobState
    detail: str
    asked_at: TimeOut
    done_at: TimeOut | None
    total: int
    counts: dict[ItemState, int]

    @classmethod
    def of(cls, one: Job) -> DeviceJobOut:
        """From the domain's."""
        return cls(
            id=one.id, kind=one.kind, owner_id=one.owner_id, user_id=one.user_id, state=one.state, detail=one.detail,
            asked_at=one.asked_at_us, done_at=one.done_at_us, total=sum(one.counts.values()), counts=dict(one.counts),
        )  # fmt: skip


class DeviceItemOut(BaseModel):
    """One device of a job. ``report``: what was found and done, step by step."""

    id: str
    position: int
    host: str
    port: int
    tls: bool
    state: ItemState
    step: ItemStep
    reason: ItemReason
    detail: str
    device_id: str | None
    report: dict[str, Any]
    started_at: TimeOut | None
    ended_at: TimeOut | None

    @classmethod
    def of(cls, one: Item) -> DeviceItemOut:
        """From the domain's."""
        return cls(
            id=str(one.position), position=one.position, host=one.host, port=one.port, tls=one.tls, state=one.state,
            step=one.step, reason=one.reason, detail=one.detail, device_id=one.device_id, report=dict(one.report),
            started_at=one.started_at_us, ended_at=one.ended_at_us,
        )  # fmt: skip


def jobs_router(devices: Devices) -> APIRouter:
    """Work on many devices: it survives restarts and ends in a report."""
    routes = APIRouter(prefix="/devices/jobs", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY)
    jobs = devices.jobs

    @routes.get("")
    def list_jobs(principal: SignedIn, after: After = None, limit: Limit = 100) -> Page[DeviceJobOut]:
        """Those the asker may read, the newest first."""
        found = jobs.page(principal, after=after or "", limit=limit + 1)
        return page([DeviceJobOut.of(one) for one in found], limit)

    @routes.post("/onboard", status_code=201)
    def onboard(principal: SignedIn, body: OnboardIn, source: Source) -> DeviceJobOut:
        """Take devices in."""
        job = jobs.onboard(
            principal, body.owner_id, body.plan(), body.password.get_secret_value(), protected=body.protected,
            source=source,
        )  # fmt: skip
        return DeviceJobOut.of(job)

    @routes.post("", status_code=201)
    def start_job(principal: SignedIn, body: DeviceJobIn, source: Source) -> DeviceJobOut:
        """Change passwords, apply a template, or read anew."""
        plan = Plan(template=body.template.template())
        return DeviceJobOut.of(jobs.over_devices(principal, body.kind, body.device_ids, plan, source=source))

    @routes.get("/{job_id}")
    def get_job(principal: SignedIn, job_id: str, source: Source) -> DeviceJobOut:
        """How it stands."""
        return DeviceJobOut.of(jobs.get(principal, job_id, source=source))

    @routes.patch("/{job_id}")
    def move_job(principal: SignedIn, job_id: str, body: DeviceJobMove, source: Source) -> DeviceJobOut:
        """Pause, go on, cancel."""
        return DeviceJobOut.of(jobs.move(principal, job_id, body.state, source=source))

    @routes.post("/{job_id}/retry")
    def retry_job(principal: SignedIn, job_id: str, source: Source) -> DeviceJobOut:
        """What failed begins anew."""
        return DeviceJobOut.of(jobs.retry(principal, job_id, source=source))

    @routes.get("/{job_id}/items")
    def list_items(
        principal: SignedIn,
        job_id: str,
        source: Source,
        state: Annotated[list[ItemState] | None, Query()] = None,
        after: Annotated[int, Query(ge=-1, le=1_000_000)] = -1,
        limit: Limit = 100,
    ) -> Page[DeviceItemOut]:
        """The report, device by device."""
        found = jobs.items(principal, job_id, states=state or (), after=after, limit=limit + 1, source=source)
        return page([DeviceItemOut.of(one) for one in found], limit)

    @routes.post("/{job_id}/items/{position}/decision")
    def decide(
        principal: SignedIn, job_id: str, position: int, body: DeviceDecisionIn, source: Source
    ) -> DeviceItemOut:
        """Say which camera a device is, where a person is asked."""
        return DeviceItemOut.of(jobs.decide(principal, job_id, position, body.decision(), source=source))

    return routes
