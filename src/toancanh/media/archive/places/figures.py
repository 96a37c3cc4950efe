"""Figures of the places for Prometheus."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from toancanh.kernel import Unavailable
from toancanh.media.archive.places.keeper import PlacesKeeper
from toancanh.media.archive.places.model import PoolState


class PlacesFigures(Collector):
    """By pool; the archive's own folder is called ``root``."""

    def __init__(self, keeper: PlacesKeeper) -> None:
        self._keeper = keeper

    def collect(self) -> Iterable[Metric]:
        """As it is now."""
        free = GaugeMetricFamily("toancanh_pool_free_bytes", "Room of a disk of the archive", labels=["pool"])
        state = GaugeMetricFamily("toancanh_pool_state", "1 for the state it is in", labels=["pool", "state"])
        for name, look in self._keeper.places.looks().items():
            free.add_metric([name or "root"], look.free_bytes)
            for one in PoolState:
                state.add_metric([name or "root", one.value], int(look.state is one))
        yield free
        yield state
        try:
            moving, cold_fails = self._keeper.moving(), self._keeper.wrong()[1]
        except Unavailable:
            return
        yield GaugeMetricFamily("toancanh_moves_under_way", "Recordings on their way between places", moving)
        yield GaugeMetricFamily("toancanh_cold_store_fails", "1 while the object store does not serve", int(cold_fails))
