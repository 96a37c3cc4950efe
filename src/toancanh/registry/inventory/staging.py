"""A file's rows into the staging table: checked against what is known to the one who hands them in."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from toancanh.governance import Action, Governance
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, DataLoss, Denied, Principal, fold
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.inventory.cells import plain
from toancanh.registry.inventory.checking import CheckedRow, Neighbours, RowReader, Terms, code_key, hidden
from toancanh.registry.inventory.coordinates import Grid
from toancanh.registry.inventory.directory import Directories
from toancanh.registry.inventory.faults import Raw
from toancanh.registry.inventory.known import KnownCamera, KnownCameras
from toancanh.registry.inventory.model import Import, ImportState, RowOutcome, RowStatus
from toancanh.registry.inventory.reading import RawRow, Table
from toancanh.registry.inventory.store import imports as store
from toancanh.registry.inventory.store import known as known_store
from toancanh.registry.model import StreamRole
from toancanh.registry.sealing import OpenStream, open_stream
from toancanh.registry.store.cameras import StoredStream, with_tag
from toancanh.registry.store.tables import camera, site

_COUNT_MISSING = 100_000


class Staging:
    """Checks rows and keeps the result. Thread-safe: what a check needs is its own."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        governance: Governance,
        keyring: KeyRing,
        outbound: OutboundPolicy,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._keyring = keyring
        self._outbound = outbound
        self._grid = Grid()
        self._directories = Directories(governance, clock)

    def check(
        self, principal: Principal, of: Import, table: Table, progress: Callable[[int], None]
    ) -> list[tuple[CheckedRow, str]]:
        """Every row of a file, with its sealed secret."""
        with self._database.reading() as connection:
            terms = self._terms(connection, principal, of, [row.cells for row in table.rows], utm=table.utm)
        terms = replace(terms, taken=self._taken_now)
        near = Neighbours.of(((row.number, row.cells) for row in table.rows), terms.known)
        reader = RowReader(terms)
        checked: list[tuple[CheckedRow, str]] = []
        for at, row in enumerate(table.rows, 1):
            found = reader.check(row, near)
            checked.append((found, self._sealed(of.id, found, row.others)))
            if at % 2000 == 0:
                progress(at)
        return checked

    def check_again(
        self,
        tx: Connection,
        principal: Principal,
        of: Import,
        edits: Mapping[int, Mapping[str, str]],
        *,
        also: Iterable[int] = (),
    ) -> dict[int, CheckedRow]:
        """Rows with cells as a person writes them now, those that had or have the same code, and ``also`` some others.

        They are stored; nothing else of the import is.
        """
        checked, left_out = self._checked_again(tx, principal, of, edits, also)
        store.update_rows(tx, of.id, checked)
        store.set_outcome(tx, of.id, left_out, RowOutcome.LEFT_OUT)
        return {row.number: row for row, _ in checked}

    def choose(self, principal: Principal, of: Import, positions: Mapping[str, int | None]) -> None:
        """Every row once more, with what stands at these positions of the file in the columns; None: with nothing.

        They are checked before the transaction that stores them, so that nobody waits for a big file.
        """
        with self._database.reading() as connection:
            edits: dict[int, dict[str, str]] = {}
            for staged in store.rows(connection, of.id):
                others = self._others(of.id, staged)
                edits[staged.row.number] = {key: others.get(str(at), "") for key, at in positions.items()}
            checked, left_out = self._checked_again(connection, principal, of, edits, ())
        with self._database.transaction() as tx:
            store.update_rows(tx, of.id, checked)
            store.set_outcome(tx, of.id, left_out, RowOutcome.LEFT_OUT)
            done = replace(of, state=ImportState.CHECKED, rows_done=of.row_count)
            store.update(tx, self.counted(tx, principal, done))

    def _checked_again(
        self,
        connection: Connection,
        principal: Principal,
        of: Import,
        edits: Mapping[int, Mapping[str, str]],
        also: Iterable[int],
    ) -> tuple[list[tuple[CheckedRow, str]], list[int]]:
        """The rows with their sealed secrets, and which of them a person left out."""
        cells_of = dict(store.identities(connection, of.id))
        before = {number: code_key(cells_of[number]) for number in edits}
        for number, edit in edits.items():
            cells_of[number] = {key: text for key, text in {**cells_of[number], **edit}.items() if text.strip()}
        codes = {code for number in edits for code in (before[number], code_key(cells_of[number])) if code}
        wanted = {*edits, *also}
        if codes:
            wanted |= {number for number, cells in cells_of.items() if code_key(cells) in codes}
        staged = {one.row.number: one for one in self._rows(connection, of.id, wanted)}
        utm = any("utm" in heading.casefold() for _, heading in store.headings(connection, of.id))
        terms = self._terms(connection, principal, of, list(cells_of.values()), utm=utm)
        near = Neighbours.of(cells_of.items(), terms.known)
        reader = RowReader(terms)
        checked: list[tuple[CheckedRow, str]] = []
        for number in sorted(staged):
            cells: dict[str, Raw] = dict(cells_of[number])
            if "main_url" not in edits.get(number, {}) and (url := self.secret_url(of.id, staged[number])):
                cells["main_url"] = url
            found = reader.check(RawRow(number=number, cells=cells), near)
            kept = [
                one
                for one in staged[number].row.notices
                if one.notice in ("formula", "merged") and one.column not in edits.get(number, {})
            ]
            found = replace(found, notices=(*found.notices, *kept))
            checked.append((found, self._sealed(of.id, found, self._others(of.id, staged[number]))))
        return checked, [number for number, one in staged.items() if one.row.outcome is RowOutcome.LEFT_OUT]

    def counted(self, connection: Connection, principal: Principal, of: Import) -> Import:
        """The import with its figures as the staging table has them now."""
        counts, faults, _ = store.tally(connection, of.id)
        return replace(
            of,
            counts={status: counts.get(status, 0) for status in RowStatus},
            faults=faults,
            missing=len(self.missing(connection, principal, of, after="", limit=_COUNT_MISSING)),
            version=of.version + 1,
            updated_at_us=self._clock.now_us(),
        )

    def missing(
        self, connection: Connection, principal: Principal, of: Import, *, after: str, limit: int
    ) -> Sequence[tuple[str, str, str, str]]:
        """(id, code, folded code, name) of the organisation's cameras that are not in the file."""
        seen = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        conditions = (
            camera.c.owner_id == of.organisation_id,
            camera.c.protected.is_(False),  # their number is kept, for whoever reads the import
            seen.among([of.organisation_id]).clause(camera.c.owner_id, tagged=with_tag),
        )
        named = store.camera_ids(of.id)
        rows = known_store.missing(connection, *conditions, named=named, after=after, limit=limit)
        return [(row.id, row.code, row.code_key, row.name) for row in rows]

    def secret_url(self, import_id: str, staged: store.StagedRow) -> str:
        """The stream's address in full, where it is sealed. Raises `DataLoss` where its key is gone."""
        return str(self._opened_row(import_id, staged).get("url", ""))

    def _others(self, import_id: str, staged: store.StagedRow) -> dict[str, str]:
        """Position -> what stands below headings that nobody knew."""
        return dict(self._opened_row(import_id, staged).get("others", {}))

    def _opened_row(self, import_id: str, staged: store.StagedRow) -> dict[str, Any]:
        if not staged.secret:
            return {}
        opened = self._keyring.decrypt(staged.secret, secret_context(import_id, staged.row.number))
        return dict(json.loads(opened))

    def reencrypt_secrets(self, keyring: KeyRing, tx: Connection) -> int:
        """Bring every waiting secret under the active key."""
        count = 0
        for import_id, number, secret in store.secrets(tx):
            fresh = keyring.reencrypt(secret, secret_context(import_id, number))
            if fresh != secret:
                store.set_secret(tx, import_id, number, fresh)
                count += 1
        return count

    def _rows(self, connection: Connection, import_id: str, numbers: Iterable[int]) -> list[store.StagedRow]:
        ordered = sorted(numbers)
        return [
            row
            for at in range(0, len(ordered), 500)
            for row in store.rows(connection, import_id, conditions=[store.numbered(ordered[at : at + 500])])
        ]

    def _terms(
        self,
        connection: Connection,
        principal: Principal,
        of: Import,
        rows: Sequence[Mapping[str, Raw]],
        *,
        utm: bool,
    ) -> Terms:
        directory = self._directories.now()
        governance = self._governance
        may_declare = governance.visible(principal, Action.INVENTORY_SUBMIT, "camera")
        seen = governance.visible(principal, Action.CAMERA_READ, "camera")
        named = {plain(cells.get("owner_id")) for cells in rows} - {""}
        owners = {id for id in (of.organisation_id, *(directory.find(name).id for name in named)) if id}
        condition = seen.among(owners).clause(camera.c.owner_id, protected=camera.c.protected, tagged=with_tag)
        cameras = known_store.of_owners(connection, owners, condition)
        codes = {code for cells in rows if (code := code_key(cells))}
        elsewhere = known_store.owners_of_codes(connection, codes - {fold(one.code) for one in cameras})
        sites = governance.visible(principal, Action.SITE_READ, "site")
        units = directory.units()
        in_use = {one.values["pole_id"] for one in cameras}

        def may_name(pole_id: str, owner_id: str) -> bool:
            return sites.allows(owner_id) or owner_id in units or pole_id in in_use

        return Terms(
            owner_id=of.organisation_id,
            directory=directory,
            known=KnownCameras(cameras, taken=elsewhere, owner_id=of.organisation_id),
            sites=known_store.ids_of_codes(
                connection, site, _codes(rows, "site_id"), lambda _, owner_id: sites.allows(owner_id), sites
            ),
            poles=known_store.ids_of_codes(connection, pole, _codes(rows, "pole_id"), may_name, sites),
            may_declare=may_declare.allows,
            is_forbidden_host=self._is_forbidden_host,
            opened=self._opened,
            taken=lambda code_keys: known_store.owners_of_codes(connection, code_keys),
            utm=utm,
            grid=self._grid,
        )

    def _taken_now(self, code_keys: Collection[str]) -> Collection[str]:
        with self._database.reading() as connection:
            return known_store.owners_of_codes(connection, code_keys)

    def _is_forbidden_host(self, host: str, port: int) -> bool:
        try:
            self._outbound.check_written(host, port)
        except Denied:
            return True
        return False

    def _opened(self, known: KnownCamera) -> OpenStream | None:
        if not known.secret:
            return None
        row = StoredStream(
            id=known.stream_id,
            camera_id=known.id,
            role=StreamRole.MAIN,
            shown_url=known.shown_url,
            username=known.username,
            has_password=True,
            secret=known.secret,
            record=None,
            min_days=None,
            max_days=None,
            thin_after_days=None,
        )
        try:
            return open_stream(self._keyring, row)
        except DataLoss:
            return None

    def _sealed(self, import_id: str, row: CheckedRow, others: Mapping[Any, str]) -> str:
        """An address with something to hide; and what nobody knows the meaning of, for it may be a password."""
        content: dict[str, object] = {}
        if row.secret_url and row.secret_url != hidden(row.secret_url):
            content["url"] = row.secret_url
        if others:
            content["others"] = dict(others)
        if not content:
            return ""
        return self._keyring.encrypt(json.dumps(content).encode(), secret_context(import_id, row.number))


def secret_context(import_id: str, number: int) -> str:
    """Whose secret it is."""
    return f"import:{import_id}:{number}"


def _codes(rows: Iterable[Mapping[str, Raw]], key: str) -> set[str]:
    return {fold(plain(cells[key])) for cells in rows if cells.get(key) not in (None, "")}
