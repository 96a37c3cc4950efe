"""The media process: ingest, recording and live of its share of the cameras, and the link to the web process.

Owns: the order of start and stop, the reconcile loop, which streams are recorded, what is reported.
Does not own: how any of these parts works.
Invariants: while the database is away it goes on with what it knows; a stop is a planned gap; it starts nothing before
what a crash left behind is recovered.
"""

from toancanh.media.process.process import MediaProcess, run_media_process

__all__ = ["MediaProcess", "run_media_process"]
