"""Things that one request of a text uses up: a ticket in some state, a pack that waits, somebody with a factor."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping

from placement_rig import CANDIDATE, TENDERED
from whole_app import World

import onnx_files
from governance_rig import PASSWORD, SOURCE
from toancanh.governance import Role, RoleBinding
from toancanh.governance.factors import totp
from toancanh.governance.regulation import FILES
from toancanh.governance.shares import Selection, What
from toancanh.governance.shares.terms import Answer as ShareAnswer
from toancanh.governance.shares.terms import Wanted as ShareWanted
from toancanh.governance.users import NewUser
from toancanh.health.repairs.model import FaultSeverity, TicketState
from toancanh.health.repairs.ports import Look
from toancanh.kernel import Principal
from toancanh.planning.consultation.machine import Step, Verdict
from toancanh.planning.consultation.model import Answer, DecisionDraft
from toancanh.planning.proposals.model import ProposalDraft
from toancanh.regulations import SHIPPED
from toancanh.vision.models import Models, Origin
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.process import Trial

Names = Mapping[str, str]
Fresh = Callable[[World], Names]
"""Makes it, and says by which names requests speak of it."""


def system(world: World, username: str, *roles: Role) -> Principal:
    """A person of these roles at the first organisation, signed in; made at the first call."""
    if username not in world.people:
        governance, admin = world.platform.governance, world.people["admin"]
        bindings = tuple(RoleBinding(role=role, organisation_id=admin.organisation_id) for role in roles)
        new = NewUser(
            username=username, name="", password=PASSWORD, organisation_id=admin.organisation_id, roles=bindings
        )
        governance.users.create(admin, new)
        world.tokens[username], world.people[username] = governance.sign_in(username, PASSWORD, SOURCE)
    return world.people[username]


def by_admin(act: Callable[[World, Principal], Names]) -> Fresh:
    return lambda world: act(world, world.people["admin"])


def enrolling(world: World) -> Names:
    """Somebody new, to whom an app's secret was offered; ``{code}`` is what the app shows."""
    username = f"enrols{world.names['n']}"
    system(world, username, Role.VIEWER)
    world.tokens["enrols"] = world.tokens[username]
    answer = world.client.post(
        "/api/v1/account/factors/totp", json={"current_password": PASSWORD},
        headers={"Authorization": f"Bearer {world.tokens[username]}"},
    )  # fmt: skip
    step = world.platform.clock.now_us() // (totp.STEP_S * 1_000_000)
    return {"code": totp.code_at(base64.b32decode(answer.json()["secret"]), step)}


def enrolled(world: World) -> Names:
    """Somebody new with one factor."""
    names = enrolling(world)
    answer = world.client.post(
        "/api/v1/account/factors", json={"kind": "totp", "name": "n", "code": names["code"]},
        headers={"Authorization": f"Bearer {world.tokens['enrols']}"},
    )  # fmt: skip
    return {"factor": answer.json()["factor"]["id"]}


@by_admin
def asked_share(world: World, admin: Principal) -> Names:
    wanted = ShareWanted(
        receiver_id=world.names["ward"], selection=Selection(codes=("camera",)), what=frozenset({What.LIVE}),
        purpose="incident", legal_basis="n", reason="", until_us=world.platform.clock.now_us() + 10**12,
    )  # fmt: skip
    return {"share": world.platform.governance.shares.ask(admin, wanted)[0].id}


def agreed_share(world: World) -> Names:
    names = asked_share(world)
    world.platform.governance.shares.answer(world.people["admin"], names["share"], ShareAnswer(agreed=True, words=""))
    return names


def a_pack(world: World) -> dict[str, str]:
    """The shipped pack, newer."""
    files = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
    version = f"version = {100 + int(world.names['n'])}"
    files["pack.toml"] = files["pack.toml"].replace("version = 1", version).replace("2026-12", "2025-10")
    return files


def proposed(world: World) -> Names:
    files = a_pack(world)
    regulations = world.platform.governance.regulations
    return {"pack": regulations.propose(world.people["admin"], lambda: files, reason="n", source=SOURCE).regulation.id}


