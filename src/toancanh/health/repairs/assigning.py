"""Whose work a repair is, and by which contract. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from toancanh.health.repairs.model import AssignedAs, Contract, ContractKind
from toancanh.registry.dossier.model import CameraCare

Within = Callable[[str, str], bool]
"""Whether the first organisation is the second or below it."""


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """Who, found by what, under which contract. ``warranty_until``: where one lasts, also without a known supplier."""

    maintainer_id: str
    assigned_as: AssignedAs
    contract: Contract | None
    warranty_until: date | None


def assigned(
    one: CameraCare, contracts: Sequence[Contract], within: Within, on: date, *, is_ours: bool = False
) -> Assigned:
    """Warranty first: its supplier repairs. Else whom the dossier names, else the operator, else the owner.

    ``is_ours``: the platform's own failing, which is no maintainer's work.
    """
    lasting = [each for each in contracts if each.covers(on, one.maker) and within(one.owner_id, each.owner_id)]
    lasting.sort(key=lambda each: each.owner_id != one.owner_id)  # the owner's own before those of an agency above
    warranty = one.warranty_until if one.warranty_until is not None and one.warranty_until >= on else None
    supplier = next((each for each in lasting if each.kind is ContractKind.WARRANTY), None)
    if warranty is not None and supplier is not None and not is_ours:
        return Assigned(
            maintainer_id=supplier.maintainer_id, assigned_as=AssignedAs.SUPPLIER, contract=supplier,
            warranty_until=warranty,
        )  # fmt: skip
    named = (
        (None if is_ours else one.maintainer_id, AssignedAs.MAINTAINER),
        (one.operator_id, AssignedAs.OPERATOR),
        (one.owner_id, AssignedAs.OWNER),
    )
    maintainer_id, found_as = next((id, how) for id, how in named if id)
    kept = [each for each in lasting if each.kind is ContractKind.MAINTENANCE and each.maintainer_id == maintainer_id]
    return Assigned(
        maintainer_id=maintainer_id, assigned_as=found_as, contract=kept[0] if kept else None,
        warranty_until=None if is_ours else warranty,
    )  # fmt: skip
