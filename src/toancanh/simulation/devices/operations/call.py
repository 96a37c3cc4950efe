"""One call of an operation, and what an operation is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import Node, SoapFault
from toancanh.simulation.devices.head import Head
from toancanh.simulation.devices.model import Channel, Device, Stream


@dataclass(frozen=True, kw_only=True)
class Call:
    """``body`` is the operation's element, ``path`` that of the HTTP request; ``secure``: it came over TLS."""

    device: Device
    body: Node
    path: str
    secure: bool = False

    def service_url(self, service: str) -> str:
        """Of a service, in the scheme in which it was asked for."""
        return self.device.service_url(service, secure=self.secure)

    def channel_of_source(self, token: str) -> Channel:
        """By a video source's, or its configuration's, token; raises `SoapFault`."""
        for channel in self.device.channels:
            if token in (channel.source_token, configuration_token(channel)):
                return channel
        raise no_such("ter:NoVideoSource", token)

    def stream_of(self, token: str) -> tuple[Channel, Stream]:
        """By a profile's token; raises `SoapFault`."""
        for channel in self.device.channels:
            for stream in channel.streams:
                if token == stream.profile_token:
                    return channel, stream
        raise no_such("ter:NoProfile", token)

    def stream_of_encoder(self, token: str) -> tuple[Channel, Stream]:
        """By an encoder configuration's token; raises `SoapFault`."""
        for channel in self.device.channels:
            for stream in channel.streams:
                if token == stream.encoder.token:
                    return channel, stream
        raise no_such("ter:NoConfig", token)

    def head_of(self, profile_token: str) -> tuple[Channel, Head]:
        """The head that a profile turns; raises `SoapFault`."""
        channel, _ = self.stream_of(profile_token)
        if channel.head is None:
            raise no_such("ter:NoPTZProfile", profile_token)
        return channel, channel.head


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``perform`` gives the content of the response element."""

    perform: Callable[[Call], str | Awaitable[str]]
    level: Level = Level.USER


Operations = Mapping[str, Operation]


def configuration_token(channel: Channel) -> str:
    """Of a channel's video source configuration."""
    return f"VideoSourceConfig_{channel.source_token}"


def no_such(code: str, token: str) -> SoapFault:
    """The fault for a token that names nothing."""
    return SoapFault("ter:InvalidArgVal", code, reason=f"nothing has the token {token[:60]!r}")
