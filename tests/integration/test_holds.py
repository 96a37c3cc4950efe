"""Footage is kept by its class and by holds: what goes, what stays, who may say so, and the proof of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import one_connection
from governance_rig import City, a_city
from toancanh.governance import Role
from toancanh.governance.holds import DeletedFootage, HoldDraft, Limits, Span
from toancanh.governance.purpose import CaseDraft, CaseKind
from toancanh.kernel import Conflict, Denied, IdSource, Invalid, NotFound, Principal, SimulatedClock
from toancanh.media.archive import ArchiveIndex, Retention, RetentionLimits, Segment, SegmentState, StreamKey
from toancanh.media.archive import store as archive_store
from toancanh.media.archive.deletion import remove_file
from toancanh.media.archive.model import segment_path
from toancanh.media.archive.retention import DAY_US
from toancanh.media.keeping import KeepingReport, Report, footage_of, violations
from toancanh.media.model import ClockSource, Codec, RunClock
from toancanh.registry import StreamRole
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

NOW_US = 1_795_300_000_000_000
FILE_US = 300_000_000
CASE = "VV-12/2026"
DEFAULT = RetentionLimits(min_days=1.0, max_days=30.0)


@dataclass
class Keeping:
    city: City
    clock: SimulatedClock
    archive: ArchiveIndex
    ids: IdSource
    camera_id: str
    north_id: str

    def who(self, name: str) -> Principal:
        return self.city.signed_in(name)

    def record(self, days_ago: float, *, camera_id: str = "") -> Segment:
        """A file of five minutes."""
        start_us = self.clock.now_us() - round(days_ago * DAY_US)
        key, segment_id = StreamKey(camera_id or self.camera_id, StreamRole.MAIN), self.ids.new_id()
        made = Segment(
            id=segment_id, camera_id=key.camera_id, role=key.role, run_id=segment_id, start_us=start_us,
            end_us=start_us + FILE_US, path=segment_path(key, segment_id, start_us), size_bytes=1000,
            codec=Codec.H264, codec_string="avc1", width=1, height=1,
            clock=RunClock(source=ClockSource.SERVER_ARRIVAL, offset_us=None, drift_ppm=None), timeline_error_us=0,
            state=SegmentState.COMPLETE, table=None,
        )  # fmt: skip
        self.archive.path(made).parent.mkdir(parents=True, exist_ok=True)
        self.archive.path(made).write_bytes(bytes(1000))
        with self.city.database.transaction() as tx:
            archive_store.insert_segment(tx, made)
        return made

    def hold(self, *segments: Segment, by: str = "operator", expires_us: int | None = None) -> str:
        span = Span(segments[0].start_us, segments[-1].end_us or 0)
        cameras = tuple(sorted({one.camera_id for one in segments}))
        draft = HoldDraft(camera_ids=cameras, span=span, case_number=CASE, reason="tai nạn", expires_us=expires_us)
        return self.city.governance.holds.place(self.who(by), draft).id

    def retention(self, *, free_bytes: int = 1 << 40, keeping: object = None) -> Retention:
        limits = self.city.registry.retention()
        return Retention(
            self.archive, clock=self.clock, ids=self.ids,
            limits=lambda: {StreamKey(*key[:2]): RetentionLimits(**one._asdict()) for key, one in limits.items()},
            default=DEFAULT, min_free_bytes=1 << 30, free_bytes=lambda: free_bytes,
            keeping=keeping or self.city.governance.holds,  # type: ignore[arg-type]
        )  # fmt: skip

    def left(self) -> list[str]:
        with self.city.database.reading() as connection:
            return [
                one.id for one in archive_store.segments_from(connection, StreamKey(self.camera_id, StreamRole.MAIN), 0)
            ]

    def report(self, by: str = "") -> Report:
        made = KeepingReport(
            governance=self.city.governance, registry=self.city.registry, archive=self.archive, clock=self.clock,
            default=Limits(1.0, 30.0),
        )  # fmt: skip
        return made.make(self.who(by) if by else Principal.system("check"))

    def broken(self) -> list[str]:
        return [one.invariant for one in violations(self.report())]


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Keeping]:
    clock = SimulatedClock(NOW_US)
    with a_city(tmp_path, clock=clock) as city:
        north, south = city.organisation("north").id, city.organisation("south").id
        for name, role in (("operator", Role.OPERATOR), ("chief", Role.ADMINISTRATOR), ("viewer", Role.VIEWER)):
            city.user(name, role, north)
        city.user("auditor", Role.AUDITOR, north)
        city.user("stranger", Role.ADMINISTRATOR, south)
        city.governance.cases.open(city.signed_in("chief"), CaseDraft(number=CASE, kind=CaseKind.OTHER))
        archive = ArchiveIndex(city.database, tmp_path / "archive")
        city.governance.holds.know_footage(partial(footage_of, archive))
        camera = city.camera("N-1", north)
        yield Keeping(city, clock, archive, IdSource(clock=clock, site=1), camera.id, north)


def entries(city: City, action: str) -> list[tuple[str, str]]:
    with city.database.reading() as connection:
        query = text("SELECT owner_id, details FROM record_entry WHERE action = :action ORDER BY seq")
        return [(row.owner_id, row.details) for row in connection.execute(query, {"action": action})]


def test_held_footage_survives_age_and_space_and_goes_when_it_is_released(keeping: Keeping) -> None:
    old, held, young = keeping.record(40), keeping.record(39), keeping.record(3)
    hold_id = keeping.hold(held)
    with one_connection(keeping.city.database):
        keeping.retention(free_bytes=0).look()
    assert keeping.left() == [held.id, young.id]  # the young one is younger than its class's least
    assert keeping.archive.path(held).exists()
    assert not keeping.archive.path(old).exists()
    assert keeping.broken() == []
    [(owner_id, details)] = entries(keeping.city, "footage.delete")
    assert owner_id == keeping.north_id
    assert '"files":1' in details
    assert '"reason":"age"' in details
    keeping.clock.advance(2 * 3600)
    holds = keeping.city.governance.holds
    holds.release(keeping.who("chief"), hold_id, reason="đã trích xuất")
    keeping.retention().look()
    assert keeping.left() == [young.id]
    with pytest.raises(Conflict):
        holds.release(keeping.who("chief"), hold_id, reason="again")


def test_a_hold_that_ends_keeps_until_then(keeping: Keeping) -> None:
    held = keeping.record(40)
    keeping.hold(held, expires_us=NOW_US + DAY_US)
    keeping.retention().look()
    assert keeping.left() == [held.id]
    keeping.clock.advance(2 * 86_400)
    keeping.retention().look()
    assert keeping.left() == []


def test_a_hold_that_comes_while_a_deletion_runs_is_seen_by_it(keeping: Keeping) -> None:
    held = keeping.record(40)
    holds = keeping.city.governance.holds

    class Late:
        """The hold is placed between the plan and the deletion."""

        asked = 0

        def held(self, connection: object, camera_ids: object) -> object:
            self.asked += 1
            return holds.held(connection, camera_ids)  # type: ignore[arg-type]

        def note_deleted(self, tx: object, batch: list[DeletedFootage]) -> None:
            raise AssertionError(f"{batch} went")

    late = Late()
    retention = keeping.retention(keeping=late)
    delete = retention._delete

    def placed_first(*args: object) -> object:
        if late.asked == 1:
            keeping.hold(held)
        return delete(*args)  # type: ignore[arg-type]

    retention._delete = placed_first  # type: ignore[method-assign, assignment]
    assert retention.look().deleted == 0
    assert keeping.left() == [held.id]


def test_the_class_bounds_what_the_camera_says(keeping: Keeping) -> None:
    limits = keeping.city.registry.retention
    key = (keeping.camera_id, StreamRole.MAIN)
    assert limits()[key] == Limits(15, 30)  # routine's least; the camera's most lies within
    keeping.record(40)
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    write = CameraWrite(camera_id=keeping.camera_id, values={"retention_class": "Hình làm chứng cứ vi phạm"})
    keeping.city.registry.dossiers.write(keeping.city.admin, write, declared=declared)
    assert limits()[key] == Limits(365, 365)
    keeping.retention(free_bytes=0).look()
    assert len(keeping.left()) == 1
    [row] = [one for one in keeping.report().classes if one.key == "violation"]
    assert (row.streams, row.too_old) == (1, 0)


def test_a_class_says_when_its_recordings_go_to_the_object_store(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, holds = keeping.city.registry, keeping.city.governance.holds
    assert (registry.cold_days(), registry.thinned_streams()) == ({}, set())
    routine = holds.class_of("")
    assert routine is not None
    colder = routine.model_copy(update={"cold_after_days": 20, "thin_after_days": 25})
    monkeypatch.setattr(holds, "class_of", lambda _declared: colder)
    assert registry.cold_days() == {keeping.camera_id: 20}
    assert registry.thinned_streams() == {(keeping.camera_id, StreamRole.MAIN)}


def test_the_report_finds_what_is_too_old_and_what_is_gone(keeping: Keeping) -> None:
    held, other = keeping.record(10), keeping.record(9)
    keeping.hold(held)
    keeping.hold(other)
    assert keeping.report().is_kept
    keeping.record(50)
    keeping.archive.path(held).unlink()  # behind the platform's back
    assert keeping.broken() == ["A10", "A11"]
    remove_file(keeping.archive, other)
    with keeping.city.database.transaction() as tx:
        archive_store.delete_segment(tx, other.id)
    report = keeping.report("auditor")
    assert [gone.start_us for one in report.held for gone in one.missing] == [other.start_us, held.start_us]
    assert sum(one.found_us for one in report.held) == 2 * FILE_US
    assert not keeping.report("stranger").streams
    assert not keeping.report("stranger").held


def test_who_may_hold_see_and_release(keeping: Keeping) -> None:
    holds, segment = keeping.city.governance.holds, keeping.record(1)
    with pytest.raises(Denied):
        keeping.hold(segment, by="viewer")
    with pytest.raises((Invalid, NotFound)):
        keeping.hold(segment, by="stranger")
    draft = HoldDraft(camera_ids=(keeping.camera_id,), span=Span(0, 1), case_number="VV-13", reason="r")
    with pytest.raises(Invalid, match="no open case"):
        holds.place(keeping.who("operator"), draft)
    hold_id = keeping.hold(segment)
    assert [one.id for one in holds.page(keeping.who("auditor"), after="", limit=10)] == [hold_id]
    assert holds.marked(keeping.who("auditor"), keeping.camera_id, Span(0, NOW_US))
    for blind in ("viewer", "stranger"):
        assert holds.page(keeping.who(blind), after="", limit=10) == []
        with pytest.raises(NotFound):
            holds.get(keeping.who(blind), hold_id)
        with pytest.raises(NotFound):
            holds.release(keeping.who(blind), hold_id, reason="r")
    with pytest.raises(Denied):
        holds.release(keeping.who("auditor"), hold_id, reason="r")
    keeping.clock.advance(3601)
    with pytest.raises(Denied, match="another person"):
        holds.release(keeping.who("operator"), hold_id, reason="r")
    slip = keeping.hold(segment)
    assert holds.release(keeping.who("operator"), slip, reason="nhầm").released_us is not None
    [(owner_id, details), _] = entries(keeping.city, "hold.place")
    assert owner_id == keeping.north_id
    assert CASE in details


def test_a_hold_outlives_its_camera(keeping: Keeping) -> None:
    held = keeping.record(40)
    hold_id = keeping.hold(held)
    keeping.city.registry.cameras.delete(keeping.city.admin, keeping.camera_id)
    later = keeping.hold(keeping.record(29))  # its footage is kept: it can be held still
    keeping.clock.advance(DAY_US * 2 / 1e6)
    keeping.retention().look()
    assert len(keeping.left()) == 2
    assert keeping.city.governance.holds.get(keeping.who("operator"), later).is_active(keeping.clock.now_us())
    assert keeping.city.governance.holds.get(keeping.who("auditor"), hold_id).camera_ids == (keeping.camera_id,)
    assert keeping.broken() == []
