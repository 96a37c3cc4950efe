"""Coverage as it stands in requests and answers. Areas in m2, densities in pixels per metre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field

from toancanh.infra.http import RequestBody, TimeOut
from toancanh.kernel import Invalid
from toancanh.planning.coverage.layer import Box, Layer
from toancanh.planning.coverage.model import Candidate, Overlap, Spot, UnitCover
from toancanh.planning.coverage.service import Checked, Reach, UnitsShown
from toancanh.planning.coverage.shown import OverlapShown
from toancanh.planning.coverage.units import UnitShown
from toancanh.planning.geometry import PX_PER_M, DensityClass
from toancanh.registry.dossier.model import CameraKind

Degrees = Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False)]
Areas = Mapping[DensityClass, float]


class CandidateIn(RequestBody):
    """A camera that is thought of; what is left out is assumed, and the answer says so."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    azimuth_deg: Degrees | None = None
    kind: CameraKind | None = None
    height_m: float | None = Field(default=None, ge=0.5, le=300)
    tilt_deg: float | None = Field(default=None, ge=-30, le=90)
    hfov_deg: float | None = Field(default=None, ge=1, le=360)
    width_px: int | None = Field(default=None, ge=64, le=65536)
    height_px: int | None = Field(default=None, ge=64, le=65536)

    def candidate(self) -> Candidate:
        """As planning knows it."""
        return Candidate(**self.model_dump())


class CandidateCheckIn(RequestBody):
    """``organisation_id``: for whom it is thought of; the asker's own where left out."""

    organisation_id: str = Field(default="", max_length=36)
    candidate: CandidateIn


class SpotIn(RequestBody):
    """A circle of ground, or a sector of it."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    radius_m: float = Field(ge=1, le=1000, allow_inf_nan=False)
    azimuth_deg: Degrees | None = None
    width_deg: float = Field(default=90, gt=0, le=360, allow_inf_nan=False)

    def spot(self) -> Spot:
        """As planning knows it."""
        return Spot(**self.model_dump())


class SpotCheckIn(RequestBody):
    """``organisation_id``: for whom it is asked; the asker's own where left out."""

    organisation_id: str = Field(default="", max_length=36)
    spot: SpotIn


class OverlapOut(BaseModel):
    """A camera that sees this ground, too, and may be named."""

    camera_id: str
    owner_id: str
    protected: bool
    px_per_m: float
    share: float
    as_good_share: float
    is_reach: bool
    is_certain: bool
    assumed: tuple[str, ...]

    @classmethod
    def of(cls, found: Overlap) -> OverlapOut:
        """From planning's."""
        return cls(
            camera_id=found.camera_id,
            owner_id=found.owner_id,
            protected=found.protected,
            px_per_m=round(found.px_per_m, 1),
            share=round(found.share, 3),
            as_good_share=round(found.as_good_share, 3),
            is_reach=found.is_reach,
            is_certain=found.is_certain,
            assumed=found.assumed,
        )


class OverlapsOut(BaseModel):
    """``ask``: offices of other owners whose cameras already see a good part of this ground; no more is told."""

    named: list[OverlapOut]
    ask: list[str]

    @classmethod
    def of(cls, shown: OverlapShown) -> OverlapsOut:
        """From planning's."""
        return cls(named=[OverlapOut.of(each) for each in shown.named], ask=[each.ask_id for each in shown.others])


class CheckedOut(BaseModel):
    """``new_m2``: ground that reaches a class for the first time; ``assumed``: what the candidate left open."""

    overlap: OverlapsOut
    new_m2: Areas
    total_m2: Areas
    assumed: tuple[str, ...]
    as_of: TimeOut
    is_stale: bool

    @classmethod
    def of(cls, checked: Checked) -> CheckedOut:
        """From planning's."""
        return cls(
            overlap=OverlapsOut.of(checked.overlap),
            new_m2=_whole(checked.gain.new_m2),
            total_m2=_whole(checked.gain.total_m2),
            assumed=checked.gain.assumed,
            as_of=checked.as_of_us,
            is_stale=checked.is_stale,
        )


