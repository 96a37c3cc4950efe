"""Looks at pictures: which camera when, what was found, what is kept of it.

A look takes the latest key frame of the sub stream (of the main where there is none) from the media process, which
nobody sends for; a worker process decodes and checks it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from toancanh.health.cameras import KnownCameras
from toancanh.health.faults import Changes, Faults
from toancanh.health.model import PICTURE_KINDS, FaultKind, Sign
from toancanh.health.pictures import Overlay
from toancanh.health.pictures.model import LOCAL_OFFSET_S, lights_of
from toancanh.health.store import pictures as store
from toancanh.health.store.pictures import KeptPicture, day_of
from toancanh.health.watching.schedule import Schedule
from toancanh.infra.database import Database
from toancanh.kernel import Clock, PlatformError
from toancanh.media.link import KeyFrame
from toancanh.media.model import AccessUnit
from toancanh.media.pictures import Coded
from toancanh.registry import StreamRole

WORKER = "toancanh.health.watching.worker"
_NEED_A_VIEW = frozenset({FaultKind.TORN})
"""A scene has edges of its own: only against the approved view can a tear be told from a roof."""
_AT_ONCE = 4
_GATHER_EVERY_US = 600_000_000
_ENOUGH = 8
_BUILT_AT = frozenset({1, 2, 4, 8})
"""After so many pictures of one light the reference is made anew."""


class Worker(Protocol):
    """The pool of workers (`media.pictures.PicturePool` with `WORKER`)."""

    async def ask(self, question: dict[str, Any], coded: Coded, /) -> tuple[dict[str, Any], bytes]:
        """Raises `Unavailable` where nothing can be decoded, `Exhausted` where too many wait."""


class Camera(Protocol):
    """The media process that has a camera."""

    async def key_frame(self, camera_id: str, role: StreamRole, /) -> KeyFrame | None:
        """The latest of a running stream. Raises `Unavailable`."""


class Cameras(Protocol):
    """All media processes (`media.link.MediaLinks`)."""

    def of(self, camera_id: str, /) -> Camera:
        """The one that has this camera. Raises `Unavailable`."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look brought: the picture, every score, the signs of what could be judged."""

    picture: KeptPicture
    scores: Mapping[FaultKind, float]
    signs: Sequence[Sign]


