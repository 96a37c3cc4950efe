"""What an owner holds of the record shows when the record is not what it was, whoever changed it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import IntegrityError
from test_record import unlocked

from governance_rig import City, a_city
from toancanh.governance import Role
from toancanh.governance.checkpoints import parse, service, store
from toancanh.governance.checkpoints.head import Ends, Handed, digest_of_ends, root_and_paths, root_of
from toancanh.governance.checkpoints.making import ends_of
from toancanh.governance.checkpoints.service import FILE_NAME
from toancanh.governance.record.chain import ENTRY_FIELDS, FIRST_HASH, Entry, seal
from toancanh.governance.record.store import record_entry, record_head, record_personal
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal, SimulatedClock

SYSTEM = Principal.system("web")
DAY_US = 24 * 3600 * 1_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        ward = made.organisation("ward")
        made.user("eye", Role.AUDITOR, ward.id)
        made.camera("CAM-1", ward.id)
        yield made


def ward_of(city: City) -> str:
    return city.signed_in("eye").organisation_id


def handed(city: City, limit: int = 10) -> list[Handed]:
    """As the ward's auditor gets it."""
    eye = city.signed_in("eye")
    return parse(city.governance.checkpoints.hand_over(eye, owner_id=eye.organisation_id, limit=limit))


def faults(city: City, held: list[Handed]) -> list[str]:
    return [fault.what for fault in city.governance.verify_record(held).violations]


