"""``/consumers``: other systems that get pictures by RTSP, and whether the door is open."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, Page, RequestBody, TimeOut
from toancanh.media.gateway.model import MAX_CAMERAS, MAX_DAYS, MAX_NETWORKS, ConsumerDraft, OfferedCamera
from toancanh.media.gateway.paths import address_of
from toancanh.media.gateway.service import Consumers, Shown
from toancanh.registry.model import StreamRole

Id = Annotated[str, Field(max_length=36)]


class Door(Protocol):
    """`GatewayFront`, as it is told about."""

    @property
    def is_open(self) -> bool: ...
    @property
    def fault(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def plain(self) -> bool: ...
    @property
    def has_tls(self) -> bool: ...


class OfferedIn(RequestBody):
    """A camera, and which of its streams."""

    camera_id: Id
    streams: list[StreamRole] = Field(min_length=1, max_length=2)


class ConsumerIn(RequestBody):
    """Another system that is to get pictures."""

    name: Name
    cameras: list[OfferedIn] = Field(min_length=1, max_length=MAX_CAMERAS)
    legal_basis: Name = Field(description="The agreement or decision by which it gets them.")
    purpose: Words = Field(
        default="", description="A key of the regulation's purposes, where its policies ask for one."
    )
    reference: Words = ""
    networks: list[Annotated[str, Field(max_length=64)]] = Field(
        default_factory=list, max_length=MAX_NETWORKS, description="Where it may come from; empty: anywhere."
    )
    days: float = Field(default=90, gt=0, le=MAX_DAYS)

    def draft(self, organisation_id: str = "") -> ConsumerDraft:
        """As the use cases take it."""
        return ConsumerDraft(
            name=self.name,
            organisation_id=organisation_id,
            cameras=tuple(
                OfferedCamera(camera_id=one.camera_id, streams=frozenset(one.streams)) for one in self.cameras
            ),
            legal_basis=self.legal_basis,
            purpose=self.purpose,
            reference=self.reference,
            networks=tuple(self.networks),
            days=self.days,
        )


class ConsumerNew(ConsumerIn):
    """``organisation_id``: whose system it is; cameras of others need a share with it."""

    organisation_id: Id


class ConsumerPatch(ConsumerIn):
    """All of it anew; ``version`` is what one has seen."""

    version: int


class OfferedOut(BaseModel):
    """``allowed``: the rules let it see the camera now; else a share is missing, or was withdrawn."""

    camera_id: str
    allowed: bool
    addresses: dict[StreamRole, str] = Field(description="Empty while the door is closed.")


class RunningOut(BaseModel):
    """A view of it that runs now."""

    camera_id: str
    stream: StreamRole
    since: TimeOut


class ConsumerOut(BaseModel):
    """Without its password, which is stored nowhere."""

    id: str
    name: str
    organisation_id: str
    username: str
    cameras: list[OfferedOut]
    legal_basis: str
    purpose: str
    reference: str
    networks: list[str]
    created_at: TimeOut
    expires_at: TimeOut
    withdrawn_at: TimeOut | None
    running: list[RunningOut]
    version: int


class ConsumerSecretOut(BaseModel):
    """The one time that the password is told."""

    consumer: ConsumerOut
    password: str


class GatewayOut(BaseModel):
    """``open``: other systems can come in; ``fault``: why not, where they should. ``plain``: also without TLS."""

    open: bool
    fault: str
    port: int
    tls: bool
    plain: bool


def gateway_router(consumers: Consumers, door: Door) -> APIRouter:
    """All routes of the gateway, to be mounted under ``/api/v1``."""
    router = APIRouter(tags=["consumers"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(found: Shown, request: Request) -> ConsumerOut:
        one = found.consumer
        host = request.url.hostname or "localhost"
        scheme = "rtsps" if door.has_tls else "rtsp"
        offered = [
            OfferedOut(
                camera_id=camera.camera_id,
                allowed=camera.camera_id in found.allowed,
                addresses={
                    role: address_of(scheme=scheme, host=host, port=door.port, camera_id=camera.camera_id, role=role)
                    for role in sorted(camera.streams)
                    if door.is_open
                },
            )
            for camera in one.cameras
        ]
        running = [
            RunningOut(camera_id=grant.camera_id, stream=StreamRole(grant.stream), since=grant.asked_us)
            for grant in found.running
        ]
        return ConsumerOut(
            id=one.id, name=one.name, organisation_id=one.organisation_id, username=one.username, cameras=offered,
            legal_basis=one.legal_basis, purpose=one.purpose, reference=one.reference, networks=list(one.networks),
            created_at=one.created_us, expires_at=one.expires_us, withdrawn_at=one.withdrawn_us, running=running,
            version=one.version,
        )  # fmt: skip

    @router.get("/gateway")
    def gateway(principal: SignedIn) -> GatewayOut:
        """Whether other systems can get pictures by RTSP here, and how."""
        return GatewayOut(
            open=door.is_open, fault=door.fault, port=door.port if door.is_open else 0, tls=door.has_tls,
            plain=door.plain,
        )  # fmt: skip

    @router.get("/consumers")
    def list_consumers(principal: SignedIn, request: Request) -> Page[ConsumerOut]:
        """Of organisations whose accounts the asker may read, by name; all on one page."""
        return Page(items=[shown(one, request) for one in consumers.all(principal)])

    @router.post("/consumers", status_code=201)
    def create_consumer(
        principal: SignedIn, body: ConsumerNew, request: Request, source: Source
    ) -> ConsumerSecretOut:  # fmt: skip
        """Let another system have pictures. The answer holds its password, which is never shown again."""
        made, password = consumers.create(principal, body.draft(body.organisation_id), source=source)
        return ConsumerSecretOut(consumer=shown(made, request), password=password)

    @router.put("/consumers/{consumer_id}")
    def change_consumer(
        principal: SignedIn, consumer_id: str, body: ConsumerPatch, request: Request, source: Source
    ) -> ConsumerOut:
        """All but whose it is and its password; what it watches now ends, and it may come again at once."""
        changed = consumers.change(principal, consumer_id, body.draft(), version=body.version, source=source)
        return shown(changed, request)

    @router.post("/consumers/{consumer_id}/password")
    def renew_consumer_password(
        principal: SignedIn, consumer_id: str, request: Request, source: Source
    ) -> ConsumerSecretOut:
        """Another password in place of the old one."""
        changed, password = consumers.renew_password(principal, consumer_id, source=source)
        return ConsumerSecretOut(consumer=shown(changed, request), password=password)

    @router.delete("/consumers/{consumer_id}", status_code=204)
    def withdraw_consumer(principal: SignedIn, consumer_id: str, source: Source) -> None:
        """It gets nothing any more, from this second on."""
        consumers.withdraw(principal, consumer_id, source=source)

    return router
