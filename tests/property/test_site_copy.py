"""An exported file that anybody may have made: whatever stands in it, it is read as it was written or refused."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Boolean, Column, Float, LargeBinary, MetaData, String, Table, insert

from toancanh.infra.database import Database
from toancanh.infra.site_copy import (
    Leaving,
    SiteFacts,
    SiteFile,
    columns_of,
    open_sealed,
    place_rows,
    rows_of,
    seal_by_phrase,
    write_site,
)
from toancanh.infra.site_copy.model import read, written
from toancanh.kernel import DataLoss, Invalid, PlatformError

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("name", String(20)),
    Column("size", Float),
    Column("good", Boolean, nullable=False),
    Column("content", LargeBinary),
)
ROWS = st.fixed_dictionaries({
    "id": st.integers(-(1 << 63), (1 << 63) - 1),
    "name": st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    "size": st.none() | st.floats(-1e300, 1e300),
    "good": st.booleans(),
    "content": st.none() | st.binary(),
})  # fmt: skip
FACTS = SiteFacts(
    site=1, program="0", made="2026-11-23T00:00:00Z", settings={"site_name": "Hà Nội"}, checkpoint_keys=()
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("exported")
    database = Database(f"sqlite:///{folder}/a.db")
    TABLE.metadata.create_all(database.engine)
    with database.transaction() as tx:
        tx.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        tx.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
        tx.execute(
            insert(TABLE), [{"id": n, "name": "n", "size": 0.5, "good": True, "content": b"c"} for n in range(3)]
        )
    write_site(database, folder / "file", FACTS, leaving=Leaving(), documents=folder / "none")
    database.close()
    return (folder / "file").read_bytes()


def taken(content: bytes) -> tuple[object, ...]:
    """All that it says, proven first."""
    with tempfile.NamedTemporaryFile() as made:
        made.write(content)
        made.flush()
        with SiteFile(Path(made.name)) as file:
            file.verify()
            return file.settings(), *(tuple(one.items()) for one in rows_of(file, TABLE))


@given(ROWS)
def test_a_row_comes_back_as_it_was(row: dict[str, Any]) -> None:
    line = written(row, columns_of(TABLE), frozenset())
    assert line.count(b"\n") == 1
    assert read(line, columns_of(TABLE)) == row


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_a_line_of_anything_is_refused(line: bytes) -> None:
    with pytest.raises(DataLoss):
        read(line, columns_of(TABLE))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_file_is_found_or_says_the_same(exported: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(exported) - 1))
    cut = data.draw(st.booleans())
    changed = exported[:at] + (
        b"" if cut else bytes([exported[at] ^ data.draw(st.integers(1, 255))]) + exported[at + 1 :]
    )
    try:
        found = taken(changed)
    except PlatformError:
        return
    assert found == taken(exported)  # a byte that means nothing, such as a time of the ZIP's own


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("manifest.json", {"format": "toancanh-site-2"}),
        ("manifest.json", []),
        ("manifest.json", {"tables": [{"name": "../x", "rows": 1, "columns": []}]}),
        ("manifest.json", {"members": {}}),
        ("tables/thing.jsonl", []),
        ("settings.json", {"archive": "/"}),
        ("../evil", {}),
        ("tables/other.jsonl", {}),
    ],
)
def test_what_was_made_by_hand_is_refused(exported: bytes, member: str, value: Any) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported)) as good, zipfile.ZipFile(made, "w") as bad:
        for name in good.namelist():
            said = good.read(name)
            if name == member:
                said = json.dumps(
                    {**json.loads(said), **value} if value and name == "manifest.json" else value
                ).encode()
            bad.writestr(name, said)
        if member not in good.namelist():
            bad.writestr(member, json.dumps(value))
    with pytest.raises(Invalid if "format" in value else DataLoss):
        taken(made.getvalue())


def test_a_file_of_another_revision_says_what_to_do(exported: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(exported)
    database = Database(f"sqlite:///{tmp_path}/b.db")
    refused = pytest.raises(Invalid, match="import it with that version")
    with SiteFile(tmp_path / "file") as file, refused, database.transaction() as tx:
        place_rows(tx, file)
    database.close()


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "", "a\\..\\x"])
def test_a_path_that_leads_out_of_the_archive_is_refused(path: str) -> None:
    columns = columns_of(Table("file", MetaData(), Column("path", String, primary_key=True)))
    with pytest.raises(DataLoss):
        read(json.dumps({"path": path}).encode(), columns)


def test_secrets_open_by_their_phrase_alone() -> None:
    sealed = seal_by_phrase(b"keys", "a phrase of some length")
    assert open_sealed(sealed, "a phrase of some length") == b"keys"
    with pytest.raises(Invalid):
        open_sealed(sealed, "another phrase of a length")
    with pytest.raises(DataLoss):
        open_sealed(sealed[:-9], "a phrase of some length")
    with pytest.raises(Invalid, match="12"):
        seal_by_phrase(b"keys", "short")
