"""``/inventory``: the columns, and the spreadsheets to fill in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from toancanh.governance import Governance
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.kernel import Principal
from toancanh.registry.inventory.columns import COLUMNS
from toancanh.registry.inventory.routes.shapes import ColumnOut
from toancanh.registry.inventory.service import Inventory
from toancanh.registry.inventory.spreadsheets import template_csv, template_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES: dict[int | str, dict[str, object]] = {200: {"content": {XLSX: {}}}}
_CSV: dict[int | str, dict[str, object]] = {200: {"content": {"text/csv": {}}}}
Organisation = Annotated[str, Query(max_length=64, description="Empty: the asker's own.")]
Prefilled = Annotated[bool, Query(description="With what is known of the organisation's cameras.")]


def router(inventory: Inventory, governance: Governance) -> APIRouter:
    """Columns and templates."""
    routes = APIRouter(prefix="/inventory", tags=["inventory"], responses=PROBLEMS, dependencies=SECURITY)

    def name_of(principal: Principal, organisation_id: str) -> str:
        named = governance.organisations.named({organisation_id or principal.organisation_id})
        return "".join(letter for letter in named[0].code if letter.isalnum() or letter in "-_") if named else ""

    @routes.get("/columns")
    def list_columns(principal: SignedIn) -> list[ColumnOut]:
        """The spreadsheet's columns in their order."""
        return [ColumnOut.of(one) for one in COLUMNS]

    @routes.get("/template.xlsx", response_class=Response, responses=_FILES)
    def get_template(
        principal: SignedIn, source: Source, organisation_id: Organisation = "", prefilled: Prefilled = True
    ) -> Response:
        """To be filled in with Excel: lists to choose from, an explanation, and what is known."""
        owner_id = organisation_id or principal.organisation_id
        rows = inventory.templates.rows(principal, owner_id, source=source)
        content = template_xlsx(rows if prefilled else [])
        return _file(content, XLSX, f"kiem-ke-{name_of(principal, organisation_id)}.xlsx")

    @routes.get("/template.csv", response_class=Response, responses=_CSV)
    def get_csv_template(
        principal: SignedIn, source: Source, organisation_id: Organisation = "", prefilled: Prefilled = True
    ) -> Response:
        """The same as CSV in UTF-8."""
        owner_id = organisation_id or principal.organisation_id
        rows = inventory.templates.rows(principal, owner_id, source=source)
        content = template_csv(rows if prefilled else [])
        return _file(content, "text/csv; charset=utf-8", f"kiem-ke-{name_of(principal, organisation_id)}.csv")

    return routes


def _file(content: bytes, media_type: str, name: str) -> Response:
    safe = name if name.isascii() else "kiem-ke" + name[name.rfind(".") :]
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{safe}"'})
