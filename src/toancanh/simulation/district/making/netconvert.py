"""From the plan to SUMO's network, and from that to ours."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

from toancanh.kernel import Internal, Unavailable
from toancanh.simulation.district.making.plain import write_plain

_OPTIONS = (
    "--no-turnarounds",  # but for those that the plan gives
    "--offset.disable-normalization",  # metres stay those of the plan
    "--crossings.guess",
    "--walkingareas",
    "--junctions.corner-detail=6",
    "--junctions.small-radius=2",
    "--tls.default-type=static",
    "--tls.cycle.time=90",
    "--tls.left-green.time=10",
    "--tls.yellow.time=3",
    "--tls.allred.time=2",
    "--tls.layout=opposites",
    "--xml-validation=never",
    "--no-warnings",
)
_LIMIT_S = 60


def make_net(folder: Path) -> Path:
    """SUMO's network of the plan, in a folder for what is made on the way."""
    found = importlib.util.find_spec("sumo")
    if found is None or found.origin is None:
        raise Unavailable("SUMO is not installed: pip install 'toancanh[city]', or requirements-city.txt")
    program = Path(found.origin).parent / "bin" / "netconvert"
    target = folder / "district.net.xml"
    command = [str(program), *write_plain(folder), *_OPTIONS, "--output-file", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    if done.returncode:
        raise Internal(f"netconvert refused the plan: {done.stderr.strip()[-600:]}")
    return target
