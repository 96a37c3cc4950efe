"""What each camera does now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from toancanh.governance import Action, Governance
from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS, After, Limit, Page, TimeOut, page
from toancanh.kernel import Invalid, NotFound, Principal, fold
from toancanh.media.model import Codec, GapCause, StateReason, StreamState
from toancanh.media.playback.states import States, StreamReport
from toancanh.registry import Camera, CameraFilter, Registry, StreamRole

_MAX_IDS = 200

Known = Mapping[tuple[str, StreamRole], StreamReport]


class Services(Protocol):
    """What these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def registry(self) -> Registry: ...

    @property
    def states(self) -> States: ...


class StreamClockOut(BaseModel):
    """How the wall time of the pictures is obtained."""

    source: str
    offset_ms: float | None = None
    drift_ppm: float | None = None


class StreamStatusOut(BaseModel):
    """One stream. Figures are of the last seconds."""

    role: StreamRole
    state: StreamState
    reason: StateReason
    since: TimeOut | None = None
    last_frame_at: TimeOut | None = None
    fps: float = 0.0
    bitrate_bps: int = 0
    codec: Codec | None = None
    codec_string: str | None = None
    width: int | None = None
    height: int | None = None
    lost_packets: int = 0
    reconnects: int = 0
    recording: bool = False
    recording_fault: GapCause | None = Field(default=None, description="An alarm: pictures come and cannot be kept.")
    transport: str = ""
    server: str = ""
    clock: StreamClockOut | None = None


class CameraStatusOut(StreamStatusOut):
    """The camera: what its main stream does, and each stream by itself."""

    camera_id: str
    streams: list[StreamStatusOut] = Field(default_factory=list)


def status_router(services: Services) -> APIRouter:
    """States of cameras."""
    router = APIRouter(tags=["status"], responses=PROBLEMS)

    @router.get("/cameras/{camera_id}/status", summary="What the camera does now")
    async def status(camera_id: str, principal: SignedIn) -> CameraStatusOut:
        camera = await run_in_threadpool(services.registry.get_camera, principal, camera_id)
        known = await services.states.streams()
        return _camera_status(camera, known, all_up=services.states.all_up)

    @router.get("/camera-status", summary="What many cameras do now")
    async def statuses(
        principal: SignedIn,
        ids: Annotated[str, Query(max_length=_MAX_IDS * 37, description="Ids with commas between; else all.")] = "",
        limit: Limit = 100,
        after: After = None,
    ) -> Page[CameraStatusOut]:
        wanted = list(dict.fromkeys(filter(None, ids.split(","))))
        if len(wanted) > _MAX_IDS:
            raise Invalid(f"ask for at most {_MAX_IDS} cameras at once")
        cameras = await run_in_threadpool(_listed, services, principal, wanted, limit, after)
        known = await services.states.streams()
        items = [_camera_status(camera, known, all_up=services.states.all_up) for camera in cameras.items]
        return Page(items=items, next=cameras.next)

    return router


def _listed(
    services: Services, principal: Principal, wanted: Sequence[str], limit: int, after: str | None
) -> Page[Camera]:
    if not wanted:
        found = services.registry.cameras.page(principal, CameraFilter(), after=after or "", limit=limit + 1)
        return page(found, limit, lambda camera: fold(camera.code))
    visible = services.governance.visible(principal, Action.CAMERA_READ, "camera")
    found = [camera for camera in (_camera(services, i) for i in wanted) if camera is not None]
    return Page(items=[camera for camera in found if visible.shows(services.registry.camera_ref(camera))])


def _camera(services: Services, camera_id: str) -> Camera | None:
    try:
        return services.registry.camera_for(camera_id)
    except NotFound:
        return None


def _camera_status(camera: Camera, known: Known, *, all_up: bool) -> CameraStatusOut:
    streams = [
        _stream_status(camera, spec.role, known.get((camera.id, spec.role)), all_up=all_up) for spec in camera.streams
    ]
    streams.sort(key=lambda stream: stream.role is not StreamRole.MAIN)
    main = streams[0] if streams else _stream_status(camera, StreamRole.MAIN, None, all_up=all_up)
    return CameraStatusOut(camera_id=camera.id, streams=streams, **dict(main))


def _stream_status(camera: Camera, role: StreamRole, report: StreamReport | None, *, all_up: bool) -> StreamStatusOut:
    if not camera.enabled:
        return StreamStatusOut(role=role, state=StreamState.DISABLED, reason=StateReason.SWITCHED_OFF)
    if report is None and all_up:  # it has just been added
        return StreamStatusOut(role=role, state=StreamState.CONNECTING, reason=StateReason.NONE)
    if report is None:
        return StreamStatusOut(role=role, state=StreamState.OFFLINE, reason=StateReason.MEDIA_DOWN)
    state = StreamState(report["state"])
    clock = report.get("clock")
    return StreamStatusOut(
        role=role,
        state=state,
        reason=StateReason(report["reason"]),
        since=report.get("since_us"),
        last_frame_at=report.get("last_frame_us"),
        fps=report.get("fps", 0.0),
        bitrate_bps=report.get("bitrate_bps", 0),
        codec=report.get("codec"),
        codec_string=report.get("codec_string"),
        width=report.get("width"),
        height=report.get("height"),
        lost_packets=report.get("lost_packets", 0),
        reconnects=report.get("reconnects", 0),
        recording=state is StreamState.ONLINE and bool(report.get("recording", False)),
        recording_fault=report.get("recording_fault"),
        transport=report.get("transport", ""),
        server=report.get("server", ""),
        clock=None if clock is None else StreamClockOut(
            source=clock["source"],
            offset_ms=None if clock.get("offset_us") is None else clock["offset_us"] / 1000,
            drift_ppm=clock.get("drift_ppm"),
        ),
    )  # fmt: skip
