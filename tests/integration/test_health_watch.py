"""From what the media process says and what looks find to faults, causes, pictures, the board; and who sees what."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from health_rig import Watched, watched_over
from media_units import pictures
from playback_rig import Setup, playback_setup
from toancanh.devices import DeviceTold, EventMeaning, Told
from toancanh.governance import PROTECTED
from toancanh.health.board import By
from toancanh.health.model import FaultClosed, FaultKind, FaultOpened, FaultState, IncidentKind
from toancanh.health.repairs.kept_faults import KeptFaults
from toancanh.health.store.faults import FaultFilter
from toancanh.health.watching.looks import WORKER, Looks
from toancanh.health.watching.streams import StreamRounds
from toancanh.kernel import Denied, NotFound, Principal
from toancanh.media.link import KeyFrame
from toancanh.media.model import AccessUnit
from toancanh.media.pictures import PicturePool
from toancanh.media.playback.states import States
from toancanh.registry import CameraDraft, CameraFilter, SiteDraft, StreamDraft, StreamRole
from toancanh.registry.topology import NodeDraft, NodeKind

pytestmark = pytest.mark.databases("sqlite")
S = 1_000_000


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("health"), record=lambda _setup, _stack: None) as made:
        yield made


@pytest.fixture
def watched(setup: Setup) -> Watched:
    return watched_over(setup)


def report(setup: Setup, camera_id: str, **more: Any) -> dict[str, Any]:
    now_us = setup.clock.now_us()
    return {
        "camera_id": camera_id, "role": "main", "state": "online", "reason": "none", "since_us": now_us - 10 * S,
        "last_frame_us": now_us, "fps": 25.0, "bitrate_bps": 4_000_000, "width": 640, "height": 360,
        "lost_packets": 0, "reconnects": 0, "recording_fault": None, "clock": None, "same_keys": 0,
        "key_interval_us": S, **more,
    }  # fmt: skip


async def rounds(watched: Watched, streams: StreamRounds, seconds: int, away: dict[str, int]) -> None:
    """Two seconds each; ``away``: since when each of these is dead, which media says after five seconds."""
    setup = watched.setup
    for _ in range(seconds // 2):
        setup.clock.advance(2)
        now_us = setup.clock.now_us()
        setup.links.streams = [
            report(setup, id, state="offline", reason="timeout", last_frame_us=away[id])
            if id in away and now_us - away[id] >= 5 * S
            else report(setup, id, last_frame_us=away.get(id, now_us))
            for id in watched.online
        ]
        await streams.round()


def a_line(setup: Setup, count: int, *, hidden: int = 0) -> list[str]:
    """Cameras of one ward on one line; the first ``hidden`` are protected."""
    ward = setup.cameras["plain"].owner_id
    number = len(setup.registry.topology.parents())
    draft = NodeDraft(kind=NodeKind.LINE, code=f"line-{number}", name="n", owner_id=ward)
    line = setup.registry.topology.create(setup.admin, draft)
    made = []
    for index in range(count):
        camera = setup.registry.cameras.create(
            setup.admin,
            CameraDraft(
                code=f"l{number}-{index}", name="n", owner_id=ward, lat=10.7, lon=106.7, min_days=1, max_days=30,
                streams=(StreamDraft(role=StreamRole.MAIN, url=f"rtsp://192.0.2.77/{number}/{index}"),),
                tags=frozenset({PROTECTED} if index < hidden else ()),
            ),
        )  # fmt: skip
        setup.registry.topology.link(setup.admin, camera.id, {NodeKind.LINE: line.id})
        made.append(camera.id)
    return made


@pytest.mark.parametrize("kind", [IncidentKind.SWITCH, IncidentKind.POWER, IncidentKind.SITE, IncidentKind.LINE])
def test_what_many_hang_on_is_the_cause_also_two_nodes_up(setup: Setup, kind: IncidentKind) -> None:
    """Switch: at the cameras. Power: two switches hang on one feed. Site: where they stand, on no node. Line: it has a
    switch, and they hang on that.
    """
    watched, topology, admin = watched_over(setup), setup.registry.topology, setup.admin
    ward, number = setup.cameras["plain"].owner_id, len(topology.parents())

    def node(of: NodeKind, name: str, parent_id: str | None = None) -> str:
        draft = NodeDraft(kind=of, code=f"{name}-{number}", name="n", owner_id=ward, parent_id=parent_id)
        return topology.create(admin, draft).id

    sides: list[Mapping[NodeKind, str]] = [{}, {}]
    if kind is IncidentKind.SWITCH:
        cause = node(NodeKind.SWITCH, "s")
        sides = [{NodeKind.SWITCH: cause}] * 2
    elif kind is not IncidentKind.SITE:
        cause = node(NodeKind(str(kind)), "above")
        sides = [{NodeKind.SWITCH: node(NodeKind.SWITCH, name, cause)} for name in "st"]
        if kind is IncidentKind.LINE:
            sides = sides[:1] * 2
    site_id = None
    if kind is IncidentKind.SITE:
        site = SiteDraft(code=f"site-{number}", name="n", owner_id=ward, lat=10.7, lon=106.7)
        cause = site_id = setup.registry.sites.create(admin, site).id
    made = []
    for index in range(4):
        draft = CameraDraft(
            code=f"{kind}-{index}", name="n", owner_id=ward, lat=10.7, lon=106.7, min_days=1, max_days=30,
            streams=(StreamDraft(role=StreamRole.MAIN, url=f"rtsp://192.0.2.78/{kind}/{index}"),), site_id=site_id,
        )  # fmt: skip
        made.append(setup.registry.cameras.create(admin, draft).id)
        if sides[index % 2]:
            topology.link(admin, made[-1], sides[index % 2])
    watched.online.update(dict.fromkeys([*made, setup.cameras["plain"].id], StreamRole.MAIN))
    states = States(processes=setup.links, clock=setup.clock)
    streams = StreamRounds(states=states, faults=watched.faults, cameras=watched.cameras, clock=setup.clock)

    async def scenario() -> None:
        await rounds(watched, streams, 20, {})
        await rounds(watched, streams, 16, dict.fromkeys(made, setup.clock.now_us()))
        chief = setup.principals["chief"]
        ((incident, seen),) = watched.health.incidents(chief, only_open=True, after="", limit=10)
        assert (incident.kind, incident.cause_id, incident.affected, incident.hanging) == (kind, cause, 4, 4)
        assert seen == 4
        opened = [one.fault for one in watched.events if isinstance(one, FaultOpened)]
        assert {one.camera_id: one.incident_id for one in opened} == dict.fromkeys(made, incident.id)
        await rounds(watched, streams, 40, {})
        assert not watched.health.incidents(chief, only_open=True, after="", limit=10)

    asyncio.run(scenario())


def test_a_dead_line_is_one_incident_and_its_protected_cameras_are_not_counted(setup: Setup, watched: Watched) -> None:
    on_line = a_line(setup, 5, hidden=1)
    alone = setup.cameras["plain"].id
    watched.online.update(dict.fromkeys([*on_line, alone], StreamRole.MAIN))
    streams = StreamRounds(
        states=States(processes=setup.links, clock=setup.clock), faults=watched.faults, cameras=watched.cameras,
        clock=setup.clock,
    )  # fmt: skip

    async def scenario() -> None:
        await rounds(watched, streams, 20, {})
        assert not watched.events
        dead_us = setup.clock.now_us()
        await rounds(watched, streams, 16, {**dict.fromkeys(on_line, dead_us), alone: dead_us})
        opened = [one for one in watched.events if isinstance(one, FaultOpened)]
        assert {one.fault.camera_id for one in opened} == {*on_line, alone}
        assert all(one.at_us - dead_us <= 15 * S for one in opened)
        causes = {one.fault.camera_id: one.fault.incident_id for one in opened}
        assert causes[alone] is None
        assert len({causes[camera_id] for camera_id in on_line}) == 1

        chief, admin = setup.principals["chief"], setup.admin
        (incident, seen), *rest = watched.health.incidents(chief, only_open=True, after="", limit=10)
        assert not rest
        assert (incident.kind, incident.affected, incident.hanging, seen) == (IncidentKind.LINE, 5, 5, 4)
        assert watched.health.incidents(admin, only_open=True, after="", limit=10)[0][1] == 5
        assert not watched.health.incidents(setup.principals["stranger"], only_open=True, after="", limit=10)

        board = watched.health.board(chief, CameraFilter())
        everything = watched.health.board(admin, CameraFilter())
        assert (board.faulty, board.kinds) == (5, {FaultKind.AWAY: 5})
        assert (everything.faulty, everything.cameras) == (6, board.cameras + 2)  # one protected, one of another ward
        by_owner = watched.health.board(chief, CameraFilter(), By.OWNER)
        assert (by_owner.cameras, by_owner.watched, by_owner.kinds) == (board.cameras, board.watched, board.kinds)
        assert all(one.unit_id is None for one in by_owner.groups)
        listed = watched.health.page(chief, CameraFilter(), FaultFilter(state=FaultState.OPEN), limit=3)
        more = watched.health.page(
            chief, CameraFilter(), FaultFilter(state=FaultState.OPEN), after=listed[-1].fault.id, limit=9
        )
        assert len(listed) + len(more) == 5
        assert on_line[0] not in {one.fault.camera_id for one in [*listed, *more]}

        for wanted, count in (
            (FaultFilter(alone=True), 1), (FaultFilter(incident_id=incident.id), 4),
            (FaultFilter(since_us=dead_us + 1), 0), (FaultFilter(kinds=[FaultKind.FROZEN]), 0),
            (FaultFilter(alert_id="none"), 0),
        ):  # fmt: skip
            assert len(watched.health.page(chief, CameraFilter(), wanted, limit=9)) == count
        assert watched.health.causes(chief, [incident])[incident.cause_id][1] == "n"
        assert not watched.health.causes(setup.principals["stranger"], [incident])

        again = watched_over(setup)  # another process begins where this one was
        assert again.faults.of(alone)[0].state is FaultState.OPEN

        await rounds(watched, streams, 30, {})
        closed = [one for one in watched.events if isinstance(one, FaultClosed)]
        assert {one.fault.camera_id for one in closed} == {*on_line, alone}
        assert not watched.health.incidents(admin, only_open=True, after="", limit=10)
        assert watched.health.board(admin, CameraFilter()).faulty == 0
        assert watched.health.trend(chief, CameraFilter(), days=2)[-1].kinds == {}

    asyncio.run(scenario())


def test_a_camera_that_nobody_wants_watched_has_no_fault_any_more(setup: Setup, watched: Watched) -> None:
    camera_id = setup.cameras["plain"].id
    watched.online[camera_id] = StreamRole.MAIN
    streams = StreamRounds(
        states=States(processes=setup.links, clock=setup.clock), faults=watched.faults, cameras=watched.cameras,
        clock=setup.clock,
    )  # fmt: skip

    async def scenario() -> None:
        await rounds(watched, streams, 20, {camera_id: setup.clock.now_us()})
        assert watched.faults.of(camera_id)
        watched.online.clear()
        setup.links.away = True  # its media process is being restarted: that says nothing of the camera
        setup.clock.advance(2)
        await streams.round()
        assert watched.faults.of(camera_id)
        setup.links.away = False
        setup.clock.advance(2)
        setup.links.streams = []
        await streams.round()
        assert not watched.faults.of(camera_id)
        assert watched.events[-1].fault.details["unwatched"] is True  # type: ignore[attr-defined]

    asyncio.run(scenario())


def test_what_looks_find_opens_with_a_picture_and_closes_with_another(setup: Setup, watched: Watched) -> None:
    camera = setup.cameras["plain"]
    key(setup, camera.id)

    async def scenario() -> None:
        assert await watched.three_looks(camera.id, {FaultKind.COVERED: 0.1}) == [False] * 3
        assert await watched.three_looks(camera.id, {FaultKind.COVERED: 0.9}) == [True] * 3
        assert await watched.looks.look(camera.id, StreamRole.MAIN) is False
        fault = watched.faults.of(camera.id)[0]
        assert (fault.state, fault.kind, fault.details) == (FaultState.OPEN, FaultKind.COVERED, {"share": 0.9})
        await asyncio.to_thread(watched.looks.flush)
        found = watched.health.camera(setup.principals["chief"], camera.id)
        assert found.pictures == {fault.id: {"before"}}
        assert max(max(hours.values()) for hours in found.days[0].scores.values()) == 0.9
        assert await watched.three_looks(camera.id, {FaultKind.COVERED: 0.1}) == [True] * 3
        found = watched.health.camera(setup.principals["chief"], camera.id)
        assert found.pictures == {fault.id: {"before", "after"}}
        assert not found.now

    asyncio.run(scenario())
    with watched.client("stranger") as client:
        assert client.get(f"/health/cameras/{camera.id}").status_code == 404
        fault_id = watched.health.camera(setup.principals["chief"], camera.id).history[0].id
        assert client.get(f"/health/cameras/{camera.id}/faults/{fault_id}/picture.jpg").status_code == 404


def key(setup: Setup, camera_id: str, number: int = 25) -> None:
    now_us = setup.clock.now_us()
    unit = AccessUnit(
        media_time=0, is_key=True, data=pictures("h264").unit(number).data, wall_us=now_us, arrival_us=now_us
    )
    setup.links.frames[camera_id] = KeyFrame(parameters=pictures("h264").parameters, unit=unit)


def test_a_view_is_approved_by_who_may_change_the_camera_and_its_pictures_are_gathered(
    setup: Setup, watched: Watched
) -> None:
    camera_id = setup.cameras["plain"].id
    local_noon_s = -(setup.clock.now_us() // S + 7 * 3600 - 12 * 3600) % 86_400
    setup.clock.advance(local_noon_s)
    for user in ("operator", "chief"):  # their sessions have ended meanwhile
        setup.sign_in(user)
    key(setup, camera_id)
    with watched.client("operator") as client:
        assert client.put(f"/health/cameras/{camera_id}/view", json={}).status_code == 403
    time = {"left": 0.1, "top": 0.05, "width": 0.3, "height": 0.04, "form": "%H:%M:%S", "tolerance_s": 30.0}
    with watched.client("chief") as client:
        for wrong in ({"left": 0.8}, {"form": "%B"}, {"form": "--"}):
            answer = client.put(f"/health/cameras/{camera_id}/view", json={"time_overlay": {**time, **wrong}})
            assert answer.status_code == 422
        answer = client.put(f"/health/cameras/{camera_id}/view", json={"time_overlay": time})
        assert answer.json()["view"]["compared"] is True, answer.text
        assert answer.json()["view"]["time_overlay"] == time
        assert answer.json()["view"]["time_reading"] == "unreadable"  # of what the worker here calls a reference

    async def scenario() -> None:
        for _ in range(9):
            setup.clock.advance(660)
            key(setup, camera_id)
            await watched.looks.look(camera_id, StreamRole.MAIN)
        built = [one for one in watched.worker.asked if one["op"] == "describe"]
        assert [one["units"] for one in built] == [1, 2, 4, 8]
        assert all(context["overlay"] == time for one in built for context in one["contexts"])
        assert watched.worker.asked[-1]["reference"] == b"described".hex()

    asyncio.run(scenario())
    setup.clock.advance(91 * 86_400)  # longer than anything of it may be kept
    assert watched.health.tidy() > 1
    assert watched.health.camera(setup.principals["chief"], camera_id).view is not None
    with pytest.raises(NotFound, match="its description stays"):
        watched.health.view_picture(setup.principals["chief"], camera_id)
    with pytest.raises(Denied):
        watched.health.forget_view(setup.principals["operator"], camera_id)
    watched.health.forget_view(setup.principals["chief"], camera_id)
    assert watched.health.camera(setup.principals["chief"], camera_id).view is None


def test_the_real_worker_decodes_checks_and_describes(setup: Setup, watched: Watched, tmp_path: Path) -> None:
    """A grey picture without an edge is what a recorder shows for a camera that is gone."""
    camera_id = setup.cameras["plain"].id
    key(setup, camera_id)

    async def scenario() -> None:
        pool = PicturePool(size=1, module=WORKER)
        looks = Looks(
            faults=watched.faults, cameras=watched.cameras, processes=setup.links, worker=pool,
            database=setup.rig.database, clock=setup.clock, online=lambda: watched.online,
        )  # fmt: skip
        try:
            found = await looks.see(camera_id, StreamRole.MAIN)
            assert found is not None
            assert {one.kind for one in found.signs if one.is_bad} == {FaultKind.SIGNAL_LOSS}
            noon = replace(found.picture, taken_us=found.picture.taken_us // (86_400 * S) * 86_400 * S + 5 * 3600 * S)
            assert len(await looks.describe(camera_id, [noon, noon])) > 100
        finally:
            await pool.close()

    asyncio.run(scenario())


def test_what_a_camera_tells_is_a_mark_that_grows_and_meddling_asks_for_a_look(setup: Setup, watched: Watched) -> None:
    words, clock, archive = watched.health.device_words, setup.clock, setup.rig.archive
    plain, foreign = setup.cameras["plain"].id, setup.cameras["foreign"].id

    def tell(camera_id: str, meaning: EventMeaning, lasts: bool | None) -> frozenset[str]:
        now_us = clock.now_us()
        told = Told(camera_id=camera_id, meaning=meaning, lasts=lasts, at_us=now_us)
        words.take(DeviceTold(at_us=now_us, told=(told,)))
        return words.round()

    def marks(camera_id: str) -> list[tuple[str, int, int]]:
        found = archive.marks(camera_id, begun_us, clock.now_us() + S)
        return [(one.kind, (one.start_us - begun_us) // S, (one.end_us - begun_us) // S) for one in found]

    clock.advance(7200)
    begun_us = clock.now_us()
    assert tell(plain, EventMeaning.MOTION, False) == frozenset()  # as it stands at the begin
    assert tell(plain, EventMeaning.MOTION, True) == frozenset()
    clock.advance(31)
    words.round()
    assert marks(plain) == [("device_motion", 0, 31)]  # it lasts
    clock.advance(4)
    tell(plain, EventMeaning.MOTION, False)
    clock.advance(50)
    tell(plain, EventMeaning.MOTION, True)  # within a minute: the same
    clock.advance(5)
    tell(plain, EventMeaning.MOTION, False)
    assert marks(plain) == [("device_motion", 0, 90)]
    clock.advance(61)
    words.round()
    tell(plain, EventMeaning.MOTION, None)  # of a moment
    assert marks(plain)[1:] == [("device_motion", 151, 152)]

    assert tell(foreign, EventMeaning.TAMPER, True) == {foreign}
    assert tell(foreign, EventMeaning.TAMPER, True) == frozenset()  # asked for within this minute
    clock.advance(3700)
    words.round()
    assert tell(foreign, EventMeaning.TAMPER, False) == frozenset()
    assert marks(foreign) == [("device_tamper", 151, 151 + 3600)]
    clock.advance(32 * 86_400)
    watched.health.tidy()
    assert marks(plain) == marks(foreign) == []


def test_who_meddles_is_looked_at_out_of_turn(setup: Setup, watched: Watched) -> None:
    camera_id = setup.cameras["plain"].id
    watched.online[camera_id] = StreamRole.MAIN
    key(setup, camera_id)

    async def scenario() -> None:
        await watched.looks.round()
        assert watched.looks.made == 0
        watched.worker.scores = {FaultKind.COVERED: 0.9}
        watched.looks.ask([camera_id, "nobody"])
        for _ in range(3):
            await watched.looks.round()
            setup.clock.advance(10)
        assert watched.looks.made == 3
        assert [one.state for one in watched.faults.of(camera_id)] == [FaultState.OPEN]
        watched.looks.ask([camera_id])  # as after a repair
        watched.worker.scores = {FaultKind.COVERED: 0.0}
        for _ in range(3):
            await watched.looks.round()
            setup.clock.advance(10)
        assert not watched.faults.of(camera_id)

    asyncio.run(scenario())


def test_what_nothing_is_compared_with_any_more_is_no_fault(setup: Setup, watched: Watched) -> None:
    camera_id = setup.cameras["plain"].id
    for user in ("operator", "chief"):
        setup.sign_in(user)
    key(setup, camera_id)
    with watched.client("chief") as client:
        assert client.put(f"/health/cameras/{camera_id}/view", json={}).status_code == 200
        asyncio.run(watched.three_looks(camera_id, {FaultKind.MOVED: 0.9, FaultKind.BLACK: 0.9}))
        assert {one.kind for one in watched.faults.of(camera_id)} == {FaultKind.MOVED, FaultKind.BLACK}
        (moved,) = [one for one in watched.faults.of(camera_id) if one.kind is FaultKind.MOVED]
        kept = KeptFaults(setup.rig.database)
        assert kept.given_up_views() == {}, "it may be turned back yet"
        assert client.put(f"/health/cameras/{camera_id}/view", json={}).status_code == 200
        assert kept.given_up_views() == {camera_id: moved.began_us}
        assert client.delete(f"/health/cameras/{camera_id}/view").status_code == 204
    assert {one.kind for one in watched.faults.of(camera_id)} == {FaultKind.BLACK}
    assert kept.given_up_views() == {camera_id: moved.began_us}
    asyncio.run(watched.three_looks(camera_id, {FaultKind.BLACK: 0.0}))


class _Recorders:
    """One with a name that the chief alone may read."""

    def __init__(self, camera_ids: list[str], reader: str) -> None:
        self._camera_ids = camera_ids
        self._reader = reader

    def of_cameras(self, camera_ids: Collection[str], /) -> Mapping[str, str]:
        return {id: "the-recorder" for id in camera_ids if id in self._camera_ids}

    def called(self, principal: Principal, device_ids: Collection[str], /) -> Mapping[str, tuple[str, str]]:
        return {id: ("10.1.0.9", "Đầu ghi") for id in device_ids if principal.user_id == self._reader}


def test_a_recorder_that_is_the_cause_is_named_to_who_may_read_it(setup: Setup, watched: Watched) -> None:
    ward = setup.cameras["plain"].owner_id
    made = [
        setup.registry.cameras.create(
            setup.admin,
            CameraDraft(
                code=f"r{number}", name="n", owner_id=ward, lat=10.7, lon=106.7, min_days=1, max_days=30,
                streams=(StreamDraft(role=StreamRole.MAIN, url=f"rtsp://192.0.2.78/{number}"),),
            ),
        ).id
        for number in range(3)
    ]  # fmt: skip
    chief = setup.principals["chief"]
    watched.cameras.know_recorders(_Recorders(made, chief.user_id))
    watched.online.update(dict.fromkeys(made, StreamRole.MAIN))
    streams = StreamRounds(
        states=States(processes=setup.links, clock=setup.clock), faults=watched.faults, cameras=watched.cameras,
        clock=setup.clock,
    )  # fmt: skip
    asyncio.run(rounds(watched, streams, 20, dict.fromkeys(made, setup.clock.now_us())))
    for user in ("operator", "chief"):
        setup.sign_in(user)
    named = {}
    for user in ("chief", "operator"):
        with watched.client(user) as client:
            [found] = client.get("/health/incidents").json()["items"]
            named[user] = (found["kind"], found["cause_code"], found["cause_name"], found["cameras"])
    assert named["chief"] == ("recorder", "10.1.0.9", "Đầu ghi", 3)
    assert named["operator"] == ("recorder", "", "", 3)
    asyncio.run(rounds(watched, streams, 20, {}))
