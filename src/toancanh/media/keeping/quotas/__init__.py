"""Quotas: how many bytes of recordings an owner or a camera may have.

Owns: the quotas and whom footage counts for. Does not own: what is deleted for them (`media.archive.retention`).
Invariant: footage counts for the owner at the time of its recording.
"""

from toancanh.media.keeping.quotas.quotas import Quotas, QuotaUse
from toancanh.media.keeping.quotas.store import QuotaKind

__all__ = ["QuotaKind", "QuotaUse", "Quotas"]
