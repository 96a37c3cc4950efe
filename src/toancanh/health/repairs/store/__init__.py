"""Tables and queries of repairs."""

from toancanh.health.repairs.store import contracts, parts, reports, tickets, works

__all__ = ["contracts", "parts", "reports", "tickets", "works"]