def test_what_was_handed_over_fits_a_record_left_alone(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    city.camera("CAM-2", ward_of(city))
    city.governance.checkpoints.make(SYSTEM)
    held = handed(city)
    report = city.governance.verify_record(held)
    assert (report.violations, report.checkpoints) == ((), 2)
    first, second = held
    assert second.head.previous == first.head.digest()
    assert second.part != first.part
    assert "CAM" not in first.line()


@pytest.mark.databases("sqlite")
def test_an_owner_gets_no_other_owners_part(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    with pytest.raises((Denied, NotFound)):
        city.governance.checkpoints.hand_over(city.signed_in("eye"), owner_id=city.root_id, limit=1)
    with pytest.raises((Denied, NotFound)):
        city.governance.checkpoints.make_for(city.signed_in("eye"))
    assert city.governance.checkpoints.make_for(city.admin).number == 2


def rewrite(
    city: City, tx: Connection, change: dict[int, dict[str, object]], gone: frozenset[int] = frozenset()
) -> None:
    """As one who has the database and the master key: every hash and seal after the change is made anew."""
    previous, seq = FIRST_HASH, 0
    rows = tx.execute(select(record_entry).where(record_entry.c.writer == "web").order_by(record_entry.c.seq)).all()
    for row in rows:
        if row.seq in gone:
            tx.execute(delete(record_personal).where(record_personal.c.entry_id == row.id))
            tx.execute(delete(record_entry).where(record_entry.c.id == row.id))
            continue
        seq += 1
        fields = {name: getattr(row, name) for name in ENTRY_FIELDS} | {"prev_hash": previous, "seq": seq}
        fields |= change.get(row.seq, {})
        previous = Entry(**fields).hash()
        tx.execute(update(record_entry).where(record_entry.c.id == row.id).values(**fields, hash=previous))
    sealed = seal(city.keyring.mac_key("record"), site=1, writer="web", seq=seq, last_hash=previous)
    head = record_head.c.writer == "web"
    tx.execute(update(record_head).where(head).values(seq=seq, hash=previous, seal=sealed))


def sign_anew(city: City, tx: Connection) -> None:
    """The checkpoint of the database, for the chains as they are now."""
    one = store.page(tx, 1, below=None, limit=1)[0]
    ends = {writer: end for writer, end in ends_of(tx, 1).items() if writer in one.ends}
    head = replace(one.head, chains=digest_of_ends(ends))
    signature, _ = city.keyring.sign(lambda _key: head.text().encode())
    tx.execute(delete(store.record_checkpoint).where(store.record_checkpoint.c.number == head.number))
    store.insert(tx, replace(one, head=head, head_text=head.text(), signature=signature.hex(), ends=ends), {})


TAMPERINGS = {
    "a change": ({3: {"outcome": "deny"}}, frozenset[int]()),
    "a removal": ({}, frozenset({3})),
    "another order": ({3: {"at_us": 1}, 4: {"at_us": 0}}, frozenset[int]()),
}


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_record_computed_anew_with_the_master_key_shows(city: City, what: str) -> None:
    city.governance.checkpoints.make(SYSTEM)
    held = handed(city)
    change, gone = TAMPERINGS[what]
    unlocked(city, lambda tx: rewrite(city, tx, change, gone))
    walked = city.governance.verify_record().violations
    assert all(fault.what.startswith("checkpoint 1: its entry") for fault in walked)  # the seals are good
    assert walked
    unlocked(city, lambda tx: sign_anew(city, tx))
    assert faults(city, []) == []  # nothing in the database tells any more
    found = faults(city, held)
    assert len([fault for fault in found if "computed anew" in fault]) == 1


@pytest.mark.databases("sqlite")
def test_an_older_copy_of_the_whole_database_shows(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    with city.database.reading() as connection:
        copy = {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in (record_entry, record_personal, record_head, store.record_checkpoint)
        }
    city.camera("CAM-9", ward_of(city))
    city.governance.checkpoints.make(SYSTEM)
    held = handed(city)

    def put_back(tx: Connection) -> None:
        tx.execute(delete(store.record_checkpoint_part).where(store.record_checkpoint_part.c.number > 1))
        for table in reversed(copy):
            tx.execute(delete(table))
        for table, rows in copy.items():
            tx.execute(table.insert(), rows)

    unlocked(city, put_back)
    assert faults(city, []) == []
    assert [fault for fault in faults(city, held) if "older copy" in fault] == [faults(city, held)[0]]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM record_checkpoint WHERE number = 1", "checkpoint 1: it is missing"),
        ("UPDATE record_checkpoint SET signature = '00' WHERE number = 2", "checkpoint 2: its signature"),
        ("UPDATE record_checkpoint SET chains = '[]' WHERE number = 1", "checkpoint 1: the ends of the chains"),
        ("UPDATE record_checkpoint SET number = number + 7", "checkpoint 1: it is missing"),
    ],
)
def test_the_databases_own_checkpoints_show_a_change(city: City, statement: str, what: str) -> None:
    for _ in range(2):
        city.governance.checkpoints.make(SYSTEM)
    unlocked(city, lambda tx: tx.exec_driver_sql(statement))
    assert any(fault.startswith(what) for fault in faults(city, []))


def test_the_database_itself_refuses_to_change_a_checkpoint(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    for table in ("record_checkpoint", "record_checkpoint_part"):
        for verb in ("DELETE FROM {}", "UPDATE {} SET number = 7"):
            with pytest.raises(IntegrityError, match="append-only"), city.database.transaction() as tx:
                tx.exec_driver_sql(verb.format(table))


@pytest.mark.databases("sqlite")
def test_a_file_that_was_changed_or_is_anothers_is_told(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    [mine] = handed(city)
    assert "changed after it was signed" in faults(city, [replace(mine, head=replace(mine.head, made_us=1))])[0]
    assert "does not belong" in faults(city, [replace(mine, part=FIRST_HASH)])[0]
    assert "site 7" in faults(city, [replace(mine, head=replace(mine.head, site=7))])[0]
    [roots] = parse(city.governance.checkpoints.hand_over(city.admin, owner_id=city.root_id, limit=1))
    assert "does not belong" in faults(city, [replace(mine, owner_id=roots.owner_id)])[0]
    for damaged in ("{", "[]", '{"head": {}}', mine.line().replace("checkpoint 1", "checkpoint 2")):
        with pytest.raises(Invalid):
            parse(damaged)


@pytest.mark.databases("sqlite")
def test_a_key_that_was_rotated_is_still_known(city: City) -> None:
    city.governance.checkpoints.make(SYSTEM)
    city.keyring.rotate()
    city.governance.checkpoints.make(SYSTEM)
    first, second = handed(city)
    assert first.head.key != second.head.key
    assert faults(city, [first, second]) == []
    assert [name for name, _ in city.governance.checkpoints.keys] == [first.head.key, second.head.key]


def test_what_was_made_on_demand_or_could_not_be_put_out_is_put_out_once(city: City, tmp_path: Path) -> None:
    out, checkpoints, upkeep = tmp_path / "out", city.governance.checkpoints, city.governance.upkeep
    out.write_text("in the way")
    checkpoints.make_for(city.admin)
    with pytest.raises(OSError):
        upkeep.look(DAY_US, out)
    out.unlink()
    upkeep.look(DAY_US, out)  # none is due, one waits
    checkpoints.make_for(city.admin)
    checkpoints.make_for(city.admin)
    file = out / "ward" / FILE_NAME
    with file.open("a") as torn:
        torn.write('{"head"')  # as a full disk leaves it
    upkeep.look(0, out)
    upkeep.look(0, out)
    assert [one.head.number for one in parse(file.read_text())] == [1, 2, 3]
    with city.database.reading() as connection:
        said = select(record_entry.c.details).where(record_entry.c.action == "checkpoint.hand_over")
        assert [json.loads(text)["numbers"] for text in connection.scalars(said)] == [[1, 1], [2, 3]]


@pytest.mark.databases("sqlite")
def test_the_second_of_two_made_at_once_is_a_conflict(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints, ends = city.governance.checkpoints, service.ends_of

    def slowly(connection: Connection, site: int) -> Ends:
        monkeypatch.setattr(service, "ends_of", ends)
        checkpoints.make_for(city.admin)
        return ends(connection, site)

    monkeypatch.setattr(service, "ends_of", slowly)
    with pytest.raises(Conflict):
        checkpoints.make_for(city.admin)
    assert checkpoints.make_for(city.admin).number == 2
    assert faults(city, []) == []


@pytest.mark.databases("sqlite")
def test_checkpoints_are_made_in_time_and_put_out_for_every_owner(tmp_path: Path) -> None:
    clock = SimulatedClock()
    with a_city(tmp_path, clock=clock) as city:
        ward = city.organisation("ward")
        out = tmp_path / "out"
        for _ in range(3):
            city.governance.upkeep.look(DAY_US, out)
            clock.advance(0.6 * 86_400)
        lines = (out / "ward" / FILE_NAME).read_text()
        held = parse(lines)
        assert [one.head.number for one in held] == [1, 2]
        assert {one.owner_id for one in held} == {ward.id}
        assert city.governance.verify_record(held).violations == ()
        assert (out / "platform" / FILE_NAME).exists()
        with city.database.reading() as connection:
            said = select(record_entry.c.details).where(record_entry.c.action == "checkpoint.hand_over")
            assert [json.loads(text)["numbers"] for text in connection.scalars(said)] == [[1, 1], [2, 2]]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_every_owners_path_leads_to_the_root(count: int) -> None:
    parts = {f"owner {number}": f"{number:064x}" for number in range(count)}
    root, paths = root_and_paths(parts)
    assert {root_of(owner, digest, paths[owner]) for owner, digest in parts.items()} == {root}
    assert root_of("owner 0", parts["owner 0"].replace("0", "1"), paths["owner 0"]) != root