class Looks:
    """Belongs to one event loop."""

    def __init__(
        self,
        *,
        faults: Faults,
        cameras: KnownCameras,
        processes: Cameras,
        worker: Worker,
        database: Database,
        clock: Clock,
        online: Callable[[], Mapping[str, StreamRole]],
        is_at_home: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._faults = faults
        self._cameras = cameras
        self._processes = processes
        self._worker = worker
        self._database = database
        self._clock = clock
        self._online = online
        self._is_at_home = is_at_home
        self._schedule = Schedule()
        self._asked: set[str] = set()
        self._found: dict[tuple[str, int], dict[str, tuple[int, dict[FaultKind, float]]]] = {}
        self.made = 0
        """Looks since the start."""
        self.failed = 0
        """Of them without a picture that could be decoded."""

    def ask(self, camera_ids: Collection[str]) -> None:
        """Look at these in the next round, whosever turn it is; nothing of one that sends no pictures."""
        self._asked.update(camera_ids)

    async def round(self) -> None:
        """Everybody whose turn it is, a few at a time."""
        online = self._online()
        now_us = self._clock.monotonic_us()
        self._schedule.watch(online.keys(), now_us)
        self._schedule.soon(self._asked, now_us)
        self._asked.clear()
        due = self._schedule.due(now_us, limit=_AT_ONCE * 16)
        if not due:
            return
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(camera_id: str) -> None:
            async with places:
                turned = False
                with contextlib.suppress(PlatformError):
                    turned = await self.look(camera_id, online[camera_id])
                self._schedule.looked(camera_id, self._clock.monotonic_us(), turned=turned)

        await asyncio.gather(*map(one, due))

    async def look(self, camera_id: str, role: StreamRole) -> bool:
        """One look. Whether it contradicts what is known, so that another is due soon."""
        found = await self.see(camera_id, role)
        if found is None:
            return False
        kinds = self._faults.kinds_of(camera_id)
        counting = [sign for sign in found.signs if sign.is_bad or sign.kind in kinds]
        changes = await asyncio.to_thread(self._judged, camera_id, found, counting)
        self._remember(camera_id, found)
        if not any(sign.is_bad for sign in found.signs) and not kinds:
            await self._gather(camera_id, found.picture)
        return camera_id in changes.turned

    async def see(self, camera_id: str, role: StreamRole) -> Look | None:
        """The picture of now and what is found in it; nothing is kept. None where there is no picture."""
        frame = await self._processes.of(camera_id).key_frame(camera_id, role)
        if frame is None or len(frame.unit.data) > store.MAX_BYTES:
            return None
        picture = kept_of(frame, role)
        references = await asyncio.to_thread(self._references, camera_id)
        self.made += 1
        question = {
            "op": "diagnose",
            "reference": references.get(camera_id, b"").hex(),
            "context": self._context(camera_id, picture.taken_us),
        }
        try:
            answer, _ = await self._worker.ask(question, coded_of(picture))
        except PlatformError:
            self.failed += 1
            raise
        known = answer["findings"]
        if not references.get(camera_id):
            known = [one for one in known if one["kind"] not in _NEED_A_VIEW]
        return _look(picture, {**answer, "findings": known}, self._clock.now_us())

    async def describe(self, camera_id: str, pictures: Sequence[KeptPicture], overlay: Overlay | None = None) -> bytes:
        """The reference made of these pictures of an approved view; empty where they are all of twilight. With an
        ``overlay`` the digits of its clock are learnt, too.
        """
        written = {} if overlay is None else {"overlay": asdict(overlay)}
        contexts = [{**self._context(camera_id, one.taken_us), **written} for one in pictures]
        question = {"op": "describe", "contexts": contexts}
        units = tuple(unit for one in pictures for unit in coded_of(one).units)
        coded = Coded(codec=pictures[0].codec, configuration=pictures[0].configuration, units=units)
        if not any(len(lights_of(_hour(one.taken_us))) == 1 for one in pictures):
            return b""
        return (await self._worker.ask(question, coded))[1]

    def flush(self) -> None:
        """Write the scores of the looks since the last time. Blocking. Raises `Unavailable`: then they wait."""
        waiting, self._found = self._found, {}
        try:
            with self._database.transaction() as tx:
                for (day, hour), found in waiting.items():
                    store.add_looks(tx, day, hour, found)
        except PlatformError:
            self._found = {**waiting, **self._found}
            raise

    def _judged(self, camera_id: str, found: Look, signs: Sequence[Sign]) -> Changes:
        changes = self._faults.judge({camera_id: signs})
        pictures = [
            (one.id, moment)
            for moment, these in (("before", changes.opened), ("after", changes.closed))
            for one in these
            if one.kind in PICTURE_KINDS
        ]
        if pictures:
            with self._database.transaction() as tx:
                for fault_id, moment in pictures:
                    store.keep_picture(tx, fault_id, moment, found.picture)
        return changes

    def _remember(self, camera_id: str, found: Look) -> None:
        local_s = found.picture.taken_us // 1_000_000 + LOCAL_OFFSET_S
        key = (day_of(found.picture.taken_us), local_s % 86_400 // 3600)
        self._found.setdefault(key, {})[camera_id] = (self._clock.now_us(), dict(found.scores))

    async def _gather(self, camera_id: str, picture: KeptPicture) -> None:
        """One more picture of an approved view that looks well, until there are enough by day and by night."""
        lights = lights_of(_hour(picture.taken_us))
        if len(lights) != 1:
            return
        approved, known = await asyncio.to_thread(self._gathered_at, camera_id)
        if approved is None or not known or approved.picture.codec is not picture.codec:
            return
        if approved.picture.configuration != picture.configuration or picture.taken_us - known[-1] < _GATHER_EVERY_US:
            return
        same = sum(lights_of(_hour(at_us)) == lights for at_us in known) + 1
        if same > _ENOUGH:
            return
        await asyncio.to_thread(self._keep_sample, camera_id, picture)
        if same in _BUILT_AT:
            pictures = await asyncio.to_thread(self._samples, camera_id)
            by_light = [sum(lights_of(_hour(at_us)) == of for at_us in known) for of in {lights_of(0), lights_of(12)}]
            whole = sum(by_light) + 1 >= 2 * _ENOUGH
            reference = await self.describe(camera_id, pictures, approved.overlay)
            await asyncio.to_thread(self._set_reference, camera_id, reference, whole)

    def _context(self, camera_id: str, taken_us: int) -> dict[str, object]:
        of = self._cameras.facts().get(camera_id)
        return {
            "taken_us": taken_us,
            "camera_class": self._cameras.class_of(camera_id),
            "hfov_deg": (of.hfov_deg if of is not None else None) or 0.0,
            "is_at_home": self._is_at_home(camera_id),
        }

    def _references(self, camera_id: str) -> dict[str, bytes]:
        self._cameras.facts()  # here, in a thread: it may ask the database
        with self._database.reading() as connection:
            return store.references(connection, [camera_id])

    def _gathered_at(self, camera_id: str) -> tuple[store.ApprovedView | None, list[int]]:
        with self._database.reading() as connection:
            approved = store.view_of(connection, camera_id)
            return approved, store.gathered_at(connection, [camera_id]).get(camera_id, [])

    def _keep_sample(self, camera_id: str, picture: KeptPicture) -> None:
        with self._database.transaction() as tx:
            store.gather(tx, camera_id, picture)

    def _samples(self, camera_id: str) -> list[KeptPicture]:
        with self._database.reading() as connection:
            return store.gathered(connection, camera_id)

    def _set_reference(self, camera_id: str, reference: bytes, whole: bool) -> None:
        with self._database.transaction() as tx:
            store.set_reference(tx, camera_id, reference, whole=whole)


def kept_of(frame: KeyFrame, role: StreamRole) -> KeptPicture:
    """A key frame as it is stored."""
    return KeptPicture(
        taken_us=frame.unit.wall_us,
        role=role,
        codec=frame.parameters.codec,
        configuration=frame.parameters.decoder_configuration,
        data=frame.unit.data,
    )


def coded_of(kept: KeptPicture) -> Coded:
    """The same as a worker decodes it."""
    unit = AccessUnit(media_time=0, is_key=True, data=kept.data, wall_us=kept.taken_us, arrival_us=0)
    return Coded(codec=kept.codec, configuration=kept.configuration, units=[unit])


def _hour(at_us: int) -> float:
    return (at_us / 1e6 + LOCAL_OFFSET_S) % 86_400 / 3600


def _look(picture: KeptPicture, answer: Mapping[str, Any], now_us: int) -> Look:
    scores: dict[FaultKind, float] = {}
    signs: list[Sign] = []
    moved = answer.get("movement") or {}
    for one in answer["findings"]:
        kind = FaultKind(one["kind"])
        scores[kind] = 0.0 if one["explained"] else float(one["score"])
        if not one["explained"]:
            details = {**one["details"], **(moved if kind is FaultKind.MOVED else {})}
            signs.append(Sign(kind=kind, score=one["score"], threshold=one["threshold"], at_us=now_us, details=details))
    return Look(picture=picture, scores=scores, signs=signs)
