"""A city that plans: wards that propose, two agencies that are asked, a leader; over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from governance_rig import PASSWORD, City, a_city
from toancanh.bootstrap.platform import Platform
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.users import NewUser
from toancanh.kernel import IdSource, Principal, SimulatedClock
from toancanh.planning import Planning
from toancanh.planning.consultation.model import InstalledCamera, LivePicture
from toancanh.planning.consultation.settings import PlanningSettings
from toancanh.planning.placement import Placement
from toancanh.planning.proposals.model import Candidate, ProposalDraft
from toancanh.planning.rulebook import Claim
from toancanh.planning.targets.model import TargetDraft, TargetKind
from toancanh.registry.dossier.model import CameraWrite, ConnectionKind, DeclarationDraft, DeclarationSource

NOW_US = 1_795_300_000_000_000  # 21/11/2026
TENDERED = Claim(exception="specialised", reference="Văn bản 12/CV-KL")
CANDIDATE = Candidate(
    name="Ngã tư Vọng, hướng Giải Phóng",
    lat=21.0,
    lon=105.84,
    height_m=6.0,
    azimuth_deg=90.0,
    tilt_deg=20.0,
    hfov_deg=80.0,
    width_px=1920,
    height_px=1080,
    connection=ConnectionKind.FIBRE,
    network=True,
    onvif=True,
    conformity_certificate="CN-135-001",
    unique_password=True,
    notice=True,
)


@dataclass
class PlanningCity:
    city: City
    clock: SimulatedClock
    planning: Planning
    organisations: dict[str, str]

    @property
    def placement(self) -> Placement:
        return self.planning.placement

    def who(self, username: str) -> Principal:
        return self.city.signed_in(username)

    def person(self, username: str, where: str, *roles: Role) -> Principal:
        bindings = tuple(RoleBinding(role=role, organisation_id=self.organisations[where]) for role in roles)
        new = NewUser(
            username=username,
            name="",
            password=PASSWORD,
            organisation_id=self.organisations[where],
            roles=bindings,
        )
        self.city.governance.users.create(self.city.admin, new)
        return self.who(username)

    def camera(self, code: str, owner: str, *, protected: bool = False, **values: Any) -> str:
        """Looks at the same ground as `CANDIDATE` from the east, unless told otherwise."""
        told: dict[str, Any] = {
            "code": code,
            "name": code,
            "owner_id": self.organisations[owner],
            "lat": 21.0,
            "lon": 105.8406,
            "azimuth_deg": 270.0,
            "height_m": 6.0,
            "tilt_deg": 20.0,
            "hfov_deg": 80.0,
            "width_px": 1920,
            "height_px": 1080,
            "tags": frozenset({PROTECTED} if protected else ()),
        } | values
        declared = DeclarationDraft(source=DeclarationSource.FORM)
        write = CameraWrite(camera_id=None, values=told)
        made = self.city.registry.dossiers.write(self.city.admin, write, declared=declared)
        self.planning.coverage.refresh()
        return made

    def draft(self, **more: Any) -> ProposalDraft:
        return replace(
            ProposalDraft(
                owner_id=self.organisations["kim-lien"],
                title="Bổ sung camera nút Vọng",
                justification="Nút có lưu lượng lớn.",
                claim=TENDERED,
                candidates=(CANDIDATE,),
            ),
            **more,
        )

    def sent(self, **more: Any) -> str:
        """A proposal that was sent for opinions."""
        made = self.placement.proposals.create(self.who("planner"), self.draft(**more))
        self.placement.consultation.submit(self.who("planner"), made.id)
        return made.id

    def asked(self, proposal_id: str, role: str) -> str:
        """The id of the request to an agency in the present round."""
        found = self.placement.proposals.get(self.who("planner"), proposal_id)
        return next(one.id for one in found.opinions if one.role == role and one.round == found.proposal.round)


def installed(code: str = "KL-01", position: int = 0) -> InstalledCamera:
    return InstalledCamera(position=position, code=code, name=code, main_url="rtsp://192.0.2.10/main")


class Eyes:
    """Stands for media: what it is told to see."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.seen = {"online": True, "width_px": 1920, "height_px": 1080, "age_us": 1_000_000}

    async def look(self, camera_id: str) -> LivePicture:
        assert camera_id
        seen: dict[str, Any] = dict(self.seen)
        age_us = seen.pop("age_us")
        return LivePicture(picture_us=None if age_us is None else self.clock.now_us() - age_us, **seen)


@contextmanager
def a_planning_city(folder: Path, *, settings: bool = True) -> Iterator[PlanningCity]:
    """Two wards, two agencies, a defence unit; one person of each kind that matters."""
    clock = SimulatedClock(NOW_US)
    with a_city(folder, clock=clock) as city:
        organisations = {"city": city.root_id}
        names = {
            "kim-lien": "Ủy ban nhân dân phường Kim Liên",
            "phuong-mai": "Ủy ban nhân dân phường Phương Mai",
            "skhcn": "Sở Khoa học và Công nghệ",
            "cahn": "Công an thành phố Hà Nội",
            "btl": "Bộ Tư lệnh Thủ đô",
        }
        for code, name in names.items():
            organisations[code] = city.organisation(code, name=name).id
        planning = Planning(
            database=city.database,
            clock=clock,
            ids=IdSource(clock=clock, site=1),
            governance=city.governance,
            registry=city.registry,
            events=city.events,
            folder=folder / "data" / "planning",
        )
        made = PlanningCity(city=city, clock=clock, planning=planning, organisations=organisations)
        if settings:
            planning.placement.settings.set(
                city.admin,
                PlanningSettings(technology_agency_id=organisations["skhcn"], police_agency_id=organisations["cahn"]),
            )
        made.person("planner", "kim-lien", Role.PLANNER)
        made.person("neighbour", "phuong-mai", Role.PLANNER)
        made.person("viewer", "kim-lien", Role.VIEWER)
        made.person("engineer", "skhcn", Role.ADVISER)
        made.person("officer", "cahn", Role.ADVISER)
        made.person("leader", "city", Role.LEADER)
        try:
            yield made
        finally:
            planning.close()


def placement_things(platform: Platform, admin: Principal, names: dict[str, str]) -> dict[str, str]:
    """One of each for `whole_app`, all of the north: a target, a draft, a proposal that was sent and a request."""
    placement = platform.planning.placement
    placement.settings.set(admin, PlanningSettings(technology_agency_id=names["north"], police_agency_id=names["ward"]))
    aim = TargetDraft(name="t", kind=TargetKind.GATE, owner_id=names["north"], lat=21, lon=105, radius_m=30)
    draft = ProposalDraft(owner_id=names["north"], title="d", claim=TENDERED, candidates=(CANDIDATE,))
    sent = placement.proposals.create(admin, draft)
    placement.consultation.submit(admin, sent.id)
    opinions = placement.proposals.get(admin, sent.id).opinions
    return {
        "target": placement.targets.create(admin, aim).id,
        "draft": placement.proposals.create(admin, draft).id,
        "sent": sent.id,
        "opinion": next(one.id for one in opinions if one.agency_id == names["north"]),
        "request": "request",
        "docx": "docx",
    }
