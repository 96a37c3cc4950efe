"""Live views of traffic that goes on while it is watched, with signals that can be set.

Owns: the process that SUMO runs in, its samples as a play, the time between the two and the wall clock.
Does not own: the place, the demand and SUMO's options (`simulation.district.making`), or pictures
(`simulation.district_views`). Needs the extra ``city``. Invariants: docs/design/district.md, "Closed loop".
"""

from toancanh.simulation.closed_loop.growing import GrowingPlay, Sample
from toancanh.simulation.closed_loop.loop import SHOWN_LATER_S, ClosedLoop
from toancanh.simulation.closed_loop.plan import ClosedLoopPlan
from toancanh.simulation.closed_loop.scenes import ClosedScene

__all__ = ["SHOWN_LATER_S", "ClosedLoop", "ClosedLoopPlan", "ClosedScene", "GrowingPlay", "Sample"]
