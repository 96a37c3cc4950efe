"""The supervisor of the platform's processes (web, media 0..n): starts them, restarts what dies, stops them in order.

Standard library only, because this process stays for as long as the platform runs and should weigh little: after set-up
the command line replaces itself by ``python -m toancanh.infra.processes`` (see `become_supervisor`).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import NoReturn

from toancanh.kernel.clock import SystemClock, format_rfc3339

WRONG_USE = 2
"""Exit status by which a child says that starting it again cannot help (a port taken, a setting wrong)."""

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_PR_SET_PDEATHSIG = 1  # prctl(2)
_RECENT_S = 10.0
_BACK_OFF_FROM = 3  # the third death within `_RECENT_S` waits; a single crash costs no time
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 10.0
_SAME_REQUEST_S = 1.0  # make(1) and timeout(1) pass a signal on that the whole process group has had already


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """One process to keep running. Children of a lower ``stop_rank`` are stopped, and have ended, before higher ones.

    ``env`` is added to our own environment; it and ``argv`` hold no secret, because both are readable by others.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_rank: int = 0
    stop_timeout_s: float = 15.0
    pass_fds: tuple[int, ...] = ()


def restart_wait_s(recent_deaths: int, *, by_signal: bool) -> float:
    """Seconds until the restart; ``recent_deaths`` within the last 10 s, this one included.

    A death by signal is nobody's fault in the program (the kernel's memory killer, an operator): at once. A process
    that ends by itself has a reason that will not be gone in the same instant.
    """
    if recent_deaths < _BACK_OFF_FROM:
        return 0.0 if by_signal else _FIRST_WAIT_S
    return min(_FIRST_WAIT_S * 2.0 ** (recent_deaths - _BACK_OFF_FROM), _LONGEST_WAIT_S)


class _Child:
    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths: deque[float] = deque(maxlen=64)
        self.start_at = 0.0

    @property
    def running(self) -> bool:
        return self.process is not None


Wait = Callable[[float | None], None]
Report = Callable[[str, Mapping[str, object]], None]


def report_to_stderr(message: str, facts: Mapping[str, object]) -> None:
    """A JSON line like those of `toancanh.infra.logs`, without its weight."""
    line = {"time": format_rfc3339(SystemClock().now_us()), "level": "warning", "process": "supervisor"}
    print(json.dumps({**line, "message": message, **facts}), file=sys.stderr, flush=True)


