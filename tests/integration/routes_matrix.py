"""Every route of the application and who may use it. A new route needs its entry here, or test_refusals fails.

In the city of the tests ``{camera}``, ``{site}``, ``{ward}`` and ``{user}`` belong to the north; each role is tried by
a person of the north (roles not in ``may`` are refused) and by one of the south (refused whatever the role).
``{camera}`` is also tried as ``{protected}``, which is not there for anybody who is not cleared.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toancanh.governance import Role

A, O, V, U = Role.ADMINISTRATOR, Role.OPERATOR, Role.VIEWER, Role.AUDITOR  # noqa: E741
I, P, R, L = Role.INVENTORY_OFFICER, Role.PLANNER, Role.ADVISER, Role.LEADER  # noqa: E741
EVERY = frozenset(Role) - {Role.CLEARED}  # which allows nothing by itself
SPAN = {"from": "2026-11-22T04:00:00Z", "to": "2026-11-22T04:10:00Z"}


class Door(enum.Enum):
    """How a route lets people in."""

    RIGHT = enum.auto()  # asks for a right on a thing: refusals are answered and on record
    LIST = enum.auto()  # everybody signed in may ask; what the asker may not see is not in the answer
    SIGNED_IN = enum.auto()  # about the asker
    GRANT = enum.auto()  # by grant alone
    OPEN = enum.auto()  # nobody needs to be signed in


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path. ``by_grant`` names the kind of grant that may stand for a session."""

    method: str
    path: str
    door: Door = Door.RIGHT
    may: frozenset[Role] = EVERY
    json: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    by_grant: str = ""

    @property
    def name(self) -> str:
        """For the reports of tests."""
        return f"{self.method} {self.path}"


ADMINS = frozenset({A})
OFFICERS = frozenset({A, I})
PLANNERS = frozenset({A, P})
ADVISERS = frozenset({A, R})
LEADERS = frozenset({A, L})
SEE_COVERAGE = frozenset({A, P, R, L})  # and key targets
SEE_PROPOSALS = frozenset({A, P, R, L, U})
RECORDED = frozenset({A, O})
LIVE = frozenset({A, O, V})
DRAW_MASKS = frozenset({A, Role.DATA_PROTECTION})
SEE_MASKS = DRAW_MASKS | {O, U, Role.CASE_OFFICER}
READERS = frozenset({A, U})
OPEN_CASES = frozenset({A, L, Role.CASE_OFFICER})
SEE_CASES = OPEN_CASES | {O, U, Role.REVIEWER, Role.DATA_PROTECTION}
TURN = {"from": "2099-01-01T00:00:00Z", "to": "2099-01-01T08:00:00Z"}
SEE_SHARES = frozenset({A, L, U, Role.DATA_PROTECTION})
SHARE_ASKED = {
    "receiver_id": "{north}",
    "selection": {"owner_id": ["{south}"]},
    "what": ["live"],
    "purpose": "incident",
    "legal_basis": "n",
    "until": "2099-01-01T00:00:00Z",
}

