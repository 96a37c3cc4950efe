"""A withdrawn right ends what rests on it, within half a second."""

import queue
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from databases import away
from governance_rig import ADMIN_PASSWORD, SOURCE, City, a_city, quick_passwords
from toancanh.governance import NOTHING_HIDDEN, AccessRequest, Action, Governance, Grant, Role, SessionTerms
from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.people import OrganisationKind
from toancanh.governance.record.store import record_anonymous, record_entry
from toancanh.governance.store.tables import login_session
from toancanh.governance.users import UserChange
from toancanh.kernel import Denied, IdSource, Unavailable
from toancanh.registry import Camera, CameraDraft
from toancanh.registry.cameras import camera_ref


@pytest.fixture
def city(tmp_path: Path):
    with a_city(tmp_path, terms=SessionTerms(hours=12, idle_hours=1)) as made:
        ward = made.organisation("ward")
        made.organisation("other")
        made.user("lan", Role.OPERATOR, ward.id)
        made.camera("c1", ward.id)
        yield made


def camera_of(city: City) -> Camera:
    return city.registry.camera_for(city.registry.desired_streams()[0].camera_id)


def granted(city: City, **other: object) -> tuple[Grant, str]:
    camera = camera_of(city)
    terms = {"kind": "live", "camera_id": camera.id, "owner_id": camera.owner_id, "stream": "main", **other}
    return city.governance.grants.issue(city.signed_in("lan"), **terms)  # type: ignore[arg-type]


def owner(organisation_id: str) -> Callable[[CameraDraft], CameraDraft]:
    return lambda draft: replace(draft, owner_id=organisation_id)


def other_id(city: City) -> str:
    return city.governance.organisations.page(city.admin, q="other", after="", limit=1)[0].id


WITHDRAWALS: dict[str, tuple[str, Callable[[City], object]]] = {
    "role taken": (
        "right_withdrawn",
        lambda city: city.governance.users.update(city.admin, city.signed_in("lan").user_id, UserChange(roles=())),
    ),
    "account disabled": (
        "session_ended",
        lambda city: city.governance.users.update(city.admin, city.signed_in("lan").user_id, UserChange(disabled=True)),
    ),
    "account deleted": (
        "session_ended",
        lambda city: city.governance.users.delete(city.admin, city.signed_in("lan").user_id),
    ),
    "password set by another": (
        "session_ended",
        lambda city: city.governance.users.set_password(
            city.admin, city.signed_in("lan").user_id, new="eight yellow trams"
        ),
    ),
    "signed out": ("session_ended", lambda city: city.governance.sign_out(city.signed_in("lan"))),
    "session expired": ("session_ended", lambda city: city.clock.advance(12 * 3600)),
    "camera given away": (
        "right_withdrawn",
        lambda city: city.registry.cameras.update(city.admin, camera_of(city).id, owner(other_id(city))),
    ),
    "camera deleted": ("gone", lambda city: city.registry.cameras.delete(city.admin, camera_of(city).id)),
}


@pytest.mark.parametrize("act", WITHDRAWALS)
def test_every_way_in_which_a_right_goes(city: City, act: str) -> None:
    reason, do = WITHDRAWALS[act]
    grant, token = granted(city, ttl_s=24 * 3600)
    withdrawn: queue.Queue[str] = queue.Queue()
    city.governance.grants.watch(grant, withdrawn.put)
    with pytest.raises(queue.Empty):
        withdrawn.get(timeout=0.1)
    do(city)
    assert withdrawn.get(timeout=20) == reason
    with pytest.raises(Denied) as refused:
        city.governance.grants.check(token, kind="live", camera_id=grant.camera_id, stream="main", source=SOURCE)
    assert refused.value.extra["reason"] == reason


def test_a_right_that_moved_with_its_organisation_is_withdrawn(city: City) -> None:
    area = city.governance.organisations.create(
        city.admin, code="area", name="area", kind=OrganisationKind.WARD, parent_id=city.root_id
    )
    ward_id = camera_of(city).owner_id
    city.governance.organisations.update(city.admin, ward_id, OrganisationChange(parent_id=area.id))
    city.user("chief", Role.OPERATOR, area.id)
    camera = camera_of(city)
    grant, _ = city.governance.grants.issue(
        city.signed_in("chief"), kind="live", camera_id=camera.id, owner_id=camera.owner_id, stream="main"
    )
    withdrawn: queue.Queue[str] = queue.Queue()
    city.governance.grants.watch(grant, withdrawn.put)
    city.governance.organisations.update(city.admin, ward_id, OrganisationChange(parent_id=city.root_id))
    assert withdrawn.get(timeout=20) == "right_withdrawn"


