"""Prometheus figures of a media process. They count and name no camera."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from toancanh.infra.metrics import exposition, new_registry
from toancanh.media.live.service import LiveService
from toancanh.media.model import StreamState
from toancanh.media.process.streams import ProcessStreams
from toancanh.media.recorder import WriterStatus


def exposition_of(streams: ProcessStreams, writer: WriterStatus, live: LiveService) -> str:
    """The figures in Prometheus's text format."""
    registry = new_registry()
    registry.register(_Figures(streams, writer, live))
    return exposition(registry)


class _Figures(Collector):
    def __init__(self, streams: ProcessStreams, writer: WriterStatus, live: LiveService) -> None:
        self._streams = streams
        self._writer = writer
        self._live = live

    def collect(self) -> Iterable[Metric]:
        statuses = list(self._streams.status().values())
        states = Counter(status.state for status in statuses)
        by_state = GaugeMetricFamily("toancanh_streams", "Streams by state", labels=["state"])
        for state in StreamState:
            by_state.add_metric([state], states[state])
        yield by_state
        yield GaugeMetricFamily(
            "toancanh_received_bits_per_second", "From cameras", sum(status.bitrate_bps for status in statuses)
        )
        yield CounterMetricFamily(
            "toancanh_lost_packets", "RTP packets missing", sum(status.lost_packets for status in statuses)
        )
        yield CounterMetricFamily("toancanh_written_bytes", "Recorded", self._writer.written_bytes)
        yield GaugeMetricFamily("toancanh_queued_bytes", "Waiting for the disk", self._writer.queued_bytes)
        yield CounterMetricFamily(
            "toancanh_dropped_fragments", "Not recorded: no room or a slow disk", self._writer.dropped_fragments
        )
        yield GaugeMetricFamily("toancanh_disk_full", "1 while recording stands", int(self._writer.disk_full))
        yield GaugeMetricFamily("toancanh_database_away", "1 while the index waits", int(self._writer.database_away))
        yield GaugeMetricFamily("toancanh_live_views", "Running live views", len(self._live.views()))
