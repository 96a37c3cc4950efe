"""Media 1 (ONVIF media service specification, ver10)."""

from __future__ import annotations

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import SoapFault, element, truth, wrap
from toancanh.simulation.devices.model import Channel, Encoder, Stream
from toancanh.simulation.devices.operations.call import Call, Operation, Operations, no_such
from toancanh.simulation.devices.operations.parts import (
    BITRATES_KBPS,
    FASTEST_FPS,
    LONGEST_GOP,
    SIZES,
    int_range,
    multicast,
    overlay,
    overlays,
    ptz_configuration,
    read_overlay,
    resolution,
    set_encoder,
    source_configuration,
)


def _encoder(tag: str, encoder: Encoder) -> str:
    """H.265 is shown as H264 here, as devices do whose Media 1 knows no other word."""
    return wrap(
        tag,
        element("tt:Name", encoder.token),
        element("tt:UseCount", 1),
        element("tt:Encoding", "H264"),
        resolution(encoder.width, encoder.height),
        element("tt:Quality", encoder.quality),
        wrap(
            "tt:RateControl",
            element("tt:FrameRateLimit", encoder.fps),
            element("tt:EncodingInterval", 1),
            element("tt:BitrateLimit", encoder.bitrate_kbps),
        ),
        wrap("tt:H264", element("tt:GovLength", encoder.gop), element("tt:H264Profile", "Main")),
        multicast(),
        element("tt:SessionTimeout", "PT60S"),
        token=encoder.token,
    )


def _profile(tag: str, channel: Channel, stream: Stream) -> str:
    return wrap(
        tag,
        element("tt:Name", f"{channel.number} {stream.role}"),
        source_configuration("tt:VideoSourceConfiguration", channel),
        _encoder("tt:VideoEncoderConfiguration", stream.encoder),
        ptz_configuration("tt:PTZConfiguration", channel) if channel.head else "",
        token=stream.profile_token,
        fixed="true",
    )


def _profiles(call: Call) -> str:
    return "".join(
        _profile("trt:Profiles", channel, stream) for channel in call.device.channels for stream in channel.streams
    )


def _stream_uri(call: Call) -> str:
    _, stream = call.stream_of(call.body.required("ProfileToken"))
    return wrap(
        "trt:MediaUri",
        element("tt:Uri", call.device.stream_url(stream.shown_path)),
        element("tt:InvalidAfterConnect", "false"),
        element("tt:InvalidAfterReboot", "false"),
        element("tt:Timeout", "PT0S"),
    )


def _snapshot_uri(call: Call) -> str:
    return wrap(
        "trt:MediaUri",
        element("tt:Uri", snapshot_url(call)),
        element("tt:InvalidAfterConnect", "false"),
        element("tt:InvalidAfterReboot", "false"),
        element("tt:Timeout", "PT0S"),
    )


def snapshot_url(call: Call) -> str:
    """Of a JPEG; raises `SoapFault` where there is none."""
    _, stream = call.stream_of(call.body.required("ProfileToken"))
    if not call.device.manners.has_snapshots:
        raise SoapFault("ter:ActionNotSupported", reason="there are no snapshots")
    return call.service_url(f"snapshot/{stream.profile_token}")


def _sources(call: Call) -> str:
    return "".join(
        wrap(
            "trt:VideoSources",
            element("tt:Framerate", channel.streams[0].encoder.fps),
            resolution(channel.streams[0].encoder.width, channel.streams[0].encoder.height),
            token=channel.source_token,
        )
        for channel in call.device.channels
    )


def _encoders(call: Call) -> str:
    return "".join(
        _encoder("trt:Configurations", stream.encoder) for channel in call.device.channels for stream in channel.streams
    )


def _encoder_options(_: Call) -> str:
    sizes = "".join(resolution(*size, tag="tt:ResolutionsAvailable") for size in SIZES)
    h264 = (
        sizes
        + int_range("tt:GovLengthRange", 1, LONGEST_GOP)
        + int_range("tt:FrameRateRange", 1, FASTEST_FPS)
        + int_range("tt:EncodingIntervalRange", 1, 1)
    )
    profiles = element("tt:H264ProfilesSupported", "Main")
    extension = wrap("tt:H264", h264, profiles, int_range("tt:BitrateRange", *BITRATES_KBPS))
    return wrap(
        "trt:Options",
        int_range("tt:QualityRange", 0, 6),
        wrap("tt:H264", h264, profiles),
        wrap("tt:Extension", extension),
        GuaranteedFrameRateSupported=truth(False),
    )


