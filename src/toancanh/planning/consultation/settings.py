"""Which agencies are heard, whom to ask for sharing, how long an agency has: data that an administrator sets."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, Invalid, Principal
from toancanh.planning.consultation.machine import AgencyRole
from toancanh.planning.consultation.store import opinions as store
from toancanh.planning.proposals.model import Office

OPINION_DAYS = 10
"""Where nothing is set; no rule is known (checked 11/2026)."""


@dataclass(frozen=True, kw_only=True)
class PlanningSettings:
    """Organisations by id; None where nobody has set it."""

    technology_agency_id: str | None = None
    police_agency_id: str | None = None
    sharing_office_id: str | None = None
    opinion_days: int = OPINION_DAYS

    def agency(self, role: AgencyRole) -> str | None:
        """Who is heard in this matter."""
        return self.technology_agency_id if role is AgencyRole.TECHNOLOGY else self.police_agency_id


class SettingsBook:
    """The settings, in the database so that every process has the same."""

    def __init__(self, *, database: Database, governance: Governance) -> None:
        self._database = database
        self._governance = governance

    def get(self, principal: Principal, *, source: str = "") -> PlanningSettings:
        """As set."""
        self._require(principal, source)
        return self.read()

    def read(self) -> PlanningSettings:
        """No judgement."""
        with self._database.reading() as connection:
            values = store.read_settings(connection)
        return PlanningSettings(
            technology_agency_id=values.get("technology_agency_id") or None,
            police_agency_id=values.get("police_agency_id") or None,
            sharing_office_id=values.get("sharing_office_id") or None,
            opinion_days=int(values.get("opinion_days") or OPINION_DAYS),
        )

    def set(self, principal: Principal, wanted: PlanningSettings, *, source: str = "") -> PlanningSettings:
        """Raises `Invalid` where an organisation does not exist or one is to be heard in both matters."""
        self._require(principal, source)
        ids = {
            "technology_agency_id": wanted.technology_agency_id,
            "police_agency_id": wanted.police_agency_id,
            "sharing_office_id": wanted.sharing_office_id,
        }
        for name, organisation_id in ids.items():
            if organisation_id and not self._governance.organisations.named({organisation_id}):
                raise Invalid(f"{name}: there is no such organisation", field=name)
        if wanted.technology_agency_id and wanted.technology_agency_id == wanted.police_agency_id:
            raise Invalid("police_agency_id: it is heard in the other matter already", field="police_agency_id")
        values = {name: given or "" for name, given in ids.items()} | {"opinion_days": str(wanted.opinion_days)}
        with self._database.transaction() as tx:
            store.write_settings(tx, values)
            self._governance.record(
                tx, principal, "planning_settings.update", None, details=dict(values), personal={"source": source}
            )
        return self.read()

    def agencies(self) -> dict[AgencyRole, str]:
        """Who is asked. Raises `Conflict` that says what an administrator has to set."""
        known = self.read()
        found = {role: known.agency(role) for role in AgencyRole}
        missing = sorted(f"{role}_agency_id" for role, agency in found.items() if agency is None)
        if missing:
            raise Conflict(
                f"nobody has set which organisations are asked ({', '.join(missing)}): "
                "an administrator of the city does that in the settings of planning",
                missing=missing,
            )
        return {role: agency for role, agency in found.items() if agency is not None}

    def sharing_office(self) -> Office | None:
        """The one office that is asked about cameras of others, where one is set; else each owner's own is."""
        office_id = self.read().sharing_office_id
        found = self._governance.organisations.named({office_id}) if office_id else []
        return Office(id=found[0].id, name=found[0].name) if found else None

    def _require(self, principal: Principal, source: str) -> None:
        ref = ResourceRef(kind="planning_settings", id="", owner_id="")
        self._governance.require(
            principal, AccessRequest(action=Action.ORGANISATION_WRITE, resource=ref, source=source)
        )
