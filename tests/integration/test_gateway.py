"""Other systems come to the gateway's door: what they get, what they do not, and what is on record of it."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from test_ingest_tls import certificate

from gateway_rig import consumer_of, draft_of, gateway_over, playing
from live_over import Live, live_over
from live_streams import until
from media_units import pictures
from playback_rig import S, Setup, playback_setup
from toancanh.governance.people import username_key
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Conflict, Denied, Invalid, NotFound
from toancanh.media.gateway.front import GatewayFront
from toancanh.media.gateway.store import reencrypt_secrets
from toancanh.media.ingest.connecting import Session
from toancanh.media.model import StateReason
from toancanh.media.rtsp import RtspFailure
from toancanh.registry.model import StreamRole

pytestmark = pytest.mark.databases("sqlite")

Play = Callable[[Live, GatewayFront], Awaitable[None]]


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("gateway"), record=lambda _setup, _stack: None) as made:
        yield made


def at_the_door(setup: Setup, folder: Path, play: Play, code: str = "plain") -> None:
    async def scenario() -> None:
        async with live_over(setup, folder, code) as live, gateway_over(setup, live.views) as front:
            await play(live, front)

    asyncio.run(scenario())


async def refused(session: contextlib.AbstractAsyncContextManager[object]) -> StateReason:
    with pytest.raises(RtspFailure) as failure:
        await session.__aenter__()
    return failure.value.reason


def ended(session: Session) -> bool:
    return session.connection.failure is not None


@pytest.mark.parametrize(("codec", "udp"), [("h264", False), ("h264", True), ("h265", False), ("h265", True)])
def test_what_comes_is_what_the_camera_sent_from_its_last_key_frame(
    setup: Setup, tmp_path: Path, codec: str, udp: bool
) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        camera = setup.cameras["plain"]
        live.hub.start_run(pictures(codec, width=320, height=240))
        kept_before = [live.hub.next_unit() for _ in range(5)]
        live.streams.kept_units[(camera.id, StreamRole.MAIN)] = kept_before
        consumer, password = consumer_of(setup, front, camera)
        async with playing(front, consumer, password, camera, udp=udp) as (session, kept):
            assert session.transport == ("udp" if udp else "tcp")
            fed = live.hub.feed(60)
            want = [unit.data for unit in (*kept_before, *fed)]
            await until(lambda: len(kept.units) >= len(want) - 1)  # the last ends where the next begins
            assert [unit.data for unit in kept.units] == want[: len(kept.units)]
            assert kept.parameters[0] == live.hub.parameters
            assert kept.units[0].is_key
            step = kept.units[1].media_time - kept.units[0].media_time
            assert step == kept_before[1].media_time - kept_before[0].media_time
            shown = next(one for one in front.consumers.all(setup.admin) if one.consumer.id == consumer.id)
            assert [grant.camera_id for grant in shown.running] == [camera.id]
        await until(lambda: live.ends)
        begun = setup.entries("media.live")[-1]
        assert (begun.actor_id, begun.resource_id) == (consumer.user_id, camera.id)
        assert '"over":"rtsp"' in begun.details.replace(" ", "")
        assert live.ends[0].ticket.view_id in begun.details
        assert live.ends[0].seconds_seen > 0

    at_the_door(setup, tmp_path, play)


def test_who_is_not_let_in_learns_nothing_and_is_on_record(setup: Setup, tmp_path: Path) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        live.hub.start_run()
        plain, both, foreign = (setup.cameras[code] for code in ("plain", "both", "foreign"))
        consumer, password = consumer_of(setup, front, plain, foreign)
        before = setup.refusals()
        assert await refused(playing(front, consumer, "wrong", plain)) is StateReason.WRONG_PASSWORD
        assert setup.entries("session.open", "deny")[-1].actor_id == consumer.user_id
        assert await refused(playing(front, consumer, password, both)) is StateReason.NO_SUCH_PATH  # not offered
        # another owner's camera needs a share: offered or not, the rules have the last word
        assert await refused(playing(front, consumer, password, foreign)) is not StateReason.NONE
        assert setup.entries("media.live", "deny")[-1].resource_id == foreign.id
        shown = next(one for one in front.consumers.all(setup.admin) if one.consumer.id == consumer.id)
        assert shown.allowed == {plain.id}
        away, pass_away = consumer_of(setup, front, plain, networks=("192.0.2.0/24",))
        assert await refused(playing(front, away, pass_away, plain)) is StateReason.WRONG_PASSWORD
        assert setup.refusals() >= before + 3
        assert not live.ends
        for _ in range(6):
            await refused(playing(front, consumer, "guess", plain))
        assert await refused(playing(front, consumer, password, plain)) is not StateReason.NONE  # slowed down

    at_the_door(setup, tmp_path, play)


def test_over_tls_the_same_comes_and_who_speaks_none_is_turned_away(setup: Setup, tmp_path: Path) -> None:
    path, sha256 = certificate(tmp_path, "gateway")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)

    async def scenario() -> None:
        camera = setup.cameras["plain"]
        async with (
            live_over(setup, tmp_path) as live,
            gateway_over(setup, live.views, tls=context, plain=False) as front,
        ):
            live.hub.start_run(pictures("h264", width=320, height=240))
            consumer, password = consumer_of(setup, front, camera)
            async with playing(front, consumer, password, camera, certificate=sha256) as (session, kept):
                fed = live.hub.feed(40)
                await until(lambda: len(kept.units) >= 39)
                assert [unit.data for unit in kept.units] == [unit.data for unit in fed[: len(kept.units)]]
                front.consumers.withdraw(setup.admin, consumer.id)
                await until(lambda: ended(session))
            assert await refused(playing(front, consumer, password, camera)) is StateReason.CLOSED_BY_CAMERA

    asyncio.run(scenario())


def test_what_is_withdrawn_ends(setup: Setup, tmp_path: Path) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        live.hub.start_run()
        live.hub.feed(3)
        camera, consumers, admin = setup.cameras["plain"], front.consumers, setup.admin
        assert admin is not None
        consumer, password = consumer_of(setup, front, camera)
        async with playing(front, consumer, password, camera) as (session, kept):
            live.hub.feed(30)
            await until(lambda: kept.units)
            shown, fresh = consumers.renew_password(admin, consumer.id)
            await until(lambda: ended(session))
        assert await refused(playing(front, consumer, password, camera)) is StateReason.WRONG_PASSWORD
        async with playing(front, consumer, fresh, camera) as (session, _kept):
            draft = draft_of(setup, setup.cameras["both"])
            with pytest.raises(Conflict):
                consumers.change(admin, consumer.id, draft, version=1)
            consumers.change(admin, consumer.id, draft, version=shown.consumer.version)
            await until(lambda: ended(session))
        assert await refused(playing(front, consumer, fresh, camera)) is StateReason.NO_SUCH_PATH
        again = consumers.change(admin, consumer.id, draft_of(setup, camera), version=shown.consumer.version + 1)
        async with playing(front, consumer, fresh, camera) as (session, _kept):
            consumers.withdraw(admin, consumer.id)
            await until(lambda: ended(session))
        assert await refused(playing(front, again.consumer, fresh, camera)) is StateReason.WRONG_PASSWORD
        await until(lambda: len(live.ends) == 3)
        *ended_with_sessions, last = (end.reason for end in live.ends)
        assert ended_with_sessions == ["session_ended", "session_ended"]
        # a withdrawal disables the account and then ends its session: the watch may look between the two
        assert last in {"right_withdrawn", "session_ended"}

    at_the_door(setup, tmp_path, play)


def test_a_consumer_ends_with_its_time_and_goes_on_until_then(setup: Setup, tmp_path: Path) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        live.hub.start_run()
        camera = setup.cameras["plain"]
        consumer, password = consumer_of(setup, front, camera, days=1)
        async with playing(front, consumer, password, camera) as (session, _kept):
            for _ in range(8):  # a session lasts half a day, and four hours without a sign of life
                setup.clock.advance(3 * 3600 + 10)
                front.consumers.renew_sessions()
                await asyncio.sleep(0.15)
                if ended(session):
                    break
            assert setup.clock.now_us() > consumer.created_us + 24 * 3600 * S
            await until(lambda: ended(session))
        assert await refused(playing(front, consumer, password, camera)) is StateReason.WRONG_PASSWORD

    at_the_door(setup, tmp_path, play)


def test_who_may_not_make_accounts_makes_no_consumer(setup: Setup, tmp_path: Path) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        camera, consumers = setup.cameras["plain"], front.consumers
        consumer, _password = consumer_of(setup, front, camera)
        for name in ("operator", "viewer", "stranger"):
            setup.sign_in(name)
            asker, before = setup.principals[name], setup.refusals()
            with pytest.raises((Denied, NotFound)):
                consumers.create(asker, draft_of(setup, camera))
            with pytest.raises((Denied, NotFound)):
                consumers.change(asker, consumer.id, draft_of(setup, camera), version=1)
            with pytest.raises((Denied, NotFound)):
                consumers.renew_password(asker, consumer.id)
            with pytest.raises((Denied, NotFound)):
                consumers.withdraw(asker, consumer.id)
            assert setup.refusals() == before + 4
            assert consumer.id not in {one.consumer.id for one in consumers.all(asker)}
        assert setup.admin is not None
        for wrong in (
            {"networks": ("here",)}, {"days": 0}, {"cameras": ()}, {"organisation_id": "nowhere"}
        ):  # fmt: skip
            with pytest.raises((Denied, Invalid)):
                consumers.create(setup.admin, draft_of(setup, camera, **wrong))

    at_the_door(setup, tmp_path, play)


def test_the_password_is_stored_nowhere_and_its_hashes_are_sealed_anew(setup: Setup, tmp_path: Path) -> None:
    async def play(live: Live, front: GatewayFront) -> None:
        consumer, password = consumer_of(setup, front, setup.cameras["plain"])
        ring = KeyRing.open(b"k" * 32, setup.rig.root.parent / "keyring")
        ring.rotate()
        assert reencrypt_secrets(setup.rig.database, ring) >= 1
        again = next(one.consumer for one in front.consumers.all(setup.admin) if one.consumer.id == consumer.id)
        assert again.secret != consumer.secret
        opened = ring.decrypt(again.secret, f"consumer:{consumer.id}").decode()
        assert password not in opened
        assert username_key(consumer.username) == consumer.username

    at_the_door(setup, tmp_path, play)


def test_who_says_nothing_keeps_out_nobody_else(setup: Setup, tmp_path: Path) -> None:
    async def play(_live: Live, front: GatewayFront) -> None:
        async def knocks(source: str) -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", front.port, local_addr=(source, 0))
            closing.callback(writer.close)
            with contextlib.suppress(ConnectionError):
                writer.write(b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n")
                return await asyncio.wait_for(reader.read(8), 5)
            return b""

        with contextlib.ExitStack() as closing:
            for _ in range(300):  # more than wait of all sources together
                _, writer = await asyncio.open_connection("127.0.0.1", front.port, local_addr=("127.0.0.2", 0))
                closing.callback(writer.close)
            assert await knocks("127.0.0.2") == b""
            assert await knocks("127.0.0.3") == b"RTSP/1.0"

    at_the_door(setup, tmp_path, play)
