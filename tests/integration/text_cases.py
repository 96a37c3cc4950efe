"""Surroundings in which a text of a request is really used: what `routes_matrix` asks with is enough for a refusal,
and often not for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import whole_app
from repairs_rig import PNG
from routes_matrix import ROUTES, Route
from text_slots import shape
from text_things import (
    Fresh,
    Names,
    a_consulted,
    a_decidable,
    a_draft,
    a_duplicate_pair,
    accepted_ticket,
    agreed_share,
    an_approved,
    asked_share,
    enrolled,
    enrolling,
    in_force,
    open_ticket,
    proposed,
    system,
    tested_ticket,
    ticket_in,
    waiting_model,
)
from whole_app import World

from toancanh.governance import Role
from toancanh.health.repairs.model import TicketState

RECENT = {"from": "{since}", "to": "{until}"}
LONG = {"from": "{early}", "to": "{until}"}
WHY = {"purpose": "order", "reference": "12/QD"}
WHOLE_CANDIDATE = {
    "name": "n", "lat": 21.0, "lon": 105.84, "height_m": 6.0, "azimuth_deg": 90.0, "tilt_deg": 20.0, "hfov_deg": 80.0,
    "width_px": 1920, "height_px": 1080,
}  # fmt: skip
INSTALLED = {"position": 0, "code": "i{n}", "name": "n", "main_url": "rtsp://192.0.2.10/main"}
SHARE = {
    "receiver_id": "{ward}", "selection": {"codes": ["camera"]}, "what": ["live"], "purpose": "incident",
    "legal_basis": "n", "until": "{soon}",
}  # fmt: skip
SHEET = "Mã camera,Tên camera,Vĩ độ,Kinh độ\nfile-2,n,21,105.8\n".encode()
OFFERED = {"camera_id": "{camera}", "streams": ["main"]}
DRAWN_LINE = {"kind": "counting_line", "name": "n", "points": [[0.1, 0.5], [0.9, 0.5]]}
PAGE = {"size": 1, "tiles": ["{camera}"]}


@dataclass(frozen=True, kw_only=True)
class Case:
    """How an operation is asked. ``fresh`` makes what one request uses up, before each; its names fill the rest.
    ``told``: addresses at which its texts are read again, besides its own and those above it.
    """

    path: str
    json: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    who: str = "admin"
    content: bytes = b""
    content_type: str = ""
    fresh: Fresh | None = None
    told: tuple[str, ...] = ()


def posted(path: str, *keys: str, name: str = "segment") -> Fresh:
    """The id of what a request to this operation makes; ``keys``: where in the answer it stands."""

    def make(world: World) -> Names:
        case = CASES[f"POST {path}"]
        given = case.fresh(world) if case.fresh else {}
        world.names.update(given)
        answer = world.client.post(
            f"/api/v1{world.filled(case.path)}", json=world.filled(case.json), params=world.filled(dict(case.query)),
            headers={"Authorization": f"Bearer {world.tokens[case.who]}"},
        )  # fmt: skip
        assert answer.status_code in {200, 201}, (path, answer.text)
        found = answer.json()
        for key in keys or ("id",):
            found = found[int(key) if key.isdigit() else key]
        return {**given, name: found}

    return make


def a_camera(world: World) -> Names:
    """One that nothing else is asked about."""
    return posted("/cameras", name="fresh_camera")(world)


def an_open_incident(world: World) -> Names:
    """Of a camera that has no other."""
    names = a_camera(world)
    return {**names, **whole_app.traffic_things(world.platform, names["fresh_camera"])}


_SPECIAL = {
    "POST /organisations/units": Case(path="/organisations/units", json={"reform_day": "2025-07-01"}),
    "POST /duties/list": Case(path="/duties/list", json={"text": "username", "organisation_id": "{north}"}),
    "PUT /cameras/{}/masks": Case(
        path="/cameras/{fresh_camera}/masks", json={"version": 0, "areas": []}, fresh=a_camera
    ),
    "PUT /cameras/{}/zones": Case(
        path="/cameras/{fresh_camera}/zones", json={"version": 0, "zones": [DRAWN_LINE]}, fresh=a_camera
    ),
    "POST /traffic/incidents/{}/close": Case(
        path="/traffic/incidents/{traffic_incident}/close", json={}, fresh=an_open_incident
    ),
    "PATCH /cameras/{}": Case(path="/cameras/{fresh_camera}", json={"name": "n"}, fresh=a_camera),
    "PATCH /cameras/{}/dossier": Case(path="/cameras/{fresh_camera}/dossier", json={"note": "n"}, fresh=a_camera),
    "POST /cameras/bulk": Case(path="/cameras/bulk", json={"ids": ["{camera}"], "set": {"note": "n"}}),
    "POST /topology/links": Case(path="/topology/links", json={"rows": [{"camera": "another"}]}),
    "POST /campaigns/{}/reminders": Case(
        path="/campaigns/{campaign}/reminders", json={"text": "n"}, told=("/campaigns/{campaign}/tasks",)
    ),
    "POST /imports": Case(
        path="/imports", query={"organisation_id": "{north}", "file_name": "n.csv"}, content=SHEET
    ),
    "POST /regulations": Case(path="/regulations", query={"reason": "n"}, json={}, content=b"{pack}"),
    "POST /field-reports": Case(
        path="/field-reports",
        json={"form_id": "0b9e1a52-7c39-4d0e-9a54-{twelve}", "owner_id": "{north}", "code": "r{n}", "name": "n",
              "lat": 21, "lon": 105.8},
        told=("/cameras?q=r{n}", "/cameras/export?format=geojson"),
    ),
    "POST /devices/networks": Case(
        path="/devices/networks", json={"name": "n", "cidr": "{cidr}", "owner_id": "{north}"}
    ),
    "POST /devices/jobs/onboard": Case(
        path="/devices/jobs/onboard", json={"owner_id": "{north}", "addresses": ["192.0.2.1"]}
    ),
    "POST /devices/jobs": Case(path="/devices/jobs", json={"kind": "apply", "device_ids": ["{device}"]}),
    "PUT /devices/{}/login": Case(path="/devices/{silent}/login", json={"username": "n", "password": "n"}),
    "POST /regulations/{}/simulate": Case(
        path="/regulations/{pack}/simulate", query={"since": "{since}"}, fresh=proposed
    ),
    "POST /devices/{}/posture/exceptions": Case(
        path="/devices/{device}/posture/exceptions",
        json={"check": "plain_rtsp", "responsible": "n", "reason": "n", "until": "{soon}"},
    ),
    "POST /devices/{}/users": Case(
        path="/devices/{device}/users", json={"name": "n{n}", "password": "eight-letters"}
    ),
    "GET /map/summary": Case(path="/map/summary", query={"bbox": "105,20,106,22"}),
    "PUT /archive/cold": Case(
        path="/archive/cold", json={"endpoint": "file://{folder}", "after_days": 30, "secret": "n"},
        told=("/archive/places",),
    ),
    "POST /proposals/check": Case(
        path="/proposals/check", json={"owner_id": "{north}", "candidates": [WHOLE_CANDIDATE]}
    ),
    "PUT /health/cameras/{}/view": Case(path="/health/cameras/{camera}/view", json={}),
    "GET /cameras/{}/renditions/{}": Case(path="/cameras/{camera}/renditions/x"),
    "POST /account/factors": Case(
        path="/account/factors", json={"kind": "totp", "name": "n", "code": "{code}"}, who="enrols", fresh=enrolling
    ),
    "PATCH /account/factors/{}": Case(
        path="/account/factors/{factor}", json={"name": "n"}, who="enrols", fresh=enrolled
    ),
    "POST /organisations": Case(
        path="/organisations", json={"code": "o{n}", "name": "n", "parent_id": "{north}"}
    ),
    "POST /users": Case(
        path="/users", json={"username": "u{n}", "password": "seven green buses", "organisation_id": "{north}"}
    ),
    "POST /shares": Case(path="/shares", json=SHARE),
    "POST /shares/preview": Case(
        path="/shares/preview", json={"receiver_id": "{ward}", "selection": {"codes": ["camera"]}}
    ),
    "POST /shares/{}/answer": Case(
        path="/shares/{share}/answer", json={"agreed": True, "words": "n"}, fresh=asked_share
    ),
    "POST /shares/{}/withdraw": Case(path="/shares/{share}/withdraw", json={}, fresh=agreed_share),
    "POST /shares/{}/cancel": Case(path="/shares/{share}/cancel", json={}, fresh=asked_share),
    "POST /cases": Case(path="/cases", json={"number": "c{n}", "owner_id": "{north}"}),
    "POST /session/purpose": Case(path="/session/purpose", json=WHY),
    "POST /approvals": Case(
        path="/approvals",
        json={"action": "media.export", "camera_ids": ["{camera}"], **WHY, "reason": "n", **LONG},
    ),
    "POST /approvals/{}/answer": Case(
        path="/approvals/{segment}/answer", json={"yes": False, "words": "n"}, who="leader-north",
        fresh=posted("/approvals"),
    ),
    "POST /approvals/{}/withdraw": Case(path="/approvals/{segment}/withdraw", json={}, fresh=posted("/approvals")),
    "POST /regulations/{}/approve": Case(
        path="/regulations/{pack}/approve", json={}, who="chief",
        fresh=lambda world: (system(world, "chief", Role.LEADER), proposed(world))[1],
    ),
    "POST /regulations/{}/refuse": Case(path="/regulations/{pack}/refuse", json={"words": "n"}, fresh=proposed),
    "POST /regulations/{}/roll-back": Case(path="/regulations/{pack}/roll-back", json={"words": "n"}, fresh=in_force),
    "POST /holds/{}/release": Case(path="/holds/{segment}/release", json={"reason": "r"}, fresh=posted("/holds")),
    "POST /saved-filters": Case(path="/saved-filters", json={"name": "s{n}", "filter": {}}),
    "PATCH /saved-filters/{}": Case(
        path="/saved-filters/{segment}", json={"name": "n{n}"}, fresh=posted("/saved-filters")
    ),
    "POST /sites": Case(
        path="/sites", json={"code": "s{n}", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105}
    ),
    "POST /cameras": Case(
        path="/cameras", json={"code": "c{n}", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105}
    ),
    "POST /poles": Case(path="/poles", json={"code": "p{n}", "owner_id": "{north}", "lat": 21, "lon": 105}),
    "POST /topology/nodes": Case(
        path="/topology/nodes", json={"kind": "line", "code": "t{n}", "name": "n", "owner_id": "{north}"}
    ),
    "POST /cameras/{}/documents": Case(
        path="/cameras/{camera}/documents", query={"kind": "photo", "name": "n"}, content=PNG, content_type="image/png"
    ),
    "POST /tickets/{}/photos": Case(
        path="/tickets/{ticket}/photos", query={"moment": "before"}, content=PNG, content_type="image/png"
    ),
    "POST /wall-layouts": Case(path="/wall-layouts", json={"name": "w{n}", "pages": [PAGE]}),
    "PUT /wall-layouts/{}": Case(
        path="/wall-layouts/{segment}", json={"name": "w{n}", "pages": [PAGE], "version": 1},
        fresh=posted("/wall-layouts"),
    ),
    "POST /wall-nodes": Case(path="/wall-nodes", json={"name": "n"}),
    "PUT /wall-nodes/{}/layout": Case(
        path="/wall-nodes/{segment}/layout", json={"layout_id": "{zero}"}, fresh=posted("/wall-nodes", "node", "id")
    ),
    "PUT /consumers/{}": Case(
        path="/consumers/{segment}",
        json={"name": "n", "legal_basis": "n", "version": 1, "cameras": [OFFERED]},
        fresh=posted("/consumers", "consumer", "id"),
    ),
    "POST /bookmarks": Case(path="/bookmarks", json={"camera_ids": ["{camera}"], **RECENT, "text": "t"}),
    "PUT /bookmarks/{}": Case(
        path="/bookmarks/{segment}", json={**RECENT, "text": "t"}, fresh=posted("/bookmarks")
    ),
    "POST /playback": Case(path="/playback", json={"camera_ids": ["{camera}"], **RECENT, **WHY}),
    "POST /grants": Case(path="/grants", json={"camera_id": "{camera}", "kind": "playback", **RECENT, **WHY}),
    "POST /exports": Case(path="/exports", json={"camera_ids": ["{camera}"], **RECENT, **WHY}),
    "POST /exports/{}/handovers": Case(path="/exports/{export}/handovers", json={"receivers": [{"name": "An"}]}),
    "POST /models/{}/approve": Case(
        path="/models/{model}/approve", json={"words": ""}, who="chief",
        fresh=lambda world: (system(world, "chief", Role.LEADER), waiting_model(world))[1],
    ),
    "POST /models/{}/refuse": Case(
        path="/models/{model}/refuse", json={"words": "n"}, who="chief",
        fresh=lambda world: (system(world, "chief", Role.LEADER), waiting_model(world))[1],
    ),
    "POST /tickets/{}/step": Case(
        path="/tickets/{ticket}/step", json={"to": "acknowledged"}, fresh=open_ticket
    ),
    "POST /tickets/{}/note": Case(path="/tickets/{ticket}/note", json={"text": "n"}, fresh=open_ticket),
    "POST /tickets/{}/accept": Case(path="/tickets/{ticket}/accept", json={}, fresh=tested_ticket),
    "POST /tickets/{}/refuse": Case(
        path="/tickets/{ticket}/refuse", json={"reason": "n"}, fresh=ticket_in(TicketState.WORK_DONE)
    ),
    "POST /tickets/{}/close": Case(path="/tickets/{ticket}/close", json={}, fresh=accepted_ticket),
    "POST /tickets/{}/pause": Case(path="/tickets/{ticket}/pause", json={"reason": "n"}, fresh=open_ticket),
    "POST /tickets/{}/give": Case(
        path="/tickets/{ticket}/give", json={"maintainer_id": "{ward}", "reason": "n"}, fresh=open_ticket
    ),
    "POST /tickets/{}/cancel": Case(path="/tickets/{ticket}/cancel", json={"reason": "n"}, fresh=open_ticket),
    "POST /tickets/{}/parts": Case(
        path="/tickets/{ticket}/parts", json={"part_id": "{zero}", "quantity": 1}, fresh=open_ticket
    ),
    "PATCH /proposals/{}": Case(path="/proposals/{draft}", json={"justification": "n"}, fresh=a_draft),
    "POST /proposals/{}/decision": Case(
        path="/proposals/{draft}/decision", json={"outcome": "refuse", "text": "n"}, who="adviser", fresh=a_decidable
    ),
    "POST /proposals/{}/installation": Case(
        path="/proposals/{draft}/installation", json={"cameras": [INSTALLED]}, fresh=an_approved,
        told=("/cameras?q=i{n}", "/cameras/export?format=geojson"),
    ),
    "POST /opinions/{}": Case(
        path="/opinions/{opinion}", json={"verdict": "disagree", "text": "n"}, who="adviser",
        fresh=lambda world: (system(world, "adviser", Role.ADVISER, Role.LEADER), a_consulted(world))[1],
    ),
    "POST /duplicates/{}/decision": Case(
        path="/duplicates/{pair}/decision", json={"decision": "merge", "keep_id": "{camera}"}, fresh=a_duplicate_pair
    ),
}  # fmt: skip

_ASKS_WHY = (
    "playlist.m3u8",
    "video.mp4",
    "key-frame.jpg",
    "timeline",
    "timeline/next",
    "timeline/summary",
    "fetching",
    "picture.jpg",
    "view.jpg",
    "footage/search",
)


def _plain(route: Route) -> Case:
    """As the matrix asks, but of what is there: of the recorded seconds, of the device that answers, with a reason."""
    path, query = route.path, dict(route.query)
    if path.endswith(_ASKS_WHY):
        times = {"from": "{since}", "to": "{until}", "at": "{since}", "after": "{since}"}
        query = {**query, **WHY, **{name: times[name] for name in query if name in times}}
    if path.startswith("/devices/"):
        path = path.replace("/channels/{zero}", "/channels/{channel_token}").replace("/users/{zero}", "/users/nobody")
    if "/ptz" in path:
        path = path.replace("/cameras/{camera}", "/cameras/{another}")
    return Case(path=path, json=route.json, query=query)


CASES: dict[str, Case] = {shape(route.name): _plain(route) for route in reversed(ROUTES)} | _SPECIAL
KNOWN = {
    "owner_id": "{north}", "organisation_id": "{north}", "organisation_ids": ["{north}"], "receiver_id": "{ward}",
    "camera_id": "{camera}", "camera_ids": ["{camera}"], "ids": ["{camera}"], "user_id": "{user}",
    "maintainer_id": "{north}", "main_url": "rtsp://192.0.2.10/main", "url": "rtsp://192.0.2.1/",
    "candidates": [WHOLE_CANDIDATE], "candidate": WHOLE_CANDIDATE, "cameras": [OFFERED],
    "deadline": "{soon}", "until": "{soon}", "points": [[0.1, 0.1], [0.4, 0.1], [0.4, 0.5]],
}  # fmt: skip
