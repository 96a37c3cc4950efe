"""Of whom a question about a camera's pictures of a time is asked."""

from __future__ import annotations

from toancanh.governance import PROTECTED, Obligations, Outcome, Owned, ResourceRef
from toancanh.governance.footage import in_law, one_answer, parts_of
from toancanh.governance.model import Decision

NOW = ResourceRef(kind="camera", id="c", owner_id="south", tags=frozenset({"gate"}))


def owned(*spans: tuple[int, str, bool]) -> tuple[Owned, ...]:
    return tuple(Owned(from_us=from_us, owner_id=owner, protected=hidden) for from_us, owner, hidden in spans)


def asked(spans: tuple[Owned, ...], from_us: int, to_us: int) -> list[tuple[str, bool, int, int]]:
    found = parts_of(NOW, spans, from_us, to_us, {"north", "south"})
    return [(ref.owner_id, PROTECTED in ref.tags, start, end) for ref, start, end in found]


def test_each_part_of_a_range_is_its_owners() -> None:
    history = owned((0, "north", False), (100, "south", False))
    assert asked(history, 10, 20) == [("north", False, 10, 20)]
    assert asked(history, 50, 100) == [("north", False, 50, 100)]
    assert asked(history, 50, 150) == [("north", False, 50, 100), ("south", False, 100, 150)]
    assert asked(history, 100, 100) == [("south", False, 100, 100)]
    assert asked(history, -20, -10) == [("north", False, -20, -10)]
    assert asked(history, 99, 99) == [("north", False, 99, 99)]


def test_protected_then_stays_so_and_an_owner_that_is_gone_is_the_one_of_now() -> None:
    history = owned((0, "gone", False), (50, "north", True), (80, "north", False), (100, "south", False))
    assert asked(history, 0, 200) == [
        ("south", False, 0, 50), ("north", True, 50, 80), ("north", False, 80, 100), ("south", False, 100, 200)
    ]  # fmt: skip


def test_footage_goes_with_an_agency_that_went_into_another() -> None:
    history = owned((0, "old", False), (50, "north", False), (100, "south", False))
    after = {"old": {"newer"}, "newer": {"north"}, "x": {"old"}}
    assert [one.owner_id for one in in_law(history, after)] == ["north", "north", "south"]
    assert [one.owner_id for one in in_law(history, {"old": {"old", "x"}, "x": {"old"}})] == ["old", "north", "south"]


def test_one_answer_is_the_strictest() -> None:
    first = Decision(outcome=Outcome.ALLOW, obligations=Obligations(max_seconds=60.0))
    second = Decision(outcome=Outcome.ALLOW, obligations=Obligations(mask=True, max_seconds=30.0, expires_at_us=5))
    both = one_answer([first, second])
    assert both.allowed
    assert both.obligations == Obligations(mask=True, max_seconds=30.0, expires_at_us=5)
    assert not one_answer([first, Decision(outcome=Outcome.DENY)]).allowed
