"""Media services 1 and 2: channels with their profiles, streams, encoders. Media 2 where offered: it knows H.265."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toancanh.devices.facts import Channel, Encoding, MediaProfile, Oddity, VideoEncoding
from toancanh.devices.onvif.envelope import EMPTY, MEDIA1, MEDIA2, Xml, tag
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason, EncoderWanted
from toancanh.kernel import Denied, Invalid

_MOST_PROFILES = 1024
_MOST_CHANNELS = 256
_REFUSED = frozenset({DeviceReason.REFUSED, DeviceReason.NOT_OFFERED, DeviceReason.BAD_ANSWER})
_STREAMS_ASKED = 2  # main and sub of each channel
_ENCODINGS = {"h264": VideoEncoding.H264, "h265": VideoEncoding.H265, "hevc": VideoEncoding.H265,
              "jpeg": VideoEncoding.JPEG, "mpeg4": VideoEncoding.MPEG4, "mpv4-es": VideoEncoding.MPEG4}  # fmt: skip


class MediaService:
    """The media service of one device; profiles are kept for the length of the session."""

    def __init__(self, session: OnvifSession) -> None:
        self._session = session
        self._profiles: list[Node] | None = None
        self._second_fails = False

    async def namespace(self) -> str:
        """The service that is spoken to: the second where it is offered and works."""
        return MEDIA2 if await self._session.offers(MEDIA2) and not self._second_fails else MEDIA1

    async def channels(self) -> tuple[Channel, ...]:
        """Video sources in the device's order, with profiles and the addresses of their streams."""
        sizes = await self._source_sizes()
        by_source: dict[str, list[MediaProfile]] = {token: [] for token in sizes}
        for node in await self._read_profiles(afresh=True):
            profile = read_profile(node)
            if profile is not None and (len(by_source) < _MOST_CHANNELS or profile.source_token in by_source):
                by_source.setdefault(profile.source_token, []).append(profile)
        made = []
        for number, (token, profiles) in enumerate(by_source.items(), 1):
            profiles.sort(key=lambda one: -(one.encoding.width * one.encoding.height if one.encoding else 0))
            largest = profiles[0].encoding if profiles else None
            encoded = (largest.width, largest.height, largest.fps) if largest else (0, 0, 0.0)
            wide, high, fps = sizes.get(token, encoded)
            with_streams = [await self._with_stream(one) for one in profiles[:_STREAMS_ASKED]]
            made.append(
                Channel(
                    number=number, source_token=token, width=wide, height=high, fps=fps,
                    profiles=(*with_streams, *profiles[_STREAMS_ASKED:]),
                )
            )  # fmt: skip
        return tuple(made)

    async def stream_address(self, profile: str) -> str:
        """Raises also `Denied` where the device names a port that nobody may be led to."""
        service = await self.namespace()
        if service == MEDIA2:
            body = Xml(tag("t:Protocol", "RTSP") + tag("t:ProfileToken", profile))
        else:
            transport = tag("tt:Transport", tag("tt:Protocol", "RTSP"))
            setup = tag("t:StreamSetup", tag("tt:Stream", "RTP-Unicast"), transport)
            body = Xml(setup + tag("t:ProfileToken", profile))
        return self._session.own_stream(_address(await self._session.call(service, "GetStreamUri", body)))

    async def snapshot(self, profile: str) -> bytes:
        """A JPEG."""
        answer = await self._session.call(await self.namespace(), "GetSnapshotUri", tag("t:ProfileToken", profile))
        named = self._session.own_web(_address(answer))
        if named is None:
            raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device gave no usable address of a picture")
        return await self._session.picture(named)

    async def set_encoder(self, profile: str, wanted: EncoderWanted) -> Encoding:
        """Read, change, write whole, read again: what is not understood stays as it is."""
        encoder, service = await self._encoder_token(profile), await self.namespace()
        config = await self._encoder(service, encoder)
        _change(config, wanted, media2=service == MEDIA2)
        config.name, config.namespace = "Configuration", service
        body = Xml(config.markup() + ("" if service == MEDIA2 else tag("t:ForcePersistence", "true")))
        await self._session.call(service, "SetVideoEncoderConfiguration", body)
        self._profiles = None
        found = _encoding(await self._encoder(service, encoder))
        if found is None:
            raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device does not say how it encodes now")
        return found

    async def source_configuration(self, source_token: str) -> str:
        """The token of the configuration of a video source, which overlays and masks hang on."""
        for node in await self._read_profiles():
            source = _source(node)
            if source is not None and source.token_at("SourceToken") == source_token and source.token():
                return source.token()
        raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device has no such video source in any profile")

    async def sources(self) -> dict[str, str]:
        """Video source by token of its configuration."""
        found = (_source(node) for node in await self._read_profiles())
        return {node.token(): node.token_at("SourceToken") for node in found if node is not None}

    async def ptz_node(self, profile: str) -> str:
        """The PTZ node of a profile; empty where it is not told."""
        for node in await self._read_profiles():
            if node.token() == profile:
                ptz = node.find("PTZConfiguration") or node.find("Configurations/PTZ")
                return ptz.token_at("NodeToken") if ptz is not None else ""
        return ""

    async def _with_stream(self, profile: MediaProfile) -> MediaProfile:
        try:
            address = await self.stream_address(profile.token)
        except Denied:  # the session has noted it
            return profile
        except DeviceFailure as failure:
            if failure.reason not in _REFUSED:
                raise
            self._session.note(Oddity.NO_ANSWER, f"GetStreamUri {profile.token}")
            return profile
        return replace(profile, stream_address=address)

    async def _source_sizes(self) -> dict[str, tuple[int, int, float]]:
        """Sources by Media 1, which alone lists them; nothing where it is not there."""
        if not await self._session.offers(MEDIA1):
            return {}
        try:
            answer = await self._session.call(MEDIA1, "GetVideoSources")
        except DeviceFailure as failure:
            if failure.reason not in _REFUSED:
                raise
            return {}
        return {
            node.token(): (node.whole("Resolution/Width"), node.whole("Resolution/Height"), node.number("Framerate"))
            for node in list(answer.all("VideoSources"))[:_MOST_CHANNELS]
            if node.token()
        }

    async def _read_profiles(self, *, afresh: bool = False) -> list[Node]:
        if self._profiles is None or afresh:
            try:
                answer = await self._ask_profiles()
            except DeviceFailure as failure:
                if failure.reason not in _REFUSED or await self.namespace() == MEDIA1:
                    raise
                if not await self._session.offers(MEDIA1):
                    raise
                self._session.note(Oddity.NO_ANSWER, "GetProfiles of Media 2")
                self._second_fails = True
                answer = await self._ask_profiles()
            self._profiles = [node for node in answer.all("Profiles") if node.token()][:_MOST_PROFILES]
        return self._profiles

    async def _ask_profiles(self) -> Node:
        service = await self.namespace()
        return await self._session.call(service, "GetProfiles", tag("t:Type", "All") if service == MEDIA2 else EMPTY)

    async def _encoder_token(self, profile: str) -> str:
        for node in await self._read_profiles():
            encoder = _encoder_of(node)
            if node.token() == profile and encoder is not None and encoder.token():
                return encoder.token()
        raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device has no such profile with a video encoder")

    async def _encoder(self, service: str, token: str) -> Node:
        operation = f"GetVideoEncoderConfiguration{'s' if service == MEDIA2 else ''}"
        answer = await self._session.call(service, operation, tag("t:ConfigurationToken", token))
        for node in answer.all("Configurations" if service == MEDIA2 else "Configuration"):
            if node.token() == token:
                return node
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device does not give the encoder that was asked for")


