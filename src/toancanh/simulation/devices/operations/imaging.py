"""Imaging (ONVIF imaging service specification, ver20)."""

from __future__ import annotations

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import SoapFault, as_number, element, wrap
from toancanh.simulation.devices.operations.call import Call, Operation, Operations
from toancanh.simulation.devices.operations.parts import int_range

_LEVELS = ("Brightness", "ColorSaturation", "Contrast")
_FILTERS = ("ON", "OFF", "AUTO")


def _settings(call: Call) -> str:
    channel = call.channel_of_source(call.body.required("VideoSourceToken"))
    return wrap("timg:ImagingSettings", *(element(f"tt:{name}", value) for name, value in channel.imaging.items()))


def _options(call: Call) -> str:
    call.channel_of_source(call.body.required("VideoSourceToken"))
    levels = "".join(int_range(f"tt:{name}", 0, 100) for name in _LEVELS)
    return wrap("timg:ImagingOptions", levels, *(element("tt:IrCutFilterModes", mode) for mode in _FILTERS))


def _set_settings(call: Call) -> str:
    channel = call.channel_of_source(call.body.required("VideoSourceToken"))
    wanted = call.body.child("ImagingSettings")
    if wanted is None:
        raise SoapFault("ter:InvalidArgVal", reason="ImagingSettings is missing")
    changes = {node.name: node.text.strip() for node in wanted.children if node.name in channel.imaging}
    for name, value in changes.items():
        is_offered = value in _FILTERS if name == "IrCutFilter" else 0 <= as_number(value) <= 100
        if not is_offered:
            raise SoapFault("ter:InvalidArgVal", "ter:SettingsInvalid", reason=f"{name} is not offered so")
    channel.imaging |= changes
    return ""


OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<timg:Capabilities ImageStabilization="false"/>', level=Level.ANONYMOUS
    ),
    "GetImagingSettings": Operation(perform=_settings),
    "GetOptions": Operation(perform=_options),
    "SetImagingSettings": Operation(perform=_set_settings, level=Level.OPERATOR),
}
