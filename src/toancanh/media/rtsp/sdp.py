"""Session descriptions (RFC 4566 and the ``fmtp`` parameters of RFC 6184 section 8.1 and RFC 7798 section 7.1)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from toancanh.media.model import Codec, StateReason
from toancanh.media.rtsp.failure import RtspFailure

_MAX_MEDIA = 64
_MAX_SETS = 32
_CODECS = {"H264": Codec.H264, "H265": Codec.H265, "HEVC": Codec.H265}
_SETS_OF = {
    Codec.H264: ("sprop-parameter-sets",),
    Codec.H265: ("sprop-vps", "sprop-sps", "sprop-pps"),
}


@dataclass(frozen=True, kw_only=True)
class VideoTrack:
    """The track that we take. ``session_control`` and ``control`` are as written, to be resolved by `urls`."""

    codec: Codec
    payload_type: int
    control: str
    session_control: str
    parameter_sets: tuple[bytes, ...]


@dataclass
class _Media:
    kind: str
    formats: list[str]
    attributes: list[tuple[str, str]]


def parse_sdp(body: bytes) -> VideoTrack:
    """The first video track in a codec that we keep. Sound and metadata are never looked at.

    Raises `RtspFailure` with the reason ``no_video`` or ``unsupported_codec``.
    """
    session: list[tuple[str, str]] = []
    media: list[_Media] = []
    attributes = session
    for line in body.decode("utf-8", "replace").splitlines():
        kind, equals, value = line.strip().partition("=")
        if not equals:
            continue
        if kind == "m":
            words = value.split()
            if len(media) == _MAX_MEDIA:
                break
            attributes = []
            media.append(_Media(words[0].lower() if words else "", words[3:], attributes))
        elif kind == "a":
            name, _, text = value.partition(":")
            attributes.append((name.strip().lower(), text.strip()))
    video = [part for part in media if part.kind == "video"]
    for part in video:
        if (track := _video_track(part, _value(session, "control"))) is not None:
            return track
    if not video:
        raise RtspFailure(StateReason.NO_VIDEO, "the camera offers no video on this path")
    raise RtspFailure(StateReason.UNSUPPORTED_CODEC, "the camera sends neither H.264 nor H.265 on this path")


def _video_track(media: _Media, session_control: str) -> VideoTrack | None:
    for number in media.formats:
        encoding = _of_format(media, "rtpmap", number).partition("/")[0].upper()
        codec = _CODECS.get(encoding)
        if codec is None or not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < 128):
            continue
        options = _options(_of_format(media, "fmtp", number))
        if options.get("packetization-mode") == "2" or options.get("sprop-max-don-diff", "0") != "0":
            continue  # interleaved: NAL units out of order (RFC 6184, section 5.4)
        sets = [nal for name in _SETS_OF[codec] for nal in _decode_sets(options.get(name, ""))]
        return VideoTrack(
            codec=codec,
            payload_type=int(number),
            control=_value(media.attributes, "control"),
            session_control=session_control,
            parameter_sets=tuple(sets[:_MAX_SETS]),
        )
    return None


def _value(attributes: list[tuple[str, str]], name: str) -> str:
    return next((value for key, value in attributes if key == name), "")


def _of_format(media: _Media, name: str, number: str) -> str:
    for key, value in media.attributes:
        head, _, rest = value.partition(" ")
        if key == name and head == number:
            return rest.strip()
    return ""


def _options(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _decode_sets(text: str) -> list[bytes]:
    nals = []
    for part in text.split(","):
        try:
            nal = base64.b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            continue
        if nal:
            nals.append(nal)
    return nals
