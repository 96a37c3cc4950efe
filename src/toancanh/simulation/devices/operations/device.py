"""The device service: who it is, its time, its accounts, its network (ONVIF core specification, section 8)."""

from __future__ import annotations

from datetime import UTC, datetime

from toancanh.simulation.devices.door import Account, Level
from toancanh.simulation.devices.envelope import PREFIXES, Node, SoapFault, element, truth, wrap
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.model import Device
from toancanh.simulation.devices.operations.call import Call, Operation, Operations

_SERVICES = {  # service: (prefix of its namespace, version)
    "media": ("trt", (2, 60)),
    "media2": ("tr2", (2, 60)),
    "ptz": ("tptz", (2, 50)),
    "imaging": ("timg", (2, 50)),
    "events": ("tev", (2, 60)),
    "recording": ("trc", (2, 50)),
    "search": ("tse", (2, 42)),
    "replay": ("trp", (2, 21)),
}
_LEVELS = {level.word: level for level in (Level.USER, Level.OPERATOR, Level.ADMINISTRATOR)}
_SHORTEST_PASSWORD = 8
_YEARS = 1970, 2099  # that its clock knows


def services(device: Device) -> list[str]:
    """Those that this device has beside its device service."""
    offered = set(device.manners.services)
    if not any(channel.replay_path for channel in device.channels):
        offered.discard("recording")
    if "recording" in offered:
        offered |= {"search", "replay"}
    if not any(channel.head for channel in device.channels):
        offered.discard("ptz")
    return [name for name in _SERVICES if name in offered]


def _information(call: Call) -> str:
    device = call.device
    return (
        element("tds:Manufacturer", device.manners.manufacturer)
        + element("tds:Model", device.model)
        + element("tds:FirmwareVersion", device.firmware)
        + element("tds:SerialNumber", device.faults.get(DeviceFault.SAME_SERIAL, device.serial))
        + element("tds:HardwareId", device.mac.replace(":", ""))
    )


def _services(call: Call) -> str:
    if not call.device.manners.lists_services:
        raise SoapFault("ter:ActionNotSupported", reason="GetServices is not known")
    rows = [("tds", call.service_url("device_service"), (2, 60))]
    for name in services(call.device):
        prefix, version = _SERVICES[name]
        rows.append((prefix, call.service_url(name), version))
    return "".join(
        wrap(
            "tds:Service",
            element("tds:Namespace", PREFIXES[prefix]),
            element("tds:XAddr", url),
            wrap("tds:Version", element("tt:Major", version[0]), element("tt:Minor", f"{version[1]:02}")),
        )
        for prefix, url, version in rows
    )


def _capabilities(call: Call) -> str:
    offered = services(call.device)

    def at(service: str) -> str:
        return element("tt:XAddr", call.service_url(service))

    def only(wanted: str, *flags: str) -> str:
        return "".join(element(f"tt:{flag}", truth(flag == wanted)) for flag in flags)

    system = only("DiscoveryBye", "DiscoveryResolve", "DiscoveryBye", "RemoteDiscovery", "SystemBackup")
    system += only("", "SystemLogging", "FirmwareUpgrade")
    system += wrap("tt:SupportedVersions", element("tt:Major", 2), element("tt:Minor", 60))
    parts = [wrap("tt:Device", at("device_service"), wrap("tt:System", system))]
    if "events" in offered:
        pull = only("WSPullPointSupport", "WSSubscriptionPolicySupport", "WSPullPointSupport")
        pull += only("", "WSPausableSubscriptionManagerInterfaceSupport")
        parts.append(wrap("tt:Events", at("events"), pull))
    if "imaging" in offered:
        parts.append(wrap("tt:Imaging", at("imaging")))
    streaming = only("RTP_RTSP_TCP", "RTPMulticast", "RTP_TCP", "RTP_RTSP_TCP")
    parts.append(wrap("tt:Media", at("media"), wrap("tt:StreamingCapabilities", streaming)))
    if "ptz" in offered:
        parts.append(wrap("tt:PTZ", at("ptz")))
    if "recording" in offered:
        flags = ("ReceiverSource", "MediaProfileSource", "DynamicRecordings", "DynamicTracks")
        recording = only("MediaProfileSource", *flags)
        parts.append(
            wrap(
                "tt:Extension",
                wrap("tt:Recording", at("recording"), recording, element("tt:MaxStringLength", 64)),
                wrap("tt:Search", at("search"), element("tt:MetadataSearch", "false")),
                wrap("tt:Replay", at("replay")),
            )
        )
    return wrap("tds:Capabilities", *parts)


