"""Quotas of owners and cameras: whom footage counts for, what goes, and who may say so."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest
from test_holds import FILE_US, NOW_US, Keeping, entries, keeping  # noqa: F401 - a fixture

from toancanh.kernel import Denied, NotFound
from toancanh.media.archive import Retention, RetentionLimits, StreamKey, check
from toancanh.media.archive.deletion import used_of
from toancanh.media.archive.retention import EVER_US
from toancanh.media.keeping.quotas import QuotaKind, Quotas
from toancanh.registry import StreamRole

DAY_S = 86_400


def quotas_of(k: Keeping) -> Quotas:
    return Quotas(governance=k.city.governance, registry=k.city.registry, database=k.city.database, clock=k.clock)


def retention(k: Keeping) -> Retention:
    limits = k.city.registry.retention()
    return Retention(
        k.archive, clock=k.clock, ids=k.ids, default=RetentionLimits(min_days=1, max_days=30), min_free_bytes=0,
        limits=lambda: {StreamKey(*key[:2]): RetentionLimits(**one._asdict()) for key, one in limits.items()},
        keeping=k.city.governance.holds, quotas=quotas_of(k).in_force,
    )  # fmt: skip


def used(k: Keeping, by: str = "chief") -> dict[str, tuple[int | None, int]]:
    return {one.name: (one.size_bytes, one.used_bytes) for one in quotas_of(k).page(k.who(by))}


def test_footage_counts_for_the_owner_at_the_time(keeping: Keeping) -> None:  # noqa: F811
    """75 days of a camera that was renamed, moved and given to another owner."""
    k, city = keeping, keeping.city
    west = city.organisation("west").id
    change = city.registry.cameras.update
    change(city.admin, k.camera_id, lambda draft: replace(draft, max_days=75.0))
    first = k.record(0)
    k.clock.advance(30 * DAY_S)
    morning = k.record(4 / 24)
    change(city.admin, k.camera_id, lambda draft: replace(draft, name="Ngã tư mới", lat=21.1, owner_id=west))
    k.clock.advance(4 * 3600)
    evening = k.record(1 / 24)
    k.clock.advance(25 * DAY_S)
    last = k.record(2)
    quotas = quotas_of(k)
    names = {one.id: one.name for one in city.governance.organisations.named({k.north_id, west})}
    quotas.put(city.admin, QuotaKind.OWNER, k.north_id, 1500)
    quotas.put(city.admin, QuotaKind.OWNER, west, 5000)
    told = {one.name: one.used_bytes for one in quotas.page(city.admin) if one.name in names.values()}
    assert told == {names[k.north_id]: 2000, names[west]: 2000}
    assert retention(k).look().deleted == 1
    assert k.left() == [morning.id, evening.id, last.id]  # the oldest of the north's, none of the west's
    [(_, details)] = entries(city, "footage.delete")
    assert '"reason":"quota"' in details
    assert first.end_us == NOW_US + FILE_US
    with city.database.reading() as connection:
        assert [bytes_left for _, bytes_left in used_of(connection, quotas.in_force())] == [1000, 2000]
    assert not [one for one in check(k.archive) if one.invariant == "A16"]


def test_a_quota_takes_nothing_that_is_held_or_younger_than_its_class_allows(keeping: Keeping) -> None:  # noqa: F811
    k = keeping
    old, held, young = k.record(25), k.record(20), k.record(10)
    k.hold(held)
    quotas_of(k).put(k.who("chief"), QuotaKind.CAMERA, k.camera_id, 10)
    assert retention(k).look().deleted == 1
    assert k.left() == [held.id, young.id]
    assert not k.archive.path(old).exists()
    [camera] = [one for one in quotas_of(k).page(k.who("chief")) if one.kind is QuotaKind.CAMERA]
    assert (camera.size_bytes, camera.used_bytes) == (10, 2000)


def test_an_owners_quota_is_set_from_above(keeping: Keeping) -> None:  # noqa: F811
    k = keeping
    quotas = quotas_of(k)
    k.record(1)
    for name, kind, subject_id in (
        ("chief", QuotaKind.OWNER, k.north_id),  # the own one
        ("operator", QuotaKind.CAMERA, k.camera_id),
        ("stranger", QuotaKind.CAMERA, k.camera_id),
    ):
        with pytest.raises((Denied, NotFound)):
            quotas.put(k.who(name), kind, subject_id, 5_000_000)
    assert not [one for one in quotas.page(k.who("stranger")) if one.used_bytes]
    quotas.put(k.who("chief"), QuotaKind.CAMERA, k.camera_id, 5_000_000)
    quotas.put(k.who("chief"), QuotaKind.CAMERA, k.camera_id, None)
    assert len(entries(k.city, "quota.set")) == 2
    assert quotas.in_force() == []


def test_a_file_that_the_disk_does_not_let_go_is_named_and_the_others_go(
    keeping: Keeping,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    k = keeping
    broken, sound = k.record(60), k.record(59)
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path == k.archive.path(broken):
            raise OSError(errno.EIO, "Input/output error", str(path))
        unlink(path, missing_ok=missing_ok)

    cleaner = retention(k)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        assert cleaner.look().deleted == 2
    assert not k.archive.path(sound).exists()
    assert k.left() == [broken.id]  # its row stays, in no playlist, until the file is gone
    assert not k.archive.segments(k.camera_id, StreamRole.MAIN, 0, EVER_US)
    k.clock.advance(600)
    cleaner.look()
    assert k.left() == []
    assert not k.archive.path(broken).exists()
