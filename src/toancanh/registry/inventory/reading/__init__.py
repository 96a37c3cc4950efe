"""Files as people send them, to rows of raw cells; whatever is dangerous or unreadable is refused by name."""

from toancanh.registry.inventory.reading.refusal import Refusal
from toancanh.registry.inventory.reading.table import MAX_BYTES, MAX_ROWS, RawRow, Table, may_mean, read_table

__all__ = ["MAX_BYTES", "MAX_ROWS", "RawRow", "Refusal", "Table", "may_mean", "read_table"]
