"""What strangers send to the gateway breaks nothing; what is packetised comes back whole."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from media_units import pictures
from toancanh.infra.authentication import Credentials, parse_challenges
from toancanh.kernel import SimulatedClock
from toancanh.media.gateway.digest import Algorithm, challenges, is_right, read_answer, secrets_of
from toancanh.media.gateway.packets import Packetiser
from toancanh.media.gateway.paths import path_of
from toancanh.media.gateway.session import ConsumerSession
from toancanh.media.live.ticket import RTSP, ViewTicket
from toancanh.media.model import AccessUnit, Codec
from toancanh.media.rtp import ParameterSets, make_receiver
from toancanh.registry.model import StreamRole
from wire_packets import Kept

CAMERA = "01a20796-feda-7000-8000-453fc59889f5"
TEXT = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40)
NALS = st.lists(st.binary(max_size=5000), min_size=1, max_size=4)
AT = f"rtsp://h/cameras/{CAMERA}/main"
LINES = st.sampled_from(
    ["OPTIONS * RTSP/1.0", f"DESCRIBE {AT} RTSP/1.0", f"SETUP {AT}/trackID=0 RTSP/1.0", f"PLAY {AT} RTSP/1.0",
     "TEARDOWN * RTSP/1.0", "CSeq: 1", "Session: x", "Require: y", "Transport: RTP/AVP/TCP;unicast;interleaved=0-999",
     "Transport: RTP/AVP;multicast", "Transport: RTP/AVP;client_port=0", "Content-Length: 3", "", "",
     "$\x00\x00\x01a", "RTSP/1.0 200 OK"]
)  # fmt: skip


@given(username=TEXT.filter(bool), password=TEXT, uri=TEXT, method=TEXT, sha=st.booleans())
@settings(max_examples=40, deadline=None)
def test_our_own_client_answers_our_challenges(username: str, password: str, uri: str, method: str, sha: bool) -> None:
    offered = challenges("n1")
    client = Credentials(username=username, password=password, random_hex=lambda size: "0" * 2 * size)
    challenge = parse_challenges(offered if sha else offered[1:])
    assert challenge is not None
    client.take(challenge)
    answer = read_answer(client.header(method, uri) or "")
    assert answer is not None
    assert answer.algorithm is (Algorithm.SHA_256 if sha else Algorithm.MD5)
    assert answer.username == username
    assert is_right(answer, method, secrets_of(username, password))
    assert not is_right(answer, method, secrets_of(username, password + "x"))
    assert not is_right(answer, method + "x", secrets_of(username, password))
    assert not is_right(answer, method, {})


@given(header=st.text(max_size=300), url=st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_header_and_no_address_breaks_anything(header: str, url: str) -> None:
    for text in (header, "Digest " + header):
        read_answer(text)
    assert path_of(url) is None or CAMERA


@given(nals=NALS, codec=st.sampled_from(Codec), sequence=st.integers(0, 65535))
@settings(max_examples=40, deadline=None)
def test_packets_make_the_same_unit_again(nals: list[bytes], codec: Codec, sequence: int) -> None:
    source = pictures(codec.value)
    head = {Codec.H264: b"\x65", Codec.H265: b"\x26\x01"}[codec]
    slices = [head + (b"\x40" if at else b"\x80") + nal + b"\x80" for at, nal in enumerate(nals)]  # one begins it
    data = b"".join(len(one).to_bytes(4, "big") + one for one in slices)
    unit = AccessUnit(media_time=7, is_key=True, data=data, wall_us=10**15, arrival_us=10**15)
    made = Packetiser(ssrc=5, sequence=sequence)
    made.begin(source.parameters)
    packets = made.packets(unit)
    assert max(map(len, packets.units)) <= 1412
    kept = Kept()
    receiver = make_receiver(codec=codec, target=kept, sets=ParameterSets(codec), payload_type=96)
    blob = packets.interleaved(0)
    assert receiver.feed(blob, 0, 10**15) == len(blob)
    following = made.packets(AccessUnit(media_time=3607, is_key=True, data=data, wall_us=10**15, arrival_us=10**15))
    receiver.feed(following.interleaved(0), 0, 10**15)
    assert kept.parameters[0] == source.parameters
    assert kept.units[0].data == data


@given(pieces=st.lists(st.one_of(LINES.map(lambda line: line.encode() + b"\r\n"), st.binary(max_size=60)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_a_consumer_says_its_session_stays_bounded(pieces: list[bytes]) -> None:
    async def scenario() -> None:
        ours, theirs = socket.socketpair()
        ended: list[str] = []
        ticket = ViewTicket(
            view_id="v", camera_id=CAMERA, role=StreamRole.MAIN, key="", hevc=True, started_us=0, grant={}, resource={},
            over=RTSP,
        )  # fmt: skip
        session = ConsumerSession(
            asyncio.get_running_loop(), ours, ticket, clock=SimulatedClock(), on_closed=lambda _, why: ended.append(why)
        )
        stream = SimpleNamespace(parameters=pictures().parameters, group=(), goodbye=lambda: b"")
        session.open(b"")
        session.placed(stream)
        for piece in pieces:
            if not session.closing:
                session._received(piece)
            assert len(session._heard) <= 65536
        session.abandon("over")
        theirs.close()
        assert len(ended) == 1

    asyncio.run(scenario())
