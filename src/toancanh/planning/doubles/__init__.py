"""Which two entries of the inventory are one camera."""

from toancanh.planning.doubles.evidence import THRESHOLD, Evidence, Pair, Reason
from toancanh.planning.doubles.scoring import score_all, score_incoming

__all__ = ["THRESHOLD", "Evidence", "Pair", "Reason", "score_all", "score_incoming"]
