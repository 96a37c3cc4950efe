"""One suite over every adapter of the object store's port."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from s3_stub import S3Stub, s3_stub
from toancanh.kernel import Denied, NotFound, Unavailable
from toancanh.media.archive.places.folder_store import FolderStore
from toancanh.media.archive.places.ports import ObjectStore
from toancanh.media.archive.places.s3 import PART_BYTES, S3

pytestmark = pytest.mark.databases("sqlite")


def s3(stub: S3Stub, *, timeout_s: float = 5.0) -> S3:
    return S3(
        endpoint=stub.url, bucket="archive", prefix="site-1", region="", access_key="key", secret="secret",
        timeout=timedelta(seconds=timeout_s), retries=0,
    )  # fmt: skip


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param == "folder":
        yield FolderStore(tmp_path)
    else:
        with s3_stub() as stub:
            yield s3(stub)


def test_what_is_put_is_got_until_it_is_deleted(store: ObjectStore) -> None:
    key = "camera/main/2026-11-23/one.mp4"
    assert store.size_bytes(key) is None
    store.put(key, [b"first"])
    store.put(key, [b"abc" * 1000, b"", b"de"])
    assert store.size_bytes(key) == 3002
    assert b"".join(store.get(key)) == b"abc" * 1000 + b"de"
    store.delete(key)
    store.delete(key)
    assert store.size_bytes(key) is None
    with pytest.raises(NotFound):
        list(store.get(key))


def test_more_than_one_part(store: ObjectStore) -> None:
    chunk = bytes(range(256)) * 4096
    store.put("large", (chunk for _ in range(PART_BYTES // len(chunk) * 2 + 1)))
    assert store.size_bytes("large") == len(chunk) * (PART_BYTES // len(chunk) * 2 + 1)
    assert next(iter(store.get("large")))[:256] == bytes(range(256))


def test_what_fails_half_way_leaves_nothing_to_be_read(store: ObjectStore) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x" * 100
        raise OSError("the source cannot be read")

    with pytest.raises((OSError, Unavailable)):
        store.put("torn", chunks())
    assert store.size_bytes("torn") is None


def test_a_store_that_is_away_slow_or_refuses_is_named_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="mounted"):
        FolderStore(tmp_path / "gone").size_bytes("x")
    with s3_stub() as stub:
        stub.fault = "denied"
        with pytest.raises(Denied, match="access key"):
            s3(stub).put("x", [b"x"])
        stub.fault = "away"
        with pytest.raises(Unavailable, match="object store"):
            list(s3(stub).get("x"))
        stub.fault, stub.delay_s = "slow", 0.5
        with pytest.raises(Unavailable, match="object store"):
            s3(stub, timeout_s=0.1).size_bytes("x")
    with pytest.raises(Unavailable):
        s3(stub).size_bytes("x")


def test_the_address_is_judged_before_each_request() -> None:
    def check() -> None:
        raise Denied("the address is forbidden", reason="address_forbidden")

    with s3_stub() as stub:
        refused = S3(endpoint=stub.url, bucket="b", prefix="", region="", access_key="", secret="", check=check)
        for ask in (lambda: refused.put("x", [b""]), lambda: list(refused.get("x")), lambda: refused.delete("x")):
            with pytest.raises(Denied):
                ask()
        assert stub.requests == []
