"""What Media 1 and Media 2 write in the same words: sources, encoders, overlays, heads."""

from __future__ import annotations

from toancanh.simulation.devices.envelope import Node, SoapFault, element, open_tag, wrap
from toancanh.simulation.devices.model import Channel, Encoder, Overlay
from toancanh.simulation.devices.operations.call import configuration_token

SIZES = ((3840, 2160), (2560, 1440), (1920, 1080), (1280, 720), (704, 576), (640, 360), (320, 180))
FASTEST_FPS, LONGEST_GOP, BITRATES_KBPS = 30, 250, (32, 16384)
_PTZ = "http://www.onvif.org/ver10/tptz"
SPACES = {
    "pan_tilt": f"{_PTZ}/PanTiltSpaces/PositionGenericSpace",
    "zoom": f"{_PTZ}/ZoomSpaces/PositionGenericSpace",
    "pan_tilt_by": f"{_PTZ}/PanTiltSpaces/TranslationGenericSpace",
    "view_by": f"{_PTZ}/PanTiltSpaces/TranslationSpaceFov",
    "zoom_by": f"{_PTZ}/ZoomSpaces/TranslationGenericSpace",
    "pan_tilt_speed": f"{_PTZ}/PanTiltSpaces/VelocityGenericSpace",
    "zoom_speed": f"{_PTZ}/ZoomSpaces/VelocityGenericSpace",
}


def source_configuration(tag: str, channel: Channel) -> str:
    """tt:VideoSourceConfiguration."""
    size = channel.streams[0].encoder
    return wrap(
        tag,
        element("tt:Name", configuration_token(channel)),
        element("tt:UseCount", len(channel.streams)),
        element("tt:SourceToken", channel.source_token),
        open_tag("tt:Bounds", x=0, y=0, width=size.width, height=size.height) + "</tt:Bounds>",
        token=configuration_token(channel),
    )


def resolution(width: int, height: int, tag: str = "tt:Resolution") -> str:
    """tt:VideoResolution."""
    return wrap(tag, element("tt:Width", width), element("tt:Height", height))


def multicast() -> str:
    """None, in the words that the schema asks for."""
    return wrap(
        "tt:Multicast",
        wrap("tt:Address", element("tt:Type", "IPv4"), element("tt:IPv4Address", "0.0.0.0")),  # noqa: S104
        element("tt:Port", 0),
        element("tt:TTL", 0),
        element("tt:AutoStart", "false"),
    )


def set_encoder(encoder: Encoder, wanted: Node, *, codec: str, gop: float | None) -> None:
    """All or nothing; raises `SoapFault` for what is not offered."""
    width = wanted.number_of("Resolution", "Width")
    height = wanted.number_of("Resolution", "Height")
    fps = wanted.number_of("RateControl", "FrameRateLimit")
    bitrate_kbps = wanted.number_of("RateControl", "BitrateLimit")
    size = (round(width or encoder.width), round(height or encoder.height))
    fps = encoder.fps if fps is None else fps
    bitrate_kbps = encoder.bitrate_kbps if bitrate_kbps is None else bitrate_kbps
    gop = encoder.gop if gop is None else gop
    low, high = BITRATES_KBPS
    is_offered = size in SIZES and 1 <= fps <= FASTEST_FPS and low <= bitrate_kbps <= high and 1 <= gop <= LONGEST_GOP
    if not is_offered or codec not in ("H264", "H265"):
        raise SoapFault("ter:InvalidArgVal", "ter:ConfigModify", reason="these settings are not offered")
    encoder.codec, (encoder.width, encoder.height) = codec, size
    encoder.fps, encoder.bitrate_kbps, encoder.gop = round(fps), round(bitrate_kbps), round(gop)
    encoder.quality = wanted.number_of("Quality") or encoder.quality


def int_range(tag: str, low: float, high: float) -> str:
    """tt:IntRange and its kin."""
    return wrap(tag, element("tt:Min", low), element("tt:Max", high))


def overlays(tag: str, channels: list[Channel]) -> str:
    """tt:OSDConfiguration, each."""
    return "".join(overlay(tag, channel, token, one) for channel in channels for token, one in channel.overlays.items())


def overlay(tag: str, channel: Channel, token: str, one: Overlay) -> str:
    """tt:OSDConfiguration."""
    text = element("tt:Type", one.kind)
    if one.kind == "DateAndTime":
        text += element("tt:DateFormat", "yyyy-MM-dd") + element("tt:TimeFormat", "HH:mm:ss")
    else:
        text += element("tt:PlainText", one.text)
    return wrap(
        tag,
        element("tt:VideoSourceConfigurationToken", configuration_token(channel)),
        element("tt:Type", "Text"),
        wrap("tt:Position", element("tt:Type", one.position)),
        wrap("tt:TextString", text),
        token=token,
    )


def read_overlay(node: Node) -> Overlay:
    """What a client wants written."""
    return Overlay(
        kind=node.text_of("TextString", "Type", default="Plain"),
        text=node.text_of("TextString", "PlainText"),
        position=node.text_of("Position", "Type", default="UpperLeft"),
    )


def spaces(kind: str) -> str:
    """The default spaces of a PTZ configuration, or (``kind`` "node") all that a node supports."""
    if kind == "configuration":
        return (
            element("tt:DefaultAbsolutePantTiltPositionSpace", SPACES["pan_tilt"])  # the schema's own spelling
            + element("tt:DefaultAbsoluteZoomPositionSpace", SPACES["zoom"])
            + element("tt:DefaultRelativePanTiltTranslationSpace", SPACES["pan_tilt_by"])
            + element("tt:DefaultRelativeZoomTranslationSpace", SPACES["zoom_by"])
            + element("tt:DefaultContinuousPanTiltVelocitySpace", SPACES["pan_tilt_speed"])
            + element("tt:DefaultContinuousZoomVelocitySpace", SPACES["zoom_speed"])
        )

    def flat(tag: str, space: str) -> str:
        return wrap(tag, element("tt:URI", SPACES[space]), int_range("tt:XRange", -1, 1), int_range("tt:YRange", -1, 1))

    def line(tag: str, space: str, low: int) -> str:
        return wrap(tag, element("tt:URI", SPACES[space]), int_range("tt:XRange", low, 1))

    return (
        flat("tt:AbsolutePanTiltPositionSpace", "pan_tilt")
        + line("tt:AbsoluteZoomPositionSpace", "zoom", 0)
        + flat("tt:RelativePanTiltTranslationSpace", "pan_tilt_by")
        + flat("tt:RelativePanTiltTranslationSpace", "view_by")
        + line("tt:RelativeZoomTranslationSpace", "zoom_by", -1)
        + flat("tt:ContinuousPanTiltVelocitySpace", "pan_tilt_speed")
        + line("tt:ContinuousZoomVelocitySpace", "zoom_speed", -1)
    )


def ptz_configuration(tag: str, channel: Channel) -> str:
    """tt:PTZConfiguration."""
    return wrap(
        tag,
        element("tt:Name", f"PTZ_{channel.number}"),
        element("tt:UseCount", len(channel.streams)),
        element("tt:NodeToken", f"PTZNode_{channel.number}"),
        spaces("configuration"),
        element("tt:DefaultPTZTimeout", "PT10S"),
        token=f"PTZ_{channel.number}",
    )
