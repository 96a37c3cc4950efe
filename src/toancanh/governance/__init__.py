"""Organisations, people, sessions, rights, and the record of what was done with them.

Owns: who may do what, for which purpose, how long; the append-only record.
Does not own: what a camera is (a `ResourceRef` is all it judges).
Invariants: every act of a person is judged here; its record is written in the transaction of the act.
"""

from toancanh.governance.model import (
    AccessRequest,
    Action,
    Decision,
    Grant,
    Need,
    Obligations,
    Outcome,
    ResourceRef,
    Role,
)

__all__ = ["AccessRequest", "Action", "Decision", "Grant", "Need", "Obligations", "Outcome", "ResourceRef", "Role"]
