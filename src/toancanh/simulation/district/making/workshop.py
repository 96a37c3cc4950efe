"""Makes the place and its plays as files: the script behind the package's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from toancanh.simulation.district.making.buildings import make_buildings
from toancanh.simulation.district.making.netconvert import make_net
from toancanh.simulation.district.making.reading import read_net
from toancanh.simulation.district.making.recording import PlayPlan, make_play
from toancanh.simulation.district.model import Network, Play
from toancanh.simulation.district.stored_network import network_to_bytes
from toancanh.simulation.district.stored_play import SUFFIX, play_to_bytes

NETWORK_FILE = "network.json.xz"
_BUILDINGS_SEED = 1


def make_network(folder: Path) -> tuple[Path, Network]:
    """SUMO's network file in the folder, and ours with its houses."""
    net = make_net(folder)
    bare = read_net(net)
    return net, replace(bare, buildings=make_buildings(bare, Random(_BUILDINGS_SEED)))  # noqa: S311


def make_plays(plans: Sequence[PlayPlan]) -> list[Play]:
    """One after the other: SUMO keeps one simulation a process."""
    with TemporaryDirectory(prefix="toancanh-district-") as name:
        net, network = make_network(Path(name))
        return [make_play(plan, net, network, Path(name)) for plan in plans]


def write_network(target: Path) -> Path:
    """The place, for the package's data."""
    with TemporaryDirectory(prefix="toancanh-district-") as name:
        _, network = make_network(Path(name))
    path = target / NETWORK_FILE
    path.write_bytes(network_to_bytes(network))
    return path


def write_play(play: Play, target: Path) -> Path:
    """Under its name."""
    path = target / f"{play.name}{SUFFIX}"
    path.write_bytes(play_to_bytes(play))
    return path
