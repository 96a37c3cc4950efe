"""What takes long to make, kept for the next who asks, up to so many bytes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Kept(Generic[K, T]):
    """Belongs to one event loop. Those who ask for the same at once share its making, which goes on when they leave;
    what nobody asked for longest goes first. A fault is told to all who wait, and not kept.
    """

    def __init__(self, *, most_bytes: int, size: Callable[[T], int]) -> None:
        self._most_bytes = most_bytes
        self._size = size
        self._kept: OrderedDict[K, T] = OrderedDict()
        self._kept_bytes = 0
        self._under_way: dict[K, asyncio.Task[T]] = {}

    async def get(
        self, key: K, make: Callable[[], Coroutine[None, None, T]], *, good: Callable[[T], bool] = lambda _: True
    ) -> T:
        """What is kept where it is still ``good``, else what ``make`` gives."""
        kept = self._kept.get(key)
        if kept is not None and good(kept):
            self._kept.move_to_end(key)
            return kept
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(make())
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(task)

    def first(self, wanted: Callable[[K], bool]) -> T | None:
        """Of what is kept the first with such a key."""
        return next((value for key, value in self._kept.items() if wanted(key)), None)

    def _done(self, key: K, task: asyncio.Task[T]) -> None:
        self._under_way.pop(key, None)
        if task.cancelled() or task.exception() is not None:
            return
        before = self._kept.pop(key, None)
        self._kept_bytes += self._size(task.result()) - (0 if before is None else self._size(before))
        self._kept[key] = task.result()
        while self._kept_bytes > self._most_bytes:
            self._kept_bytes -= self._size(self._kept.popitem(last=False)[1])
