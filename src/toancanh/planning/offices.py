"""Which office one asks about a thing of another owner."""

from __future__ import annotations

from toancanh.governance import Governance


def offices_of(governance: Governance, owner_ids: frozenset[str]) -> dict[str, str]:
    """For each owner the organisation right below the first one that it belongs to: a commune, a department, the
    police. It answers for what lies below it, and its name gives no smaller body away.
    """
    parents: dict[str, str | None] = {}
    waiting = set(owner_ids)
    while waiting:
        found = governance.organisations.named(waiting)
        parents |= {each.id: each.parent_id for each in found}
        waiting = {each.parent_id for each in found if each.parent_id is not None} - parents.keys()
    return {owner_id: _below_root(owner_id, parents) for owner_id in owner_ids if owner_id in parents}


def _below_root(organisation_id: str, parents: dict[str, str | None]) -> str:
    parent = parents.get(organisation_id)
    while parent is not None and parents.get(parent) is not None:
        organisation_id, parent = parent, parents[parent]
    return organisation_id
