"""Where pictures come from: one source packetises each picture once, for all cameras and clients that show it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property

from toancanh.kernel import Clock
from toancanh.media.model import Codec
from toancanh.simulation.packets import Identity, interleaved, packets, payloads
from toancanh.simulation.parameters import ParameterSets

_RESYNCHRONISE_US = 1_000_000


class Picture:
    """One coded picture on its way out; what all takers share is made once, when first asked for."""

    def __init__(
        self, *, capture_us: int, is_key: bool, codec: Codec, nals: Sequence[bytes], identity: Identity, sequence: int
    ) -> None:
        self.capture_us = capture_us
        self.is_key = is_key
        self.codec = codec
        self.nals = nals
        self.sequence = sequence
        self._identity = identity

    @cached_property
    def bodies(self) -> list[bytes]:
        """RTP payloads."""
        return payloads(self.codec, self.nals)

    @cached_property
    def datagrams(self) -> list[bytes]:
        """RTP packets by the source's own numbering."""
        return packets(
            self.bodies,
            ssrc=self._identity.ssrc,
            sequence=self.sequence,
            timestamp=self._identity.timestamp(self.capture_us),
        )

    @cached_property
    def blob(self) -> bytes:
        """The same for channel 0 of an RTSP connection."""
        return interleaved(0, self.datagrams)


class PictureSource(ABC):
    """Runs while someone takes its pictures; everything happens on one event loop."""

    def __init__(self, *, clock: Clock, identity: Identity, parameters: ParameterSets) -> None:
        self.clock = clock
        self.identity = identity
        self.parameters = parameters
        self._sequence = identity.first_sequence
        self._takers: tuple[Callable[[Picture], None], ...] = ()
        self._task: asyncio.Task[None] | None = None

    @property
    def next_sequence(self) -> int:
        """Sequence number of the first packet of the next picture."""
        return self._sequence

    def subscribe(self, taker: Callable[[Picture], None]) -> None:
        """Call ``taker`` with each picture from now on."""
        self._takers = (*self._takers, taker)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self.run())

    def unsubscribe(self, taker: Callable[[Picture], None]) -> None:
        """No picture after this."""
        self._takers = tuple(other for other in self._takers if other != taker)
        if not self._takers and self._task is not None:
            self._task.cancel()
            self._task = None

    @abstractmethod
    async def run(self) -> None:
        """Publish pictures at their instants, for ever."""

    def close(self) -> None:  # noqa: B027  # only some hold anything
        """Give back what it holds."""

    def _publish(self, capture_us: int, nals: Sequence[bytes], *, is_key: bool) -> None:
        picture = Picture(
            capture_us=capture_us,
            is_key=is_key,
            codec=self.parameters.codec,
            nals=nals,
            identity=self.identity,
            sequence=self._sequence,
        )
        self._sequence = self._sequence + len(picture.bodies) & 0xFFFF
        for taker in self._takers:
            taker(picture)

    async def _until(self, due_us: int) -> bool:
        """Sleep until an instant; False where the clock has left it far behind or was set far back."""
        while (ahead_us := due_us - self.clock.now_us()) > 0:
            if ahead_us > 60 * _RESYNCHRONISE_US:
                return False
            await asyncio.sleep(min(ahead_us, _RESYNCHRONISE_US) / 1_000_000)
        return ahead_us > -_RESYNCHRONISE_US
