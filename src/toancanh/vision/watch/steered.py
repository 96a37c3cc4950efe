"""Cameras whose head is turned away, as the web process (which steers) tells the process of watching: a file in the run
folder, written whole at every change. What is drawn over a picture does not turn with the camera.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection
from pathlib import Path

from toancanh.infra.files import write_news
from toancanh.infra.logs import get_logger

NAME = "steered.json"
_LOOK_EVERY_S = 0.5

_log = get_logger(__name__)


class SteeredTold:
    """The side that steers. ``away``: the cameras that do not look where they should now. Belongs to one loop."""

    def __init__(self, folder: Path, away: Callable[[], Collection[str]]) -> None:
        self._folder = folder
        self._away = away
        self._told: frozenset[str] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """What was told before a restart is replaced at once."""
        self._task = asyncio.get_running_loop().create_task(self._tell_for_ever(), name="steered")

    async def close(self) -> None:
        """What was told last stays: heads stay as they are, too."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """Tell, where it has changed."""
        away = frozenset(self._away())
        if away == self._told:
            return
        try:
            await asyncio.to_thread(write_news, self._folder / NAME, json.dumps(sorted(away)))
        except OSError:  # a full disk: told again with the next look
            _log.repeated("steered", "who watches could not be told which cameras are turned away")
            return
        self._told = away

    async def _tell_for_ever(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_EVERY_S)


def steered_in(folder: Path) -> frozenset[str]:
    """Who was told last; nobody where nothing ever was."""
    try:
        return frozenset(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()
