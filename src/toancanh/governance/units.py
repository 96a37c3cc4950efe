"""Loading the catalogue of communes, wards, former districts and departments into the tree, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from toancanh.catalogues.administrative_units import FormerUnit, Unit, UnitKind, Units, hanoi
from toancanh.catalogues.departments import Department, departments
from toancanh.governance.judgement import Judgement
from toancanh.governance.model import AccessRequest, Action, ResourceRef
from toancanh.governance.people import Organisation, OrganisationKind, Succession, SuccessionKind, UnitCertainty
from toancanh.governance.record import RecordWriter
from toancanh.governance.store import organisations, successions
from toancanh.governance.store.rights import load_facts, raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource, Principal, Unavailable, fold

_KINDS = {
    UnitKind.WARD: OrganisationKind.WARD,
    UnitKind.COMMUNE: OrganisationKind.COMMUNE,
    UnitKind.TOWNSHIP: OrganisationKind.COMMUNE,
    UnitKind.DISTRICT: OrganisationKind.DISTRICT,
}
_LOADED = (OrganisationKind.WARD, OrganisationKind.COMMUNE, OrganisationKind.DISTRICT, OrganisationKind.DEPARTMENT)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How many were made, given a code, and said to have gone into others."""

    made: int
    changed: int
    successions: int