ROUTES = (
    # governance
    Route(method="POST", path="/session", door=Door.OPEN, json={"username": "x", "password": "y"}),
    Route(method="DELETE", path="/session", door=Door.SIGNED_IN),
    Route(method="POST", path="/session/second", door=Door.OPEN, json={"pending": "x", "code": "123456"}),
    Route(method="POST", path="/session/factor", door=Door.SIGNED_IN, json={"code": "123456"}),
    Route(method="POST", path="/session/factor/challenge", door=Door.SIGNED_IN),
    Route(method="GET", path="/account", door=Door.SIGNED_IN),
    Route(method="POST", path="/account/factors", door=Door.SIGNED_IN, json={"kind": "totp", "name": "n", "code": "1"}),
    Route(method="POST", path="/account/factors/totp", door=Door.SIGNED_IN, json={}),
    Route(method="POST", path="/account/factors/passkey", door=Door.SIGNED_IN, json={}),
    Route(method="PATCH", path="/account/factors/{segment}", door=Door.SIGNED_IN, json={"name": "n"}),
    Route(method="DELETE", path="/account/factors/{segment}", door=Door.SIGNED_IN),
    Route(method="POST", path="/account/recovery-codes", door=Door.SIGNED_IN),
    Route(method="DELETE", path="/account/reset", door=Door.SIGNED_IN),
    Route(method="GET", path="/account/sessions", door=Door.SIGNED_IN),
    Route(method="DELETE", path="/account/sessions/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/me", door=Door.SIGNED_IN),
    Route(method="GET", path="/rules", door=Door.SIGNED_IN),
    Route(method="GET", path="/organisations", door=Door.LIST),
    Route(method="POST", path="/organisations", may=ADMINS, json={"code": "n1", "name": "n", "parent_id": "{north}"}),
    Route(method="GET", path="/organisations/{ward}"),
    Route(method="PATCH", path="/organisations/{ward}", may=ADMINS, json={"name": "n"}),
    Route(method="DELETE", path="/organisations/{ward}", may=ADMINS),
    Route(method="GET", path="/organisations/{ward}/succession"),
    Route(
        method="POST",
        path="/organisations/{ward}/succession",
        may=ADMINS,
        json={"successor_id": "{north}", "kind": "merged"},
    ),
    Route(method="DELETE", path="/organisations/{ward}/succession/{north}", may=ADMINS),
    Route(method="POST", path="/organisations/units", may=frozenset(), json={}),  # of the first organisation
    Route(method="GET", path="/users", door=Door.LIST),
    Route(
        method="POST",
        path="/users",
        may=ADMINS,
        json={"username": "n1", "password": "seven green buses", "organisation_id": "{north}"},
    ),
    Route(method="GET", path="/users/{user}", may=READERS),
    Route(method="PATCH", path="/users/{user}", may=ADMINS, json={"name": "n"}),
    Route(method="DELETE", path="/users/{user}", may=ADMINS),
    Route(method="GET", path="/users/{user}/factors", may=ADMINS),
    Route(method="DELETE", path="/users/{user}/factors", may=ADMINS),
    Route(method="POST", path="/users/{user}/password", may=ADMINS, json={"new_password": "eight yellow trams"}),
    Route(method="GET", path="/shares", door=Door.LIST),
    Route(method="POST", path="/shares", may=LEADERS, json=SHARE_ASKED),
    Route(
        method="POST",
        path="/shares/preview",
        may=LEADERS,
        json={"receiver_id": "{north}", "selection": {"owner_id": ["{south}"]}},
    ),
    Route(method="GET", path="/shares/received", door=Door.SIGNED_IN),
    Route(method="GET", path="/shares/terms", door=Door.SIGNED_IN),
    Route(method="GET", path="/shares/{share}", may=SEE_SHARES),
    Route(method="GET", path="/shares/{share}/cameras", may=SEE_SHARES),
    Route(method="POST", path="/shares/{share}/answer", may=LEADERS, json={"agreed": False, "words": "n"}),
    Route(method="POST", path="/shares/{share}/withdraw", may=LEADERS, json={}),
    Route(method="POST", path="/shares/{share}/cancel", may=LEADERS, json={}),
    Route(method="GET", path="/shares/{share}/watching", may=SEE_SHARES),
    Route(method="GET", path="/shares/{share}/use", may=SEE_SHARES),
    Route(method="GET", path="/purposes", door=Door.SIGNED_IN),
    Route(method="POST", path="/session/purpose", door=Door.SIGNED_IN, json={}),
    Route(method="GET", path="/cases", door=Door.LIST),
    Route(method="POST", path="/cases", may=OPEN_CASES, json={"number": "n1", "owner_id": "{north}"}),
    Route(method="GET", path="/cases/{case}", may=SEE_CASES),
    Route(method="PATCH", path="/cases/{case}", may=OPEN_CASES, json={"title": "n"}),
    Route(method="GET", path="/duties", door=Door.LIST),
    Route(
        method="POST",
        path="/duties",
        may=LEADERS,
        json={"user_id": "{watch}", "role": "operator", "organisation_id": "{north}", **TURN},
    ),
    Route(
        method="POST",
        path="/duties/list",
        may=LEADERS,
        json={"text": f"username,role,from,until\noperator-north,operator,{','.join(TURN.values())}\n"}
        | {"organisation_id": "{north}"},
    ),
    Route(method="DELETE", path="/duties/{duty}", may=LEADERS),
    Route(method="GET", path="/approvals", door=Door.LIST),
    Route(
        method="POST",
        path="/approvals",
        may=RECORDED,
        json={"action": "media.export", "camera_ids": ["{camera}"], "purpose": "order", "reference": "1", "reason": "n"}
        | {"from": "2026-11-01T00:00:00Z", "to": "2026-11-01T03:00:00Z"},
    ),
    Route(method="GET", path="/approvals/{segment}", door=Door.SIGNED_IN),  # one's own, or those one may answer
    Route(method="POST", path="/approvals/{segment}/answer", door=Door.SIGNED_IN, json={"yes": True}),
    Route(method="POST", path="/approvals/{segment}/withdraw", door=Door.SIGNED_IN, json={}),
    Route(method="GET", path="/audit", door=Door.LIST, may=READERS),
    Route(method="GET", path="/audit/anonymous", may=frozenset()),  # of the whole platform: no role of the north may
    Route(method="GET", path="/metrics", may=frozenset()),
    # registry
    Route(method="GET", path="/sites", door=Door.LIST),
    Route(
        method="POST",
        path="/sites",
        may=OFFICERS,
        json={"code": "n1", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/sites/{site}"),
    Route(method="PATCH", path="/sites/{site}", may=OFFICERS, json={"name": "n"}),
    Route(method="DELETE", path="/sites/{site}", may=OFFICERS),
    Route(method="GET", path="/cameras", door=Door.LIST),
    Route(
        method="POST",
        path="/cameras",
        may=OFFICERS,
        json={"code": "n1", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/cameras/count", door=Door.LIST),
    Route(method="GET", path="/cameras/statistics", door=Door.LIST, query={"by": "owner"}),
    Route(method="GET", path="/cameras/export", door=Door.LIST, query={"format": "geojson"}),
    Route(
        method="POST", path="/cameras/bulk", may=OFFICERS, json={"ids": ["{camera}"], "set": {"note": "seen in bulk"}}
    ),
    Route(method="POST", path="/cameras/bulk/apply", door=Door.SIGNED_IN, json={"token": "{segment}"}),  # one's own
    Route(method="POST", path="/cameras/bulk/{segment}/undo", door=Door.SIGNED_IN),
    Route(method="GET", path="/saved-filters", door=Door.LIST),
    Route(method="POST", path="/saved-filters", door=Door.SIGNED_IN, json={"name": "n", "filter": {}}),
    Route(method="PATCH", path="/saved-filters/{segment}", door=Door.SIGNED_IN, json={"name": "n"}),
    Route(method="DELETE", path="/saved-filters/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/cameras/{camera}"),
    Route(method="PATCH", path="/cameras/{camera}", may=OFFICERS, json={"name": "n"}),
    Route(method="DELETE", path="/cameras/{camera}", may=OFFICERS),
    Route(method="GET", path="/cameras/{camera}/dossier"),
    Route(method="PATCH", path="/cameras/{camera}/dossier", may=OFFICERS, json={"note": "n"}),
    Route(method="GET", path="/cameras/{camera}/history"),
    Route(method="POST", path="/cameras/{camera}/transition", may=OFFICERS, json={"to": "faulty"}),
    Route(method="POST", path="/cameras/{camera}/verify", may=OFFICERS, json={}),
    Route(method="POST", path="/cameras/{camera}/merge", may=OFFICERS, json={"other_id": "{another}"}),
    Route(method="POST", path="/merges/{merge}/split", may=OFFICERS),
    Route(method="GET", path="/cameras/{camera}/documents"),
    Route(method="POST", path="/cameras/{camera}/documents", may=OFFICERS, query={"kind": "photo", "name": "n"}),
    Route(method="GET", path="/cameras/{another}/documents/{document}"),
    Route(method="DELETE", path="/cameras/{another}/documents/{document}", may=OFFICERS),
    Route(method="GET", path="/poles", door=Door.LIST),
    Route(
        method="POST", path="/poles", may=OFFICERS, json={"code": "n1", "owner_id": "{north}", "lat": 21, "lon": 105}
    ),
    Route(method="GET", path="/poles/{pole}"),
    Route(method="PATCH", path="/poles/{pole}", may=OFFICERS, json={"address": "n"}),
    Route(method="DELETE", path="/poles/{pole}", may=OFFICERS),
    # inventory
    Route(method="GET", path="/campaigns", door=Door.LIST),
    Route(
        method="POST",
        path="/campaigns",
        may=OFFICERS,
        json={"title": "t", "owner_id": "{north}", "deadline": "2099-01-01T00:00:00Z"},
    ),
    Route(method="GET", path="/campaigns/{campaign}", may=OFFICERS),
    Route(method="PATCH", path="/campaigns/{campaign}", may=OFFICERS, json={"note": "n"}),
    Route(method="GET", path="/campaigns/{campaign}/progress", may=OFFICERS),
    Route(method="GET", path="/campaigns/{campaign}/tasks", may=OFFICERS),
    Route(method="POST", path="/campaigns/{campaign}/reminders", may=OFFICERS, json={"text": "n"}),
    Route(method="GET", path="/inventory/tasks", door=Door.LIST),
    Route(method="GET", path="/inventory/columns", door=Door.SIGNED_IN),
    Route(method="GET", path="/inventory/template.xlsx", may=OFFICERS, query={"organisation_id": "{north}"}),
    Route(method="GET", path="/inventory/template.csv", may=OFFICERS, query={"organisation_id": "{north}"}),
    Route(method="GET", path="/imports", door=Door.LIST),
    Route(method="POST", path="/imports", may=OFFICERS, query={"organisation_id": "{north}", "file_name": "n.csv"}),
    Route(method="GET", path="/imports/{import}", may=OFFICERS),
    Route(method="DELETE", path="/imports/{import}", may=OFFICERS),
    Route(method="PUT", path="/imports/{import}/columns", may=OFFICERS, json={"columns": {}}),
    Route(method="GET", path="/imports/{import}/rows", may=OFFICERS),
    Route(method="PATCH", path="/imports/{import}/rows/{row}", may=OFFICERS, json={"cells": {"note": "n"}}),
    Route(method="POST", path="/imports/{import}/suggestions", may=OFFICERS, json={"fault": "letters_in_number"}),
    Route(method="GET", path="/imports/{import}/missing", may=OFFICERS),
    Route(method="POST", path="/imports/{import}/apply", may=OFFICERS, json={"version": 1}),
    Route(method="GET", path="/imports/{import}/errors.xlsx", may=OFFICERS),
    Route(
        method="POST",
        path="/field-reports",
        may=OFFICERS,
        json={"form_id": "0b9e1a52-7c39-4d0e-9a54-2f60c1a7d3e8", "camera_id": "{camera}", "lat": 21, "lon": 105.8},
    ),
    # media
    Route(method="GET", path="/map/base", door=Door.SIGNED_IN),
    Route(method="GET", path="/map/base.pmtiles", door=Door.SIGNED_IN),
    Route(method="GET", path="/map/cameras/{zero}/{zero}/{zero}.mvt", door=Door.LIST),
    Route(method="GET", path="/map/summary", door=Door.LIST),
    Route(method="GET", path="/map/spots", door=Door.LIST),
    Route(method="GET", path="/alarms", door=Door.LIST),
    Route(method="GET", path="/camera-status", door=Door.LIST),
    Route(method="GET", path="/cameras/{camera}/status"),
    Route(method="GET", path="/cameras/{camera}/masks", may=SEE_MASKS),
    Route(method="PUT", path="/cameras/{camera}/masks", may=DRAW_MASKS, json={"version": 0, "areas": []}),
    Route(method="GET", path="/cameras/{camera}/snapshot.jpg", may=LIVE, by_grant="snapshot"),
    Route(method="GET", path="/cameras/{camera}/timeline", may=RECORDED, query=SPAN),
    Route(method="GET", path="/cameras/{camera}/playlist.m3u8", may=RECORDED, query=SPAN, by_grant="playback"),
    Route(method="GET", path="/cameras/{camera}/video.mp4", may=RECORDED, query=SPAN, by_grant="export"),
    Route(method="GET", path="/cameras/{camera}/segments/{segment}.mp4", door=Door.GRANT, by_grant="playback"),
    Route(method="GET", path="/cameras/{camera}/renditions/{segment}/0-1.mp4", door=Door.GRANT, by_grant="playback"),
    Route(method="POST", path="/grants", may=LIVE, json={"camera_id": "{camera}", "kind": "live"}),
    Route(method="POST", path="/thumbnails", door=Door.LIST, may=LIVE, json={"camera_ids": ["{camera}"]}),
    Route(
        method="POST",
        path="/probe",
        may=ADMINS,
        json={"url": "rtsp://192.0.2.1/", "owner_id": "{north}"},
    ),
    # planning: key targets, proposals, opinions
    Route(method="GET", path="/targets", door=Door.LIST),
    Route(
        method="POST",
        path="/targets",
        may=PLANNERS,
        json={"name": "n", "kind": "gate", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/targets/{target}", may=SEE_COVERAGE),
    Route(method="PATCH", path="/targets/{target}", may=PLANNERS, json={"note": "n"}),
    Route(method="DELETE", path="/targets/{target}", may=PLANNERS),
    Route(method="GET", path="/proposals", door=Door.LIST),
    Route(method="POST", path="/proposals", may=PLANNERS, json={"owner_id": "{north}", "title": "n"}),
    Route(method="POST", path="/proposals/check", may=PLANNERS, json={"owner_id": "{north}", "candidates": []}),
    Route(method="GET", path="/proposals/rules", door=Door.SIGNED_IN),
    Route(method="GET", path="/proposals/{draft}", may=SEE_PROPOSALS),
    Route(method="PATCH", path="/proposals/{draft}", may=PLANNERS, json={"justification": "n"}),
    Route(method="GET", path="/proposals/{draft}/checks", may=SEE_PROPOSALS),
    Route(method="POST", path="/proposals/{draft}/submit", may=PLANNERS, json={}),
    Route(method="POST", path="/proposals/{draft}/withdraw", may=PLANNERS, json={}),
    Route(method="POST", path="/proposals/{draft}/decision", may=LEADERS, json={"outcome": "approve"}),
    Route(method="POST", path="/proposals/{draft}/installation", may=PLANNERS, json={"cameras": []}),
    Route(method="POST", path="/proposals/{draft}/acceptance/test", may=PLANNERS),
    Route(method="POST", path="/proposals/{draft}/acceptance", may=PLANNERS, json={}),
    Route(method="GET", path="/proposals/{sent}/letters/{request}.{docx}", may=SEE_PROPOSALS),
    Route(method="GET", path="/opinions", door=Door.LIST),
    Route(method="GET", path="/opinions/{opinion}", may=ADVISERS),
    Route(method="POST", path="/opinions/{opinion}", may=ADVISERS, json={"verdict": "agree"}),
    Route(method="GET", path="/planning-settings", may=frozenset()),  # of the whole platform
    Route(method="PUT", path="/planning-settings", may=frozenset(), json={}),
    # planning: coverage and doubles
    Route(
        method="POST",
        path="/coverage/candidate",
        may=SEE_COVERAGE,
        json={"organisation_id": "{north}", "candidate": {"lat": 21, "lon": 105, "azimuth_deg": 0}},
    ),
    Route(
        method="POST",
        path="/coverage/spot",
        may=SEE_COVERAGE,
        json={"organisation_id": "{north}", "spot": {"lat": 21, "lon": 105, "radius_m": 30}},
    ),
    Route(method="GET", path="/coverage/units", may=SEE_COVERAGE, query={"organisation_id": "{north}"}),
    Route(
        method="GET",
        path="/coverage/layer",
        may=SEE_COVERAGE,
        query={"organisation_id": "{north}", "bbox": "105,21,105.01,21.01"},
    ),
    Route(method="GET", path="/coverage/cameras/{camera}", may=SEE_COVERAGE),
    Route(method="GET", path="/imports/{import}/duplicates", may=OFFICERS),
    Route(method="GET", path="/duplicates", door=Door.LIST),
    Route(method="GET", path="/duplicates/search", may=OFFICERS, query={"organisation_id": "{north}"}),
    Route(method="POST", path="/duplicates/refresh", may=OFFICERS, json={"organisation_id": "{north}"}),
    Route(method="GET", path="/duplicates/{pair}", may=OFFICERS),
    Route(
        method="POST",
        path="/duplicates/{pair}/decision",
        may=OFFICERS,
        json={"decision": "different"},
    ),
    Route(method="DELETE", path="/duplicates/{pair}/decision", may=OFFICERS),
    # live
    Route(method="WS", path="/cameras/{camera}/live", may=LIVE, by_grant="live"),
)
"""Under /api/v1, save /metrics."""

OUTSIDE = frozenset({"GET /healthz", "GET /readyz", "GET /ca.crt", "GET /api/v1/openapi.json"})
"""What anybody may ask: it tells nothing about the city."""
