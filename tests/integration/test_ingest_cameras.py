"""Ingest against simulated cameras: faults, returns, log-ins, edits that disturb nobody."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator

import pytest

from ingest_rig import MAIN, IngestRig, desired, ingest_rig
from toancanh.infra.outbound import OutboundPolicy
from toancanh.media.ingest import probe
from toancanh.media.model import ClockSource, GapCause, StateReason, StreamState
from toancanh.simulation import ServerOptions, SimulatedCameras, simulated_cameras
from toancanh.simulation.authentication import Credentials, Scheme

pytestmark = pytest.mark.waits

PASSWORD = "a s3cret that nobody may read"


@pytest.fixture(scope="module")
def cameras() -> Iterator[SimulatedCameras]:
    """Three cameras, each at a port of its own."""
    with simulated_cameras(3, options=ServerOptions(own_ports=True)) as simulation:
        yield simulation


@pytest.fixture(autouse=True)
def _healthy(cameras: SimulatedCameras) -> Iterator[None]:
    yield
    for number in (1, 2, 3):
        cameras.clear(number)


def ports(simulation: SimulatedCameras, count: int = 3) -> list[int]:
    return [int(simulation.url(number).split(":")[2].split("/")[0]) for number in range(1, count + 1)]


async def call(function: Callable[..., None], *arguments: object) -> None:
    await asyncio.get_running_loop().run_in_executor(None, function, *arguments)


def test_faults_of_one_camera_are_named_and_disturb_no_other(cameras: SimulatedCameras) -> None:
    async def run() -> None:
        async with ingest_rig(ports(cameras)) as rig:
            rig.ingest.apply([desired(str(number), cameras.url(number)) for number in (1, 2, 3)])
            await rig.until(rig.online("1", "2", "3"))

            await asyncio.gather(stall(rig), reboot(rig))
            status = rig.status("3")
            assert (status.width, status.height, status.transport) == (640, 360, "tcp")
            assert status.fps == pytest.approx(15, abs=5)  # a busy machine's camera catches up, in bursts
            assert rig.history("3") == [(StreamState.ONLINE, StateReason.NONE)]
            assert rig.sinks["3"].interruptions == []
            assert status.clock is not None
            assert status.clock.source is ClockSource.CAMERA_RTCP
            assert status.lost_packets == status.reconnects == 0

    async def stall(rig: IngestRig) -> None:
        await call(cameras.fault, 1, "garbage")
        await rig.until(rig.away("1", StateReason.GARBAGE))
        await call(cameras.clear, 1)
        await rig.until(rig.online("1"))
        assert rig.sinks["1"].interruptions[-1] is GapCause.NO_PICTURES
        await call(cameras.fault, 1, "stall")
        await rig.until(rig.away("1", StateReason.STALLED))
        await call(cameras.clear, 1)
        await rig.until(rig.online("1"))

    async def reboot(rig: IngestRig) -> None:
        await call(cameras.fault, 2, "away")
        await rig.until(rig.away("2", StateReason.REFUSED))
        assert rig.sinks["2"].interruptions == [GapCause.CAMERA_AWAY]
        await asyncio.sleep(4)  # long enough for the longest pause between two attempts
        await call(cameras.clear, 2)
        await rig.until(rig.online("2"))  # how soon, test_faults_cameras measures where nothing else runs
        await call(cameras.fault, 2, "resize")
        await rig.until(lambda: rig.status("2").width == 320)
        await call(cameras.clear, 2)
        await rig.until(lambda: rig.status("2").width == 640)
        assert rig.sinks["2"].interruptions == [GapCause.CAMERA_AWAY]

    asyncio.run(run())


def test_what_cameras_get_wrong_on_the_wire(cameras: SimulatedCameras) -> None:
    async def run() -> None:
        async with ingest_rig(ports(cameras)) as rig:
            for number, fault in enumerate(("no-marker", "foreign", "parameters"), 1):
                await call(cameras.fault, number, fault)
            rig.ingest.apply([desired(str(number), cameras.url(number)) for number in (1, 2, 3)])
            await rig.until(rig.online("1", "2", "3"))
            await rig.until(lambda: all(len(kept.units) > 40 for kept in rig.sinks.values()))
            assert [kept.interruptions for kept in rig.sinks.values()] == [[], [], []]
            assert rig.status("3").width == 640  # not what the description says
            await call(cameras.fault, 1, "drop", 10)
            await rig.until(lambda: GapCause.PACKETS_LOST in rig.sinks["1"].interruptions)
            assert rig.status("1").lost_packets > 0
            await call(cameras.fault, 2, "wrap", 1)
            await asyncio.sleep(2.5)
            await rig.until(rig.online("1", "2", "3"))
            kept = len(rig.sinks["2"].units)
            await rig.until(lambda: len(rig.sinks["2"].units) > kept + 10)

    asyncio.run(run())


def test_a_hundred_edits_disturb_no_other_stream(cameras: SimulatedCameras) -> None:
    async def run() -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))  # bound, not listening: refuses
            away = f"rtsp://127.0.0.1:{silent.getsockname()[1]}/cam"
            async with ingest_rig([*ports(cameras), silent.getsockname()[1]]) as rig:
                steady = [desired(str(number), cameras.url(number)) for number in (1, 2)]
                rig.ingest.apply(steady)
                await rig.until(rig.online("1", "2"))
                before = cameras.counters(1).connections, cameras.counters(2).connections
                many = [desired(f"x{number}", away) for number in range(100)]
                rig.ingest.apply([*many, *steady])
                await asyncio.sleep(0.3)
                rig.ingest.apply([*steady, *(desired(f"x{number}", away + "/b") for number in range(100))])
                await asyncio.sleep(0.3)
                assert len(rig.ingest.status()) == 102
                for stream in many:
                    assert rig.ingest.hub(stream.camera_id, MAIN) is not None
                rig.ingest.apply(steady)
                await rig.until(lambda: len(rig.ingest.status()) == 2)
                assert [rig.history(name) for name in ("1", "2")] == [[(StreamState.ONLINE, StateReason.NONE)]] * 2
                assert rig.sinks["1"].interruptions == rig.sinks["2"].interruptions == []
                assert (cameras.counters(1).connections, cameras.counters(2).connections) == before

                hub = rig.ingest.hub("1", MAIN)
                rig.ingest.apply([desired("1", cameras.url(1), max_days=3), desired("2", cameras.url(3))])
                await rig.until(lambda: rig.sinks["2"].interruptions == [GapCause.SOURCE_CHANGED])
                await rig.until(lambda: rig.sinks["2"].events[-1] == "unit")
                assert rig.ingest.hub("1", MAIN) is hub
                assert rig.sinks["1"].interruptions == []

    asyncio.run(run())


def test_a_watched_stream_is_read_on_arrival(cameras: SimulatedCameras) -> None:
    async def run() -> None:
        async with ingest_rig(ports(cameras)) as rig:
            rig.ingest.apply([desired("1", cameras.url(1))])
            await rig.until(rig.online("1"))
            hub = rig.ingest.hub("1", MAIN)
            assert hub is not None
            hub.watched = True
            kept = rig.sinks["1"]

            async def reads_of_40() -> int:
                seen = len(kept.units) + 10  # the next few may have lain there
                await rig.until(lambda: len(kept.units) >= seen + 40)
                return len({unit.arrival_us for unit in kept.units[seen : seen + 40]})

            watched = await reads_of_40()
            hub.watched = False
            assert await reads_of_40() < watched / 2  # several at once, on the tick

    asyncio.run(run())


@pytest.mark.parametrize("scheme", [Scheme.SHA_256, Scheme.MD5, Scheme.BASIC])
def test_a_wrong_password_is_tried_once(scheme: Scheme, caplog: pytest.LogCaptureFixture) -> None:
    options = ServerOptions(credentials=Credentials(username="admin", password=PASSWORD), schemes=(scheme,))

    async def run(simulation: SimulatedCameras) -> None:
        async with ingest_rig([simulation.port]) as rig:
            plain = {"allow_basic": scheme is Scheme.BASIC}
            wrong = [
                desired(f"w{number}", simulation.url(1), "admin", "wrong " + PASSWORD, **plain) for number in range(10)
            ]
            rig.ingest.apply([*wrong, desired("good", simulation.url(2), "admin", PASSWORD, **plain)])
            await rig.until(rig.online("good"))
            await rig.until(lambda: all(rig.status(stream.camera_id).reason in LOGIN for stream in wrong))
            await asyncio.sleep(1)
            reasons = [rig.status(stream.camera_id).reason for stream in wrong]
            assert sorted(reasons) == [StateReason.LOGIN_PAUSED] * 9 + [StateReason.WRONG_PASSWORD]
            assert simulation.counters(1).log_ins_refused == 1
            test = await probe(
                simulation.url(1),
                "admin",
                "wrong " + PASSWORD,
                outbound=rig.outbound,
                login_gate=rig.gate,
                clock=rig.clock,
            )
            assert test.reason is StateReason.LOGIN_PAUSED
            assert simulation.counters(1).log_ins_refused == 1

            rig.ingest.apply([desired("w0", simulation.url(1), "admin", PASSWORD, **plain)])  # credentials change
            await rig.until(rig.online("w0"))
            assert simulation.counters(1).log_ins_refused == 1
            texts = [repr(rig.status("w0")), repr(wrong[0]), repr(rig.states), repr(test), caplog.text]
            assert not any(PASSWORD in text for text in texts)

    caplog.set_level(logging.DEBUG)
    with simulated_cameras(2, options=options) as simulation:
        asyncio.run(run(simulation))


LOGIN = (StateReason.WRONG_PASSWORD, StateReason.LOGIN_PAUSED)


def test_a_stream_that_was_accepted_goes_on_where_another_was_refused() -> None:
    options = ServerOptions(credentials=Credentials(username="admin", password=PASSWORD))

    async def run(simulation: SimulatedCameras) -> None:
        async with ingest_rig([simulation.port]) as rig:
            good = desired("good", simulation.url(1), "admin", PASSWORD)
            rig.ingest.apply([good])
            await rig.until(rig.online("good"))
            await call(simulation.fault, 2, "401")
            rig.ingest.apply([good, desired("bad", simulation.url(2), "admin", PASSWORD)])
            await rig.until(rig.away("bad", StateReason.WRONG_PASSWORD))
            await call(simulation.fault, 1, "away")
            await rig.until(rig.away("good", StateReason.CLOSED_BY_CAMERA))
            await call(simulation.clear, 1)
            await rig.until(rig.online("good"))
            assert simulation.counters(2).log_ins_refused == 1

    with simulated_cameras(2, options=options) as simulation:
        asyncio.run(run(simulation))


def test_each_kind_of_failure_has_its_name(cameras: SimulatedCameras) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()
        writer.close()

    def not_found(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    async def run() -> None:
        web = await asyncio.start_server(answer, "127.0.0.1", 0)
        web_port = web.sockets[0].getsockname()[1]
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            closed_port = closed.getsockname()[1]
            await call(cameras.fault, 2, "silent")
            base = cameras.url(1)
            async with ingest_rig([*ports(cameras), web_port, closed_port]) as rig:
                expected = {
                    base: StateReason.NONE,
                    base.replace("/cam/1", "/cam/77"): StateReason.NO_SUCH_PATH,
                    f"rtsp://127.0.0.1:{closed_port}/x": StateReason.REFUSED,
                    f"rtsp://127.0.0.1:{web_port}/x": StateReason.NOT_RTSP,
                    cameras.url(2): StateReason.TIMEOUT,
                    "rtsp://127.0.0.1:9/x": StateReason.ADDRESS_FORBIDDEN,
                    "rtsp://[::1]:554/x": StateReason.ADDRESS_FORBIDDEN,
                    "rtsp://169.254.169.254/x": StateReason.ADDRESS_FORBIDDEN,
                }
                results = await asyncio.gather(
                    *(
                        probe(url, "", "", outbound=rig.outbound, login_gate=rig.gate, clock=rig.clock, timeout_s=6)
                        for url in expected
                    )
                )
                nameless = await probe(
                    "rtsp://camera.invalid/x",
                    "",
                    "",
                    outbound=OutboundPolicy(lookup=not_found),
                    login_gate=rig.gate,
                    clock=rig.clock,
                )
        web.close()
        assert {url: result.reason for url, result in zip(expected, results, strict=True)} == expected
        assert nameless.reason is StateReason.NAME_NOT_FOUND
        assert results[0].ok
        assert results[0].parameters is not None

    asyncio.run(run())


def test_ten_times_the_bit_rate_and_udp(cameras: SimulatedCameras) -> None:
    async def run() -> None:
        async with ingest_rig(ports(cameras)) as rig:
            await call(cameras.fault, 1, "burst", 10)
            urls = {str(number): cameras.url(number) for number in (1, 2)}
            urls["udp"] = cameras.url(3).replace("rtsp:", "rtspu:")
            rig.ingest.apply([desired(name, url) for name, url in urls.items()])
            await rig.until(rig.online(*urls))
            await asyncio.sleep(3)
            assert rig.status("udp").transport == "udp"
            assert [kept.interruptions for kept in rig.sinks.values()] == [[], [], []]
            assert rig.status("1").bitrate_bps > 5 * rig.status("2").bitrate_bps

    asyncio.run(run())
