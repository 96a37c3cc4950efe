"""SOAP 1.2 messages as ONVIF Core uses them: what is sent, and what a fault means."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from toancanh.devices.onvif.reading import Node, printable
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import Invalid, format_rfc3339

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA1 = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
IMAGING = "http://www.onvif.org/ver20/imaging/wsdl"
PTZ = "http://www.onvif.org/ver20/ptz/wsdl"
EVENTS = "http://www.onvif.org/ver10/events/wsdl"
SEARCH = "http://www.onvif.org/ver10/search/wsdl"
REPLAY = "http://www.onvif.org/ver10/replay/wsdl"
SCHEMA = "http://www.onvif.org/ver10/schema"

_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_WSA = "http://www.w3.org/2005/08/addressing"
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest"
_BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LOGIN_FAULTS = frozenset({"NotAuthorized", "FailedAuthentication", "InvalidSecurity", "InvalidSecurityToken"})
_NOT_OFFERED = frozenset({"ActionNotSupported", "OptionalActionNotImplemented", "UnknownAction", "NotSupported"})
_LOCKED = re.compile(r"\block(ed|out)?\b", re.IGNORECASE)
_TIME_CHECK = re.compile(r"time ?check|timestamp|message (has )?expired|clock", re.IGNORECASE)


class Xml(str):
    """Markup: what a plain string in its place would be, escaped."""

    __slots__ = ()


EMPTY = Xml("")


def tag(name: str, *parts: str | float, **attributes: str | float) -> Xml:
    """An element, text escaped. ``t:`` is the service's namespace, ``tt:`` the schema's. Raises `Invalid`."""
    inside = "".join(part if isinstance(part, Xml) else escape(_clean(part)) for part in parts)
    marks = "".join(f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items())
    return Xml(f"<{name}{marks}>{inside}</{name}>")


def _clean(value: str | float) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if _NOT_XML.search(text):
        raise Invalid("a device takes no control characters")
    return text


def envelope(service: str, operation: str, body: Xml, *, header: Xml) -> bytes:
    """A request: ``body`` is what stands inside the operation's element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{_SOAP}" xmlns:tt="{SCHEMA}">'
        f'<s:Header>{header}</s:Header><s:Body><t:{operation} xmlns:t="{service}">{body}</t:{operation}></s:Body>'
        "</s:Envelope>"
    ).encode()


def username_token(username: str, password: str, *, nonce: bytes, created_us: int) -> Xml:
    """WS-UsernameToken with a digest (Web Services Security UsernameToken Profile 1.0, 3.1).

    ``created_us`` by the device's clock: it refuses what is older than a few seconds, or comes from its future.
    """
    created = format_rfc3339(created_us // 1000 * 1000)
    created = created if "." not in created else f"{created[:23]}Z"
    digest = hashlib.sha1(nonce + created.encode() + password.encode(), usedforsecurity=False).digest()
    token = tag(
        "o:UsernameToken",
        tag("o:Username", username),
        tag("o:Password", base64.b64encode(digest).decode(), Type=_PROFILE),
        tag("o:Nonce", base64.b64encode(nonce).decode(), EncodingType=_BASE64),
        tag("u:Created", created),
    )
    return Xml(f'<o:Security xmlns:o="{_WSSE}" xmlns:u="{_WSU}" s:mustUnderstand="1">{token}</o:Security>')


def addressing(*, action: str, to: str, message_id: str, parameters: Xml) -> Xml:
    """WS-Addressing headers, which subscriptions want (ONVIF Core, 9.1.2)."""
    marks = {"xmlns:a": _WSA}
    head = [tag("a:Action", action, **marks), tag("a:MessageID", f"urn:uuid:{message_id}", **marks)]
    return Xml("".join([*head, tag("a:To", to, **marks), parameters]))


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A SOAP fault in its own words."""

    codes: tuple[str, ...]  # local names, the most special last
    reason: str

    @property
    def about_login(self) -> bool:
        """It wants another log-in, or none at all helped."""
        return any(code in _LOGIN_FAULTS for code in self.codes)

    @property
    def about_clock(self) -> bool:
        """The token was refused for its time, which says nothing about the password (Dahua)."""
        return bool(_TIME_CHECK.search(self.reason))

    @property
    def locked(self) -> bool:
        """Log-ins are locked for a while."""
        return bool(_LOCKED.search(self.reason)) or any(_LOCKED.search(code) for code in self.codes)

    def failure(self) -> DeviceFailure:
        """What it comes to for a fault that is not about the log-in."""
        if any(code in _NOT_OFFERED for code in self.codes):
            return DeviceFailure(DeviceReason.NOT_OFFERED, f"the device does not offer this ({self._words})")
        return DeviceFailure(DeviceReason.REFUSED, f"the device refused: {self._words}")

    @property
    def _words(self) -> str:
        return self.reason or (self.codes[-1] if self.codes else "no reason given")


def open_envelope(root: Node, operation: str) -> Node | Fault:
    """The answer to ``operation``. Raises `DeviceFailure` where it is the answer to something else."""
    body = root.find("Body") if root.name == "Envelope" else None
    if body is None:
        raise DeviceFailure(DeviceReason.NOT_ONVIF, "what answers there is no ONVIF device: its answer is not SOAP")
    answer = body.children[0] if body.children else None
    if answer is None:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, f"the device answered {operation} with nothing")
    if answer.name == "Fault":
        return _fault(answer)
    if answer.name != f"{operation}Response":
        raise DeviceFailure(
            DeviceReason.BAD_ANSWER, f"the device answered {operation} with {printable(answer.name)[:80]}"
        )
    return answer


def _fault(node: Node) -> Fault:
    codes: list[str] = []
    at = node.find("Code")
    while at is not None and len(codes) < 8:
        codes.append(at.said("Value").rpartition(":")[2])
        at = at.find("Subcode")
    if not codes:  # SOAP 1.1
        codes.append(node.said("faultcode").rpartition(":")[2])
    return Fault(codes=tuple(codes), reason=node.said("Reason/Text") or node.said("faultstring"))
