"""Encoded pictures for processes that look at them: one local socket for all the streams that one of them wants.

Owns: what crosses that socket, and what is left out when its reader is slow. Does not own: what is looked at, or why
(`vision.watch`). Invariants: no stream is opened for it, nothing is decoded here, and a slow or dead reader costs its
own pictures alone: what waits for it is bounded, and past the bound it gets nothing until the next key frame.
"""

from toancanh.media.tap.source import Tap, TapListener

__all__ = ["Tap", "TapListener"]
