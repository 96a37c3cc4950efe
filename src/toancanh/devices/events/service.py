"""Use cases of listening: begin, look, end; and what the listener writes down and tells on. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from toancanh.devices.events import store
from toancanh.devices.events.meaning import DeviceTold, Told, lasts, meaning_of, source_of, when_us
from toancanh.devices.events.model import MOST_SUBSCRIPTIONS, Heard, KeptEvent, Subscription, written
from toancanh.devices.facts import DeviceEvent
from toancanh.devices.model import Device, DeviceState
from toancanh.devices.shelf import Shelf
from toancanh.devices.store import devices
from toancanh.governance import AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, EventBus, IdSource, NotFound, Principal


class Listening:
    """The door of events. ``wake``: tells the listener that there is something to do."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        shelf: Shelf,
        events: EventBus,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._shelf = shelf
        self._events = events
        self.wake: Callable[[], None] = lambda: None

    def get(
        self, principal: Principal, device_id: str, *, limit: int = 100, source: str = ""
    ) -> tuple[Subscription | None, list[KeptEvent]]:
        """How its subscription stands, and what it told. Raises `NotFound`, also where the principal may not see it."""
        device = self._shelf.load(device_id)
        request = AccessRequest(action=Action.DEVICE_READ, resource=device.ref, source=source)
        self._governance.require(principal, request)
        with self._database.reading() as connection:
            return store.load(connection, device_id), store.events(connection, device_id, limit)

    def begin(self, principal: Principal, device_id: str, *, source: str = "") -> Subscription:
        """Listen from now on, also after a restart. Raises `Conflict`."""
        device = self._shelf.manageable(principal, device_id, source=source)
        if device.state is DeviceState.RETIRED:
            raise Conflict("this device is retired: take it in anew first", state=device.state)
        now_us = self._clock.now_us()
        made = Subscription(
            device_id=device_id, asked_by=principal.user_id, asked_at_us=now_us, since_us=now_us
        )  # fmt: skip
        with self._database.transaction() as tx:
            there = store.load(tx, device_id)
            if there is not None:
                return there
            if store.count(tx) >= MOST_SUBSCRIPTIONS:
                raise Conflict(f"{MOST_SUBSCRIPTIONS} devices are listened to; end some", most=MOST_SUBSCRIPTIONS)
            store.add(tx, made)
            self._governance.record(
                tx, principal, "device.events_begin", device.ref, details={}, personal={"source": source}
            )  # fmt: skip
        self.wake()
        return made

    def end(self, principal: Principal, device_id: str, *, source: str = "") -> None:
        """Raises `NotFound` where it is not listened to."""
        device = self._shelf.manageable(principal, device_id, source=source)
        with self._database.transaction() as tx:
            if not store.remove(tx, device_id):
                raise NotFound("this device is not listened to")
            self._governance.record(
                tx, principal, "device.events_end", device.ref, details={}, personal={"source": source}
            )  # fmt: skip
        self.wake()

    # for the listener

    def wanted(self) -> list[str]:
        """Devices that are to be listened to."""
        with self._database.reading() as connection:
            return store.wanted(connection)

    def device(self, device_id: str) -> Device:
        """No judgement. Raises `NotFound`."""
        return self._shelf.load(device_id)

    def write(self, heard: Mapping[str, Heard]) -> None:
        """What came meanwhile, by device."""
        now_us = self._clock.now_us()
        told: list[Told] = []
        with self._database.transaction() as tx:
            for device_id, one in heard.items():
                before = store.load(tx, device_id)
                if before is None or not store.save(tx, written(before, one, now_us)):
                    continue  # ended meanwhile
                events = [
                    KeptEvent(
                        id=self._ids.new_id(), device_id=device_id, at_us=event.at_us, topic=event.topic[:300],
                        operation=event.operation, source=event.source, data=event.data,
                    )
                    for event in one.events
                ]  # fmt: skip
                if events:
                    store.add_events(tx, device_id, events)
                told += _told(tx, device_id, one.events, now_us)
        if told:
            self._events.publish(DeviceTold(at_us=now_us, told=tuple(told)))


def _told(tx: Connection, device_id: str, events: Sequence[DeviceEvent], now_us: int) -> list[Told]:
    """What is understood, of channels that are cameras."""
    meant = [(event, meaning) for event in events if (meaning := meaning_of(event)) is not None]
    device = devices.load(tx, device_id) if meant else None
    cameras = {one.token: one.camera_id for one in device.channels} if device is not None else {}
    return [
        Told(camera_id=camera_id, meaning=meaning, lasts=lasts(event), at_us=when_us(event, now_us))
        for event, meaning in meant
        if (camera_id := cameras.get(source_of(event, cameras) or ""))
    ]
