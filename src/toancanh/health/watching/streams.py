"""Every two seconds what the media processes say of their streams becomes signs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

from toancanh.health.cameras import KnownCameras
from toancanh.health.faults import Faults
from toancanh.health.model import Sign
from toancanh.health.watching.liveness import Promise, StreamJudge
from toancanh.kernel import Clock
from toancanh.registry import StreamRole
from toancanh.registry.dossier.model import CameraFacts

Streams = Mapping[tuple[str, StreamRole], Mapping[str, Any]]


def promise_of(facts: CameraFacts) -> Promise:
    """As the dossier has it."""
    return Promise(
        width_px=facts.width_px, height_px=facts.height_px, fps=facts.fps, bitrate_kbps=facts.bitrate_kbps,
        key_interval_s=facts.key_interval_s,
    )  # fmt: skip


class States(Protocol):
    """What the media processes report (`media.playback.states`)."""

    @property
    def all_up(self) -> bool: ...

    async def streams(self) -> Streams:
        """By camera and role; those of a process that is away are not in it."""


class StreamRounds:
    """Belongs to one event loop; the judging is done in a thread."""

    def __init__(self, *, states: States, faults: Faults, cameras: KnownCameras, clock: Clock) -> None:
        self._states = states
        self._faults = faults
        self._cameras = cameras
        self._clock = clock
        self._judges: dict[str, StreamJudge] = {}
        self.online: dict[str, StreamRole] = {}
        """Of which stream a look can take the picture: the sub stream where it comes, else the main stream."""

    async def round(self) -> None:
        """One look at all. Raises `Unavailable` where the database is away."""
        streams = await self._states.streams()
        await asyncio.to_thread(self.judge, streams, all_up=self._states.all_up)

    def judge(self, streams: Streams, *, all_up: bool) -> None:
        """The main stream speaks for its camera, the sub stream where there is no other."""
        reports = {camera_id: report for (camera_id, role), report in streams.items() if role is StreamRole.SUB}
        reports |= {camera_id: report for (camera_id, role), report in streams.items() if role is StreamRole.MAIN}
        self.online = {
            camera_id: role
            for wanted in (StreamRole.MAIN, StreamRole.SUB)
            for (camera_id, role), report in streams.items()
            if role is wanted and report["state"] in ("online", "frozen")
        }
        if all_up:
            gone = self._judges.keys() - reports.keys()
            for camera_id in gone:
                del self._judges[camera_id]
            self._cameras.watch(reports.keys())
            self._faults.forget(self._faults.watched() - reports.keys())
        facts, mains = self._cameras.facts(), {camera_id for camera_id, role in streams if role is StreamRole.MAIN}
        now_us = self._clock.now_us()
        signs: dict[str, list[Sign]] = {}
        for camera_id, report in reports.items():
            judge = self._judges.setdefault(camera_id, StreamJudge())
            of = facts.get(camera_id)
            promise = Promise() if of is None or camera_id not in mains else promise_of(of)
            kinds = self._faults.kinds_of(camera_id)
            counting = [one for one in judge.signs(report, promise, now_us) if one.is_bad or one.kind in kinds]
            if counting:
                signs[camera_id] = counting
        self._faults.judge(signs)
