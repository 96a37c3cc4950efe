"""Holes in recordings filled from the cameras' own storage.

Owns: the port to such a storage and its adapter for ONVIF profile G, which holes are fetched when, the writing of
pictures of the past. Does not own: devices and their log-ins (`toancanh.devices`), live recording (`media.recorder`),
the index (`media.archive`), where what was fetched is a copy of its own (`Copy.CAMERA`).
Why so: docs/decisions/0012-holes-are-filled-into-a-copy-of-their-own.md.
"""

from toancanh.media.backfill.ports import EdgeFailure, EdgeReason, EdgeStorage, OpenEdgeStorage, Replayed

__all__ = ["EdgeFailure", "EdgeReason", "EdgeStorage", "OpenEdgeStorage", "Replayed"]
