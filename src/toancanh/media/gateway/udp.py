"""A consumer's packets over UDP (RFC 3550, section 11): a pair of ports of its own, towards where it came from."""

from __future__ import annotations

import asyncio
import errno
import socket
import struct
from collections import deque
from collections.abc import Sequence
from itertools import islice

from toancanh.kernel import Clock, Exhausted

_AT_ONCE = 48
_PAUSE_S = 0.008  # 48 packets of 1.4 kB each time: 67 Mbit/s, so that a key frame overflows no small buffer
_MAX_WAITING = 4096  # packets
_TRIES = 32
_SEND_BUFFER_BYTES = 1 << 20
_UDP_SEGMENT = 103
_IN_ONE_CALL = 44  # 64 kB


class UdpOut:
    """Sends without blocking. ``peer_ports``: where RTP and RTCP go; `heard_us`: when a report came back."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, control: socket.socket, peer_ports: tuple[int, int], *, clock: Clock
    ) -> None:
        """``control``: the TCP connection; its two addresses are ours and theirs. Raises `Exhausted`."""
        self._loop = loop
        self._clock = clock
        self._rtp, self._rtcp = _pair(control.family, str(control.getsockname()[0]))
        peer = str(control.getpeername()[0])
        self._rtp.connect((peer, peer_ports[0]))
        self._rtcp.connect((peer, peer_ports[1]))
        self.ports = (int(self._rtp.getsockname()[1]), int(self._rtcp.getsockname()[1]))
        self.heard_us = clock.monotonic_us()
        self.unheard = 0
        self._segmenting = True
        self._waiting: deque[bytes] = deque()
        self._timer: asyncio.TimerHandle | None = None
        loop.add_reader(self._rtcp, self._readable)

    def send(self, packets: Sequence[bytes]) -> bool:
        """False where too much waits: then go on with the next key frame."""
        if len(self._waiting) + len(packets) > _MAX_WAITING:
            return False
        self._waiting.extend(packets)
        if self._timer is None:
            self._drain()
        return True

    def send_report(self, report: bytes) -> None:
        """Best effort, as all of it is."""
        try:
            self._rtcp.send(report)
        except OSError:  # nobody listens there, or the buffer is full
            return

    def close(self) -> None:
        """Forget what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._waiting.clear()
        self._loop.remove_reader(self._rtcp)
        self._rtp.close()
        self._rtcp.close()

    def _drain(self) -> None:
        self._timer = None
        left = _AT_ONCE
        while left > 0 and self._waiting:
            batch = self._batch(left)
            try:
                self._send(batch)
            except BlockingIOError:
                break
            except OSError as problem:
                if len(batch) > 1 and problem.errno != errno.ECONNREFUSED:
                    self._segmenting = False  # not on this way: one by one
                    continue
                self.unheard += 1  # "connection refused": what was sent before found nobody
            left -= len(batch)
            for _ in batch:
                self._waiting.popleft()
        if self._waiting:
            self._timer = self._loop.call_later(_PAUSE_S, self._drain)

    def _batch(self, most: int) -> list[bytes]:
        """What one call can send: packets of one length, of which the last may be shorter (udp(7), UDP_SEGMENT)."""
        batch = [self._waiting[0]]
        if self._segmenting:
            size = len(batch[0])
            for packet in islice(self._waiting, 1, min(most, _IN_ONE_CALL)):
                if len(packet) > size:
                    break
                batch.append(packet)
                if len(packet) < size:
                    break
        return batch

    def _send(self, batch: list[bytes]) -> None:
        if len(batch) == 1:
            self._rtp.send(batch[0])
        else:
            self._rtp.sendmsg(batch, [(socket.IPPROTO_UDP, _UDP_SEGMENT, struct.pack("=H", len(batch[0])))])

    def _readable(self) -> None:
        try:
            self._rtcp.recv(2048)
        except OSError:
            return
        self.heard_us = self._clock.monotonic_us()


def _pair(family: int, host: str) -> tuple[socket.socket, socket.socket]:
    """An even port and the odd one above it."""
    for _ in range(_TRIES):
        rtp = _bound(family, host, 0)
        port = rtp.getsockname()[1]
        if port % 2 == 0:
            try:
                return rtp, _bound(family, host, port + 1)
            except OSError:
                pass
        rtp.close()
    raise Exhausted("no pair of UDP ports is free")


def _bound(family: int, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made