class UnitLoading:
    """Makes what is missing below the first organisation; what is there keeps its name, code and parent."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, judgement: Judgement, record: RecordWriter
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record

    def load(
        self, principal: Principal, *, reform_day: date | None = None, reform_source: str = "", source: str = ""
    ) -> Loaded:
        """``reform_day``: as an official text has it (`reform_source`); without, the catalogue's, marked as unverified.

        Needs the right to write the first organisation.
        """
        root_id = self._judgement.facts().root
        if not root_id:
            raise Unavailable("the platform is not set up yet: `toancanh up` does that")
        ref = ResourceRef(kind="organisation", id="", owner_id=root_id)
        self._judgement.require(principal, AccessRequest(action=Action.ORGANISATION_WRITE, resource=ref, source=source))
        units = hanoi()
        with self._database.transaction() as tx:
            tree = _Tree(
                there=organisations.all_of(tx, _LOADED),
                root_id=load_facts(tx).root,
                ids=self._ids,
                now_us=self._clock.now_us(),
                reform=_reform(units, reform_day, reform_source),
            )
            _plan(tree, units)
            organisations.update_many(tx, tree.changed)
            organisations.insert_many(tx, tree.made)
            known = {(said.predecessor_id, said.successor_id): said for said in successions.every(tx)}
            fresh = [said for said in tree.said if _is_news(said, known.get((said.predecessor_id, said.successor_id)))]
            successions.write(tx, fresh)
            done = Loaded(made=len(tree.made), changed=len(tree.changed), successions=len(fresh))
            if tree.made or tree.changed or fresh:
                raise_epoch(tx)
                details = {
                    "catalogue": units.source,
                    "reform_day": tree.reform.day.isoformat(),
                    "certainty": tree.reform.certainty,
                    "made": done.made,
                    "changed": done.changed,
                    "successions": done.successions,
                }
                self._record.append(
                    tx,
                    principal,
                    "organisation.units_loaded",
                    ref,
                    outcome="allow",
                    details=details,
                    personal={"source": source},
                )
        return done


@dataclass(frozen=True, kw_only=True)
class _Reform:
    day: date
    source: str
    certainty: UnitCertainty
    catalogue: str


@dataclass(kw_only=True)
class _Tree:
    """What is there, and what has to be done."""

    there: list[Organisation]
    root_id: str
    ids: IdSource
    now_us: int
    reform: _Reform
    made: list[Organisation] = field(default_factory=list)
    changed: list[Organisation] = field(default_factory=list)
    said: list[Succession] = field(default_factory=list)
    matched: set[str] = field(default_factory=set)

    def keep(self, wanted: Organisation, *, by_name: bool = True) -> str:
        """The id of what is there, given the codes and days that it lacked, or of what is made.

        ``by_name``: the name alone tells which it is; three former wards were called Quang Trung.
        """
        found = self._find(wanted, by_name=by_name)
        if found is None:
            self.made.append(wanted)
            return wanted.id
        self.matched.add(found.id)
        filled = replace(
            found,
            official_code=found.official_code or wanted.official_code,
            valid_from=found.valid_from or wanted.valid_from,
            valid_to=found.valid_to or wanted.valid_to,
            source=found.source or wanted.source,
            certainty=found.certainty or wanted.certainty,
        )
        if _is_surer(wanted.certainty, found.certainty):
            filled = replace(
                filled,
                valid_from=wanted.valid_from,
                valid_to=wanted.valid_to,
                source=wanted.source,
                certainty=wanted.certainty,
            )
        if filled != found:
            self.changed.append(replace(filled, version=found.version + 1, updated_at_us=self.now_us))
        return found.id

    def _find(self, wanted: Organisation, *, by_name: bool) -> Organisation | None:
        """By its code, its official code, or its name where nobody gave it an official code."""
        free = [one for one in self.there if one.kind is wanted.kind and one.id not in self.matched]
        if wanted.valid_to is None:  # official codes were given again to new units
            free = [one for one in free if one.valid_to is None]
        code, name = fold(wanted.code), fold(wanted.name)
        tests: list[Callable[[Organisation], bool]] = [lambda one: fold(one.code) == code]
        if wanted.official_code:
            tests.append(lambda one: one.official_code == wanted.official_code)
        if by_name:
            tests.append(lambda one: not one.official_code and fold(one.name) == name)
        return next((one for test in tests for one in free if test(one)), None)

    def new(self, *, code: str, name: str, kind: OrganisationKind, parent_id: str, official_code: str) -> Organisation:
        return Organisation(
            id=self.ids.new_id(),
            code=code,
            name=name,
            kind=kind,
            parent_id=parent_id,
            official_code=official_code,
            version=1,
            created_at_us=self.now_us,
            updated_at_us=self.now_us,
        )


def _is_surer(now: UnitCertainty | None, before: UnitCertainty | None) -> bool:
    """An official text replaces what was marked as unverified, and nothing else replaces anything."""
    return now is UnitCertainty.OFFICIAL and before is UnitCertainty.UNVERIFIED


def _is_news(said: Succession, known: Succession | None) -> bool:
    return known is None or _is_surer(said.certainty, known.certainty)


def _reform(units: Units, day: date | None, source: str) -> _Reform:
    if day is not None:
        return _Reform(day=day, source=source, certainty=UnitCertainty.OFFICIAL, catalogue=units.source)
    return _Reform(
        day=date.fromisoformat(units.reform_day),
        source="",
        certainty=UnitCertainty(units.reform_day_certainty),
        catalogue=units.source,
    )


def _plan(tree: _Tree, units: Units) -> None:
    ids = {unit.code: tree.keep(_unit(tree, unit)) for unit in units.units}
    districts: dict[str, str] = {}
    for district in units.districts:
        districts[district.code] = tree.keep(_former(tree, district, f"HN-Q{district.code}", tree.root_id))
        _say(tree, districts[district.code], district, ids)
    for former in units.former:
        kept = tree.keep(_former(tree, former, f"HN-CU-{former.code}", districts[former.district]), by_name=False)
        _say(tree, kept, former, ids)
    known: dict[str, str] = {}
    for department in departments():
        known[department.code] = _department(tree, department, known)


def _unit(tree: _Tree, unit: Unit) -> Organisation:
    made = tree.new(
        code=f"HN-{unit.code}",
        name=unit.name,
        kind=_KINDS[unit.kind],
        parent_id=tree.root_id,
        official_code=unit.code,
    )
    return replace(made, valid_from=tree.reform.day, source=_source(tree), certainty=tree.reform.certainty)


def _former(tree: _Tree, former: FormerUnit, code: str, parent_id: str) -> Organisation:
    made = tree.new(
        code=code, name=former.name, kind=_KINDS[former.kind], parent_id=parent_id, official_code=former.code
    )
    return replace(made, valid_to=tree.reform.day, source=_source(tree), certainty=tree.reform.certainty)


def _source(tree: _Tree) -> str:
    return "; ".join(text for text in (tree.reform.source, tree.reform.catalogue) if text)


def _say(tree: _Tree, predecessor_id: str, former: FormerUnit, ids: dict[str, str]) -> None:
    kind = SuccessionKind.SPLIT if len(former.successors) > 1 else SuccessionKind.MERGED
    tree.said += [
        Succession(
            predecessor_id=predecessor_id,
            successor_id=ids[code],
            kind=kind,
            on=tree.reform.day,
            source=_source(tree),
            certainty=tree.reform.certainty,
        )
        for code in former.successors
    ]


def _department(tree: _Tree, department: Department, known: dict[str, str]) -> str:
    made = tree.new(
        code=department.code,
        name=department.name,
        kind=OrganisationKind.DEPARTMENT,
        parent_id=tree.root_id,
        official_code="",
    )
    made = replace(made, aliases=department.aliases, source=department.source)
    if not department.successor:
        return tree.keep(made)
    day, certainty = date.fromisoformat(department.on), UnitCertainty(department.certainty)
    kept = tree.keep(replace(made, valid_to=day, certainty=certainty))
    tree.said.append(
        Succession(
            predecessor_id=kept,
            successor_id=known[department.successor],
            kind=SuccessionKind(department.kind),
            on=day,
            source=department.source,
            certainty=certainty,
        )
    )
    return kept
