"""The acceptance test's eyes: media's states and pictures of now."""

from __future__ import annotations

from toancanh.kernel import Unavailable
from toancanh.media.model import StreamState
from toancanh.media.playback.states import States
from toancanh.media.playback.stills import Stills
from toancanh.planning.consultation.model import LivePicture
from toancanh.registry import StreamRole


class MediaPictures:
    """Belongs to the web process's event loop."""

    def __init__(self, *, states: States, stills: Stills) -> None:
        self._states = states
        self._stills = stills

    async def look(self, camera_id: str) -> LivePicture:
        """State and size of the main stream, and when its picture was taken; an archived picture is none of now. The
        picture itself goes nowhere: masks do not matter.
        """
        known = await self._states.streams()
        report = known.get((camera_id, StreamRole.MAIN))
        online = report is not None and StreamState(report["state"]) is StreamState.ONLINE
        try:
            still = await self._stills.now(camera_id, StreamRole.MAIN, None, ())
        except Unavailable:
            return LivePicture(online=online, width_px=None, height_px=None, picture_us=None)
        if still.origin != "live":
            return LivePicture(online=online, width_px=None, height_px=None, picture_us=None)
        return LivePicture(online=online, width_px=still.width, height_px=still.height, picture_us=still.taken_us)
