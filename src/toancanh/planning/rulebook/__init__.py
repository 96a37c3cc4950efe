"""What a proposal is held against: technical rules, the pause on new investment, prices. Files, not code.

Owns: reading the files of `catalogues.planning` (or an administrator's own in DATA/catalogues/planning) and judging by
them. Does not own: what is done with the answer.
Invariants: every finding names its source and how sure it is; what is less sure than a press report never blocks.
"""

from toancanh.planning.rulebook.book import Rulebook
from toancanh.planning.rulebook.costs import CostEstimate, CostFile
from toancanh.planning.rulebook.pause import Claim, PauseFile, PauseFinding, PauseVerdict
from toancanh.planning.rulebook.sources import RuleCertainty, Source
from toancanh.planning.rulebook.technical import Finding, Severity, TechnicalRules

__all__ = [
    "Claim",
    "CostEstimate",
    "CostFile",
    "Finding",
    "PauseFile",
    "PauseFinding",
    "PauseVerdict",
    "RuleCertainty",
    "Rulebook",
    "Severity",
    "Source",
    "TechnicalRules",
]
