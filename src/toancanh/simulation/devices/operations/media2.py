"""Media 2 (ONVIF media 2 service specification, ver20): profile T, and privacy masks."""

from __future__ import annotations

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import Node, SoapFault, as_number, element, open_tag, truth, wrap
from toancanh.simulation.devices.model import Channel, Encoder, Mask, Stream
from toancanh.simulation.devices.operations.call import Call, Operation, Operations, configuration_token, no_such
from toancanh.simulation.devices.operations.media import overlay_operations, snapshot_url, wanted_channels
from toancanh.simulation.devices.operations.parts import (
    BITRATES_KBPS,
    FASTEST_FPS,
    LONGEST_GOP,
    SIZES,
    int_range,
    ptz_configuration,
    resolution,
    set_encoder,
    source_configuration,
)

_MOST_MASKS = 8
_CORNERS = (3, 16)


def _encoder(tag: str, encoder: Encoder) -> str:
    return wrap(
        tag,
        element("tt:Name", encoder.token),
        element("tt:UseCount", 1),
        element("tt:Encoding", encoder.codec),
        resolution(encoder.width, encoder.height),
        wrap(
            "tt:RateControl",
            element("tt:FrameRateLimit", encoder.fps),
            element("tt:BitrateLimit", encoder.bitrate_kbps),
            ConstantBitRate="false",
        ),
        element("tt:Quality", encoder.quality),
        token=encoder.token,
        GovLength=encoder.gop,
        Profile="Main",
    )


def _profile(channel: Channel, stream: Stream, kinds: set[str]) -> str:
    parts = []
    if kinds & {"All", "VideoSource"}:
        parts.append(source_configuration("tr2:VideoSource", channel))
    if kinds & {"All", "VideoEncoder"}:
        parts.append(_encoder("tr2:VideoEncoder", stream.encoder))
    if channel.head and kinds & {"All", "PTZ"}:
        parts.append(ptz_configuration("tr2:PTZ", channel))
    return wrap(
        "tr2:Profiles",
        element("tr2:Name", f"{channel.number} {stream.role}"),
        wrap("tr2:Configurations", *parts) if parts else "",
        token=stream.profile_token,
        fixed="true",
    )


def _profiles(call: Call) -> str:
    kinds = {node.text.strip() for node in call.body.children if node.name == "Type"}
    token = call.body.text_of("Token")
    wanted = (
        [call.stream_of(token)]
        if token
        else [(channel, stream) for channel in call.device.channels for stream in channel.streams]
    )
    return "".join(_profile(channel, stream, kinds) for channel, stream in wanted)


def _stream_uri(call: Call) -> str:
    _, stream = call.stream_of(call.body.required("ProfileToken"))
    secure = call.body.text_of("Protocol") == "RTSPS"
    if secure and not call.device.rtsps_port:
        raise SoapFault("ter:InvalidArgVal", "ter:InvalidStreamSetup", reason="RTSPS is not offered")
    return element("tr2:Uri", call.device.stream_url(stream.shown_path, secure=secure))


def _encoders(call: Call) -> str:
    encoder, profile = call.body.text_of("ConfigurationToken"), call.body.text_of("ProfileToken")
    if encoder:
        wanted = [call.stream_of_encoder(encoder)]
    elif profile:
        wanted = [call.stream_of(profile)]
    else:
        wanted = [(channel, stream) for channel in call.device.channels for stream in channel.streams]
    return "".join(_encoder("tr2:Configurations", stream.encoder) for _, stream in wanted)


def _encoder_options(_: Call) -> str:
    return "".join(
        wrap(
            "tr2:Options",
            element("tt:Encoding", codec),
            int_range("tt:QualityRange", 0, 6),
            "".join(resolution(*size, tag="tt:ResolutionsAvailable") for size in SIZES),
            int_range("tt:BitrateRange", *BITRATES_KBPS),
            GovLengthRange=f"1 {LONGEST_GOP}",
            FrameRatesSupported=" ".join(map(str, range(FASTEST_FPS, 0, -1))),
            ProfilesSupported="Main",
            ConstantBitRateSupported="true",
        )
        for codec in ("H264", "H265")
    )


def _set_encoder(call: Call) -> str:
    wanted = call.body.child("Configuration")
    if wanted is None:
        raise SoapFault("ter:InvalidArgVal", reason="Configuration is missing")
    _, stream = call.stream_of_encoder(wanted.attributes.get("token", ""))
    gop = wanted.attributes.get("GovLength")
    set_encoder(
        stream.encoder,
        wanted,
        codec=wanted.text_of("Encoding", default=stream.encoder.codec),
        gop=as_number(gop) if gop else None,
    )
    return ""


