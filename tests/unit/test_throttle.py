from toancanh.governance.throttle import LoginThrottle
from toancanh.kernel import SimulatedClock


def failures_until_slowed(throttle: LoginThrottle, *, names: bool, sources: bool) -> int:
    for number in range(100):
        name = f"name{number}" if names else "lan"
        source = f"192.0.2.{number}" if sources else "192.0.2.1"
        if throttle.attempt(name, source) > 0:
            return number
    return 100


def test_a_name_is_slowed_whatever_the_source() -> None:
    assert failures_until_slowed(LoginThrottle(clock=SimulatedClock()), names=False, sources=True) == 5


def test_a_source_is_slowed_whatever_the_name() -> None:
    assert failures_until_slowed(LoginThrottle(clock=SimulatedClock()), names=True, sources=False) == 20


def test_a_network_of_ipv6_is_one_source() -> None:
    throttle = LoginThrottle(clock=SimulatedClock())
    waits = [throttle.attempt(f"name{number}", f"2001:db8::{number:x}") for number in range(21)]
    assert [wait_s > 0 for wait_s in waits] == [False] * 20 + [True]
    assert throttle.attempt("name", "2001:db8:0:1::1") == 0
    assert throttle.attempt("name", "fe80::1%eth0") == 0


def test_the_delay_grows_to_a_minute_and_is_forgotten() -> None:
    clock = SimulatedClock()
    throttle = LoginThrottle(clock=clock)
    waits = []
    for _ in range(16):
        wait_s = throttle.attempt("lan", "192.0.2.1")
        if wait_s:
            waits.append(wait_s)
            clock.advance(wait_s)
            assert throttle.attempt("lan", "192.0.2.1") == 0
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 60
    clock.advance(901)
    assert throttle.attempt("lan", "192.0.2.1") == 0
    assert throttle.attempt("lan", "192.0.2.1") == 0


def test_waiting_attempts_do_not_make_it_longer() -> None:
    clock = SimulatedClock()
    throttle = LoginThrottle(clock=clock)
    for _ in range(5):
        throttle.attempt("lan", "192.0.2.1")
    for _ in range(50):
        assert throttle.attempt("lan", "192.0.2.1") == 1
    clock.advance(1)
    assert throttle.attempt("lan", "192.0.2.1") == 0


def test_success_starts_anew() -> None:
    throttle = LoginThrottle(clock=SimulatedClock())
    for _ in range(200):
        assert throttle.attempt("lan", "192.0.2.1") == 0
        throttle.succeeded("lan", "192.0.2.1")


def test_a_stranger_who_guesses_does_not_lock_the_owner_out() -> None:
    throttle = LoginThrottle(clock=SimulatedClock())
    throttle.attempt("lan", "192.0.2.1")
    throttle.succeeded("lan", "192.0.2.1")
    while throttle.attempt("lan", "198.51.100.9") == 0:
        pass
    assert throttle.attempt("lan", "192.0.2.1") == 0


def test_memory_is_bounded() -> None:
    throttle = LoginThrottle(clock=SimulatedClock())
    for number in range(12_000):
        throttle.attempt(f"name{number}", f"source{number}")
        throttle.succeeded(f"other{number}", f"source{number}")
    assert len(throttle._counts) <= 10_000
    assert len(throttle._known) <= 10_000