class CoverOut(BaseModel):
    """How much ground is seen: by class, by two or more, or only by a PTZ that turns there."""

    ground_m2: float
    at_least_m2: Areas
    holes_m2: Areas
    overlap_m2: float
    reach_m2: float

    @classmethod
    def of(cls, ground_m2: float, m2: Areas, overlap_m2: float, reach_m2: float) -> CoverOut:
        """Rounded to whole square metres."""
        return cls(
            ground_m2=round(ground_m2),
            at_least_m2=_whole(m2),
            holes_m2={name: max(0, round(ground_m2 - area)) for name, area in m2.items()},
            overlap_m2=round(overlap_m2),
            reach_m2=round(reach_m2),
        )

    @classmethod
    def of_unit(cls, cover: UnitCover) -> CoverOut:
        """From a unit's cover."""
        return cls.of(cover.ground_m2, cover.m2, cover.overlap_m2, cover.reach_m2)


class SpotOut(BaseModel):
    """How well a spot is seen, and by whom."""

    cover: CoverOut
    cameras: OverlapsOut


class UnitOut(BaseModel):
    """``others``: cameras that may not be named; null where they are fewer than may be told."""

    unit_id: str
    cover: CoverOut
    named: int
    others: int | None

    @classmethod
    def of(cls, shown: UnitShown) -> UnitOut:
        """From planning's."""
        return cls(
            unit_id=shown.cover.unit_id, cover=CoverOut.of_unit(shown.cover), named=shown.named, others=shown.others
        )


class UnitsOut(BaseModel):
    """The units whose coverage the asker may know, and all of them together."""

    units: list[UnitOut]
    together: CoverOut
    as_of: TimeOut
    is_stale: bool

    @classmethod
    def of(cls, shown: UnitsShown) -> UnitsOut:
        """From planning's."""
        return cls(
            units=[UnitOut.of(each) for each in shown.units],
            together=CoverOut.of_unit(shown.together),
            as_of=shown.as_of_us,
            is_stale=shown.is_stale,
        )


class Feature(BaseModel):
    """GeoJSON (RFC 7946, 3.2)."""

    type: str = "Feature"
    geometry: Mapping[str, Any]
    properties: Mapping[str, str | float | bool | None]


class FeaturesOut(BaseModel):
    """GeoJSON (RFC 7946, 3.3) with what it was made of beside it."""

    type: str = "FeatureCollection"
    features: list[Feature]
    assumed: tuple[str, ...] = ()
    cell_m: float | None = None
    as_of: TimeOut | None = None
    is_stale: bool = False

    @classmethod
    def of_camera(cls, reach: Reach) -> FeaturesOut:
        """A zone for each class of each field; those of better classes lie within those of weaker ones."""
        features = [
            Feature(
                geometry={"type": "Polygon", "coordinates": [zone.ring]},
                properties={
                    "density": zone.density,
                    "px_per_m": PX_PER_M[zone.density],
                    "is_reach": zone.is_reach,
                },
            )
            for zone in reach.zones
        ]
        return cls(features=features, assumed=reach.optics.assumed)

    @classmethod
    def of_layer(cls, layer: Layer, *, as_of_us: int, is_stale: bool) -> FeaturesOut:
        """``layer`` of each feature: named (with its class), others, turning, hole."""
        features = [
            Feature(geometry=shape, properties={"layer": "named", "density": name, "px_per_m": PX_PER_M[name]})
            for name, shape in layer.named.items()
        ]
        rest = {"others": layer.others, "turning": layer.turning, "hole": layer.holes}
        features += [
            Feature(geometry=shape, properties={"layer": name}) for name, shape in rest.items() if shape["coordinates"]
        ]
        return cls(features=features, cell_m=round(layer.cell_m, 2), as_of=as_of_us, is_stale=is_stale)


def box_of(text: str) -> Box:
    """``west,south,east,north`` in degrees. Raises `Invalid`."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid("bbox: west,south,east,north in degrees", field="bbox") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise Invalid("bbox: west before east, south before north, in degrees", field="bbox")
    return Box(west=west, south=south, east=east, north=north)


def _whole(areas: Areas) -> dict[DensityClass, float]:
    return {name: round(area) for name, area in areas.items()}
