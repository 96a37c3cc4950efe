"""Runs what failed in the passes of `.ci/checks` once more, each test alone, and tells what passes then as unsteady.

An unsteady test is a fault: a race of the product, or a test that holds a time or an order that nobody promised. It is
to be mended and is told with all that it said; but it refuses nobody else's work meanwhile. More than five are a fault
that many tests see, and are not run again.

    once_more.py FOLDER FILE PYTEST...

FOLDER holds `NAME.log` and `NAME.cache` (pytest's own) of each pass; FILE gets what is told here.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

AT_MOST = 5
TOLD = re.compile(r"^=+ (?:FAILURES|ERRORS) =+$.*", re.MULTILINE | re.DOTALL)


def main(folder: Path, file: Path, pytest: list[str]) -> int:
    """Exit status: 1 if a test fails again, or more failed than are run again."""
    file.unlink(missing_ok=True)
    failed = [
        test for path in sorted(folder.glob("*.cache/v/cache/lastfailed")) for test in json.loads(path.read_text())
    ]
    if len(failed) > AT_MOST:
        print(f"{len(failed)} tests failed: too many to run them once more")
        return 1
    again = [test for test in failed if _fails_alone(test, pytest)]
    unsteady = [test for test in failed if test not in again]
    if unsteady:
        logs = [path.read_text(errors="replace") for path in sorted(folder.glob("*.log"))]
        lines = [f"UNSTEADY: {test}" for test in unsteady]
        told = "\n".join(
            ["What they said when they failed first:", *(m[0] for log in logs if (m := TOLD.search(log))), *lines]
        )
        file.parent.mkdir(exist_ok=True)
        file.write_text(told + "\n")
        print(told)
    return 1 if again or not failed else 0


def _fails_alone(test: str, pytest: list[str]) -> bool:
    print(f"once more, alone: {test}", flush=True)
    ended = subprocess.run([*pytest, "-p", "no:cacheprovider", test], stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        print(ended.stdout, flush=True)
    return ended.returncode != 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
