"""Figures of health for Prometheus. They count and name no camera; what is protected is counted in them, too: they
are for who may read metrics.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from toancanh.health.model import FaultKind
from toancanh.health.service import Health
from toancanh.health.watching.looks import Looks
from toancanh.kernel import Unavailable


class HealthFigures(Collector):
    """Of the process that watches."""

    def __init__(self, health: Health, looks: Looks) -> None:
        self._health = health
        self._looks = looks

    def collect(self) -> Iterable[Metric]:
        """As it is now; without the database what it knows is left out."""
        yield CounterMetricFamily("toancanh_health_looks", "Looks at pictures", self._looks.made)
        yield CounterMetricFamily(
            "toancanh_health_looks_failed", "Pictures that nobody could decode", self._looks.failed
        )
        try:
            counts, incidents, (waiting, given_up) = (
                self._health.counts(), self._health.incident_count(), self._health.alerts.outbox()
            )  # fmt: skip
        except Unavailable:
            return
        faults = GaugeMetricFamily("toancanh_health_faults", "Open faults by kind", labels=["kind"])
        for kind in FaultKind:
            faults.add_metric([kind], counts.get(kind, 0))
        yield faults
        yield GaugeMetricFamily("toancanh_health_incidents", "Causes that many cameras have in common", incidents)
        yield GaugeMetricFamily("toancanh_alert_deliveries_waiting", "Alerts in the outbox", waiting)
        yield GaugeMetricFamily("toancanh_alert_deliveries_given_up", "Alerts that nobody took", given_up)
