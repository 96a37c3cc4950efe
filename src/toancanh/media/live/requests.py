"""What the web process may ask of live views over the link."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Any

from toancanh.kernel.errors import Invalid
from toancanh.media.link.channel import LinkMessage
from toancanh.media.link.server import Handler, Reply
from toancanh.media.live.service import LiveService
from toancanh.media.live.ticket import ViewTicket


class LiveRequests:
    """``hand_over``, ``withdraw``, ``views`` and ``farewell``."""

    def __init__(self, live: LiveService) -> None:
        self._live = live

    def handlers(self) -> Mapping[str, Handler]:
        """By the request's name."""
        return {
            "hand_over": self._hand_over,
            "withdraw": self._withdraw,
            "views": self._views,
            "farewell": self._farewell,
        }

    async def _hand_over(self, message: LinkMessage) -> Reply:
        body: Mapping[str, Any] = message.body
        if len(message.files) != 1:
            for file in message.files:
                os.close(file)
            raise Invalid("a hand-over carries one socket")
        connection = socket.socket(fileno=message.files[0])
        try:
            ticket = ViewTicket.from_json(body["ticket"])
            early = bytes.fromhex(body["early"])
        except (KeyError, TypeError, ValueError) as error:
            connection.close()
            raise Invalid("the ticket of a hand-over is not whole") from error
        self._live.take(connection, ticket, early)
        return Reply()

    async def _withdraw(self, message: LinkMessage) -> Reply:
        found = self._live.withdraw(str(message.body.get("view_id")), str(message.body.get("reason", "")))
        return Reply(body={"found": found})

    async def _views(self, message: LinkMessage) -> Reply:
        return Reply(body={"views": [ticket.as_json() for ticket in self._live.views()]})

    async def _farewell(self, message: LinkMessage) -> Reply:
        self._live.farewell()
        return Reply()
