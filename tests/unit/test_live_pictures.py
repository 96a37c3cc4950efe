"""The acceptance test's eyes: what media says of a camera, and what is none of now."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from toancanh.kernel import Unavailable
from toancanh.media.playback.states import States
from toancanh.media.playback.stills import Still, Stills
from toancanh.planning.consultation.live_pictures import MediaPictures
from toancanh.planning.consultation.model import AcceptanceFault, LivePicture, faults_of
from toancanh.registry import StreamRole

NOW_US = 1_000_000_000


class Media:
    def __init__(self, state: str | None, still: Still | None) -> None:
        self._state = state
        self._still = still

    async def streams(self) -> dict[tuple[str, StreamRole], dict[str, Any]]:
        return {} if self._state is None else {("c", StreamRole.MAIN): {"state": self._state}}

    async def now(self, _camera_id: str, _role: StreamRole, _width: int | None, _hidden: object) -> Still:
        if self._still is None:
            raise Unavailable("no picture")
        return self._still


def look(state: str | None, still: Still | None) -> LivePicture:
    media = Media(state, still)
    return asyncio.run(MediaPictures(states=cast(States, media), stills=cast(Stills, media)).look("c"))


def still(origin: str, taken_us: int = NOW_US) -> Still:
    return Still(jpeg=b"", width=1920, height=1080, taken_us=taken_us, origin=origin)


@pytest.mark.parametrize(
    ("state", "picture", "faults"),
    [
        ("online", still("live"), ()),
        ("frozen", still("live"), (AcceptanceFault.OFFLINE,)),
        (None, None, (AcceptanceFault.OFFLINE, AcceptanceFault.NO_PICTURE)),
        ("offline", still("archive"), (AcceptanceFault.OFFLINE, AcceptanceFault.NO_PICTURE)),
        ("online", still("live", NOW_US - 31_000_000), (AcceptanceFault.OLD_PICTURE,)),
        ("online", still("live", NOW_US + 31_000_000), (AcceptanceFault.OLD_PICTURE,)),
    ],
)
def test_what_is_seen_is_held_against_what_was_proposed(
    state: str | None, picture: Still | None, faults: tuple[AcceptanceFault, ...]
) -> None:
    assert faults_of(look(state, picture), width_px=1920, height_px=1080, now_us=NOW_US) == faults


def test_a_camera_hung_upright_gives_the_same_picture() -> None:
    seen = LivePicture(online=True, width_px=1080, height_px=1920, picture_us=NOW_US)
    assert faults_of(seen, width_px=1920, height_px=1080, now_us=NOW_US) == ()
