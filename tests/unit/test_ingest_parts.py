"""The log-in gate, the hub and the verdicts about a session."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from toancanh.kernel import SimulatedClock, SystemClock
from toancanh.media.ingest import LoginGate, StreamHub
from toancanh.media.ingest.login import PAUSE_US, LoginAttempt
from toancanh.media.ingest.watch import SessionWatch, Verdict, without_pictures
from toancanh.media.model import AccessUnit, Codec, CodecParameters, GapCause, StateReason
from toancanh.media.rtp import ParameterSets
from toancanh.media.rtsp import RtspFailure
from wire_packets import START_US, Kept, Packer, framed, receiver_for, sets_of, slice_nal


def gate_and_key(clock: SimulatedClock) -> tuple[LoginGate, bytes]:
    gate = LoginGate(clock=clock)
    return gate, gate.key(address="10.0.0.5", port=554, username="admin", password="wrong")


async def attempt(gate: LoginGate, key: bytes, *, accepted: bool, own_accepted: bool = False) -> bool:
    """True where the gate let it through."""
    login = LoginAttempt(gate, key, own_accepted=own_accepted)
    try:
        await login.permission()
    except RtspFailure as failure:
        if failure.reason is not StateReason.LOGIN_PAUSED:
            raise
        return False
    if accepted:
        login.accepted()
    else:
        login.refused()
    login.leave()
    return True


def test_after_a_refusal_nobody_tries_for_thirty_minutes() -> None:
    async def run() -> None:
        clock = SimulatedClock()
        gate, key = gate_and_key(clock)
        assert await attempt(gate, key, accepted=False)
        assert not await attempt(gate, key, accepted=False)
        clock.advance(PAUSE_US / 1e6 - 1)
        assert not await attempt(gate, key, accepted=False)
        clock.step_wall(7200)  # setting the wall clock is no way around it
        assert not await attempt(gate, key, accepted=False)
        clock.advance(2)
        assert await attempt(gate, key, accepted=False)
        assert not await attempt(gate, key, accepted=True)

    asyncio.run(run())


def test_another_password_address_or_port_is_another_matter() -> None:
    async def run() -> None:
        gate, key = gate_and_key(SimulatedClock())
        assert await attempt(gate, key, accepted=False)
        for address, port, password in (("10.0.0.6", 554, "wrong"), ("10.0.0.5", 555, "wrong"), ("10.0.0.5", 554, "x")):
            other = gate.key(address=address, port=port, username="admin", password=password)
            assert await attempt(gate, other, accepted=True)

    asyncio.run(run())


def test_a_stream_whose_own_login_was_accepted_goes_on() -> None:
    async def run() -> None:
        gate, key = gate_and_key(SimulatedClock())
        assert await attempt(gate, key, accepted=True)
        assert await attempt(gate, key, accepted=False)
        assert not await attempt(gate, key, accepted=True)
        assert await attempt(gate, key, accepted=True, own_accepted=True)
        assert not await attempt(gate, key, accepted=True)  # the others still wait

    asyncio.run(run())


def test_twenty_channels_make_one_wrong_attempt() -> None:
    async def run() -> None:
        gate, key = gate_and_key(SimulatedClock())
        made = 0

        async def channel() -> None:
            nonlocal made
            login = LoginAttempt(gate, key, own_accepted=False)
            try:
                await login.permission()
            except RtspFailure:
                return
            made += 1
            await asyncio.sleep(0)
            login.refused()
            login.leave()

        await asyncio.gather(*(channel() for _ in range(20)))
        assert made == 1

    asyncio.run(run())


def test_an_attempt_that_came_to_nothing_lets_the_next_one_try() -> None:
    async def run() -> None:
        gate, key = gate_and_key(SimulatedClock())
        first = LoginAttempt(gate, key, own_accepted=False)
        await first.permission()
        first.leave()
        assert await attempt(gate, key, accepted=True)

    asyncio.run(run())


def test_a_refusal_outlives_the_process(tmp_path: Path) -> None:
    async def run() -> None:
        clock = SimulatedClock()

        def started_anew() -> tuple[LoginGate, bytes]:
            gate = LoginGate(clock=clock, secret=b"s" * 32, folder=tmp_path / "refused")
            return gate, gate.key(address="10.0.0.5", port=554, username="admin", password="wrong")

        assert await attempt(*started_anew(), accepted=False)
        for _ in range(5):
            clock.advance(60)
            assert not await attempt(*started_anew(), accepted=False)
        names = [path.name for path in (tmp_path / "refused").iterdir()]
        assert len(names) == 1
        assert "wrong" not in names[0]
        clock.advance(PAUSE_US / 1e6)
        assert await attempt(*started_anew(), accepted=True)
        assert list((tmp_path / "refused").iterdir()) == []

    asyncio.run(run())


_OTHER_PROCESS = """
import asyncio, pathlib, sys
from toancanh.kernel import SystemClock
from toancanh.media.ingest import LoginGate
from toancanh.media.ingest.login import LoginAttempt
async def run():
    gate = LoginGate(clock=SystemClock(), secret=b"s" * 32, folder=pathlib.Path(sys.argv[1]))
    key = gate.key(address="10.0.0.5", port=554, username="admin", password="wrong")
    attempt = LoginAttempt(gate, key, own_accepted=False)
    await attempt.permission()
    print("trying", flush=True)
    sys.stdin.readline()
    attempt.refused()
