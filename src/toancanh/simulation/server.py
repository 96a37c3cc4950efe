"""The simulated cameras of one process: their streams, their faults, their ports."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from toancanh.kernel import Clock
from toancanh.registry.model import StreamRole
from toancanh.simulation.authentication import Authenticator, Credentials, Scheme, Verdict
from toancanh.simulation.faults import DEFAULT_VALUES, Fault
from toancanh.simulation.packets import PAYLOAD_TYPE
from toancanh.simulation.rtsp import Connection
from toancanh.simulation.stream import CameraStream

_SWEEP_S = 1.0


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """How all cameras of a server behave when nothing is wrong with them."""

    credentials: Credentials | None = None
    tls: ssl.SSLContext | None = None  # rtsps:// on all ports; another certificate loaded into it is shown from then on
    schemes: tuple[Scheme, ...] = (Scheme.SHA_256, Scheme.MD5)
    session_timeout_s: float = 60
    backlog_bytes: int = 4 << 20  # a client further behind than this goes on at the next key frame
    allow_tcp: bool = True
    allow_udp: bool = True
    own_ports: bool = False  # each camera has a port of its own, as if it were a machine of its own
    sets_in_description: bool = True  # False: parameter sets come in band only


class Door(Protocol):
    """The accounts of a machine that several cameras and other services share."""

    @property
    def accounts(self) -> Mapping[str, str]:
        """Passwords by name."""

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """What it offers."""

    def note(self, source: str, verdict: Verdict) -> Verdict:
        """Count a log-in from an address; the verdict, or a refusal where the door is locked for it."""


class SimulatedCamera:
    """One camera: what it sends, what is wrong with it, and what its clients have done so far."""

    def __init__(self, *, number: int, seed: int, options: ServerOptions, clock: Clock) -> None:
        self.number = number
        self.faults: dict[Fault, float] = {}
        self.streams = {
            role: CameraStream(seed=seed * 1000 + number * 2 + index, faults=self.faults)
            for index, role in enumerate(StreamRole)
        }
        self.port = 0
        self.door: Door | None = None
        self.connections: set[Connection] = set()
        self.connection_count = 0
        self.describe_count = 0
        self.log_ins_accepted = 0
        self.log_ins_refused = 0
        self._options = options
        self._clock = clock

    @property
    def is_away(self) -> bool:
        """Switched off, or starting anew."""
        return Fault.AWAY in self.faults or Fault.REBOOT in self.faults

    def description(self, stream: CameraStream) -> str | None:
        """The session description (RFC 4566), or None while the video is still being made."""
        if stream.current is None:
            return None
        parameters = stream.current.parameters
        if Fault.PARAMETERS in self.faults and stream.alternative is not None:
            parameters = stream.alternative.parameters
        lines = [
            "v=0",
            f"o=- {self._clock.now_us() // 1_000_000} 1 IN IP4 127.0.0.1",
            f"s=simulated camera {self.number}",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "a=range:npt=now-",
            f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
            *parameters.sdp_lines(PAYLOAD_TYPE, with_sets=self._options.sets_in_description),
            "a=control:trackID=0",
        ]
        return "\r\n".join([*lines, ""])

    def set_fault(self, fault: Fault, value: float | None) -> None:
        """``value`` None: the fault's usual one."""
        self.faults[fault] = DEFAULT_VALUES[fault] if value is None else value
        self._changed(fault)

    def clear_faults(self, *faults: Fault) -> None:
        """These, or all."""
        for fault in faults or tuple(self.faults):
            self.faults.pop(fault, None)
        self._changed(None)

    def _changed(self, fault: Fault | None) -> None:
        if self.is_away:
            for connection in tuple(self.connections):
                connection.close()
        for stream in self.streams.values():
            stream.faults_changed(fault)


