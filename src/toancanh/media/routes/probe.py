"""The connection test: does this address give pictures, and if not, why."""

from __future__ import annotations

import base64
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr
from starlette.concurrency import run_in_threadpool

from toancanh.governance import AccessRequest, Action, Governance, Hidden, ResourceRef
from toancanh.governance.http import SignedIn, Source
from toancanh.governance.masks import Polygon
from toancanh.infra.database import Database
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut
from toancanh.kernel import Clock, Exhausted, PlatformError, Principal, Unavailable
from toancanh.media.link.codec import parameters_from_json
from toancanh.media.model import AccessUnit, Codec, StateReason
from toancanh.media.pictures import Coded, PicturePool
from toancanh.registry import Registry, StreamDraft, StreamRole
from toancanh.registry.sealing import OpenStream, merge

_TIMEOUT_S = 10.0
_PICTURE_WIDTH = 640
_PER_MINUTE = 10
_MINUTE_US = 60_000_000
_USERS_KEPT = 10_000
_NO_PICTURE = "the stream runs; its picture is not for you, at least not without a purpose or another person's yes"


class Prober(Protocol):
    """A media process."""

    async def probe(
        self,
        *,
        url: str,
        username: str,
        password: str,
        timeout_s: float,
        certificate: str = "",
        allow_basic: bool = False,
    ) -> tuple[Mapping[str, Any], bytes]:
        """The result as JSON and a key frame's bytes. Raises `Unavailable`."""


class Probers(Protocol):
    """All media processes (`media.link.MediaLinks`)."""

    @property
    def all(self) -> Sequence[Prober]: ...


class Services(Protocol):
    """What these routes need."""

    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def pictures(self) -> PicturePool: ...
    @property
    def probers(self) -> Probers: ...


class ProbeIn(RequestBody):
    """What to test. ``owner_id``: the organisation that a new camera is to belong to (the asker's own by default).

    ``camera_id`` names a camera whose stored credentials are used where none are given and the address leads to the
    machine they were given for; ``role`` is the stream meant.
    """

    url: str = Field(max_length=2048)
    username: str = Field(default="", max_length=256)
    password: SecretStr = Field(default=SecretStr(""), max_length=256)
    certificate: str | None = Field(
        default=None, max_length=128, description="What `rtsps://` must show; left out: as stored for the camera."
    )
    allow_basic: bool | None = Field(
        default=None,
        description="Send the password in the clear where the camera offers nothing else; left out: as stored for the "
        "camera, and yes where none is named.",
    )
    owner_id: str = Field(default="", max_length=36)
    camera_id: str = Field(default="", max_length=36)
    role: StreamRole = StreamRole.MAIN


class CertificateOut(BaseModel):
    """What an `rtsps://` address showed. Where nobody vouches for it: compare ``sha256`` with the camera's own page,
    then confirm it.
    """

    sha256: str
    subject: str
    issuer: str
    valid_from: TimeOut | None
    valid_until: TimeOut | None


class ProbeOut(BaseModel):
    """``ok``, or the kind of failure; ``picture`` is a data URL; ``hidden``: one that the asker may not see."""

    ok: bool
    reason: StateReason
    detail: str = ""
    codec: Codec | None = None
    width: int | None = None
    height: int | None = None
    fps: float = 0.0
    server: str = ""
    transport: str = ""
    picture: str | None = None
    hidden: bool = False
    certificate: CertificateOut | None = None


def probe_router(services: Services) -> APIRouter:
    """`POST /probe`."""
    router = APIRouter(tags=["probe"], responses=PROBLEMS)
    rate = _Rate(services.clock)

    @router.post("/probe", summary="Test a camera's address")
    async def probe(wanted: ProbeIn, principal: SignedIn, source: Source) -> ProbeOut:
        target = await run_in_threadpool(_allow, services, rate, principal, wanted, source)
        hidden = await run_in_threadpool(_hidden, services, principal, wanted.camera_id, target)
        if not services.probers.all:
            raise Unavailable("this machine runs no media process (setting media_processes)")
        result, key_frame = await services.probers.all[0].probe(
            url=target.address.url,
            username=target.username,
            password=target.password,
            certificate=target.certificate,
            allow_basic=target.allow_basic,
            timeout_s=_TIMEOUT_S,
        )
        return await _shown(services.pictures, result, key_frame if hidden is not None else b"", hidden)

    return router


