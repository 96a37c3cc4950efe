"""Repairs: a fault becomes a ticket, somebody goes, the camera proves that it works again, a person accepts.

Owns: tickets, contracts and their clocks, spare parts, planned work, up-time reports. Does not own: whether a camera is
well (`health` says so), its pictures (`media`), who may act (`governance`).
Invariants: one open ticket for one cause at one owner and maintainer; a state changes by `model.moved` alone; who did
the work never accepts it; a maintainer's people see their own tickets and no camera's pictures by them.
"""

from toancanh.health.repairs.model import (
    Ticket,
    TicketEscalated,
    TicketOpened,
    TicketState,
)
from toancanh.health.repairs.service import Repairs

__all__ = ["Repairs", "Ticket", "TicketEscalated", "TicketOpened", "TicketState"]
