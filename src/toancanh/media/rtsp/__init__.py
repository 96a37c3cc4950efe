"""RTSP 1.0 client (RFC 2326): from an address and credentials to packets that arrive.

Owns: messages, log-in, session descriptions, connections. Does not own: when to connect, and what becomes of packets.
Invariants: a credential is in no text, state or error; nothing but `RtspFailure`, `Redirected` and `TransportRefused`
comes out of what a camera sends; what is held for a connection is bounded.
"""

from toancanh.infra.authentication import Credentials
from toancanh.media.rtsp.client import Login, Redirected, RtspClient, Transport, TransportRefused
from toancanh.media.rtsp.connection import RtspConnection
from toancanh.media.rtsp.failure import RtspFailure
from toancanh.media.rtsp.sdp import VideoTrack, parse_sdp
from toancanh.media.rtsp.tls import CertificateFailure, OfferedCertificate, TlsSocket, secured
from toancanh.media.rtsp.udp import ReadBuffer
from toancanh.media.rtsp.urls import StreamUrl, parse_url

__all__ = [
    "CertificateFailure",
    "Credentials",
    "Login",
    "OfferedCertificate",
    "ReadBuffer",
    "Redirected",
    "RtspClient",
    "RtspConnection",
    "RtspFailure",
    "StreamUrl",
    "TlsSocket",
    "Transport",
    "TransportRefused",
    "VideoTrack",
    "parse_sdp",
    "parse_url",
    "secured",
]
