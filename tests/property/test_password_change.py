"""The change of a device's password, cut at every point: nobody is locked out."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.devices.credentials.rotation import (
    Act,
    ChangeOutcome,
    ChangeStep,
    Rotation,
    Seen,
    Which,
    after,
    begin,
    next_act,
    noted,
    sending,
    told,
)

LOCKS_AFTER = 5


class Cut(Exception):
    pass


class Device:
    """Counts wrong tries as makes do; a good one clears them."""

    def __init__(self, truth: str) -> None:
        self.truth = truth
        self.wrong = 0
        self.most_wrong = 0

    def try_(self, password: str) -> Seen:
        if password == self.truth:
            self.wrong = 0
            return Seen.TAKEN
        self.wrong += 1
        self.most_wrong = max(self.most_wrong, self.wrong)
        return Seen.REFUSED


class Run:
    """A runner as `credentials.changing` is one, over a kept state that survives cuts."""

    def __init__(self, device: Device, takes: bool) -> None:
        self.device = device
        self.takes = takes  # whether the device does what it is told
        self.kept = begin(Rotation())
        self.old, self.new = "old", "new"
        self.streams = "old"
        self.remembered = {"old", "new"}
        self.now_us = 0

    def go_on(self, cuts: list[bool]) -> None:
        """``cuts``: whether the process ends at each point, in order; then never."""

        def point() -> None:
            if cuts and cuts.pop(0):
                raise Cut

        while True:
            act = next_act(self.kept, self.now_us)
            if act in (Act.NOTHING, Act.WAIT):
                return
            if act is Act.TELL_STREAMS:
                point()
                self.streams = self.new
                point()
                self.kept = told(self.kept)
                continue
            which = Which.NEW if act is Act.LOG_IN_NEW else Which.OLD
            self.kept = noted(self.kept, which, self.now_us)
            point()
            seen = self.device.try_(self.new if which is Which.NEW else self.old)
            point()
            now = after(self.kept, which, seen)
            if not now.both_kept:  # one transaction: the step and what is remembered
                self.remembered = {self.new if now.step is ChangeStep.PROVED else self.old}
            self.kept = now
            point()
            if now.step is ChangeStep.PREPARED:
                self.kept = sending(now)
                point()
                if self.takes:
                    self.device.truth = self.new
                point()


@settings(max_examples=300, deadline=None)
@given(
    runs=st.lists(st.tuples(st.lists(st.booleans(), max_size=12), st.booleans()), max_size=8),
    takes=st.booleans(),
    truth=st.sampled_from(["old", "old", "old", "other"]),
)
def test_no_cut_locks_anybody_out(runs: list[tuple[list[bool], bool]], takes: bool, truth: str) -> None:
    run = Run(Device(truth), takes)
    for cuts, waits in runs:
        if waits:  # an hour later: the device has forgotten wrong tries
            run.now_us += 3_600_000_001
            run.device.wrong = 0
        with contextlib.suppress(Cut):
            run.go_on(list(cuts))
        assert run.device.most_wrong < LOCKS_AFTER
        if truth == "old":
            assert run.device.truth in run.remembered
    run.now_us += 3_600_000_001
    run.device.wrong = 0
    run.go_on([])
    assert run.device.most_wrong < LOCKS_AFTER
    if truth == "old":
        assert run.kept.step is ChangeStep.IDLE
        assert run.remembered == {run.device.truth}
        assert run.kept.outcome is (ChangeOutcome.CHANGED if run.device.truth == "new" else ChangeOutcome.KEPT)
        assert run.streams == run.device.truth or run.kept.outcome is ChangeOutcome.KEPT
    else:
        assert run.kept.step in (ChangeStep.IDLE, ChangeStep.STUCK)


def test_every_single_cut_point() -> None:
    for takes in (True, False):
        for at in range(12):
            run = Run(Device("old"), takes)
            with contextlib.suppress(Cut):
                run.go_on([False] * at + [True])
            assert run.device.truth in run.remembered
            run.go_on([])
            assert (run.kept.step, run.remembered) == (ChangeStep.IDLE, {run.device.truth})
            assert run.device.most_wrong <= 2


def test_a_device_that_takes_neither_keeps_both_and_waits_for_a_person() -> None:
    run = Run(Device("old"), True)
    run.kept = sending(run.kept)
    run.device.truth = "somebody else's"
    run.go_on([])
    assert (run.kept.step, run.kept.outcome) == (ChangeStep.STUCK, ChangeOutcome.NEITHER)
    assert run.remembered == {"old", "new"}
    assert run.device.most_wrong == 2
