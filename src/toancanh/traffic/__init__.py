"""Observations become traffic figures: how many, how fast, how full, for how long, and how far that can be believed.

Owns: measurements of places drawn in cameras' views, their files, roll-ups, the rules by which a place is found to
count wrongly, the figures that follow from them.
Does not own: what is seen (`vision`), whether a camera shows anything of use (`health`), violations (`enforcement`): a
count may be an estimate, a fine may not.
Invariants are numbered in docs/design/traffic.md. The first three: a measurement holds sums, so that every roll-up of
roll-ups is that of the minutes; time that was not looked at is never counted as time without traffic; nothing in a
measurement tells one vehicle from another.
"""

from toancanh.traffic.columns import Measurements
from toancanh.traffic.model import Failure, FailureKind, Flag

__all__ = ["Failure", "FailureKind", "Flag", "Measurements"]
