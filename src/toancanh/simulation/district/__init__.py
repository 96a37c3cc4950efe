"""A district of the virtual city: the place, and plays of the traffic in it.

Owns: the terms (`model`), the shipped place and plays, their format, and how SUMO makes them (`making`, which alone
needs the extra ``city``). Does not own: pictures (`simulation.district_views`) or anything the platform runs on.
Invariants: docs/design/district.md. To read a play takes numpy only.
"""

from toancanh.simulation.district.model import (
    Body,
    Building,
    Connection,
    Crossing,
    Incident,
    IncidentKind,
    IncidentPlace,
    Junction,
    Lane,
    Network,
    PlateColour,
    Play,
    Playing,
    Road,
    SignalFilm,
    SignalHead,
    Turn,
    VehicleKind,
)
from toancanh.simulation.district.passages import Passages, crossed
from toancanh.simulation.district.shipped import load_network, load_play, names
from toancanh.simulation.district.tracks import Moment, Tracks

__all__ = [
    "Body",
    "Building",
    "Connection",
    "Crossing",
    "Incident",
    "IncidentKind",
    "IncidentPlace",
    "Junction",
    "Lane",
    "Moment",
    "Network",
    "Passages",
    "PlateColour",
    "Play",
    "Playing",
    "Road",
    "SignalFilm",
    "SignalHead",
    "Tracks",
    "Turn",
    "VehicleKind",
    "crossed",
    "load_network",
    "load_play",
    "names",
]
