"""Whatever a client asks a simulated device, it gets an answer or a SOAP fault."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.kernel import SimulatedClock
from toancanh.simulation.devices import plan_devices
from toancanh.simulation.devices.envelope import PREFIXES, SoapFault, envelope, read
from toancanh.simulation.devices.fleet import Fleet
from toancanh.simulation.devices.operations import TABLES, Call, find

OPERATIONS = sorted((prefix, name) for prefix, (_, table) in TABLES.items() for name in table)
TOKENS = ("profile-1-0", "VideoEncoder_1_0", "source-1", "VideoSourceConfig_source-1", "OSD_name", "Recording_1")
ODDITIES = ("", "0", "1", "-1", "nan", "1e999", "NTP", "Manual", "PT5S", "PT", "true", "admin", "x" * 300)
VALUES = st.sampled_from(TOKENS + ODDITIES)
NAMES = ("ProfileToken", "Token", "ConfigurationToken", "VideoSourceToken", "RecordingToken", "PresetToken", "OSDToken",
         "SearchToken", "Username", "NTPManual", "DateTimeType", "Timeout", "MaxResults", "Name")  # fmt: skip
PARTS = (
    "<Configuration token='VideoEncoder_1_0'><Resolution><Width>{0}</Width></Resolution><RateControl><FrameRateLimit>"
    "{1}</FrameRateLimit></RateControl></Configuration>",
    "<Velocity><PanTilt x='{0}' y='{1}'/></Velocity>",
    "<Translation><PanTilt x='{0}' y='{1}' space='http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov'/>"
    "</Translation>",
    "<Position><PanTilt x='{0}' y='{1}'/><Zoom x='{1}'/></Position>",
    "<Mask token='{0}'><ConfigurationToken>{1}</ConfigurationToken><Polygon><Point x='{0}' y='{1}'/></Polygon></Mask>",
    "<OSD token='{0}'><VideoSourceConfigurationToken>{1}</VideoSourceConfigurationToken></OSD>",
    "<User><Username>{0}</Username><Password>{1}</Password></User>",
    "<ImagingSettings><Brightness>{0}</Brightness><IrCutFilter>{1}</IrCutFilter></ImagingSettings>",
    "<UTCDateTime><Date><Year>{0}</Year><Month>{1}</Month><Day>1</Day></Date><Time><Hour>{1}</Hour><Minute>0</Minute>"
    "<Second>{0}</Second></Time></UTCDateTime>",
)
CONTENT = st.one_of(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(NAMES), VALUES),
    st.builds(str.format, st.sampled_from(PARTS), VALUES, VALUES),
)


@given(st.sampled_from((1, 2)), st.sampled_from(OPERATIONS), st.lists(CONTENT, max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_operation_answers_or_faults(number: int, operation: tuple[str, str], content: list[str]) -> None:
    plans = plan_devices(2, ptz=(1,))
    device = Fleet(plans, clock=SimulatedClock(), seed=1, cache=Path("unused")).devices[number]
    prefix, name = operation
    message = read(envelope(f"<{prefix}:{name}>{''.join(content)}</{prefix}:{name}>").encode())
    body = message.children[-1].children[0]
    found = find(device, PREFIXES[prefix], name)
    if found is None:  # a device that turns has no storage, another no head
        return
    try:
        answer = found[1].perform(Call(device=device, body=body, path="/onvif/x"))
        text = asyncio.run(_wait(answer)) if inspect.isawaitable(answer) else answer
    except SoapFault:
        return
    assert read(envelope(f"<{prefix}:{name}Response>{text}</{prefix}:{name}Response>").encode())


async def _wait(answer: object) -> str:
    return await answer  # type: ignore[misc, no-any-return]
