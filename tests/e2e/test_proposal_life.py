"""A proposal's whole life over HTTP: drawn, blocked, sent, returned, mended, approved, hung wrong, mended, watched."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from running import PASSWORD, Running, running, until
from websockets.sync.client import connect

from toancanh.simulation import SimulatedCameras, simulated_cameras

NOWHERE = "rtsp://127.0.0.1:9/nothing"
CANDIDATE = {
    "name": "Ngã tư Vọng, hướng Giải Phóng", "lat": 21.0, "lon": 105.84, "height_m": 6.0, "azimuth_deg": 90.0,
    "tilt_deg": 20.0, "hfov_deg": 80.0, "width_px": 1920, "height_px": 1080, "connection": "fibre", "network": True,
    "onvif": True, "conformity_certificate": "CN-135-001", "unique_password": True, "notice": True,
}  # fmt: skip
CLAIM = {"exception": "specialised", "reference": "Văn bản 12/CV-KL"}


@dataclass(kw_only=True)
class City:
    platform: Running
    simulated: SimulatedCameras
    ids: dict[str, str]
    tokens: dict[str, str]

    def call(self, who: str, method: str, path: str, body: object = None) -> Any:
        return self.platform.call(method, path, body, token=self.tokens[who])

    def refused(self, who: str, method: str, path: str, body: object = None) -> Any:
        """The problem that one is told; a refusal of rights is on record, in his name."""
        before = len(self.refusals(who))
        with pytest.raises(urllib.error.HTTPError) as caught:
            self.call(who, method, path, body)
        told = json.loads(caught.value.read())
        if caught.value.code in {403, 404}:
            assert len(self.refusals(who)) == before + 1, told
        return {**told, "status": caught.value.code}

    def refusals(self, who: str) -> list[Any]:
        found: list[Any] = self.platform.call("GET", f"/audit?actor={who}&outcome=deny&limit=500")["items"]
        return found

    def only(self, may: str, path: str, body: object = None, *, also: str = "") -> Any:
        """Everybody else is refused the step, then the one who may takes it."""
        for who in self.tokens.keys() - {may, also}:
            assert self.refused(who, "POST", path, body)["status"] in {403, 404}, who
        return self.call(may, "POST", path, body)

    def asked(self, role: str, proposal: Any) -> str:
        return next(
            one["id"] for one in proposal["opinions"] if (one["role"], one["round"]) == (role, proposal["round"])
        )


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What the camera was promised to give, and less."""
    made = []
    for size in ("1920x1080", "640x360"):
        path = tmp_path_factory.mktemp("footage") / f"{size}.mp4"
        source = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=10:duration=4", "-pix_fmt", "yuv420p"]
        coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-bf", "0", "-b:v", "1M"]
        subprocess.run(["ffmpeg", "-v", "error", *source, *coded, str(path)], check=True)
        made.append(path)
    return made


@pytest.fixture
def city(tmp_path: Path, videos: list[Path]) -> Iterator[City]:
    with (
        simulated_cameras(2, videos=videos, cache=tmp_path / "cache") as simulated,
        running(tmp_path, *(f"--allow-outbound=127.0.0.1:{port}" for port in (simulated.port, 9))) as platform,
    ):
        made = City(platform=platform, simulated=simulated, ids={"city": platform.organisation_id}, tokens={})
        for code, name, kind in (
            ("KL", "Ủy ban nhân dân phường Kim Liên", "ward"), ("SKHCN", "Sở Khoa học và Công nghệ", "department"),
            ("CATP", "Công an thành phố Hà Nội", "department"),
        ):  # fmt: skip
            made.ids[code] = platform.call("POST", "/organisations", {"code": code, "name": name, "kind": kind})["id"]
        for who, role, where in (
            ("planner", "planner", "KL"), ("operator", "operator", "KL"), ("engineer", "adviser", "SKHCN"),
            ("officer", "adviser", "CATP"), ("leader", "leader", "city"),
        ):  # fmt: skip
            body = {"username": who, "password": PASSWORD, "role": role, "organisation_id": made.ids[where]}
            platform.call("POST", "/users", body)
            made.tokens[who] = platform.sign_in(who)
        agencies = {"technology_agency_id": made.ids["SKHCN"], "police_agency_id": made.ids["CATP"]}
        made.refused("leader", "PUT", "/planning-settings", agencies)
        platform.call("PUT", "/planning-settings", agencies)
        yield made


def drawn_and_sent(city: City) -> Any:
    """Blocked without an exception to the pause; sent once one is claimed."""
    drawing = {"owner_id": city.ids["KL"], "candidates": [CANDIDATE]}
    assert city.only("planner", "/proposals/check", drawing)["blocking"] == ["pause"]
    made = city.only("planner", "/proposals", {**drawing, "title": "Bổ sung camera nút Vọng"})
    path = f"/proposals/{made['id']}"
    blocked = city.refused("planner", "POST", f"{path}/submit", {"version": made["version"]})
    assert (blocked["status"], blocked["missing"]) == (409, ["pause"])
    city.refused("operator", "PATCH", path, {"claim": CLAIM})
    assert city.call("planner", "PATCH", path, {"claim": CLAIM})["state"] == "draft"
    sent = city.only("planner", f"{path}/submit", {})
    assert (sent["state"], sent["round"], sent["checks"]["pause"]["verdict"]) == ("consulting", 1, "exception")
    return sent


