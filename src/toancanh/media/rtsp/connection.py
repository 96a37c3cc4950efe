"""One TCP connection to a camera: interleaved packets go to the receiver, messages to whoever asked.

The socket is read by whoever owns the pace (`read`): on arrival while somebody watches, otherwise on a slow common
tick. A connection keeps only the unfinished end of its last read.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from toancanh.kernel import Clock
from toancanh.media.model import StateReason
from toancanh.media.rtp import VideoReceiver
from toancanh.media.rtsp.failure import RtspFailure
from toancanh.media.rtsp.messages import NotRtsp, Response, ServerRequest, build_response, parse_message
from toancanh.media.rtsp.tls import TlsSocket

READ_BYTES = 1 << 19
_READS_PER_TURN = 4
MAX_SKIPPED_BYTES = 1 << 20
"""So much that is neither packet nor message may come between two pictures."""
_DOLLAR = 0x24
_ANSWERED = frozenset({"OPTIONS", "GET_PARAMETER", "SET_PARAMETER"})


FaultListener = Callable[[Exception], None]
"""Counts and reports a fault of our own."""


class RtspConnection:
    """Reads and writes one connected, non-blocking socket. Not thread-safe."""

    def __init__(
        self,
        *,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        sock: socket.socket | TlsSocket,
        on_fault: FaultListener,
    ) -> None:
        self.receiver: VideoReceiver | None = None
        self.on_failure: Callable[[], None] | None = None
        self.failure: RtspFailure | None = None
        self.received_bytes = 0
        self.skipped_bytes = 0
        """What was neither packet nor message."""
        self.last_read_us = clock.monotonic_us()
        self.room_bytes = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) // 2
        """What the kernel holds for us at least: the rest of its buffer is its own book-keeping."""
        self._loop = loop
        self._clock = clock
        self._socket = sock
        self._on_fault = on_fault
        self._tail = b""
        self._answer: asyncio.Future[Response] | None = None
        self._sequence = 0
        self._reading = False
        self._skipped_then = 0
        self._units_then = 0

    @property
    def peer(self) -> tuple[str, int]:
        """Address and port of the camera."""
        address = self._socket.getpeername()
        return str(address[0]), int(address[1])

    @property
    def local_address(self) -> str:
        """Our own address towards this camera."""
        return str(self._socket.getsockname()[0])

    def read_on_arrival(self, wanted: bool) -> None:
        """Let the event loop call `read` whenever something has come, or not."""
        if wanted and self.failure is not None:
            return
        if not wanted and not self._reading:
            return
        self._reading = wanted
        if wanted:
            self._loop.add_reader(self._socket, self.read)
        else:
            self._loop.remove_reader(self._socket)

    def read(self) -> None:
        """Take what has come. A fault of ours, or of who takes the pictures, costs this connection and no other."""
        try:
            self._read()
        except Exception as fault:  # noqa: BLE001 - the supervisor of what runs in callbacks of the loop
            self.fault(fault)

    def fault(self, fault: Exception) -> None:
        """Report a fault and close."""
        self._on_fault(fault)
        self.fail(RtspFailure(StateReason.SERVER_ERROR, "a fault of our own, see the log"))

    def _read(self) -> None:
        """At most `_READS_PER_TURN` full buffers, so that others have their turn."""
        for _ in range(_READS_PER_TURN):
            if self.failure is not None:
                return
            try:
                data = self._socket.recv(READ_BYTES)
            except BlockingIOError:
                return
            except OSError:
                self.fail(RtspFailure(StateReason.CLOSED_BY_CAMERA, "the camera broke the connection"))
                return
            if not data:
                self.fail(RtspFailure(StateReason.CLOSED_BY_CAMERA, "the camera closed the connection"))
                return
            count = len(data)
            self.received_bytes += count
            self.last_read_us = self._clock.monotonic_us()
            self._take(self._tail + data if self._tail else data)
            if count < READ_BYTES:
                return

    async def exchange(self, build: Callable[[int], bytes], *, timeout_s: float) -> Response:
        """Send the request which ``build`` makes for a ``CSeq``, and wait for its answer. One at a time.

        Raises `RtspFailure`.
        """
        if self.failure is not None:
            raise self.failure
        self._sequence += 1
        self._answer = self._loop.create_future()
        self.send(build(self._sequence))
        try:
            async with asyncio.timeout(timeout_s):
                return await self._answer
        except TimeoutError:
            raise RtspFailure(StateReason.TIMEOUT, "the camera does not answer") from None
        finally:
            self._answer = None

    def send(self, data: bytes) -> None:
        """Send a message at once. A camera that does not take a few hundred bytes is taken as lost."""
        if self.failure is not None:
            return
        try:
            sent = self._socket.send(data)
        except OSError:
            sent = 0
        if sent != len(data):
            self.fail(RtspFailure(StateReason.CLOSED_BY_CAMERA, "the camera takes no more requests"))

    def fail(self, failure: RtspFailure) -> None:
        """Close for this reason; whoever waits gets it."""
        if self.failure is not None:
            return
        self.read_on_arrival(False)
        self.failure = failure
        self._socket.close()
        self._tail = b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(failure)
        if self.on_failure is not None:
            self.on_failure()

    def _take(self, data: bytes) -> None:
        position, size = 0, len(data)
        arrival_us = self._clock.now_us()
        while position < size and self.failure is None:
            if data[position] == _DOLLAR:
                receiver = self.receiver
                if receiver is not None:
                    position = receiver.feed(data, position, arrival_us)
                else:
                    position = _after_frames(data, position)
                if position < size and data[position] == _DOLLAR:
                    break
            elif data[position] in b"\r\n":  # some servers send an empty line between messages
                position += 1
            else:
                try:
                    parsed = parse_message(data, position)
                except NotRtsp as problem:
                    position = self._skip(data, position, problem)
                    continue
                if parsed is None:
                    break
                message, position = parsed
                self._message(message)
        self._tail = data[position:] if self.failure is None else b""

    def _message(self, message: Response | ServerRequest) -> None:
        if isinstance(message, ServerRequest):
            known = message.method in _ANSWERED
            sequence = message.headers.get("cseq")[:16]
            self.send(build_response(200 if known else 501, "OK" if known else "Not Implemented", sequence))
            return
        late = message.sequence is not None and message.sequence < self._sequence
        if self._answer is not None and not self._answer.done() and not late:
            self._answer.set_result(message)

    def _skip(self, data: bytes, position: int, problem: NotRtsp) -> int:
        """Find the next packet; where there was none before, this is no camera."""
        receiver = self.receiver
        if receiver is None:
            self.fail(RtspFailure(StateReason.NOT_RTSP, f"what answers there does not speak RTSP: {problem}"))
            return len(data)
        if receiver.counts.units != self._units_then:
            self._units_then = receiver.counts.units
            self._skipped_then = self.skipped_bytes
        candidate = data.find(b"$\0", position + 1)
        following = candidate if candidate >= 0 else len(data)
        self.skipped_bytes += following - position
        if self.skipped_bytes - self._skipped_then > MAX_SKIPPED_BYTES:
            self.fail(RtspFailure(StateReason.GARBAGE, "what the camera sends is no RTP video"))
        return following


def _after_frames(data: bytes, position: int) -> int:
    """Pass over interleaved frames which nobody wants."""
    size = len(data)
    while size - position >= 4 and data[position] == _DOLLAR:
        end = position + 4 + (data[position + 2] << 8 | data[position + 3])
        if end > size:
            break
        position = end
    return position
