"""``/devices/{id}/events``: what a device tells by itself, and how the subscription to it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from toancanh.devices.events.model import EVENTS_KEPT, KeptEvent, ListeningState, Subscription
from toancanh.devices.service import Devices
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, TimeOut


class DeviceSubscriptionOut(BaseModel):
    """How a subscription stands, since when and why. ``heard_at``: when the device last answered, also that there is
    nothing new; ``left_out``: events beyond what one device may tell in a moment.
    """

    state: ListeningState
    reason: str
    since: TimeOut
    asked_at: TimeOut
    heard_at: TimeOut | None
    event_at: TimeOut | None
    events: int
    left_out: int

    @classmethod
    def of(cls, one: Subscription) -> DeviceSubscriptionOut:
        """From the domain's."""
        return cls(
            state=one.state, reason=one.reason, since=one.since_us, asked_at=one.asked_at_us,
            heard_at=one.heard_at_us, event_at=one.event_at_us, events=one.events, left_out=one.left_out,
        )  # fmt: skip


class DeviceEventOut(BaseModel):
    """One event, in the device's own words; ``at`` by its clock, put right."""

    id: str
    at: TimeOut
    topic: str
    operation: str
    source: dict[str, str]
    data: dict[str, str]

    @classmethod
    def of(cls, one: KeptEvent) -> DeviceEventOut:
        """From the domain's."""
        return cls(
            id=one.id, at=one.at_us, topic=one.topic, operation=one.operation, source=dict(one.source),
            data=dict(one.data),
        )  # fmt: skip


class DeviceEventsOut(BaseModel):
    """``subscription`` null: nobody asked to listen to this device."""

    subscription: DeviceSubscriptionOut | None
    items: list[DeviceEventOut]


def events_router(devices: Devices) -> APIRouter:
    """Events by pull-point."""
    routes = APIRouter(
        prefix="/devices/{device_id}/events", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY
    )
    listening = devices.listening

    @routes.get("")
    def device_events(
        principal: SignedIn, device_id: str, source: Source, limit: Annotated[int, Query(ge=1, le=EVENTS_KEPT)] = 100
    ) -> DeviceEventsOut:
        """The newest first."""
        subscription, events = listening.get(principal, device_id, limit=limit, source=source)
        return DeviceEventsOut(
            subscription=DeviceSubscriptionOut.of(subscription) if subscription is not None else None,
            items=[DeviceEventOut.of(one) for one in events],
        )

    @routes.put("/subscription")
    def listen_to_device(principal: SignedIn, device_id: str, source: Source) -> DeviceSubscriptionOut:
        """Listen from now on, also after a restart."""
        return DeviceSubscriptionOut.of(listening.begin(principal, device_id, source=source))

    @routes.delete("/subscription", status_code=204)
    def stop_listening(principal: SignedIn, device_id: str, source: Source) -> None:
        """What it told stays."""
        listening.end(principal, device_id, source=source)

    return routes
