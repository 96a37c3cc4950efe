"""The port's contract, and a move that is killed, over a real S3: Debian's Ceph RGW."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import test_object_stores as contract

from ceph_server import ObjectServer, install, running_object_server
from places_rig import Stop, house, run_out
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Denied
from toancanh.media.archive import check
from toancanh.media.archive.places.model import COLD
from toancanh.media.archive.places.s3 import S3

pytestmark = [pytest.mark.databases("sqlite"), pytest.mark.soak, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectServer]:
    install()
    with running_object_server() as running:
        yield running


def s3(server: ObjectServer, *, secret: str = "") -> S3:
    return S3(
        endpoint=server.url, bucket=server.bucket, prefix="site-1", region="", access_key=server.access_key,
        secret=secret or server.secret, timeout=timedelta(seconds=30), retries=0,
    )  # fmt: skip


def test_the_contract_of_the_port(server: ObjectServer) -> None:
    contract.test_what_is_put_is_got_until_it_is_deleted(s3(server))
    contract.test_more_than_one_part(s3(server))
    contract.test_what_fails_half_way_leaves_nothing_to_be_read(s3(server))
    with pytest.raises(Denied, match="access key"):
        s3(server, secret="another").put("x", [b"x"])


@pytest.mark.parametrize("step", ["M3", "M4", "M5"])
def test_a_move_that_is_killed_and_goes_on(server: ObjectServer, tmp_path: Path, step: str) -> None:
    with house(tmp_path) as h:
        h.keeper._outbound = OutboundPolicy.of([server.url.removeprefix("http://")], set())
        h.record(500)
        h.use_cold(server.url, access_key=server.access_key, secret=server.secret)
        before = h.bytes()

        def die(at: str) -> None:
            if at == step:
                raise Stop

        with pytest.raises(Stop):
            run_out(h.mover(die))
        assert h.bytes() == before
        run_out(h.mover())
        assert set(h.places()) == {COLD}
        assert h.bytes() == before
        assert check(h.r.archive, deep=True) == []
