"""How often one network may ask without an account: a bucket of requests that fills with time. In memory, bounded."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

from toancanh.infra.addresses import source_network
from toancanh.kernel import Clock, Exhausted

AT_ONCE = 30.0
PER_S = 0.5
_BOUND = 10_000


class Buckets:
    """Thread-safe. When full, the network that asked longest ago is forgotten: its bucket is full again."""

    def __init__(self, *, clock: Clock, at_once: float = AT_ONCE, per_s: float = PER_S) -> None:
        self._clock = clock
        self._at_once = at_once
        self._per_s = per_s
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, source: str) -> None:
        """One request of an address. Raises `Exhausted` with ``retry_after_s``."""
        now_us, network = self._clock.monotonic_us(), source_network(source)
        with self._lock:
            left, then_us = self._buckets.get(network, (self._at_once, now_us))
            left = min(self._at_once, left + (now_us - then_us) / 1e6 * self._per_s)
            is_given = left >= 1
            self._buckets[network] = (left - 1 if is_given else left), now_us
            self._buckets.move_to_end(network)
            while len(self._buckets) > _BOUND:
                self._buckets.popitem(last=False)
        if not is_given:
            wait_s = math.ceil((1 - left) / self._per_s)
            raise Exhausted("too many requests; these figures change once a minute", retry_after_s=wait_s)
