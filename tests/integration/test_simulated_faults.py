"""Each fault does what its name says, to its own camera only, and ends when it is cleared."""

from __future__ import annotations

import base64
import itertools
import re
import time
from collections.abc import Callable, Iterator

import pytest

from raw_rtsp import RawClient, nal_units
from toancanh.simulation import Encoding, Fault, ServerOptions, SimulatedCameras, simulated_cameras

MAIN = Encoding(width=320, height=180, fps=15, gop=5, bitrate_bps=300_000)
SUB = Encoding(width=160, height=90, fps=15, gop=5, bitrate_bps=100_000)
STEP = 90_000 // MAIN.fps


@pytest.fixture(scope="module")
def simulated() -> Iterator[SimulatedCameras]:
    """Cameras 1 and 3 show the same scene, so that 3 shows what 1 would send without its fault."""
    with simulated_cameras(3, main=MAIN, sub=SUB, options=ServerOptions(own_ports=True)) as running:
        yield running


@pytest.fixture
def cameras(simulated: SimulatedCameras) -> Iterator[SimulatedCameras]:
    yield simulated
    simulated.clear(1)
    until(lambda: simulated.counters(1).players == 0)


@pytest.fixture
def client(cameras: SimulatedCameras) -> Iterator[RawClient]:
    with RawClient(cameras.url(1)) as raw:
        yield raw


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("did not come true within 20 s")


def is_up(url: str) -> bool:
    try:
        with RawClient(url) as client:
            return client.request("OPTIONS")[0] == 200
    except ConnectionError:
        return False


def missing(sequences: list[int]) -> int:
    return sum((later - earlier) % 65_536 - 1 for earlier, later in itertools.pairwise(sequences))


def test_drop(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "drop", 40)
    received = client.play().receive(pictures=12)
    assert missing([packet.sequence for packet in received.packets]) > 0


def test_freeze(cameras: SimulatedCameras, client: RawClient) -> None:
    client.play().receive(pictures=2)
    cameras.fault(1, "freeze")
    pictures = list(client.receive(pictures=15).pictures().items())[-6:-1]
    assert len({tuple(bodies) for _, bodies in pictures}) == 1
    assert len({timestamp for timestamp, _ in pictures}) == 5
    assert missing([packet.sequence for packet in client.received.packets]) == 0
    cameras.clear(1)
    pictures = list(client.receive(pictures=4).pictures().items())[-4:-1]
    assert len({tuple(bodies) for _, bodies in pictures}) == 3


def test_stall(cameras: SimulatedCameras, client: RawClient) -> None:
    client.play().receive(pictures=2)
    cameras.fault(1, "stall")
    client.receive_for(0.1)
    before = len(client.received.packets)
    assert len(client.receive_for(0.4).packets) == before
    assert client.request("GET_PARAMETER")[0] == 200
    cameras.clear(1)
    assert len(client.receive(pictures=2).packets) > before


def test_corrupt(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "corrupt", 100)
    with RawClient(cameras.url(3)) as healthy:
        client.play()
        healthy.play()
        damaged, whole = client.receive(pictures=8).pictures(), healthy.receive(pictures=8).pictures()
    common = sorted(damaged.keys() & whole.keys())[:-1]
    assert len(common) >= 3
    assert all(damaged[timestamp] != whole[timestamp] for timestamp in common)


@pytest.mark.parametrize("own_ports", [True, False])
def test_reboot(own_ports: bool) -> None:
    options = ServerOptions(own_ports=own_ports)
    with simulated_cameras(2, main=MAIN, sub=SUB, options=options) as running:
        url = running.url(1)
        with RawClient(url) as client, RawClient(running.url(2)) as other:
            first = client.play().receive(pictures=2).packets[-1]
            other.play()
            running.fault(1, "reboot", 0.5)
            assert client.is_closed_within(0.3)
            if own_ports:
                with pytest.raises(ConnectionRefusedError):
                    RawClient(url)
            else:
                with RawClient(url) as early, pytest.raises(ConnectionError):
                    early.request("DESCRIBE")
            assert len(other.receive_for(1.0).packets) > 5
        until(lambda: running.counters(1).players == 0 and is_up(url))
        with RawClient(url) as client:
            again = client.play().receive(pictures=2).packets[0]
        assert again.ssrc != first.ssrc
        assert (again.timestamp - first.timestamp) % (1 << 32) > 90_000 * 5


def test_away(cameras: SimulatedCameras, client: RawClient) -> None:
    client.play().receive(pictures=1)
    cameras.fault(1, "away")
    assert client.is_closed_within(0.3)
    with pytest.raises(ConnectionRefusedError):
        RawClient(cameras.url(1))
    cameras.clear(1)
    with RawClient(cameras.url(1)) as again:
        again.play().receive(pictures=1)


def test_drift(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "drift", 100_000)
    timestamps = list(client.play().receive(pictures=6).pictures())
    for earlier, later in itertools.pairwise(timestamps):
        assert abs((later - earlier) % (1 << 32) - STEP * 1.1) < 2


