"""What a camera of the district is to show of a closed loop."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.simulation.closed_loop.growing import GrowingPlay
from toancanh.simulation.closed_loop.loop import ClosedLoop
from toancanh.simulation.district import Network, load_network
from toancanh.simulation.district_views.conditions import CLEAR, Weather
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.scenes import DistrictScene


@dataclass(frozen=True, kw_only=True)
class ClosedScene:
    """As a `DistrictScene`, but of what happens now: all cameras of a loop show the same moment."""

    camera: str
    loop: ClosedLoop
    weather: Weather = CLEAR
    pose: CameraPose | None = None

    @property
    def seed(self) -> int:
        """Of what stands along the roads."""
        return self.loop.plan.seed

    @property
    def from_s(self) -> float:
        """The light is that of the loop's start."""
        return 0.0

    def load(self) -> tuple[Network, GrowingPlay]:
        """The place, and who is in it."""
        return load_network(), self.loop.play

    def play_s(self, instant_us: int) -> float:
        """Second of the play that is shown at an instant."""
        return self.loop.play_s(instant_us)

    def number(self, network: Network) -> int:
        """See `DistrictScene`."""
        return self._hung.number(network)

    def pose_in(self, network: Network, width: int, height: int) -> CameraPose:
        """See `DistrictScene`."""
        return self._hung.pose_in(network, width, height)

    @property
    def _hung(self) -> DistrictScene:
        return DistrictScene(camera=self.camera, play=self.loop.play.name, pose=self.pose)
