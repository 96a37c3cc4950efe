"""The PTZ service (ONVIF PTZ 24.06): moves, presets, home."""

from __future__ import annotations

import math

from toancanh.devices.facts import Preset, PtzLimits, PtzPosition, PtzVector
from toancanh.devices.onvif.envelope import PTZ, Xml, tag
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import Invalid

_FOV = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov"
_MOST_PRESETS = 1024


async def read_limits(session: OnvifSession, node_token: str) -> PtzLimits:
    """What the node can do; the first one's where the profile names none that is known."""
    answer = await session.call(PTZ, "GetNodes")
    nodes = list(answer.all("PTZNode"))
    if not nodes:
        raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device has no PTZ node")
    node = next((one for one in nodes if one.token() == node_token), nodes[0])
    spaces = node.find("SupportedPTZSpaces") or Node(name="")
    pan_tilt, zoom = spaces.find("AbsolutePanTiltPositionSpace"), spaces.find("AbsoluteZoomPositionSpace")
    relative = [space.said("URI") for space in spaces.all("RelativePanTiltTranslationSpace")]
    return PtzLimits(
        node_token=node.token(),
        pan=_range(pan_tilt, "XRange"),
        tilt=_range(pan_tilt, "YRange"),
        zoom=_range(zoom, "XRange"),
        zooms=zoom is not None or spaces.find("ContinuousZoomVelocitySpace") is not None,
        continuous=spaces.find("ContinuousPanTiltVelocitySpace") is not None,
        absolute=pan_tilt is not None,
        relative=bool(relative),
        relative_fov=_FOV in relative,
        home=node.said("HomeSupported").lower() in ("true", "1"),
        most_presets=min(node.whole("MaximumNumberOfPresets"), _MOST_PRESETS),
    )


async def read_status(session: OnvifSession, profile: str) -> PtzPosition:
    """Where it looks, and whether it moves."""
    answer = await session.call(PTZ, "GetStatus", tag("t:ProfileToken", profile))
    said = answer.find("PTZStatus") or Node(name="")
    position = _position(said.find("Position"))
    if position is None:
        raise DeviceFailure(DeviceReason.NOT_OFFERED, "the device does not say where it looks")
    moving = any(
        node.said().upper() == "MOVING" for path in ("PanTilt", "Zoom") for node in said.all(f"MoveStatus/{path}")
    )
    return PtzPosition(pan=position.pan, tilt=position.tilt, zoom=position.zoom, moving=moving)


async def move(session: OnvifSession, profile: str, speed: PtzVector, *, timeout_s: float | None, zooms: bool) -> None:
    """ContinuousMove. A zoom of 0 is said, because what is left out goes on."""
    body = tag("t:ProfileToken", profile) + tag("t:Velocity", *_parts(speed, zooms=zooms))
    if timeout_s is not None:
        body += tag("t:Timeout", f"PT{max(0.1, timeout_s):.1f}S")
    await session.call(PTZ, "ContinuousMove", Xml(body))


async def move_to(session: OnvifSession, profile: str, position: PtzPosition, *, zooms: bool) -> None:
    """AbsoluteMove."""
    if not (abs(position.pan) <= 1 and abs(position.tilt) <= 1 and 0 <= position.zoom <= 1):
        raise Invalid("pan and tilt lie between -1 and 1, zoom between 0 and 1")
    where = [tag("tt:PanTilt", x=_number(position.pan), y=_number(position.tilt))]
    if zooms:
        where.append(tag("tt:Zoom", x=_number(position.zoom)))
    await session.call(PTZ, "AbsoluteMove", Xml(tag("t:ProfileToken", profile) + tag("t:Position", *where)))


async def step(session: OnvifSession, profile: str, by: PtzVector, *, of_view: bool) -> None:
    """RelativeMove, in the generic space or in halves of the field of view."""
    parts = _parts(by, space=_FOV if of_view else "", zooms=bool(by.zoom))
    await session.call(PTZ, "RelativeMove", Xml(tag("t:ProfileToken", profile) + tag("t:Translation", *parts)))


async def stop(session: OnvifSession, profile: str) -> None:
    """Stop, pan, tilt and zoom."""
    body = tag("t:ProfileToken", profile) + tag("t:PanTilt", "true") + tag("t:Zoom", "true")
    await session.call(PTZ, "Stop", Xml(body))


async def read_presets(session: OnvifSession, profile: str) -> tuple[Preset, ...]:
    """Positions that it keeps; recorders list empty places too, which have no name."""
    answer = await session.call(PTZ, "GetPresets", tag("t:ProfileToken", profile))
    return tuple(
        Preset(token=node.token(), name=node.said("Name"), position=_position(node.find("PTZPosition")))
        for node in list(answer.all("Preset"))[:_MOST_PRESETS]
        if node.token()
    )


async def set_preset(session: OnvifSession, profile: str, name: str, preset: str) -> str:
    """Keep where it looks now; the token."""
    body = tag("t:ProfileToken", profile) + tag("t:PresetName", name)
    if preset:
        body += tag("t:PresetToken", preset)
    answer = await session.call(PTZ, "SetPreset", Xml(body))
    token = answer.token_at("PresetToken") or preset
    if not token:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device did not say under what it keeps the position")
    return token


async def about_preset(session: OnvifSession, operation: str, profile: str, preset: str) -> None:
    """``GotoPreset`` and ``RemovePreset``."""
    await session.call(PTZ, operation, Xml(tag("t:ProfileToken", profile) + tag("t:PresetToken", preset)))


async def about_home(session: OnvifSession, operation: str, profile: str) -> None:
    """``GotoHomePosition`` and ``SetHomePosition``."""
    await session.call(PTZ, operation, tag("t:ProfileToken", profile))


def _parts(vector: PtzVector, *, space: str = "", zooms: bool) -> tuple[Xml, ...]:
    if not all(abs(part) <= 1 for part in (vector.pan, vector.tilt, vector.zoom)):
        raise Invalid("speeds and steps lie between -1 and 1")
    marks = {"space": space} if space else {}
    parts = [tag("tt:PanTilt", x=_number(vector.pan), y=_number(vector.tilt), **marks)]
    if zooms:
        parts.append(tag("tt:Zoom", x=_number(vector.zoom)))
    return tuple(parts)


def _number(value: float) -> str:
    return f"{value:.5f}"


def _position(node: Node | None) -> PtzPosition | None:
    pan_tilt = node.find("PanTilt") if node is not None else None
    zoom = node.find("Zoom") if node is not None else None
    if pan_tilt is None and zoom is None:
        return None
    return PtzPosition(
        pan=_within(pan_tilt, "x", -1.0), tilt=_within(pan_tilt, "y", -1.0), zoom=_within(zoom, "x", 0.0)
    )


def _within(node: Node | None, name: str, lowest: float) -> float:
    try:
        value = float(node.attributes.get(name, "")) if node is not None else 0.0
    except ValueError:
        return 0.0
    return min(1.0, max(lowest, value)) if math.isfinite(value) else 0.0


def _range(space: Node | None, name: str) -> tuple[float, float] | None:
    found = space.find(name) if space is not None else None
    if found is None:
        return None
    lowest, highest = found.number("Min"), found.number("Max")
    return (lowest, highest) if lowest < highest else None
