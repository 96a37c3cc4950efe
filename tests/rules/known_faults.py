"""Asks whether a pinned package has a known fault: python -m tests.rules.known_faults.

Exit 1 only where a service answered and named a fault.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_S = 8


def ask(name: str, command: list[str], folder: Path) -> object | None:
    """What the tool answered as JSON, or None, having said why."""
    if shutil.which(command[0]) is None:
        print(f"{name}: not installed, nothing was compared")
        return None
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        answer = {"error": {}}
    if isinstance(answer, dict) and ("error" in answer or "message" in answer):
        print(f"{name}: its service is not reachable, nothing was compared")
        return None
    return answer


def main() -> int:
    faults = []
    console = ask("npm audit", ["npm", "audit", "--json"], ROOT / "console")
    if isinstance(console, dict):
        faults += [f"console: {name}" for name in console.get("vulnerabilities", {})]
    python = ask(
        "pip-audit",
        ["pip-audit", "--format=json", "--disable-pip", "--require-hashes", "-r", "requirements.txt"],
        ROOT,
    )
    if isinstance(python, dict):
        faults += [f"{one['name']} {one['version']}" for one in python["dependencies"] if one.get("vulns")]
    for fault in faults:
        print(f"known fault: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
