"""Events by pull-point (ONVIF core specification, section 9.1)."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import SoapFault, element, open_tag, wrap
from toancanh.simulation.devices.model import Channel, Device, PullPoint
from toancanh.simulation.devices.operations.call import Call, Operation, Operations
from toancanh.simulation.devices.operations.ptz import duration_s

TOPICS = (
    "tns1:VideoSource/MotionAlarm",
    "tns1:VideoSource/GlobalSceneChange/ImagingService",
    "tns1:VideoSource/ImageTooDark/ImagingService",
    "tns1:VideoSource/SignalLoss",
)
_DIALECT = "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet"
_LONGEST_WAIT_S = 60.0
_MOST_POINTS = 10


def instant(us: int) -> str:
    """xs:dateTime."""
    return f"{datetime.fromtimestamp(us // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def notification(device: Device, channel: Channel, topic: str, state: bool, operation: str) -> str:
    """wsnt:NotificationMessage."""
    source = open_tag("tt:SimpleItem", Name="Source", Value=channel.source_token) + "</tt:SimpleItem>"
    data = open_tag("tt:SimpleItem", Name="State", Value=str(state).lower()) + "</tt:SimpleItem>"
    message = wrap(
        "tt:Message",
        wrap("tt:Source", source),
        wrap("tt:Data", data),
        UtcTime=instant(device.now_us()),
        PropertyOperation=operation,
    )
    return wrap(
        "wsnt:NotificationMessage",
        element("wsnt:Topic", topic, Dialect=_DIALECT),
        wrap("wsnt:Message", message),
    )


def emit(device: Device, channel: Channel, topic: str, state: bool) -> None:
    """To all who subscribed."""
    for point in device.pull_points.values():
        point.put(notification(device, channel, topic, state, "Changed"))


def _lasting_us(call: Call, *path: str) -> int:
    return round(duration_s(call.body.text_of(*path), 60.0) * 1_000_000)


def _subscribe(call: Call) -> str:
    device = call.device
    now_us = device.clock.now_us()
    for token in [token for token, point in device.pull_points.items() if point.ends_us < now_us]:
        del device.pull_points[token]
    if len(device.pull_points) >= _MOST_POINTS:
        raise SoapFault("ter:Action", "ter:MaxSubscriptions", reason="no more subscriptions", is_ours=True)
    token = device.new_token("pull-")
    point = PullPoint(ends_us=now_us + _lasting_us(call, "InitialTerminationTime"))
    for channel in device.channels:
        point.put(notification(device, channel, TOPICS[0], False, "Initialized"))
    device.pull_points[token] = point
    return (
        wrap("tev:SubscriptionReference", element("wsa:Address", call.service_url(f"subscription/{token}")))
        + element("wsnt:CurrentTime", instant(device.now_us()))
        + element("wsnt:TerminationTime", instant(device.now_us() + point.ends_us - now_us))
    )


def _point(call: Call) -> PullPoint:
    token = call.path.rpartition("/")[2]
    point = call.device.pull_points.get(token)
    if point is None or point.ends_us < call.device.clock.now_us():
        raise SoapFault("ter:InvalidArgVal", "ter:ResourceUnknownFault", reason="the subscription has ended")
    return point


async def _pull(call: Call) -> str:
    point, device = _point(call), call.device
    most = max(1, round(call.body.number_of("MessageLimit") or 10))
    wait_s = min(duration_s(call.body.text_of("Timeout"), 10.0), _LONGEST_WAIT_S)
    if not point.waiting and wait_s > 0:
        point.news.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(point.news.wait(), wait_s)
    given, point.waiting = point.waiting[:most], point.waiting[most:]
    left_us = point.ends_us - device.clock.now_us()
    return (
        element("tev:CurrentTime", instant(device.now_us()))
        + element("tev:TerminationTime", instant(device.now_us() + left_us))
        + "".join(given)
    )


def _renew(call: Call) -> str:
    point, device = _point(call), call.device
    lasts_us = _lasting_us(call, "TerminationTime")
    point.ends_us = device.clock.now_us() + lasts_us
    return element("wsnt:TerminationTime", instant(device.now_us() + lasts_us)) + element(
        "wsnt:CurrentTime", instant(device.now_us())
    )


def _unsubscribe(call: Call) -> str:
    _point(call)
    del call.device.pull_points[call.path.rpartition("/")[2]]
    return ""


def _synchronise(call: Call) -> str:
    point = _point(call)
    for channel in call.device.channels:
        point.put(notification(call.device, channel, TOPICS[0], False, "Initialized"))
    return ""


def _properties(_: Call) -> str:
    motion = '<tns1:VideoSource><MotionAlarm wstop:topic="true"/><SignalLoss wstop:topic="true"/></tns1:VideoSource>'
    return (
        element("tev:TopicNamespaceLocation", "http://www.onvif.org/onvif/ver10/topics/topicns.xml")
        + element("wsnt:FixedTopicSet", "true")
        + wrap("wstop:TopicSet", motion)
        + element("wsnt:TopicExpressionDialect", _DIALECT)
        + element("tev:MessageContentFilterDialect", "http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter")
        + element("tev:MessageContentSchemaLocation", "http://www.onvif.org/onvif/ver10/schema/onvif.xsd")
    )


OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<tev:Capabilities WSPullPointSupport="true" MaxPullPoints="10"/>', level=Level.ANONYMOUS
    ),
    "GetEventProperties": Operation(perform=_properties),
    "CreatePullPointSubscription": Operation(perform=_subscribe),
    "PullMessages": Operation(perform=_pull),
    "SetSynchronizationPoint": Operation(perform=_synchronise),
}
NOTIFICATION_OPERATIONS: Operations = {
    "Renew": Operation(perform=_renew),
    "Unsubscribe": Operation(perform=_unsubscribe),
}
