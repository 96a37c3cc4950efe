"""The ways out: e-mail, webhook, MQTT. Each gives one message to one address that the outbound policy has judged.

Blocking, with a limit of time for the whole (`LIMIT_S`); every fault of the other side is `Unavailable`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from toancanh.health.alerts.model import Channel, ChannelKind
from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Invalid, Unavailable

TIMEOUT_S = 5.0
"""Of one step: to be let in, one answer."""
LIMIT_S = 15.0
"""Of one delivery once it is let in, however slowly the other side speaks."""
_PATH = "/%:@!$&'()*+,;=~"
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
        if not isinstance(kept["security"], str) or kept["security"] not in _SMTP_PORTS:
            raise Invalid("settings.security: tls, starttls or none", field="settings.security")
        if not kept["to"] or not all(_is_mailbox(one) for one in [*kept["to"], kept["sender"]]):
            raise Invalid("settings.to: e-mail addresses, as name@example.vn", field="settings.to")
        kept |= {"port": _port(settings, _SMTP_PORTS[kept["security"]]), "username": str(settings.get("username", ""))}
        if kept["username"] and kept["security"] == "none":
            raise Invalid("settings.security: a password goes over TLS only", field="settings.security")
        _ascii_host(kept["host"], "settings.host")
        outbound.check_written(kept["host"], kept["port"])
        return kept
    kept = _required(settings, {"url": str})
    try:
        address = urlsplit(kept["url"])
    except ValueError:
        raise Invalid(
            "settings.url: the address cannot be read; it looks like https://host[:port]", field="settings.url"
        ) from None
    schemes = ("https", "http") if kind is ChannelKind.WEBHOOK else ("mqtts", "mqtt")
    if address.scheme not in schemes or not address.hostname or address.username or address.password:
        raise Invalid(
            f"settings.url: {schemes[0]}://host[:port], without a user name or password in it", field="settings.url"
        )
    _ascii_host(address.hostname, "settings.url")
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
    except (OSError, ValueError, smtplib.SMTPException, http.client.HTTPException) as error:
        # ValueError: what cannot be written in that protocol
        raise Unavailable(f"{channel.name} does not take it: {type(error).__name__}: {error}"[:300]) from None


class _Smtp(smtplib.SMTP):
    """To an address that was judged, under the name that its certificate has; ``limits`` ends it in time, from its
    greeting on.
    """

    def __init__(self, name: str, pinned: Pinned, context: ssl.SSLContext | None, limits: ExitStack) -> None:
        super().__init__(timeout=TIMEOUT_S)
        self._host = name
        self._pinned = pinned
        self._at_once = context
        self._limits = limits

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._pinned.address, self._pinned.port), timeout)
        self._limits.enter_context(_ended_in_time(plain))
        return plain if self._at_once is None else self._at_once.wrap_socket(plain, server_hostname=self._host)

    def log_in(self, username: str, password: str) -> None:
        """Names and passwords in any letters: `smtplib` takes ASCII alone, AUTH PLAIN is UTF-8 (RFC 4616)."""
        if f"{username}{password}".isascii():
            self.login(username, password)
            return
        self.ehlo_or_helo_if_needed()
        if "PLAIN" not in self.esmtp_features.get("auth", "").upper().split():
            raise smtplib.SMTPNotSupportedError("AUTH PLAIN is not offered, and no other way takes these letters")
        told = base64.b64encode(f"\0{username}\0{password}".encode()).decode()
        code, answer = self.docmd("AUTH", f"PLAIN {told}")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, answer)


def _email(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    settings: Mapping[str, Any] = channel.settings
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = settings["sender"]
    mail["To"] = ", ".join(settings["to"])
    mail["Message-ID"] = f"<{message.id}@toancanh>"
    mail.set_content(message.text)
    pinned = outbound.resolve_blocking(settings["host"], settings["port"])
    with ExitStack() as limits:
        smtp = _Smtp(settings["host"], pinned, contexts() if settings["security"] == "tls" else None, limits)
        limits.callback(smtp.close)
        smtp.connect(settings["host"], settings["port"])
        if settings["security"] == "starttls":
            smtp.starttls(context=contexts())
        if settings["username"]:
            smtp.log_in(settings["username"], secret)
        refused = smtp.send_message(mail)
        if refused:
            raise Unavailable(f"{channel.name}: refused for {', '.join(sorted(refused))}")
        smtp.quit()


def _webhook(channel: Channel, secret: str, message: Message, outbound: OutboundPolicy, contexts: Contexts) -> None:
    """Signed so that the receiver knows who says it: HMAC-SHA-256 over the body, as many services do."""
    url = str(channel.settings["url"])
    address = urlsplit(url)
    name = address.hostname or ""
    pinned = outbound.resolve_blocking(name, _port_of(url))
    body = json.dumps(message.facts, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "Host": _host_header(address),
        "X-Toancanh-Delivery": message.id,
        "X-Toancanh-Signature": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
    connection = http.client.HTTPConnection(pinned.address, pinned.port, timeout=TIMEOUT_S)
    try:
        connection.connect()
        with _ended_in_time(connection.sock):
            if address.scheme == "https":
                connection.sock = contexts().wrap_socket(connection.sock, server_hostname=name)
            connection.request("POST", _target(address), body, headers)
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
        with _ended_in_time(connection):
            if address.scheme == "mqtts":
                connection = contexts().wrap_socket(connection, server_hostname=name)
            body = json.dumps(message.facts, ensure_ascii=False, sort_keys=True).encode()
            publish(
                connection, client_id=f"toancanh-{message.id[-12:]}", topic=settings["topic"], body=body,
                username=settings["username"], password=secret,
            )  # fmt: skip
    finally:
        connection.close()


@contextmanager
def _ended_in_time(connection: socket.socket) -> Iterator[None]:
    """A time limit of a socket is of each read: one byte now and then would hold it for ever. After `LIMIT_S` the
    connection is cut, by a second handle because TLS takes the first one over.
    """
    held = socket.socket(fileno=os.dup(connection.fileno()))

    def cut() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    limit = threading.Timer(LIMIT_S, cut)
    limit.daemon = True
    limit.start()
    try:
        yield
    finally:
        limit.cancel()
        limit.join()
        held.close()


def _target(address: SplitResult) -> str:
    """Path and query as they stand in a request: what is no ASCII, as UTF-8 in percent (RFC 3986)."""
    path = quote(address.path or "/", safe=_PATH)
    return f"{path}?{quote(address.query, safe=_PATH + '?')}" if address.query else path


def _host_header(address: SplitResult) -> str:
    host = _ascii_host(address.hostname or "", "settings.url")
    host = f"[{host}]" if ":" in host else host
    return host if address.port is None else f"{host}:{address.port}"


def _ascii_host(host: str, field: str) -> str:
    """As name servers and headers have it (IDNA)."""
    try:
        coded = host.encode("idna").decode()
    except UnicodeError:
        coded = ""
    if not coded or not coded.isprintable() or " " in coded:
        raise Invalid(f"{field}: the name of the host cannot be one", field=field)
    return coded


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