class SimulationServer:
    """Serves cameras on one event loop; `start`, then add cameras at any time."""

    def __init__(self, *, clock: Clock, options: ServerOptions, seed: int, host: str = "127.0.0.1") -> None:
        self.clock = clock
        self.options = options
        self.cameras: dict[int, SimulatedCamera] = {}
        self.connections: set[Connection] = set()
        self.udp_ports = (0, 0)
        self.port = 0
        self._host = host
        self._seed = seed
        self._listeners: dict[int, asyncio.Server] = {}
        self._udp: list[asyncio.DatagramTransport] = []
        self._returns: dict[int, asyncio.Task[None]] = {}
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> None:
        """Listen; raises OSError where the port is taken."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(
            lambda: Connection(self, None), self._host, port, reuse_address=True, ssl=self.options.tls
        )
        self._listeners[0] = listener
        self.port = listener.sockets[0].getsockname()[1]
        self._udp = await self._open_udp()
        self.udp_ports = (_port_of(self._udp[0]), _port_of(self._udp[1]))
        self._sweeper = loop.create_task(self._sweep())

    async def close(self) -> None:
        """Close every connection and port."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        for pending in self._returns.values():
            pending.cancel()
        for listener in self._listeners.values():
            listener.close()
        for connection in tuple(self.connections):
            connection.close()
        for camera in self.cameras.values():
            for stream in camera.streams.values():
                stream.close()
        for transport in self._udp:
            transport.close()
        await asyncio.gather(*(listener.wait_closed() for listener in self._listeners.values()))
        await asyncio.sleep(0)

    async def add_camera(self, number: int) -> SimulatedCamera:
        """A camera without pictures yet; give its streams their sources."""
        camera = SimulatedCamera(number=number, seed=self._seed, options=self.options, clock=self.clock)
        self.cameras[number] = camera
        camera.port = self.port
        if self.options.own_ports:
            await self._listen(camera, 0)
        return camera

    async def set_fault(self, number: int, fault: Fault, value: float | None = None) -> None:
        """From now on; a reboot ends by itself."""
        camera = self.cameras[number]
        if fault is Fault.REBOOT:
            self._forget_return(number)
        camera.set_fault(fault, value)
        await self._match_listener(camera)
        if fault is Fault.REBOOT:
            self._returns[number] = asyncio.create_task(self._come_back(camera))

    async def clear_faults(self, number: int, *faults: Fault) -> None:
        """These, or all."""
        if not faults or Fault.REBOOT in faults:
            self._forget_return(number)
        self.cameras[number].clear_faults(*faults)
        await self._match_listener(self.cameras[number])

    def authenticator(self, camera: SimulatedCamera) -> Authenticator | None:
        """For a new connection; None where no log-in is wanted."""
        credentials = self.options.credentials
        if camera.door is not None:
            return Authenticator(camera.door.accounts, camera.door.schemes)
        if credentials is not None:
            return Authenticator({credentials.username: credentials.password}, self.options.schemes)
        return Authenticator({}, self.options.schemes) if Fault.UNAUTHORIZED in camera.faults else None

    def send_rtp(self, datagram: bytes, address: tuple[str, int]) -> None:
        """Over UDP."""
        self._udp[0].sendto(datagram, address)

    def send_rtcp(self, datagram: bytes, address: tuple[str, int]) -> None:
        """Over UDP."""
        self._udp[1].sendto(datagram, address)

    async def _come_back(self, camera: SimulatedCamera) -> None:
        await asyncio.sleep(camera.faults[Fault.REBOOT])
        for stream in camera.streams.values():
            stream.new_identity()
        camera.clear_faults(Fault.REBOOT)
        await self._match_listener(camera)

    def _forget_return(self, number: int) -> None:
        if pending := self._returns.pop(number, None):
            pending.cancel()

    async def _match_listener(self, camera: SimulatedCamera) -> None:
        """A camera with a port of its own that is away refuses connections, as a switched-off machine does."""
        if not self.options.own_ports:
            return
        if camera.is_away and camera.number in self._listeners:
            listener = self._listeners.pop(camera.number)
            listener.close()
            await listener.wait_closed()
        elif not camera.is_away and camera.number not in self._listeners:
            await self._listen(camera, camera.port)

    async def _listen(self, camera: SimulatedCamera, port: int) -> None:
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(
            lambda: Connection(self, camera), self._host, port, reuse_address=True, ssl=self.options.tls
        )
        self._listeners[camera.number] = listener
        camera.port = listener.sockets[0].getsockname()[1]

    async def _open_udp(self) -> list[asyncio.DatagramTransport]:
        """An even port and the odd one above it (RFC 3550 section 11)."""
        while True:
            rtp = await self._open_port(0)
            port = _port_of(rtp)
            if port % 2 == 0:
                try:
                    return [rtp, await self._open_port(port + 1)]
                except OSError:
                    pass
            rtp.close()

    async def _open_port(self, port: int) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Receiver(self._on_datagram), local_addr=(self._host, port), family=socket.AF_INET
        )
        return transport

    def _on_datagram(self, host: str, port: int) -> None:
        for connection in self.connections:
            connection.heard_over_udp(host, port)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_S)
            for connection in tuple(self.connections):
                connection.close_if_forgotten()


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, heard: Callable[[str, int], None]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._heard(addr[0], addr[1])


def _port_of(transport: asyncio.DatagramTransport) -> int:
    port: int = transport.get_extra_info("sockname")[1]
    return port
