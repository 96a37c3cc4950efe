"""What an owner declares of a real camera: with its own noise, gaps and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from toancanh.catalogues.administrative_units import Units
from toancanh.governance.people import OrganisationKind
from toancanh.registry.dossier.model import CameraFacts, ConnectionKind, Funding, Lifecycle
from toancanh.simulation.city.model import (
    CAMERA_GROUP,
    ORGANISATION_GROUP,
    POLE_GROUP,
    CityCamera,
    CityOrganisation,
    RealCamera,
    city_id,
)
from toancanh.simulation.city.naming import STYLES, address_of, camera_name
from toancanh.simulation.city.owners import unit_key
from toancanh.simulation.city.places import shifted


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How well an organisation keeps its list: a spread in metres, and the share of cells that are filled."""

    spread_m: float
    numbers: float  # serial, MAC, address
    view: float  # azimuth
    optics: float  # height, tilt, angle
    pole: float
    decimals: int


_GOOD = Quality(spread_m=1.0, numbers=0.97, view=0.97, optics=0.9, pole=0.85, decimals=6)
_FAIR = Quality(spread_m=4.0, numbers=0.85, view=0.75, optics=0.5, pole=0.4, decimals=5)
_POOR = Quality(spread_m=9.0, numbers=0.6, view=0.45, optics=0.15, pole=0.1, decimals=5)
_SPAN_DAYS = 10 * 365
_FIRST_DAY = date(2015, 3, 1)
_RETENTIONS = ("15 ngày", "30 ngày", "60 ngày", "75 ngày")


class Declarer:
    """Numbers the declarations of a city and writes them as their owners would."""

    def __init__(self, *, seed: int, organisations: list[CityOrganisation], units: Units) -> None:
        self._seed = seed
        self._units = units
        self._organisations = {organisation.key: organisation for organisation in organisations}
        self.organisation_ids = {
            organisation.key: city_id(seed, ORGANISATION_GROUP, at) for at, organisation in enumerate(organisations)
        }
        quality = Random(f"{seed} quality")  # noqa: S311  # a simulation
        self._quality = {one.key: _quality_of(one, quality) for one in organisations}
        self._style = {one.key: quality.randrange(STYLES) for one in organisations}
        self._number = 0
        self._counts: dict[str, int] = {}

    def declare(self, real: RealCamera, owner: str, chance: Random) -> CityCamera:
        """One row of the owner's list."""
        self._number += 1
        self._counts[owner] = self._counts.get(owner, 0) + 1
        quality, organisation = self._quality[owner], self._organisations[owner]
        lat, lon = shifted(real.lat, real.lon, chance.uniform(0, 360), abs(chance.gauss(0, quality.spread_m)))
        has_view, has_optics = chance.random() < quality.view, chance.random() < quality.optics
        named = chance.random()
        facts = CameraFacts(
            camera_id=city_id(self._seed, CAMERA_GROUP, self._number),
            code=f"{organisation.code}-{self._counts[owner]:05}",
            name=camera_name(real, self._style[owner], chance),
            owner_id=self.organisation_ids[owner],
            unit_id=self.organisation_ids[unit_key(real.place.unit)] if named < 0.95 else None,
            site_id=None,
            pole_id=self.pole_id(real.pole.number) if chance.random() < quality.pole else None,
            protected=real.protected,
            lifecycle=real.lifecycle,
            kind=real.device.kind,
            purpose=real.purpose,
            lat=round(lat, quality.decimals),
            lon=round(lon, quality.decimals),
            azimuth_deg=round((real.azimuth_deg + chance.gauss(0, 4)) % 360) % 360.0 if has_view else None,
            height_m=round(real.height_m + chance.gauss(0, 0.3), 1) if has_optics else None,
            tilt_deg=round(real.tilt_deg + chance.gauss(0, 2)) * 1.0 if has_optics else None,
            hfov_deg=real.device.hfov_deg if has_optics else None,
            width_px=real.device.width_px if named < 0.9 else None,
            height_px=real.device.height_px if named < 0.9 else None,
            maker=real.device.maker if named < 0.97 else "",
            model=real.device.name if named < 0.85 else "",
            serial=real.serial if chance.random() < quality.numbers else "",
            mac=real.mac if chance.random() < quality.numbers else "",
            network_address=f"{real.host}:{real.port}" if chance.random() < quality.numbers else "",
            network=real.network if chance.random() < quality.numbers else "",
        )
        return CityCamera(
            facts=facts,
            real=real,
            owner=owner,
            values=self._values(real, organisation, chance),
            tags=frozenset({"protected"}) if real.protected else frozenset(),
            main_url=stream_url(real),
            username="admin" if chance.random() < 0.7 else "viewer",
            password=f"mau-{chance.randrange(10**8):08}",
        )

    def pole_id(self, number: int) -> str:
        """The pole's id among the facts."""
        return city_id(self._seed, POLE_GROUP, number)

    def renamed(self, camera: CityCamera, code: str) -> CityCamera:
        """The same declaration under another code."""
        return replace(camera, facts=replace(camera.facts, code=code))

    def _values(self, real: RealCamera, organisation: CityOrganisation, chance: Random) -> dict[str, object]:
        """Fields of the dossier that facts do not carry; organisations as keys."""
        is_official = organisation.kind not in (OrganisationKind.RESIDENTS, OrganisationKind.COMPANY)
        on_fibre = real.host.startswith("10.")
        installed = _FIRST_DAY + timedelta(days=chance.randrange(_SPAN_DAYS))
        values: dict[str, object] = {
            "address": address_of(real.place, self._units),
            "funding": Funding.BUDGET if is_official and chance.random() < 0.8 else Funding.SOCIALISED,
            "operator_id": organisation.key,
            "codecs": real.device.codecs,
            "connection": ConnectionKind.FIBRE if on_fibre else ConnectionKind.INTERNET,
        }
        if real.lifecycle not in (Lifecycle.PROPOSED, Lifecycle.APPROVED) and chance.random() < 0.6:
            values["installed_on"] = installed
            values["warranty_until"] = installed + timedelta(days=730)
        if chance.random() < 0.4:
            values["legal_basis"] = f"{chance.randint(10, 990)}/QĐ-UBND (mẫu)"
        if chance.random() < 0.7:
            values["notice"] = chance.random() < 0.55
        if chance.random() < 0.5:
            values["retention_class"] = chance.choice(_RETENTIONS)
        return values


def stream_url(real: RealCamera) -> str:
    """In the maker's manner."""
    channel = real.channel or 1
    if real.device.maker in ("Dahua", "Imou", "KBVISION"):
        return f"rtsp://{real.host}:{real.port}/cam/realmonitor?channel={channel}&subtype=0"
    return f"rtsp://{real.host}:{real.port}/Streaming/Channels/{channel}01"


def _quality_of(organisation: CityOrganisation, chance: Random) -> Quality:
    draw = chance.random()
    if organisation.kind in (OrganisationKind.POLICE, OrganisationKind.DEPARTMENT) and not organisation.unit:
        return _GOOD
    if organisation.kind is OrganisationKind.RESIDENTS:
        return _FAIR if draw < 0.4 else _POOR
    return _GOOD if draw < 0.4 else _FAIR if draw < 0.8 else _POOR
