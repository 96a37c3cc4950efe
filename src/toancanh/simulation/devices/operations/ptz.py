"""PTZ (ONVIF PTZ service specification, ver20): what it moves is the view in the pictures."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import Node, SoapFault, as_number, element, open_tag, truth, wrap
from toancanh.simulation.devices.head import Position
from toancanh.simulation.devices.model import Channel
from toancanh.simulation.devices.operations.call import Call, Operation, Operations, no_such
from toancanh.simulation.devices.operations.parts import SPACES, ptz_configuration, spaces

_MOST_PRESETS = 100
_DEFAULT_TIMEOUT_S = 10.0
_DURATION = re.compile(r"^PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?$")


def duration_s(text: str, default: float) -> float:
    """xs:duration of hours, minutes and seconds; raises `SoapFault` for another."""
    if not text:
        return default
    match = _DURATION.match(text)
    if match is None:
        raise SoapFault("ter:InvalidArgVal", reason=f"{text[:40]!r} is no duration")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _vector(node: Node | None) -> tuple[tuple[float, float] | None, float | None]:
    """Pan and tilt, and zoom; each None where it is not named. Raises `SoapFault` beyond the generic spaces."""
    turn = node.child("PanTilt") if node else None
    zoom = node.child("Zoom") if node else None
    both = (as_number(turn.attributes.get("x", "")), as_number(turn.attributes.get("y", ""))) if turn else None
    near = as_number(zoom.attributes.get("x", "")) if zoom else None
    for one in (*(both or ()), *((near,) if near is not None else ())):
        if not -1 <= one <= 1:
            raise SoapFault("ter:InvalidArgVal", "ter:InvalidPosition", reason="beyond the generic space")
    return both, near


def _speed(node: Node | None) -> float:
    both, near = _vector(node)
    return max((abs(one) for one in (*(both or ()), near or 0.0)), default=0.0) or 1.0


def _heads(call: Call) -> list[Channel]:
    return [channel for channel in call.device.channels if channel.head]


def _node(tag: str, channel: Channel) -> str:
    return wrap(
        tag,
        element("tt:Name", f"PTZNode_{channel.number}"),
        wrap("tt:SupportedPTZSpaces", spaces("node")),
        element("tt:MaximumNumberOfPresets", _MOST_PRESETS),
        element("tt:HomeSupported", "true"),
        token=f"PTZNode_{channel.number}",
        FixedHomePosition=truth(False),
    )


def _node_of(call: Call) -> str:
    token = call.body.required("NodeToken")
    for channel in _heads(call):
        if token == f"PTZNode_{channel.number}":
            return _node("tptz:PTZNode", channel)
    raise no_such("ter:NoEntity", token)


def _configuration_of(call: Call) -> str:
    token = call.body.required("PTZConfigurationToken")
    for channel in _heads(call):
        if token == f"PTZ_{channel.number}":
            return ptz_configuration("tptz:PTZConfiguration", channel)
    raise no_such("ter:NoConfig", token)


def _options(_: Call) -> str:
    timeout = wrap("tt:PTZTimeout", element("tt:Min", "PT1S"), element("tt:Max", "PT60S"))
    return wrap("tptz:PTZConfigurationOptions", wrap("tt:Spaces", spaces("node")), timeout)


def _position(tag: str, at: Position) -> str:
    turn = open_tag("tt:PanTilt", x=f"{at.pan:.4f}", y=f"{at.tilt:.4f}", space=SPACES["pan_tilt"]) + "</tt:PanTilt>"
    return wrap(tag, turn, open_tag("tt:Zoom", x=f"{at.zoom:.4f}", space=SPACES["zoom"]) + "</tt:Zoom>")


def _status(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    now_us = call.device.clock.now_us()

    def state(*moving: bool) -> str:
        return "MOVING" if any(moving) else "IDLE"

    turning = state(head.pan.is_moving(now_us), head.tilt.is_moving(now_us))
    return wrap(
        "tptz:PTZStatus",
        _position("tt:Position", head.at(now_us)),
        wrap("tt:MoveStatus", element("tt:PanTilt", turning), element("tt:Zoom", state(head.zoom.is_moving(now_us)))),
        element("tt:UtcTime", f"{datetime.fromtimestamp(call.device.now_us() // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}"),
    )


def _continuous(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    pan_tilt, zoom = _vector(call.body.child("Velocity"))
    now_us = call.device.clock.now_us()
    lasts_s = duration_s(call.body.text_of("Timeout"), _DEFAULT_TIMEOUT_S)
    head.drive(now_us, pan_tilt=pan_tilt, zoom=zoom, until_us=now_us + round(lasts_s * 1_000_000))
    return ""


def _absolute(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    pan_tilt, zoom = _vector(call.body.child("Position"))
    if pan_tilt is None and zoom is None:
        raise SoapFault("ter:InvalidArgVal", "ter:InvalidPosition", reason="Position is missing")
    head.go(call.device.clock.now_us(), pan_tilt=pan_tilt, zoom=zoom, speed=_speed(call.body.child("Speed")))
    return ""


def _relative(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    by, near = _vector(call.body.child("Translation"))
    now_us = call.device.clock.now_us()
    turn = call.body.child("Translation", "PanTilt")
    if by and turn and turn.attributes.get("space") == SPACES["view_by"]:
        head.centre(now_us, right=by[0], up=by[1], speed=_speed(call.body.child("Speed")))
        by = None
    here = head.at(now_us)
    head.go(
        now_us,
        pan_tilt=(here.pan + by[0], here.tilt + by[1]) if by else None,
        zoom=here.zoom + near if near is not None else None,
        speed=_speed(call.body.child("Speed")),
    )
    return ""


def _stop(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    head.stop(
        call.device.clock.now_us(),
        pan_tilt=call.body.text_of("PanTilt", default="true") in ("true", "1"),
        zoom=call.body.text_of("Zoom", default="true") in ("true", "1"),
    )
    return ""


def _presets(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    return "".join(
        wrap("tptz:Preset", element("tt:Name", name), _position("tt:PTZPosition", at), token=token)
        for token, (name, at) in head.presets.items()
    )


def _set_preset(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    token = call.body.text_of("PresetToken")
    if token and token not in head.presets:
        raise no_such("ter:NoToken", token)
    if not token and len(head.presets) >= _MOST_PRESETS:
        raise SoapFault("ter:Action", "ter:TooManyPresets", reason="no more presets")
    token = token or call.device.new_token("")
    before = head.presets.get(token, (f"Preset {token}", Position()))[0]
    head.presets[token] = (call.body.text_of("PresetName", default=before), head.at(call.device.clock.now_us()))
    return element("tptz:PresetToken", token)


def _remove_preset(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    token = call.body.required("PresetToken")
    if head.presets.pop(token, None) is None:
        raise no_such("ter:NoToken", token)
    return ""


def _go_to(call: Call, at: Position) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    head.go(
        call.device.clock.now_us(),
        pan_tilt=(at.pan, at.tilt),
        zoom=at.zoom,
        speed=_speed(call.body.child("Speed")),
    )
    return ""


def _go_to_preset(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    token = call.body.required("PresetToken")
    if token not in head.presets:
        raise no_such("ter:NoToken", token)
    return _go_to(call, head.presets[token][1])


def _go_home(call: Call) -> str:
    return _go_to(call, call.head_of(call.body.required("ProfileToken"))[1].home)


def _set_home(call: Call) -> str:
    _, head = call.head_of(call.body.required("ProfileToken"))
    head.home = head.at(call.device.clock.now_us())
    return ""


def _nodes(call: Call) -> str:
    return "".join(_node("tptz:PTZNode", channel) for channel in _heads(call))


def _configurations(call: Call) -> str:
    return "".join(ptz_configuration("tptz:PTZConfiguration", channel) for channel in _heads(call))


OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<tptz:Capabilities EFlip="false" Reverse="false" MoveStatus="true" StatusPosition="true"/>',
        level=Level.ANONYMOUS,
    ),
    "GetNodes": Operation(perform=_nodes),
    "GetNode": Operation(perform=_node_of),
    "GetConfigurations": Operation(perform=_configurations),
    "GetConfiguration": Operation(perform=_configuration_of),
    "GetConfigurationOptions": Operation(perform=_options),
    "GetStatus": Operation(perform=_status),
    "ContinuousMove": Operation(perform=_continuous, level=Level.OPERATOR),
    "AbsoluteMove": Operation(perform=_absolute, level=Level.OPERATOR),
    "RelativeMove": Operation(perform=_relative, level=Level.OPERATOR),
    "Stop": Operation(perform=_stop, level=Level.OPERATOR),
    "GetPresets": Operation(perform=_presets),
    "SetPreset": Operation(perform=_set_preset, level=Level.OPERATOR),
    "RemovePreset": Operation(perform=_remove_preset, level=Level.OPERATOR),
    "GotoPreset": Operation(perform=_go_to_preset, level=Level.OPERATOR),
    "GotoHomePosition": Operation(perform=_go_home, level=Level.OPERATOR),
    "SetHomePosition": Operation(perform=_set_home, level=Level.OPERATOR),
}
