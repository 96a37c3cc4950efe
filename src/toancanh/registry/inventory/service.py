"""What the registry knows of campaigns and imports, wired."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, EventBus, IdSource
from toancanh.registry.dossier.service import Dossiers
from toancanh.registry.inventory.applying import Applying
from toancanh.registry.inventory.campaigns import Campaigns
from toancanh.registry.inventory.field_reports import FieldReports
from toancanh.registry.inventory.imports import Imports
from toancanh.registry.inventory.staging import Staging
from toancanh.registry.inventory.templates import Templates


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """The use cases of this package; `close` waits for a file that is being checked."""

    campaigns: Campaigns
    imports: Imports
    applying: Applying
    templates: Templates
    field_reports: FieldReports
    staging: Staging

    @classmethod
    def over(
        cls,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        events: EventBus,
        dossiers: Dossiers,
    ) -> Inventory:
        """Wire it."""
        staging = Staging(database=database, clock=clock, governance=governance, keyring=keyring, outbound=outbound)
        return cls(
            campaigns=Campaigns(database=database, clock=clock, ids=ids, governance=governance),
            imports=Imports(database=database, clock=clock, ids=ids, governance=governance, staging=staging),
            applying=Applying(
                database=database,
                clock=clock,
                governance=governance,
                events=events,
                dossiers=dossiers,
                staging=staging,
            ),
            templates=Templates(database=database, governance=governance),
            field_reports=FieldReports(
                database=database, clock=clock, governance=governance, events=events, dossiers=dossiers
            ),
            staging=staging,
        )

    def reencrypt_secrets(self, keyring: KeyRing, tx: Connection) -> int:
        """Sealed addresses of files that wait come under the active key."""
        return self.staging.reencrypt_secrets(keyring, tx)

    def close(self) -> None:
        """Wait for the file that is being checked."""
        self.imports.close()
