"""A device's ports: SOAP over HTTP, RTSP, both over TLS where wanted; switched off and on as a machine is."""

from __future__ import annotations

import asyncio
import ssl

from toancanh.simulation.authentication import Authenticator
from toancanh.simulation.devices.answering import Dropped, HttpAnswer, HttpRequest, answer
from toancanh.simulation.devices.envelope import MAX_REQUEST_BYTES
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.model import Device
from toancanh.simulation.devices.rtsp_port import DeviceConnection
from toancanh.simulation.rtsp import Connection
from toancanh.simulation.server import SimulationServer

_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 500: "Internal Server Error"}


class Machine:
    """Listens while it is on. ``context`` makes TLS ports beside the plain ones."""

    def __init__(self, device: Device, rtsp: SimulationServer, context: ssl.SSLContext | None) -> None:
        self.device = device
        self.context = context
        self._rtsp = rtsp
        self._listeners: list[asyncio.Server] = []
        self._serving: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    @property
    def is_on(self) -> bool:
        return bool(self._listeners)

    async def switch_on(self) -> None:
        """Listen on its ports, or on any where one is 0; raises OSError where one is taken."""
        device, loop = self.device, asyncio.get_running_loop()

        def connect() -> Connection:
            return DeviceConnection(self._rtsp, device)

        async def rtsp(port: int, context: ssl.SSLContext | None) -> int:
            return self._add(await loop.create_server(connect, device.host, port, ssl=context, reuse_address=True))

        async def http(port: int, context: ssl.SSLContext | None) -> int:
            return self._add(
                await asyncio.start_server(
                    self._accept, device.host, port, ssl=context, limit=MAX_REQUEST_BYTES, reuse_address=True
                )
            )

        device.http_port = await http(device.http_port, None)
        device.rtsp_port = await rtsp(device.rtsp_port, None)
        if self.context is not None:
            device.https_port = await http(device.https_port, self.context)
            device.rtsps_port = await rtsp(device.rtsps_port, self.context)

    async def switch_off(self) -> None:
        """At once, with all connections."""
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.close()
        serving = dict(self._serving)
        for writer, task in serving.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*serving.values(), return_exceptions=True)
        for channel in self.device.channels:
            for connection in tuple(self._rtsp.cameras[channel.camera_number].connections):
                connection.close()
        await asyncio.sleep(0)

    async def reboot(self, away_s: float) -> None:
        """Away, then back: subscriptions, locks and stream numbering are new, settings stay."""
        await self.switch_off()
        await asyncio.sleep(away_s)
        device = self.device
        device.reboots += 1
        device.started_us = device.clock.now_us()
        device.pull_points.clear()
        device.door.unlock()
        for channel in device.channels:
            for stream in self._rtsp.cameras[channel.camera_number].streams.values():
                stream.new_identity()
        if DeviceFault.AWAY not in device.faults:
            await self.switch_on()

    def _add(self, listener: asyncio.Server) -> int:
        self._listeners.append(listener)
        port: int = listener.sockets[0].getsockname()[1]
        return port

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving[writer] = asyncio.create_task(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        authenticator = Authenticator(self.device.door.accounts, self.device.door.schemes)
        try:
            while await self._exchange(reader, writer, authenticator):
                pass
        except (OSError, EOFError, asyncio.LimitOverrunError, Dropped):
            pass
        finally:
            del self._serving[writer]
            writer.transport.abort() if DeviceFault.CUT_BEFORE in self.device.faults else writer.close()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, authenticator: Authenticator
    ) -> bool:
        """One request; False where the connection ends after it."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        words = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:] if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = headers.get("content-length", "0")
        if len(words) != 3 or not length.isdecimal() or int(length) > MAX_REQUEST_BYTES:
            await _write(writer, HttpAnswer(status=400, body=b"bad request", content_type="text/plain"))
            return False
        request = HttpRequest(
            method=words[0],
            path=words[1].partition("?")[0],
            headers=headers,
            body=await reader.readexactly(int(length)),
            source=writer.get_extra_info("peername")[0],
            secure=writer.get_extra_info("sslcontext") is not None,
        )
        found = await answer(self.device, request, authenticator)
        await _write(writer, found)
        return not found.is_endless and headers.get("connection", "").lower() != "close"


async def _write(writer: asyncio.StreamWriter, found: HttpAnswer) -> None:
    lines = [f"HTTP/1.1 {found.status} {_REASONS[found.status]}", f"Content-Type: {found.content_type}"]
    lines += [f"{name}: {value}" for name, values in found.headers.items() for value in values]
    if not found.is_endless:
        lines.append(f"Content-Length: {len(found.body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode() + found.body)
    await writer.drain()
    while found.is_endless:
        writer.write(b"<!-- " + b"." * 16_000 + b" -->")
        await writer.drain()
