"""Placement proposals: what is drawn, and what the checks say at once.

Owns: proposals, their candidates and the checks. Does not own: their way through the agencies (`consultation`).
Invariants: docs/design/planning.md, "Proposals".
"""
