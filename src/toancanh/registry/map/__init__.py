"""The cameras on a map: vector tiles, counts and lists by right and filter.

Owns: what a sign on the map says and which signs become one. Does not own: what lies below (the console draws it, or a
file or server of the settings), who sends pictures (media, through `LiveStates`).
Invariants: what the asker may not see is in no tile, count or list, and changes none (M1); the grouping does not depend
on states (M2); a tile has at most some thousand features, whatever stands on one spot (M3).
"""

from toancanh.registry.map.model import BaseMap, LiveReport, LiveState, LiveStates, MapColour, MapState
from toancanh.registry.map.routes import router
from toancanh.registry.map.service import CameraMap

__all__ = ["BaseMap", "CameraMap", "LiveReport", "LiveState", "LiveStates", "MapColour", "MapState", "router"]
