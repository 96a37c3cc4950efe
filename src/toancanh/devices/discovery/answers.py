"""WS-Discovery messages (OASIS WS-Discovery 1.1 and the 2005 draft that ONVIF Core, 7.3 refers to). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from toancanh.devices.facts import FoundDevice
from toancanh.devices.onvif.addresses import web_target
from toancanh.devices.onvif.reading import Node, printable, read_xml
from toancanh.devices.ports import DeviceFailure

PORT = 3702
GROUP = "239.255.255.250"
_MOST_BYTES = 32 << 10
_MOST_MATCHES = 8  # in one answer
_MOST_SCOPES = 64
_PREFIX = "onvif://www.onvif.org/"


@dataclass(frozen=True, kw_only=True)
class ProbeMatch:
    """What one device says of itself; ``elsewhere``: it named addresses, but none of its own."""

    endpoint: str
    scopes: tuple[str, ...]
    devices: tuple[FoundDevice, ...]
    elsewhere: bool


def probe_message(message_id: str) -> bytes:
    """Ask every network video transmitter."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
        'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" '
        'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>'
        f"<a:MessageID>urn:uuid:{message_id}</a:MessageID>"
        "<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
        "<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>"
        "<s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>"
    ).encode()


def read_matches(data: bytes, *, sender: str, message_ids: frozenset[str]) -> tuple[ProbeMatch, ...]:
    """Answers to our questions; nothing for garbage, for somebody else's answers and for other messages."""
    if len(data) > _MOST_BYTES:
        return ()
    try:
        root = read_xml(data)
    except DeviceFailure:
        return ()
    answered = root.said("Header/RelatesTo").lower().rpartition(":")[2]
    if answered not in message_ids:
        return ()
    nodes = list(root.all("Body/ProbeMatches/ProbeMatch"))[:_MOST_MATCHES]
    return tuple(_match(node, sender) for node in nodes)


def _match(node: Node, sender: str) -> ProbeMatch:
    endpoint = node.said("EndpointReference/Address")
    scopes_node = node.find("Scopes")
    scopes = tuple(map(printable, (scopes_node.text if scopes_node else "").split()[:_MOST_SCOPES]))
    addresses = node.find("XAddrs")
    named = (addresses.text if addresses else "").split()[:8]
    devices = tuple(_own(named, sender, endpoint, scopes))
    return ProbeMatch(endpoint=endpoint, scopes=scopes, devices=devices[:1], elsewhere=bool(named) and not devices)


def _own(named: list[str], sender: str, endpoint: str, scopes: tuple[str, ...]) -> Iterator[FoundDevice]:
    """Of the addresses that it names, those on the host that sent the answer."""
    for text in named:
        target = web_target(text)
        if target is not None and target.host == sender:
            yield FoundDevice(
                address=sender,
                port=target.port,
                path=target.path,
                tls=target.tls,
                endpoint=endpoint,
                name=_of_scopes(scopes, "name/"),
                hardware=_of_scopes(scopes, "hardware/"),
                scopes=scopes,
            )


def _of_scopes(scopes: tuple[str, ...], kind: str) -> str:
    wanted = _PREFIX + kind
    return next((printable(unquote(scope[len(wanted) :])) for scope in scopes if scope.startswith(wanted)), "")
