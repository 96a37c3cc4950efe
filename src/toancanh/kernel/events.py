"""News travels upwards as events: facts at human rate, whose type the publisher owns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every event; ``at_us`` is when it happened (UTC)."""

    at_us: int


E = TypeVar("E", bound=Event)


class EventBus:
    """In-process delivery, in the publisher's thread, in the order of subscription."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handlers: dict[type[Event], tuple[Callable[..., None], ...]] = {}

    def subscribe(self, kind: type[E], handler: Callable[[E], None]) -> Callable[[], None]:
        """Call ``handler`` for each event of exactly this type; returns the way to stop it."""
        with self._lock:
            self._handlers[kind] = (*self._handlers.get(kind, ()), handler)

        def unsubscribe() -> None:
            with self._lock:
                self._handlers[kind] = tuple(h for h in self._handlers.get(kind, ()) if h is not handler)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Deliver; a handler that raises stops the publisher's act, so handlers only take notes."""
        for handler in self._handlers.get(type(event), ()):
            handler(event)
