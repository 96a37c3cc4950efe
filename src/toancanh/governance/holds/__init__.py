"""How long footage is kept: the classes of the pack in force, and holds by case.

Owns: what a class allows, holds, what was there when each was placed, the log of deletions. Does not own: footage;
`media` has it, and asks here, in the transaction of each deletion.
Invariants: what a hold covers is never given to a deletion; a hold is not released by the one who placed it, but for a
slip; of a camera's holds its owner sees every one.
"""

from toancanh.governance.holds.classes import FALLBACK, Limits, class_of
from toancanh.governance.holds.model import (
    DeletedFootage,
    FoundFootage,
    Hold,
    HoldDraft,
    Reason,
    Span,
    ThinnedFootage,
)
from toancanh.governance.holds.service import Holds

__all__ = [
    "FALLBACK",
    "DeletedFootage",
    "FoundFootage",
    "Hold",
    "HoldDraft",
    "Holds",
    "Limits",
    "Reason",
    "Span",
    "ThinnedFootage",
    "class_of",
]
