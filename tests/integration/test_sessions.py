from pathlib import Path

import pytest
from sqlalchemy import select

from databases import content_of
from governance_rig import ADMIN_PASSWORD, PASSWORD, SOURCE, City, a_city
from toancanh.governance import Passwords, Role, SessionTerms
from toancanh.governance.record.store import record_anonymous, record_entry
from toancanh.governance.store.tables import login_session, user_account
from toancanh.governance.users import UserChange
from toancanh.kernel import Denied, Exhausted, Invalid, SimulatedClock, Unauthenticated, Unavailable


@pytest.fixture
def city(tmp_path: Path):
    with a_city(tmp_path) as made:
        yield made


def acts(city: City, action: str) -> list[tuple[str, str]]:
    with city.database.reading() as connection:
        query = select(record_entry.c.outcome, record_entry.c.actor_id).where(record_entry.c.action == action)
        return [(row.outcome, row.actor_id) for row in connection.execute(query.order_by(record_entry.c.seq))]


def counts(city: City) -> dict[str, int]:
    with city.database.reading() as connection:
        return {row.reason: row.count for row in connection.execute(select(record_anonymous))}


def test_the_first_administrator_is_made_once(tmp_path: Path) -> None:
    with a_city(tmp_path) as city:
        assert city.governance.ensure_first_administrator("another") is None
        with pytest.raises(Unauthenticated):
            city.governance.sign_in("admin", "another", SOURCE)
        assert city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)


def test_a_password_that_nobody_gave_is_generated_and_told_once(tmp_path: Path) -> None:
    with a_city(tmp_path) as city:
        with city.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM role_binding")
            connection.exec_driver_sql("DELETE FROM user_account")
        password = city.governance.ensure_first_administrator(None)
        assert password is not None
        assert city.governance.sign_in("admin", password, SOURCE)[1].username == "admin"


def test_a_token_is_stored_only_as_its_hash(city: City) -> None:
    token, principal = city.governance.sign_in("ADMIN", ADMIN_PASSWORD, SOURCE)
    assert len(token) == 43  # 256 bits in base64url
    assert city.governance.principal_of(token) == principal
    assert token.encode() not in content_of(city.database)
    with city.database.reading() as connection:
        assert token not in str(connection.execute(select(login_session)).all())


@pytest.mark.parametrize("token", ["", "x", "é" * 43, "\udcff", "A" * 43])
def test_what_is_no_token(city: City, token: str) -> None:
    with pytest.raises(Unauthenticated):
        city.governance.principal_of(token)


def test_failed_logins_tell_nothing_and_are_on_record(city: City) -> None:
    words = set()
    for username, password in [("admin", "wrong"), ("nobody", "wrong")]:
        with pytest.raises(Unauthenticated) as refused:
            city.governance.sign_in(username, password, SOURCE)
        words.add(refused.value.detail)
    assert len(words) == 1
    admin = city.admin
    assert acts(city, "session.open") == [("deny", admin.user_id), ("allow", admin.user_id)]
    assert counts(city) == {"unknown_user": 1}


def test_guessing_is_slowed_for_known_and_unknown_names_alike(city: City) -> None:
    for username in ("admin", "nobody"):
        for _ in range(5):
            with pytest.raises(Unauthenticated):
                city.governance.sign_in(username, "wrong", SOURCE)
        with pytest.raises(Exhausted) as slowed:
            city.governance.sign_in(username, ADMIN_PASSWORD, SOURCE)
        assert slowed.value.extra["retry_after_s"] == 1
    assert counts(city)["throttled"] == 2
    city.clock.advance(1)
    assert city.admin


def test_a_session_ends_by_time_by_idleness_and_by_signing_out(tmp_path: Path) -> None:
    with a_city(tmp_path, terms=SessionTerms(hours=2, idle_hours=0.5)) as city:
        clock = city.clock
        token = city.token("admin") if city.admin else ""
        for _ in range(7):
            clock.advance(1000)
            city.governance.principal_of(token)
        clock.advance(200)
        with pytest.raises(Unauthenticated):  # two hours
            city.governance.principal_of(token)
        idle, _ = city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
        clock.advance(1801)
        with pytest.raises(Unauthenticated):
            city.governance.principal_of(idle)
        left, principal = city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
        city.governance.sign_out(principal)
        with pytest.raises(Unauthenticated):
            city.governance.principal_of(left)
        assert acts(city, "session.close") == [("allow", principal.user_id)]


