"""What comes again and again is told once in a while."""

from toancanh.governance.seldom import Seldom
from toancanh.kernel import SimulatedClock


def test_the_same_is_told_once_in_ten_minutes() -> None:
    clock = SimulatedClock(0)
    seldom = Seldom(clock)
    assert [seldom.is_due(one) for one in ("a", "b", "a")] == [True, True, False]
    clock.advance(599)
    assert not seldom.is_due("a")
    clock.advance(1)
    assert seldom.is_due("a")