def _mask(channel: Channel, token: str, mask: Mask) -> str:
    points = "".join(open_tag("tt:Point", x=x, y=y) + "</tt:Point>" for x, y in mask.polygon)
    return wrap(
        "tr2:Masks",
        element("tr2:ConfigurationToken", configuration_token(channel)),
        wrap("tr2:Polygon", points),
        element("tr2:Type", mask.kind),
        element("tr2:Enabled", truth(mask.enabled)),
        token=token,
    )


def _masks(call: Call) -> str:
    only = call.body.text_of("Token")
    return "".join(
        _mask(channel, token, mask)
        for channel in wanted_channels(call)
        for token, mask in channel.masks.items()
        if only in ("", token)
    )


def _read_mask(node: Node) -> Mask:
    polygon = node.child("Polygon")
    points = [point.attributes for point in polygon.children] if polygon else []
    corners = tuple((as_number(point.get("x", "")), as_number(point.get("y", ""))) for point in points)
    low, high = _CORNERS
    if not low <= len(corners) <= high or any(abs(one) > 1 for corner in corners for one in corner):
        raise SoapFault("ter:InvalidArgVal", "ter:InvalidPolygon", reason="3 to 16 corners between -1 and 1")
    return Mask(
        polygon=corners,
        kind=node.text_of("Type", default="Color"),
        enabled=node.text_of("Enabled", default="true") in ("true", "1"),
    )


def _create_mask(call: Call) -> str:
    node = call.body.child("Mask")
    if node is None:
        raise SoapFault("ter:InvalidArgVal", reason="Mask is missing")
    channel = call.channel_of_source(node.required("ConfigurationToken"))
    if len(channel.masks) >= _MOST_MASKS:
        raise SoapFault("ter:Action", "ter:MaxMasks", reason="no more masks")
    token = call.device.new_token("Mask_")
    channel.masks[token] = _read_mask(node)
    return element("tr2:Token", token)


def _channel_of_mask(call: Call, token: str) -> Channel:
    for channel in call.device.channels:
        if token in channel.masks:
            return channel
    raise no_such("ter:NoConfig", token)


def _set_mask(call: Call) -> str:
    node = call.body.child("Mask")
    token = node.attributes.get("token", "") if node else ""
    channel = _channel_of_mask(call, token)
    if node is not None:
        channel.masks[token] = _read_mask(node)
    return ""


def _delete_mask(call: Call) -> str:
    token = call.body.required("Token")
    del _channel_of_mask(call, token).masks[token]
    return ""


def _mask_options(_: Call) -> str:
    return wrap(
        "tr2:Options",
        element("tr2:MaxMasks", _MOST_MASKS),
        element("tr2:MaxPoints", _CORNERS[1]),
        element("tr2:Types", "Color"),
        wrap("tr2:Color", '<tt:ColorList X="0" Y="0" Z="0" Colorspace="http://www.onvif.org/ver10/colorspace/YCbCr"/>'),
        RectangleOnly="false",
        SingleColorOnly="true",
    )


def _source_configurations(call: Call) -> str:
    return "".join(source_configuration("tr2:Configurations", channel) for channel in wanted_channels(call))


OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: wrap(
            "tr2:Capabilities",
            '<tr2:ProfileCapabilities MaximumNumberOfProfiles="64"'
            ' ConfigurationsSupported="VideoSource VideoEncoder PTZ"/>',
            '<tr2:StreamingCapabilities RTSPStreaming="true" RTPMulticast="false" RTP_RTSP_TCP="true"/>',
            SnapshotUri="true",
            Mask="true",
            OSD="true",
        ),
        level=Level.ANONYMOUS,
    ),
    "GetProfiles": Operation(perform=_profiles),
    "GetStreamUri": Operation(perform=_stream_uri),
    "GetSnapshotUri": Operation(perform=lambda call: element("tr2:Uri", snapshot_url(call))),
    "GetVideoSourceConfigurations": Operation(perform=_source_configurations),
    "GetVideoEncoderConfigurations": Operation(perform=_encoders),
    "GetVideoEncoderConfigurationOptions": Operation(perform=_encoder_options),
    "SetVideoEncoderConfiguration": Operation(perform=_set_encoder, level=Level.OPERATOR),
    "GetMasks": Operation(perform=_masks),
    "CreateMask": Operation(perform=_create_mask, level=Level.OPERATOR),
    "SetMask": Operation(perform=_set_mask, level=Level.OPERATOR),
    "DeleteMask": Operation(perform=_delete_mask, level=Level.OPERATOR),
    "GetMaskOptions": Operation(perform=_mask_options),
    **overlay_operations("tr2"),
}
