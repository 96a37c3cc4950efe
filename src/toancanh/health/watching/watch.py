"""What runs in the web process's event loop for as long as it lives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from toancanh.health.service import Health
from toancanh.health.watching.looks import WORKER, Cameras, Looks, Worker
from toancanh.health.watching.streams import States, StreamRounds
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, Unavailable
from toancanh.media.pictures import PicturePool

STREAMS_EVERY_S = 2.0
LOOKS_EVERY_S = 0.5
_FLUSH_EVERY_S = 10.0
_TIDY_EVERY_S = 3600.0
_WORKS_EVERY_S = 30.0
_JOIN_S = 5.0

_log = get_logger(__name__)


class Watching:
    """Belongs to one event loop; `start` and `close` belong to the application's lifespan."""

    def __init__(
        self,
        *,
        health: Health,
        states: States,
        processes: Cameras,
        database: Database,
        clock: Clock,
        worker: Worker | None = None,
        is_at_home: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._health = health
        self._pool = PicturePool(size=1, module=WORKER) if worker is None else None
        self.streams = StreamRounds(states=states, faults=health.faults, cameras=health.cameras, clock=clock)
        chosen: Worker | None = worker or self._pool
        assert chosen is not None  # noqa: S101  # one of the two is there
        self.looks = Looks(
            faults=health.faults,
            cameras=health.cameras,
            processes=processes,
            worker=chosen,
            database=database,
            clock=clock,
            online=lambda: self.streams.online,
            is_at_home=is_at_home,
        )
        self._alerts = Rounds(
            "alerts",
            health.alerts.rounds.round,
            every_s=STREAMS_EVERY_S,
            log=_log,
            put_off="alerts wait for the database",
            crashed="a round of alerts failed; it is tried again",
            expected=(Unavailable,),
            join_s=_JOIN_S,
        )
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Look again and again, on the running loop."""
        self._alerts.start()
        loop = asyncio.get_running_loop()
        self._tasks = [
            loop.create_task(self._for_ever("streams", self.streams.round, STREAMS_EVERY_S)),
            loop.create_task(self._for_ever("looks", self.looks.round, LOOKS_EVERY_S)),
            loop.create_task(self._for_ever("device words", self._device_words, LOOKS_EVERY_S)),
            loop.create_task(self._for_ever("scores", self._flush, _FLUSH_EVERY_S)),
            loop.create_task(self._for_ever("works", self._work_over, _WORKS_EVERY_S)),
            loop.create_task(self._for_ever("tidy", self._tidy, _TIDY_EVERY_S)),
        ]

    async def close(self) -> None:
        """Look no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._alerts.close)
        if self._pool is not None:
            await self._pool.close()

    async def _flush(self) -> None:
        await asyncio.to_thread(self.looks.flush)

    async def _device_words(self) -> None:
        self.looks.ask(await asyncio.to_thread(self._health.device_words.round))

    async def _work_over(self) -> None:
        await asyncio.to_thread(self._health.faults.work_over)

    async def _tidy(self) -> None:
        await asyncio.to_thread(self._health.tidy)

    @staticmethod
    async def _for_ever(name: str, work: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            try:
                await work()
            except Unavailable as error:
                _log.repeated(name, "health waits for the database or a media process", error=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a round of health failed; it is tried again", error)
