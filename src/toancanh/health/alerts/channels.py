"""The ways out: e-mail, webhook, MQTT. Each gives one message to one address that the outbound policy has judged.

Blocking, with a limit of time; every fault of the other side is `Unavailable`.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from toancanh.health.alerts.model import Channel, ChannelKind
from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Invalid, Unavailable

TIMEOUT_S = 10.0
_MOST_BYTES = 64 << 10
_SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is told: words for people, ``facts`` for machines. ``id``: the same when it is told again."""

    id: str
    subject: str
    text: str
    facts: Mapping[str, object]


Contexts = Callable[[], ssl.SSLContext]


def check_settings(kind: ChannelKind, settings: Mapping[str, Any], outbound: OutboundPolicy) -> dict[str, object]:
    """What is kept of a channel's settings. Raises `Invalid` with the field, `Denied` for an address that the policy
    forbids.
    """
    if kind is ChannelKind.EMAIL:
        wanted = {"host": str, "sender": str, "to": list}
        kept = _required(settings, wanted) | {"security": settings.get("security", "starttls")}
        if kept["security"] not in _SMTP_PORTS:
            raise Invalid("settings.security: tls, starttls or none", field="settings.security")
        if not kept["to"] or not all(_is_mailbox(one) for one in [*kept["to"], kept["sender"]]):
            raise Invalid("settings.to: e-mail addresses, as name@example.vn", field="settings.to")
        kept |= {"port": _port(settings, _SMTP_PORTS[kept["security"]]), "username": str(settings.get("username", ""))}
        if kept["username"] and kept["security"] == "none":
            raise Invalid("settings.security: a password goes over TLS only", field="settings.security")
        outbound.check_written(kept["host"], kept["port"])
        return kept
    kept = _required(settings, {"url": str})
    address = urlsplit(kept["url"])
    schemes = ("https", "http") if kind is ChannelKind.WEBHOOK else ("mqtts", "mqtt")
    if address.scheme not in schemes or not address.hostname or address.username or address.password:
        raise Invalid(
            f"settings.url: {schemes[0]}://host[:port], without a user name or password in it", field="settings.url"
        )
    outbound.check_written(address.hostname, _port_of(kept["url"]))
    if kind is ChannelKind.MQTT:
        topic = str(settings.get("topic", "toancanh/alerts"))
        if not topic or len(topic) > 200 or set(topic) & set("+#\0"):
            raise Invalid("settings.topic: one topic, without + and #", field="settings.topic")
        kept |= {"topic": topic, "username": str(settings.get("username", ""))}
        if kept["username"] and address.scheme == "mqtt":
            raise Invalid("settings.url: a password goes over TLS only (mqtts://)", field="settings.url")
    return kept


def deliver(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    """Tell it. Returns when the other side has taken it; raises `Unavailable` or `Denied`."""
    ways = {ChannelKind.EMAIL: _email, ChannelKind.WEBHOOK: _webhook, ChannelKind.MQTT: _mqtt}
    try:
        ways[channel.kind](channel, secret, message, outbound, contexts)
    except (OSError, smtplib.SMTPException, http.client.HTTPException) as error:
        raise Unavailable(f"{channel.name} does not take it: {type(error).__name__}: {error}"[:300]) from None


class _Smtp(smtplib.SMTP):
    """To an address that was judged, under the name that its certificate has."""

    def __init__(self, name: str, pinned: Pinned, context: ssl.SSLContext | None) -> None:
        super().__init__(timeout=TIMEOUT_S)
        self._host = name
        self._pinned = pinned
        self._at_once = context

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._pinned.address, self._pinned.port), timeout)
        return plain if self._at_once is None else self._at_once.wrap_socket(plain, server_hostname=self._host)


def _email(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    settings: Mapping[str, Any] = channel.settings
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = settings["sender"]
    mail["To"] = ", ".join(settings["to"])
    mail["Message-ID"] = f"<{message.id}@toancanh>"
    mail.set_content(message.text)
    pinned = outbound.resolve_blocking(settings["host"], settings["port"])
    smtp = _Smtp(settings["host"], pinned, contexts() if settings["security"] == "tls" else None)
    try:
        smtp.connect(settings["host"], settings["port"])
        if settings["security"] == "starttls":
            smtp.starttls(context=contexts())
        if settings["username"]:
            smtp.login(settings["username"], secret)
        refused = smtp.send_message(mail)
        if refused:
            raise Unavailable(f"{channel.name}: refused for {', '.join(sorted(refused))}")
        smtp.quit()
    finally:
        smtp.close()


def _webhook(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    """Signed so that the receiver knows who says it: HMAC-SHA-256 over the body, as many services do."""
    url = str(channel.settings["url"])
    address = urlsplit(url)
    name = address.hostname or ""
    pinned = outbound.resolve_blocking(name, _port_of(url))
    body = json.dumps(message.facts, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "Host": address.netloc,
        "X-Toancanh-Delivery": message.id,
        "X-Toancanh-Signature": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
    connection = http.client.HTTPConnection(pinned.address, pinned.port, timeout=TIMEOUT_S)
    try:
        connection.connect()
        if address.scheme == "https":
            connection.sock = contexts().wrap_socket(connection.sock, server_hostname=name)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(_MOST_BYTES)
    finally:
        connection.close()
    if not 200 <= answer.status < 300:  # a redirect is not followed
        raise Unavailable(f"{channel.name} answers with status {answer.status}")


def _mqtt(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    from toancanh.health.alerts.mqtt import publish

    settings: Mapping[str, Any] = channel.settings
    address = urlsplit(settings["url"])
    name = address.hostname or ""
    pinned = outbound.resolve_blocking(name, _port_of(settings["url"]))
    connection = socket.create_connection((pinned.address, pinned.port), TIMEOUT_S)
    try:
        if address.scheme == "mqtts":
            connection = contexts().wrap_socket(connection, server_hostname=name)
        body = json.dumps(message.facts, ensure_ascii=False, sort_keys=True).encode()
        publish(
            connection, client_id=f"toancanh-{message.id[-12:]}", topic=settings["topic"], body=body,
            username=settings["username"], password=secret,
        )  # fmt: skip
    finally:
        connection.close()


def _required(settings: Mapping[str, Any], kinds: Mapping[str, type]) -> dict[str, Any]:
    kept = {}
    for name, kind in kinds.items():
        value: Any = settings.get(name)
        if not isinstance(value, str | list) or not 0 < len(value) <= 500 or type(value) is not kind:
            raise Invalid(f"settings.{name}: is needed", field=f"settings.{name}")
        kept[name] = value
    return kept


def _port(settings: Mapping[str, Any], usual: int) -> int:
    port = settings.get("port") or usual
    if not isinstance(port, int) or not 0 < port < 65536:
        raise Invalid("settings.port: between 1 and 65535", field="settings.port")
    return port


def _port_of(url: str) -> int:
    address = urlsplit(url)
    usual = {"https": 443, "http": 80, "mqtts": 8883, "mqtt": 1883}
    try:
        return address.port or usual[address.scheme]
    except ValueError:
        raise Invalid("settings.url: the port lies between 1 and 65535", field="settings.url") from None


def _is_mailbox(text: object) -> bool:
    return isinstance(text, str) and text.count("@") == 1 and text.isprintable() and not set(text) & set(' ,;<>"')
