"""The session description of a stream that we give (RFC 4566; ``fmtp`` of RFC 6184, 8.1, and RFC 7798, 7.1)."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from toancanh.media.gateway.packets import PAYLOAD_TYPE
from toancanh.media.model import Codec, CodecParameters

TRACK = "trackID=0"


def description(parameters: CodecParameters, *, session: int) -> bytes:
    """One video track; whose it is is not told."""
    lines = [
        "v=0",
        f"o=- {session} 1 IN IP4 0.0.0.0",
        "s=toancanh",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "a=control:*",
        "a=range:npt=now-",
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} {'H264' if parameters.codec is Codec.H264 else 'H265'}/90000",
        f"a=fmtp:{PAYLOAD_TYPE} {_format(parameters)}",
        f"a=control:{TRACK}",
    ]
    return "\r\n".join([*lines, ""]).encode()


def _format(parameters: CodecParameters) -> str:
    if parameters.codec is Codec.H264:
        level = parameters.sps[0][1:4].hex()
        sets = _base64(parameters.sps + parameters.pps)
        return f"packetization-mode=1;profile-level-id={level};sprop-parameter-sets={sets}"
    sets_by_name = (("vps", parameters.vps), ("sps", parameters.sps), ("pps", parameters.pps))
    return ";".join(f"sprop-{name}={_base64(sets)}" for name, sets in sets_by_name)


def _base64(nals: Sequence[bytes]) -> str:
    return ",".join(base64.b64encode(nal).decode() for nal in nals)
