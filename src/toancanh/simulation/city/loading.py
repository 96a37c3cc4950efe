"""Filling a platform with the simulated city, through the public faces of governance and registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Protocol

from toancanh.governance.model import Role, RoleBinding
from toancanh.governance.organisations import OrganisationDraft
from toancanh.governance.service import Governance
from toancanh.governance.users import NewUser
from toancanh.infra.database import Database
from toancanh.kernel import Principal
from toancanh.registry.dossier.model import (
    DECLARED_FIELDS,
    CameraFacts,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    PoleDraft,
)
from toancanh.registry.service import Registry
from toancanh.simulation.city.model import City, CityCamera, Pole
from toancanh.simulation.city.owners import POLICE, ROOT, TRAFFIC_POLICE, company_key, unit_key

_CHUNK = 4000
_FACT_FIELDS = tuple(field.name for field in fields(CameraFacts) if field.name in DECLARED_FIELDS)


class Platform(Protocol):
    """What of an opened platform is filled."""

    @property
    def database(self) -> Database: ...
    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Ids of the platform: of organisations by key, of cameras by the id of their facts."""

    organisations: Mapping[str, str]
    cameras: Mapping[str, str]


USERS: tuple[tuple[str, str, tuple[Role, ...], str], ...] = (
    ("kiemke", "Cán bộ kiểm kê thành phố (mẫu)", (Role.INVENTORY_OFFICER,), ROOT),
    ("quyhoach", "Cán bộ quy hoạch thành phố (mẫu)", (Role.PLANNER,), ROOT),
    ("ykien-skhcn", "Cán bộ Sở KH&CN (mẫu)", (Role.ADVISER,), "so-khcn"),
    ("ykien-catp", "Cán bộ Công an thành phố (mẫu)", (Role.ADVISER, Role.CLEARED), POLICE),
    ("lanhdao", "Lãnh đạo thành phố (mẫu)", (Role.LEADER,), ROOT),
    ("kiemsoat", "Kiểm soát viên (mẫu)", (Role.AUDITOR,), ROOT),
    ("trucban", "Trực ban giao thông (mẫu)", (Role.OPERATOR,), TRAFFIC_POLICE),
    ("phuong", "Cán bộ phường Hoàn Kiếm (mẫu)", (Role.INVENTORY_OFFICER, Role.PLANNER), unit_key("00070")),
    ("doanhnghiep", "Cán bộ công ty (mẫu)", (Role.INVENTORY_OFFICER,), company_key(0)),
)
"""User name, name, roles, and the key of the organisation at which they hold; clearance holds for the whole city."""


def fill(platform: Platform, city: City, principal: Principal, *, password: str, declared_only: bool) -> Filled:
    """Organisations, people and poles, and the cameras unless ``declared_only``; addresses of streams are left out,
    or whoever starts the platform would have it call forty thousand devices that are not there.
    """
    organisations = _organisations(platform, city, principal)
    for username, name, roles, key in USERS:
        bindings = tuple(
            RoleBinding(role=role, organisation_id=organisations[ROOT if role is Role.CLEARED else key])
            for role in roles
        )
        new = NewUser(
            username=username, name=name, password=password, organisation_id=organisations[key], roles=bindings
        )
        platform.governance.users.create(principal, new)
    poles = _poles(platform, city, principal, organisations)
    cameras = {} if declared_only else _cameras(platform, city, principal, organisations, poles)
    return Filled(organisations=organisations, cameras=cameras)


def _organisations(platform: Platform, city: City, principal: Principal) -> dict[str, str]:
    tree = platform.governance.organisations
    platform.governance.load_units(principal)
    there, _ = tree.everything()
    root = next(one for one in there if one.parent_id is None)
    known = {one.code: one.id for one in there}
    ids = {ROOT: root.id}
    keep = {camera.owner for camera in city.cameras} | {key for *_, key in USERS} | {POLICE}
    ids |= {one.key: known[one.code] for one in city.organisations if one.code in known}
    missing = [one for one in city.organisations if one.key in keep and one.key not in ids]
    while missing:
        drafts = [
            OrganisationDraft(code=one.code, name=one.name, kind=one.kind, parent_id=ids[one.parent])
            for one in missing
            if one.parent in ids
        ]
        made = tree.create_many(principal, drafts)
        ids |= dict(zip([one.key for one in missing if one.parent in ids], made, strict=True))
        missing = [one for one in missing if one.key not in ids]
    return ids


def _poles(platform: Platform, city: City, principal: Principal, organisations: Mapping[str, str]) -> dict[int, str]:
    """Those that somebody named; the pole belongs to the unit on whose ground it stands."""
    named: dict[int, tuple[Pole, str]] = {}
    open_ones = {camera.real.pole.number for camera in city.cameras if not camera.real.protected}
    for camera in city.cameras:
        if camera.facts.pole_id is not None:
            named.setdefault(camera.real.pole.number, (camera.real.pole, camera.real.place.unit))
    drafts = [
        PoleDraft(
            code=pole.code,
            owner_id=organisations[unit_key(unit)],
            lat=pole.lat,
            lon=pole.lon,
            protected=pole.number not in open_ones,
        )
        for pole, unit in named.values()
    ]
    return dict(zip(named, platform.registry.poles.create_many(principal, drafts), strict=True))


def _cameras(
    platform: Platform,
    city: City,
    principal: Principal,
    organisations: Mapping[str, str],
    poles: Mapping[int, str],
) -> dict[str, str]:
    ids: dict[str, str] = {}
    for part in _parts(city.cameras):
        writes = [CameraWrite(camera_id=None, values=declared_values(camera, organisations, poles)) for camera in part]
        drafts = [
            DeclarationDraft(
                source=DeclarationSource.SPREADSHEET,
                reference=f"{camera.owner}.xlsx",
                organisation_id=organisations[camera.owner],
            )
            for camera in part
        ]
        with platform.database.transaction() as tx:
            made = platform.registry.dossiers.apply(tx, principal, writes, drafts)
        ids |= {camera.facts.camera_id: camera_id for camera, camera_id in zip(part, made, strict=True)}
    return ids


def declared_values(
    camera: CityCamera, organisations: Mapping[str, str], poles: Mapping[int, str]
) -> dict[str, object]:
    """What the owner declares, by `DECLARED_FIELDS`, with the platform's ids; gaps are left out."""
    facts = asdict(camera.facts)
    values: dict[str, object] = {name: facts[name] for name in _FACT_FIELDS if facts[name] not in (None, "")}
    values |= camera.values
    values["owner_id"] = organisations[camera.owner]
    if "unit_id" in values:
        values["unit_id"] = organisations[unit_key(camera.real.place.unit)]
    values["operator_id"] = organisations[str(camera.values["operator_id"])]
    if "pole_id" in values:
        values["pole_id"] = poles[camera.real.pole.number]
    if camera.tags:
        values["tags"] = camera.tags
    return values


def _parts(cameras: Sequence[CityCamera]) -> Iterator[Sequence[CityCamera]]:
    for start in range(0, len(cameras), _CHUNK):
        yield cameras[start : start + _CHUNK]
