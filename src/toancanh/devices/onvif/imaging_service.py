"""How a camera makes its picture (ONVIF Imaging service specification, ver20)."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Any

from toancanh.devices.facts import Imaging, ImagingLimits
from toancanh.devices.onvif.envelope import IMAGING, Xml, tag
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason, ImagingWanted

_LEVELS = {
    "brightness": "Brightness", "contrast": "Contrast", "saturation": "ColorSaturation", "sharpness": "Sharpness",
}  # fmt: skip
_MODES = {
    "ir_cut_filter": ("IrCutFilter", "IrCutFilterModes"),
    "wide_dynamic_range": ("WideDynamicRange/Mode", "WideDynamicRange/Mode"),
    "focus": ("Focus/AutoFocusMode", "Focus/AutoFocusModes"),
    "exposure": ("Exposure/Mode", "Exposure/Mode"),
}
_MOST_MODES = 8


async def read_imaging(session: OnvifSession, source_token: str) -> Imaging:
    """Imaging settings of a video source."""
    said = await _settings(session, source_token)
    values: dict[str, Any] = {
        name: said.number(path) if said.find(path) is not None else None for name, path in _LEVELS.items()
    }
    values |= {name: said.said(path).upper() for name, (path, _) in _MODES.items()}
    return Imaging(source_token=source_token, **values)


async def read_limits(session: OnvifSession, source_token: str) -> ImagingLimits:
    """What may be set."""
    answer = await session.call(IMAGING, "GetOptions", tag("t:VideoSourceToken", source_token))
    said = answer.find("ImagingOptions") or answer
    values: dict[str, Any] = {
        name: (said.number(f"{path}/Min"), said.number(f"{path}/Max")) if said.find(path) is not None else None
        for name, path in _LEVELS.items()
    }
    values |= {
        name: tuple(one.said().upper() for one in islice(said.all(path), _MOST_MODES))
        for name, (_, path) in _MODES.items()
    }
    return ImagingLimits(**values)


async def set_imaging(session: OnvifSession, source_token: str, wanted: ImagingWanted) -> Imaging:
    """Read, change, write whole, read again: what is not understood stays as it is."""
    settings = await _settings(session, source_token)
    for name, value in asdict(wanted).items():
        if value is None:
            continue
        path = _LEVELS[name] if name in _LEVELS else _MODES[name][0]
        node = settings.find(path)
        if node is None:
            raise DeviceFailure(DeviceReason.NOT_OFFERED, f"the device tells no {name} of this picture")
        node.text = f"{value:g}" if isinstance(value, float) else value
    settings.name, settings.namespace = "ImagingSettings", IMAGING
    body = tag("t:VideoSourceToken", source_token) + settings.markup() + tag("t:ForcePersistence", "true")
    await session.call(IMAGING, "SetImagingSettings", Xml(body))
    return await read_imaging(session, source_token)


async def _settings(session: OnvifSession, source_token: str) -> Node:
    answer = await session.call(IMAGING, "GetImagingSettings", tag("t:VideoSourceToken", source_token))
    return answer.find("ImagingSettings") or answer
