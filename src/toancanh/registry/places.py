"""Which picture an address leads to: the same however it is written, and for each stream of one channel. Pure.

Where the path names the encoding of a channel, which makers do in their own ways, that part does not count. What is not
known here counts as it stands: two unlike paths of an unknown maker are two places.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from toancanh.registry.address import DEFAULT_PORT, DEFAULT_TLS_PORT, StreamAddress, read_stream_address

_WHO = re.compile(r"(?:user|username|usr|password|passwd|passw|pass|pwd|psw|token|secret|auth)=")
# Hikvision and those who follow it: /Streaming/Channels/1602 is the second encoding of channel 16
_HIKVISION = re.compile(r"/(channels|tracks)/(\d+)0\d(?=/|$)")
# /h264/ch1/main/av_stream (Hikvision, before); /unicast/c1/s0/live (Uniview); /ch0_1.264; /stream2 (TP-Link)
_STEPS = re.compile(r"/(?:main|sub|third|s\d|h26[45]|hevc|mpeg4)(?=/|$)")
_NUMBERED = re.compile(r"/(stream|media/video|ch\d+_)[0-3](\.\w+)?(?=/|$)")
# Dahua: ?channel=1&subtype=1; XM: /user=admin&password=x&channel=1&stream=1.sdp; Axis: ?camera=1&resolution=640x480
_ENCODING = re.compile(
    r"(?:subtype|stream|streamtype|profile|resolution|videocodec|fps|compression|videomaxbitrate|videobitrate|unicast"
    r"|proto|transportmode|real_stream|onvif|linkmode|audio)(?:=|$)"
)


def spelled_alike(one: StreamAddress, other: StreamAddress) -> bool:
    """Whether it is the same stream, who asks for it aside."""
    return _spelled(one) == _spelled(other)


def place_of(address: StreamAddress) -> str:
    """Of the channel that the address is a stream of; equal places show the same picture."""
    machine, path, parameters = _spelled(address)
    path = _NUMBERED.sub(r"/\1", _STEPS.sub("", _HIKVISION.sub(r"/\1/\2", path)))
    return f"{machine}{path}?{'&'.join(one for one in parameters if not _ENCODING.match(one))}"


def place_at(shown_url: str) -> str:
    """`place_of` an address as it is stored."""
    return place_of(read_stream_address(shown_url))


def host_at(shown_url: str) -> str:
    """Of an address as it is stored; cheap, for a look at all of them."""
    netloc = shown_url.partition("://")[2].partition("/")[0].partition("?")[0]
    return netloc[1:].partition("]")[0] if netloc.startswith("[") else netloc.partition(":")[0]


def _spelled(address: StreamAddress) -> tuple[str, str, tuple[str, ...]]:
    """Machine, path, parameters (in path or query, in whatever order); no letter's case, no credentials."""
    text = unquote(address.shown.partition("://")[2].partition("/")[2]).casefold()
    before, _, query = text.partition("?")
    steps = [part for part in before.split("/") if part]
    plain = [part for part in steps if "=" not in part]
    given = [one for part in [*steps, query] if "=" in part or part is query for one in re.split(r"[&;?]", part)]
    parameters = tuple(sorted({one for one in given if one and not _WHO.match(one)}))
    # the usual ports of RTSP and RTSPS are one machine's
    port = DEFAULT_PORT if address.tls and address.port == DEFAULT_TLS_PORT else address.port
    return f"{address.host.rstrip('.')}:{port}", "".join(f"/{part}" for part in plain), parameters