@pytest.mark.databases("sqlite")
def test_many_views_are_judged_anew_with_a_few_questions(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    grants = [granted(city)[0] for _ in range(20)]
    withdrawn: queue.Queue[str] = queue.Queue()
    asked: list[object] = []
    reading, judge = city.database.reading, city.governance.grants._judge
    monkeypatch.setattr(city.governance._judgement, "_epoch_lasts_us", 60_000_000)
    city.governance.require(city.admin, AccessRequest(action=Action.CAMERA_READ, resource=camera_ref(camera_of(city))))
    monkeypatch.setattr(city.database, "reading", lambda: asked.append(1) or reading())
    verdicts = judge([(grant, NOTHING_HIDDEN) for grant in grants])
    assert len(asked) <= 4  # sessions, cameras, masks, rights
    assert {verdict.reason for verdict in verdicts} == {""}
    assert all(verdict.session_ends_us for verdict in verdicts)
    for grant in grants:
        city.governance.grants.watch(grant, withdrawn.put, masked_by=NOTHING_HIDDEN)
    city.governance.sign_out(city.signed_in("lan"))
    assert {withdrawn.get(timeout=20) for _ in grants} == {"session_ended"}


def test_another_process_hears_of_it(city: City) -> None:
    media = Governance(
        database=city.database,
        clock=city.clock,
        ids=IdSource(clock=city.clock, site=1),
        keyring=city.keyring,
        site=1,
        writer="media-0",
        passwords=quick_passwords(),
    )
    try:
        grant, token = granted(city)
        checked = media.grants.check(token, kind="live", camera_id=grant.camera_id, stream="main")
        assert checked == grant
        withdrawn: queue.Queue[str] = queue.Queue()
        media.grants.watch(checked, withdrawn.put)
        time.sleep(0.3)
        city.governance.sign_out(city.signed_in("lan"))
        assert withdrawn.get(timeout=10) == "session_ended"
    finally:
        media.close()


def test_who_stops_watching_hears_nothing_and_others_go_on(city: City) -> None:
    first, _ = granted(city)
    second, _ = granted(city)
    withdrawn: queue.Queue[str] = queue.Queue()
    stop = city.governance.grants.watch(first, lambda _reason: withdrawn.put("first"))
    city.governance.grants.watch(second, lambda _reason: withdrawn.put("second"))
    stop()
    city.governance.sign_out(city.signed_in("lan"))
    assert withdrawn.get(timeout=20) == "second"
    with pytest.raises(queue.Empty):
        withdrawn.get(timeout=0.1)


def test_with_the_database_away_views_go_on_until_their_session_ends(city: City) -> None:
    grant, token = granted(city, ttl_s=24 * 3600)
    withdrawn: queue.Queue[str] = queue.Queue()
    city.governance.grants.watch(grant, withdrawn.put)
    time.sleep(0.1)
    with away(city.database):
        with pytest.raises(queue.Empty):
            withdrawn.get(timeout=0.2)
        with pytest.raises(Unavailable):
            city.governance.grants.check(token, kind="live", camera_id=grant.camera_id, stream="main")
        city.clock.advance(12 * 3600)
        assert withdrawn.get(timeout=20) == "session_ended"


def test_who_watches_is_not_idle(city: City) -> None:
    grant, _ = granted(city, ttl_s=24 * 3600)
    withdrawn: queue.Queue[str] = queue.Queue()
    city.governance.grants.watch(grant, withdrawn.put)
    query = select(login_session.c.seen_us).where(login_session.c.id == grant.session_id)
    for _ in range(3):
        city.clock.advance(1800)
        for _ in range(200):
            with city.database.reading() as connection:
                if connection.scalars(query).one() == city.clock.now_us():
                    break
            time.sleep(0.01)
        else:
            pytest.fail("the session was not touched")
    assert withdrawn.empty()


@pytest.mark.parametrize(
    ("use", "why"),
    [
        ({"kind": "export"}, "transplanted"),
        ({"stream": "sub"}, "transplanted"),
        ({"camera_id": "another"}, "transplanted"),
    ],
)
def test_a_grant_for_something_else_is_refused_and_recorded(city: City, use: dict[str, str], why: str) -> None:
    grant, token = granted(city)
    with pytest.raises(Denied) as refused:
        city.governance.grants.check(
            token, **{"kind": "live", "camera_id": grant.camera_id, "stream": "main", "source": SOURCE, **use}
        )
    assert refused.value.extra["reason"] == why
    with city.database.reading() as connection:
        query = select(record_entry).order_by(record_entry.c.seq.desc()).limit(1)
        row = connection.execute(query).one()
    assert (row.actor_id, row.outcome, row.details) == (grant.user_id, "deny", f'{{"why":"grant_{why}"}}')


def test_an_expired_and_a_forged_grant_are_refused_and_recorded(city: City) -> None:
    from_us, to_us = city.clock.now_us() - 200, city.clock.now_us() - 100
    grant, token = granted(city, from_us=from_us, to_us=to_us, kind="playback")
    use = {"kind": "playback", "camera_id": grant.camera_id, "stream": "main", "source": SOURCE}
    assert city.governance.grants.check(token, at_us=from_us, until_us=to_us, **use) == grant
    with pytest.raises(Denied) as refused:
        city.governance.grants.check(token, at_us=from_us, until_us=to_us + 1, **use)
    assert refused.value.extra["reason"] == "outside_range"
    with pytest.raises(Denied) as refused:
        city.governance.grants.check(token[:-2] + "xx", at_us=from_us + 50, **use)
    assert refused.value.extra["reason"] == "forged"
    with city.database.reading() as connection:
        assert connection.execute(select(record_anonymous.c.reason)).scalars().all() == ["forged_grant"]
    city.clock.advance(61)
    with pytest.raises(Denied) as refused:
        city.governance.grants.check(token, at_us=from_us + 50, **use)
    assert refused.value.extra["reason"] == "expired"


def test_a_grant_rests_on_a_session_of_its_own(city: City) -> None:
    grant, token = granted(city)
    city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
    assert city.governance.grants.check(token, kind="live", camera_id=grant.camera_id, stream="main") == grant
