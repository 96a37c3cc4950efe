"""Terms of measurements: their flags, and what makes a place's figures be left out. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

MINUTE_US = 60_000_000
QUARTER_US = 15 * MINUTE_US
DAY_US = 86_400_000_000

FORWARD = "forward"
BACKWARD = "backward"
"""Movements over a counting line (`vision.zones.Zone` says which is which); a lane's or an area's movement is empty,
and that from one line to another is the other line's id.
"""


class Flag(enum.IntFlag):
    """What is to be known of a measurement; of a roll-up: of some of its minutes."""

    TIME_OF_ARRIVAL = 1  # its time is that of the packets' arrival: seconds late at most
    CLOCK_STEP = 2  # the worker's clock stepped: which minute it was is not sure
    VIEW = 4  # the camera's picture was of no use then (`health`)
    NO_HIT = 8
    CHATTER = 16
    LOCKED_ON = 32
    NO_CHANGE = 64
    IMPOSSIBLE = 128  # a value that no street can have
    FEW_LOOKS = 256  # fewer looks a second than counts are right with: too few were followed over the line


EXCLUDING = Flag.CLOCK_STEP | Flag.VIEW | Flag.NO_HIT | Flag.CHATTER | Flag.LOCKED_ON | Flag.NO_CHANGE | Flag.IMPOSSIBLE
"""Time with one of these is left out of every figure, and is told as `excluded_s`."""


class FailureKind(enum.StrEnum):
    """By which rule a place is found to count wrongly; the rules and their sources are in `traffic.failures`."""

    NO_HIT = "no_hit"
    CHATTER = "chatter"
    LOCKED_ON = "locked_on"
    NO_CHANGE = "no_change"

    @property
    def flag(self) -> Flag:
        """The mark that it leaves."""
        return Flag[self.name]


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Where something is counted: a drawing in a camera's view, and the movement over it."""

    camera_id: str
    zone_id: str
    movement: str = ""


@dataclass(frozen=True, kw_only=True, order=True)
class Failure:
    """A rule held at a drawing, whatever the movement, from here to there: whole quarters of an hour. One that goes on
    grows with every judgement.
    """

    camera_id: str
    zone_id: str
    kind: FailureKind
    from_us: int
    until_us: int
