"""WS-Discovery 1.0 as devices answer it: one socket for all, each answering from its own address."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import struct
import uuid
from collections.abc import Callable, Collection, Iterator
from xml.sax.saxutils import escape

from toancanh.simulation.devices.envelope import Node, SoapFault, read
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.model import Device
from toancanh.simulation.devices.operations import scopes

GROUP, PORT = "239.255.255.250", 3702
_PKTINFO = struct.Struct("@i4s4s")  # in_pktinfo of ip(7)
_IP_PKTINFO = 8
_MAX_DATAGRAM = 65_536
_BURST = 64  # datagrams read before others have their turn
_TYPES = {"NetworkVideoTransmitter", "Device"}
_MATCHES = (
    '<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"'
    ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><e:Header><w:MessageID>urn:uuid:{message}</w:MessageID>'
    "<w:RelatesTo>{probe}</w:RelatesTo>"
    "<w:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</w:To>"
    "<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/{kind}Matches</w:Action></e:Header>"
    "<e:Body><d:{kind}Matches><d:{kind}Match><w:EndpointReference><w:Address>{endpoint}</w:Address>"
    "</w:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>{scopes}</d:Scopes>"
    "<d:XAddrs>{url}</d:XAddrs><d:MetadataVersion>10</d:MetadataVersion></d:{kind}Match></d:{kind}Matches></e:Body>"
    "</e:Envelope>"
)


class Responder:
    """Answers probes to the group for all devices, and to a device's own address for that one."""

    def __init__(self, devices: Collection[Device], is_on: Callable[[Device], bool]) -> None:
        self.port = 0
        self.probes = 0
        self.answers = 0
        self._devices = devices
        self._is_on = is_on
        self._socket: socket.socket | None = None

    def start(self, port: int, interface: str) -> None:
        """Listen; the group is joined on the interface with that address. Raises OSError."""
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        try:
            one.bind(("", port))
            membership = socket.inet_aton(GROUP) + socket.inet_aton(interface)
            one.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        except OSError:
            one.close()
            raise
        self.port = one.getsockname()[1]
        self._is_local = ipaddress.ip_address(interface).is_loopback
        self._socket = one
        asyncio.get_running_loop().add_reader(one, self._on_readable)

    def close(self) -> None:
        """Answer nothing more."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _on_readable(self) -> None:
        assert self._socket is not None  # noqa: S101
        for _ in range(_BURST):
            try:
                data, notes, _, source = self._socket.recvmsg(_MAX_DATAGRAM, socket.CMSG_SPACE(_PKTINFO.size))
            except BlockingIOError:
                return
            except OSError:  # an ICMP error of an earlier answer
                continue
            if self._is_local and not ipaddress.ip_address(source[0]).is_loopback:
                continue
            to = next((_PKTINFO.unpack(note[: _PKTINFO.size]) for _, kind, note in notes if kind == _IP_PKTINFO), None)
            if to is not None:
                self._on_datagram(data, socket.inet_ntoa(to[2]), source)

    def _on_datagram(self, data: bytes, to: str, source: tuple[str, int]) -> None:
        try:
            message = read(data)
        except SoapFault:
            return
        probe, resolve = message.child("Body", "Probe"), message.child("Body", "Resolve")
        if probe is None and resolve is None:
            return
        self.probes += 1
        wanted_endpoint = resolve.text_of("EndpointReference", "Address") if resolve else ""
        number = message.text_of("Header", "MessageID")
        for device in self._devices:
            is_asked = self._is_on(device) and to in (GROUP, device.host)
            if is_asked and (_matches(device, probe) if probe else device.endpoint == wanted_endpoint):
                for answer in _answers(device, number, "Probe" if probe else "Resolve"):
                    self._send(answer.encode(), device.host, source)

    def _send(self, data: bytes, host: str, to: tuple[str, int]) -> None:
        assert self._socket is not None  # noqa: S101
        note = _PKTINFO.pack(0, socket.inet_aton(host), bytes(4))
        try:
            self._socket.sendmsg([data], [(socket.IPPROTO_IP, _IP_PKTINFO, note)], 0, to)
        except OSError:  # as a network loses datagrams
            return
        self.answers += 1


def _matches(device: Device, probe: Node) -> bool:
    """Types by their local names, scopes by RFC 3986's rule: a prefix of whole segments."""
    types = {name.rpartition(":")[2] for name in probe.text_of("Types").split()}
    own = scopes(device)
    return types <= _TYPES and all(
        any(scope == wanted or scope.startswith(wanted.rstrip("/") + "/") for scope in own)
        for wanted in probe.text_of("Scopes").split()
    )


def _answers(device: Device, probe: str, kind: str) -> Iterator[str]:
    count = round(float(device.faults.get(DeviceFault.STORM, "1")))
    for index in range(count):
        endpoint, url = device.endpoint, device.service_url("device_service")
        if index:
            endpoint = f"urn:uuid:{index:08x}-5701-4000-8000-{device.number:012x}"
            url = f"http://{ipaddress.IPv4Address('127.78.0.0') + index}:{device.http_port}/onvif/device_service"
        yield _MATCHES.format(
            message=uuid.uuid4(),
            probe=escape(probe),
            kind=kind,
            endpoint=endpoint,
            scopes=escape(" ".join(scopes(device))),
            url=escape(url),
        )