class _Rate:
    """So many tests a minute for each user; who is forgotten first asked first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, list[int]] = OrderedDict()

    def take(self, user_id: str) -> None:
        """Raises `Exhausted`."""
        now_us = self._clock.monotonic_us()
        with self._lock:
            recent = [at_us for at_us in self._asked.get(user_id, ()) if now_us - at_us < _MINUTE_US]
            if len(recent) >= _PER_MINUTE:
                wait_s = (recent[0] + _MINUTE_US - now_us) // 1_000_000 + 1
                raise Exhausted(f"at most {_PER_MINUTE} tests a minute", retry_after_s=wait_s)
            self._asked[user_id] = [*recent, now_us]
            while len(self._asked) > _USERS_KEPT:
                self._asked.popitem(last=False)


def _allow(services: Services, rate: _Rate, principal: Principal, wanted: ProbeIn, source: str) -> OpenStream:
    """Judge, limit, record; then where the test leads and with which credentials."""
    owner_id = wanted.owner_id or principal.organisation_id
    resource = ResourceRef(kind="camera", id="", owner_id=owner_id)
    if wanted.camera_id:
        resource = services.registry.camera_ref(services.registry.camera_for(wanted.camera_id))
    request = AccessRequest(action=Action.CAMERA_PROBE, resource=resource, source=source)
    decision = services.governance.require(principal, request)
    rate.take(principal.user_id)
    draft = StreamDraft(
        role=wanted.role, url=wanted.url, username=wanted.username or None,
        password=wanted.password.get_secret_value() or None, certificate=wanted.certificate,
        allow_basic=wanted.allow_basic if wanted.camera_id or wanted.allow_basic is not None else True,
    )  # fmt: skip
    target = services.registry.stream_to_try(wanted.camera_id, draft) if wanted.camera_id else merge(draft, None)
    with services.database.transaction() as tx:
        services.governance.record(
            tx, principal, str(Action.CAMERA_PROBE), resource, decision=decision,
            details={"host": target.address.host, "port": target.address.port}, personal={},
        )  # fmt: skip
    return target


def _hidden(services: Services, principal: Principal, camera_id: str, target: OpenStream) -> Hidden | None:
    """What the asker may not see of the camera that is meant, and of all that are on this machine already; None: may
    see no picture of one of them, or it is not known whether the areas lie right over what is at this address.
    """
    areas: list[Polygon] = []
    camera_ids = services.registry.cameras_at(target.address) | ({camera_id} if camera_id else set())
    mains = services.registry.mains_at(target.address)
    for ref in services.registry.camera_refs(camera_ids).values():
        decision = services.governance.authorize(principal, AccessRequest(action=Action.MEDIA_SNAPSHOT, resource=ref))
        if not decision.allowed:
            return None
        hidden = services.governance.masks.hidden(principal, ref, decision)
        if hidden.main_only and ref.id not in mains:
            return None
        areas += hidden.areas
    return Hidden(tuple(areas))


async def _shown(pictures: PicturePool, result: Mapping[str, Any], key_frame: bytes, hidden: Hidden | None) -> ProbeOut:
    answer = ProbeOut(
        ok=bool(result.get("ok")),
        reason=StateReason(result.get("reason", StateReason.NONE)),
        detail=str(result.get("detail", "")),
        fps=float(result.get("fps", 0.0)),
        server=str(result.get("server", "")),
        transport=str(result.get("transport", "")),
    )
    if offered := result.get("certificate"):
        answer.certificate = CertificateOut(
            sha256=offered["sha256"], subject=offered["subject"], issuer=offered["issuer"],
            valid_from=offered["from_us"], valid_until=offered["until_us"],
        )  # fmt: skip
    if not result.get("parameters"):
        return answer
    parameters = parameters_from_json(result["parameters"])
    answer.codec, answer.width, answer.height = parameters.codec, parameters.width, parameters.height
    if hidden is None:
        answer.detail, answer.hidden = _NO_PICTURE, True
        return answer
    unit = AccessUnit(media_time=0, is_key=True, data=key_frame, wall_us=0, arrival_us=0)
    coded = Coded(codec=parameters.codec, configuration=parameters.decoder_configuration, units=[unit])
    try:
        picture = await pictures.picture(coded, width=_PICTURE_WIDTH, hidden=hidden.areas)
    except PlatformError as error:
        answer.detail = error.detail  # the stream runs; its picture is a courtesy
        return answer
    answer.picture = "data:image/jpeg;base64," + base64.b64encode(picture.jpeg).decode()
    return answer
