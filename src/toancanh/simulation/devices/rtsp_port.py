"""RTSP on a device: its make's addresses, and replay from its own storage (ONVIF streaming specification, 6)."""

from __future__ import annotations

import asyncio
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from toancanh.registry.model import StreamRole
from toancanh.simulation.devices.model import Channel, Device
from toancanh.simulation.loop import LoopSource
from toancanh.simulation.packets import interleaved, ntp, packets, payloads, sender_report
from toancanh.simulation.rtsp import Connection, Player, Request
from toancanh.simulation.server import SimulatedCamera, SimulationServer

_TRACK = "/trackID=0"
_RANGE = re.compile(r"clock\s*=\s*(\d{8}T\d{6}(?:\.\d{1,6})?Z)?\s*-\s*(\d{8}T\d{6}(?:\.\d{1,6})?Z)?")
_REPLAY_EXTENSION = 0xABAC
_CLEAN, _LAST = 0x80, 0x40  # bits C and E
_AHEAD_BYTES = 512 * 1024
_WAIT_S = 0.005


class DeviceConnection(Connection):
    """One client's connection; at most one session in it, live or a replay."""

    def __init__(self, server: SimulationServer, device: Device) -> None:
        super().__init__(server, None)
        self._device = device
        self._replay: asyncio.Task[None] | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_replay()
        super().connection_lost(exc)

    def _find(self, url: str) -> tuple[SimulatedCamera | None, StreamRole]:
        wanted = _wanted(url)
        if channel := self._replayed(url):
            return self.server.cameras[channel.camera_number], StreamRole.MAIN
        for channel in self._device.channels:
            for stream in channel.streams:
                if wanted == stream.path or wanted.startswith((f"{stream.path}?", f"{stream.path}&")):
                    return self.server.cameras[channel.camera_number], stream.role
        return None, StreamRole.MAIN

    def _replayed(self, url: str) -> Channel | None:
        path = _wanted(url).partition("?")[0]
        return next((one for one in self._device.channels if one.replay_path and path == one.replay_path), None)

    def _control(self, player: Player, request: Request) -> None:
        channel = self._replayed(request.url)
        if channel is None or request.method not in ("PLAY", "PAUSE", "TEARDOWN"):
            super()._control(player, request)
            return
        self._stop_replay()
        source = self.server.cameras[channel.camera_number].streams[StreamRole.MAIN].source
        if request.method == "PLAY" and isinstance(source, LoopSource):
            span_us = self._span(request)
            if span_us is None:
                self._reply(457, request)
                return
            pictures = source.recorded(*span_us)
            is_paced = request.headers.get("rate-control", "yes").lower() != "no"
            self._replay = asyncio.create_task(self._send(player, source, pictures, is_paced=is_paced))
            self._reply(200, request, {"Session": self._session})
        elif request.method == "TEARDOWN":
            super()._control(player, request)
        else:
            self._reply(200, request, {"Session": self._session})

    def _span(self, request: Request) -> tuple[int, int] | None:
        """What is asked for and there, by the true clock; None where there is nothing of it."""
        match = _RANGE.search(request.headers.get("range", ""))
        query = parse_qs(_wanted(request.url).partition("?")[2])
        texts = match.groups() if match else (query.get("starttime", [""])[0], query.get("endtime", [""])[0])
        start_us, end_us = (_instant_us(text) if text else None for text in texts)
        earliest_us, latest_us = self._device.recorded_us()
        start_us = max(earliest_us, earliest_us if start_us is None else start_us)
        end_us = min(latest_us, latest_us if end_us is None else end_us)
        ahead_us = self._device.ahead_us
        return (start_us - ahead_us, end_us - ahead_us) if start_us < end_us else None

    async def _send(
        self, player: Player, source: LoopSource, pictures: Iterator[tuple[int, bool, list[bytes]]], *, is_paced: bool
    ) -> None:
        ahead_us = self._device.ahead_us
        sequence, count, octets, timestamp, capture_us = source.identity.first_sequence, 0, 0, 0, 0
        begun_us, first_us = self.server.clock.monotonic_us(), None
        following = next(pictures, None)
        while following is not None and self._transport is not None:
            capture_us, is_key, nals = following
            following = next(pictures, None)
            first_us = capture_us if first_us is None else first_us
            early_us = (capture_us - first_us) - (self.server.clock.monotonic_us() - begun_us)
            if is_paced and early_us > 0:
                await asyncio.sleep(early_us / 1_000_000)
            await self._drained()
            bodies = payloads(source.parameters.codec, nals)
            timestamp = source.identity.timestamp(capture_us)
            datagrams = packets(bodies, ssrc=source.identity.ssrc, sequence=sequence, timestamp=timestamp)
            flags = (_CLEAN if is_key else 0) | (0 if following else _LAST)
            datagrams[0] = _extended(datagrams[0], capture_us + ahead_us, flags, count & 0xFF)
            self.send_media(interleaved(player.channel or 0, datagrams))
            sequence, count, octets = sequence + len(datagrams) & 0xFFFF, count + 1, octets + sum(map(len, bodies))
        report = sender_report(
            ssrc=source.identity.ssrc,
            ntp_us=capture_us + ahead_us,
            timestamp=timestamp,
            packet_count=count,
            octet_count=octets,
        )
        player.send_report(report + struct.pack("!BBHI", 0x81, 203, 1, source.identity.ssrc))  # BYE (RFC 3550, 6.6)

    async def _drained(self) -> None:
        while self._transport is not None and self._transport.get_write_buffer_size() > _AHEAD_BYTES:  # noqa: ASYNC110
            await asyncio.sleep(_WAIT_S)  # the RTSP connection has no flow control of its own to wait for

    def _stop_replay(self) -> None:
        if self._replay is not None:
            self._replay.cancel()
            self._replay = None


def _wanted(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return ""
    wanted = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return wanted.rstrip("/").removesuffix(_TRACK).rstrip("/")


def _instant_us(text: str) -> int | None:
    """``20261123T090000Z``, with a fraction or without (RFC 2326 section 3.7)."""
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S.%fZ"):
        try:
            return round(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp() * 1_000_000)
        except ValueError:
            continue
    return None


def _extended(datagram: bytes, capture_us: int, flags: int, count: int) -> bytes:
    """With ONVIF's RTP extension: when the picture was taken, and what it is in the replay."""
    extension = struct.pack("!HHIIBBH", _REPLAY_EXTENSION, 3, *ntp(capture_us), flags, count, 0)
    return bytes((datagram[0] | 0x10,)) + datagram[1:12] + extension + datagram[12:]
