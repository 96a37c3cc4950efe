"""The acceptance test's eyes: media's states and pictures of now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from toancanh.health.repairs.ports import Look
from toancanh.kernel import Unavailable
from toancanh.media.model import StreamState
from toancanh.media.playback.states import States
from toancanh.media.playback.stills import Stills
from toancanh.registry import StreamRole

_MOST_PICTURES = 24
"""Of a whole line the states of all cameras are asked for, and pictures of so many, spread evenly."""


class MediaLooks:
    """`LiveLooks`; belongs to the web process's event loop."""

    def __init__(self, *, states: States, stills: Stills, ask: Callable[[Collection[str]], None]) -> None:
        """``ask``: health looks at these cameras' pictures soon, so that what was mended does not wait for its turn."""
        self._states = states
        self._stills = stills
        self._ask = ask

    async def look(self, camera_ids: Sequence[str]) -> Mapping[str, Look]:
        """State of each main stream, and when its picture was taken; an archived picture is none of now. The pictures
        go nowhere: masks do not matter.
        """
        known = await self._states.streams()
        self._ask(camera_ids[:_MOST_PICTURES])
        step = max(1, -(-len(camera_ids) // _MOST_PICTURES))
        found: dict[str, Look] = {}
        for number, camera_id in enumerate(camera_ids):
            report = known.get((camera_id, StreamRole.MAIN))
            online = report is not None and StreamState(report["state"]) is StreamState.ONLINE
            looked = online and number % step == 0
            found[camera_id] = await self._picture(camera_id) if looked else Look(online=online, looked=False)
        return found

    async def _picture(self, camera_id: str) -> Look:
        try:
            still = await self._stills.now(camera_id, StreamRole.MAIN, None, ())
        except Unavailable:
            return Look(online=True, looked=True)
        if still.origin != "live":
            return Look(online=True, looked=True)
        return Look(
            online=True, looked=True, picture_us=still.taken_us, width_px=still.width, height_px=still.height
        )  # fmt: skip
