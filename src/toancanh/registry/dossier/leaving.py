"""What happens to protected cameras when the place or the owner they have goes away under somebody who sees neither.

"Cameras still hang here" would tell of them, so the place goes, and they let go of it: each keeps its own coordinates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from toancanh.governance import Action, Governance, ResourceRef, protected_tags
from toancanh.kernel import Principal
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.dossier.store import owners
from toancanh.registry.dossier.writing import Terms, Writer
from toancanh.registry.store.cameras import owned

Standing = Sequence[tuple[str, str, bool]]
"""Id, owner and whether it is protected, of what stands somewhere."""


class Leaving:
    """Changes protected cameras on behalf of somebody to whom they are not there."""

    def __init__(self, *, governance: Governance, writer: Writer) -> None:
        self._governance = governance
        self._writer = writer

    def unseen(self, principal: Principal, standing: Standing, action: Action, kind: str) -> Standing:
        """The protected ones that the principal does not see."""
        visible = self._governance.visible(principal, action, kind)
        protected = protected_tags(True)
        return [one for one in standing if one[2] and not visible.allows(one[1], protected, id=one[0])]

    def lose_organisation(self, tx: Connection, principal: Principal, organisation_id: str, root_id: str) -> None:
        """Before an organisation is deleted: what the principal does not see of it goes to the first organisation."""
        standing = owners.cameras_of(tx, organisation_id)
        unseen = {
            id
            for id, *_ in self.unseen(
                principal, [(id, owner_id, True) for id, owner_id, *_ in standing], Action.CAMERA_READ, "camera"
            )
        }
        left: dict[str, dict[str, object]] = {}
        for id, _, code, names in standing:
            if id in unseen:
                left[id] = dict.fromkeys(names)
                if "owner_id" in names:
                    left[id] |= {"owner_id": root_id, "code": owners.free_code(tx, "camera", code, id, root_id)}
        self.let_go(tx, principal, left, "organisation.delete", "")
        owners.hand_over_deleted(tx, organisation_id, root_id)
        for kind in ("site", "pole", "topology_node"):
            there = owners.places_of(tx, kind, organisation_id)
            for id, *_ in self.unseen(principal, there, Action.SITE_READ, kind):
                owners.hand_over_place(tx, kind, id, root_id)

    def let_go(
        self, tx: Connection, principal: Principal, left: Mapping[str, Mapping[str, object]], why: str, source: str
    ) -> None:
        """Camera -> the fields that it is to have instead. Written and on record for those cleared alone."""
        if not left:
            return
        writes = [CameraWrite(camera_id=id, values=values) for id, values in left.items()]
        declared = DeclarationDraft(source=DeclarationSource.FORM, reference=why)
        self._writer.apply(tx, principal, writes, declared, terms=Terms(free=True))
        for id, owner_id in owned(tx, left):
            ref = ResourceRef(kind="camera", id=id, owner_id=owner_id, tags=protected_tags(True))
            details = {"why": why, "changed": sorted(left[id])}
            self._governance.record(tx, principal, "camera.update", ref, details=details, personal={"source": source})
