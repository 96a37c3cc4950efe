"""The spreadsheet that an organisation fills in, with what is known of its cameras already in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Principal
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.inventory.cells import plain
from toancanh.registry.inventory.columns import COLUMNS, Column, Refers
from toancanh.registry.inventory.directory import Directory
from toancanh.registry.inventory.known import KnownCamera
from toancanh.registry.inventory.spreadsheets import Value
from toancanh.registry.inventory.store import known as store
from toancanh.registry.store.cameras import with_tag
from toancanh.registry.store.tables import camera, site


class Templates:
    """Prefilled templates, for those who may hand in for the organisation."""

    def __init__(self, *, database: Database, governance: Governance) -> None:
        self._database = database
        self._governance = governance

    def rows(self, principal: Principal, organisation_id: str, *, source: str = "") -> list[dict[str, Value]]:
        """The organisation's cameras by column key, by code; those that were merged into another aside."""
        ref = ResourceRef(kind="import", id="", owner_id=organisation_id)
        self._governance.require(principal, AccessRequest(action=Action.INVENTORY_SUBMIT, resource=ref, source=source))
        seen = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        organisations, successions = self._governance.organisations.everything()
        directory = Directory(organisations, successions, today="")
        with self._database.reading() as connection:
            condition = seen.clause(camera.c.owner_id, protected=camera.c.protected, tagged=with_tag)
            found = store.of_owners(connection, [organisation_id], condition)
            names = {
                Refers.SITE: store.codes(connection, site, _ids(found, "site_id")),
                Refers.POLE: store.codes(connection, pole, _ids(found, "pole_id")),
            }
        ordered = sorted((one for one in found if not one.merged), key=lambda one: one.code)
        return [{column.key: _shown(column, one, directory, names) for column in COLUMNS} for one in ordered]


def _ids(found: list[KnownCamera], name: str) -> set[str]:
    return {str(one.values[name]) for one in found if one.values[name] is not None}


def _shown(column: Column, of: KnownCamera, directory: Directory, names: Mapping[Refers, Mapping[str, str]]) -> Value:
    if column.key in ("main_url", "username"):
        return (of.shown_url if column.key == "main_url" else of.username) or None
    if column.key == "resolution":
        return plain(column.show((of.values["width_px"], of.values["height_px"])))
    value = of.tags if column.key == "tags" else of.values[column.key]
    if value is None or value == "":
        return None
    if column.refers is Refers.ORGANISATION:
        return directory.name(str(value))
    if column.refers is not None:
        return names[column.refers].get(str(value))
    if column.key == "certificates":
        parts = [
            f"{one['kind']}: {one['number']}"
            + (f" ({date.fromisoformat(one['expires_on']):%d/%m/%Y})" if one["expires_on"] else "")
            for one in json.loads(str(value))
        ]
        return "; ".join(parts) or None
    if column.key in ("installed_on", "warranty_until"):
        return date.fromisoformat(str(value))
    return column.show(value)
