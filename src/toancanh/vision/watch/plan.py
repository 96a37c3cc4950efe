"""The spending plan: of the cores that a site gives, which camera gets how many looks a second. Pure.

Cameras are served by priority. Within one, all first get the least rate that is of use for what they ask, then the
wanted rate, and those that are watched already come first: a plan that changes costs each camera that it touches the
picture of its empty street. A camera of a later priority never takes from one of an earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from toancanh.vision.watch.model import Why
from toancanh.vision.watch.ports import Purpose


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Looks a second: those that are wanted, and the fewest that are still of use."""

    wanted: float
    least: float


RATES: Mapping[Purpose, Rate] = {
    # the count's published errors are those of ten and of seven; at five a fifth of the riders is lost
    Purpose.COUNTING: Rate(wanted=10.0, least=7.0),
    Purpose.INCIDENTS: Rate(wanted=5.0, least=2.0),  # their published figures are of five; at two nobody is followed
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One camera before the plan. ``look_s``: seconds of a core that one look takes, decoding included, as measured or
    as expected. ``stream_fps``: more pictures than that do not come. ``obstacle``: why it cannot be watched at all.
    """

    camera_id: str
    purposes: frozenset[Purpose]
    priority: int
    model: str
    look_s: float
    stream_fps: float
    obstacle: Why | None = None
    is_watched: bool = False


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one camera gets; ``looks_per_s`` is 0 where ``why`` says so. ``cores``: what that is expected to cost."""

    wish: Wish
    wanted_per_s: float
    looks_per_s: float = 0.0
    cores: float = 0.0
    why: Why | None = None


def rate_of(purposes: frozenset[Purpose]) -> Rate:
    """Of several purposes the fastest of each."""
    rates = [RATES[purpose] for purpose in purposes]
    return Rate(
        wanted=max((rate.wanted for rate in rates), default=0.0), least=max((rate.least for rate in rates), default=0.0)
    )


def plan(wishes: Sequence[Wish], *, budget_cores: float) -> list[Share]:
    """A share for each wish, in the order of the plan; together they cost no more than the budget."""
    shares: list[Share] = []
    left = budget_cores
    ordered = sorted(wishes, key=lambda wish: (wish.priority, not wish.is_watched, wish.camera_id))
    for _, level in groupby(ordered, key=lambda wish: wish.priority):
        served, left = _served([*level], left, budget_cores)
        shares += served
    return shares


def _served(level: Sequence[Wish], left: float, budget_cores: float) -> tuple[list[Share], float]:
    """Those of one priority, and what is left for the next."""
    given: dict[str, float] = {}
    able = [wish for wish in level if wish.obstacle is None and wish.purposes]
    for rate_name in ("least", "wanted"):
        for wish in able:
            before = given.get(wish.camera_id, 0.0)
            if rate_name == "wanted" and not before:
                continue
            looks = min(getattr(rate_of(wish.purposes), rate_name), wish.stream_fps)
            cost = (looks - before) * wish.look_s
            if looks > before and cost <= left + 1e-9:
                given[wish.camera_id] = looks
                left -= cost
    return [_share(wish, given.get(wish.camera_id, 0.0), budget_cores) for wish in level], left


def _share(wish: Wish, looks_per_s: float, budget_cores: float) -> Share:
    wanted = min(rate_of(wish.purposes).wanted, wish.stream_fps) if wish.obstacle is None else 0.0
    if looks_per_s:
        return Share(wish=wish, wanted_per_s=wanted, looks_per_s=looks_per_s, cores=looks_per_s * wish.look_s)
    if not wish.purposes:
        why = wish.obstacle or Why.NOT_ASKED
    elif wish.obstacle is not None:
        why = wish.obstacle
    else:
        why = Why.NO_BUDGET if budget_cores <= 0 else Why.SPENT
    return Share(wish=wish, wanted_per_s=wanted, why=why)
