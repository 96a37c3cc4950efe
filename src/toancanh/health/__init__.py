"""Is each camera alive, does it see, does it look where it should?

Owns: judgements of streams and pictures, faults and what they have in common, approved views, alerts, repairs.
Does not own: what a camera sends (`media`), what it should be (`registry`), who may know (`governance`).
Invariants: a fault is an alarm after lasting signs only; one cause is one alarm; no picture leaves but by the masks in
force for who asks; protected cameras are not there for who is not cleared, also in counts.
"""

from toancanh.health.model import Fault, FaultClosed, FaultKind, FaultOpened, FaultState

__all__ = ["Fault", "FaultClosed", "FaultKind", "FaultOpened", "FaultState"]
