"""Who is told of a fault, over real connections: by rule, grouped, not in quiet hours, again until it is taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from alert_servers import Taken, certificate, listening, mail_server, mqtt_broker, web_server
from health_rig import Watched, watched_over
from playback_rig import Setup, playback_setup
from toancanh.governance import PROTECTED
from toancanh.health.alerts import ChannelKind, RuleDraft, channels
from toancanh.health.alerts.model import Rule, due_us
from toancanh.health.alerts.store.tables import channel as channel_table
from toancanh.health.model import FaultKind, Sign
from toancanh.kernel import Denied, Invalid, NotFound, Unavailable
from toancanh.registry import Camera, CameraDraft, StreamDraft, StreamRole

pytestmark = pytest.mark.databases("sqlite")
S = 1_000_000
SECRET = "a secret of the hook"


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("alerts"), record=lambda _setup, _stack: None) as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Taken]:
    with web_server() as taken:
        yield taken


def clear(watched: Watched) -> None:
    """No rule of another test tells anything."""
    for rule in watched.health.alerts.rules(watched.setup.admin):
        watched.health.alerts.delete_rule(watched.setup.admin, rule.id)


def a_hook(watched: Watched, port: int, path: str = "alerts") -> str:
    settings = {"url": f"http://127.0.0.1:{port}/{path}"}
    chief = watched.setup.principals["chief"]
    return watched.health.alerts.put_channel(
        chief, None, owner_id=chief.organisation_id, kind=ChannelKind.WEBHOOK, name="hook", settings=settings,
        secret=SECRET,
    ).id  # fmt: skip


def a_rule(watched: Watched, channel_id: str, **more: Any) -> str:
    chief = watched.setup.principals["chief"]
    draft = RuleDraft(**{"owner_id": chief.organisation_id, "name": "r", "channel_ids": (channel_id,), **more})
    return watched.health.alerts.put_rule(chief, None, draft).id


def sign(watched: Watched, camera: Camera, *, bad: bool, kind: FaultKind = FaultKind.COVERED) -> None:
    """Three of them, as three looks would bring."""
    for _ in range(3):
        one = Sign(kind=kind, score=float(bad), threshold=0.5, at_us=watched.setup.clock.now_us())
        watched.faults.judge({camera.id: [one]})
        watched.setup.clock.advance(10)


def test_faults_of_one_time_are_one_message_signed_and_again_until_it_is_taken(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, chief = watched.health.alerts, setup.principals["chief"]
    a_rule(watched, a_hook(watched, hook.port), group_s=60)
    a_rule(watched, a_hook(watched, hook.port), kinds=frozenset({FaultKind.AWAY}), group_s=0)  # of no concern here
    hidden = protected(watched)
    sign(watched, setup.cameras["plain"], bad=True)
    sign(watched, setup.cameras["foreign"], bad=True)  # another ward's
    sign(watched, hidden, bad=True)
    alerts.rounds.round()
    assert not hook.bodies  # more may come
    sign(watched, setup.cameras["heavy"], bad=True)
    setup.clock.advance(60)
    hook.refusing = True
    alerts.rounds.round()
    assert len(hook.bodies) == 1
    assert alerts.channels(chief)[1] != {}
    setup.clock.advance(11)
    hook.refusing = False
    alerts.rounds.round()
    alerts.rounds.round()
    assert len(hook.bodies) == 2  # the same again, and then never more
    assert hook.heads[0]["X-Toancanh-Delivery"] == hook.heads[1]["X-Toancanh-Delivery"]
    expected = hmac.new(SECRET.encode(), hook.bodies[1], hashlib.sha256).hexdigest()
    assert hook.heads[1]["X-Toancanh-Signature"] == f"sha256={expected}"
    told = json.loads(hook.bodies[1])
    assert (told["occasion"], [one["camera"] for one in told["faults"]]) == ("opened", ["plain", "heavy"])

    shown = {user: alerts.page(setup.principals[user], only_open=True, after="", limit=9) for user in setup.principals}
    assert [one.cameras for one in shown["operator"]] == [2]
    assert [one.cameras for one in alerts.page(setup.admin, only_open=True, after="", limit=9)] == [3]
    assert not shown["stranger"]
    for camera in (setup.cameras["plain"], setup.cameras["heavy"], hidden, setup.cameras["foreign"]):
        sign(watched, camera, bad=False)
    alerts.rounds.round()
    assert json.loads(hook.bodies[2])["occasion"] == "closed"
    assert not alerts.page(chief, only_open=True, after="", limit=9)
    clear(watched)


def protected(watched: Watched) -> Camera:
    chief = watched.setup.principals["chief"]
    draft = CameraDraft(
        code="hidden", name="n", owner_id=chief.organisation_id, lat=10.7, lon=106.7, min_days=1, max_days=30,
        streams=(StreamDraft(role=StreamRole.MAIN, url="rtsp://192.0.2.88/"),), tags=frozenset({PROTECTED}),
    )  # fmt: skip
    return watched.setup.registry.cameras.create(watched.setup.admin, draft)


def test_who_does_not_answer_is_called_by_another_way_and_who_answers_ends_that(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, first = watched.health.alerts, a_hook(watched, hook.port)
    rule = {"group_s": 0, "escalate_after_s": 300, "escalate_channel_ids": (first,)}
    a_rule(watched, first, **rule)
    sign(watched, setup.cameras["plain"], bad=True)
    alerts.rounds.round()
    setup.clock.advance(301)
    alerts.rounds.round()
    assert [json.loads(body)["occasion"] for body in hook.bodies] == ["opened", "escalated"]
    sign(watched, setup.cameras["plain"], bad=False)
    sign(watched, setup.cameras["heavy"], bad=True)
    alerts.rounds.round()
    alert = alerts.page(setup.principals["operator"], only_open=True, after="", limit=9)[0]
    with pytest.raises(NotFound):
        alerts.acknowledge(setup.principals["stranger"], alert.id)
    with pytest.raises(Denied):
        alerts.acknowledge(setup.principals["auditor"], alert.id)
    alerts.acknowledge(setup.principals["operator"], alert.id)
    before = len(hook.bodies)
    setup.clock.advance(301)
    alerts.rounds.round()
    assert len(hook.bodies) == before
    sign(watched, setup.cameras["heavy"], bad=False)
    clear(watched)


def test_what_a_contract_s_clock_ran_out_on_is_told_by_the_organisation_s_own_ways(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, chief = watched.health.alerts, setup.principals["chief"]
    ways = a_hook(watched, hook.port), a_hook(watched, hook.port)
    a_rule(watched, ways[1], escalate_channel_ids=(ways[0],))
    a_rule(watched, ways[0], enabled=False)
    facts = {"occasion": "ticket_escalated", "ticket": "SC-1"}
    with setup.rig.database.transaction() as tx:
        for organisation_id in (chief.organisation_id, setup.admin.organisation_id):  # the latter has no rule
            alerts.tell(tx, organisation_id, subject="Quá hạn", text="SC-1", facts=facts)
    hook.refusing = True
    alerts.rounds.round()
    assert alerts.outbox()[0] == 1
    hook.refusing = False
    setup.clock.advance(60)
    alerts.rounds.round()
    assert [json.loads(body) for body in hook.bodies] == [facts, facts]
    assert alerts.outbox()[0] == 0
    clear(watched)


def test_announced_work_is_silent_and_what_outlasts_it_is_an_alarm(setup: Setup, hook: Taken) -> None:
    watched, worked_at = watched_over(setup, [f"127.0.0.1:{hook.port}"]), {setup.cameras["plain"].id}

    class Works:
        def covers(self, camera_ids: Collection[str], at_us: int, /) -> Collection[str]:
            return worked_at & set(camera_ids)

    watched.faults.know_planned_work(Works())
    a_rule(watched, a_hook(watched, hook.port), group_s=0)
    sign(watched, setup.cameras["plain"], bad=True)
    setup.clock.advance(7200)
    assert not watched.faults.work_over().opened
    watched.health.alerts.rounds.round()
    assert not hook.bodies
    worked_at.clear()
    assert [one.planned for one in watched.faults.work_over().opened] == [False]
    assert not watched.faults.work_over().opened
    watched.health.alerts.rounds.round()
    assert [json.loads(body)["occasion"] for body in hook.bodies] == ["opened"]
    sign(watched, setup.cameras["plain"], bad=False)
    clear(watched)


def test_mail_over_tls_and_mqtt_take_it_too(setup: Setup, tmp_path: Path) -> None:
    files = certificate(tmp_path)
    with mail_server(files) as mail, mqtt_broker() as broker:
        watched = watched_over(setup, [f"127.0.0.1:{mail.port}", f"127.0.0.1:{broker.port}"])
        alerts, chief = watched.health.alerts, setup.principals["chief"]
        alerts._contexts = lambda: ssl.create_default_context(cafile=str(files[0]))
        mailing = {
            "host": "127.0.0.1", "port": mail.port, "security": "tls", "sender": "a@x.vn", "to": ["b@x.vn"],
            "username": "cảnh",
        }  # fmt: skip
        owner = {"owner_id": chief.organisation_id, "name": "n"}
        by_mail = alerts.put_channel(chief, None, kind=ChannelKind.EMAIL, settings=mailing, secret="p4ss mật", **owner)
        publishing = {"url": f"mqtt://127.0.0.1:{broker.port}", "topic": "city/alerts"}
        by_mqtt = alerts.put_channel(chief, None, kind=ChannelKind.MQTT, settings=publishing, secret=None, **owner)
        a_rule(watched, by_mail.id, group_s=0, channel_ids=(by_mail.id, by_mqtt.id))
        sign(watched, setup.cameras["plain"], bad=True)
        alerts.rounds.round()
        assert b"Subject: =?utf-8" in mail.bodies[0]
        assert [base64.b64decode(head["auth"]).decode() for head in mail.heads] == ["\0cảnh\0p4ss mật"]
        assert broker.heads == [{"topic": "city/alerts"}]
        assert json.loads(broker.bodies[0])["faults"][0]["camera"] == "plain"
        for server, channel in ((mail, by_mail), (broker, by_mqtt)):
            server.refusing = True
            with pytest.raises(Unavailable, match=r"550|refuses"):
                alerts.try_channel(chief, channel.id)
        with setup.rig.database.reading() as connection:
            stored = [row.secret for row in connection.execute(select(channel_table)) if row.secret]
        assert stored
        assert not any("p4ss" in secret for secret in stored)
        sign(watched, setup.cameras["plain"], bad=False)
        clear(watched)


def test_mail_by_starttls_and_mqtt_over_tls_with_a_log_in(setup: Setup, tmp_path: Path) -> None:
    files = certificate(tmp_path)
    with mail_server(files, starttls=True) as mail, mqtt_broker(files) as broker:
        watched = watched_over(setup, [f"127.0.0.1:{mail.port}", f"127.0.0.1:{broker.port}"])
        alerts, chief = watched.health.alerts, setup.principals["chief"]
        owner = {"owner_id": chief.organisation_id, "name": "s"}
        mailing = {
            "host": "127.0.0.1", "port": mail.port, "sender": "a@x.vn", "to": ["b@x.vn"], "username": "lan",
        }  # fmt: skip
        by_mail = alerts.put_channel(chief, None, kind=ChannelKind.EMAIL, settings=mailing, secret="p4ss", **owner)
        publishing = {"url": f"mqtts://127.0.0.1:{broker.port}", "topic": "city", "username": "lan"}
        by_mqtt = alerts.put_channel(chief, None, kind=ChannelKind.MQTT, settings=publishing, secret="p4ss", **owner)
        for channel in (by_mail, by_mqtt):  # of a stranger's certificate
            with pytest.raises(Unavailable):
                alerts.try_channel(chief, channel.id)
        assert not mail.bodies
        assert not broker.heads
        alerts._contexts = lambda: ssl.create_default_context(cafile=str(files[0]))
        for channel in (by_mail, by_mqtt):
            alerts.try_channel(chief, channel.id)
        assert len(mail.bodies) == len(broker.bodies) == 1
        assert broker.heads == [{"login": "\0\3lan\0\4p4ss"}, {"topic": "city"}]


def test_what_a_channel_may_not_be(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, chief = watched.health.alerts, setup.principals["chief"]
    owner = {"owner_id": chief.organisation_id, "name": "n"}
    channel_id = a_hook(watched, hook.port)
    bad = [
        (ChannelKind.WEBHOOK, {"url": "https://a:b@192.0.2.1/"}, SECRET, Invalid),
        (ChannelKind.WEBHOOK, {"url": "file:///etc/passwd"}, SECRET, Invalid),
        (ChannelKind.WEBHOOK, {"url": "https://192.0.2.1:99999/"}, SECRET, Invalid),
        (ChannelKind.WEBHOOK, {"url": "https://192.0.2.1/"}, "short", Invalid),
        (ChannelKind.WEBHOOK, {"url": "http://127.0.0.1:1/"}, SECRET, Denied),
        (ChannelKind.EMAIL, {"host": "192.0.2.1", "sender": "a@x.vn", "to": ["b\r\nBcc: c@x.vn"]}, "", Invalid),
        (
            ChannelKind.EMAIL,
            {"host": "192.0.2.1", "sender": "a@x.vn", "to": ["b@x.vn"], "security": "none", "username": "a"},
            "p",
            Invalid,
        ),
        (ChannelKind.WEBHOOK, {"url": f"https://{'cảnh' * 40}.vn/"}, SECRET, Invalid),
        (ChannelKind.WEBHOOK, {"url": "https://cảnh..vn/"}, SECRET, Invalid),
        (ChannelKind.EMAIL, {"host": "thư..vn", "sender": "a@x.vn", "to": ["b@x.vn"]}, "", Invalid),
        (ChannelKind.MQTT, {"url": "mqtts://192.0.2.1", "topic": "a/#"}, "", Invalid),
        (ChannelKind.MQTT, {"url": "mqtt://192.0.2.1", "username": "a"}, "p", Invalid),
    ]
    for kind, settings, secret, refused in bad:
        with pytest.raises(refused):
            alerts.put_channel(chief, None, kind=kind, settings=settings, secret=secret, **owner)
    with pytest.raises(Invalid, match="enter the secret again"):
        alerts.put_channel(
            chief, channel_id, kind=ChannelKind.WEBHOOK, settings={"url": "https://192.0.2.66/"}, secret=None, **owner
        )
    with pytest.raises(NotFound):
        alerts.delete_channel(setup.principals["operator"], channel_id)
    with pytest.raises(Invalid, match="no such channel"):
        a_rule(watched, "none")


def test_one_bad_channel_stops_no_other_and_what_failed_is_settled_with_its_reason(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}", "127.0.0.1:1"])
    alerts, chief = watched.health.alerts, setup.principals["chief"]

    def broken() -> ssl.SSLContext:
        raise RuntimeError("nobody thought of it")

    alerts._contexts = broken
    owner = {"owner_id": chief.organisation_id, "name": "n"}
    mqtts = {"url": f"mqtts://127.0.0.1:{hook.port}"}
    bad = alerts.put_channel(chief, None, kind=ChannelKind.MQTT, settings=mqtts, secret=None, **owner).id
    dead = a_hook(watched, 1)
    good = a_hook(watched, hook.port, "cảnh báo?của=phường")
    a_rule(watched, bad, group_s=0, channel_ids=(bad, dead, good))
    sign(watched, setup.cameras["plain"], bad=True)
    alerts.rounds.round()
    assert [json.loads(body)["occasion"] for body in hook.bodies] == ["opened"]
    assert hook.paths == ["/c%E1%BA%A3nh%20b%C3%A1o?c%E1%BB%A7a=ph%C6%B0%E1%BB%9Dng"]
    assert alerts.outbox() == (2, 0)
    failed = alerts.channels(chief)[1]
    assert "RuntimeError" in failed[bad]
    assert "ConnectionRefusedError" in failed[dead]
    for _ in range(9):  # tries come to an end
        setup.clock.advance(7201)
        alerts.rounds.round()
    assert alerts.outbox() == (0, 2)
    sign(watched, setup.cameras["plain"], bad=False)
    setup.clock.advance(3600)
    clear(watched)


def test_what_waits_for_a_dead_channel_costs_one_try(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, channel_id = watched.health.alerts, a_hook(watched, hook.port)
    a_rule(watched, channel_id)
    hook.refusing = True
    for number in range(3):
        with setup.rig.database.transaction() as tx:
            where = setup.principals["chief"].organisation_id
            alerts.tell(tx, where, subject="x", text="x", facts={"number": number})
    alerts.rounds.round()
    alerts.rounds.round()
    assert len(hook.bodies) == 1
    hook.refusing = False
    setup.clock.advance(11)
    alerts.rounds.round()
    assert sorted(json.loads(body)["number"] for body in hook.bodies[1:]) == [0, 1, 2]
    clear(watched)


def test_who_answers_drop_by_drop_is_cut_off(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "LIMIT_S", 0.4)

    def drip(connection: socket.socket, _taken: Taken) -> None:
        with connection:
            while True:  # until it is cut
                connection.sendall(b"2")
                time.sleep(0.05)

    with listening(drip) as slow:
        watched = watched_over(setup, [f"127.0.0.1:{slow.port}"])
        alerts, chief = watched.health.alerts, setup.principals["chief"]
        owner = {"owner_id": chief.organisation_id, "name": "n", "secret": SECRET}
        mailing = {"host": "127.0.0.1", "port": slow.port, "security": "none", "sender": "a@x.vn", "to": ["b@x.vn"]}
        made = [
            a_hook(watched, slow.port),
            alerts.put_channel(chief, None, kind=ChannelKind.EMAIL, settings=mailing, **owner).id,
        ]
        for channel_id in made:
            began_s = time.monotonic()
            with pytest.raises(Unavailable, match="does not take it"):
                alerts.try_channel(chief, channel_id)
            assert 0.3 < time.monotonic() - began_s < 20


def test_nothing_is_sent_in_quiet_hours_and_what_stands_is_sent_after_them(setup: Setup, hook: Taken) -> None:
    watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
    alerts, channel_id = watched.health.alerts, a_hook(watched, hook.port)
    minute = (setup.clock.now_us() // (60 * S) + 7 * 60) % 1440
    quiet = {"quiet_from": (minute + 10) % 1440, "quiet_to": (minute + 130) % 1440}
    calling = {"escalate_after_s": 900, "escalate_channel_ids": (channel_id,)}
    a_rule(watched, channel_id, group_s=0, **quiet, **calling)

    def told() -> list[str]:
        alerts.rounds.round()
        return [json.loads(body)["occasion"] for body in hook.bodies]

    sign(watched, setup.cameras["plain"], bad=True)
    sign(watched, setup.cameras["heavy"], bad=True, kind=FaultKind.MOVED)
    assert told() == ["opened"]
    setup.clock.advance(1200)  # quiet by now, and overdue
    assert told() == ["opened"]
    setup.clock.advance(7200)
    assert told() == ["opened", "escalated"]
    setup.clock.advance(86_400 - 7200)  # quiet again
    for name, kind in (("plain", FaultKind.COVERED), ("heavy", FaultKind.MOVED)):
        sign(watched, setup.cameras[name], bad=False, kind=kind)
    assert told() == ["opened", "escalated"]
    setup.clock.advance(7200)
    assert told() == ["opened", "escalated", "closed"]
    clear(watched)


def test_quiet_hours_put_off_what_opens_in_them() -> None:
    rule = Rule(id="r", owner_id="o", name="n", version=1, updated_us=0, group_s=0, quiet_from=22 * 60, quiet_to=6 * 60)
    midnight_us = 17 * 3600 * S  # in Hà Nội
    six_us = midnight_us + 6 * 3600 * S
    assert due_us(rule, midnight_us - 3 * 3600 * S, grouped=True) == midnight_us - 3 * 3600 * S
    assert due_us(rule, midnight_us - 2 * 3600 * S, grouped=True) == six_us
    assert due_us(rule, midnight_us + 90 * S, grouped=True) == six_us
    assert due_us(rule, six_us, grouped=True) == six_us
