"""Thinning: of old footage key frames alone are kept.

Owns: the thinned file, its steps, files that no row of the index counts any more (or yet). Does not own: which
footage is thinned (`media.archive.retention`), the proof in the file (`media.archive.proof`).
Invariant A17: a thinned file has the start, the end, the key frames and the root of the whole one.
"""

from toancanh.media.archive.thinning.thinning import LOOK_EVERY_US, Thinning, recover_spares

__all__ = ["LOOK_EVERY_US", "Thinning", "recover_spares"]
