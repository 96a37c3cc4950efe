"""RTP and RTCP over UDP: a pair of ports, datagrams put into order, and our receiver reports.

Datagrams are framed as interleaved ones while they are read, so that one loop serves both transports.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket

from toancanh.kernel import Clock
from toancanh.media.model import StateReason
from toancanh.media.rtp import VideoReceiver, receiver_report
from toancanh.media.rtsp.connection import FaultListener
from toancanh.media.rtsp.failure import RtspFailure

RECEIVE_BUFFER_BYTES = 4 << 20
MAX_DATAGRAM_BYTES = 65_535
_REPORT_US = 5_000_000
_PAIR_ATTEMPTS = 64
_MAX_ERRORS = 64  # of one reading
_PATIENCE_US = 60_000
"""How long a datagram waits for one that was overtaken; then that one is lost."""
_MAX_EARLY = 128
_FAR = 512
"""Sequence numbers so far apart are not out of order: a sender began anew."""


class ReadBuffer:
    """The one buffer of a process for datagrams."""

    def __init__(self, size_bytes: int = 1 << 20) -> None:
        self.view = memoryview(bytearray(size_bytes))


class UdpPair:
    """Two sockets of one stream: RTP on an even port, RTCP on the next (RFC 3550, section 11)."""

    def __init__(
        self,
        *,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        family: socket.AddressFamily,
        local_address: str,
        peer_address: str,
        buffer: ReadBuffer,
        receiver: VideoReceiver,
        on_fault: FaultListener,
    ) -> None:
        self.receiver = receiver
        self.received_bytes = 0
        self._loop = loop
        self._clock = clock
        self._peer_address = peer_address
        self._view = buffer.view
        self._on_fault = on_fault
        self._reading = False
        self._peer_control: tuple[str, int] | None = None
        self._reported_us = 0
        self._reported_lost = 0
        self._reported_highest = 0
        self._next: int | None = None
        self._early: list[tuple[int, bytes]] = []
        self._early_since_us = 0
        self._release_timer: asyncio.TimerHandle | None = None
        self._rtp, self._rtcp = _bind_pair(family, local_address)

    @property
    def ports(self) -> tuple[int, int]:
        """Our own."""
        return self._rtp.getsockname()[1], self._rtcp.getsockname()[1]

    def open_path(self, server_ports: tuple[int, int] | None) -> None:
        """Accept this sender only, and tell a firewall between us about both paths."""
        if server_ports is None:
            return
        for sock, port in ((self._rtp, server_ports[0]), (self._rtcp, server_ports[1])):
            with contextlib.suppress(OSError):
                sock.connect((self._peer_address, port))
                sock.send(b"\x80\0\0\0\0\0\0\0\0\0\0\0" if sock is self._rtp else b"\x80\xc9\0\1\0\0\0\0")
        self._peer_control = (self._peer_address, server_ports[1])

    def read_on_arrival(self, wanted: bool) -> None:
        """Let the event loop call `read` whenever something has come, or not."""
        if not wanted and not self._reading:
            return
        self._reading = wanted
        for sock in (self._rtp, self._rtcp):
            if wanted:
                self._loop.add_reader(sock, self.read)
            else:
                self._loop.remove_reader(sock)

    def read(self) -> None:
        """Take all datagrams that have come, in the order of their sequence numbers."""
        try:
            self._read()
        except Exception as fault:  # noqa: BLE001 - as in `RtspConnection.read`
            self._on_fault(fault)

    def _read(self) -> None:
        if self._rtp.fileno() < 0:
            return
        arrival_us = self._clock.now_us()
        while True:
            spans = self._fill()
            if not spans:
                break
            self.receiver.feed(self._in_order(spans), 0, arrival_us)
            if spans[-1][2] + 4 + MAX_DATAGRAM_BYTES <= len(self._view):
                break
        self._read_reports(arrival_us)

    def report(self) -> None:
        """Send a receiver report when one is due (RFC 3550, section 6.4.2)."""
        receiver, now_us = self.receiver, self._clock.now_us()
        if receiver.ssrc is None or self._peer_control is None or now_us - self._reported_us < _REPORT_US:
            return
        lost, highest = receiver.counts.lost_packets, receiver.highest_sequence
        expected = max(1, highest - self._reported_highest)
        fraction = min(255, 256 * (lost - self._reported_lost) // expected) if self._reported_us else 0
        self._reported_us, self._reported_lost, self._reported_highest = now_us, lost, highest
        last = receiver.last_report
        packet = receiver_report(
            own_ssrc=receiver.ssrc ^ 0x5A5A_5A5A,
            ssrc=receiver.ssrc,
            fraction_lost=fraction,
            lost=lost,
            highest_sequence=highest,
            last_report=last.ntp_middle if last is not None else 0,
            since_report_us=now_us - receiver.last_report_us,
        )
        with contextlib.suppress(OSError):  # the camera's port may be closed for a while
            self._rtcp.send(packet)

    def close(self) -> None:
        """Give the ports back."""
        self.read_on_arrival(False)
        if self._release_timer is not None:
            self._release_timer.cancel()
        self._early.clear()
        self._rtp.close()
        self._rtcp.close()

    def _fill(self) -> list[tuple[int, int, int]]:
        """Read datagrams into the buffer, each behind a frame header: (sequence, start, end)."""
        view, channel = self._view, self.receiver.channel
        position, limit = 0, len(view) - 4 - MAX_DATAGRAM_BYTES
        spans: list[tuple[int, int, int]] = []
        receive = self._rtp.recv_into
        errors = 0
        while position <= limit and errors < _MAX_ERRORS:
            try:
                size = receive(view[position + 4 :])
            except (BlockingIOError, InterruptedError):
                break
            except OSError:  # an ICMP error of a datagram we sent (RFC 1122, section 4.1.3.3)
                errors += 1
                continue
            if size < 12:
                errors += 1
                continue
            end = position + 4 + size
            view[position : position + 4] = bytes((0x24, channel, size >> 8, size & 0xFF))
            spans.append((view[position + 6] << 8 | view[position + 7], position, end))
            position = end
            self.received_bytes += size
        return spans

    def _in_order(self, spans: list[tuple[int, int, int]]) -> bytes:
        """What can go to the receiver now. What came before its turn waits for a moment (`_PATIENCE_US`)."""
        view = self._view
        first, last = spans[0][0], spans[-1][0]
        steps = {right[0] - left[0] & 0xFFFF for left, right in itertools.pairwise(spans)}
        if not self._early and self._next in (None, first) and steps <= {1}:
            self._next = last + 1 & 0xFFFF
            return bytes(view[: spans[-1][2]])
        arrived = [(sequence, bytes(view[start:end])) for sequence, start, end in spans]
        return self._arrange(first if self._next is None else self._next, [*self._early, *arrived])

    def _arrange(self, expected: int, waiting: list[tuple[int, bytes]]) -> bytes:
        now_us = self._clock.monotonic_us()
        if not self._early:
            self._early_since_us = now_us
        waiting.sort(key=lambda item: _ahead(item[0], expected))
        out: list[bytes] = []
        taken = 0
        for sequence, frame in waiting:
            ahead = _ahead(sequence, expected)
            if 0 < ahead < _FAR:
                break
            out.append(frame)
            taken += 1
            if ahead >= 0 or ahead < -_FAR:  # what is a little late is the receiver's to count
                expected = sequence + 1 & 0xFFFF
        early = waiting[taken:]
        if len(early) > _MAX_EARLY or (early and now_us - self._early_since_us >= _PATIENCE_US):
            out += [frame for _, frame in early]
            expected, early = early[-1][0] + 1 & 0xFFFF, []
        self._early, self._next = early, expected
        if early and self._release_timer is None:
            self._release_timer = self._loop.call_later(_PATIENCE_US / 1e6, self._release)
        return b"".join(out)

    def _release(self) -> None:
        """Waited long enough: what is missing is lost."""
        self._release_timer = None
        self.read()
        if self._early and self._next is not None:
            data = self._arrange(self._next, self._early)
            self.receiver.feed(data, 0, self._clock.now_us())

    def _read_reports(self, arrival_us: int) -> None:
        for _ in range(64):
            try:
                data = self._rtcp.recv(2048)
            except OSError:
                return
            self.received_bytes += len(data)
            self.receiver.take_reports(data, arrival_us)


def _ahead(sequence: int, expected: int) -> int:
    return (sequence - expected + 0x8000 & 0xFFFF) - 0x8000


def _bind_pair(family: socket.AddressFamily, local_address: str) -> tuple[socket.socket, socket.socket]:
    for _ in range(_PAIR_ATTEMPTS):
        rtp = _bound(family, local_address, 0)
        if rtp is None:
            break
        port = rtp.getsockname()[1]
        if port % 2 == 0 and (rtcp := _bound(family, local_address, port + 1)) is not None:
            return rtp, rtcp
        rtp.close()
    raise RtspFailure(StateReason.SERVER_ERROR, "no pair of UDP ports is free here")


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket | None:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    try:
        sock.bind((address, port))
    except OSError:
        sock.close()
        return None
    return sock
