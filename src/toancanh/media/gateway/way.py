"""RTSP as a way on which live views go out; see `media.live.ports.Way`."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence

from toancanh.kernel import Clock
from toancanh.media.gateway.session import ConsumerSession
from toancanh.media.gateway.stream import GatewayStream
from toancanh.media.live.ports import Hub
from toancanh.media.live.ticket import ViewTicket
from toancanh.media.model import AccessUnit


class RtspWay:
    """Consumers' connections and what those of one stream share."""

    def watcher(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        ticket: ViewTicket,
        *,
        clock: Clock,
        on_closed: Callable[[ConsumerSession, str], None],
    ) -> ConsumerSession:
        """A connection that has logged in."""
        return ConsumerSession(loop, connection, ticket, clock=clock, on_closed=on_closed)

    def stream(self, *, hub: Hub, clock: Clock, recent: Callable[[], Sequence[AccessUnit]]) -> GatewayStream:
        """A stream's packets."""
        return GatewayStream(hub=hub, clock=clock, recent=recent)
