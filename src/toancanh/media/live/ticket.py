"""A view as the web process hands it over: who watches what. Also what its end needs to be recorded by anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from toancanh.media.model import Areas, areas_of
from toancanh.registry.model import StreamRole

WEBSOCKET = "websocket"
RTSP = "rtsp"


@dataclass(frozen=True, kw_only=True)
class ViewTicket:
    """``grant`` and ``resource`` are governance's terms as JSON, carried unread, so that a web process that starts anew
    can watch over the grant again and record the end.
    """

    view_id: str
    camera_id: str
    role: StreamRole
    key: str  # Sec-WebSocket-Key
    hevc: bool  # the viewer can decode H.265
    started_us: int
    grant: Mapping[str, Any]
    resource: Mapping[str, Any]
    hidden: Areas = ()  # black in every picture that the viewer gets
    main_only: bool = False  # nobody has said that they lie right over the sub stream's pictures, too
    watermark: bool = False  # the viewer's player is told to write over the pictures who watches
    over: str = WEBSOCKET  # the way on which the view goes out

    def as_json(self) -> dict[str, Any]:
        """For the link and the journal."""
        return asdict(self)

    @staticmethod
    def from_json(body: Mapping[str, Any]) -> ViewTicket:
        """Raises KeyError or ValueError where ``body`` is no ticket."""
        return ViewTicket(
            view_id=str(body["view_id"]),
            camera_id=str(body["camera_id"]),
            role=StreamRole(body["role"]),
            key=str(body["key"]),
            hevc=bool(body["hevc"]),
            started_us=int(body["started_us"]),
            grant=dict(body["grant"]),
            resource=dict(body["resource"]),
            hidden=areas_of(body.get("hidden", ())),
            main_only=bool(body.get("main_only", False)),
            watermark=bool(body.get("watermark", False)),
            over=str(body.get("over", WEBSOCKET)),
        )


@dataclass(frozen=True, kw_only=True)
class ViewEnd:
    """A view is over; ``seconds_seen`` runs from the first picture sent to the last."""

    ticket: ViewTicket
    ended_us: int
    seconds_seen: float
    reason: str

    def as_json(self) -> dict[str, Any]:
        """For the link and the journal; the key of the handshake is not kept."""
        return {
            "ticket": {**self.ticket.as_json(), "key": "", "hidden": ()},
            "ended_us": self.ended_us,
            "seconds_seen": round(self.seconds_seen, 3),
            "reason": self.reason,
        }

    @staticmethod
    def from_json(body: Mapping[str, Any]) -> ViewEnd:
        """Raises KeyError or ValueError where ``body`` is no end."""
        return ViewEnd(
            ticket=ViewTicket.from_json(body["ticket"]),
            ended_us=int(body["ended_us"]),
            seconds_seen=float(body["seconds_seen"]),
            reason=str(body["reason"]),
        )
