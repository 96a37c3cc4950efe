"""A city whose cameras break: an owner, the contractor that repairs, the supplier that guarantees, and strangers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.users import NewUser
from toancanh.health.model import Fault, FaultKind, FaultState, Incident
from toancanh.health.repairs import Repairs, TicketEscalated, TicketOpened
from toancanh.health.repairs.clock import NO_HOURS
from toancanh.health.repairs.model import Contract, ContractDraft, ContractKind, FaultSeverity, Level, Term
from toancanh.health.repairs.ports import Look, Signature
from toancanh.kernel import Event, IdSource, Principal, SimulatedClock
from toancanh.media.archive import ArchiveIndex
from toancanh.media.archive.places import Places
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

NOW_US = 1_787_020_000_000_000
HOUR_S = 3600
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc```\0\0\0\4\0\1\xf6\x178U\0\0\0\0IEND\xaeB`\x82"
)
DECLARED = DeclarationDraft(source=DeclarationSource.FORM)


@dataclass
class Book:
    """`FaultBook`, as a test says."""

    faults: list[Fault] = field(default_factory=list)
    causes: dict[str, Incident] = field(default_factory=dict)

    def open_faults(self) -> Sequence[Fault]:
        return [one for one in self.faults if one.state is FaultState.OPEN]

    def incidents(self, incident_ids: Collection[str]) -> Mapping[str, Incident]:
        return {id: one for id, one in self.causes.items() if id in incident_ids}

    def faults_between(self, camera_ids: Collection[str], from_us: int, until_us: int) -> Sequence[Fault]:
        return [
            one for one in self.faults
            if one.camera_id in camera_ids and one.began_us < until_us and (one.closed_us or until_us) > from_us
        ]  # fmt: skip


class Eyes:
    """`LiveLooks`: each camera gives a picture of now, or nothing."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.dark: set[str] = set()

    async def look(self, camera_ids: Sequence[str]) -> Mapping[str, Look]:
        now_us = self.clock.now_us()
        well = Look(online=True, looked=True, picture_us=now_us, width_px=1920, height_px=1080)
        return {id: Look(online=False, looked=False) if id in self.dark else well for id in camera_ids}


@dataclass
class Letters:
    """`Telling`: organisation and subject of what was told."""

    told: list[tuple[str, str]] = field(default_factory=list)

    def tell(
        self, tx: Connection, organisation_id: str, *, subject: str, text: str, facts: Mapping[str, object]
    ) -> None:
        assert text.startswith("Phiếu ")
        assert facts["ticket"]
        self.told.append((organisation_id, subject))


class Key:
    """`Signer`."""

    def sign(self, data: bytes) -> Signature:
        return Signature(value=b"signed" + data[:4], serial="5e")

    def fingerprint(self) -> str:
        return "ab" * 32


@dataclass
class RepairCity:
    city: City
    clock: SimulatedClock
    ids: IdSource
    repairs: Repairs
    book: Book
    eyes: Eyes
    organisations: dict[str, str]
    news: list[Event]
    letters: Letters

    def who(self, username: str) -> Principal:
        return self.city.signed_in(username)

    def camera(self, code: str, **declared: object) -> str:
        made = self.city.camera(code, self.organisations["owner"], url=f"rtsp://192.0.2.10/{code}")
        values = {"maintainer_id": self.organisations["contractor"], **declared}
        write = CameraWrite(camera_id=made.id, values=values)
        self.city.registry.dossiers.write(self.city.admin, write, declared=DECLARED)
        return made.id

    def protected(self, code: str) -> str:
        return self.camera(code, tags=[PROTECTED])

    def fault(self, camera_id: str, kind: FaultKind = FaultKind.AWAY, incident_id: str | None = None) -> Fault:
        now_us = self.clock.now_us()
        made = Fault(
            id=self.ids.new_id(), camera_id=camera_id, kind=kind, state=FaultState.OPEN, score=1, threshold=0.5,
            began_us=now_us, opened_us=now_us, closed_us=None, turned_us=now_us, signs=3, seen_us=now_us, details={},
            incident_id=incident_id,
        )  # fmt: skip
        self.book.faults.append(made)
        return made

    def ends(self, fault: Fault) -> None:
        """The fault is over."""
        self.book.faults.remove(fault)
        self.book.faults.append(replace(fault, state=FaultState.CLOSED, closed_us=self.clock.now_us()))

    def passes(self, seconds: float = 61) -> None:
        """Time, and a round after it."""
        self.clock.advance(seconds)
        self.repairs.opening.run()

    def agree(self, who: Principal | None = None, **more: object) -> Contract:
        terms = (Term(severity=FaultSeverity.CRITICAL, answer_h=2, repair_h=24),)
        draft = ContractDraft(
            owner_id=self.organisations["owner"], maintainer_id=self.organisations["contractor"],
            kind=ContractKind.MAINTENANCE, number="12/HĐ", from_on=date(2026, 1, 1), until_on=date(2027, 12, 31),
            hours=NO_HOURS, terms=terms,
            levels=(Level(after_h=0, organisation_id=self.organisations["contractor"]),
                    Level(after_h=4, organisation_id=self.organisations["owner"])),
        )  # fmt: skip
        return self.repairs.contracts.create(who or self.city.admin, replace(draft, **more))  # type: ignore[arg-type]


@contextmanager
def a_repair_city(folder: Path) -> Iterator[RepairCity]:
    """With an operator and a cleared technician at the owner, technicians at the contractor and elsewhere."""
    clock = SimulatedClock(NOW_US)
    with a_city(folder, clock=clock) as city:
        places = {name: city.organisation(name).id for name in ("owner", "contractor", "supplier", "elsewhere")}
        people = {
            "operator": ("owner", (Role.OPERATOR,)), "colleague": ("owner", (Role.OPERATOR,)),
            "auditor": ("owner", (Role.AUDITOR,)), "viewer": ("owner", (Role.VIEWER,)),
            "cleared": ("owner", (Role.TECHNICIAN, Role.CLEARED)), "technician": ("contractor", (Role.TECHNICIAN,)),
            "boss": ("contractor", (Role.ADMINISTRATOR, Role.CLEARED)),
            "stranger": ("elsewhere", (Role.ADMINISTRATOR,)),
        }  # fmt: skip
        for name, (where, roles) in people.items():
            bindings = tuple(RoleBinding(role=role, organisation_id=places[where]) for role in roles)
            new = NewUser(
                username=name, name=name, password="seven green buses", organisation_id=places[where], roles=bindings
            )
            city.governance.users.create(city.admin, new)
        ids = IdSource(clock=clock, site=2)
        archive_folder = folder / "archive"
        archive_folder.mkdir()
        archive = ArchiveIndex(
            city.database, archive_folder, Places(archive_folder, city.database, clock=clock, floor_bytes=0)
        )
        book, news, letters = Book(), list[Event](), Letters()
        repairs = Repairs(
            database=city.database, clock=clock, ids=ids, governance=city.governance, registry=city.registry,
            events=city.events, archive=archive, faults=book, telling=letters, signer=Key,
            holidays_file=folder / "none.toml",
        )  # fmt: skip
        for kind in (TicketOpened, TicketEscalated):
            city.events.subscribe(kind, news.append)
        yield RepairCity(
            city=city,
            clock=clock,
            ids=ids,
            repairs=repairs,
            book=book,
            eyes=Eyes(clock),
            organisations=places,
            news=news,
            letters=letters,
        )
        repairs.close()
