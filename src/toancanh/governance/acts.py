"""What other packages put on record, and things as they are now, for who asks about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from toancanh.governance.granting import ManyLookup, ResourceLookup
from toancanh.governance.judgement import Judgement
from toancanh.governance.model import PROTECTED, Decision, ResourceRef, protected_tags
from toancanh.governance.record import AnonymousReason, RecordWriter
from toancanh.infra.database import Database
from toancanh.kernel import Principal


class Acts:
    """Entries of acts and of refusals that are not the rules' own. Thread-safe."""

    def __init__(self, *, database: Database, judgement: Judgement, record: RecordWriter) -> None:
        self._database = database
        self._judgement = judgement
        self._writer = record
        self.lookups: dict[str, ResourceLookup] = {}
        self.many: dict[str, ManyLookup] = {}

    def know(self, kind: str, lookup: ResourceLookup, many: ManyLookup) -> None:
        """Tell how to find resources of this kind as they are now (an owner may have changed since a grant): one, and
        several at once.
        """
        self.lookups[kind], self.many[kind] = lookup, many

    def record(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        resource: ResourceRef | None,
        *,
        decision: Decision | None = None,
        details: Mapping[str, object] | None = None,
        personal: Mapping[str, str] | None = None,
        outcome: str = "allow",
    ) -> None:
        """Write an entry in the act's transaction. Whatever could name a person belongs into ``personal``. Each owner
        of the time that was asked about finds one.
        """
        parts = decision.parts if decision is not None else ()
        for part in parts or (decision,):
            about = resource
            if parts and part is not None and part.inputs is not None and resource is not None:
                about = replace(resource, owner_id=part.inputs.request.resource.owner_id)
            self._writer.append(
                tx,
                principal,
                action,
                about,
                outcome=outcome,
                decision=part,
                details=details or {},
                personal=personal or {},
            )

    def record_refusal(
        self, principal: Principal, action: str, resource: ResourceRef, *, why: str, source: str = ""
    ) -> None:
        """A refusal that is not the rules' own (a path outside the archive, a transplanted grant).

        About a thing as it is now: whoever refuses may have forgotten whether it is protected.
        """
        lookup = self.lookups.get(resource.kind)
        now = lookup(resource.id) if lookup is not None and resource.id else None
        if now is not None:
            resource = replace(resource, tags=resource.tags | (now.tags & {PROTECTED}))
        self._judgement.record_refusal(principal, action, resource, why=why, source=source)

    def as_now(self, resource: ResourceRef) -> ResourceRef:
        """The thing with the tags and the purpose class that it has now, for who does not know them all; protected
        where it is gone.
        """
        lookup = self.lookups.get(resource.kind)
        if lookup is None or not resource.id:
            return resource
        now = lookup(resource.id)
        if now is None:
            return replace(resource, tags=resource.tags | protected_tags(True))
        purpose_class = now.purpose_class or resource.purpose_class
        return replace(resource, tags=resource.tags | now.tags, purpose_class=purpose_class)

    def record_anonymous(self, source: str, reason: AnonymousReason) -> None:
        """Count a refusal of somebody without a name, in its own transaction."""
        with self._database.transaction() as tx:
            self._writer.count_anonymous(tx, source, reason)
