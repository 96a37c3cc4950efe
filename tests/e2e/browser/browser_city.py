"""What the tests of the console run against."""

from __future__ import annotations

from dataclasses import dataclass

from running import Running

from toancanh.simulation import SimulatedCameras

VIEWER_PASSWORD = "nguoi-xem-thu-nghiem"
AUDITOR_PASSWORD = "kiem-tra-thu-nghiem"


@dataclass(frozen=True, kw_only=True)
class City:
    """The platform under test: one camera coded live (its strip holds the full date and time), one that loops, one that
    is away, and one in H.265 without a sub stream.
    """

    platform: Running
    simulated: SimulatedCameras
    live_id: str
    loop_id: str
    away_id: str
    modern_id: str
    viewer_token: str
    auditor_token: str

    @property
    def url(self) -> str:
        """Where the console is."""
        return self.platform.url
