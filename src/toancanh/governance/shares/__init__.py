"""Sharing between agencies: one asks, the owner answers, a signed document says what was agreed.

Owns: requests, answers, agreements and the sight of their use. Does not own: what a camera is (`CameraDirectory` is
registry's), the decision (the engine, by `Facts.shares`).
Invariants: a share gives what its signed document says and nothing else; it ends by its time, by the owner's or the
receiver's word, with either organisation, and for a camera that changes its owner; what is protected is not there for
who is not cleared for its owner, neither in a request nor in a count.
"""

from toancanh.governance.shares.model import (
    CameraDirectory,
    Selection,
    Share,
    SharedCamera,
    ShareState,
    What,
)

__all__ = ["CameraDirectory", "Selection", "Share", "ShareState", "SharedCamera", "What"]
