"""The spending plan: never beyond the budget, by priority, and nothing is left out without a reason."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from toancanh.vision.watch.model import Why
from toancanh.vision.watch.plan import Share, Wish, plan, rate_of
from toancanh.vision.watch.ports import Purpose

PURPOSES = st.frozensets(st.sampled_from(Purpose))
BUDGETS = st.floats(0, 8)


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    return [
        Wish(
            camera_id=f"c{number:03}",
            purposes=draw(PURPOSES),
            priority=draw(st.integers(1, 5)),
            model=draw(st.sampled_from(["", "yolox"])),
            look_s=draw(st.floats(0.001, 0.5)),
            stream_fps=draw(st.floats(1, 25)),
            obstacle=draw(st.sampled_from([None, None, None, Why.NO_PICTURES])),
            is_watched=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 20)))
    ]


def by_camera(shares: list[Share]) -> dict[str, Share]:
    return {share.wish.camera_id: share for share in shares}


@given(wishes(), BUDGETS)
def test_it_stays_within_the_budget_and_says_why_of_each_that_is_not_watched(asked: list[Wish], budget: float) -> None:
    shares = plan(asked, budget_cores=budget)
    assert sorted(share.wish.camera_id for share in shares) == [wish.camera_id for wish in asked]
    assert sum(share.cores for share in shares) <= budget + 1e-6
    for share in shares:
        assert (share.why is None) is (share.looks_per_s > 0)
        rate = rate_of(share.wish.purposes)
        assert share.looks_per_s <= min(rate.wanted, share.wish.stream_fps) + 1e-9
        if share.why is None:
            assert share.looks_per_s >= min(rate.least, share.wish.stream_fps) - 1e-9
        if share.wish.obstacle is not None:
            assert share.why is share.wish.obstacle
        if share.why is Why.SPENT:
            assert share.wish.purposes
            assert budget > 0


@given(wishes(), BUDGETS, st.data())
def test_who_comes_later_takes_nothing_from_who_comes_first(
    asked: list[Wish], budget: float, data: st.DataObject
) -> None:
    """Of all whose priority is greater any may go: those before get the same."""
    priority = data.draw(st.integers(1, 5))
    first = [wish for wish in asked if wish.priority <= priority]
    alone, together = (by_camera(plan(some, budget_cores=budget)) for some in (first, asked))
    assert alone == {camera_id: together[camera_id] for camera_id in alone}


@given(wishes(), BUDGETS, st.randoms())
def test_its_order_is_its_own(asked: list[Wish], budget: float, random: Random) -> None:
    mixed = [*asked]
    random.shuffle(mixed)
    assert plan(mixed, budget_cores=budget) == plan(asked, budget_cores=budget)


def wish(camera_id: str, *, priority: int = 3, is_watched: bool = False, purpose: Purpose = Purpose.COUNTING) -> Wish:
    return Wish(
        camera_id=camera_id, purposes=frozenset({purpose}), priority=priority, model="", look_s=0.02, stream_fps=10.0,
        is_watched=is_watched,
    )  # fmt: skip


def test_all_of_a_priority_get_the_least_before_one_gets_more() -> None:
    shares = plan([wish("a"), wish("b"), wish("c")], budget_cores=0.5)  # 7 looks a second are 0.14 of a core
    assert [(share.wish.camera_id, share.looks_per_s) for share in shares] == [("a", 10.0), ("b", 7.0), ("c", 7.0)]


def test_who_is_watched_already_stays_so() -> None:
    shares = by_camera(plan([wish("a"), wish("b", is_watched=True)], budget_cores=0.15))
    assert shares["b"].looks_per_s == 7.0
    assert shares["a"].why is Why.SPENT


def test_without_a_budget_nothing_is_watched_and_that_is_said() -> None:
    (share,) = plan([wish("a")], budget_cores=0.0)
    assert (share.looks_per_s, share.why, share.wanted_per_s) == (0.0, Why.NO_BUDGET, 10.0)


def test_incidents_alone_cost_half_of_counting() -> None:
    counting, incidents = (
        plan([wish("a", purpose=purpose)], budget_cores=8)[0].cores for purpose in (Purpose.COUNTING, Purpose.INCIDENTS)
    )
    assert incidents == counting / 2
