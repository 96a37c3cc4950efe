from prometheus_client import CollectorRegistry, Counter, Histogram

from toancanh.infra.metrics import exposition, merged_exposition, new_registry


def test_processes_are_merged_under_one_family_each() -> None:
    texts = {}
    for shard in range(2):
        registry = CollectorRegistry()
        Counter("toancanh_frames", "Frames received.", ["state"], registry=registry).labels("ok").inc(shard + 1)
        Histogram("toancanh_write_seconds", "Writing.", buckets=(1.0,), registry=registry).observe(0.5)
        texts[f"media-{shard}"] = exposition(registry)
    text = merged_exposition(texts)
    assert text.count("# TYPE toancanh_frames_total counter") == 1
    assert 'toancanh_frames_total{process="media-0",state="ok"} 1.0' in text
    assert 'toancanh_frames_total{process="media-1",state="ok"} 2.0' in text
    assert 'toancanh_write_seconds_bucket{le="1.0",process="media-1"} 1.0' in text


def test_a_process_shows_its_own_figures() -> None:
    assert "process_resident_memory_bytes" in exposition(new_registry())
