"""Loading the facts of a judgement, and the epoch that tells when they have changed."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from toancanh.governance.facts import Facts
from toancanh.governance.model import Role, RoleBinding
from toancanh.governance.packs.store import regulation_switch
from toancanh.governance.store.standing import approved_after, duties_after, open_cases
from toancanh.governance.store.tables import organisation, rights_epoch, role_binding, user_account


def read_epoch(connection: Connection, now_us: int = 0) -> int:
    """Grows with every act that may change somebody's rights; 0 before the first. With the time it grows at the moment
    at which another regulation takes effect, too: then nobody acts.
    """
    due = select(func.count()).where(regulation_switch.c.at_us <= now_us).scalar_subquery()
    row = connection.execute(select(select(rights_epoch.c.epoch).scalar_subquery(), due)).one()
    return int(row[0] or 0) + int(row[1])


def raise_epoch(tx: Connection) -> None:
    """To be called in the transaction of every act that may change somebody's rights."""
    changed = tx.execute(rights_epoch.update().values(epoch=rights_epoch.c.epoch + 1))
    if changed.rowcount == 0:
        tx.execute(rights_epoch.insert().values(id=1, epoch=1))


def load_facts(connection: Connection, now_us: int = 0) -> Facts:
    """One consistent state of everything a judgement knows; what was over by then is left out."""
    epoch = read_epoch(connection, now_us)
    parents = {row.id: row.parent_id for row in connection.execute(select(organisation.c.id, organisation.c.parent_id))}
    roles: dict[str, list[RoleBinding]] = {}
    for row in connection.execute(select(role_binding).order_by(role_binding.c.role, role_binding.c.organisation_id)):
        roles.setdefault(row.user_id, []).append(RoleBinding(role=Role(row.role), organisation_id=row.organisation_id))
    inactive = connection.scalars(
        select(user_account.c.id).where(or_(user_account.c.disabled, user_account.c.deleted_us.is_not(None)))
    )
    return Facts(
        epoch=epoch,
        parents=parents,
        roles={user_id: tuple(held) for user_id, held in roles.items()},
        inactive=frozenset(inactive),
        duties=duties_after(connection, now_us),
        approvals=approved_after(connection, now_us),
        cases=open_cases(connection),
    )
