"""Events by pull-point (ONVIF Core, 9.2): made, pulled, renewed, given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from toancanh.devices.facts import DeviceEvent, Service
from toancanh.devices.onvif.envelope import EMPTY, EVENTS, Xml, tag
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import parse_rfc3339

_NOTIFICATION = "http://docs.oasis-open.org/wsn/b-2"
_MANAGER = "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager"
_PULL = "http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/PullMessagesRequest"
_WAIT_S = 10
_KEPT_S = 60
_RENEW_US = 30_000_000
_HASTE_US = 100_000
_PAUSE_S = 0.2
_MOST_MESSAGES = 200
_MOST_ITEMS = 32


@dataclass(frozen=True, kw_only=True)
class _Subscription:
    where: Service
    parameters: Xml  # to be sent back with each question (WS-Addressing, 2.1)


async def events(session: OnvifSession, answered: Callable[[], None]) -> AsyncIterator[DeviceEvent]:
    """Until closed. Raises `DeviceFailure`."""
    await session.time()  # their times are by its clock
    subscription = await _subscribe(session)
    answered()
    renewed_us = session.clock.monotonic_us()
    try:
        while True:
            asked_us = session.clock.monotonic_us()
            body = tag("t:Timeout", f"PT{_WAIT_S}S") + tag("t:MessageLimit", _MOST_MESSAGES)
            answer = await session.call_subscription(
                subscription.where, "PullMessages", Xml(body), action=_PULL,
                parameters=subscription.parameters, timeout_s=_WAIT_S + 10.0,
            )  # fmt: skip
            answered()
            for node in list(answer.all("NotificationMessage"))[:_MOST_MESSAGES]:
                if (event := _event(node, session)) is not None:
                    yield event
            now_us = session.clock.monotonic_us()
            if now_us - renewed_us > _RENEW_US:
                await _renew(session, subscription)
                renewed_us = now_us
            if now_us - asked_us < _HASTE_US:  # some answer at once, whatever they were told to wait
                await asyncio.sleep(_PAUSE_S)
    finally:
        await _give_up(session, subscription)


async def _subscribe(session: OnvifSession) -> _Subscription:
    answer = await session.call(EVENTS, "CreatePullPointSubscription", tag("t:InitialTerminationTime", f"PT{_KEPT_S}S"))
    reference = answer.find("SubscriptionReference") or Node(name="")
    address = reference.find("Address")
    named = session.own_web(address.text.strip()) if address is not None else None
    if named is None:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device gave no usable address of its events")
    parameters = reference.find("ReferenceParameters")
    return _Subscription(
        where=Service(namespace=EVENTS, path=named.path, port=named.port),
        parameters=Xml("".join(child.markup() for child in parameters.children[:8]) if parameters else ""),
    )


async def _renew(session: OnvifSession, subscription: _Subscription) -> None:
    """Some devices end it on time although it is pulled; some know no Renew, and pulling is enough."""
    try:
        await session.call_subscription(
            Service(namespace=_NOTIFICATION, path=subscription.where.path, port=subscription.where.port),
            "Renew", tag("t:TerminationTime", f"PT{_KEPT_S}S"),
            action=f"{_MANAGER}/RenewRequest",
            parameters=subscription.parameters, timeout_s=5.0,
        )  # fmt: skip
    except DeviceFailure as failure:
        if failure.reason not in (DeviceReason.NOT_OFFERED, DeviceReason.REFUSED, DeviceReason.BAD_ANSWER):
            raise


async def _give_up(session: OnvifSession, subscription: _Subscription) -> None:
    try:
        await session.call_subscription(
            Service(namespace=_NOTIFICATION, path=subscription.where.path, port=subscription.where.port),
            "Unsubscribe", EMPTY,
            action=f"{_MANAGER}/UnsubscribeRequest",
            parameters=subscription.parameters, timeout_s=2.0,
        )  # fmt: skip
    except DeviceFailure:
        return  # it ends by itself after a minute


def _event(node: Node, session: OnvifSession) -> DeviceEvent | None:
    message = node.find("Message/Message")
    topic = node.said("Topic")
    if message is None or not topic:
        return None
    try:
        at_us = parse_rfc3339(message.attributes.get("UtcTime", "")) - session.offset_us
    except (ValueError, OverflowError):
        at_us = session.clock.now_us()
    return DeviceEvent(
        topic=topic,
        at_us=at_us,
        operation=message.attributes.get("PropertyOperation", "")[:32],
        source=_items(message, "Source"),
        data=_items(message, "Data"),
    )


def _items(message: Node, part: str) -> dict[str, str]:
    found = list(message.all(f"{part}/SimpleItem"))[:_MOST_ITEMS]
    return {node.token("Name"): node.token("Value") for node in found if node.token("Name")}