def _set_encoder(call: Call) -> str:
    wanted = call.body.child("Configuration")
    if wanted is None:
        raise SoapFault("ter:InvalidArgVal", reason="Configuration is missing")
    _, stream = call.stream_of_encoder(wanted.attributes.get("token", ""))
    set_encoder(
        stream.encoder,
        wanted,
        codec=wanted.text_of("Encoding", default="H264"),
        gop=wanted.number_of("H264", "GovLength"),
    )
    return ""


def wanted_channels(call: Call) -> list[Channel]:
    """Those that a list of overlays or masks is asked of; all where none is named."""
    token = call.body.text_of("ConfigurationToken")
    return [call.channel_of_source(token)] if token else list(call.device.channels)


def overlay_operations(prefix: str) -> Operations:
    """Media 1 and Media 2 differ in their namespace only."""

    def find(call: Call, token: str) -> Channel:
        for channel in call.device.channels:
            if token in channel.overlays:
                return channel
        raise no_such("ter:NoConfig", token)

    def one(call: Call) -> str:
        token = call.body.required("OSDToken")
        channel = find(call, token)
        return overlay(f"{prefix}:OSD", channel, token, channel.overlays[token])

    def create(call: Call) -> str:
        node = call.body.child("OSD")
        if node is None:
            raise SoapFault("ter:InvalidArgVal", reason="OSD is missing")
        channel = call.channel_of_source(node.required("VideoSourceConfigurationToken"))
        if len(channel.overlays) >= 4:
            raise SoapFault("ter:Action", "ter:MaxOSDs", reason="there are four already")
        token = call.device.new_token("OSD_")
        channel.overlays[token] = read_overlay(node)
        return element(f"{prefix}:OSDToken", token)

    def change(call: Call) -> str:
        node = call.body.child("OSD")
        token = node.attributes.get("token", "") if node else ""
        channel = find(call, token)
        if node is not None:
            channel.overlays[token] = read_overlay(node)
        return ""

    def delete(call: Call) -> str:
        token = call.body.required("OSDToken")
        del find(call, token).overlays[token]
        return ""

    def options(_: Call) -> str:
        kinds = element("tt:Type", "Plain") + element("tt:Type", "DateAndTime")
        places = "".join(
            element("tt:PositionOption", place) for place in ("UpperLeft", "UpperRight", "LowerLeft", "LowerRight")
        )
        return wrap(
            f"{prefix}:OSDOptions",
            '<tt:MaximumNumberOfOSDs Total="4" PlainText="3" DateAndTime="1"/>',
            element("tt:Type", "Text"),
            places,
            wrap("tt:TextOption", kinds),
        )

    return {
        "GetOSDs": Operation(perform=lambda call: overlays(f"{prefix}:OSDs", wanted_channels(call))),
        "GetOSD": Operation(perform=one),
        "CreateOSD": Operation(perform=create, level=Level.OPERATOR),
        "SetOSD": Operation(perform=change, level=Level.OPERATOR),
        "DeleteOSD": Operation(perform=delete, level=Level.OPERATOR),
        "GetOSDOptions": Operation(perform=options),
    }


def _profile_of(call: Call) -> str:
    return _profile("trt:Profile", *call.stream_of(call.body.required("ProfileToken")))


def _encoder_of(call: Call) -> str:
    _, stream = call.stream_of_encoder(call.body.required("ConfigurationToken"))
    return _encoder("trt:Configuration", stream.encoder)


def _source_configurations(call: Call) -> str:
    return "".join(source_configuration("trt:Configurations", channel) for channel in call.device.channels)


OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: wrap(
            "trt:Capabilities",
            '<trt:ProfileCapabilities MaximumNumberOfProfiles="64"/>',
            '<trt:StreamingCapabilities RTPMulticast="false" RTP_TCP="true" RTP_RTSP_TCP="true"/>',
            SnapshotUri="true",
            OSD="true",
        ),
        level=Level.ANONYMOUS,
    ),
    "GetProfiles": Operation(perform=_profiles),
    "GetProfile": Operation(perform=_profile_of),
    "GetStreamUri": Operation(perform=_stream_uri),
    "GetSnapshotUri": Operation(perform=_snapshot_uri),
    "GetVideoSources": Operation(perform=_sources),
    "GetVideoSourceConfigurations": Operation(perform=_source_configurations),
    "GetVideoEncoderConfigurations": Operation(perform=_encoders),
    "GetVideoEncoderConfiguration": Operation(perform=_encoder_of),
    "GetVideoEncoderConfigurationOptions": Operation(perform=_encoder_options),
    "SetVideoEncoderConfiguration": Operation(perform=_set_encoder, level=Level.OPERATOR),
    **overlay_operations("trt"),
}
