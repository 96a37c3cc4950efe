"""Who looked at which camera and why; what is unusual; names that end; people who were recorded."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from governance_rig import ADMIN_PASSWORD, PASSWORD, City, a_city
from toancanh.governance import PROTECTED, AccessRequest, Action, ResourceRef, Role
from toancanh.governance.holds import HoldDraft, Span
from toancanh.governance.oversight import concerned
from toancanh.governance.oversight import unusual as unusual_use
from toancanh.governance.oversight.concerned import Asked
from toancanh.governance.oversight.unusual import LIMITS, Reason
from toancanh.governance.oversight.use import UseFilter
from toancanh.governance.purpose import CaseDraft, CaseKind
from toancanh.governance.record.query import RecordFilter
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal, SimulatedClock
from toancanh.media.playback.thumbnails import Thumbnails
from toancanh.media.playback.views import Views
from toancanh.registry import Camera, StreamRole
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

SYSTEM = Principal.system("platform")
DAY_S = 86_400
DAY_US = DAY_S * 1_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path, clock=SimulatedClock()) as made:
        for code in ("north", "south"):
            place = made.organisation(code)
            made.user(f"operator-{code}", Role.OPERATOR, place.id)
            made.user(f"eye-{code}", Role.AUDITOR, place.id)
            made.user(f"officer-{code}", Role.DATA_PROTECTION, place.id)
        made.user("lan", Role.OPERATOR, made.root_id)
        yield made


def camera(city: City, code: str, where: str) -> Camera:
    return city.camera(code, city.signed_in(f"eye-{where}").organisation_id)


def look(city: City, who: str, at: Camera, *, action: str = "media.live", purpose: str = "", **details: object) -> None:
    """As media records a view."""
    ref = city.registry.camera_refs([at.id])[at.id]
    request = AccessRequest(
        action=Action(action), resource=ref, purpose=purpose, reference="12/2026" if purpose else ""
    )
    principal = city.signed_in(who)
    decision = city.governance.authorize(principal, request)
    with city.database.transaction() as tx:
        city.governance.record(tx, principal, action, ref, decision=decision, details=details)


def beside(city: City, who: str, at: Camera) -> None:
    """As media records that the view was one without masks."""
    tell(city, who, at, "media.unmask", view_id="v0")


def tell(city: City, who: str, at: Camera, action: str, **details: object) -> None:
    ref = ResourceRef(kind="camera", id=at.id, owner_id=at.owner_id)
    with city.database.transaction() as tx:
        city.governance.record(tx, city.signed_in(who), action, ref, details=details)


def unusual(city: City, who: str = "admin", days: int = 7) -> set[tuple[Reason, str, int]]:
    now_us = city.clock.now_us()
    reader = city.admin if who == "admin" else city.signed_in(who)
    found = city.governance.oversight.unusual(reader, from_us=now_us - days * DAY_US, to_us=now_us + 1)
    return {(one.reason, one.username, one.count) for one in found}


def test_an_owner_sees_who_looked_for_how_long_and_why_and_nothing_of_others(city: City) -> None:
    here, there = camera(city, "N-1", "north"), camera(city, "S-1", "south")
    look(city, "lan", here, view_id="v1")
    look(city, "operator-south", there, view_id="v2")
    look(city, "lan", here, action="media.playback", purpose="incident")
    tell(city, "lan", here, "media.playback.fetched", seconds=4.0)
    tell(city, "lan", here, "media.live.end", view_id="v1", seconds_seen=12.5)
    tell(city, "lan", here, "media.playback.fetched", seconds=2.5)
    look(city, "lan", here, view_id="v3")
    tell(city, "lan", here, "media.unmask", view_id="v1")
    eye = city.signed_in("eye-north")
    found = city.governance.oversight.use(eye, UseFilter(), limit=10)
    told = [(one.username, one.action, one.seconds, one.purpose, one.reference) for one in found]
    assert told == [
        ("lan", "media.unmask", None, "", ""),
        ("lan", "media.live", None, "", ""),
        ("lan", "media.playback", 6.5, "incident", "12/2026"),
        ("lan", "media.live", 12.5, "", ""),
    ]
    assert {one.camera_ids for one in found} == {(here.id,)}
    older = city.governance.oversight.use(eye, UseFilter(camera_id=here.id, after=found[2].id), limit=10)
    assert [one.seconds for one in older] == [12.5]
    assert city.governance.oversight.use(eye, UseFilter(camera_id=there.id), limit=10) == []
    assert len(list(city.governance.oversight.all_use(city.admin, UseFilter()))) == 5


@pytest.mark.databases("sqlite")
def test_one_without_the_right_reads_no_use(city: City) -> None:
    for who in ("lan", "operator-north"):
        with pytest.raises(Denied):
            city.governance.oversight.use(city.signed_in(who), UseFilter(), limit=1)
        with pytest.raises(Denied):
            city.governance.oversight.unusual(city.signed_in(who), from_us=0, to_us=DAY_US)


def test_unusual_use_is_listed_with_its_reason(city: City) -> None:
    here, there = camera(city, "N-1", "north"), camera(city, "S-1", "south")
    noon_us = (city.clock.now_us() // DAY_US + 1) * DAY_US + 5 * 3600 * 1_000_000  # in Hà Nội
    clock = city.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance((noon_us - clock.now_us()) / 1e6)
    for _ in range(LIMITS.same_camera_views - 1):
        look(city, "operator-north", here)
    beside(city, "operator-north", here)
    assert unusual(city) == set()
    look(city, "operator-north", here)
    many = (Reason.SAME_CAMERA, "operator-north", LIMITS.same_camera_views)
    assert unusual(city) == {many}
    clock.advance(8 * DAY_S)  # what was usual before is known
    look(city, "lan", here)
    clock.advance(8 * DAY_S)
    for _ in range(LIMITS.new_area_views):
        look(city, "lan", there)
    assert unusual(city) == {(Reason.NEW_AREA, "lan", LIMITS.new_area_views)}
    clock.advance(12 * 3600)
    for _ in range(LIMITS.night_views):
        look(city, "operator-south", there)
    assert (Reason.NIGHT, "operator-south", LIMITS.night_views) in unusual(city)
    assert unusual(city, "eye-north") == set()
    assert many in unusual(city, "eye-north", days=31)


@pytest.mark.databases("sqlite")
def test_a_commune_never_looked_at_is_a_new_area_whoever_owns_the_cameras(city: City) -> None:
    clock = city.clock
    assert isinstance(clock, SimulatedClock)
    near, far = camera(city, "N-1", "north"), camera(city, "N-2", "north")
    for one, unit in ((near, "ward-1"), (far, "ward-2")):
        write = CameraWrite(camera_id=one.id, values={"unit_id": city.organisation(unit).id})
        city.registry.dossiers.write(city.admin, write, declared=DeclarationDraft(source=DeclarationSource.FORM))
    look(city, "lan", near)
    clock.advance(8 * DAY_S)
    for at in (near, far, far):
        look(city, "lan", at)
    assert unusual(city) == set()
    look(city, "lan", far)
    now_us = clock.now_us()
    (found,) = city.governance.oversight.unusual(city.admin, from_us=now_us - 7 * DAY_US, to_us=now_us + 1)
    names = {one.id: one.code for one in city.governance.organisations.named([found.unit_id])}
    assert (found.reason, found.count, names[found.unit_id], found.owner_id) == (Reason.NEW_AREA, 3, "ward-2", "")


@pytest.mark.databases("sqlite")
def test_many_views_on_one_day_are_listed_and_the_same_on_two_days_are_not(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unusual_use, "LIMITS", replace(LIMITS, day_views=6))
    clock = city.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance(DAY_S - (clock.now_us() // 1_000_000 + 7 * 3600) % DAY_S + 9 * 3600)  # nine in the morning
    cameras = [camera(city, f"N-{number}", "north") for number in range(3)]
    for at in cameras[:2] + cameras:
        look(city, "operator-north", at)
    clock.advance(DAY_S)
    for at in cameras + cameras[:2]:
        look(city, "operator-north", at)
    assert unusual(city) == set()
    look(city, "operator-north", cameras[0])
    assert unusual(city) == {(Reason.VOLUME, "operator-north", 6)}


def names_of(city: City, user: str) -> int:
    query = select(record_personal.c.value).where(
        record_personal.c.field == "username", record_personal.c.value == user
    )
    with city.database.reading() as connection:
        return len(list(connection.scalars(query)))


def test_names_end_with_their_class_and_the_record_is_still_proven(city: City) -> None:
    here, held = camera(city, "N-1", "north"), camera(city, "N-2", "north")
    look(city, "operator-north", here)
    look(city, "operator-north", held)
    city.governance.cases.open(city.admin, CaseDraft(number="c", kind=CaseKind.OTHER, owner_id=held.owner_id))
    draft = HoldDraft(camera_ids=(held.id,), span=Span(0, 1), case_number="c", reason="r")
    city.governance.holds.place(city.admin, draft)
    terms = city.governance.erasure.terms
    assert terms is not None
    clock = city.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance((terms.max_days - 1) * DAY_S)
    assert city.governance.erasure.run(SYSTEM).entries == 0
    clock.advance(2 * DAY_S)
    assert city.governance.erasure.run(SYSTEM).entries > 10
    assert city.governance.erasure.run(SYSTEM).entries == 0
    assert names_of(city, "operator-north") == 1  # of the view of the camera that a hold covers
    report = city.governance.verify_record()
    assert (report.violations, report.erased > 10) == ((), True)
    with city.database.transaction() as tx:  # what the hold covers may not go
        tx.execute(record_personal.delete().where(record_personal.c.value == "operator-north"))
    assert "no erasure is on record" in city.governance.verify_record().violations[0].what


@pytest.mark.databases("sqlite")
def test_a_persons_request_reaches_what_need_not_be_kept(city: City) -> None:
    here = camera(city, "N-1", "north")
    look(city, "operator-north", here)
    user_id = city.signed_in("operator-north").user_id
    for who, why in (("eye-north", Denied), ("officer-south", Denied), ("operator-north", Denied)):
        with pytest.raises(why):
            city.governance.erasure.of_person(city.signed_in(who), user_id, reason="n")
    with pytest.raises(Invalid):
        city.governance.erasure.of_person(city.admin, user_id, reason=" ")
    assert city.governance.erasure.of_person(city.admin, user_id, reason="12/2026").entries == 0
    assert "12/2026" in personal_of(city, "record.erase"), "that somebody asked is on record, though nothing was due"
    clock, terms = city.clock, city.governance.erasure.terms
    assert isinstance(clock, SimulatedClock)
    assert terms is not None
    clock.advance((terms.min_days + 1) * DAY_S)
    city.people.clear()  # sessions have ended
    assert city.governance.erasure.of_person(city.signed_in("officer-north"), user_id, reason="12/2026").entries >= 2
    assert names_of(city, "operator-north") == 0
    assert names_of(city, "eye-north") > 0
    assert city.governance.verify_record().violations == ()


def personal_of(city: City, action: str) -> list[str]:
    query = select(record_personal.c.value).join(record_entry, record_entry.c.id == record_personal.c.entry_id)
    with city.database.reading() as connection:
        return list(connection.execute(query.where(record_entry.c.action == action)).scalars())


def asked(city: City, **more: int) -> Asked:
    now_us = city.clock.now_us()
    span = {"from_us": now_us - 600_000_000, "to_us": now_us + 600_000_000} | more
    owner = city.signed_in("officer-north").organisation_id
    return Asked(organisation_id=owner, number="7", place="Ngã tư Vọng", lat=21.0, lon=105.8, radius_m=100, **span)


def test_a_person_concerned_is_answered_in_time_without_names(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    here = camera(city, "N-1", "north")
    requests = city.governance.person_requests
    officer = city.signed_in("officer-north")
    made = requests.receive(officer, asked(city))
    assert made.due_us is not None
    assert made.due_us > made.received_us
    look(city, "operator-north", here, purpose="incident")
    look(city, "operator-north", here)
    beside(city, "operator-north", here)
    used = requests.used([here.id], made.asked.from_us, made.asked.to_us)
    assert [(one.purpose, one.views, one.exports) for one in used.items] == [("", 1, 0), ("incident", 1, 0)]
    assert "operator" not in str(used)
    assert not used.at_least
    assert requests.used([here.id], 0, 1).items == []
    monkeypatch.setattr(concerned, "_MOST_ENTRIES", 1)
    cut = requests.used([here.id], made.asked.from_us, made.asked.to_us)
    assert ([one.purpose for one in cut.items], cut.at_least) == ([""], True), "the newest"
    done = requests.answer(officer, made.id, {"cameras": [], "used": []})
    assert done.answered_us is not None
    with pytest.raises(Conflict):
        requests.answer(officer, made.id, {})
    assert [one.id for one in requests.page(officer, after="", limit=5)] == [made.id]
    with city.database.reading() as connection:
        acts = connection.execute(select(record_entry.c.action, record_entry.c.details)).all()
    assert ("person.answer", {"number": "7"}) in [(row.action, json.loads(row.details)) for row in acts]


@pytest.mark.databases("sqlite")
def test_nobody_else_answers_a_person_concerned(city: City) -> None:
    requests = city.governance.person_requests
    made = requests.receive(city.signed_in("officer-north"), asked(city))
    for who in ("eye-north", "operator-north"):
        with pytest.raises(Denied):
            requests.receive(city.signed_in(who), asked(city))
    for who in ("eye-north", "officer-south"):
        with pytest.raises(NotFound):
            requests.get(city.signed_in(who), made.id)
    assert requests.page(city.signed_in("officer-south"), after="", limit=5) == []
    for wrong in ({"to_us": 0}, {"from_us": 0}):
        with pytest.raises(Invalid):
            requests.receive(city.signed_in("officer-north"), asked(city, **wrong))


@pytest.mark.databases("sqlite")
def test_what_was_fetched_from_a_protected_camera_is_told_to_those_cleared_alone(city: City) -> None:
    city.user("eye", Role.AUDITOR, city.root_id)
    journal = city.folder / "fetched.jsonl"
    views = Views(governance=city.governance, database=city.database, clock=city.clock, journal=journal)
    made = {code: city.camera(code, city.root_id) for code in ("open", "hidden", "gone")}
    city.registry.cameras.update(
        city.admin, made["hidden"].id, lambda draft: replace(draft, tags=frozenset({PROTECTED}))
    )
    entries = []
    for one in made.values():
        grant, _ = city.governance.grants.issue(
            city.admin, kind="playback", camera_id=one.id, owner_id=one.owner_id, stream="main"
        )
        entries.append(json.dumps({"grant": asdict(grant), "seconds": 1.0, "bytes": 5}))
    city.registry.cameras.delete(city.admin, made["gone"].id)
    journal.write_text("\n".join(entries) + "\n")
    views.flush()
    told = {
        who: {
            act.resource_id
            for act in city.governance.reader.page(
                city.signed_in(who, ADMIN_PASSWORD if who == "admin" else PASSWORD),
                RecordFilter(action="media.playback.fetched"),
                limit=10,
            )
        }
        for who in ("eye", "admin")
    }
    assert told == {"eye": {made["open"].id}, "admin": {one.id for one in made.values()}}


@pytest.mark.databases("sqlite")
def test_each_owner_finds_what_was_refused_of_a_page_of_thumbnails(city: City) -> None:
    cameras = [camera(city, "N-1", "north"), camera(city, "S-1", "south")]
    pages = Thumbnails(governance=city.governance, registry=city.registry, database=city.database)
    wanted = [one.id for one in cameras]
    assert pages.page(city.signed_in("eye-north"), wanted, StreamRole.MAIN, source="") == []
    for who, own in (("eye-north", cameras[0]), ("eye-south", cameras[1])):
        asked = RecordFilter(action="media.snapshot")
        found = city.governance.reader.page(city.signed_in(who), asked, limit=9)
        assert [(act.resource_id, act.outcome) for act in found] == [(own.id, "deny")]


@pytest.mark.databases("sqlite")
def test_reading_the_record_behind_an_entry_is_on_record_unless_a_page_is_turned(city: City) -> None:
    here, there = camera(city, "N-1", "north"), camera(city, "S-1", "south")
    for at in (there, here, here):
        look(city, "lan", at)
    eye, clock = city.signed_in("eye-north"), city.clock
    assert isinstance(clock, SimulatedClock)

    def readings() -> int:
        with city.database.reading() as connection:
            query = select(func.count()).where(record_entry.c.action == "audit.read")
            return int(connection.execute(query).scalar_one())

    def recorded(reader: Principal, wanted: UseFilter) -> int:
        before = readings()
        city.governance.oversight.use(reader, wanted, limit=2)
        return readings() - before

    newest, older, _ = city.governance.oversight.use(city.admin, UseFilter(), limit=3)
    assert recorded(eye, UseFilter(after=newest.id)) == 1, "this session has read nothing yet"
    assert recorded(eye, UseFilter(after=older.id)) == 0
    assert recorded(eye, UseFilter(after=older.id, camera_id=here.id)) == 1
    assert recorded(eye, UseFilter(after=older.id, actor_id=eye.user_id)) == 1
    look(city, "lan", here)
    fresh = city.governance.oversight.use(city.admin, UseFilter(), limit=1)[0]
    assert recorded(eye, UseFilter(after=fresh.id)) == 1, "nothing that was read leads there"
    clock.advance(3600)
    assert recorded(eye, UseFilter(after=older.id)) == 1
    foreign = city.governance.oversight.use(city.admin, UseFilter(camera_id=there.id), limit=1)[0].id
    for place in (foreign, "g", "0" * 36, "\0", older.id + "'"):
        with pytest.raises(Invalid):
            city.governance.oversight.use(eye, UseFilter(after=place), limit=1)
        with pytest.raises(Invalid):
            city.governance.reader.page(eye, RecordFilter(after=place), limit=1)
