"""Sharing between agencies: what is agreed is seen, exactly that, exactly so long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from databases import one_connection
from governance_rig import PASSWORD, City, a_city
from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, Outcome, Role, RoleBinding
from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.purpose import CaseDraft, CaseKind
from toancanh.governance.record.query import RecordFilter
from toancanh.governance.record.store import record_entry
from toancanh.governance.shares import Selection, Share, ShareState, What
from toancanh.governance.shares.document import ShareSigner
from toancanh.governance.shares.loading import AgreedShares
from toancanh.governance.shares.terms import Answer, Wanted
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.store.shares import share as table
from toancanh.governance.users import NewUser, UserChange
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, SimulatedClock
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import Views, Wish
from toancanh.registry import Camera, CameraFilter, StreamRole

DAY_US = 86_400_000_000


class Agencies:
    """North owns cameras and answers; south asks; each has a person of every role that matters."""

    def __init__(self, city: City) -> None:
        self.city, self.shares = city, city.governance.shares
        self.north, self.south = city.organisation("north").id, city.organisation("south").id
        for where, id in (("north", self.north), ("south", self.south)):
            for role in (Role.LEADER, Role.OPERATOR, Role.VIEWER, Role.AUDITOR):
                city.user(f"{role}-{where}", role, id)
        self.cameras = [city.camera(f"cam-{number}", self.north) for number in range(3)]

    def ask(self, what: tuple[What, ...] = (What.LIVE,), **more: object) -> Share:
        return self.shares.ask(self.city.signed_in("leader-south"), self.wanted(what, **more))[0]

    def wanted(self, what: tuple[What, ...] = (What.LIVE,), **more: object) -> Wanted:
        terms: dict[str, object] = {
            "receiver_id": self.south,
            "selection": Selection(codes=("CAM-0", "cam-1")),
            "what": frozenset(what),
            "purpose": "incident",
            "legal_basis": "Điều 15",
            "reason": "",
            "until_us": self.city.clock.now_us() + 5 * DAY_US,
        }
        return Wanted(**{**terms, **more})  # type: ignore[arg-type]

    def agree(self, what: tuple[What, ...] = (What.LIVE,), **more: object) -> Share:
        answer = Answer(agreed=True, **more)  # type: ignore[arg-type]
        return self.shares.answer(self.city.signed_in("leader-north"), self.ask(what).id, answer).share

    def decide(self, username: str, action: Action, camera: Camera, **more: str) -> Decision:
        ref = self.city.registry.camera_ref(self.city.registry.camera_for(camera.id))
        now_us = self.city.clock.now_us()
        span = {"from_us": now_us - 60_000_000, "to_us": now_us} if action is Action.MEDIA_PLAYBACK else {}
        request = AccessRequest(action=action, resource=ref, **span, **more)  # type: ignore[arg-type]
        return self.city.governance.authorize(self.city.signed_in(username), request)

    def may(self, username: str, action: Action, camera: Camera, **more: str) -> bool:
        return self.decide(username, action, camera, **more).allowed

    def listed(self, username: str) -> list[str]:
        page = self.city.registry.cameras.page(self.city.signed_in(username), CameraFilter(), limit=10)
        return [camera.code for camera in page]


@pytest.fixture
def agencies(tmp_path: Path) -> Iterator[Agencies]:
    with a_city(tmp_path) as city:
        yield Agencies(city)


def test_what_is_agreed_is_seen_and_nothing_else_until_it_is_withdrawn(agencies: Agencies) -> None:
    first, second, third = agencies.cameras
    assert agencies.listed("viewer-south") == []
    asked = agencies.ask()
    assert agencies.listed("viewer-south") == [], "a request alone gives nothing"
    answer = Answer(agreed=True, struck=frozenset({second.id}))
    shown = agencies.shares.answer(agencies.city.signed_in("leader-north"), asked.id, answer)
    assert (shown.asked_for, shown.struck, shown.share.state) == (2, 1, ShareState.AGREED)
    assert agencies.listed("viewer-south") == ["cam-0"]
    seen = agencies.shares.cameras(agencies.city.signed_in("leader-south"), asked.id)
    assert [one.code for one, _ in seen] == ["cam-0"]
    assert agencies.may("viewer-south", Action.MEDIA_LIVE, first)
    assert agencies.may("viewer-south", Action.MEDIA_SNAPSHOT, first)
    assert agencies.decide("viewer-south", Action.MEDIA_LIVE, first).obligations.watermark
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, second), "it was struck out"
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, third), "nobody asked for it"
    assert not agencies.may("auditor-south", Action.MEDIA_LIVE, first), "the role watches nothing at home either"
    assert not agencies.may("operator-south", Action.MEDIA_PLAYBACK, first, purpose="incident", reference="1")
    assert not agencies.may("operator-south", Action.MEDIA_EXPORT, first, purpose="incident", reference="1")
    assert not agencies.may("leader-south", Action.CAMERA_WRITE, first)

    agencies.shares.withdraw(agencies.city.signed_in("leader-north"), asked.id, "no longer")
    assert agencies.listed("viewer-south") == []
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, first)
    with pytest.raises(NotFound):
        agencies.city.registry.get_camera(agencies.city.signed_in("viewer-south"), first.id)
    with agencies.city.database.transaction() as tx:  # who can write into the table alone brings nothing back
        tx.execute(table.update().values(state="agreed"))
        raise_epoch(tx)
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, first)


@pytest.mark.databases("sqlite")
def test_asking_answering_and_withdrawing_hold_one_connection_each(agencies: Agencies) -> None:
    with one_connection(agencies.city.database):
        share = agencies.agree()
        agencies.shares.withdraw(agencies.city.signed_in("leader-north"), share.id)


@pytest.mark.databases("sqlite")
def test_recordings_are_seen_by_operators_for_the_purpose_agreed(agencies: Agencies) -> None:
    agencies.agree((What.LIVE, What.RECORDED))
    camera, action = agencies.cameras[0], Action.MEDIA_PLAYBACK
    asked = agencies.decide("operator-south", action, camera)
    assert asked.outcome is Outcome.NEEDS
    assert asked.purposes == ("incident",)
    assert not agencies.may("viewer-south", action, camera, purpose="incident", reference="VV-1")
    assert not agencies.may("operator-south", action, camera, purpose="violation", reference="VV-1")
    assert not agencies.may("operator-south", action, camera, purpose="incident", reference="VV-1"), "no such case"
    case = CaseDraft(number="VV-1", kind=CaseKind.OTHER, owner_id=agencies.south)
    agencies.city.governance.cases.open(agencies.city.admin, case)
    assert agencies.may("operator-south", action, camera, purpose="incident", reference="VV-1")
    assert not agencies.may("operator-south", action, camera, purpose="violation", reference="VV-1")
    assert not agencies.may("viewer-south", action, camera, purpose="incident", reference="VV-1")


@pytest.mark.databases("sqlite")
def test_a_role_that_sees_nothing_hides_no_use_of_a_share(agencies: Agencies) -> None:
    city, (first, second, _) = agencies.city, agencies.cameras
    agreed = agencies.agree((What.LIVE, What.RECORDED))
    for name, role in (("both", Role.INVENTORY_OFFICER), ("own", Role.OPERATOR)):
        roles = ((Role.OPERATOR, agencies.south), (role, agencies.north))
        bindings = tuple(RoleBinding(role=role, organisation_id=where) for role, where in roles)
        new = NewUser(username=name, name="", password=PASSWORD, organisation_id=agencies.south, roles=bindings)
        city.governance.users.create(city.admin, new)
    city.governance.cases.open(city.admin, CaseDraft(number="VV-1", kind=CaseKind.OTHER, owner_id=agencies.south))
    assert agencies.decide("both", Action.MEDIA_PLAYBACK, first).purposes == ("incident",)
    refs = [city.registry.camera_ref(one) for one in agencies.cameras]
    use, auditor = city.governance.share_use, city.signed_in("auditor-north")
    assert use.behind(city.signed_in("both"), refs) == [agreed.id]
    assert use.behind(city.signed_in("own"), refs) == []
    views = Views(
        governance=city.governance, database=city.database, clock=city.clock, journal=city.folder / "fetched.jsonl"
    )
    now_us = city.clock.now_us()
    span = Span(start_us=now_us - 60_000_000, end_us=now_us)
    wish = Wish(kind="playback", role=StreamRole.MAIN, asked=span, purpose="incident", reference="VV-1")
    for who in ("both", "own"):
        for _ in range(2):  # once each, however many grants its pieces have
            views.open(city.signed_in(who), first, city.registry.camera_ref(first), wish)
        grant, _token = city.governance.grants.issue(
            city.signed_in(who), kind="live", camera_id=second.id, owner_id=agencies.north, stream="main"
        )
        city.governance.grants.watch(grant, lambda _reason: None)
    assert {(one.username, one.action, one.camera_id) for one in use.now(auditor, agreed.id)} == {
        ("both", "media.live", second.id),
        ("both", "media.playback", first.id),
    }
    assert len(use.now(auditor, agreed.id)) == 2
    assert isinstance(city.clock, SimulatedClock)
    city.clock.advance(30)
    assert [one.action for one in use.now(auditor, agreed.id)] == ["media.live"]


@pytest.mark.databases("sqlite")
def test_running_views_end_with_a_withdrawal_and_with_the_time(agencies: Agencies) -> None:
    clock = agencies.city.clock
    assert isinstance(clock, SimulatedClock)
    for ends in ("withdrawn", "over"):
        agreed = agencies.agree(until_us=clock.now_us() + 3_600_000_000)
        camera, gone = agencies.cameras[0], threading.Event()
        grant, _ = agencies.city.governance.grants.issue(
            agencies.city.signed_in("viewer-south"),
            kind="live",
            camera_id=camera.id,
            owner_id=agencies.north,
            stream="main",
        )
        stop = agencies.city.governance.grants.watch(grant, lambda _reason, gone=gone: gone.set())
        leader, auditor = agencies.city.signed_in("leader-north"), agencies.city.signed_in("auditor-north")
        use = agencies.city.governance.share_use
        assert [one.username for one in use.now(leader, agreed.id)] == [""], "a leader sees the agency alone"
        assert [one.username for one in use.now(auditor, agreed.id)] == ["viewer-south"]
        assert not gone.wait(0.1)
        if ends == "withdrawn":
            agencies.shares.withdraw(leader, agreed.id)
        else:
            clock.advance(3_600.0)
        assert gone.wait(20), ends
        assert agencies.listed("viewer-south") == []
        assert use.now(leader, agreed.id) == []
        stop()


@pytest.mark.databases("sqlite")
def test_a_share_ends_for_a_camera_that_changes_its_owner_and_with_an_organisation(agencies: Agencies) -> None:
    city = agencies.city
    agreed, first = agencies.agree(), agencies.cameras[0]
    east = city.organisation("east").id
    assert agencies.may("viewer-south", Action.MEDIA_LIVE, first)
    city.registry.cameras.update(city.admin, first.id, lambda draft: replace(draft, owner_id=east))
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, first)
    assert agencies.listed("viewer-south") == ["cam-1"]
    seen = agencies.shares.cameras(city.signed_in("leader-north"), agreed.id)
    assert [one.code for one, _ in seen] == ["cam-1"], "what is no longer north's is north's to see no more"
    # a move within the tree changes no share
    city.governance.organisations.update(city.admin, agencies.south, OrganisationChange(parent_id=east))
    assert agencies.listed("viewer-south") == ["cam-1"]
    # an empty one that received: the share ends with it
    west = city.organisation("west").id
    wanted = agencies.wanted(receiver_id=west)
    waiting = agencies.shares.ask(city.admin, wanted)[0]
    city.governance.organisations.delete(city.admin, west)
    assert agencies.shares.get(city.admin, waiting.id).share.state is ShareState.CANCELLED


@pytest.mark.databases("sqlite")
def test_what_is_protected_is_neither_shared_nor_counted(agencies: Agencies) -> None:
    city, hidden = agencies.city, agencies.cameras[0]
    leader = city.signed_in("leader-south")
    there = Selection(owner_id=(agencies.north,))
    agreed = agencies.agree()
    assert agencies.shares.preview(leader, agencies.south, there) == [(agencies.north, "north", 3)]
    city.registry.cameras.update(city.admin, hidden.id, lambda draft: replace(draft, tags=frozenset({PROTECTED})))
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, hidden)
    assert agencies.listed("viewer-south") == ["cam-1"]
    for username in ("leader-north", "leader-south"):
        assert [one.code for one, _ in agencies.shares.cameras(city.signed_in(username), agreed.id)] == ["cam-1"]
    assert agencies.shares.preview(leader, agencies.south, there) == [(agencies.north, "north", 2)]
    alone, nothing = Selection(codes=("cam-0",)), Selection(codes=("no-such",))
    assert agencies.shares.preview(leader, agencies.south, alone) == []
    refusals = []
    for selection in (alone, nothing):
        with pytest.raises(Invalid) as refused:
            agencies.ask(selection=selection)
        refusals.append(refused.value.detail)
    assert refusals[0] == refusals[1]
    # who is cleared for the owner may ask for it; an owner's leader who is not cleared does not see and not give it
    city.user("trusted", Role.CLEARED, agencies.north)
    roles = (
        RoleBinding(role=Role.CLEARED, organisation_id=agencies.north),
        RoleBinding(role=Role.LEADER, organisation_id=agencies.south),
    )
    user_id = city.signed_in("trusted").user_id
    city.governance.users.update(city.admin, user_id, UserChange(roles=roles))
    waiting = agencies.shares.ask(city.signed_in("trusted"), agencies.wanted(selection=there))[0]
    given = agencies.shares.answer(city.signed_in("leader-north"), waiting.id, Answer(agreed=True))
    assert (given.asked_for, given.struck) == (3, 1)
    assert hidden.id not in given.share.document


@pytest.mark.databases("sqlite")
def test_who_asks_who_answers_who_reads(agencies: Agencies) -> None:
    city, shares = agencies.city, agencies.shares
    sign = city.signed_in
    for username in ("operator-south", "viewer-south", "auditor-south", "leader-north"):
        with pytest.raises(Denied):
            shares.ask(sign(username), agencies.wanted())
        with pytest.raises(Denied):
            shares.preview(sign(username), agencies.south, Selection(codes=("cam-0",)))
    one = agencies.ask()
    for username in ("leader-south", "operator-north", "auditor-north"):
        with pytest.raises((Denied, NotFound)):
            shares.answer(sign(username), one.id, Answer(agreed=True))
        with pytest.raises((Denied, NotFound)):
            shares.withdraw(sign(username), one.id)
    with pytest.raises(Denied):
        shares.cancel(sign("auditor-south"), one.id)
    city.user("leader-east", Role.LEADER, city.organisation("east").id)
    for ask in (shares.get, shares.cameras, shares.cancel, shares.withdraw, city.governance.share_use.now):
        with pytest.raises(NotFound):
            ask(sign("leader-east"), one.id)
    assert shares.page(sign("leader-east"), limit=10) == []
    with pytest.raises(NotFound):
        city.governance.share_use.past(sign("leader-south"), one.id, limit=5)
    assert [shown.share.id for shown in shares.page(sign("auditor-north"), side="given", limit=10)] == [one.id]
    assert shares.page(sign("auditor-north"), side="received", limit=10) == []
    assert shares.cameras(sign("leader-south"), one.id) == [], "which ones is the owner's to tell"
    with pytest.raises(Invalid, match="words"):
        shares.answer(sign("leader-north"), one.id, Answer(agreed=False))
    shares.answer(sign("leader-north"), one.id, Answer(agreed=False, words="no"))
    with pytest.raises(Conflict):
        shares.answer(sign("leader-north"), one.id, Answer(agreed=True))
    acts = city.governance.reader.page(city.admin, RecordFilter(action="share.", outcome="allow"), limit=50)
    assert [act.action for act in acts if act.owner_id == agencies.north] == ["share.refuse", "share.ask"]
    assert [act.action for act in acts if act.owner_id == agencies.south] == ["share.refuse", "share.ask"]


@pytest.mark.databases("sqlite")
def test_terms_are_the_regulations(agencies: Agencies) -> None:
    now_us = agencies.city.clock.now_us()
    for field, more in (
        ("purpose", {"purpose": "curiosity"}),
        ("legal_basis", {"legal_basis": ""}),
        ("until", {"until_us": now_us}),
        ("until", {"until_us": now_us + 366 * DAY_US}),
        ("until", {"until_us": now_us + 91 * DAY_US, "what": frozenset(What)}),
        ("what", {"what": frozenset[What]()}),
        ("selection", {"selection": Selection()}),
    ):
        with pytest.raises(Invalid) as refused:
            agencies.shares.ask(agencies.city.signed_in("leader-south"), replace(agencies.wanted(), **more))  # type: ignore[arg-type]
        assert refused.value.extra["field"] == field
    leader = agencies.city.signed_in("leader-north")
    asked = agencies.ask()
    for field, answer in (
        ("until", Answer(agreed=True, until_us=asked.until_us + 1)),
        ("what", Answer(agreed=True, what=frozenset({What.RECORDED}))),
        ("struck", Answer(agreed=True, struck=frozenset(camera.id for camera in agencies.cameras))),
        ("struck", Answer(agreed=True, struck=frozenset({"a slip of the pen"}))),
    ):
        with pytest.raises(Invalid) as refused:
            agencies.shares.answer(leader, asked.id, answer)
        assert refused.value.extra["field"] == field


@pytest.mark.databases("sqlite")
def test_a_document_that_is_not_what_was_signed_gives_nothing(agencies: Agencies) -> None:
    agreed = agencies.agree()
    third = agencies.cameras[2]
    forged = agreed.document.replace(agencies.cameras[0].id, third.id)
    with agencies.city.database.transaction() as tx:
        tx.execute(table.update().values(document=forged))
    judge = AgreedShares(ShareSigner(agencies.city.keyring.mac_key("shares")))
    with agencies.city.database.reading() as connection:
        assert judge.load(connection, agencies.city.clock.now_us()) == {}


def test_the_owner_sees_what_was_watched(agencies: Agencies) -> None:
    city, camera = agencies.city, agencies.cameras[0]
    agreed = agencies.agree()
    ref = city.registry.camera_ref(camera)
    viewer = city.signed_in("viewer-south")
    seen = agencies.decide("viewer-south", Action.MEDIA_LIVE, camera)
    own = agencies.decide("viewer-north", Action.MEDIA_LIVE, camera)
    with city.database.transaction() as tx:
        city.governance.record(tx, viewer, "media.live", ref, decision=seen, details={"view_id": "v1"})
        city.governance.record(
            tx, viewer, "media.live.end", ref, details={"view_id": "v1", "seconds_seen": 12.5, "reason": "left"}
        )
        city.governance.record(tx, city.signed_in("viewer-north"), "media.live", ref, decision=own)
    use = city.governance.share_use
    [by_leader] = use.past(city.signed_in("leader-north"), agreed.id, limit=5)
    [by_auditor] = use.past(city.signed_in("auditor-north"), agreed.id, limit=5)
    assert (by_leader.camera_ids, by_leader.seconds, by_leader.username) == ((camera.id,), 12.5, "")
    assert by_auditor.username == "viewer-south"
    assert use.past(city.signed_in("leader-north"), agreed.id, after=by_leader.id, limit=5) == []
    with pytest.raises(Invalid):
        use.past(city.signed_in("leader-north"), agreed.id, after="g", limit=5)
    with city.database.reading() as connection:
        read = connection.execute(select(record_entry.c.id).where(record_entry.c.action == "share.use"))
        assert len(read.all()) == 2, "a page that was turned is none"
    ids = {one.id for one in agencies.cameras}
    refs = [city.registry.camera_ref(one) for one in agencies.cameras]
    assert use.behind(viewer, refs) == [agreed.id]
    assert use.behind(city.signed_in("viewer-north"), refs) == []
    with city.database.transaction() as tx:
        details = {"cameras": sorted(ids), "shares": [agreed.id]}
        city.governance.record(tx, viewer, "media.thumbnails", replace(ref, id=""), details=details)
    thumbnails = use.past(city.signed_in("leader-north"), agreed.id, limit=1)[0]
    assert thumbnails.camera_ids == tuple(sorted(one.id for one in agencies.cameras[:2])), "of a page what is shared"
