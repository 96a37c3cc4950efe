"""A bare RTSP client for tests of the simulation: no recovery, no opinion, every packet kept."""

from __future__ import annotations

import re
import select
import socket
import struct
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Packet:
    """One RTP packet and when it came (UTC microseconds)."""

    sequence: int
    timestamp: int
    ssrc: int
    marker: bool
    body: bytes
    arrival_us: int

    @staticmethod
    def parse(data: bytes, arrival_us: int) -> Packet:
        _, second, sequence, timestamp, ssrc = struct.unpack("!BBHII", data[:12])
        return Packet(
            sequence=sequence,
            timestamp=timestamp,
            ssrc=ssrc,
            marker=bool(second & 0x80),
            body=data[12:],
            arrival_us=arrival_us,
        )


@dataclass(frozen=True, kw_only=True)
class Report:
    """One RTCP sender report: ``ntp_us`` is UTC by the camera's clock."""

    ssrc: int
    ntp_us: int
    timestamp: int


@dataclass
class Received:
    packets: list[Packet] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    bytes_count: int = 0

    def take(self, channel: int, data: bytes) -> None:
        if channel == 0:
            self.packets.append(Packet.parse(data, time.time_ns() // 1000))
            self.bytes_count += len(data)
        else:
            _, _, _, ssrc, seconds, fraction, timestamp = struct.unpack("!BBHIIII", data[:20])
            ntp_us = (seconds - 2_208_988_800) * 1_000_000 + (fraction * 1_000_000 >> 32)
            self.reports.append(Report(ssrc=ssrc, ntp_us=ntp_us, timestamp=timestamp))

    def pictures(self) -> dict[int, list[bytes]]:
        """Bodies by timestamp."""
        out: dict[int, list[bytes]] = {}
        for packet in self.packets:
            out.setdefault(packet.timestamp, []).append(packet.body)
        return out


class RawClient:
    """One connection to one stream."""

    def __init__(self, url: str, timeout_s: float = 5) -> None:
        self.url = url
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout_s)
        self.received = Received()
        self._buffer = b""
        self._sequence = 0
        self.session = ""
        self._udp: list[socket.socket] = []

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self.socket, *self._udp):
            one.close()

    def request(self, method: str, url: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """(status, headers in lower case, body); media that comes before the answer is kept."""
        self._sequence += 1
        lines = [f"{method} {url or self.url} RTSP/1.0", f"CSeq: {self._sequence}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if self.session:
            lines.append(f"Session: {self.session}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while True:
            if self._buffer[:1] == b"$":
                self._take_frame()
            elif b"\r\n\r\n" in self._buffer:
                break
            else:
                self._read()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        answered = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in rest}
        size = int(answered.get("content-length", 0))
        while len(self._buffer) < size:
            self._read()
        body, self._buffer = self._buffer[:size].decode(), self._buffer[size:]
        return int(first.split()[1]), answered, body

    def play(self, *, udp: bool = False) -> RawClient:
        """SETUP and PLAY."""
        transport = "RTP/AVP/TCP;unicast;interleaved=0-1"
        if udp:
            self._udp = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
            for one in self._udp:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
                one.bind(("127.0.0.1", 0))
            ports = [one.getsockname()[1] for one in self._udp]
            transport = f"RTP/AVP;unicast;client_port={ports[0]}-{ports[1]}"
        status, headers, _ = self.request("SETUP", f"{self.url}/trackID=0", Transport=transport)
        assert status == 200
        self.session = re.split(";", headers["session"])[0]
        assert self.request("PLAY", Range="npt=now-")[0] == 200
        return self

    def receive(self, *, pictures: int, within_s: float = 6) -> Received:
        """Read until so many pictures more have begun (or the time is up); returns all since the start."""
        end = time.monotonic() + within_s
        wanted = len(self.received.pictures()) + pictures
        while len(self.received.pictures()) <= wanted and time.monotonic() < end:
            self._pump(end - time.monotonic())
        return self.received

    def receive_for(self, seconds: float) -> Received:
        """Read for so long."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self._pump(rest)
        return self.received

    def is_closed_within(self, seconds: float) -> bool:
        """True if the other side hangs up."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.socket.settimeout(rest)
            try:
                if not self.socket.recv(65536):
                    return True
            except TimeoutError:
                return False
            except ConnectionError:
                return True
        return False

    def _pump(self, rest_s: float) -> None:
        for one in select.select(self._udp, [], [], rest_s)[0] if self._udp else ():
            self.received.take(self._udp.index(one), one.recv(65536))
        if not self._udp:
            self.socket.settimeout(max(rest_s, 0.001))
            try:
                self._read()
            except TimeoutError:
                return
            while self._take_frame():
                pass

    def _take_frame(self) -> bool:
        if len(self._buffer) < 4:
            if self._buffer[:1] == b"$":
                self._read()
            return False
        assert self._buffer[0] == 0x24, self._buffer[:40]
        size = int.from_bytes(self._buffer[2:4], "big")
        while len(self._buffer) < 4 + size:
            self._read()
        self.received.take(self._buffer[1], self._buffer[4 : 4 + size])
        self._buffer = self._buffer[4 + size :]
        return bool(self._buffer)

    def _read(self) -> None:
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionResetError("closed by the server")
        self._buffer += data


def nal_units(bodies: list[bytes]) -> list[bytes]:
    """H.264 NAL units of one access unit out of its payloads."""
    nals: list[bytes] = []
    for body in bodies:
        if body[0] & 31 != 28:
            nals.append(body)
            continue
        if body[1] & 0x80:
            nals.append(bytes((body[0] & 0xE0 | body[1] & 31,)))
        nals[-1] += body[2:]
    return nals
