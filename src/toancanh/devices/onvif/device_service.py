"""The device service (ONVIF Core, 8): who it is, its clock, accounts, network, and starting anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from toancanh.devices.facts import DeviceTime, DeviceUser, Identity, OpenProtocol, UserLevel
from toancanh.devices.onvif.envelope import DEVICE, Xml, tag
from toancanh.devices.onvif.session import OnvifSession
from toancanh.kernel import Invalid

_MAC = re.compile(r"(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{12}")
_SERVER = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_MOST_LISTED = 256
_LEVELS = {level.value.lower(): level for level in UserLevel}


async def read_identity(session: OnvifSession) -> Identity:
    """Make, model, firmware, serial."""
    answer = await session.call(DEVICE, "GetDeviceInformation")
    return Identity(
        make=answer.said("Manufacturer"),
        model=answer.said("Model"),
        firmware=answer.said("FirmwareVersion"),
        serial=answer.said("SerialNumber"),
        hardware=answer.said("HardwareId"),
    )


async def read_macs(session: OnvifSession) -> tuple[str, ...]:
    """Hardware addresses of its network interfaces, 00:11:22:33:44:55."""
    answer = await session.call(DEVICE, "GetNetworkInterfaces")
    found = (node.said("Info/HwAddress").lower() for node in answer.all("NetworkInterfaces"))
    plain = (re.sub("[:-]", "", text) for text in found if _MAC.fullmatch(text))
    return tuple(dict.fromkeys(":".join(re.findall("..", text)) for text in plain))[:_MOST_LISTED]


async def read_scopes(session: OnvifSession) -> tuple[str, ...]:
    """What it says of itself in scopes: name, place, conformance."""
    answer = await session.call(DEVICE, "GetScopes")
    return tuple(text for node in answer.all("Scopes") if (text := node.said("ScopeItem")))[:_MOST_LISTED]


async def read_ntp(session: OnvifSession) -> tuple[str, ...]:
    """Its time servers, by hand or from DHCP."""
    answer = await session.call(DEVICE, "GetNTP")
    servers = []
    for kind in ("NTPManual", "NTPFromDHCP"):
        for node in answer.all(f"NTPInformation/{kind}"):
            servers.append(node.said("DNSname") or node.said("IPv4Address") or node.said("IPv6Address"))
    return tuple(dict.fromkeys(filter(None, servers)))[:16]


async def set_time(session: OnvifSession, *, ntp_servers: Sequence[str], timezone: str) -> DeviceTime:
    """Time from these servers, or from our clock now; what its clock says then."""
    for server in ntp_servers:
        if not _SERVER.fullmatch(server):
            raise Invalid(f"a time server is a name or an address, not {server!r}")
    if ntp_servers:
        listed = [tag("t:NTPManual", *_server(server)) for server in ntp_servers[:4]]
        await session.call(DEVICE, "SetNTP", Xml(tag("t:FromDHCP", "false") + "".join(listed)))
    await session.call(DEVICE, "SetSystemDateAndTime", _clock(session, by_ntp=bool(ntp_servers), timezone=timezone))
    return await session.time()


def _server(server: str) -> tuple[Xml, Xml]:
    if re.fullmatch(r"[0-9.]+", server):
        return tag("tt:Type", "IPv4"), tag("tt:IPv4Address", server)
    if ":" in server:
        return tag("tt:Type", "IPv6"), tag("tt:IPv6Address", server)
    return tag("tt:Type", "DNS"), tag("tt:DNSname", server)


def _clock(session: OnvifSession, *, by_ntp: bool, timezone: str) -> Xml:
    body = tag("t:DateTimeType", "NTP" if by_ntp else "Manual") + tag("t:DaylightSavings", "false")
    if timezone:
        body += tag("t:TimeZone", tag("tt:TZ", timezone))
    if not by_ntp:
        now = datetime.fromtimestamp(session.clock.now_us() / 1_000_000, UTC)
        hour = tag("tt:Time", tag("tt:Hour", now.hour), tag("tt:Minute", now.minute), tag("tt:Second", now.second))
        date = tag("tt:Date", tag("tt:Year", now.year), tag("tt:Month", now.month), tag("tt:Day", now.day))
        body += tag("t:UTCDateTime", hour, date)
    return Xml(body)


async def read_time(session: OnvifSession) -> DeviceTime:
    """The clock with its servers; without a log-in the clock alone."""
    found = await session.time()
    return replace(found, ntp_servers=await read_ntp(session)) if session.at.username else found


async def read_users(session: OnvifSession) -> tuple[DeviceUser, ...]:
    """Its accounts; passwords are never told."""
    answer = await session.call(DEVICE, "GetUsers")
    return tuple(
        DeviceUser(name=node.said("Username"), level=_LEVELS.get(node.said("UserLevel").lower(), UserLevel.EXTENDED))
        for node in list(answer.all("User"))[:_MOST_LISTED]
    )


async def write_user(session: OnvifSession, operation: str, name: str, password: str, level: UserLevel) -> None:
    """``CreateUsers`` or ``SetUser``."""
    user = (tag("tt:Username", name), tag("tt:Password", password), tag("tt:UserLevel", level.value))
    await session.call(DEVICE, operation, tag("t:User", *user))


async def delete_user(session: OnvifSession, name: str) -> None:
    """Take an account away."""
    await session.call(DEVICE, "DeleteUsers", tag("t:Username", name))


async def read_protocols(session: OnvifSession) -> tuple[OpenProtocol, ...]:
    """What it serves, as it says itself."""
    answer = await session.call(DEVICE, "GetNetworkProtocols")
    return tuple(
        OpenProtocol(
            name=node.said("Name").upper(),
            enabled=node.said("Enabled").lower() in ("true", "1"),
            ports=tuple(port for at in node.all("Port") if 0 < (port := int(at.number(""))) < 65536)[:16],
        )
        for node in list(answer.all("NetworkProtocols"))[:_MOST_LISTED]
    )


async def reboot(session: OnvifSession) -> None:
    """Start anew; it is away for a minute or two."""
    await session.call(DEVICE, "SystemReboot")
