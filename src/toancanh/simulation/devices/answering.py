"""From an HTTP request to the answer: the log-in, the operation, and what a fault makes of them."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.simulation.authentication import Authenticator, Verdict
from toancanh.simulation.devices import operations
from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import Node, SoapFault, element, envelope, fault_body, read
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.model import Device

_SNAPSHOT = "/onvif/snapshot/"
_GARBAGE = b"<html><body><h1>404</h1><p>lighttpd/1.4.35<br></body>\x00\xff\xfe"
_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 9))
    + ']><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body>&a8;</env:Body></env:Envelope>'
)


class Dropped(Exception):
    """The connection ends here, without an answer."""


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """Header names in lower case; ``source`` is the client's address."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    source: str
    secure: bool  # over TLS


@dataclass(frozen=True, kw_only=True)
class HttpAnswer:
    """``is_endless``: the body is sent over and over until the client has had enough."""

    status: int
    body: bytes
    headers: Mapping[str, list[str]] = field(default_factory=dict)
    content_type: str = "application/soap+xml; charset=utf-8"
    is_endless: bool = False


class _NotLoggedIn(Exception):
    """Asked for by HTTP."""


async def answer(device: Device, request: HttpRequest, authenticator: Authenticator) -> HttpAnswer:
    """What the device says; raises `Dropped`."""
    faults = device.faults
    if DeviceFault.SLOW in faults:
        await asyncio.sleep(float(faults[DeviceFault.SLOW]))
    if DeviceFault.SILENT in faults:
        await asyncio.Event().wait()
    if request.method == "GET" and request.path.startswith(_SNAPSHOT):
        return await _snapshot(device, request, authenticator)
    if request.method != "POST" or not request.path.startswith("/onvif/"):
        return HttpAnswer(status=404, body=b"not found", content_type="text/plain")
    if DeviceFault.GARBAGE in faults:
        return HttpAnswer(status=200, body=_GARBAGE, content_type="text/html")
    if DeviceFault.SOAP_BOMB in faults:
        return HttpAnswer(status=200, body=_BOMB.encode())
    if DeviceFault.DEEP in faults:
        depth = round(float(faults[DeviceFault.DEEP]))
        return HttpAnswer(status=200, body=envelope("<tt:a>" * depth + "</tt:a>" * depth).encode())
    if DeviceFault.ENDLESS in faults:
        return HttpAnswer(status=200, body=envelope("").encode(), is_endless=True)
    try:
        body, header = await _perform(device, request, authenticator)
        status = 200
    except _NotLoggedIn:
        challenges = {"WWW-Authenticate": authenticator.challenges()}
        return HttpAnswer(status=401, body=b"", headers=challenges, content_type="text/plain")
    except SoapFault as fault:
        body, header = fault_body(fault), ""
        status = 200 if device.manners.faults_with_status_200 else 500 if fault.is_ours else 400
    text = envelope(body, header)
    for usual, other in device.manners.prefixes:
        for before in ("<", "</", ">", "xmlns:"):
            after = "=" if before == "xmlns:" else ":"
            text = text.replace(f"{before}{usual}{after}", f"{before}{other}{after}")
    return HttpAnswer(status=status, body=text.encode())


async def _snapshot(device: Device, request: HttpRequest, authenticator: Authenticator) -> HttpAnswer:
    """A JPEG; by HTTP digest on every make."""
    verdict, _ = authenticator.identify(request.method, request.headers.get("authorization"))
    if device.door.note(request.source, verdict) is not Verdict.ACCEPTED:
        return HttpAnswer(
            status=401, body=b"", headers={"WWW-Authenticate": authenticator.challenges()}, content_type="text/plain"
        )
    token = request.path.removeprefix(_SNAPSHOT)
    for channel in device.channels:
        for stream in channel.streams:
            if token == stream.profile_token and device.snapshot is not None:
                return HttpAnswer(status=200, body=await device.snapshot(channel, stream), content_type="image/jpeg")
    return HttpAnswer(status=404, body=b"not found", content_type="text/plain")


async def _perform(device: Device, request: HttpRequest, authenticator: Authenticator) -> tuple[str, str]:
    """The answer's body and header; raises `SoapFault`, `_NotLoggedIn` and `Dropped`."""
    message = read(request.body)
    parts = message.child("Body")
    if parts is None or not parts.children:
        raise SoapFault("ter:WellFormed", reason="an empty body")
    asked = parts.children[0]
    found = operations.find(device, asked.namespace, asked.name)
    if found is None:
        raise SoapFault("ter:ActionNotSupported", reason=f"{asked.name} is not known here", is_ours=True)
    prefix, operation = found
    if operation.level is not Level.ANONYMOUS:
        _admit(device, message, request, authenticator, operation.level)
    device.calls[asked.name] += 1
    if asked.name == "SetUser" and DeviceFault.CUT_BEFORE in device.faults:
        raise Dropped
    result = operation.perform(operations.Call(device=device, body=asked, path=request.path, secure=request.secure))
    content = await result if inspect.isawaitable(result) else result
    if asked.name == "SetUser" and DeviceFault.CUT_AFTER in device.faults:
        raise Dropped
    if DeviceFault.WRONG_WSDL in device.faults:
        return "<tds:GetWeatherResponse><tds:Weather>rain</tds:Weather></tds:GetWeatherResponse>", ""
    named = message.child("Header", "MessageID")
    action = message.text_of("Header", "Action")
    header = ""
    if named is not None:
        header = element("wsa:RelatesTo", named.text.strip()) + element("wsa:Action", f"{action}Response")
    return f"<{prefix}:{asked.name}Response>{content}</{prefix}:{asked.name}Response>", header


def _admit(device: Device, message: Node, request: HttpRequest, authenticator: Authenticator, level: Level) -> None:
    """Raises `SoapFault` or `_NotLoggedIn` for whom the device does not let do this."""
    door = device.door
    token = message.child("Header", "Security", "UsernameToken")
    if token is not None:
        verdict, name = door.judge_token(token, device.now_us() / 1_000_000)
    elif device.manners.asks_by_http:
        verdict, name = authenticator.identify(request.method, request.headers.get("authorization"))
    else:
        verdict, name = Verdict.MISSING, ""
    verdict = door.note(request.source, verdict)
    if verdict is Verdict.ACCEPTED:
        if door.users[name].level < level:
            raise SoapFault("ter:NotAuthorized", reason="the account may not do this")
        return
    if token is None and device.manners.asks_by_http and not door.is_locked(request.source):
        raise _NotLoggedIn
    reason = "locked after too many wrong tries" if door.is_locked(request.source) else "wrong user or password"
    raise SoapFault("ter:NotAuthorized", reason=reason)
