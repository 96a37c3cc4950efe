"""``/imports``: files that organisations hand in, what is wrong in them, what they would change."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.kernel import Invalid
from toancanh.registry.inventory.faults import Fault
from toancanh.registry.inventory.model import RowStatus
from toancanh.registry.inventory.routes.shapes import (
    AppliedOut,
    ApplyIn,
    ColumnsIn,
    ImportOut,
    ImportRowOut,
    Mended,
    MendIn,
    MissingOut,
    RowPatch,
)
from toancanh.registry.inventory.routes.templates import XLSX
from toancanh.registry.inventory.service import Inventory
from toancanh.registry.inventory.spreadsheets import errors_xlsx

Number = Annotated[int, Path(ge=1, le=10_000_000, description="As the spreadsheet counts.")]
Short = Annotated[str, Query(max_length=64)]
_FILE: dict[int | str, dict[str, object]] = {200: {"content": {XLSX: {}}}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (XLSX, "text/csv", "application/octet-stream")
        },
    }
}


async def _body(request: Request) -> bytes:
    return await request.body()


def router(inventory: Inventory) -> APIRouter:
    """Imports, their rows, and applying them."""
    imports, applying = inventory.imports, inventory.applying
    routes = APIRouter(prefix="/imports", tags=["inventory"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("", status_code=201, openapi_extra=_BODY)
    def submit_file(
        principal: SignedIn,
        source: Source,
        content: Annotated[bytes, Depends(_body)],
        organisation_id: Short = "",
        campaign_id: Short = "",
        file_name: Annotated[Name, Query()] = "camera.xlsx",
    ) -> ImportOut:
        """The body is the file: .xlsx or CSV. 422 with ``reason`` where it cannot be taken at all.

        A small file is checked when this answers; else ask again while the state is ``checking``.
        """
        made = imports.submit(
            principal,
            content,
            organisation_id=organisation_id or principal.organisation_id,
            file_name=file_name,
            campaign_id=campaign_id or None,
            source=source,
        )
        return ImportOut.of(made)

    @routes.get("")
    def list_imports(
        principal: SignedIn,
        organisation_id: Short = "",
        campaign_id: Short = "",
        limit: Limit = 100,
        after: After = None,
    ) -> Page[ImportOut]:
        """Those of the organisations that the asker may hand in for; the newest first."""
        found = imports.page(
            principal,
            organisation_id=organisation_id,
            campaign_id=campaign_id,
            before=after or "",
            limit=limit + 1,
        )
        part = page(found, limit)
        return Page(items=[ImportOut.of(one) for one in part.items], next=part.next)

    @routes.get("/{import_id}")
    def get_import(principal: SignedIn, import_id: str, source: Source) -> ImportOut:
        """State, progress, counts."""
        return ImportOut.of(imports.get(principal, import_id, source=source))

    @routes.delete("/{import_id}", status_code=204)
    def withdraw_import(principal: SignedIn, import_id: str, source: Source) -> None:
        """It counts no longer; 409 where it was applied."""
        imports.withdraw(principal, import_id, source=source)

    @routes.put("/{import_id}/columns")
    def choose_columns(principal: SignedIn, import_id: str, body: ColumnsIn, source: Source) -> ImportOut:
        """Say what stands below the headings of ``choices``: all that is to be read, the others mean nothing.

        Every row is checked again (``checking`` while a big file is), what was mended in these columns is written anew,
        and the organisation's next file with such a heading is read so from the start. 422 with ``field``
        ``columns.<heading>`` for a heading that does not wait, a column that there is not, or one that the file has.
        """
        return ImportOut.of(imports.choose_columns(principal, import_id, body.columns, source=source))

    @routes.get("/{import_id}/rows")
    def list_rows(
        principal: SignedIn,
        import_id: str,
        source: Source,
        status: RowStatus | None = None,
        fault: Fault | None = None,
        around: Annotated[bool, Query(description="Rows with errors and those beside them.")] = False,
        limit: Limit = 100,
        after: After = None,
    ) -> Page[ImportRowOut]:
        """In the file's order."""
        found = imports.rows(
            principal,
            import_id,
            status=status,
            fault=fault,
            around=around,
            after=_number(after),
            limit=limit + 1,
            source=source,
        )
        part = page(found, limit, key=lambda row: str(row.number))
        return Page(items=[ImportRowOut.of(row) for row in part.items], next=part.next)

    @routes.patch("/{import_id}/rows/{number}")
    def change_row(principal: SignedIn, import_id: str, number: Number, body: RowPatch, source: Source) -> ImportRowOut:
        """Write cells anew, take the row's suggestions, or leave it out; it is checked and compared again."""
        changed = imports.change_row(
            principal,
            import_id,
            number,
            cells=body.cells,
            accept=body.accept,
            left_out=body.left_out,
            source=source,
        )
        return ImportRowOut.of(changed)

    @routes.post("/{import_id}/suggestions")
    def accept_suggestions(principal: SignedIn, import_id: str, body: MendIn, source: Source) -> Mended:
        """Take every suggestion for one kind of fault."""
        cells, after = imports.accept_all(principal, import_id, body.fault, source=source)
        return Mended(cells=cells, import_=ImportOut.of(after))

    @routes.get("/{import_id}/missing")
    def list_missing(
        principal: SignedIn, import_id: str, source: Source, limit: Limit = 100, after: After = None
    ) -> Page[MissingOut]:
        """The organisation's cameras that are not in the file, by code. Nothing happens to them."""
        found = imports.missing(principal, import_id, after=after or "", limit=limit + 1, source=source)
        part = page(found, limit, key=lambda one: one[2])
        return Page(items=[MissingOut(id=id, code=code, name=name) for id, code, _, name in part.items], next=part.next)

    @routes.post("/{import_id}/apply")
    def apply_import(principal: SignedIn, import_id: str, body: ApplyIn, source: Source) -> AppliedOut:
        """All rows without errors, in one transaction. 409 with ``reason`` (version, errors, stale) and ``rows``."""
        applied, after = applying.apply(
            principal, import_id, version=body.version, leave_errors=body.leave_errors, source=source
        )
        return AppliedOut.of(applied, after)

    @routes.get("/{import_id}/errors.xlsx", response_class=Response, responses=_FILE)
    def get_errors(principal: SignedIn, import_id: str, source: Source) -> Response:
        """The spreadsheet as it came, with what is wrong beside each bad cell."""
        _, headings, rows = imports.whole(principal, import_id, source=source)
        disposition = {"content-disposition": 'attachment; filename="loi.xlsx"'}
        return Response(errors_xlsx(headings, rows), media_type=XLSX, headers=disposition)

    return routes


def _number(after: str | None) -> int:
    if after is None or after == "":
        return -1
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Invalid("after: it is no row number", field="after")
    return int(after)
