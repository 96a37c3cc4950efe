"""What is drawn over a camera's picture, and where on the ground it looks: kept by version, with who did it.

Owns: zones and lines of cameras, their calibrations, the history of both.
Does not own: what a zone or a calibration is (`vision.zones`, `vision.calibration`), what is counted there (`traffic`).
Invariants are numbered in docs/design/vision.md: each change is a version of its own that stays, with its author, and
stands in the record in its own transaction; a zone's id is used for one camera and one kind for ever, because figures
are kept under it.
"""

from toancanh.vision.drawings.model import ByMounting, ByPoints, ByRectangle, Drawn, GroundOrigin, ZoneDraft
from toancanh.vision.drawings.service import Drawings

__all__ = ["ByMounting", "ByPoints", "ByRectangle", "Drawings", "Drawn", "GroundOrigin", "ZoneDraft"]
