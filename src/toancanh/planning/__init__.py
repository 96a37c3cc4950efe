"""Where cameras should stand: doubles, coverage, key targets, placement proposals and the opinions they need.

Owns: what cameras reach on the ground, which two entries are one camera, what a place still lacks.
Does not own: the cameras (`registry`), who may know of them (`governance`), whether they work (`media`).
Invariants: what anybody is told is computed as if the protected cameras that he is not cleared for did not exist;
cameras of others are never named to those without the right, only that there is one and whom to ask; each view of
coverage or holes is on record; two cameras become one only by a person's decision.
"""

from toancanh.planning.service import Planning

__all__ = ["Planning"]
