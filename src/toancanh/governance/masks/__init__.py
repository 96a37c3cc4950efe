"""Masks: areas of a camera's picture that nobody sees who does not hold one of the roles named for the area.

Owns: the areas, and the answer to what of a picture is hidden from whom. Does not own: pictures; whoever serves them
asks `Masks.hidden` and draws, or refuses.
Invariants: who is under a mask sees nothing of what lies there; each change is on record and raises the rights epoch.
"""

from toancanh.governance.masks.masks import Masks
from toancanh.governance.masks.model import NOTHING_HIDDEN, CameraMasks, Hidden, MaskArea, Polygon

__all__ = ["NOTHING_HIDDEN", "CameraMasks", "Hidden", "MaskArea", "Masks", "Polygon"]
