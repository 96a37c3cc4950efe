"""A first estimate of money and storage. Pure; every figure of the file is an assumption until replaced."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.planning.rulebook.sources import Part, RuleCertainty

_SECONDS_A_DAY = 86_400
_MONTHS_A_YEAR = 12


class BitrateStep(Part):
    """Cameras up to so many megapixels send so much."""

    up_to_mp: float
    mbps: float


class Bitrates(Part):
    """By codec, rising."""

    h264: list[BitrateStep]
    h265: list[BitrateStep]


@dataclass(frozen=True, kw_only=True)
class CostEstimate:
    """One camera, or all of a proposal. ``line_year_vnd`` is paid every year, the rest once."""

    equipment_vnd: int = 0
    storage_vnd: int = 0
    line_year_vnd: int = 0
    storage_bytes: int = 0
    bitrate_bps: int = 0

    def __add__(self, other: CostEstimate) -> CostEstimate:
        return CostEstimate(
            equipment_vnd=self.equipment_vnd + other.equipment_vnd,
            storage_vnd=self.storage_vnd + other.storage_vnd,
            line_year_vnd=self.line_year_vnd + other.line_year_vnd,
            storage_bytes=self.storage_bytes + other.storage_bytes,
            bitrate_bps=self.bitrate_bps + other.bitrate_bps,
        )


class CostFile(Part):
    """The file of prices."""

    version: str
    certainty: RuleCertainty
    note: str
    pole_vnd: int
    installation_vnd: int
    disk_tb_vnd: int
    retention_days: float
    camera_vnd: dict[str, int]
    line_month_vnd: dict[str, int]
    bitrate: Bitrates

    def estimate(
        self,
        *,
        kind: str,
        megapixels: float,
        codec: str,
        connection: str,
        new_pole: bool,
        retention_days: float | None,
        price_vnd: int | None,
    ) -> CostEstimate:
        """``price_vnd`` of an offer stands for the file's price; storage is bit rate times days."""
        bitrate_bps = round(self.mbps(codec, megapixels) * 1_000_000)
        days = self.retention_days if retention_days is None else retention_days
        storage_bytes = round(bitrate_bps / 8 * _SECONDS_A_DAY * days)
        camera = price_vnd if price_vnd is not None else self.camera_vnd.get(kind, 0)
        return CostEstimate(
            equipment_vnd=camera + self.installation_vnd + (self.pole_vnd if new_pole else 0),
            storage_vnd=round(storage_bytes / 1e12 * self.disk_tb_vnd),
            line_year_vnd=self.line_month_vnd.get(connection, 0) * _MONTHS_A_YEAR,
            storage_bytes=storage_bytes,
            bitrate_bps=bitrate_bps,
        )

    def mbps(self, codec: str, megapixels: float) -> float:
        """What a main stream of this size is reckoned to send."""
        steps = self.bitrate.h265 if codec == "H.265" else self.bitrate.h264
        return next((step.mbps for step in steps if megapixels <= step.up_to_mp), steps[-1].mbps)
