"""RTSP out: cameras offered to other systems, each consumer with credentials of its own.

Owns: consumers, their log-in, the RTSP server that gives them pictures (RFC 2326), the packets (RFC 3550, 6184, 7798).
Does not own: who may see what (governance: a consumer acts as an account of its organisation), views that run, their
withdrawal and their record (`media.live`).
Invariants: a stream is packetised once for all its consumers; what waits for one is bounded; nothing is told about a
camera before a log-in; a password is shown once and stored only as what Digest needs, sealed; who is under a mask gets
the masked rendition or nothing.
"""

from toancanh.media.gateway.model import Consumer, ConsumerDraft, OfferedCamera
from toancanh.media.gateway.service import Consumers

__all__ = ["Consumer", "ConsumerDraft", "Consumers", "OfferedCamera"]
