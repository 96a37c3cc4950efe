"""Texts in the picture (OSD, Media 1 and 2) and privacy masks that the camera itself draws (Media 2, 5.10)."""

from __future__ import annotations

from collections.abc import Sequence

from toancanh.devices.facts import Overlay, PrivacyMask
from toancanh.devices.onvif.envelope import EMPTY, MEDIA2, Xml, tag
from toancanh.devices.onvif.media_service import MediaService
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import Invalid

_MOST_LISTED = 256
_MOST_CORNERS = 64
_NAME_CORNER = "LowerLeft"


async def read_overlays(session: OnvifSession, media: MediaService) -> tuple[Overlay, ...]:
    """Every text that it draws."""
    sources = await media.sources()
    answer = await session.call(await media.namespace(), "GetOSDs")
    return tuple(
        Overlay(
            token=node.token(),
            source_token=sources.get(node.token_at("VideoSourceConfigurationToken"), ""),
            kind=node.said("TextString/Type"),
            text=node.said("TextString/PlainText"),
        )
        for node in list(answer.all("OSDs"))[:_MOST_LISTED]
        if node.token()
    )


async def set_name_overlay(session: OnvifSession, media: MediaService, source_token: str, text: str) -> None:
    """Change the plain text that is there, or make one in the lower left corner."""
    configuration, service = await media.source_configuration(source_token), await media.namespace()
    answer = await session.call(service, "GetOSDs", tag("t:ConfigurationToken", configuration))
    for node in answer.all("OSDs"):
        on_source = node.token_at("VideoSourceConfigurationToken") == configuration
        if on_source and node.token() and node.said("TextString/Type") == "Plain":
            node.put("TextString/PlainText", text)
            node.name, node.namespace = "OSD", service
            await session.call(service, "SetOSD", Xml(node.markup()))
            return
    parts = (
        tag("tt:VideoSourceConfigurationToken", configuration),
        tag("tt:Type", "Text"),
        tag("tt:Position", tag("tt:Type", _NAME_CORNER)),
        tag("tt:TextString", tag("tt:Type", "Plain"), tag("tt:PlainText", text)),
    )
    await session.call(service, "CreateOSD", tag("t:OSD", *parts, token=""))


async def read_masks(session: OnvifSession, configuration: str = "") -> tuple[PrivacyMask, ...]:
    """Its masks, of one video source configuration or of all."""
    if not await session.offers(MEDIA2):
        raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device has no masks by the standard (no Media 2)")
    body = tag("t:ConfigurationToken", configuration) if configuration else EMPTY
    answer = await session.call(MEDIA2, "GetMasks", body)
    return tuple(
        PrivacyMask(
            token=node.token(),
            enabled=node.said("Enabled").lower() in ("true", "1"),
            polygon=_corners(node),
        )
        for node in list(answer.all("Masks"))[:_MOST_LISTED]
        if node.token() and configuration in ("", node.token_at("ConfigurationToken"))
    )


async def set_masks(
    session: OnvifSession, media: MediaService, source_token: str, masks: Sequence[PrivacyMask]
) -> None:
    """New ones first, so that at no time less is hidden than before or after; then the old ones go."""
    for mask in masks:
        _check(mask)
    configuration = await media.source_configuration(source_token)
    before = await read_masks(session, configuration)
    for mask in masks:
        await session.call(MEDIA2, "CreateMask", _mask(mask, configuration))
    for old in before:
        await session.call(MEDIA2, "DeleteMask", tag("t:Token", old.token))


def _check(mask: PrivacyMask) -> None:
    inside = all(0 <= x <= 1 and 0 <= y <= 1 for x, y in mask.polygon)
    if not (3 <= len(mask.polygon) <= _MOST_CORNERS and inside):
        raise Invalid(f"a mask has 3 to {_MOST_CORNERS} corners within the picture, x and y from 0 to 1")


def _mask(mask: PrivacyMask, configuration: str) -> Xml:
    corners = (tag("tt:Point", x=f"{2 * x - 1:.5f}", y=f"{1 - 2 * y:.5f}") for x, y in mask.polygon)
    return tag(
        "t:Mask",
        tag("t:ConfigurationToken", configuration),
        tag("t:Polygon", *corners),
        tag("t:Type", "Color"),
        tag("t:Color", X="0", Y="0", Z="0", Colorspace="http://www.onvif.org/ver10/colorspace/YCbCr"),
        tag("t:Enabled", "true" if mask.enabled else "false"),
    )


def _corners(node: Node) -> tuple[tuple[float, float], ...]:
    """From ONVIF's plane (-1 to 1, y upwards) to ours (0 to 1, y downwards)."""
    found = []
    for point in list(node.all("Polygon/Point"))[:_MOST_CORNERS]:
        try:
            x, y = float(point.attributes.get("x", "")), float(point.attributes.get("y", ""))
        except ValueError:
            continue
        if abs(x) <= 1 and abs(y) <= 1:
            found.append(((x + 1) / 2, (1 - y) / 2))
    return tuple(found)
