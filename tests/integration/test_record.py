"""The record keeps what happened, and shows when somebody tampered with it."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from databases import content_of
from governance_rig import ADMIN_PASSWORD, PASSWORD, SOURCE, City, a_city, quick_passwords
from toancanh.governance import AccessRequest, Action, AnonymousReason, Governance, ResourceRef, Role
from toancanh.governance.commands import add_commands
from toancanh.governance.model import PROTECTED, DecisionInputs, RoleBinding
from toancanh.governance.record.chain import ENTRY_FIELDS, FIRST_HASH, Entry, seal
from toancanh.governance.record.query import RecordFilter
from toancanh.governance.record.store import record_anonymous, record_entry, record_head, record_personal
from toancanh.governance.regulation.question import decide
from toancanh.kernel import Denied, IdSource, NotFound, Principal
from toancanh.registry import CameraDraft
from toancanh.registry.dossier.model import Lifecycle


@pytest.fixture
def city(tmp_path: Path):
    with a_city(tmp_path) as made:
        made.user("lan", Role.VIEWER, made.root_id)
        made.signed_in("lan")
        yield made


def faults(city: City) -> list[str]:
    return [fault.what for fault in city.governance.verify_record().violations]


def unlocked(city: City, act: Callable[[Connection], object]) -> None:
    """As somebody who has the file, and takes the triggers off."""
    with city.database.engine.begin() as connection:
        if not city.database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            act(connection)
            return
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        act(connection)
        for _, statement in triggers:
            connection.exec_driver_sql(statement)


def test_a_record_that_was_left_alone_is_intact(city: City) -> None:
    report = city.governance.verify_record()
    assert report.violations == ()
    assert report.entries >= 4
    assert report.chains == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET outcome = 'allow'",
        "DELETE FROM record_entry",
        "UPDATE record_personal SET value = 'x'",
        "DELETE FROM record_head",
        "TRUNCATE record_entry CASCADE",
        "TRUNCATE record_head",
    ],
)
def test_the_database_itself_refuses_changes(city: City, statement: str) -> None:
    if city.database.is_sqlite and statement.startswith("TRUNCATE"):
        return  # which knows no such statement
    with pytest.raises(IntegrityError, match="append-only"), city.database.transaction() as tx:
        tx.exec_driver_sql(statement)


@pytest.mark.parametrize("column", [name for name in ENTRY_FIELDS if name not in {"site", "writer", "seq", "id"}])
def test_a_changed_field_shows(city: City, column: str) -> None:
    value = 7 if column == "at_us" else "7"
    third = record_entry.c.seq == 3
    unlocked(city, lambda tx: tx.execute(record_entry.update().where(third).values({column: value})))
    assert "its content was changed" in faults(city)


def delete_entries(tx: Connection, first: int, last: int) -> None:
    gone = select(record_entry.c.id).where(record_entry.c.seq.between(first, last))
    tx.execute(record_personal.delete().where(record_personal.c.entry_id.in_(gone)))
    tx.execute(record_entry.delete().where(record_entry.c.seq.between(first, last)))


def test_a_removed_entry_shows(city: City) -> None:
    unlocked(city, lambda tx: delete_entries(tx, 2, 3))
    assert faults(city) == ["entries 2 to 3 are missing"]


def test_entries_cut_off_the_end_show(city: City) -> None:
    last = city.governance.verify_record().entries
    unlocked(city, lambda tx: delete_entries(tx, last, last))
    assert faults(city) == [f"the chain ends at entry {last - 1}, but entry {last} was sealed"]


def test_a_head_moved_back_without_the_key_shows(city: City) -> None:
    last = city.governance.verify_record().entries

    def cut(tx: Connection) -> None:
        delete_entries(tx, last, last)
        before = tx.execute(select(record_entry).where(record_entry.c.seq == last - 1)).one()
        forged = seal(bytes(32), site=1, writer="web", seq=last - 1, last_hash=before.hash)
        tx.execute(
            record_head.update()
            .where(record_head.c.writer == "web")
            .values(seq=last - 1, hash=before.hash, seal=forged)
        )

    unlocked(city, cut)
    assert faults(city) == ["the seal of the end is forged"]


def test_a_whole_chain_without_its_end_shows(city: City) -> None:
    unlocked(city, lambda tx: tx.execute(record_head.delete().where(record_head.c.writer == "web")))
    assert faults(city) == ["the end of the chain is not sealed"]


def test_a_whole_chain_gone_with_its_end_shows(city: City) -> None:
    other = Governance(
        database=city.database, clock=city.clock, ids=IdSource(clock=city.clock, site=1), keyring=city.keyring,
        site=1, writer="media-0", passwords=quick_passwords(),
    )  # fmt: skip
    with city.database.transaction() as tx:
        other.record(tx, Principal.system("media-0"), "keys.rotate", None)
    assert faults(city) == []

    def act(tx: Connection) -> None:
        gone = select(record_entry.c.id).where(record_entry.c.writer == "media-0")
        tx.execute(record_personal.delete().where(record_personal.c.entry_id.in_(gone)))
        tx.execute(record_entry.delete().where(record_entry.c.writer == "media-0"))
        tx.execute(record_head.delete().where(record_head.c.writer == "media-0"))

    unlocked(city, act)
    assert [fault.split(" (")[0] for fault in faults(city)] == ["2 chains were sealed, but there are 1"]
    unlocked(city, lambda tx: tx.execute(record_head.update().where(record_head.c.writer == "").values(seq=1)))
    assert faults(city) == ["the seal of the list of its chains is forged"]
    unlocked(city, lambda tx: tx.execute(record_head.delete().where(record_head.c.writer == "")))
    assert faults(city) == ["the list of its chains is not sealed"]


def test_a_chain_computed_anew_shows(city: City) -> None:
    """Somebody changes an entry and all hashes after it, but has not the key of the seal."""

    def rewrite(tx: Connection) -> None:
        previous = FIRST_HASH
        for row in tx.execute(select(record_entry).order_by(record_entry.c.seq)).all():
            fields = {name: getattr(row, name) for name in ENTRY_FIELDS} | {"prev_hash": previous}
            if row.seq == 2:
                fields["outcome"] = "deny"
            previous = Entry(**fields).hash()
            columns = {"outcome": fields["outcome"], "prev_hash": fields["prev_hash"], "hash": previous}
            tx.execute(record_entry.update().where(record_entry.c.id == row.id).values(**columns))
        tx.execute(record_head.update().where(record_head.c.writer == "web").values(hash=previous))

    unlocked(city, rewrite)
    assert faults(city) == ["the seal of the end is forged"]


def test_swapped_entries_show(city: City) -> None:
    def swap(tx: Connection) -> None:
        for old, new in ((2, -2), (3, 2), (-2, 3)):
            tx.execute(record_entry.update().where(record_entry.c.seq == old).values(seq=new))

    unlocked(city, swap)
    assert "its content was changed" in faults(city)
    assert "it does not follow the entry before it" in faults(city)


def test_an_added_entry_shows(city: City) -> None:
    def add(tx: Connection) -> None:
        last = tx.execute(select(record_entry).order_by(record_entry.c.seq.desc()).limit(1)).one()
        fields = {name: getattr(last, name) for name in ENTRY_FIELDS}
        fields |= {"id": "added", "seq": last.seq + 1, "prev_hash": last.hash, "commitments": "{}"}
        tx.execute(record_entry.insert().values(**fields, hash=Entry(**fields).hash()))

    unlocked(city, add)
    assert len(faults(city)) == 1
    assert faults(city)[0].startswith("the chain ends at entry")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE record_personal SET value = 'mai' WHERE field = 'username'",
            "the personal field username was changed",
        ),
        (
            "UPDATE record_personal SET salt = (SELECT salt FROM record_personal ORDER BY field DESC LIMIT 1) "
            "WHERE field = 'source'",
            "the personal field source was changed",
        ),
        ("UPDATE record_personal SET field = 'other' WHERE field = 'source'", "the personal field other was added"),
        ("DELETE FROM record_personal WHERE field = 'source'", "the personal field source is gone, and no erasure"),
    ],
)
def test_changed_personal_data_shows(city: City, statement: str, what: str) -> None:
    unlocked(city, lambda tx: tx.exec_driver_sql(statement))
    assert any(fault.startswith(what) for fault in faults(city))


def test_personal_data_is_erased_without_breaking_the_chain(city: City) -> None:
    lan = city.signed_in("lan")
    with city.database.reading() as connection:
        ids = list(connection.scalars(select(record_entry.c.id).where(record_entry.c.actor_id == lan.user_id)))
    with city.database.transaction() as tx:
        city.governance._writer.erase(tx, Principal.system("privacy"), ids, reason="request 12/2026")
    report = city.governance.verify_record()
    assert report.violations == ()
    assert report.erased == len(ids) > 0
    with city.database.reading() as connection:
        assert "lan" not in [
            row.value for row in connection.execute(select(record_personal)) if row.field == "username"
        ]
        assert "lan" not in str(connection.execute(select(record_entry.c.details, record_entry.c.decision)).all())


def test_a_damaged_entry_is_reported_and_does_not_stop_the_walk(city: City) -> None:
    unlocked(city, lambda tx: tx.exec_driver_sql("UPDATE record_entry SET commitments = '{' WHERE seq = 2"))
    assert faults(city) == ["its content was changed"]


def failing_act(city: City) -> None:
    with city.database.transaction() as tx:
        city.governance.record(tx, city.admin, "camera.update", None)
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_no_entry(city: City) -> None:
    assert city.admin
    before = city.governance.verify_record().entries
    with pytest.raises(ZeroDivisionError):
        failing_act(city)
    assert city.governance.verify_record().entries == before


def test_each_writer_has_its_own_chain(city: City) -> None:
    other = Governance(
        database=city.database,
        clock=city.clock,
        ids=IdSource(clock=city.clock, site=1),
        keyring=city.keyring,
        site=1,
        writer="media-0",
        passwords=quick_passwords(),
    )
    other.sign_in("lan", PASSWORD, SOURCE)
    city.governance.sign_in("lan", PASSWORD, SOURCE)
    other.sign_in("lan", PASSWORD, SOURCE)
    report = city.governance.verify_record()
    assert (report.chains, report.violations) == (2, ())
    with city.database.reading() as connection:
        query = select(record_head.c.writer, record_head.c.seq)
        assert dict(connection.execute(query).all())["media-0"] == 2  # type: ignore[arg-type]


def test_a_decision_on_record_can_be_decided_again(city: City) -> None:
    lan = city.signed_in("lan")
    ward = city.organisation("ward")
    ref = ResourceRef(kind="camera", id="x", owner_id=ward.id, tags=frozenset({"gate"}))
    request = AccessRequest(
        action=Action.CAMERA_WRITE, resource=ref, purpose="case 7", reference="7/2026", source=SOURCE
    )
    with pytest.raises(Exception, match="do not allow"):
        city.governance.require(lan, request)
    act = city.governance.reader.changes_of("x", since_version=-1)
    assert act == []  # a refusal changes nothing
    with city.database.reading() as connection:
        row = connection.execute(select(record_entry).where(record_entry.c.resource_id == "x")).one()
        beside = select(record_personal).where(record_personal.c.entry_id == row.id)
        personal = {part.field: part.value for part in connection.execute(beside)}
    stored = json.loads(row.decision)
    inputs = stored["inputs"]
    assert "7/2026" not in row.decision
    again = decide(
        city.governance.engine(),
        DecisionInputs(
            request=AccessRequest(
                action=Action(inputs["action"]),
                resource=ResourceRef(**{**inputs["resource"], "tags": frozenset(inputs["resource"]["tags"])}),
                purpose=personal["purpose"],
                reference=personal["reference"],
                seconds=inputs["seconds"],
                from_us=inputs["from_us"],
                to_us=inputs["to_us"],
                asked_us=inputs["asked_us"],
                source=personal["source"],
            ),
            user_id=row.actor_id,
            is_system=inputs["is_system"],
            is_active=inputs["is_active"],
            second_factor=inputs["second_factor"],
            roles=tuple(RoleBinding(role=Role(role), organisation_id=at) for role, at in inputs["roles"]),
            owner_path=tuple(inputs["owner_path"]),
            shared=tuple(inputs["shared"]),
            share_ids=tuple(inputs["share_ids"]),
            on_duty=inputs["on_duty"],
            approval_ids=tuple(inputs["approval_ids"]),
            stands=inputs["stands"],
            now_us=inputs["now_us"],
        ),
    )
    assert again.inputs is not None
    now = city.governance.authorize(lan, request)
    assert now.inputs is not None
    assert again == replace(now, inputs=replace(now.inputs, now_us=again.inputs.now_us))
    assert again.outcome == stored["outcome"]
    assert again.pack is not None
    assert asdict(again.pack) == stored["pack"]


def test_what_was_done_with_protected_things_is_read_by_those_cleared_alone(city: City) -> None:
    city.user("auditor", Role.AUDITOR, city.root_id)
    for code, tags in (("HIDDEN-1", frozenset({PROTECTED})), ("OPEN-1", frozenset({"gate"}))):
        draft = CameraDraft(
            code=code, name=code, owner_id=city.root_id, lat=21, lon=105.8, min_days=1, max_days=30, tags=tags
        )
        made = city.registry.cameras.create(city.admin, draft)
        with pytest.raises((Denied, NotFound)):  # the refusal tells of it no less than the act
            city.registry.cameras.update(city.signed_in("lan"), made.id, lambda draft: draft)
        city.registry.dossiers.transition(city.admin, made.id, Lifecycle.FAULTY, "it is dark")
        hidden = ResourceRef(kind="camera", id=made.id, owner_id=city.root_id, tags=tags)
        with city.database.transaction() as tx:
            city.governance.record(tx, city.admin, "camera.walk", hidden)

    def seen(who: Principal) -> list[list[str]]:
        page = city.governance.reader.page(who, RecordFilter(), limit=100)
        ids = list(dict.fromkeys(act.resource_id for act in reversed(page) if act.resource_kind == "camera"))
        return [[act.action for act in reversed(page) if act.resource_id == one] for one in ids]

    both = seen(city.admin)
    assert len(both) == 2
    assert both[0] == both[1]
    assert seen(city.signed_in("auditor")) == both[1:]
    assert faults(city) == []


def test_anonymous_refusals_are_counted_and_cannot_fill_the_disk(city: City) -> None:
    for number in range(300):
        city.governance.record_anonymous(f"198.51.100.{number % 250}", AnonymousReason.NO_SESSION)
        city.governance.record_anonymous(f"2001:db8::{number:x}", AnonymousReason.NO_SESSION)
    with city.database.reading() as connection:
        rows = {row.source: row.count for row in connection.execute(select(record_anonymous))}
    assert len(rows) == 65
    assert rows["2001:db8::/64"] == 300
    assert sum(rows.values()) == 600
    city.clock.advance(91 * 24 * 3600)
    city.governance.record_anonymous("198.51.100.1", AnonymousReason.NO_SESSION)
    with city.database.reading() as connection:
        assert len(connection.execute(select(record_anonymous)).all()) == 1


def test_a_session_that_is_refused_without_end_is_only_counted(city: City) -> None:
    lan = city.signed_in("lan")
    before = city.governance.verify_record().entries
    ref = ResourceRef(kind="camera", id="x", owner_id="elsewhere")
    for _ in range(150):
        with pytest.raises(NotFound):
            city.governance.require(lan, AccessRequest(action=Action.CAMERA_READ, resource=ref, source=SOURCE))
    assert city.governance.verify_record().entries == before + 120
    with city.database.reading() as connection:
        assert connection.execute(select(record_anonymous.c.reason, record_anonymous.c.count)).one() == ("repeated", 30)


class Opened:
    def __init__(self, city: City) -> None:
        self.governance = city.governance

    def close(self) -> None:
        pass


def test_the_command_proves_it(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), lambda _data: Opened(city))
    options = parser.parse_args(["audit", "verify", "--json"])
    assert options.run(options) == 0
    assert json.loads(capsys.readouterr().out)["violations"] == []
    unlocked(city, lambda tx: tx.exec_driver_sql("UPDATE record_entry SET outcome = 'deny' WHERE seq = 2"))
    options = parser.parse_args(["audit", "verify"])
    assert options.run(options) == 1
    assert "site 1, writer web, entry 2: its content was changed" in capsys.readouterr().out


def test_a_password_never_reaches_the_record(city: City) -> None:
    city.governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
    city.camera("c1", city.root_id)
    content = content_of(city.database)
    for secret in (ADMIN_PASSWORD, PASSWORD, "t0p-secret"):
        assert secret.encode() not in content
