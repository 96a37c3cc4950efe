"""Giving a package to somebody outside: by a link with a pass code, or on a disk.

Owns: to whom which package was given, and each opening. Does not own: the package (`evidence.exports`), the right to it
(`governance`).
Invariants: neither link nor pass code is kept readable; one answer for a link that is unknown, over, locked or opened
with a wrong code; the giver's right and the masks are asked for again at each opening; each opening is on record.
"""

from toancanh.evidence.handover.model import Handover, HandoverState, Receiver
from toancanh.evidence.handover.service import Handovers

__all__ = ["Handover", "HandoverState", "Handovers", "Receiver"]
