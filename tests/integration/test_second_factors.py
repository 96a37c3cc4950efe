"""Second factors over HTTP: enrolling, signing in, stepping up, recovery, reset; and each way that must not work."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from databases import content_of
from governance_rig import ORIGIN, PASSWORD, City, a_city
from soft_passkey import SoftPasskey
from toancanh.governance import Role
from toancanh.governance.factors import totp
from toancanh.governance.factors.passkeys import Passkeys
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Denied, Unauthenticated
from toancanh.media.live.routes import wish_of

ALIKE = pytest.mark.databases("sqlite")
"""What the database does here it does in the other tests, too."""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        made.user("lan", Role.ADMINISTRATOR, made.root_id)
        yield made


@dataclass
class Browser:
    """One person's, at one address."""

    city: City
    address: str = "192.0.2.7"
    token: str = ""

    def send(self, method: str, path: str, body: Any = None) -> Any:
        client = TestClient(self.city.app(), base_url=ORIGIN, client=(self.address, 1))
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return client.request(method, f"/api/v1{path}", json=body, headers=headers)

    def password(self, username: str = "lan", password: str = PASSWORD) -> Any:
        return self.send("POST", "/session", {"username": username, "password": password})

    def signs_in(self) -> Browser:
        self.token = self.password().json()["token"]
        return self

    def step_up(self, **answer: Any) -> int:
        given = self.send("POST", "/session/factor", answer)
        if given.status_code == 200:
            self.token = given.json()["token"]
        return int(given.status_code)