def heard(city: City, proposal: Any, answers: dict[str, dict[str, Any]]) -> Any:
    for role, answer in answers.items():
        agency = {"technology": "engineer", "police": "officer"}[role]
        waiting = city.refused("leader", "POST", f"/proposals/{proposal['id']}/decision", {"outcome": "approve"})
        assert f"opinion_{role}" in waiting["missing"]
        city.only(agency, f"/opinions/{city.asked(role, proposal)}", answer)
    return city.call("planner", "GET", f"/proposals/{proposal['id']}")


def hung(address: str, name: str = "KL-01") -> dict[str, Any]:
    return {"cameras": [{"position": 0, "code": name, "name": "Ngã tư Vọng", "main_url": address}]}


def shown(city: City, path: str, faults: list[str]) -> Any:
    """Until media has found the camera, the test says that there is no picture; an answer is never kept back."""

    def result() -> Any:
        found = city.call("planner", "POST", f"{path}/acceptance/test")["items"][0]
        return found if found["faults"] == faults else None

    return until(result, 20, f"not {faults}")


def test_from_the_drawing_to_the_watched_camera(city: City) -> None:
    sent = drawn_and_sent(city)
    path = f"/proposals/{sent['id']}"
    condition = {"verdict": "conditions", "conditions": ["Dùng H.265."]}
    refusal = {"verdict": "disagree", "text": "Cột nằm trong hành lang thoát hiểm."}
    first = heard(city, sent, {"technology": condition, "police": refusal})
    assert first["state"] == "consulted"
    returned = city.only("leader", f"{path}/decision", {"outcome": "return", "text": "Dời cột theo ý kiến công an."})
    assert returned["state"] == "returned"
    late = city.refused("officer", "POST", f"/opinions/{city.asked('police', sent)}", {"verdict": "agree"})
    assert late["status"] == 409

    moved = {**CANDIDATE, "lat": 21.0002}
    assert city.call("planner", "PATCH", path, {"candidates": [moved]})["candidates"][0]["lat"] == 21.0002
    again = city.only("planner", f"{path}/submit", {})
    assert again["round"] == 2
    second = heard(city, again, {"technology": condition, "police": {"verdict": "agree"}})
    assert second["state"] == "consulted"
    decision = {"outcome": "approve", "conditions": ["Xong trước 31/12."]}
    approved = city.only("leader", f"{path}/decision", decision)
    assert [one["conditions"] for one in approved["decisions"] if one["round"] == 2] == [
        ["Dùng H.265.", "Xong trước 31/12."]
    ]
    (camera_id,) = approved["camera_ids"]

    assert city.only("planner", f"{path}/installation", hung(NOWHERE))["state"] == "installing"
    city.refused("operator", "POST", f"{path}/acceptance/test")
    shown(city, path, ["offline", "no_picture"])
    assert city.refused("planner", "POST", f"{path}/acceptance", {})["missing"] == ["acceptance_test"]
    city.only("planner", f"{path}/installation", hung(city.simulated.url(2)))
    assert shown(city, path, ["resolution"])["width_px"] == 640
    city.only("planner", f"{path}/installation", hung(city.simulated.url(1)))
    assert shown(city, path, [])["passed"]
    city.only("planner", f"{path}/installation", hung(city.simulated.url(1), "KL-02"))
    assert city.refused("planner", "POST", f"{path}/acceptance", {})["missing"] == ["acceptance_test"]  # of another one
    shown(city, path, [])
    accepted = city.only("planner", f"{path}/acceptance", {})
    assert accepted["state"] == "accepted"

    in_the_registry(city, camera_id, accepted["number"])
    watched_and_recorded(city, camera_id)
    on_record(city, accepted)


def in_the_registry(city: City, camera_id: str, number: str) -> None:
    """Each field says where it comes from."""
    found = city.call("operator", "GET", f"/cameras/{camera_id}/dossier")
    camera, dossier = found["camera"], found["dossier"]
    assert (camera["code"], camera["lat"], dossier["lifecycle"]) == ("KL-02", 21.0002, "operating")
    for name in ("azimuth_deg", "lifecycle", "installed_on", "lat"):
        declared = found["declarations"][found["provenance"][name]]
        assert (declared["source"], declared["reference"]) == ("proposal", number), name


def watched_and_recorded(city: City, camera_id: str) -> None:
    headers = {"Authorization": f"Bearer {city.tokens['operator']}"}
    with connect(city.platform.live_url(camera_id), additional_headers=headers, max_size=None, proxy=None) as client:
        messages = [client.recv(timeout=20) for _ in range(4)]
    assert any(isinstance(message, bytes) and message[4:8] == b"ftyp" for message in messages)
    begin, end = (datetime.fromtimestamp(time.time() + hours * 3600, UTC).isoformat()[:19] for hours in (-1, 1))
    span = f"/cameras/{camera_id}/timeline?from={begin}Z&to={end}Z"
    until(lambda: city.call("operator", "GET", span)["ranges"], 20, "nothing is recorded")


def on_record(city: City, accepted: Any) -> None:
    """What those concerned see of its way, and what the record has of it: the same steps in the same order."""
    round_ = ["answer", "answer"]
    way = ["edit", "edit", "submit", *round_, "return", "edit", "submit", *round_, "approve"]
    way += ["install", "test"] * 4 + ["accept"]
    assert once([one["step"] for one in accepted["steps"]]) == once(way)
    acts = city.platform.call("GET", f"/audit?resource={accepted['id']}&outcome=allow&action=proposal.&limit=500")
    taken = [act["action"].removeprefix("proposal.") for act in reversed(acts["items"])]
    assert [step for step in once(taken) if step not in {"read", "check"}] == ["create", *once(way)]


def once(steps: list[str]) -> list[str]:
    """Tests are taken until the camera is there."""
    return [key for key, _ in groupby(steps)]
