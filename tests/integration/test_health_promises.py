"""What a dossier promises of the main stream, and which stream a look takes its picture of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from health_rig import Watched, watched_over
from playback_rig import Setup, playback_setup
from toancanh.health.model import FaultKind
from toancanh.health.watching.streams import StreamRounds
from toancanh.media.playback.states import States
from toancanh.registry import StreamRole
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

pytestmark = pytest.mark.databases("sqlite")
S = 1_000_000
PROMISED = {"fps": 25.0, "bitrate_kbps": 4000.0, "key_interval_s": 2.0}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("promises"), record=lambda _setup, _stack: None) as made:
        yield made


@pytest.fixture
def watched(setup: Setup) -> Watched:
    return watched_over(setup)


def rounds_of(watched: Watched) -> StreamRounds:
    clock = watched.setup.clock
    states = States(processes=watched.setup.links, clock=clock)
    return StreamRounds(states=states, faults=watched.faults, cameras=watched.cameras, clock=clock)


def said(setup: Setup, **more: Any) -> dict[str, Any]:
    now_us = setup.clock.now_us()
    return {
        "state": "online", "reason": "none", "since_us": now_us - 600 * S, "last_frame_us": now_us, "fps": 12.5,
        "bitrate_bps": 9_000_000, "width": 640, "height": 360, "lost_packets": 0, "reconnects": 0,
        "recording_fault": None, "clock": None, "same_keys": 0, "key_interval_us": 5 * S, **more,
    }  # fmt: skip


def test_a_main_stream_is_held_to_its_dossier_and_a_sub_stream_is_not(setup: Setup, watched: Watched) -> None:
    promised, sub_only, undeclared = (setup.cameras[name].id for name in ("plain", "both", "heavy"))
    assert setup.admin is not None
    for camera_id in (promised, sub_only):
        write = CameraWrite(camera_id=camera_id, values=PROMISED)
        declared = DeclarationDraft(source=DeclarationSource.FORM, reference="12/HĐ")
        setup.registry.dossiers.write(setup.admin, write, declared=declared)
    streams = rounds_of(watched)
    for _ in range(35):
        setup.clock.advance(2)
        reports = {
            (promised, StreamRole.MAIN): said(setup), (promised, StreamRole.SUB): said(setup, fps=25.0),
            (sub_only, StreamRole.SUB): said(setup), (undeclared, StreamRole.MAIN): said(setup),
        }  # fmt: skip
        streams.judge(reports, all_up=True)
    found = {one.kind: one.details for one in watched.faults.of(promised)}
    assert found.keys() == {FaultKind.SLOW, FaultKind.BIT_RATE, FaultKind.RARE_KEY_FRAMES}
    assert found[FaultKind.SLOW]["promised_fps"] == 25.0
    assert found[FaultKind.BIT_RATE]["promised_bps"] == 4_000_000
    assert found[FaultKind.RARE_KEY_FRAMES]["promised_s"] == 2.0
    assert not watched.faults.of(sub_only)
    assert not watched.faults.of(undeclared)


def test_a_look_takes_the_sub_stream_and_the_main_stream_where_there_is_none(setup: Setup, watched: Watched) -> None:
    with_both, main_only, sub_dead = (setup.cameras[name].id for name in ("both", "plain", "heavy"))
    streams = rounds_of(watched)
    reports = {
        (with_both, StreamRole.MAIN): said(setup), (with_both, StreamRole.SUB): said(setup),
        (main_only, StreamRole.MAIN): said(setup), (sub_dead, StreamRole.MAIN): said(setup, state="frozen"),
        (sub_dead, StreamRole.SUB): said(setup, state="offline"),
    }  # fmt: skip
    streams.judge(reports, all_up=True)
    roles = {with_both: StreamRole.SUB, main_only: StreamRole.MAIN, sub_dead: StreamRole.MAIN}
    assert streams.online == roles
    dead = {key: {**report, "state": "offline"} for key, report in reports.items()}
    streams.judge(dead, all_up=True)
    assert streams.online == {}
