"""Ingest: every desired stream is connected, watched over and given to its sinks.

Owns: when to connect and to give up, states and their reasons, the log-in gate, the hub of each stream.
Does not own: which streams should exist (`registry`), what sinks do with pictures.
Invariants: a change of one stream touches no other; after a refused log-in nothing is tried with the same credentials
before 30 minutes; an absent camera costs a TCP connect every two seconds and is back within five of its return.
"""

from toancanh.media.ingest.connecting import Surroundings
from toancanh.media.ingest.hub import StreamHub
from toancanh.media.ingest.ingest import Ingest, StreamKey
from toancanh.media.ingest.login import LoginGate
from toancanh.media.ingest.probe import ProbeResult, probe
from toancanh.media.ingest.status import StreamStateChanged, StreamStatus

__all__ = [
    "Ingest",
    "LoginGate",
    "ProbeResult",
    "StreamHub",
    "StreamKey",
    "StreamStateChanged",
    "StreamStatus",
    "Surroundings",
    "probe",
]