asyncio.run(run())
"""


def test_processes_take_turns_with_their_first_attempt(tmp_path: Path) -> None:
    folder = tmp_path / "refused"

    async def run(other: subprocess.Popen[str]) -> None:
        gate = LoginGate(clock=SystemClock(), secret=b"s" * 32, folder=folder)
        same, another = (
            gate.key(address="10.0.0.5", port=554, username="admin", password=text) for text in ("wrong", "b")
        )
        waiting = asyncio.create_task(attempt(gate, same, accepted=False))
        assert await attempt(gate, another, accepted=True)
        assert not waiting.done()
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert not await waiting

    command = [sys.executable, "-c", _OTHER_PROCESS, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "trying\n"
        asyncio.run(run(other))


def test_a_streams_own_accepted_log_in_outlives_the_process(tmp_path: Path) -> None:
    clock = SimulatedClock()

    def started_anew() -> LoginGate:
        return LoginGate(clock=clock, secret=b"s" * 32, folder=tmp_path / "refused")

    key, changed = (
        started_anew().key(address="10.0.0.5", port=554, username="admin", password=password) for password in ("a", "b")
    )
    started_anew().note_own("one/main", key, accepted=True)
    assert started_anew().own_accepted("one/main", key)
    assert not started_anew().own_accepted("two/main", key)
    assert not started_anew().own_accepted("one/main", changed)
    started_anew().note_own("", key, accepted=True)
    assert not started_anew().own_accepted("", key)
    assert not any("one" in path.name for path in (tmp_path / "refused").iterdir())
    started_anew().note_own("one/main", key, accepted=False)
    assert not started_anew().own_accepted("one/main", key)


def test_without_credentials_streams_do_not_answer_for_each_other() -> None:
    gate = LoginGate(clock=SimulatedClock())
    one, two = (gate.key(address="a", port=1, username="", password="", stream=name) for name in ("1", "2"))
    assert one != two


def parameters() -> CodecParameters:
    sets = ParameterSets(Codec.H264)
    sets.add_description(sets_of(Codec.H264))
    made = sets.parameters()
    assert made is not None
    return made


def unit(media_time: int = 0, *, key: bool = False, size: int = 10) -> AccessUnit:
    return AccessUnit(media_time=media_time, is_key=key, data=bytes(size), wall_us=1, arrival_us=2)


def test_who_joins_a_hub_late() -> None:
    hub = StreamHub()
    first, at_once, at_key = Kept(), Kept(), Kept()
    hub.attach(first)
    receiver = receiver_for(Codec.H264, hub)  # type: ignore[arg-type]
    packer = Packer()
    for index in range(4):
        if index == 2:
            hub.attach(at_once)
            hub.attach(at_key, from_key_frame=True)
        nal = slice_nal(Codec.H264, key=index in (0, 3), body=bytes(50))
        receiver.feed(framed(packer.packets([nal], index * 3600)), 0, START_US + index * 40_000)
    hub.detach(first)
    receiver.end(GapCause.CAMERA_AWAY)

    assert first.events == ["parameters", "clock", "key", "unit", "unit", "key"]
    assert at_once.events == ["parameters", "clock", "unit", "key", "interrupted"]
    assert at_key.events == ["parameters", "clock", "key", "interrupted"]


def test_a_hub_is_watched_while_anyone_watches() -> None:
    changes: list[bool] = []
    hub = StreamHub(on_watched=lambda: changes.append(hub.watched))
    for wanted in (True, True, False):
        hub.watched = wanted
    assert hub.watched
    hub.watched = False
    assert changes == [True, False]


class Session:
    """A playing session under a simulated clock."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        self.hub = StreamHub()
        self.receiver = receiver_for(Codec.H264, self.hub)  # type: ignore[arg-type]
        self.watch = SessionWatch(self.receiver, 0)
        self.packer = Packer()
        self.timestamp = self.bytes = self.skipped = 0

    def picture(self, size: int, *, key: bool = False) -> None:
        nal = slice_nal(Codec.H264, key=key, body=bytes(size))
        self.feed(framed(self.packer.packets([nal], self.timestamp)))
        self.timestamp += 3600

    def feed(self, data: bytes) -> None:
        self.receiver.feed(data, 0, self.clock.now_us())
        self.bytes += len(data)

    def second(self) -> Verdict:
        self.clock.advance(1)
        return self.watch.look(
            now_us=self.clock.monotonic_us(),
            received_bytes=self.bytes,
            skipped_bytes=self.skipped,
            changes=self.hub.changes,
        )

    def play(self, seconds: int, *, size: int = 0, step: int = 3600) -> list[Verdict]:
        """25 pictures a second; ``size`` 0: all different, as real ones are."""
        verdicts = []
        for _ in range(seconds):
            for index in range(25):
                self.picture(size or 100 + (index * 37) % 90, key=index == 0)
                self.timestamp += step - 3600
            verdicts.append(self.second())
        return verdicts


