"""What cameras see together: overlap, gain, union and holes."""

from toancanh.planning.coverage.index import CoverageIndex
from toancanh.planning.coverage.model import COUNTED, Candidate, Gain, Overlap, Seen, Spot, SpotCover, UnitCover

__all__ = ["COUNTED", "Candidate", "CoverageIndex", "Gain", "Overlap", "Seen", "Spot", "SpotCover", "UnitCover"]
