"""What a camera of the district is to show, as a value: names a loop in the cache, a live view, or a film to keep."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from toancanh.kernel import Invalid
from toancanh.simulation.district import Network, Play, Playing, load_network, load_play
from toancanh.simulation.district.stored_play import SUFFIX, read_play
from toancanh.simulation.district_views.cameras import find_camera
from toancanh.simulation.district_views.conditions import CLEAR, Weather
from toancanh.simulation.district_views.pose import CameraPose

VIEWS_VERSION = 3  # part of the cache's keys: raise it with every visible change
_MINUTE_S = 60
_STRANGERS = 240


class ShownScene(Protocol):
    """What a camera shows, of a play on disk (`DistrictScene`) or of one that still goes on (`ClosedScene`)."""

    @property
    def seed(self) -> int: ...
    @property
    def weather(self) -> Weather: ...
    @property
    def from_s(self) -> float: ...
    def load(self) -> tuple[Network, Playing]: ...
    def play_s(self, instant_us: int, /) -> float: ...
    def number(self, network: Network, /) -> int: ...
    def pose_in(self, network: Network, width: int, height: int, /) -> CameraPose: ...


@dataclass(frozen=True, kw_only=True)
class DistrictScene:
    """``camera``: its code, or any name where ``pose`` says how it hangs (its size does not matter). ``play``: the name
    of a shipped play, or the path of a file. It shows the play from ``from_s`` on, ``minutes`` long, over and over: at
    any instant all cameras with the same play, ``from_s`` and ``minutes`` show the same moment.
    """

    camera: str
    play: str
    seed: int = 1
    weather: Weather = CLEAR
    from_s: float = 0.0
    minutes: int = 1
    pose: CameraPose | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= 60 or self.from_s < 0:
            raise Invalid(f"a scene lasts 1 to 60 minutes of its play: {self}")

    @property
    def duration_s(self) -> int:
        """After which it begins anew."""
        return self.minutes * _MINUTE_S

    def play_s(self, instant_us: int) -> float:
        """Time of the play that is shown at an instant (UTC): scenes begin at minutes that divide by ``minutes``."""
        return self.from_s + instant_us % (self.duration_s * 1_000_000) / 1_000_000

    def number(self, network: Network) -> int:
        """Of its camera, as the strip has it: from 240 on of those that are none of the district's own."""
        if self.pose is not None:
            return _STRANGERS + zlib.crc32(repr(self.pose).encode()) % (256 - _STRANGERS)
        return find_camera(network, self.camera).number

    def pose_in(self, network: Network, width: int, height: int) -> CameraPose:
        """How its camera hangs, in pictures of a size."""
        pose = find_camera(network, self.camera).pose if self.pose is None else self.pose
        return pose.at_size(width, height)

    def as_request(self) -> dict[str, Any]:
        """Plain values, as a process of its own is told."""
        return asdict(self)

    @staticmethod
    def from_request(request: Mapping[str, Any]) -> DistrictScene:
        """Back from plain values."""
        pose = request["pose"]
        return DistrictScene(
            **{
                **request,
                "weather": Weather(**request["weather"]),
                "pose": None if pose is None else CameraPose(**pose),
            }
        )

    def sources_digest(self) -> str:
        """Of the place and the play that the pictures are made from."""
        if self.play.endswith(SUFFIX):
            play = Path(self.play).read_bytes()
        else:
            play = _DATA.joinpath(self.play + SUFFIX).read_bytes()
        place = _DATA.joinpath("network.json.xz").read_bytes()
        return hashlib.sha256(place + play + str(VIEWS_VERSION).encode()).hexdigest()

    def load(self) -> tuple[Network, Play]:
        """The place and the play; raises Invalid where the play is too short."""
        play = read_play(Path(self.play)) if self.play.endswith(SUFFIX) else load_play(self.play)
        if self.from_s + self.duration_s > play.duration_s + 1e-6:
            raise Invalid(
                f"the play {play.name} lasts {play.duration_s:g} s: {self.minutes} min from {self.from_s:g} s on are "
                "not in it"
            )
        return load_network(), play


_DATA = files("toancanh.simulation.district").joinpath("data")
