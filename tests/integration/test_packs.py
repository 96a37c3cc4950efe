"""The life of regulation packs: who may take which step, when a pack holds, what is refused; the upload."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from governance_rig import City, a_city
from toancanh.governance import AccessRequest, Action, ResourceRef, Role
from toancanh.governance.packs.model import PackState
from toancanh.governance.packs.upload import MAX_UPLOAD_BYTES, read_upload
from toancanh.governance.regulation import FILES
from toancanh.governance.users import UserChange
from toancanh.kernel import Conflict, Denied, Exhausted, Invalid, NotFound, Principal, SimulatedClock
from toancanh.regulations import SHIPPED

SHIPPED_FILES = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
DAY_S = 86_400


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as city:
        city.user("lan", Role.LEADER, city.root_id)
        city.user("hoa", Role.DATA_PROTECTION, city.root_id)
        city.user("xem", Role.VIEWER, city.organisation("p1").id)
        yield city


def pack(version: int = 2, **changes: tuple[str, str]) -> dict[str, str]:
    """The shipped pack with another version and day, and texts replaced by file (dots are underscores)."""
    files = dict(SHIPPED_FILES)
    files["pack.toml"] = files["pack.toml"].replace("version = 1", f"version = {version}").replace("2026-12", "2025-10")
    for name, (old, new) in changes.items():
        file = name.replace("_", ".")
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    return files


LIVE = (
    'held.containsAny(["administrator", "operator", "viewer"]) };',
    'held.containsAny(["administrator", "operator"]) };',
)
WATCHES = 'action = "media.live"\nfacts = { held = ["%s"] }\nexpect = "allow"\npolicy = "live"'
CASE = (WATCHES % "viewer", WATCHES % "operator")
NO_VIEWERS = {"policies_cedar": LIVE, "cases_toml": CASE}


def propose(city: City, files: Mapping[str, str], by: Principal | None = None) -> str:
    made = city.governance.regulations.propose(by or city.admin, lambda: files, reason="vì thử", source="192.0.2.1")
    return made.regulation.id


def for_technicians() -> dict[str, str]:
    """Under it technicians alone propose and switch."""
    switching = 'permit (principal, action in [Action::"regulation.propose", Action::"regulation.switch"], resource)'
    who = '\nwhen { context.held.contains("%s") }'
    files = pack(policies_cedar=(switching + who % "administrator", switching + who % "technician"))
    for action in ("propose", "switch"):
        line = f'action = "regulation.{action}"\nfacts = {{ held = ["administrator"]'
        files["cases.toml"] = files["cases.toml"].replace(line, line.replace("administrator", "technician"))
    return files


def agreed(city: City, files: Mapping[str, str]) -> str:
    made = propose(city, files)
    for person in ("lan", "hoa"):
        city.governance.regulations.approve(city.signed_in(person), made)
    return made


def may_watch(city: City) -> bool:
    person = city.signed_in("xem")
    ref = ResourceRef(kind="camera", id="c", owner_id=person.organisation_id)
    return city.governance.authorize(person, AccessRequest(action=Action.MEDIA_LIVE, resource=ref)).allowed


def states(city: City) -> dict[int, PackState]:
    return {one.regulation.version: one.state for one in city.governance.regulations.page(city.admin)}


def recorded(city: City) -> list[tuple[str, str]]:
    acts = city.governance.reader.since(0)
    return [(act.action, act.outcome) for act in reversed(list(acts)) if act.action.startswith("regulation.")]


def test_a_pack_from_its_proposal_to_the_one_before(city: City) -> None:
    regulations = city.governance.regulations
    assert states(city) == {1: PackState.IN_FORCE}
    assert may_watch(city)
    made = propose(city, pack(**NO_VIEWERS))
    with pytest.raises(Conflict):
        regulations.switch(city.admin, made)
    regulations.approve(city.signed_in("lan"), made, words="được")
    with pytest.raises(Conflict, match="another person"):
        regulations.approve(city.signed_in("lan"), made)
    assert states(city)[2] is PackState.PROPOSED
    regulations.approve(city.signed_in("hoa"), made)
    assert may_watch(city)
    switched = regulations.switch(city.admin, made)
    assert (switched.state, switched.can_roll_back) == (PackState.IN_FORCE, True)
    assert not may_watch(city)
    assert regulations.in_force().title.version == 2
    regulations.roll_back(city.admin, made, words="sai")
    assert may_watch(city)
    assert states(city) == {1: PackState.IN_FORCE, 2: PackState.ROLLED_BACK}
    with pytest.raises(Conflict):
        regulations.switch(city.admin, made)
    first = next(one for one in regulations.page(city.admin) if one.regulation.version == 1)
    with pytest.raises(Conflict, match="none before"):
        regulations.roll_back(city.admin, first.regulation.id, words="sai")
    steps = ["ship", "propose", "approve", "approve", "switch", "roll_back"]
    assert recorded(city) == [(f"regulation.{step}", "allow") for step in steps]
    assert city.governance.verify_record().violations == ()


def test_a_switch_of_the_future_needs_nobody_when_it_comes(city: City) -> None:
    assert isinstance(city.clock, SimulatedClock)
    regulations = city.governance.regulations
    made = agreed(city, pack(**NO_VIEWERS))
    at_us = city.clock.now_us() + 10_000_000
    with pytest.raises(Invalid, match="passed"):
        regulations.switch(city.admin, made, at_us=city.clock.now_us() - 1)
    assert regulations.switch(city.admin, made, at_us=at_us).state is PackState.SCHEDULED
    with pytest.raises(Conflict):
        regulations.roll_back(city.admin, made, words="n")
    city.clock.advance(9.999999)
    assert may_watch(city)
    city.clock.advance(0.000001)
    assert not may_watch(city)
    assert states(city) == {1: PackState.PAST, 2: PackState.IN_FORCE}


@pytest.mark.databases("sqlite")
def test_a_running_view_ends_when_the_switch_comes(city: City) -> None:
    assert isinstance(city.clock, SimulatedClock)
    person = city.signed_in("xem")
    camera = city.camera("GT-1", person.organisation_id)
    of = {"camera_id": camera.id, "owner_id": camera.owner_id, "stream": "main"}
    grant, _ = city.governance.grants.issue(person, kind="live", **of)
    ended, reasons = threading.Event(), []
    stop = city.governance.grants.watch(grant, lambda reason: (reasons.append(reason), ended.set()))
    made = agreed(city, pack(**NO_VIEWERS))
    city.governance.regulations.switch(city.admin, made, at_us=city.clock.now_us() + 1_000_000)
    assert not ended.wait(0.1)
    city.clock.advance(1)
    assert ended.wait(10)
    assert reasons == ["right_withdrawn"]
    stop()


def test_what_is_called_off_does_not_come(city: City) -> None:
    assert isinstance(city.clock, SimulatedClock)
    regulations = city.governance.regulations
    made = agreed(city, pack(**NO_VIEWERS))
    other = agreed(city, pack(version=3))
    regulations.switch(city.admin, made, at_us=city.clock.now_us() + 10_000_000)
    with pytest.raises(Conflict, match="already"):
        regulations.switch(city.admin, other)
    assert regulations.call_off(city.admin, made).state is PackState.APPROVED
    city.clock.advance(11)
    assert may_watch(city)
    assert states(city) == {1: PackState.IN_FORCE, 2: PackState.APPROVED, 3: PackState.APPROVED}
    assert regulations.switch(city.admin, made).state is PackState.IN_FORCE


def test_a_planned_switch_that_would_lock_everybody_out_by_then_does_not_come(city: City) -> None:
    assert isinstance(city.clock, SimulatedClock)
    regulations = city.governance.regulations
    tech = city.user("tech", Role.TECHNICIAN, city.root_id)
    made = agreed(city, for_technicians())
    regulations.switch(city.admin, made, at_us=city.clock.now_us() + 10_000_000)
    city.governance.users.update(city.admin, tech.id, UserChange(disabled=True))
    assert not regulations.is_switch_refused()
    city.clock.advance(10)
    assert regulations.in_force().title.version == 1, "the one before goes on"
    assert states(city) == {1: PackState.IN_FORCE, 2: PackState.APPROVED}
    assert regulations.is_switch_refused()
    assert recorded(city)[-1] == ("regulation.switch", "deny")
    assert city.governance.verify_record().violations == ()
    city.governance.users.update(city.admin, tech.id, UserChange(disabled=False))
    regulations.switch(city.admin, made, at_us=city.clock.now_us() + 10_000_000)
    assert not regulations.is_switch_refused()
    city.clock.advance(10)
    assert states(city) == {1: PackState.PAST, 2: PackState.IN_FORCE}


@pytest.mark.databases("sqlite")
def test_not_before_its_own_day_of_effect(city: City) -> None:
    files = pack()
    files["pack.toml"] = files["pack.toml"].replace("2025-10", "2099-10")
    made = agreed(city, files)
    with pytest.raises(Invalid, match="2099-10"):
        city.governance.regulations.switch(city.admin, made, at_us=city.clock.now_us() + DAY_S * 1_000_000)


@pytest.mark.databases("sqlite")
def test_who_may_take_which_step(city: City) -> None:
    regulations = city.governance.regulations
    made = propose(city, pack())
    city.user("abc", Role.ADMINISTRATOR, city.root_id)
    for step in (
        lambda: propose(city, pack(version=3), city.signed_in("lan")),
        lambda: regulations.approve(city.admin, made),  # the own proposal
        lambda: regulations.approve(city.signed_in("xem"), made),
        lambda: regulations.refuse(city.signed_in("xem"), made, words="n"),
        lambda: regulations.switch(city.signed_in("hoa"), made),
        lambda: regulations.roll_back(city.signed_in("lan"), made, words="n"),
        lambda: regulations.call_off(city.signed_in("lan"), made),
        lambda: city.governance.simulation.part(city.signed_in("xem"), made, since_us=0),
    ):
        with pytest.raises(Denied):
            step()
    assert len([act for act in recorded(city) if act[1] == "deny"]) == 7
    assert regulations.page(city.signed_in("xem"))[0].regulation.id == made  # of a ward, and yet holds for it
    city.user("khong", None, city.root_id)
    with pytest.raises(Denied):
        regulations.get(city.signed_in("khong"), made)
    with pytest.raises(NotFound):
        regulations.get(city.admin, "0")
    assert regulations.refuse(city.signed_in("lan"), made, words="chưa rõ").state is PackState.REFUSED
    with pytest.raises(Conflict):
        regulations.approve(city.signed_in("lan"), made)
    with pytest.raises(Conflict, match="higher number"):
        propose(city, pack())
    own = propose(city, pack(version=3))
    assert regulations.refuse(city.admin, own, words="rút").state is PackState.REFUSED


@pytest.mark.databases("sqlite")
def test_a_pack_that_fails_or_locks_everybody_out_is_refused(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        propose(city, pack(policies_cedar=LIVE))
    assert refused.value.extra["reason"] == "tests"
    files = for_technicians()
    with pytest.raises(Invalid) as refused:
        propose(city, files)
    assert refused.value.extra["actions"] == ["regulation.propose", "regulation.switch"]
    assert states(city) == {1: PackState.IN_FORCE}
    assert recorded(city)[-2:] == [("regulation.propose", "deny")] * 2
    tech = city.user("tech", Role.TECHNICIAN, city.root_id)
    made = agreed(city, files)  # there is somebody now
    city.governance.users.update(city.admin, tech.id, UserChange(disabled=True))
    with pytest.raises(Invalid) as refused:
        city.governance.regulations.switch(city.admin, made)
    assert refused.value.extra["reason"] == "locked_out"


@pytest.mark.databases("sqlite")
def test_over_http(city: City) -> None:
    client = TestClient(city.app())

    def ask(who: str, method: str, path: str, **more: object) -> tuple[int, dict[str, object]]:
        head = {"authorization": f"Bearer {city.token(who)}"}
        answer = client.request(method, f"/api/v1{path}", headers=head, **more)  # type: ignore[arg-type]
        return answer.status_code, answer.json()

    _ = city.admin
    city.camera("GT-1", city.root_id)
    status, made = ask("admin", "POST", "/regulations?reason=n", content=zipped(pack(**NO_VIEWERS), "hanoi/"))
    assert (status, made["state"], made["proposer"]) == (201, "proposed", "admin")
    path = f"/regulations/{made['id']}"
    status, full = ask("xem", "GET", path)
    assert status == 200
    assert full["footage"] == [{"article": "15.1", "rights": "owner_at_the_time"}]
    live = next(policy for policy in full["policies"] if policy["id"] == "live")
    assert live["text"].startswith('@id("live")')
    assert not any(case["why"] for case in full["cases"])
    assert all(case["articles"] for case in full["cases"])
    _, difference = ask("xem", "GET", f"{path}/difference")
    (change,) = [one for one in difference["items"] if (one["key"], one["circumstance"]) == ("media.live", "plain")]
    assert (change["role"], change["answer_before"]["outcome"], change["answer_after"]["outcome"]) == (
        "viewer", "allow", "deny",
    )  # fmt: skip
    status, part = ask("admin", "POST", f"{path}/simulate?since=2025-01-01T00:00:00Z")
    assert (status, part["after"], part["shifts"]) == (200, None, [])
    assert part["decided"] > 3
    assert ask("xem", "POST", f"{path}/simulate?since=2025-01-01T00:00:00Z")[0] == 403
    status, mine = ask("xem", "GET", "/me/rights")
    (place,) = [place for place in mine["places"] if place["kind"] == "roles"]
    assert (place["roles"], place["organisations"][0]["name"]) == (["viewer"], "p1")
    rights = {(right["action"], right["circumstance"]): right for right in place["rights"]}
    assert rights["media.live", "plain"]["articles"] == ["3"]
    assert rights["media.live", "defence"]["answer"]["outcome"] == "deny"
    assert rights["media.export", "plain"]["answer"]["outcome"] == "deny"
    assert ask("lan", "POST", f"{path}/approve", json={"words": "được"})[1]["state"] == "proposed"
    assert ask("hoa", "POST", f"{path}/approve", json={})[1]["state"] == "approved"
    assert ask("admin", "POST", f"{path}/switch", json={})[1]["state"] == "in_force"
    _, mine = ask("xem", "GET", "/me/rights")
    assert mine["version"] == 2
    assert ask("admin", "POST", f"{path}/roll-back", json={"words": "n"})[1]["state"] == "rolled_back"


def zipped(files: Mapping[str, str], folder: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return out.getvalue()


def test_an_upload_is_a_pack_or_nothing() -> None:
    assert read_upload(zipped(SHIPPED_FILES)) == SHIPPED_FILES
    assert read_upload(zipped(SHIPPED_FILES, "hanoi/")) == SHIPPED_FILES
    assert read_upload(json.dumps(SHIPPED_FILES).encode()) == SHIPPED_FILES
    for files in (
        {**SHIPPED_FILES, "run.sh": ""},
        {**SHIPPED_FILES, "../../etc/passwd": ""},
        {name: text for name, text in SHIPPED_FILES.items() if name != "cases.toml"},
    ):
        for body in (zipped(files), json.dumps(files).encode()):
            with pytest.raises(Invalid):
                read_upload(body)
    with pytest.raises(Exhausted):
        read_upload(b"x" * (MAX_UPLOAD_BYTES + 1))
    with pytest.raises(Exhausted):  # 10 MiB in a few kB
        read_upload(zipped({**SHIPPED_FILES, "cases.toml": "#" * (10 << 20)}))
    with pytest.raises(Invalid, match="surrogate"):
        read_upload(json.dumps({**SHIPPED_FILES, "cases.toml": "\ud800"}).encode())


ZIP = zipped(dict.fromkeys(FILES, "x = 1"))


@given(st.binary(max_size=300) | st.tuples(st.integers(0, len(ZIP) - 1), st.binary(max_size=8)).map(
    lambda cut: ZIP[: cut[0]] + cut[1] + ZIP[cut[0] + len(cut[1]) :]
))  # fmt: skip
@example(b"[" * 100_000)
@example(b'{"pack.toml": 1}')
@example(ZIP.replace(b"pack.toml", b"cases.txt"))
def test_no_upload_breaks_the_parser(body: bytes) -> None:
    try:
        files = read_upload(body)
    except (Invalid, Exhausted):
        return
    assert set(files) == set(FILES)
