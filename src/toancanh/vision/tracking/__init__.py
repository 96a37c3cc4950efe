"""Following objects from picture to picture by where they are and how they move, and by nothing else.

Owns: the tracker behind `toancanh.vision.ports.Tracker`, and its motion model.
Does not own: what is followed, and what becomes of it.
Invariants: no picture and no feature of one is ever asked for, so that a track can be known again by nothing; its
numbers begin where the caller says and are never used twice; the same detections at the same times give the same
tracks.
"""

from toancanh.vision.tracking.tracker import BoxTracker, TrackerTerms

__all__ = ["BoxTracker", "TrackerTerms"]
"""Why it is our own: docs/decisions/0013."""
