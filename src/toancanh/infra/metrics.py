"""Prometheus metrics: a registry per process, made by its main and handed on; the web process shows them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def new_registry() -> CollectorRegistry:
    """A registry with the figures of this process (CPU, memory, descriptors)."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def exposition(registry: CollectorRegistry) -> str:
    """The figures of one process in Prometheus's text format."""
    return generate_latest(registry).decode()


def merged_exposition(texts: Mapping[str, str]) -> str:
    """The figures of several processes in one text: ``texts`` by process name, which becomes the label ``process``.

    A family that several processes have appears once, as the format demands.
    """
    together = CollectorRegistry()
    together.register(_Texts(texts))
    return exposition(together)


class _Texts(Collector):
    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def collect(self) -> Iterable[Metric]:
        families: dict[str, Metric] = {}
        for process, text in self._texts.items():
            for family in text_string_to_metric_families(text):
                merged = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    merged.samples.append(sample._replace(labels={"process": process, **sample.labels}))
        return families.values()
