"""Known devices are asked once a day what they say of themselves now, and those that are away at each round: firmware,
clock and certificate change overnight, and nobody presses a button for forty thousand of them.
"""

from __future__ import annotations

import asyncio
import threading

from toancanh.devices.model import SPOKEN_TO, Device, DeviceState
from toancanh.devices.shelf import Shelf
from toancanh.devices.store import devices as store
from toancanh.devices.store.tables import device as table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, PlatformError

_DAY_US = 86_400_000_000
_AT_ONCE = 400  # devices of a round: 57,600 in a day of rounds of ten minutes
_TURNS = 8
_DEVICE_S = 200.0  # a recorder with 64 channels answers some 200 questions


class Rereading:
    """Each round goes on behind the last one's last device, so that dead ones keep nobody waiting."""

    def __init__(self, *, database: Database, clock: Clock, shelf: Shelf) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._after = ""
        self._closing = threading.Event()

    def round(self) -> None:
        """Some of those that are due; what speaks against one is kept with it. Blocking."""
        found = self._due()
        if found:
            asyncio.run(self._read(found))

    def close(self) -> None:
        """Begin no further device."""
        self._closing.set()

    def _due(self) -> list[Device]:
        stale = table.c.facts_us.is_(None) | (table.c.facts_us < self._clock.now_us() - _DAY_US)
        wanted = [
            table.c.state.in_(sorted(SPOKEN_TO)), stale | (table.c.state == DeviceState.AWAY)
        ]  # fmt: skip
        with self._database.reading() as connection:
            found = store.page(connection, wanted, after=self._after, limit=_AT_ONCE)
        self._after = found[-1].id if len(found) == _AT_ONCE else ""
        return found

    async def _read(self, found: list[Device]) -> None:
        turns = asyncio.Semaphore(_TURNS)

        async def one(device: Device) -> None:
            async with turns:
                if self._closing.is_set():
                    return
                try:
                    async with asyncio.timeout(_DEVICE_S), self._shelf.asking(device) as port:
                        facts = await port.describe()
                    await asyncio.to_thread(self._shelf.described, device.id, facts)
                except (PlatformError, TimeoutError):
                    return  # it stands with the device, or comes again tomorrow

        await asyncio.gather(*(one(device) for device in found))
