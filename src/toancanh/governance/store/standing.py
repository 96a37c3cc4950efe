"""Duties, approvals and open cases as facts of a judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, select

from toancanh.governance.facts import Approved
from toancanh.governance.store.purpose import approval, approval_camera, case_ref, duty


def duties_after(connection: Connection, now_us: int) -> Mapping[str, tuple[tuple[int, int, str], ...]]:
    """Turns that are not over, by person: from, until, organisation."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in connection.execute(select(duty).where(duty.c.until_us > now_us).order_by(duty.c.id)):
        found[row.user_id].append((row.from_us, row.until_us, row.organisation_id))
    return {user_id: tuple(turns) for user_id, turns in found.items()}


def approved_after(connection: Connection, now_us: int) -> Mapping[str, tuple[Approved, ...]]:
    """Approvals that are not over, by the person who asked."""
    holds = (approval.c.state == "approved") & (approval.c.expires_us > now_us)
    rows = connection.execute(select(approval).where(holds).order_by(approval.c.id)).all()
    cameras: dict[str, dict[str, str]] = defaultdict(dict)
    of_these = approval_camera.c.approval_id, approval_camera.c.camera_id, approval_camera.c.owner_id
    for of, camera_id, owner_id in connection.execute(select(*of_these).join(approval).where(holds)) if rows else ():
        cameras[of][camera_id] = owner_id
    found: dict[str, list[Approved]] = defaultdict(list)
    for row in rows:
        one = Approved(
            id=row.id, action=row.action, camera_ids=frozenset(cameras[row.id]), from_us=row.from_us, to_us=row.to_us,
            expires_us=row.expires_us, purpose=row.purpose, reference=row.reference, owners=cameras[row.id],
        )  # fmt: skip
        found[row.user_id].append(one)
    return {user_id: tuple(held) for user_id, held in found.items()}


def open_cases(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Their owners by number, as `fold` makes it."""
    found: dict[str, list[str]] = defaultdict(list)
    query = select(case_ref.c.number_folded, case_ref.c.owner_id).where(case_ref.c.closed_us.is_(None))
    for number, owner_id in connection.execute(query):
        found[number].append(owner_id)
    return {number: tuple(owners) for number, owners in found.items()}
