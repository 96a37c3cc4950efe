"""``WS /cameras/{id}/ptz``: how the camera stands, pushed to all who watch it; commands of who steers.

Text messages of JSON. Out: ``{"type": "state", ...}`` after every change (the newest alone), ``{"type": "abilities"}``
once, ``{"type": "refused", "do", "kind", "detail", ...}``. In: the commands of ``POST .../ptz/commands``. The socket
rests on the right to watch the camera live: with that it is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter, ValidationError

from toancanh.devices.ptz.bodies import COMMAND, PtzAbilitiesOut, PtzStateOut
from toancanh.devices.ptz.routes import PtzRoom
from toancanh.devices.ptz.steering import Seat
from toancanh.governance import AccessRequest, Action, Grant
from toancanh.governance.http import principal_of_websocket
from toancanh.infra.fields import Words
from toancanh.kernel import ErrorKind, Invalid, NotFound, PlatformError, is_id
from toancanh.registry import Registry

WITHDRAWN = 4409  # the numbers of live pictures (docs/design/live.md)
_CLOSED = {
    ErrorKind.UNAUTHENTICATED: 4401,
    ErrorKind.DENIED: 4403,
    ErrorKind.NOT_FOUND: 4404,
    ErrorKind.INVALID: 4404,
    ErrorKind.CONFLICT: 4410,  # it has no head: asking again is no use
}
_AWAY = 4503
_MAX_REASON = 100
_GRANT_S = 60.0
_WORDS: TypeAdapter[str] = TypeAdapter(Words)


def socket_router(registry: Registry, room: PtzRoom) -> APIRouter:
    """The WebSocket, without prefix."""
    routes = APIRouter()

    @routes.websocket("/cameras/{camera_id}/ptz")
    async def steer(websocket: WebSocket, camera_id: str) -> None:
        try:
            seat, grant = await asyncio.to_thread(_enter, registry, room, websocket, camera_id)
        except PlatformError as error:
            await websocket.accept()
            await websocket.close(_CLOSED.get(error.kind, _AWAY), error.detail[:_MAX_REASON])
            return
        await websocket.accept()
        await _Window(room, websocket, seat).stay(grant)

    return routes


def _enter(registry: Registry, room: PtzRoom, websocket: WebSocket, camera_id: str) -> tuple[Seat, Grant]:
    """Who may watch the camera live hears how it stands. Blocking."""
    principal = principal_of_websocket(websocket)
    if not is_id(camera_id):
        raise NotFound("there is no such camera")
    query = websocket.query_params
    try:
        purpose, reference = (_WORDS.validate_python(query.get(name, "")) for name in ("purpose", "reference"))
    except ValidationError:
        raise Invalid("a purpose or a number has at most 200 letters") from None
    source = websocket.client.host if websocket.client else "local"
    camera = registry.get_camera(principal, camera_id, source=source)
    ref = registry.camera_ref(camera)
    asked = AccessRequest(
        action=Action.MEDIA_LIVE, resource=ref, purpose=purpose, reference=reference, source=source
    )  # fmt: skip
    room.governance.require(principal, asked)
    room.steering.require_head(camera_id)
    grant, _ = room.governance.grants.issue(
        principal, kind="live", camera_id=camera_id, owner_id=camera.owner_id, stream="main", purpose=purpose,
        reference=reference, ttl_s=_GRANT_S,
    )  # fmt: skip
    seat = Seat(principal=principal, camera_id=camera_id, purpose=purpose, reference=reference, source=source)
    return seat, grant


class _Window:
    """One browser window at a camera."""

    def __init__(self, room: PtzRoom, websocket: WebSocket, seat: Seat) -> None:
        self._room = room
        self._websocket = websocket
        self._seat = seat
        self._changed = asyncio.Event()
        self._sending = asyncio.Lock()
        self._looks_only = websocket.query_params.get("only") == "state"  # a tile of a wall: the device is left alone

    async def stay(self, grant: Grant) -> None:
        """Until the window is closed or the right is gone."""
        loop = asyncio.get_running_loop()
        withdrawn: asyncio.Future[str] = loop.create_future()

        def end(reason: str) -> None:
            if not withdrawn.done():
                withdrawn.set_result(reason)

        def tell(reason: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: so has the window
                loop.call_soon_threadsafe(end, reason)

        stop_watching = self._room.governance.grants.watch(grant, tell)
        seat = self._seat
        try:
            with self._room.steering.watching(seat.camera_id, seat.principal.user_id, self._changed.set):
                wanted = [self._read(), self._write(), *([] if self._looks_only else [self._abilities()])]
                works = [asyncio.ensure_future(work) for work in wanted]
                ends: list[asyncio.Future[Any]] = [*works[:2], withdrawn]
                try:
                    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for work in works:
                        work.cancel()
                    await asyncio.wait(works)
                for work in works:
                    fault = None if work.cancelled() else work.exception()
                    if fault is not None and not isinstance(fault, WebSocketDisconnect):
                        raise fault
        finally:
            stop_watching()
        if withdrawn.done():
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the window went at the same moment
                await self._websocket.close(WITHDRAWN, withdrawn.result()[:_MAX_REASON])

    async def _send(self, message: dict[str, object]) -> None:
        async with self._sending:
            await self._websocket.send_json(message)

    async def _write(self) -> None:
        self._changed.set()
        while True:
            await self._changed.wait()
            self._changed.clear()
            seen = await asyncio.to_thread(self._room.seeing.look, self._seat)
            await self._send({"type": "state", **PtzStateOut.of(seen).model_dump(mode="json")})

    async def _abilities(self) -> None:
        """Asked of the device once somebody looks: the connection is there when the first command comes."""
        try:
            async with self._room.steering.head(self._seat.camera_id) as (_, limits):
                pass
        except PlatformError as error:
            await self._send({"type": "away", "detail": error.detail})
            return
        await self._send({"type": "abilities", **PtzAbilitiesOut.of(limits).model_dump(mode="json")})

    async def _read(self) -> None:
        while True:
            text = await self._websocket.receive_text()
            try:
                command = COMMAND.validate_json(text)
            except ValidationError as error:
                fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
                told = {"do": "", "kind": "invalid", "detail": f"{fault['loc']}: {fault['msg']}"}
                await self._send({"type": "refused", **told})
                continue
            try:
                await command.by(self._room, self._seat)
            except PlatformError as error:
                said = {"type": "refused", "do": command.do, "kind": str(error.kind), "detail": error.detail}
                await self._send({**error.extra, **said})