class Telephone:
    def __init__(self, city: City, secret: str) -> None:
        self._city = city
        self._secret = base64.b32decode(secret)

    def code(self) -> str:
        """Of the next step: a code is good once."""
        self._city.clock.advance(totp.STEP_S)
        return totp.code_at(self._secret, self._city.clock.now_us() // (totp.STEP_S * 1_000_000))


def enrolled(city: City) -> tuple[Browser, Telephone, list[str]]:
    browser = Browser(city).signs_in()
    offer = browser.send("POST", "/account/factors/totp", {"current_password": PASSWORD}).json()
    assert offer["qr_svg"].startswith("<svg")
    telephone = Telephone(city, offer["secret"])
    made = browser.send("POST", "/account/factors", {"kind": "totp", "name": "Điện thoại", "code": telephone.code()})
    assert made.status_code == 201, made.text
    return browser, telephone, made.json()["recovery_codes"]


def refusals(city: City) -> list[tuple[str, str]]:
    with city.database.reading() as connection:
        rows = connection.execute(select(record_entry).where(record_entry.c.outcome == "deny"))
        return [(row.action, row.details) for row in rows]


def test_enrolling_then_signing_in_takes_two_steps(city: City) -> None:
    browser, telephone, codes = enrolled(city)
    assert len(codes) == 10
    asked = browser.password()
    assert asked.status_code == 202
    assert "set-cookie" not in asked.headers
    assert asked.json()["kinds"] == ["totp"]
    assert Browser(city, token=asked.json()["pending"]).send("GET", "/me").status_code == 401, "good for nothing else"
    with pytest.raises(Unauthenticated):
        city.governance.sign_in("lan", PASSWORD, "192.0.2.7")
    answer = {"pending": asked.json()["pending"], "code": telephone.code()}
    opened = browser.send("POST", "/session/second", answer)
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(opened.headers["set-cookie"].split("; "))
    browser.token = opened.json()["token"]
    assert browser.send("GET", "/me").json()["second_factor"] is True
    assert browser.send("POST", "/session/second", answer).status_code == 401, "a pending sign-in is used up"


def test_a_code_is_good_once_and_the_secret_is_nowhere_in_plain(city: City) -> None:
    browser, telephone, codes = enrolled(city)
    code = telephone.code()
    assert browser.step_up(code=code) == 200
    assert browser.step_up(code=code) == 403
    content = content_of(city.database)
    assert telephone._secret not in content
    assert base64.b32encode(telephone._secret) not in content
    assert codes[0].encode() not in content
    assert codes[0].replace("-", "").encode() not in content


def test_a_recovery_code_opens_once(city: City) -> None:
    browser, _, codes = enrolled(city)
    for expected in (200, 401):
        pending = browser.password().json()["pending"]
        typed = codes[3].lower().replace("-", " ")
        assert browser.send("POST", "/session/second", {"pending": pending, "code": typed}).status_code == expected
    assert browser.send("GET", "/account").json()["recovery_codes"] == 9


@ALIKE
def test_a_pending_sign_in_is_bound_to_its_address_and_ends(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    pending = browser.password().json()["pending"]
    elsewhere = Browser(city, address="198.51.100.9")
    good = {"pending": pending, "code": telephone.code()}
    stolen = elsewhere.send("POST", "/session/second", good)
    assert (stolen.status_code, stolen.json()["reason"]) == (401, "ended")
    pending = browser.password().json()["pending"]
    city.clock.advance(301)
    late = browser.send("POST", "/session/second", {"pending": pending, "code": telephone.code()})
    assert (late.status_code, late.json()["reason"]) == (401, "ended")


@ALIKE
def test_guessing_codes_is_counted_slowed_and_on_record(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    pending = browser.password().json()["pending"]
    answers = [browser.send("POST", "/session/second", {"pending": pending, "code": "000000"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 6
    assert [answer.json()["reason"] for answer in answers] == ["wrong_factor"] * 5 + ["ended"]
    pending = browser.password().json()["pending"]
    slowed = browser.send("POST", "/session/second", {"pending": pending, "code": "000000"})
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "1")
    after = browser.send("POST", "/session/second", {"pending": pending, "code": telephone.code()})
    assert after.status_code == 200
    assert sum(action == "session.open" and "wrong_factor" in details for action, details in refusals(city)) == 5


def test_stepping_up_gives_a_new_token_and_ends_the_one_before(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    before, sessions = browser.token, browser.send("GET", "/account/sessions").json()["items"]
    assert browser.send("GET", "/me").json()["second_factor"] is False
    assert browser.step_up(code="000000") == 403
    assert browser.token == before
    assert browser.step_up(code=telephone.code()) == 200
    assert browser.token != before
    assert Browser(city, token=before).send("GET", "/me").status_code == 401, "no fixation"
    after = browser.send("GET", "/account/sessions").json()["items"]
    assert [item["id"] for item in after] != [item["id"] for item in sessions]
    assert after[0]["expires_at"] == sessions[0]["expires_at"], "and it does not last longer"
    assert ("session.step_up", True) in {(act, "wrong_factor" in details) for act, details in refusals(city)}


@ALIKE
def test_what_wants_a_factor_of_the_last_minutes(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    factor = browser.send("GET", "/account").json()["factors"][0]["id"]

    def asked() -> list[int]:
        return [
            browser.send("POST", "/account/factors/totp", {"current_password": PASSWORD}).status_code,
            browser.send("POST", "/account/recovery-codes").status_code,
        ]

    assert asked() == [403, 403], "the password alone is not enough once there is a factor"
    refused = browser.send("DELETE", f"/account/factors/{factor}")
    assert (refused.status_code, refused.json()["needs"]) == (403, ["second_factor"])
    assert browser.step_up(code=telephone.code()) == 200
    assert asked() == [200, 200]
    city.clock.advance(601)
    assert asked() == [403, 403]
    assert browser.step_up(code=telephone.code()) == 200
    assert browser.send("PATCH", f"/account/factors/{factor}", {"name": "Cũ"}).json()["name"] == "Cũ"
    assert browser.send("DELETE", f"/account/factors/{factor}").status_code == 204
    assert browser.send("GET", "/account").json() | {"public_origin": ""} == {
        "factors": [],
        "recovery_codes": 0,
        "public_origin": "",
        "second_factor": True,
    }
    assert browser.password().status_code == 200


@ALIKE
def test_enrolling_wants_the_password_and_ends_other_sessions(city: City) -> None:
    other = Browser(city).signs_in()
    browser = Browser(city).signs_in()
    wrong = browser.send("POST", "/account/factors/totp", {"current_password": "wrong"})
    assert (wrong.status_code, wrong.json()["field"]) == (403, "current_password")
    assert browser.send("POST", "/account/factors", {"kind": "totp", "name": "n", "code": "1"}).status_code == 409
    enrolled(city)
    assert other.send("GET", "/me").status_code == 401


@ALIKE
def test_anothers_factors_and_sessions_are_not_there(city: City) -> None:
    browser, _, _ = enrolled(city)
    factor = browser.send("GET", "/account").json()["factors"][0]["id"]
    session = browser.send("GET", "/account/sessions").json()["items"][0]["id"]
    city.user("mai", Role.VIEWER, city.root_id)
    stranger = Browser(city, token=city.token("mai"))
    for known, unknown in ((factor, "x"), (session, "x")):
        kind = "factors" if known == factor else "sessions"
        refused = stranger.send("DELETE", f"/account/{kind}/{known}")
        assert refused.status_code == 404
        assert refused.json()["detail"] == stranger.send("DELETE", f"/account/{kind}/{unknown}").json()["detail"]
    assert browser.send("DELETE", f"/account/sessions/{session}").status_code == 204
    assert browser.send("GET", "/me").status_code == 401


def test_an_administrators_reset_is_on_record_and_the_person_is_told(city: City) -> None:
    enrolled(city)
    lan = city.governance.users.page(city.admin, q="lan", after="", limit=1)[0]
    city.user("mai", Role.VIEWER, city.root_id)
    for refused in (Browser(city, token=city.token("mai")), Browser(city, token="")):
        assert refused.send("DELETE", f"/users/{lan.id}/factors").status_code in {401, 404}
    administrator = Browser(city, token=city.tokens["admin"])
    assert len(administrator.send("GET", f"/users/{lan.id}/factors").json()["items"]) == 1
    own = f"/users/{city.admin.user_id}/factors"
    assert administrator.send("DELETE", own).status_code == 403, "not one's own: that takes the factor itself"
    assert administrator.send("DELETE", f"/users/{lan.id}/factors").status_code == 204
    back = Browser(city).signs_in()
    assert back.send("GET", "/me").json()["factors_reset"]["by"] == "admin"
    assert back.send("DELETE", "/account/reset").status_code == 204
    assert back.send("GET", "/me").json()["factors_reset"] is None
    with city.database.reading() as connection:
        acts = connection.scalars(select(record_entry.c.action)).all()
    assert {"user.factors_reset", "factor.reset_seen", "factor.add"} <= set(acts)


def test_passkeys(city: City) -> None:
    browser = Browser(city).signs_in()
    passkey = SoftPasskey(origin=ORIGIN, rp_id="city.test")
    options = browser.send("POST", "/account/factors/passkey", {"current_password": PASSWORD}).json()["options"]
    stranger = SoftPasskey(origin="https://evil.test", rp_id="city.test")
    wrong = {"kind": "passkey", "name": "Khóa", "credential": stranger.create(options)}
    assert browser.send("POST", "/account/factors", wrong).status_code == 422
    made = {"kind": "passkey", "name": "Khóa", "credential": passkey.create(options)}
    assert browser.send("POST", "/account/factors", made).status_code == 201
    assert browser.send("POST", "/account/factors", made).status_code == 409, "an offer is taken once"
    asked = browser.password().json()
    signature = passkey.get(asked["passkey"])
    forged = {**signature, "response": {**signature["response"], "signature": signature["rawId"]}}
    for credential, expected in ((forged, 401), ({"id": "x"}, 401), (signature, 200), (signature, 401)):
        answer = {"pending": asked["pending"], "credential": credential}
        assert browser.send("POST", "/session/second", answer).status_code == expected
    assert browser.step_up(credential=signature) == 403, "an old signature"
    options = browser.send("POST", "/session/factor/challenge").json()["passkey"]
    assert browser.step_up(credential=passkey.get(options)) == 200
    cloned = SoftPasskey(origin=ORIGIN, rp_id="city.test")
    cloned.id, cloned._key, cloned.count = passkey.id, passkey._key, 0
    options = browser.send("POST", "/session/factor/challenge").json()["passkey"]
    assert browser.step_up(credential=cloned.get(options)) == 403, "a counter that goes back is a copy"


@ALIKE
def test_without_a_name_there_are_no_passkeys() -> None:
    with pytest.raises(Denied, match="public_origin"):
        Passkeys(origin="", site_name="x").creation_options(challenge=b"", user_id="x", username="x", known=())


@ALIKE
def test_secrets_go_on_under_a_new_key(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    city.keyring.rotate()
    assert city.governance.factors.reencrypt_secrets(city.keyring) == 1
    city.keyring.rotate()
    assert city.governance.factors.reencrypt_secrets(city.keyring) == 1
    assert browser.step_up(code=telephone.code()) == 200


@ALIKE
def test_a_grant_is_as_good_as_its_session(city: City) -> None:
    browser, telephone, _ = enrolled(city)
    assert browser.step_up(code=telephone.code()) == 200
    camera = city.camera("c1", city.root_id)
    city.user("hoa", Role.ADMINISTRATOR, city.root_id)
    platform: Any = SimpleNamespace(governance=city.governance, registry=city.registry)
    for principal, holds in ((city.governance.principal_of(browser.token), True), (city.signed_in("hoa"), False)):
        grant, token = city.governance.grants.issue(
            principal, kind="live", camera_id=camera.id, owner_id=camera.owner_id, stream="main"
        )
        asked: Any = SimpleNamespace(query_params={"grant": token}, headers={}, cookies={}, client=None)
        assert wish_of(platform, asked, camera.id).principal.second_factor is holds
        city.governance.sign_out(principal)
        with pytest.raises(Denied, match="ended"):
            city.governance.grants.present_holder(grant)


def test_an_account_that_goes_takes_its_secrets_along(city: City) -> None:
    enrolled(city)
    lan = city.governance.users.page(city.admin, q="lan", after="", limit=1)[0]
    city.governance.users.delete(city.admin, lan.id)
    assert city.governance.factors.of(lan.id) == ()
