"""Key targets, proposals and their consultation, wired over one platform."""

from __future__ import annotations

from pathlib import Path

from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource
from toancanh.planning.consultation.docket import Docket
from toancanh.planning.consultation.installation import Installation
from toancanh.planning.consultation.service import Consultation
from toancanh.planning.consultation.settings import SettingsBook
from toancanh.planning.coverage import CoverageIndex
from toancanh.planning.coverage.standing import Indexes
from toancanh.planning.letters.service import Letters
from toancanh.planning.proposals.checks import Checks, touched
from toancanh.planning.proposals.model import ProposalDraft
from toancanh.planning.proposals.service import Proposals
from toancanh.planning.rulebook import Rulebook
from toancanh.planning.targets.service import Targets
from toancanh.registry import Registry


class Placement:
    """Where cameras should stand, and who must agree. ``catalogues``: an administrator's own rule files."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        indexes: Indexes,
        catalogues: Path,
    ) -> None:
        self.clock = clock
        self._indexes = indexes
        docket = Docket(database=database, clock=clock, ids=ids, governance=governance)
        self.rulebook = Rulebook(catalogues)
        self.names = docket.names
        self.settings = SettingsBook(database=database, governance=governance)
        checks = Checks(
            governance=governance,
            indexes=indexes,
            rulebook=self.rulebook,
            clock=clock,
            office=self.settings.sharing_office,
        )
        self.targets = Targets(database=database, clock=clock, ids=ids, governance=governance, indexes=indexes)
        self.proposals = Proposals(docket=docket, checks=checks)
        self.consultation = Consultation(
            docket=docket,
            settings=self.settings,
            checks=checks,
            touches=self._touches,
            register=registry.dossiers,
        )
        self.installation = Installation(docket=docket, register=registry.dossiers)
        self.letters = Letters(docket=docket, registry=registry)

    def _touches(self, draft: ProposalDraft) -> set[tuple[str, str, str]]:
        protected = CoverageIndex.build([each for each in self._indexes.facts() if each.protected])
        return touched(draft, protected, self.targets.protected())
