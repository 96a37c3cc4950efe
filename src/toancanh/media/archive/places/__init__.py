"""Where files of the archive lie: pools of disks and the object store. The index names the place of each segment.

Owns: the pools and their state, where a new segment goes, moves between places, what is fetched back from the object
store. Does not own: what is kept and for how long (`media.archive.deletion`).
Invariants and the steps of a move: docs/design/tiers.md.
"""

from toancanh.media.archive.places.cold import ColdTier
from toancanh.media.archive.places.keeper import PlacesKeeper
from toancanh.media.archive.places.places import Places

__all__ = ["ColdTier", "Places", "PlacesKeeper"]
