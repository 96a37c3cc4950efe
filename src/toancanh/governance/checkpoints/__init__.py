"""Checkpoints of the record, and their way to the owners.

Owns: what a checkpoint binds, how it is signed, made on time, handed over and held against the record.
Invariants: a checkpoint is never changed; it is handed to those who may read the owner's record; handing it over is on
record; whoever holds one can tell whether anything it binds was changed, removed or put back since.
"""

from toancanh.governance.checkpoints.head import Handed, parse
from toancanh.governance.checkpoints.service import Checkpoints

__all__ = ["Checkpoints", "Handed", "parse"]
