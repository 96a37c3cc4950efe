"""What an act is for: cases that references name, duty rosters, and second persons' approvals.

Owns: these three, and whether a reference that somebody gives stands for anything.
Does not own: which acts need them; that is the pack's.
Invariants: a case's number is known to nobody who may not read it; nobody approves his own request, or one for cameras
out of his reach; an approval covers exactly what it shows, and ends by itself.
"""

from toancanh.governance.purpose.approvals import Approval, ApprovalRequest, Approvals, ApprovalState
from toancanh.governance.purpose.cases import CaseChange, CaseDraft, CaseKind, CaseRef, Cases
from toancanh.governance.purpose.duties import Duties, Duty, DutyDraft
from toancanh.governance.purpose.purposes import Purposes

__all__ = [
    "Approval",
    "ApprovalRequest",
    "ApprovalState",
    "Approvals",
    "CaseChange",
    "CaseDraft",
    "CaseKind",
    "CaseRef",
    "Cases",
    "Duties",
    "Duty",
    "DutyDraft",
    "Purposes",
]
