"""The test picture of onboarding: a media process opens the stream as ingest would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from toancanh.devices.onboarding.walk import Picture
from toancanh.kernel import PlatformError
from toancanh.media.routes.probe import Prober

_TIMEOUT_S = 10.0


class FirstPictures:
    """A `TryPicture` for another thread's loop; the media processes answer in ``loop``."""

    def __init__(self, probers: Callable[[], Sequence[Prober]], loop: asyncio.AbstractEventLoop) -> None:
        self._probers = probers
        self._loop = loop

    async def __call__(self, *, url: str, username: str, password: str) -> Picture:
        """Its key frame is looked at by nobody: only that it came counts."""
        probers = self._probers()
        if not probers:
            return Picture(ok=False, reason="no_media_process")
        asked = probers[0].probe(url=url, username=username, password=password, timeout_s=_TIMEOUT_S)
        try:
            result, _ = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asked, self._loop))
        except PlatformError as error:
            return Picture(ok=False, reason=error.detail)
        parameters = result.get("parameters") or {}
        return Picture(
            ok=bool(result.get("ok")), reason=str(result.get("reason", "")), codec=str(parameters.get("codec", "")),
            width=int(parameters.get("width", 0)), height=int(parameters.get("height", 0)),
            fps=float(result.get("fps", 0.0)),
        )  # fmt: skip
