"""What a power cut can take is at most `sync_seconds`: the recorder brings everything to its disk that often."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from archive_rig import Rig, default_limits, eventually, rig
from toancanh.infra.rounds import Rounds
from toancanh.media.recorder import Recording, recording
from toancanh.media.recorder.syncing import DiskSync

pytestmark = pytest.mark.databases("sqlite")


def a_recording(r: Rig, seconds: float, synced: queue.SimpleQueue[Path]) -> Recording:
    return Recording(
        r.archive, clock=r.clock, ids=r.ids, owned=lambda _camera: True, limits=dict, default_limits=default_limits,
        min_free_bytes=0, sync_seconds=seconds, sync=synced.put, look_every_s=3600,
    )  # fmt: skip


def test_everything_is_on_its_disk_after_sync_seconds_and_that_goes_on(tmp_path: Path) -> None:
    synced: queue.SimpleQueue[Path] = queue.SimpleQueue()
    with rig(tmp_path) as r:
        recorder = a_recording(r, 0.01, synced)
        try:
            for _ in range(3):
                r.clock.advance(5)
                written_us = r.clock.now_us()
                eventually(lambda now=written_us: recorder.disk_sync.synced_us == now)  # nobody woke it
                assert synced.get(timeout=0) == r.root
        finally:
            recorder.close()


def test_the_period_is_the_one_that_was_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the rounds as they are made: a clock on the wall would measure the machine."""
    made: dict[str, float] = {}

    class Kept(Rounds):
        def start(self) -> None:
            made[self._name] = self._every_s
            super().start()

    monkeypatch.setattr(recording, "Rounds", Kept)
    synced: queue.SimpleQueue[Path] = queue.SimpleQueue()
    with rig(tmp_path) as r:
        a_recording(r, 2.5, synced).close()
    assert made["archive-sync"] == 2.5


def test_a_disk_that_refuses_keeps_the_promise_of_none(tmp_path: Path) -> None:
    with rig(tmp_path) as r:

        def refuses(_folder: Path) -> None:
            raise OSError(5, "Input/output error")

        sync = DiskSync(lambda: [tmp_path], clock=r.clock, sync=refuses)
        safe_us = sync.synced_us
        r.clock.advance(5)
        with pytest.raises(OSError, match="Input/output"):
            sync.round()
        assert sync.synced_us == safe_us