def in_force(world: World) -> Names:
    """A pack in force after the shipped one."""
    names = proposed(world)
    regulations = world.platform.governance.regulations
    for who in (system(world, "chief", Role.LEADER), system(world, "guard", Role.DATA_PROTECTION)):
        regulations.approve(who, names["pack"], source=SOURCE)
    regulations.switch(world.people["admin"], names["pack"], source=SOURCE)
    return names


def waiting_model(world: World) -> Names:
    """Installed by the command line; each time another file."""
    platform = world.platform
    models = Models(
        database=platform.database, clock=platform.clock, ids=platform.ids, governance=platform.governance,
        folder=platform.settings.data / "models",
        try_out=lambda _content, _manifest: Trial(width=64, height=64, picture_s=0.01),
    )  # fmt: skip
    content = onnx_files.yolox() + world.names["n"].encode()
    made = models.add(
        Principal.system("cli"), content, sha256=hashlib.sha256(content).hexdigest(),
        manifest=Manifest(layout=Layout.YOLOX, memory_mib=512, seconds=10),
        origin=Origin(name=f"m{world.names['n']}", licence="MIT", source="tests"), source="test",
    )  # fmt: skip
    return {"model": made.model.id}


@by_admin
def open_ticket(world: World, admin: Principal) -> Names:
    return {"ticket": world.platform.repairs.tickets.open(admin, [world.names["camera"]], "t", FaultSeverity.MAJOR)}


def ticket_in(*states: TicketState) -> Fresh:
    def make(world: World) -> Names:
        names, tickets = open_ticket(world), world.platform.repairs.tickets
        repairer = system(world, "repairer", Role.TECHNICIAN, Role.OPERATOR)
        for state in states:
            tickets.step(repairer, names["ticket"], state, "")
        return names

    return make


def tested_ticket(world: World) -> Names:
    """The work is done, and a live test has passed."""
    names, tickets = ticket_in(TicketState.WORK_DONE)(world), world.platform.repairs.tickets
    admin, now_us = world.people["admin"], world.platform.clock.now_us()
    look = Look(online=True, looked=True, picture_us=now_us, width_px=1920, height_px=1080)
    decision = tickets.may_test(admin, names["ticket"])
    tickets.tested(admin, names["ticket"], {world.names["camera"]: look}, decision)
    return names


def accepted_ticket(world: World) -> Names:
    names = tested_ticket(world)
    world.platform.repairs.tickets.accept(world.people["admin"], names["ticket"], "")
    return names


@by_admin
def a_draft(world: World, admin: Principal) -> Names:
    draft = ProposalDraft(owner_id=world.names["north"], title="d", claim=TENDERED, candidates=(CANDIDATE,))
    return {"draft": world.platform.planning.placement.proposals.create(admin, draft).id}


def a_consulted(world: World) -> Names:
    """Sent, with an opinion that waits."""
    names, placement = a_draft(world), world.platform.planning.placement
    placement.consultation.submit(world.people["admin"], names["draft"])
    opinions = placement.proposals.get(world.people["admin"], names["draft"]).opinions
    return {**names, "opinion": opinions[0].id, "other_opinion": opinions[1].id}


def a_decidable(world: World) -> Names:
    names, consultation = a_consulted(world), world.platform.planning.placement.consultation
    adviser = system(world, "adviser", Role.ADVISER, Role.LEADER)
    for opinion in ("opinion", "other_opinion"):
        consultation.answer(adviser, names[opinion], Answer(verdict=Verdict.AGREE, text="", conditions=()))
    return names


def an_approved(world: World) -> Names:
    names = a_decidable(world)
    leader = system(world, "adviser")
    draft = DecisionDraft(step=Step.APPROVE, text="", conditions=(), take_over=False)
    world.platform.planning.placement.consultation.decide(leader, names["draft"], draft)
    return names


def a_duplicate_pair(world: World) -> Names:
    world.client.request(
        "DELETE", f"/api/v1/duplicates/{world.names['pair']}/decision",
        headers={"Authorization": f"Bearer {world.tokens['admin']}"},
    )  # fmt: skip
    return {}
