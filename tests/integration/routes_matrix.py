"""Every route of the application and who may use it. A new route needs its entry here, or test_refusals fails.

In the city of the tests ``{camera}``, ``{site}``, ``{ward}`` and ``{user}`` belong to the north; each role is tried by
a person of the north and by one of the south. Who may is not written here: a route names the action that it asks for,
and the shipped regulation says which roles may do that; the others are refused, in the south everybody.
``{camera}`` is also tried as ``{protected}``, which is not there for anybody who is not cleared.
"""

from __future__ import annotations

from route_entry import Door, Route, of
from routes_of_devices import DEVICE_ROUTES

__all__ = ["OUTSIDE", "ROUTES", "SPAN", "Door", "Route", "of"]

SPAN = {"from": "2026-11-22T04:00:00Z", "to": "2026-11-22T04:10:00Z"}

TURN = {"from": "2099-01-01T00:00:00Z", "to": "2099-01-01T08:00:00Z"}
PERSON_ASKED = {
    "organisation_id": "{north}", "number": "n", "place": "n", "lat": 21.0, "lon": 105.8, "radius_m": 50,
    "from": "2026-11-22T04:00:00Z", "to": "2026-11-22T04:10:00Z",
}  # fmt: skip
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
    Route(
        method="POST",
        path="/organisations",
        asks="organisation.write",
        json={"code": "n1", "name": "n", "parent_id": "{north}"},
    ),
    Route(method="GET", path="/organisations/{ward}"),
    Route(method="PATCH", path="/organisations/{ward}", asks="organisation.write", json={"name": "n"}),
    Route(method="DELETE", path="/organisations/{ward}", asks="organisation.move"),
    Route(method="GET", path="/organisations/{ward}/succession"),
    Route(
        method="POST",
        path="/organisations/{ward}/succession",
        asks="organisation.move",
        json={"successor_id": "{north}", "kind": "merged"},
    ),
    Route(method="DELETE", path="/organisations/{ward}/succession/{north}", asks="organisation.move"),
    Route(
        method="POST", path="/organisations/units", asks="organisation.write", of_all=True, json={}
    ),  # of the first organisation
    Route(method="GET", path="/users", door=Door.LIST),
    Route(
        method="POST",
        path="/users",
        asks="user.write",
        json={"username": "n1", "password": "seven green buses", "organisation_id": "{north}"},
    ),
    Route(method="GET", path="/users/{user}", asks="user.read"),
    Route(method="PATCH", path="/users/{user}", asks="user.write", json={"name": "n"}),
    Route(method="DELETE", path="/users/{user}", asks="user.write"),
    Route(method="GET", path="/users/{user}/factors", asks="user.write"),
    Route(method="DELETE", path="/users/{user}/factors", asks="user.write"),
    Route(
        method="POST", path="/users/{user}/password", asks="user.password", json={"new_password": "eight yellow trams"}
    ),
    Route(method="GET", path="/shares", door=Door.LIST),
    Route(method="POST", path="/shares", asks="share.request", json=SHARE_ASKED),
    Route(
        method="POST",
        path="/shares/preview",
        asks="share.request",
        json={"receiver_id": "{north}", "selection": {"owner_id": ["{south}"]}},
    ),
    Route(method="GET", path="/shares/received", door=Door.SIGNED_IN),
    Route(method="GET", path="/shares/terms", door=Door.SIGNED_IN),
    Route(method="GET", path="/shares/{share}", asks="share.read"),
    Route(method="GET", path="/shares/{share}/cameras", asks="share.read"),
    Route(method="POST", path="/shares/{share}/answer", asks="share.answer", json={"agreed": False, "words": "n"}),
    Route(method="POST", path="/shares/{share}/withdraw", asks="share.answer", json={}),
    Route(method="POST", path="/shares/{share}/cancel", asks="share.request", json={}),
    Route(method="GET", path="/shares/{share}/watching", asks="share.read"),
    Route(method="GET", path="/shares/{share}/use", asks="share.read"),
    Route(method="GET", path="/purposes", door=Door.SIGNED_IN),
    Route(method="POST", path="/session/purpose", door=Door.SIGNED_IN, json={}),
    Route(method="GET", path="/cases", door=Door.LIST),
    Route(method="POST", path="/cases", asks="case.write", json={"number": "n1", "owner_id": "{north}"}),
    Route(method="GET", path="/cases/{case}", asks="case.read"),
    Route(method="PATCH", path="/cases/{case}", asks="case.write", json={"title": "n"}),
    Route(method="GET", path="/duties", door=Door.LIST),
    Route(
        method="POST",
        path="/duties",
        asks="duty.write",
        json={"user_id": "{watch}", "role": "operator", "organisation_id": "{north}", **TURN},
    ),
    Route(
        method="POST",
        path="/duties/list",
        asks="duty.write",
        json={"text": f"username,role,from,until\noperator-north,operator,{','.join(TURN.values())}\n"}
        | {"organisation_id": "{north}"},
    ),
    Route(method="DELETE", path="/duties/{duty}", asks="duty.write"),
    Route(method="GET", path="/approvals", door=Door.LIST),
    Route(
        method="POST",
        path="/approvals",
        asks="media.export",
        json={"action": "media.export", "camera_ids": ["{camera}"], "purpose": "order", "reference": "1", "reason": "n"}
        | {"from": "2026-11-01T00:00:00Z", "to": "2026-11-01T03:00:00Z"},
    ),
    Route(method="GET", path="/approvals/{segment}", door=Door.SIGNED_IN),  # one's own, or those one may answer
    Route(method="POST", path="/approvals/{segment}/answer", door=Door.SIGNED_IN, json={"yes": True}),
    Route(method="POST", path="/approvals/{segment}/withdraw", door=Door.SIGNED_IN, json={}),
    Route(method="GET", path="/me/rights", door=Door.SIGNED_IN),
    Route(method="GET", path="/regulations", door=Door.SIGNED_IN),  # who has a role anywhere; tests/.../test_packs.py
    Route(
        method="POST", path="/regulations", asks="regulation.propose", of_all=True, query={"reason": "n"}, json={}
    ),  # of the whole platform
    Route(method="GET", path="/regulations/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/regulations/{segment}/difference", door=Door.SIGNED_IN),
    Route(method="POST", path="/regulations/{segment}/simulate", door=Door.SIGNED_IN, query={"since": SPAN["from"]}),
    Route(method="POST", path="/regulations/{segment}/approve", asks="regulation.approve", of_all=True, json={}),
    Route(
        method="POST", path="/regulations/{segment}/refuse", asks="regulation.approve", of_all=True, json={"words": "n"}
    ),
    Route(method="POST", path="/regulations/{segment}/switch", asks="regulation.switch", of_all=True, json={}),
    Route(method="DELETE", path="/regulations/{segment}/switch", asks="regulation.switch", of_all=True),
    Route(
        method="POST",
        path="/regulations/{segment}/roll-back",
        asks="regulation.switch",
        of_all=True,
        json={"words": "n"},
    ),
    Route(method="GET", path="/audit", door=Door.LIST, asks="audit.read"),
    Route(method="GET", path="/audit/use", door=Door.LIST, asks="audit.read"),
    Route(method="GET", path="/audit/use/export", door=Door.LIST, asks="audit.read", query={"format": "csv"}),
    Route(method="GET", path="/audit/unusual", door=Door.LIST, asks="audit.read", query=SPAN),
    Route(method="GET", path="/audit/checkpoints", asks="audit.read", query={"owner": "{north}"}),
    Route(method="POST", path="/audit/checkpoints", asks="audit.read", of_all=True),
    Route(method="GET", path="/audit/checkpoints/file", asks="audit.read", query={"owner": "{north}"}),
    Route(method="GET", path="/audit/keys", door=Door.SIGNED_IN),
    Route(method="POST", path="/audit/erasures", asks="audit.erase", json={"user_id": "{user}", "reason": "n"}),
    Route(method="GET", path="/audit/persons", door=Door.LIST, asks="audit.person"),
    Route(method="POST", path="/audit/persons", asks="audit.person", json=PERSON_ASKED),
    Route(method="GET", path="/audit/persons/{person_request}", asks="audit.person"),
    Route(method="POST", path="/audit/persons/{person_request}/answer", asks="audit.person"),
    Route(method="GET", path="/audit/persons/{person_request}/letter", asks="audit.person"),
    Route(
        method="GET", path="/audit/anonymous", asks="audit.read", of_all=True
    ),  # of the whole platform: no role of the north may
    Route(method="GET", path="/metrics", asks="metrics.read", of_all=True),
    # registry
    Route(method="GET", path="/sites", door=Door.LIST),
    Route(
        method="POST",
        path="/sites",
        asks="site.write",
        json={"code": "n1", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/sites/{site}"),
    Route(method="PATCH", path="/sites/{site}", asks="site.write", json={"name": "n"}),
    Route(method="DELETE", path="/sites/{site}", asks="site.write"),
    Route(method="GET", path="/cameras", door=Door.LIST),
    Route(
        method="POST",
        path="/cameras",
        asks="camera.write",
        json={"code": "n1", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/cameras/count", door=Door.LIST),
    Route(method="GET", path="/cameras/statistics", door=Door.LIST, query={"by": "owner"}),
    Route(method="GET", path="/cameras/export", door=Door.LIST, query={"format": "geojson"}),
    Route(
        method="POST",
        path="/cameras/bulk",
        asks="camera.write",
        json={"ids": ["{camera}"], "set": {"note": "seen in bulk"}},
    ),
    Route(method="POST", path="/cameras/bulk/apply", door=Door.SIGNED_IN, json={"token": "{segment}"}),  # one's own
    Route(method="POST", path="/cameras/bulk/{segment}/undo", door=Door.SIGNED_IN),
    Route(method="GET", path="/saved-filters", door=Door.LIST),
    Route(method="POST", path="/saved-filters", door=Door.SIGNED_IN, json={"name": "n", "filter": {}}),
    Route(method="PATCH", path="/saved-filters/{segment}", door=Door.SIGNED_IN, json={"name": "n"}),
    Route(method="DELETE", path="/saved-filters/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/cameras/{camera}"),
    Route(method="PATCH", path="/cameras/{camera}", asks="camera.write", json={"name": "n"}),
    Route(method="DELETE", path="/cameras/{camera}", asks="camera.write"),
    Route(method="GET", path="/cameras/{camera}/dossier"),
    Route(method="PATCH", path="/cameras/{camera}/dossier", asks="camera.write", json={"note": "n"}),
    Route(method="GET", path="/cameras/{camera}/history"),
    Route(method="POST", path="/cameras/{camera}/transition", asks="camera.write", json={"to": "faulty"}),
    Route(method="POST", path="/cameras/{camera}/verify", asks="inventory.apply", json={}),
    Route(method="POST", path="/cameras/{camera}/merge", asks="camera.merge", json={"other_id": "{another}"}),
    Route(method="POST", path="/merges/{merge}/split", asks="camera.merge"),
    Route(method="GET", path="/cameras/{camera}/documents"),
    Route(method="POST", path="/cameras/{camera}/documents", asks="camera.write", query={"kind": "photo", "name": "n"}),
    Route(method="GET", path="/cameras/{another}/documents/{document}"),
    Route(method="DELETE", path="/cameras/{another}/documents/{document}", asks="camera.write"),
    Route(method="GET", path="/poles", door=Door.LIST),
    Route(
        method="POST",
        path="/poles",
        asks="site.write",
        json={"code": "n1", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/poles/{pole}"),
    Route(method="PATCH", path="/poles/{pole}", asks="site.write", json={"address": "n"}),
    Route(method="DELETE", path="/poles/{pole}", asks="site.write"),
    # topology
    Route(method="GET", path="/topology/nodes", door=Door.LIST),
    Route(
        method="POST",
        path="/topology/nodes",
        asks="site.write",
        json={"kind": "line", "code": "n1", "name": "n", "owner_id": "{north}"},
    ),
    Route(method="GET", path="/topology/nodes/{node}"),
    Route(method="PATCH", path="/topology/nodes/{node}", asks="site.write", json={"name": "n"}),
    Route(method="DELETE", path="/topology/nodes/{node}", asks="site.write"),
    Route(method="POST", path="/topology/links", asks="camera.write", json={"rows": [{"camera": "camera"}]}),
    Route(method="GET", path="/cameras/{camera}/topology"),
    Route(method="PATCH", path="/cameras/{camera}/topology", asks="camera.write", json={}),
    # inventory
    Route(method="GET", path="/campaigns", door=Door.LIST),
    Route(
        method="POST",
        path="/campaigns",
        asks="campaign.write",
        json={"title": "t", "owner_id": "{north}", "deadline": "2099-01-01T00:00:00Z"},
    ),
    Route(method="GET", path="/campaigns/{campaign}", asks="campaign.read"),
    Route(method="PATCH", path="/campaigns/{campaign}", asks="campaign.write", json={"note": "n"}),
    Route(method="GET", path="/campaigns/{campaign}/progress", asks="campaign.read"),
    Route(method="GET", path="/campaigns/{campaign}/tasks", asks="campaign.read"),
    Route(method="POST", path="/campaigns/{campaign}/reminders", asks="campaign.write", json={"text": "n"}),
    Route(method="GET", path="/inventory/tasks", door=Door.LIST),
    Route(method="GET", path="/inventory/columns", door=Door.SIGNED_IN),
    Route(method="GET", path="/inventory/template.xlsx", asks="inventory.submit", query={"organisation_id": "{north}"}),
    Route(method="GET", path="/inventory/template.csv", asks="inventory.submit", query={"organisation_id": "{north}"}),
    Route(method="GET", path="/imports", door=Door.LIST),
    Route(
        method="POST",
        path="/imports",
        asks="inventory.submit",
        query={"organisation_id": "{north}", "file_name": "n.csv"},
    ),
    Route(method="GET", path="/imports/{import}", asks="inventory.submit"),
    Route(method="DELETE", path="/imports/{import}", asks="inventory.submit"),
    Route(method="PUT", path="/imports/{import}/columns", asks="inventory.submit", json={"columns": {}}),
    Route(method="GET", path="/imports/{import}/rows", asks="inventory.submit"),
    Route(method="PATCH", path="/imports/{import}/rows/{row}", asks="inventory.submit", json={"cells": {"note": "n"}}),
    Route(
        method="POST",
        path="/imports/{import}/suggestions",
        asks="inventory.submit",
        json={"fault": "letters_in_number"},
    ),
    Route(method="GET", path="/imports/{import}/missing", asks="inventory.submit"),
    Route(method="POST", path="/imports/{import}/apply", asks="inventory.apply", json={"version": 1}),
    Route(method="GET", path="/imports/{import}/errors.xlsx", asks="inventory.submit"),
    Route(
        method="POST",
        path="/field-reports",
        asks="camera.write",
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
    Route(method="GET", path="/cameras/{camera}/masks", asks="mask.read"),
    Route(method="GET", path="/holds", door=Door.LIST),
    Route(
        method="POST",
        path="/holds",
        asks="hold.write",
        json={"camera_ids": ["{camera}"], **SPAN, "case": "c", "reason": "r"},
    ),
    Route(method="GET", path="/holds/{hold}", asks="hold.read"),
    Route(method="POST", path="/holds/{hold}/release", asks="hold.write", json={"reason": "r"}),
    Route(method="GET", path="/retention/report", door=Door.LIST),
    Route(method="GET", path="/retention/quotas", door=Door.LIST),
    Route(
        method="PUT", path="/retention/quotas/{of_owner}/{ward}", asks="archive.write", json={"size_bytes": 1_000_000}
    ),
    Route(method="DELETE", path="/retention/quotas/{of_camera}/{camera}", asks="archive.write"),
    Route(method="GET", path="/archive/places", asks="archive.read", of_all=True),
    Route(method="POST", path="/archive/pools", asks="archive.write", of_all=True, json={"name": "n", "folder": "/n"}),
    Route(
        method="PATCH", path="/archive/pools", asks="archive.write", of_all=True, json={"name": "", "draining": False}
    ),
    Route(method="DELETE", path="/archive/pools", asks="archive.write", of_all=True, query={"name": "n"}),
    Route(
        method="POST",
        path="/archive/pools/given-up",
        asks="archive.write",
        of_all=True,
        json={"name": "n", "confirm": "n"},
    ),
    Route(
        method="PUT",
        path="/archive/cold",
        asks="archive.write",
        of_all=True,
        json={"endpoint": "file:///n", "after_days": 30},
    ),
    Route(method="DELETE", path="/archive/cold", asks="archive.write", of_all=True),
    Route(method="GET", path="/models", asks="model.read", of_all=True),
    Route(method="POST", path="/models/{segment}/approve", asks="model.approve", of_all=True, json={"words": ""}),
    Route(method="POST", path="/models/{segment}/refuse", asks="model.approve", of_all=True, json={"words": "n"}),
    Route(method="DELETE", path="/models/{segment}", asks="model.write", of_all=True),
    Route(method="PUT", path="/cameras/{camera}/masks", asks="mask.write", json={"version": 0, "areas": []}),
    Route(method="GET", path="/cameras/{camera}/snapshot.jpg", asks="media.snapshot", by_grant="snapshot"),
    Route(method="GET", path="/cameras/{camera}/timeline", asks="media.playback", query=SPAN),
    Route(method="GET", path="/cameras/{camera}/fetching", asks="media.playback", query=SPAN),
    Route(method="GET", path="/cameras/{camera}/timeline/summary", asks="media.playback", query=SPAN),
    Route(
        method="GET",
        path="/cameras/{camera}/timeline/next",
        asks="media.playback",
        query={"after": SPAN["from"]},
    ),
    Route(method="GET", path="/timeline/summary", door=Door.LIST, query={"cameras": "{camera}", **SPAN}),
    Route(method="GET", path="/footage/search", door=Door.LIST, query={"lat": "21", "lon": "105", **SPAN}),
    Route(
        method="GET",
        path="/cameras/{camera}/key-frame.jpg",
        asks="media.playback",
        query={"at": SPAN["from"]},
        by_grant="playback",
    ),
    Route(method="GET", path="/bookmarks", door=Door.LIST),
    Route(
        method="POST",
        path="/bookmarks",
        asks="media.playback",
        json={"camera_ids": ["{camera}"], **SPAN, "text": "t"},
    ),
    Route(method="GET", path="/bookmarks/{segment}", door=Door.SIGNED_IN),
    Route(method="PUT", path="/bookmarks/{segment}", door=Door.SIGNED_IN, json={**SPAN, "text": "t"}),
    Route(method="DELETE", path="/bookmarks/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/cameras/{camera}/playlist.m3u8", asks="media.playback", query=SPAN, by_grant="playback"),
    Route(method="GET", path="/cameras/{camera}/video.mp4", asks="media.export", query=SPAN, by_grant="export"),
    Route(method="GET", path="/cameras/{camera}/segments/{segment}.mp4", door=Door.GRANT, by_grant="playback"),
    Route(method="GET", path="/cameras/{camera}/renditions/{segment}/0-1.mp4", door=Door.GRANT, by_grant="playback"),
    Route(method="GET", path="/wall-alarms", door=Door.LIST, asks="media.live", query={"ids": "{camera}"}),
    Route(
        method="POST",
        path="/wall-alarms/acknowledge",
        asks="media.live",
        json={"camera_id": "{camera}", "alarm_id": "n"},
    ),
    # Walls are for who sees live pictures somewhere. Layouts are one's own, screens one's organisation's: that others
    # are refused, on record, is in tests/integration/test_walls.py.
    Route(method="GET", path="/wall-layouts", door=Door.LIST, asks="media.live"),
    Route(method="POST", path="/wall-layouts", door=Door.SIGNED_IN, json={}),
    Route(method="PUT", path="/wall-layouts/{segment}", door=Door.SIGNED_IN, json={}),
    Route(method="DELETE", path="/wall-layouts/{segment}", door=Door.SIGNED_IN),
    # a consumer's own routes: that others are refused, on record, is in tests/integration/test_gateway.py
    Route(method="GET", path="/gateway", door=Door.SIGNED_IN),
    Route(method="GET", path="/consumers", door=Door.LIST),
    Route(
        method="POST",
        path="/consumers",
        asks="user.write",
        json={
            "name": "n",
            "organisation_id": "{north}",
            "legal_basis": "n",
            "cameras": [{"camera_id": "{camera}", "streams": ["main"]}],
        },
    ),
    Route(
        method="PUT",
        path="/consumers/{segment}",
        door=Door.SIGNED_IN,
        json={
            "name": "n",
            "legal_basis": "n",
            "version": 1,
            "cameras": [{"camera_id": "{camera}", "streams": ["main"]}],
        },
    ),
    Route(method="POST", path="/consumers/{segment}/password", door=Door.SIGNED_IN),
    Route(method="DELETE", path="/consumers/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/wall-nodes", door=Door.LIST, asks="media.live"),
    Route(method="POST", path="/wall-nodes", door=Door.SIGNED_IN, json={}),
    Route(method="PUT", path="/wall-nodes/{segment}/layout", door=Door.SIGNED_IN, json={}),
    Route(method="DELETE", path="/wall-nodes/{segment}", door=Door.SIGNED_IN),
    Route(method="POST", path="/wall-nodes/enrol", door=Door.OPEN, json={"code": "n"}),
    Route(method="GET", path="/wall-nodes/screen", door=Door.OPEN),  # by the node's own cookie
    Route(method="POST", path="/playback", asks="media.playback", json={"camera_ids": ["{camera}"], **SPAN}),
    Route(method="POST", path="/grants", asks="media.live", json={"camera_id": "{camera}", "kind": "live"}),
    Route(method="POST", path="/thumbnails", door=Door.LIST, asks="media.snapshot", json={"camera_ids": ["{camera}"]}),
    Route(
        method="POST",
        path="/probe",
        asks="camera.probe",
        json={"url": "rtsp://192.0.2.1/", "owner_id": "{north}"},
    ),
    # what is watched
    Route(method="GET", path="/vision/plan", door=Door.LIST),
    Route(
        method="PUT", path="/vision/asks/{camera}", asks="camera.write", json={"purposes": ["counting"], "priority": 3}
    ),
    Route(method="DELETE", path="/vision/asks/{camera}", asks="camera.write"),
    # traffic
    Route(method="GET", path="/measurements", asks="traffic.read", query={"camera_id": "{camera}", **SPAN}),
    Route(method="GET", path="/measurements/failures", asks="traffic.read", query={"camera_id": "{camera}", **SPAN}),
    Route(method="GET", path="/traffic/state", asks="traffic.read", query={"camera_id": "{camera}"}),
    # planning: key targets, proposals, opinions
    Route(method="GET", path="/targets", door=Door.LIST),
    Route(
        method="POST",
        path="/targets",
        asks="target.write",
        json={"name": "n", "kind": "gate", "owner_id": "{north}", "lat": 21, "lon": 105},
    ),
    Route(method="GET", path="/targets/{target}", asks="target.read"),
    Route(method="PATCH", path="/targets/{target}", asks="target.write", json={"note": "n"}),
    Route(method="DELETE", path="/targets/{target}", asks="target.write"),
    Route(method="GET", path="/proposals", door=Door.LIST),
    Route(method="POST", path="/proposals", asks="proposal.write", json={"owner_id": "{north}", "title": "n"}),
    Route(
        method="POST", path="/proposals/check", asks="proposal.write", json={"owner_id": "{north}", "candidates": []}
    ),
    Route(method="GET", path="/proposals/rules", door=Door.SIGNED_IN),
    Route(method="GET", path="/proposals/{draft}", asks="proposal.read"),
    Route(method="PATCH", path="/proposals/{draft}", asks="proposal.write", json={"justification": "n"}),
    Route(method="GET", path="/proposals/{draft}/checks", asks="proposal.read"),
    Route(method="POST", path="/proposals/{draft}/submit", asks="proposal.write", json={}),
    Route(method="POST", path="/proposals/{draft}/withdraw", asks="proposal.write", json={}),
    Route(method="POST", path="/proposals/{draft}/decision", asks="proposal.decide", json={"outcome": "approve"}),
    Route(method="POST", path="/proposals/{draft}/installation", asks="proposal.accept", json={"cameras": []}),
    Route(method="POST", path="/proposals/{draft}/acceptance/test", asks="proposal.accept"),
    Route(method="POST", path="/proposals/{draft}/acceptance", asks="proposal.accept", json={}),
    Route(method="GET", path="/proposals/{sent}/letters/{request}.{docx}", asks="proposal.read"),
    Route(method="GET", path="/opinions", door=Door.LIST),
    Route(method="GET", path="/opinions/{opinion}", asks="proposal.opinion"),
    Route(method="POST", path="/opinions/{opinion}", asks="proposal.opinion", json={"verdict": "agree"}),
    Route(method="GET", path="/planning-settings", asks="organisation.write", of_all=True),  # of the whole platform
    Route(method="PUT", path="/planning-settings", asks="organisation.write", of_all=True, json={}),
    # planning: coverage and doubles
    Route(
        method="POST",
        path="/coverage/candidate",
        asks="coverage.read",
        json={"organisation_id": "{north}", "candidate": {"lat": 21, "lon": 105, "azimuth_deg": 0}},
    ),
    Route(
        method="POST",
        path="/coverage/spot",
        asks="coverage.read",
        json={"organisation_id": "{north}", "spot": {"lat": 21, "lon": 105, "radius_m": 30}},
    ),
    Route(method="GET", path="/coverage/units", asks="coverage.read", query={"organisation_id": "{north}"}),
    Route(
        method="GET",
        path="/coverage/layer",
        asks="coverage.read",
        query={"organisation_id": "{north}", "bbox": "105,21,105.01,21.01"},
    ),
    Route(method="GET", path="/coverage/cameras/{camera}", asks="coverage.read"),
    Route(method="GET", path="/imports/{import}/duplicates", asks="inventory.submit"),
    Route(method="GET", path="/duplicates", door=Door.LIST),
    Route(method="GET", path="/duplicates/search", asks="camera.merge", query={"organisation_id": "{north}"}),
    Route(method="POST", path="/duplicates/refresh", asks="camera.merge", json={"organisation_id": "{north}"}),
    Route(method="GET", path="/duplicates/{pair}", asks="camera.merge"),
    Route(
        method="POST",
        path="/duplicates/{pair}/decision",
        asks="camera.merge",
        json={"decision": "different"},
    ),
    Route(method="DELETE", path="/duplicates/{pair}/decision", asks="camera.merge"),
    # evidence
    Route(method="GET", path="/evidence/trust", door=Door.OPEN),
    Route(method="GET", path="/evidence/trust/root.pem", door=Door.OPEN),
    Route(method="GET", path="/evidence/trust/revoked.crl", door=Door.OPEN),
    Route(method="GET", path="/evidence/trust/files/{zero}", door=Door.OPEN),
    Route(method="GET", path="/exports", door=Door.SIGNED_IN),
    Route(method="GET", path="/exports", door=Door.LIST, asks="export.read", query={"everybodys": "true"}),
    Route(method="POST", path="/exports", asks="media.export", json={"camera_ids": ["{camera}"], **SPAN}),
    Route(method="GET", path="/exports/{segment}", door=Door.SIGNED_IN),
    Route(method="DELETE", path="/exports/{segment}", door=Door.SIGNED_IN),
    Route(method="GET", path="/exports/{segment}/package", door=Door.SIGNED_IN),
    Route(method="GET", path="/exports/{segment}/handovers", door=Door.SIGNED_IN),
    Route(
        method="POST",
        path="/exports/{segment}/handovers",
        door=Door.SIGNED_IN,
        json={"receivers": [{"name": "An"}]},
    ),
    Route(method="POST", path="/exports/{segment}/handovers/{zero}/withdraw", door=Door.SIGNED_IN),
    Route(method="GET", path="/exports/{segment}/handovers/{zero}/letter", door=Door.SIGNED_IN),
    Route(method="POST", path="/exports/{segment}/pause", door=Door.SIGNED_IN),
    Route(method="POST", path="/exports/{segment}/resume", door=Door.SIGNED_IN),
    Route(method="POST", path="/exports/{segment}/cancel", door=Door.SIGNED_IN),
    # live
    Route(method="WS", path="/cameras/{camera}/live", asks="media.live", by_grant="live"),
    *DEVICE_ROUTES,
)
"""Under /api/v1, save /metrics."""

OUTSIDE = frozenset(
    {
        "GET /healthz", "GET /readyz", "GET /ca.crt", "GET /trust", "GET /api/v1/openapi.json",
        "GET /handover/{}", "POST /handover/{}", "GET /handover/{}/package", "GET /handover/{}/statement.json",
        "GET /handover/{}/view/{}/{}", "GET /handover-player.js",
    }
)  # fmt: skip
"""What anybody may ask: it tells nothing about the city, or (handed over) nothing without a link and a pass code."""
