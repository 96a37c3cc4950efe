"""The fan-out of one stream to other systems: packets made once, the last group of pictures kept for who joins."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from toancanh.kernel.clock import Clock
from toancanh.media.gateway.packets import Packetiser, Packets
from toancanh.media.gateway.session import ConsumerSession
from toancanh.media.live.ports import Hub
from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock, StateReason, StreamState

MAX_GROUP_BYTES = 8 << 20
_REPORT_EVERY_US = 5_000_000


class GatewayStream:
    """A sink of one hub, joined while a consumer has a session. A group of more than `MAX_GROUP_BYTES` is not kept, and
    who joins then waits for the next key frame.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        clock: Clock,
        recent: Callable[[], Sequence[AccessUnit]],
        random_number: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self.hub = hub
        self.viewers: list[ConsumerSession] = []
        self.without_pictures_since_us: int | None = clock.monotonic_us()
        self._clock = clock
        self._recent = recent
        self._packetiser = Packetiser(ssrc=random_number(1 << 32), sequence=random_number(1 << 16))
        self._parameters: CodecParameters | None = None
        self._group: list[Packets] = []
        self._group_bytes = 0
        self._reported_us = 0

    @property
    def parameters(self) -> CodecParameters | None:
        """Of the run that is on; None while none is."""
        return self._parameters

    @property
    def group(self) -> Sequence[Packets]:
        """What came since the last key frame."""
        return self._group

    def join(self) -> None:
        """Begin to take the stream."""
        self.hub.watched = True
        parameters = self.hub.parameters
        if parameters is not None and self.hub.running:
            self._begin(parameters)
            for unit in self._recent():
                self._keep(self._packetiser.packets(unit))
        self.hub.attach(self)

    def leave(self) -> None:
        """Take it no more."""
        self.hub.detach(self)
        self.hub.watched = False

    def add(self, viewer: ConsumerSession) -> None:
        """A consumer who may have the stream; it gets pictures once it says PLAY."""
        self.viewers.append(viewer)
        viewer.placed(self)

    def remove(self, viewer: ConsumerSession) -> None:
        """It has ended or goes to another stream."""
        if viewer in self.viewers:
            self.viewers.remove(viewer)

    def tell_state(self, viewer: ConsumerSession, state: StreamState | str, reason: StateReason | str) -> None:
        """RTSP has no word for it: a request waits, or is refused when the view is closed."""

    def goodbye(self) -> bytes:
        """The last report of a session."""
        return self._packetiser.goodbye()

    # the sink

    def on_parameters(self, parameters: CodecParameters) -> None:
        if parameters == self._parameters:
            return
        if self._parameters is not None and self._parameters.codec is parameters.codec:
            self._packetiser.change(parameters)  # they travel in band, before the key frame that needs them
            self._parameters = parameters
            return
        self._begin(parameters)
        for viewer in tuple(self.viewers):
            viewer.placed(self)

    def on_access_unit(self, unit: AccessUnit) -> None:
        packets = self._packetiser.packets(unit)
        self.without_pictures_since_us = None
        if packets.is_key:
            self._group, self._group_bytes = [], 0
        if packets.is_key or self._group:
            self._keep(packets)
        report = b""
        if not 0 <= unit.arrival_us - self._reported_us < _REPORT_EVERY_US:
            self._reported_us = unit.arrival_us
            report = self._packetiser.report(unit)
        for viewer in self.viewers[:]:
            viewer.give(packets)
            if report:
                viewer.give_report(report)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._parameters = None
        self._group, self._group_bytes = [], 0
        self.without_pictures_since_us = self._clock.monotonic_us()
        for viewer in tuple(self.viewers):
            viewer.await_key_frame()

    def on_clock(self, clock: RunClock) -> None:
        """Wall times are in the units."""

    def _begin(self, parameters: CodecParameters) -> None:
        self._parameters = parameters
        self._packetiser.begin(parameters)
        self._group, self._group_bytes = [], 0

    def _keep(self, packets: Packets) -> None:
        self._group.append(packets)
        self._group_bytes += packets.size_bytes
        if self._group_bytes > MAX_GROUP_BYTES:
            self._group, self._group_bytes = [], 0