def test_sessions_of_long_ago_are_forgotten(city: City) -> None:
    city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
    city.clock.advance(60 * 24 * 3600)
    city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
    with city.database.reading() as connection:
        assert len(connection.execute(select(login_session)).all()) == 1


def test_disabling_an_account_ends_its_sessions(city: City) -> None:
    lan = city.user("lan", Role.VIEWER, city.root_id)
    token = city.token("lan")
    city.governance.users.update(city.admin, lan.id, UserChange(disabled=True))
    with pytest.raises(Unauthenticated):
        city.governance.principal_of(token)
    with pytest.raises(Unauthenticated):
        city.governance.sign_in("lan", PASSWORD, SOURCE)
    city.governance.users.update(city.admin, lan.id, UserChange(disabled=False))
    with pytest.raises(Unauthenticated):
        city.governance.principal_of(token)


def test_the_own_password_needs_the_current_one_and_ends_other_sessions(city: City) -> None:
    lan = city.user("lan", Role.VIEWER, city.root_id)
    here = city.signed_in("lan")
    elsewhere, _ = city.governance.sign_in("lan", PASSWORD, SOURCE)
    for _ in range(2):
        with pytest.raises(Denied):
            city.governance.users.set_password(here, lan.id, new="eight yellow trams", current="wrong")
    with pytest.raises(Invalid):
        city.governance.users.set_password(here, lan.id, new="lan", current=PASSWORD)
    city.governance.users.set_password(here, lan.id, new="eight yellow trams", current=PASSWORD)
    assert city.governance.principal_of(city.token("lan")) == here
    with pytest.raises(Unauthenticated):
        city.governance.principal_of(elsewhere)
    assert city.governance.sign_in("lan", "eight yellow trams", SOURCE)


def test_guessing_the_own_password_from_a_stolen_session_is_slowed(city: City) -> None:
    lan = city.user("lan", Role.VIEWER, city.root_id)
    here = city.signed_in("lan")
    for _ in range(5):
        with pytest.raises(Denied):
            city.governance.users.set_password(here, lan.id, new="eight yellow trams", current="wrong")
    with pytest.raises(Exhausted):
        city.governance.users.set_password(here, lan.id, new="eight yellow trams", current=PASSWORD)


def test_a_weak_hash_is_made_anew_when_its_owner_signs_in(city: City) -> None:
    lan = city.user("lan", Role.VIEWER, city.root_id)
    weak = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$"
    with city.database.reading() as connection:
        before = connection.scalars(select(user_account.c.password_hash).where(user_account.c.id == lan.id)).one()
    assert before.startswith(weak[:26])
    city.governance._sessions._passwords = Passwords()
    city.governance.sign_in("lan", PASSWORD, SOURCE)
    with city.database.reading() as connection:
        after = connection.scalars(select(user_account.c.password_hash).where(user_account.c.id == lan.id)).one()
    assert "m=65536" in after


def test_with_the_database_away_nothing_new_is_allowed(tmp_path: Path) -> None:
    with a_city(tmp_path, busy_timeout_s=0.3) as city:
        admin = city.admin
        with city.database.engine.connect() as other, other.begin():  # BEGIN IMMEDIATE: locked for writing
            with pytest.raises(Unavailable):
                city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
            with pytest.raises(Unavailable):
                city.governance.sign_out(admin)
            assert city.governance.principal_of(city.tokens["admin"]) == admin
        assert city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)


def test_time_out_of_touch_does_not_hold_a_reader_up(tmp_path: Path) -> None:
    clock = SimulatedClock()
    with a_city(tmp_path, clock=clock, busy_timeout_s=0.3) as city:
        admin = city.admin
        clock.advance(120)
        with city.database.engine.connect() as other, other.begin():
            for _ in range(3):
                assert city.governance.principal_of(city.tokens["admin"]) == admin