def _address(answer: Node) -> str:
    node = answer.find("MediaUri/Uri") or answer.find("Uri")
    return node.text.strip() if node is not None else ""


def _source(profile: Node) -> Node | None:
    return profile.find("VideoSourceConfiguration") or profile.find("Configurations/VideoSource")


def _encoder_of(profile: Node) -> Node | None:
    return profile.find("VideoEncoderConfiguration") or profile.find("Configurations/VideoEncoder")


def read_profile(node: Node) -> MediaProfile | None:
    """A profile with a video source; None for sound or metadata alone."""
    source, encoder = _source(node), _encoder_of(node)
    ptz = node.find("PTZConfiguration") or node.find("Configurations/PTZ")
    if source is None or not source.token_at("SourceToken"):
        return None
    return MediaProfile(
        token=node.token(),
        name=node.said("Name"),
        source_token=source.token_at("SourceToken"),
        encoder_token=encoder.token() if encoder is not None else "",
        encoding=_encoding(encoder) if encoder is not None else None,
        ptz_token=ptz.token() if ptz is not None else "",
    )


def _encoding(node: Node) -> Encoding | None:
    said = node.said("Encoding").lower().replace(".", "")
    if not said:
        return None
    gop = next(_gops(node), 0)
    return Encoding(
        encoding=_ENCODINGS.get(said, VideoEncoding.OTHER),
        width=node.whole("Resolution/Width"),
        height=node.whole("Resolution/Height"),
        fps=min(node.number("RateControl/FrameRateLimit"), 1000.0),
        bitrate_bps=node.whole("RateControl/BitrateLimit") * 1000,
        gop=gop,
    )


def _gops(node: Node) -> Iterator[int]:
    named = node.attributes.get("GovLength", "")  # Media 2
    if named.isascii() and named.isdigit() and len(named) < 7:
        yield int(named)
    for codec in ("H264", "MPEG4", "H265"):
        if length := node.whole(f"{codec}/GovLength"):
            yield length


def _change(config: Node, wanted: EncoderWanted, *, media2: bool) -> None:
    if wanted.encoding is not None:
        if wanted.encoding not in (VideoEncoding.H264, VideoEncoding.H265, VideoEncoding.JPEG):
            raise Invalid("a camera is told to encode in h264, h265 or jpeg")
        if wanted.encoding is VideoEncoding.H265 and not media2:
            raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device knows H.265 by no standard (no Media 2)")
        config.put("Encoding", wanted.encoding.value.upper())
    if wanted.width is not None and wanted.height is not None:
        config.put("Resolution/Width", str(wanted.width))
        config.put("Resolution/Height", str(wanted.height))
    if wanted.fps is not None:
        config.put("RateControl/FrameRateLimit", f"{wanted.fps:g}")
    if wanted.bitrate_bps is not None:
        config.put("RateControl/BitrateLimit", str(max(1, wanted.bitrate_bps // 1000)))
    if wanted.gop is not None and media2:
        config.attributes["GovLength"] = str(wanted.gop)
    elif wanted.gop is not None:
        config.put("H264/GovLength", str(wanted.gop))
