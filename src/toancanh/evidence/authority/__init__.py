"""The site's evidence keys: a root that is made once and keeps for decades, signing certificates that keep for months.

Owns: those keys and certificates, the list of revoked ones, time stamps of an outside server.
Invariants: private keys lie encrypted by the key ring; a revoked certificate signs nothing more; every key that was
made or revoked is on record.
"""

from toancanh.evidence.authority.authority import Authority, Signed, Trust
from toancanh.evidence.authority.timestamps import TimeStamps

__all__ = ["Authority", "Signed", "TimeStamps", "Trust"]
