"""How much is stored, by camera, stream and day, so that nobody adds up millions of rows.

Owns: the table `stored_day`. Does not own: segments; whatever changes how many bytes of them count says so here, in
its own transaction (`media.archive.store`).
Invariant A12: the sums are those of the complete segments.
"""

from toancanh.media.archive.sums.store import add, used_by_day

__all__ = ["add", "used_by_day"]