def _service_capabilities(_: Call) -> str:
    return wrap(
        "tds:Capabilities",
        "<tds:Network/>",
        '<tds:Security TLS1.2="true" HttpDigest="true" UsernameToken="true" MaxUsers="16" MaxUserNameLength="32"'
        ' MaxPasswordLength="32"/>',
        '<tds:System DiscoveryBye="true"/>',
    )


def _time(call: Call) -> str:
    device = call.device
    now = datetime.fromtimestamp(device.now_us() // 1_000_000, UTC)
    prefix = "tds" if device.manners.time_in_wrong_namespace else "tt"
    day = "".join(element(f"{prefix}:{part}", getattr(now, part.lower())) for part in ("Year", "Month", "Day"))
    hour = "".join(element(f"{prefix}:{part}", getattr(now, part.lower())) for part in ("Hour", "Minute", "Second"))
    return wrap(
        "tds:SystemDateAndTime",
        element(f"{prefix}:DateTimeType", "Manual" if device.time_is_manual else "NTP"),
        element(f"{prefix}:DaylightSavings", "false"),
        wrap(f"{prefix}:TimeZone", element(f"{prefix}:TZ", device.timezone)),
        wrap(f"{prefix}:UTCDateTime", wrap(f"{prefix}:Time", hour), wrap(f"{prefix}:Date", day)),
    )


def _set_time(call: Call) -> str:
    device, body = call.device, call.body
    kind = body.required("DateTimeType")
    if kind not in ("Manual", "NTP"):
        raise SoapFault("ter:InvalidArgVal", reason="DateTimeType is Manual or NTP")
    if kind == "NTP" and not device.ntp:
        raise SoapFault("ter:InvalidArgVal", "ter:NtpServerUndefined", reason="set a time server first")
    offset_us = 0
    if kind == "Manual":
        parts = [
            body.required("UTCDateTime", group, part)
            for group, names in (("Date", ("Year", "Month", "Day")), ("Time", ("Hour", "Minute", "Second")))
            for part in names
        ]
        try:
            wanted = datetime(*map(int, parts), tzinfo=UTC)  # type: ignore[arg-type, misc]
        except (ValueError, OverflowError):
            wanted = datetime.min.replace(tzinfo=UTC)
        if not _YEARS[0] <= wanted.year <= _YEARS[1]:
            raise SoapFault("ter:InvalidArgVal", "ter:InvalidDateTime", reason="no such time")
        offset_us = round(wanted.timestamp() * 1_000_000) - device.clock.now_us()
    device.faults.pop(DeviceFault.CLOCK_1970, None)
    device.time_is_manual, device.clock_offset_us = kind == "Manual", offset_us
    device.timezone = body.text_of("TimeZone", "TZ", default=device.timezone)
    return ""


def _ntp(call: Call) -> str:
    servers = []
    for host in call.device.ntp:
        kind, tag = ("IPv4", "tt:IPv4Address") if host.replace(".", "").isdigit() else ("DNS", "tt:DNSname")
        servers.append(wrap("tt:NTPManual", element("tt:Type", kind), element(tag, host)))
    return wrap("tds:NTPInformation", element("tt:FromDHCP", "false"), *servers)


def _set_ntp(call: Call) -> str:
    servers = []
    for node in call.body.children:
        if node.name == "NTPManual":
            servers.append(node.text_of("IPv4Address") or node.text_of("DNSname") or node.text_of("IPv6Address"))
    call.device.ntp = [server for server in servers if server]
    return ""


def _hostname(call: Call) -> str:
    return wrap("tds:HostnameInformation", element("tt:FromDHCP", "false"), element("tt:Name", call.device.name))


def _set_hostname(call: Call) -> str:
    call.device.name = call.body.required("Name")
    return ""


def _scopes(call: Call) -> str:
    return "".join(
        wrap("tds:Scopes", element("tt:ScopeDef", "Fixed"), element("tt:ScopeItem", item))
        for item in scopes(call.device)
    )


def scopes(device: Device) -> list[str]:
    """As discovery gives them too."""
    base = "onvif://www.onvif.org"
    return [
        f"{base}/type/video_encoder",
        *([f"{base}/type/ptz"] if "ptz" in services(device) else []),
        f"{base}/Profile/Streaming",
        *([f"{base}/Profile/T"] if "media2" in services(device) else []),
        *([f"{base}/Profile/G"] if "recording" in services(device) else []),
        f"{base}/hardware/{device.model.replace(' ', '%20')}",
        f"{base}/name/{device.manners.manufacturer}",
        f"{base}/location/country/vietnam",
    ]


def _interfaces(call: Call) -> str:
    manual = wrap("tt:Manual", element("tt:Address", call.device.host), element("tt:PrefixLength", 24))
    return wrap(
        "tds:NetworkInterfaces",
        element("tt:Enabled", "true"),
        wrap("tt:Info", element("tt:Name", "eth0"), element("tt:HwAddress", call.device.mac), element("tt:MTU", 1500)),
        wrap(
            "tt:IPv4",
            element("tt:Enabled", "true"),
            wrap("tt:Config", manual, element("tt:DHCP", "false")),
        ),
        token="eth0",  # noqa: S106
    )


def _protocols(call: Call) -> str:
    device = call.device
    rows = [("HTTP", device.http_port), ("HTTPS", device.https_port), ("RTSP", device.rtsp_port)]
    return "".join(
        wrap(
            "tds:NetworkProtocols",
            element("tt:Name", name),
            element("tt:Enabled", truth(port > 0)),
            element("tt:Port", port or 443),
        )
        for name, port in rows
    )


def _users(call: Call) -> str:
    return "".join(
        wrap("tds:User", element("tt:Username", name), element("tt:UserLevel", account.level.word))
        for name, account in call.device.door.users.items()
    )


def _wanted(node: Node, before: Account | None) -> tuple[str, Account]:
    level = _LEVELS.get(node.text_of("UserLevel"), before.level if before else Level.USER)
    password = node.text_of("Password", default=before.password if before else "")
    if len(password) < _SHORTEST_PASSWORD:
        raise SoapFault("ter:OperationProhibited", "ter:Password", reason="the password is too short")
    return node.required("Username"), Account(password=password, level=level)


def _create_users(call: Call) -> str:
    users = call.device.door.users
    made = [_wanted(node, None) for node in call.body.children if node.name == "User"]
    for name, _ in made:
        if name in users:
            raise SoapFault("ter:OperationProhibited", "ter:UsernameClash", reason=f"{name} is there already")
    users.update(made)
    return ""


def _set_user(call: Call) -> str:
    users = call.device.door.users
    changed = []
    for node in call.body.children:
        if node.name == "User":
            before = users.get(node.text_of("Username"))
            if before is None:
                raise SoapFault("ter:InvalidArgVal", "ter:UsernameMissing", reason="there is no such user")
            changed.append(_wanted(node, before))
    users.update(changed)
    return ""


def _delete_users(call: Call) -> str:
    users = call.device.door.users
    names = [node.text.strip() for node in call.body.children if node.name == "Username"]
    if any(name not in users for name in names):
        raise SoapFault("ter:InvalidArgVal", "ter:UsernameMissing", reason="there is no such user")
    kept = [account for name, account in users.items() if name not in names]
    if not any(account.level is Level.ADMINISTRATOR for account in kept):
        raise SoapFault("ter:InvalidArgVal", "ter:FixedUser", reason="the last administrator stays")
    for name in names:
        del users[name]
    return ""


def _reboot(call: Call) -> str:
    call.device.reboot_asked.set()
    return element("tds:Message", "rebooting")


OPERATIONS: Operations = {
    "GetDeviceInformation": Operation(perform=_information),
    "GetServices": Operation(perform=_services, level=Level.ANONYMOUS),
    "GetCapabilities": Operation(perform=_capabilities, level=Level.ANONYMOUS),
    "GetServiceCapabilities": Operation(perform=_service_capabilities, level=Level.ANONYMOUS),
    "GetSystemDateAndTime": Operation(perform=_time, level=Level.ANONYMOUS),
    "SetSystemDateAndTime": Operation(perform=_set_time, level=Level.ADMINISTRATOR),
    "GetNTP": Operation(perform=_ntp),
    "SetNTP": Operation(perform=_set_ntp, level=Level.ADMINISTRATOR),
    "GetHostname": Operation(perform=_hostname, level=Level.ANONYMOUS),
    "SetHostname": Operation(perform=_set_hostname, level=Level.ADMINISTRATOR),
    "GetEndpointReference": Operation(
        perform=lambda call: element("tds:GUID", call.device.endpoint), level=Level.ANONYMOUS
    ),
    "GetScopes": Operation(perform=_scopes),
    "GetDiscoveryMode": Operation(perform=lambda _: element("tds:DiscoveryMode", "Discoverable")),
    "GetNetworkInterfaces": Operation(perform=_interfaces),
    "GetNetworkProtocols": Operation(perform=_protocols),
    "GetUsers": Operation(perform=_users, level=Level.ADMINISTRATOR),
    "CreateUsers": Operation(perform=_create_users, level=Level.ADMINISTRATOR),
    "SetUser": Operation(perform=_set_user, level=Level.ADMINISTRATOR),
    "DeleteUsers": Operation(perform=_delete_users, level=Level.ADMINISTRATOR),
    "SystemReboot": Operation(perform=_reboot, level=Level.ADMINISTRATOR),
}
