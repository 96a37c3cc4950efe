"""``/contracts`` and ``/spare-parts``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.repairs.clock import ServiceHours
from toancanh.health.repairs.model import Contract, ContractDraft, ContractKind, FaultSeverity, Level, Term
from toancanh.health.repairs.routes.shapes import Id
from toancanh.health.repairs.service import Repairs
from toancanh.health.repairs.store.parts import Part
from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import PROBLEMS, Page, RequestBody
from toancanh.registry.dossier.model import PurposeClass

Hours = Annotated[float, Field(ge=0, le=24 * 366)]
Minute = Annotated[int, Field(ge=0, le=1440)]


class TermShape(RequestBody):
    """Hours of service to answer and to repair; ``purpose``: of cameras of this class alone, null for all."""

    severity: FaultSeverity
    purpose: PurposeClass | None = None
    answer_h: Hours
    repair_h: Hours


class LevelShape(RequestBody):
    """Whom to tell when the time has been over for so many hours of service."""

    after_h: Hours
    organisation_id: Id


class DayShape(RequestBody):
    """Minutes of the local day."""

    start: Minute
    end: Minute


def _around_the_clock() -> list[DayShape | None]:
    return [DayShape(start=0, end=1440) for _ in range(7)]


class ContractIn(RequestBody):
    """All of a contract. ``week``: hours of service, Monday first, null for a day without."""

    owner_id: Id
    maintainer_id: Id
    kind: ContractKind = ContractKind.MAINTENANCE
    number: Name
    from_on: date
    until_on: date
    makers: list[Name] = Field(default_factory=list, max_length=40)
    week: list[DayShape | None] = Field(default_factory=_around_the_clock, min_length=7, max_length=7)
    on_holidays: bool = True
    terms: list[TermShape] = Field(default_factory=list, max_length=40)
    levels: list[LevelShape] = Field(default_factory=list, max_length=10)

    def draft(self) -> ContractDraft:
        """As the use case takes it."""
        week = tuple(None if one is None else (one.start, one.end) for one in self.week)
        terms = (
            Term(
                severity=one.severity, purpose=str(one.purpose or ""), answer_h=one.answer_h, repair_h=one.repair_h
            ) for one in self.terms
        )  # fmt: skip
        return ContractDraft(
            owner_id=self.owner_id, maintainer_id=self.maintainer_id, kind=self.kind, number=self.number,
            from_on=self.from_on, until_on=self.until_on, makers=tuple(self.makers),
            hours=ServiceHours(week=week, on_holidays=self.on_holidays), terms=tuple(terms),
            levels=tuple(Level(after_h=one.after_h, organisation_id=one.organisation_id) for one in self.levels),
        )  # fmt: skip


class ContractChange(ContractIn):
    """``version``: as it was read, or a change that came between is written over."""

    version: int | None = None


class ContractOut(BaseModel):
    """A contract with the names of its sides."""

    id: str
    owner_id: str
    owner: str
    maintainer_id: str
    maintainer: str
    kind: ContractKind
    number: str
    from_on: date
    until_on: date
    makers: list[str]
    week: list[DayShape | None]
    on_holidays: bool
    terms: list[TermShape]
    levels: list[LevelShape]
    version: int


class SparePartIn(RequestBody):
    """A part by the code that the organisation gave it; put again with another quantity, that is the stock."""

    organisation_id: Id
    code: Code
    name: Name
    unit: Words = ""
    quantity: Annotated[float, Field(ge=0, le=1_000_000)]


class SparePartOut(BaseModel):
    """What an organisation keeps."""

    id: str
    organisation_id: str
    code: str
    name: str
    unit: str
    quantity: float


def contracts_router(repairs: Repairs) -> APIRouter:
    """What owners and maintainers agreed on."""
    routes = APIRouter(prefix="/contracts", tags=["repairs"], responses=PROBLEMS, dependencies=SECURITY)
    contracts = repairs.contracts

    def out(found: Sequence[Contract]) -> list[ContractOut]:
        named = {id for one in found for id in (one.owner_id, one.maintainer_id)}
        names = {one.id: one.name for one in repairs.desk.governance.organisations.named(named)} if named else {}
        return [_out(one, names) for one in found]

    @routes.get("", summary="Of one's own organisations, on either side; those that last longest first")
    def list_contracts(principal: SignedIn) -> Page[ContractOut]:
        return Page(items=out(contracts.listed(principal)))

    @routes.post("", status_code=201, summary="Keep a contract")
    def create_contract(principal: SignedIn, body: ContractIn, source: Source) -> ContractOut:
        return out([contracts.create(principal, body.draft(), source=source)])[0]

    @routes.get("/{contract_id}", summary="One contract")
    def get_contract(principal: SignedIn, contract_id: Id, source: Source) -> ContractOut:
        return out([contracts.get(principal, contract_id, source=source)])[0]

    @routes.put("/{contract_id}", summary="Change it: tickets under way take the new times")
    def change_contract(principal: SignedIn, contract_id: Id, body: ContractChange, source: Source) -> ContractOut:
        changed = contracts.update(principal, contract_id, body.draft(), version=body.version, source=source)
        return out([changed])[0]

    @routes.delete("/{contract_id}", status_code=204, summary="Delete it: its tickets have no clock any more")
    def delete_contract(principal: SignedIn, contract_id: Id, source: Source) -> None:
        contracts.delete(principal, contract_id, source=source)

    return routes


def stock_router(repairs: Repairs) -> APIRouter:
    """Spare parts."""
    routes = APIRouter(prefix="/spare-parts", tags=["repairs"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("", summary="Stock of the organisations whose tickets one reads")
    def list_parts(
        principal: SignedIn, organisation_id: Annotated[str, Query(max_length=36)] = ""
    ) -> Page[SparePartOut]:
        return Page(items=[_part(one) for one in repairs.stock.listed(principal, organisation_id)])

    @routes.put("", summary="A new part, or another stock of a known one")
    def put_part(principal: SignedIn, body: SparePartIn, source: Source) -> SparePartOut:
        made = repairs.stock.put(
            principal, body.organisation_id, body.code, name=body.name, unit=body.unit, quantity=body.quantity,
            source=source,
        )  # fmt: skip
        return _part(made)

    return routes


def _part(one: Part) -> SparePartOut:
    return SparePartOut(**vars(one))


def _out(one: Contract, names: dict[str, str]) -> ContractOut:
    week = [None if day is None else DayShape(start=day[0], end=day[1]) for day in one.hours.week]
    terms = [
        TermShape(
            severity=each.severity, purpose=PurposeClass(each.purpose) if each.purpose else None,
            answer_h=each.answer_h, repair_h=each.repair_h,
        ) for each in one.terms
    ]  # fmt: skip
    return ContractOut(
        id=one.id, owner_id=one.owner_id, owner=names.get(one.owner_id, ""), maintainer_id=one.maintainer_id,
        maintainer=names.get(one.maintainer_id, ""), kind=one.kind, number=one.number, from_on=one.from_on,
        until_on=one.until_on, makers=list(one.makers), week=week, on_holidays=one.hours.on_holidays, terms=terms,
        levels=[LevelShape(after_h=each.after_h, organisation_id=each.organisation_id) for each in one.levels],
        version=one.version,
    )  # fmt: skip
