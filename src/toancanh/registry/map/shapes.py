"""What goes over the wire, beside the tiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from toancanh.registry.dossier.model import CameraKind, Lifecycle, PurposeClass
from toancanh.registry.map.model import BaseMap, MapState, Spot, Spots, Summary


class MapSummaryOut(BaseModel):
    """Counts of a box; ``bounds`` is west, south, east, north."""

    total: int
    states: Mapping[MapState, int]
    everywhere: int = Field(description="Cameras under the filter, wherever they are.")
    bounds: list[float] | None = Field(description="Around nearly all of these.")
    version: int = Field(description="Of the states: with a new one tiles may differ.")

    @classmethod
    def of(cls, source: Summary) -> MapSummaryOut:
        """As sent."""
        box = source.bounds
        return cls(
            total=source.total,
            states=source.states,
            everywhere=source.everywhere,
            bounds=None if box is None else [box.west, box.south, box.east, box.north],
            version=source.version,
        )


class MapCameraOut(BaseModel):
    """A camera in a list beside the map."""

    id: str
    code: str
    name: str
    owner_id: str
    state: MapState
    live: bool = Field(description="Whether it has live pictures that the asker may see.")
    kind: CameraKind | None
    purpose: PurposeClass | None
    lifecycle: Lifecycle
    lat: float
    lon: float
    azimuth_deg: float | None
    hfov_deg: float | None

    @classmethod
    def of(cls, source: Spot) -> MapCameraOut:
        """As sent."""
        row = source.camera
        return cls(
            id=row.camera_id,
            code=row.code,
            name=row.name,
            owner_id=row.owner_id,
            state=source.state,
            live=source.live,
            kind=CameraKind(row.kind) if row.kind else None,
            purpose=PurposeClass(row.purpose) if row.purpose else None,
            lifecycle=Lifecycle(row.lifecycle),
            lat=row.lat,
            lon=row.lon,
            azimuth_deg=row.azimuth_deg,
            hfov_deg=row.hfov_deg,
        )


class MapCamerasOut(BaseModel):
    """All that a filter means; ``items`` are the first by code."""

    total: int
    states: Mapping[MapState, int]
    items: list[MapCameraOut]

    @classmethod
    def of(cls, source: Spots) -> MapCamerasOut:
        """As sent."""
        return cls(total=source.total, states=source.states, items=[MapCameraOut.of(item) for item in source.items])


class BaseMapOut(BaseModel):
    """What lies below the cameras. ``url``: of a PMTiles archive, or with {z}, {x}, {y} of single tiles."""

    kind: Literal["schematic", "pmtiles", "tiles"]
    url: str
    vector: bool = Field(description="Vector tiles; else images.")
    attribution: str

    @classmethod
    def of(cls, source: BaseMap, prefix: str) -> BaseMapOut:
        """As sent; a file of ours is served below ``prefix``."""
        if source.pmtiles is not None:
            url = f"{prefix}/map/base.pmtiles"
            return cls(kind="pmtiles", url=url, vector=source.is_vector(), attribution=source.attribution)
        if source.tiles_url:
            return cls(kind="tiles", url=source.tiles_url, vector=source.is_vector(), attribution=source.attribution)
        return cls(kind="schematic", url="", vector=True, attribution="")