class Supervisor:
    """Keeps the children running until it is told to stop (SIGTERM, SIGINT) or a child says `WRONG_USE`."""

    def __init__(
        self,
        specs: Sequence[ChildSpec],
        *,
        report: Report = report_to_stderr,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._children = [_Child(spec) for spec in specs]
        self._report = report
        self._monotonic = monotonic
        self._stop_asked_at: float | None = None
        self._stop_now = False
        self._status = 0

    def run(self) -> int:
        """Run to the end; returns the exit status of the whole: 0 after an orderly stop, else that of the culprit."""
        with _woken_by_signals(self._on_stop_signal) as wait:
            while self._stop_asked_at is None and not self._status:
                self._start_due()
                wait(self._next_start_s())
                self._take_dead()
            self._stop_all(wait)
        return self._status

    def _on_stop_signal(self) -> None:
        now = self._monotonic()
        if self._stop_asked_at is None:
            self._stop_asked_at = now
        elif now - self._stop_asked_at >= _SAME_REQUEST_S:
            self._stop_now = True

    def _next_start_s(self) -> float | None:
        waiting = [child.start_at for child in self._children if not child.running]
        return max(0.0, min(waiting) - self._monotonic()) if waiting else None

    def _start_due(self) -> None:
        now = self._monotonic()
        for child in self._children:
            if not child.running and child.start_at <= now:
                child.process = _spawn(child.spec)

    def _take_dead(self) -> None:
        for child in self._children:
            if child.process is None or child.process.poll() is None:
                continue
            code = child.process.returncode
            child.process = None
            if self._stop_asked_at is not None:
                continue
            if code == WRONG_USE:
                self._status = code
                continue
            now = self._monotonic()
            child.deaths.append(now)
            recent = sum(1 for died in child.deaths if now - died < _RECENT_S)
            wait_s = restart_wait_s(recent, by_signal=code < 0)
            child.start_at = now + wait_s
            facts = {"child": child.spec.name, "exit": code, "deaths": recent, "restart_in_s": wait_s}
            self._report("process died", facts)

    def _stop_all(self, wait: Wait) -> None:
        for rank in sorted({child.spec.stop_rank for child in self._children}):
            group = [child for child in self._children if child.spec.stop_rank == rank and child.process is not None]
            for child in group:
                _signal(child, signal.SIGTERM)
            self._await_end(group, wait)

    def _await_end(self, group: Sequence[_Child], wait: Wait) -> None:
        """Give each its time; a second request to stop means now."""
        begin = self._monotonic()
        while pending := [child for child in group if child.process is not None and child.process.poll() is None]:
            left_s = min(child.spec.stop_timeout_s for child in pending) - (self._monotonic() - begin)
            if left_s <= 0 or self._stop_now:
                why = "asked to stop a second time" if self._stop_now else "it did not stop"
                for child in pending:
                    self._report(f"process killed, {why}", {"child": child.spec.name})
                    _signal(child, signal.SIGKILL)
                    assert child.process is not None  # noqa: S101  # pending ones have a process
                    child.process.wait()
                self._status = self._status or 1
                return
            wait(left_s)


def _signal(child: _Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        if child.process is not None:
            child.process.send_signal(number)


def _spawn(spec: ChildSpec) -> subprocess.Popen[bytes]:
    """Start a child that is told to stop when we die, and that a Ctrl-C at the terminal does not reach directly.

    Without its own process group the terminal would stop all at once, and media before web.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def die_with_parent() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return subprocess.Popen(  # preexec_fn is safe here: this process has one thread
        spec.argv,
        env={**os.environ, **spec.env},
        stdin=subprocess.DEVNULL,
        process_group=0,
        pass_fds=spec.pass_fds,
        preexec_fn=die_with_parent,
    )


@contextlib.contextmanager
def _woken_by_signals(on_stop: Callable[[], None]) -> Iterator[Wait]:
    """Yields a function that sleeps at most so many seconds (None: without end), until a signal or a child's end."""

    def handle(number: int, _frame: object) -> None:
        if number != signal.SIGCHLD:
            on_stop()

    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    numbers = (*_STOP_SIGNALS, signal.SIGCHLD)
    before = {number: signal.signal(number, handle) for number in numbers}
    descriptor_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)

    def wait(timeout_s: float | None) -> None:
        if select.select([reader], [], [], timeout_s)[0]:
            reader.recv(4096)

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(descriptor_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()


def become_supervisor(specs: Sequence[ChildSpec]) -> NoReturn:
    """Replace this process (and the memory of what it has imported) by a supervisor of these children."""
    descriptor = os.memfd_create("toancanh-children", 0)
    with open(descriptor, "wb", closefd=False) as file:
        file.write(json.dumps([asdict(spec) for spec in specs]).encode())
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)  # they wait until the supervisor can obey them
    os.execv(sys.executable, [sys.executable, "-m", "toancanh.infra.processes", str(descriptor)])  # noqa: S606


def _main(descriptor: int) -> int:
    os.set_inheritable(descriptor, False)
    with open(descriptor, "rb") as file:
        file.seek(0)
        entries = json.load(file)
    specs = []
    for entry in entries:
        specs.append(ChildSpec(**{**entry, "argv": tuple(entry["argv"]), "pass_fds": tuple(entry["pass_fds"])}))
    return Supervisor(specs).run()


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1])))
