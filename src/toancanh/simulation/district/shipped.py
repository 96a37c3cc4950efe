"""The place and the plays that travel with the package; no SUMO is needed to read them."""

from __future__ import annotations

from importlib.resources import files

from toancanh.kernel import NotFound
from toancanh.simulation.district.model import Network, Play
from toancanh.simulation.district.stored_network import network_from_bytes
from toancanh.simulation.district.stored_play import SUFFIX, play_from_bytes

_DATA = files("toancanh.simulation.district").joinpath("data")


def load_network() -> Network:
    """The district."""
    return network_from_bytes(_DATA.joinpath("network.json.xz").read_bytes())


def names() -> tuple[str, ...]:
    """Of the shipped plays, in alphabetical order."""
    return tuple(sorted(one.name.removesuffix(SUFFIX) for one in _DATA.iterdir() if one.name.endswith(SUFFIX)))


def load_play(name: str) -> Play:
    """A shipped play; `stored_play.read_play` reads one from a file."""
    if name not in names():
        raise NotFound(f"there is no play {name}; there are {', '.join(names())}")
    return play_from_bytes(_DATA.joinpath(name + SUFFIX).read_bytes())
