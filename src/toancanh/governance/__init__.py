"""Who may do what, for which purpose; and the record of it.

Owns: organisations, people, roles, sessions, the rules, grants, the record.
Does not own: what a camera is; a judgement is about a `ResourceRef`.
Invariants: what no rule allows is refused; every login, change, view and refusal is on record, in the transaction of
the act; the record is only ever appended to; nobody raises himself; a withdrawn right ends what rests on it.
"""

from toancanh.governance.footage import Owned, Parted, PartsOf, Refused
from toancanh.governance.granting import GRANT_ACTIONS, principal_of_grant
from toancanh.governance.judgement import Figures
from toancanh.governance.masks import NOTHING_HIDDEN, Hidden, MaskArea
from toancanh.governance.model import (
    PROTECTED,
    PURPOSE_CLASSES,
    AccessRequest,
    Action,
    Decision,
    DecisionInputs,
    Grant,
    Need,
    Obligations,
    Outcome,
    ResourceRef,
    Role,
    RoleBinding,
    protected_tags,
)
from toancanh.governance.passwords import Passwords
from toancanh.governance.record import AnonymousReason, RecordReport
from toancanh.governance.service import Governance
from toancanh.governance.sessions import SessionTerms
from toancanh.governance.visibility import Visibility

__all__ = [
    "GRANT_ACTIONS",
    "NOTHING_HIDDEN",
    "PROTECTED",
    "PURPOSE_CLASSES",
    "AccessRequest",
    "Action",
    "AnonymousReason",
    "Decision",
    "DecisionInputs",
    "Figures",
    "Governance",
    "Grant",
    "Hidden",
    "MaskArea",
    "Need",
    "Obligations",
    "Outcome",
    "Owned",
    "Parted",
    "PartsOf",
    "Passwords",
    "RecordReport",
    "Refused",
    "ResourceRef",
    "Role",
    "RoleBinding",
    "SessionTerms",
    "Visibility",
    "principal_of_grant",
    "protected_tags",
]