def test_offset_and_reports(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "offset", 30)
    report = client.play().receive(pictures=2).reports[0]
    assert 29 < report.ntp_us / 1e6 - time.time() < 31
    cameras.fault(1, "no-reports")
    with RawClient(cameras.url(1)) as other:
        assert other.play().receive(pictures=3).reports == []


def test_slow(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "slow", 40)
    received = client.play().receive_for(1.5)
    assert 1_000 < received.bytes_count < 40_000 / 8 * 1.5 * 1.3
    assert missing([packet.sequence for packet in received.packets]) == 0


def test_wrong_parameters(cameras: SimulatedCameras, client: RawClient) -> None:
    def described() -> bytes:
        match = re.search(r"sprop-parameter-sets=([^,]+)", client.request("DESCRIBE")[2])
        assert match
        return base64.b64decode(match[1])

    right = described()
    cameras.fault(1, "parameters")
    wrong = described()
    assert wrong != right
    first = next(iter(client.play().receive(pictures=2).pictures().values()))
    assert nal_units(first)[0] == right  # in band they are right


def test_401(cameras: SimulatedCameras, client: RawClient) -> None:
    assert client.request("DESCRIBE")[0] == 200
    cameras.fault(1, "401")
    before = cameras.counters(1).log_ins_refused
    with RawClient(cameras.url(1)) as refused:
        status, headers, _ = refused.request("DESCRIBE")
        assert status == 401
        assert "digest" in headers["www-authenticate"].lower()
        assert refused.request("DESCRIBE", Authorization="Basic YTpi")[0] == 401
    assert cameras.counters(1).log_ins_refused == before + 1


def test_garbage(cameras: SimulatedCameras, client: RawClient) -> None:
    client.play()
    cameras.fault(1, "garbage")
    client.socket.settimeout(20)
    data = b"".join(client.socket.recv(65_536) for _ in range(4))
    assert data[-1400:].count(b"$\0") < 3
    assert len(set(data[-1400:])) > 200


def test_silent(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "silent")
    client.socket.settimeout(0.4)
    with pytest.raises(TimeoutError):
        client.request("OPTIONS")


def test_resize(cameras: SimulatedCameras, client: RawClient) -> None:
    first = next(iter(client.play().receive(pictures=2).pictures().values()))
    cameras.fault(1, "resize")
    received = client.receive(pictures=12)
    sets = {nal for bodies in received.pictures().values() for nal in nal_units(bodies) if nal[0] & 31 == 7}
    assert len(sets) == 2
    assert nal_units(first)[0] in sets
    assert missing([packet.sequence for packet in received.packets]) == 0
    timestamps = list(received.pictures())
    gaps = [(later - earlier) % (1 << 32) for earlier, later in itertools.pairwise(timestamps)]
    assert max(gaps) < 90_000


def test_burst(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "burst", 10)
    with RawClient(cameras.url(3)) as healthy:
        client.play()
        healthy.play()
        ten, one = client.receive(pictures=8).pictures(), healthy.receive(pictures=8).pictures()
    common = sorted(ten.keys() & one.keys())[:-1]
    sizes = [sum(len(body) for timestamp in common for body in many[timestamp]) for many in (ten, one)]
    assert 9 < sizes[0] / sizes[1] < 12


def test_no_marker(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "no-marker")
    assert not any(packet.marker for packet in client.play().receive(pictures=4).packets)


def test_foreign(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "foreign")
    packets = client.play().receive(pictures=4).packets
    assert len({packet.ssrc for packet in packets}) == 2
    own = [packet.sequence for packet in packets if packet.ssrc == packets[0].ssrc]
    assert missing(own) == 0


def test_wrap(cameras: SimulatedCameras, client: RawClient) -> None:
    cameras.fault(1, "wrap", 1.5)
    received = client.play().receive(pictures=30)
    timestamps = list(received.pictures())
    assert timestamps[0] > (1 << 32) - 90_000 * 1.6
    assert 0 <= timestamps[-1] < 90_000 * 2
    assert all((later - earlier) % (1 << 32) == STEP for earlier, later in itertools.pairwise(timestamps))
    sequences = [packet.sequence for packet in received.packets]
    assert max(sequences) > 65_500
    assert min(sequences) < 100
    assert missing(sequences) == 0


def test_every_fault_is_tried_here() -> None:
    names = " ".join(name for name in globals() if name.startswith("test_"))
    words = {"offset": "offset_and_reports", "no-reports": "offset_and_reports", "parameters": "wrong_parameters"}
    of_scenes = {Fault.TURNED, Fault.COVERED, Fault.DIRTY}  # in test_simulation.py, test_district_cameras.py
    here = set(Fault) - of_scenes
    assert [fault for fault in here if words.get(fault, fault.replace("-", "_")) not in names] == []


def test_the_other_cameras_are_not_disturbed(cameras: SimulatedCameras, client: RawClient) -> None:
    with RawClient(cameras.url(3)) as other:
        client.play()
        other.play()
        for name in ("drop", "corrupt", "burst", "garbage", "stall"):
            cameras.fault(1, name)
        received = other.receive(pictures=10)
    assert missing([packet.sequence for packet in received.packets]) == 0
    assert {packet.ssrc for packet in received.packets} == {received.packets[0].ssrc}
