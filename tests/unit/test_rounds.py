"""Rounds go on after a fault, at once where there is more to do, and end when they are closed."""

import queue
import threading

from toancanh.infra.logs import Log
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Unavailable


class _Told(Log):
    def __init__(self) -> None:
        super().__init__(name="rounds")
        self.told: list[str] = []

    def repeated(self, key: str, message: str, *, level: int = 0, **fields: object) -> None:
        self.told.append(f"{key}: {message}: {fields['error']}")

    def crash(self, message: str, error: BaseException, **fields: object) -> None:
        self.told.append(f"{message}: {error}")


def test_a_fault_is_told_and_the_next_round_comes() -> None:
    log, begun = _Told(), queue.SimpleQueue[int]()
    answers: list[Exception | bool] = [Unavailable("away"), KeyError("x"), True, False]

    def work() -> bool:
        begun.put(len(answers))
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    rounds = Rounds(
        "sync", work, every_s=3600, log=log, put_off="later", crashed="broken", expected=(Unavailable,), join_s=10
    )
    rounds.close()  # before it was started: nothing waits
    rounds = Rounds("sync", work, every_s=3600, log=log, put_off="later", crashed="broken", expected=(Unavailable,))
    rounds.start()
    for left in (4, 3, 2):
        rounds.wake()
        assert begun.get(timeout=10) == left
    assert begun.get(timeout=10) == 1  # there was more to do
    rounds.close()
    assert log.told == ["sync: later: away", "broken: 'x'"]
    assert begun.empty()


def test_closing_does_not_wait_for_what_hangs() -> None:
    begun, hangs = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        hangs.wait(10)

    rounds = Rounds("sync", work, every_s=0, log=_Told(), put_off="", crashed="", join_s=0)
    rounds.start()
    begun.wait(10)
    rounds.close()
    assert not hangs.is_set()
    hangs.set()