FINE = Verdict()


def test_a_good_stream_is_fine_and_measured() -> None:
    session = Session()
    assert session.play(30) == [FINE] * 30
    assert session.watch.fps == 25
    assert session.watch.bitrate_bps == pytest.approx(25 * 8 * 160, rel=0.1)


def test_silence_is_a_stall() -> None:
    session = Session()
    session.play(3)
    verdicts = [session.second() for _ in range(5)]
    assert verdicts == [FINE] * 4 + [Verdict(failure=StateReason.STALLED)]


def test_a_slow_stream_gets_patience() -> None:
    session = Session()
    for _ in range(60):
        session.picture(100 + len(str(session.timestamp)) * 11 + session.timestamp % 97, key=True)
        session.timestamp += 4 * 90_000
        assert [session.second() for _ in range(4)] == [FINE] * 4


def test_garbage_is_told_from_silence() -> None:
    session = Session()
    session.play(3)
    verdicts = []
    for _ in range(5):
        session.feed(framed([b"\x00rubbish" * 30] * 5))
        verdicts.append(session.second())
    assert verdicts[-1] == Verdict(failure=StateReason.GARBAGE)


def test_pictures_without_a_key_frame_are_told_from_no_picture_at_all() -> None:
    session = Session()
    verdicts = []
    for _ in range(30):
        session.picture(100)
        verdicts.append(session.second())
    assert verdicts[-1] == Verdict(failure=StateReason.NO_KEY_FRAME)
    assert without_pictures(Session().receiver) == StateReason.NO_VIDEO


def test_the_same_picture_again_and_again_is_frozen() -> None:
    session = Session()
    session.play(3)
    verdicts = session.play(12, size=77)
    assert verdicts[8] == FINE
    assert verdicts[-1] == Verdict(frozen=True)
    assert session.play(1) == [FINE]


def test_timestamps_that_stand_still_are_frozen() -> None:
    session = Session()
    session.play(3)
    assert session.play(6, step=0)[-1] == Verdict(frozen=True)
