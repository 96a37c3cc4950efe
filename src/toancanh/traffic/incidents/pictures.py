"""Pictures of incidents, taken when they are found: the key frame that the media process has anyway."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from toancanh.health.watching.looks import Cameras, kept_of
from toancanh.infra.logs import get_logger
from toancanh.kernel import PlatformError, Unavailable
from toancanh.media.link import KeyFrame
from toancanh.registry import StreamRole
from toancanh.traffic.incidents.service import Incidents

_EVERY_S = 2.0
_AT_ONCE = 8
_MAX_BYTES = 4 << 20
"""As health has it: a key frame beyond that is none of a camera."""
_log = get_logger(__name__)


class IncidentPictures:
    """Belongs to one event loop; `start` and `close` belong to the application's lifespan."""

    def __init__(self, incidents: Incidents, processes: Cameras) -> None:
        self._incidents = incidents
        self._processes = processes
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look again and again, on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._for_ever(), name="incident pictures")

    async def close(self) -> None:
        """No more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def round(self) -> int:
        """One of each camera that sees an incident now and has no picture of it; how many were taken."""
        wanting = await asyncio.to_thread(self._incidents.wanting_pictures, _AT_ONCE)
        taken = 0
        frames: Mapping[str, tuple[StreamRole, KeyFrame] | None] = {
            camera_id: await self._frame(camera_id) for camera_id in {camera_id for _, camera_id in wanting}
        }
        for incident_id, camera_id in wanting:
            found = frames[camera_id]
            if found is not None:
                kept = kept_of(found[1], found[0])
                await asyncio.to_thread(self._incidents.keep_picture, incident_id, camera_id, kept)
                taken += 1
        return taken

    async def _frame(self, camera_id: str) -> tuple[StreamRole, KeyFrame] | None:
        """The sharper stream's first; None of one that sends no pictures: the next round asks again."""
        for role in (StreamRole.MAIN, StreamRole.SUB):
            try:
                frame = await self._processes.of(camera_id).key_frame(camera_id, role)
            except PlatformError:
                continue
            if frame is not None and len(frame.unit.data) <= _MAX_BYTES:
                return role, frame
        return None

    async def _for_ever(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await self.round()
            except Unavailable as error:
                _log.repeated("incident pictures", "pictures of incidents wait for the database", error=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a round for pictures of incidents failed; it is tried again", error)
