"""RTP for video (RFC 3550, 6184, 7798): packets in, access units and their time out.

Owns: the order, completeness and time of what one connection brings. Does not own: sockets.
Invariants: a run begins with parameters and a key frame; no access unit is passed on of which a packet is missing, nor
one that refers to such; whatever the bytes, nothing is raised and no more than `MAX_UNIT_BYTES` plus a read is held.
"""

from toancanh.media.model import Codec, StreamSink
from toancanh.media.rtp.assembly import MAX_UNIT_BYTES, ReceptionCounts
from toancanh.media.rtp.h264 import H264Receiver
from toancanh.media.rtp.h265 import H265Receiver
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.media.rtp.receiver import VideoReceiver
from toancanh.media.rtp.rtcp import SenderReport, parse_compound, receiver_report
from toancanh.media.rtp.timing import RunTiming

__all__ = [
    "MAX_UNIT_BYTES",
    "H264Receiver",
    "H265Receiver",
    "ParameterSets",
    "ReceptionCounts",
    "RunTiming",
    "SenderReport",
    "VideoReceiver",
    "make_receiver",
    "parse_compound",
    "receiver_report",
]


def make_receiver(*, codec: Codec, target: StreamSink, sets: ParameterSets, payload_type: int) -> VideoReceiver:
    """The receiver for ``codec``; RTP is on channel 0 and RTCP on channel 1."""
    kind = H264Receiver if codec is Codec.H264 else H265Receiver
    return kind(target=target, sets=sets, payload_type=payload_type)
