"""Seals: a signature over the newest link of every stream's chain, so that all that was recorded before is bound by it.

Owns: the seals of a site and their chain. Does not own: the streams' chains (`media.archive.proof`).
Invariants: seals are numbered from 1 and each names the digest of the one before; none is ever changed.
"""

from toancanh.evidence.seals.seals import Place, Seal, Seals

__all__ = ["Place", "Seal", "Seals"]
