"""That footage is kept as it should be: what a hold finds when it is placed, and the report that proves it afterwards.

Owns: the report. Does not own: deletion (`media.archive`), classes and holds (`governance.holds`).
"""

from toancanh.media.keeping.footage import footage_of, still_there
from toancanh.media.keeping.report import HeldReport, KeepingReport, KeptClass, KeptStream, Report, violations

__all__ = [
    "HeldReport",
    "KeepingReport",
    "KeptClass",
    "KeptStream",
    "Report",
    "footage_of",
    "still_there",
    "violations",
]
