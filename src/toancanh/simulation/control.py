"""Faults while it runs: lines on standard input, as a script or a person writes them."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable

from toancanh.kernel import Invalid


def listen_to_standard_input(
    set_fault: Callable[[str], Awaitable[None]], clear_faults: Callable[[int], Awaitable[None]]
) -> None:
    """``N=NAME[:VALUE]``, or what else ``set_fault`` takes, and ``N=clear``; in a thread, as a terminal or a file
    cannot be waited for by the loop.
    """
    loop = asyncio.get_running_loop()

    async def obey(line: str) -> None:
        try:
            if line.endswith("=clear"):
                await clear_faults(int(line.removesuffix("=clear")))
            else:
                await set_fault(line)
        except (Invalid, KeyError, ValueError) as error:
            text = f"nothing has the number {error}" if isinstance(error, KeyError) else error
            print(f"toancanh: {text}", file=sys.stderr, flush=True)
            return
        print(f"done {line}", flush=True)

    def read() -> None:
        for line in sys.stdin:
            if line.strip():
                asyncio.run_coroutine_threadsafe(obey(line.strip()), loop)

    threading.Thread(target=read, name="control", daemon=True).start()
