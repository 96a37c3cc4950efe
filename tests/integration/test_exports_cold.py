"""Exports of what lies in an object store that is slow, away, refuses the key or lies: over HTTP, by the stub."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from test_exports import an_evidence, chief, done, status, wanted

from archive_rig import eventually, feed
from media_units import pictures
from places_rig import House, run_out
from playback_rig import FPS, Setup, playback_setup
from s3_stub import s3_stub
from toancanh.evidence.exports import ExportReason, ExportState
from toancanh.evidence.verifier import verify
from toancanh.infra.outbound import OutboundPolicy
from toancanh.media.archive import StreamKey
from toancanh.media.archive.places.model import COLD
from toancanh.media.model import GapCause
from toancanh.registry import StreamRole

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    def record(setup: Setup, _stack: contextlib.ExitStack) -> None:
        setup.clock.advance(30)
        key = StreamKey(setup.cameras["plain"].id, StreamRole.MAIN)
        with setup.rig.writer() as writer:
            recorder = setup.rig.recorder(writer, key, segment_seconds=10)
            feed(recorder, pictures("h264"), range(20 * FPS), then=GapCause.CAMERA_AWAY)

    with playback_setup(tmp_path, record) as made:
        yield made


def test_a_package_waits_for_a_store_that_is_slow_or_away_and_takes_no_other_bytes(
    setup: Setup, tmp_path: Path
) -> None:
    house = House(setup.rig, tmp_path)
    with s3_stub() as stub, contextlib.closing(house.cold):
        house.keeper._outbound = OutboundPolicy.of([stub.url.removeprefix("http://")], set())
        house.use_cold(stub.url)
        house.later(60)
        run_out(house.mover())
        camera_id = setup.cameras["plain"].id
        segments = setup.rig.archive.segments(camera_id, StreamRole.MAIN, 0, 1 << 60)
        assert [one.place for one in segments] == [COLD] * 2
        stub.requests.clear()
        evidence = an_evidence(setup)
        exports = evidence.exports
        job = exports.ask(chief(setup), wanted(setup, end_s=18))
        assert stub.requests == []  # a range is chosen without its files

        def tried(fault: str) -> tuple[ExportState, ExportReason, str]:
            stub.fault = fault
            house.later(16)
            evidence.worker.look()
            now = exports.job(job.id)
            return now.state, now.reason, now.detail

        waits = ExportState.WAITING, ExportReason.STORE_AWAY
        for fault, why in (("away", "does not answer"), ("denied", "refuses the access key")):
            *found, detail = tried(fault)
            assert (*found,) == waits
            assert why in detail

        stub.delay_s, fetch = 0.5, house.cold.fetch
        house.cold.fetch = partial(fetch, stalled_s=0.05)  # type: ignore[method-assign]
        *found, detail = tried("slow")
        assert (*found,) == waits
        assert "too slow" in detail
        house.cold.fetch = fetch  # type: ignore[method-assign]
        eventually(lambda: house.cold.share(segments[0]) == 1)  # it came after all

        *found, detail = tried("wrong")
        assert found == [ExportState.FAILED, ExportReason.RECORDING_GONE]
        assert "other bytes" in detail
        assert exports.files(job) == []

        stub.fault, stub.delay_s = "slow", 0.1
        exports.move(chief(setup), job.id, ExportState.QUEUED)
        made = done(setup, evidence, job)
        assert (made.state, made.reason) == (ExportState.DONE, ExportReason.NONE)
        trust = verify.Trust(fingerprint=evidence.authority.trust().fingerprint)
        assert status(exports.folder_of(job.id), trust) == (verify.PROVEN, set())
