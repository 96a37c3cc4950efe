"""Packages handed over: by link and pass code to somebody without an account, and onto a disk."""

from __future__ import annotations

import asyncio
import errno
import functools
import hashlib
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import argon2
import av
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient
from test_exports import chief, done, wanted
from test_masks import draw, wipe

from playback_rig import Setup, playback_setup
from toancanh.evidence.exports import ExportForm, ExportJob
from toancanh.evidence.handover import HandoverState, Receiver
from toancanh.evidence.handover.model import OpeningKind
from toancanh.evidence.handover.service import NotOpened
from toancanh.evidence.handover.viewing import plain_letters
from toancanh.evidence.service import Evidence
from toancanh.evidence.verifier import verify
from toancanh.governance import Passwords
from toancanh.governance.record.store import record_anonymous
from toancanh.infra.http import install_errors
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Conflict, DataLoss, Denied, Exhausted, NotFound, PlatformError
from toancanh.media.pictures import PicturePool
from toancanh.web.receiving import receiving_page

pytestmark = pytest.mark.databases("sqlite")
AN = Receiver(name="Nguyễn Văn An", organisation="Tòa án <Q1>", contact="0900")
HERE = "192.0.2.9"


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("handover")) as made:
        yield made


@pytest.fixture(scope="module")
def evidence(setup: Setup) -> Evidence:
    folder = setup.rig.root.parent
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return Evidence(
        database=setup.rig.database, clock=setup.clock, ids=setup.rig.ids,
        keyring=KeyRing.open(b"k" * 32, folder / "keyring"), governance=setup.governance, registry=setup.registry,
        archive=setup.rig.archive, outbound=OutboundPolicy(), site=1, site_name="Ward 1", folder=folder / "exports",
        floor_bytes=0, keep_days=7, passwords=Passwords(hasher=cheap),
    )  # fmt: skip


@pytest.fixture(scope="module")
def job(setup: Setup, evidence: Evidence) -> ExportJob:
    return done(setup, evidence, evidence.exports.ask(chief(setup), wanted(setup, end_s=20)))


def test_a_link_and_a_code_open_the_package_and_everything_is_on_record(
    setup: Setup, evidence: Evidence, job: ExportJob
) -> None:
    handovers = evidence.handovers
    given = handovers.give(chief(setup), job.id, [AN], days=3, most_openings=2)[0]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    pool = PicturePool(size=1)
    evidence.encode_by(pool, loop)
    app = FastAPI()
    install_errors(app)
    app.include_router(receiving_page(evidence))
    path = f"/handover/{given.token}"
    try:
        with TestClient(app, base_url="https://t", client=(HERE, 1)) as client:
            assert "An" not in client.get(path).text  # nothing is told before the code
            assert client.get(path).text == client.get("/handover/unknown").text
            wrong = client.post(path, data={"code": "AAAAA-AAAAA"})
            unknown = client.post("/handover/unknown", data={"code": given.code})
            assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text)
            assert client.get(path + "/package", follow_redirects=False).status_code == 303
            assert client.get(path + "/view/0/0.mp4").status_code == 403
            answer = client.post(path, data={"code": given.code.lower().replace("-", " ")}, follow_redirects=False)
            cookie = answer.headers["set-cookie"].lower()
            assert all(part in cookie for part in ("httponly", "samesite=strict", "secure", f"path={path}".lower()))
            page = client.get(path, headers={"accept-language": "en"})
            assert "Handed over to Nguyễn Văn An · Tòa án &lt;Q1&gt;" in page.text
            assert page.headers["cache-control"] == "private, no-store"
            got = client.get(path + "/package").content
            assert hashlib.sha256(got).hexdigest() == given.handover.package_sha256
            told = client.get(path + "/statement.json").json()
            key = x509.load_pem_x509_certificate(told["certificate"].encode()).public_key()
            assert isinstance(key, ec.EllipticCurvePublicKey)
            algorithm = ec.ECDSA(hashes.SHA256())
            key.verify(bytes.fromhex(told["signature"]), told["statement"].encode(), algorithm)
            assert json.loads(told["statement"])["to"]["name"] == AN.name
            piece = setup.rig.root.parent / "piece.mp4"
            piece.write_bytes(client.get(path + "/view/0/1.mp4").content)
            assert client.get(path + "/view/0/0.mp4").status_code == 200
            assert client.get(path + "/view/0/99.mp4").status_code == 404
    finally:
        asyncio.run_coroutine_threadsafe(pool.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    with av.open(str(piece)) as container:
        frame = next(container.decode(video=0))
        assert container.streams.video[0].start_time in (0, None)
    looks = handovers.give(chief(setup), job.id, [AN], days=1, most_openings=1, only_view=True)[0]
    ticket = opens(evidence, looks.token, looks.code)
    handovers.opened(looks.token, ticket, source=HERE, kind=OpeningKind.VIEWED)
    with pytest.raises(NotOpened):  # to look at only: the package is not given, and that it was asked for is on record
        handovers.opened(looks.token, ticket, source=HERE, kind=OpeningKind.DOWNLOADED)
    corner = frame.reformat(format="gray").to_ndarray()[-6:, :40]
    assert corner.min() < 40 < 200 < corner.max()  # white on black: the name
    events = [what.kind.value for what in reversed(handovers.openings(chief(setup), given.handover))]
    assert events == ["wrong_code", "opened", "downloaded", "viewed"]
    assert [len(setup.entries(f"evidence.hand_over{act}")) for act in ("", ".opened", ".downloaded", ".viewed")] == [
        2, 2, 1, 2,
    ]  # fmt: skip
    assert len(setup.entries("evidence.hand_over.refused", outcome="deny")) == 2


def opens(evidence: Evidence, token: str, code: str, source: str = HERE) -> str:
    return evidence.handovers.open(token, code, source=source)[0]


def test_a_link_that_nobody_gave_is_counted_as_that(setup: Setup, evidence: Evidence) -> None:
    source = "203.0.113.77"
    with pytest.raises(NotOpened):
        opens(evidence, "unknown", "AAAAAAAAAA", source)
    counted = select(record_anonymous.c.reason, record_anonymous.c.count).where(record_anonymous.c.source == source)
    with setup.rig.database.reading() as connection:
        assert [tuple(row) for row in connection.execute(counted)] == [("unknown_link", 1)]


def test_a_link_is_over_by_use_withdrawal_time_and_wrong_codes(
    setup: Setup, evidence: Evidence, job: ExportJob
) -> None:
    handovers, who = evidence.handovers, chief(setup)
    used, gone, late, locked = handovers.give(who, job.id, [AN] * 4, days=1, most_openings=1)
    assert len({one.token for one in (used, gone, late, locked)}) == 4
    ticket = opens(evidence, used.token, used.code)
    with pytest.raises(NotOpened):
        opens(evidence, used.token, used.code)
    handovers.opened(used.token, ticket, source=HERE)  # the opening itself goes on
    with pytest.raises(NotOpened):
        handovers.opened(gone.token, ticket, source=HERE)  # a ticket is its link's
    ticket = opens(evidence, gone.token, gone.code)
    assert handovers.withdraw(who, job.id, gone.handover.id).state(setup.clock.now_us()) is HandoverState.WITHDRAWN
    for act in (
        lambda: handovers.opened(gone.token, ticket, source=HERE),
        lambda: opens(evidence, gone.token, gone.code),
    ):
        with pytest.raises(NotOpened):
            act()
    for number in range(5):
        with pytest.raises(NotOpened):
            opens(evidence, locked.token, "AAAAAAAAAA", f"198.51.{number}.1")
    with pytest.raises(Exhausted):
        opens(evidence, locked.token, locked.code)
    setup.clock.advance(1000)
    with pytest.raises(NotOpened):
        opens(evidence, locked.token, locked.code)
    states = {one.id: one.state(setup.clock.now_us()) for one in handovers.given(who, job.id)}
    assert states[locked.handover.id] is HandoverState.LOCKED
    assert states[used.handover.id] is HandoverState.USED_UP
    with pytest.raises(NotOpened):
        handovers.opened(used.token, ticket, source=HERE)
    assert handovers.given(who, job.id)[0].state(late.handover.until_us) is HandoverState.EXPIRED


def test_who_may_not_hands_nothing_over(setup: Setup, evidence: Evidence, job: ExportJob) -> None:
    handovers, before = evidence.handovers, setup.refusals()
    given = handovers.give(chief(setup), job.id, [AN], days=1, most_openings=1)[0]
    stranger = setup.principals["stranger"]
    for act in (
        lambda: handovers.give(stranger, job.id, [AN], days=1, most_openings=1),
        lambda: handovers.given(stranger, job.id),
        lambda: handovers.withdraw(stranger, job.id, given.handover.id),
        lambda: handovers.letter(stranger, job.id, given.handover.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert setup.refusals() >= before + 4
    draw(setup, "plain")
    with pytest.raises(NotOpened):  # a mask that was drawn since closes the link
        opens(evidence, given.token, given.code)
    with pytest.raises(Denied):
        handovers.give(chief(setup), job.id, [AN], days=1, most_openings=1)
    wipe(setup, "plain")
    assert opens(evidence, given.token, given.code)


def failed(sync: Callable[[int], None], error: int, file: int) -> None:
    """As a disk that gives up after it has taken everything."""
    sync(file)
    raise OSError(error, os.strerror(error))


def test_a_disk_gets_the_package_its_letter_and_hashes(
    setup: Setup, evidence: Evidence, job: ExportJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, one = evidence.handovers.copy(job.id, AN, tmp_path)
    lines = next(tmp_path.glob("*.sha256")).read_text().splitlines()
    assert len(lines) == 3
    for line in lines:
        sha256, _, name = line.partition("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == sha256
    letter = next(tmp_path.glob("*.letter.html")).read_text()
    for told in (one.package_sha256, evidence.authority.trust().fingerprint, "Nguyễn Văn An", "Tòa án &lt;Q1&gt;"):
        assert letter.count(told) >= 2  # in both languages
    assert one.state(0) is HandoverState.GIVEN
    with pytest.raises(Conflict):
        evidence.handovers.copy(job.id, AN, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    report = verify.verify(str(path), verify.Trust(fingerprint=evidence.authority.trust().fingerprint))
    told = {found.code: found.values for found in report.proven}["handed"]
    assert (report.status, told["to"], told["of"], told["number"]) == (verify.PROVEN, AN.name, AN.organisation, one.id)
    gone, given = os.fsync, len(setup.entries("evidence.hand_over"))

    says = {errno.ENOSPC: "full", errno.EIO: "pulled out", errno.EFBIG: "exFAT", errno.EROFS: "written"}
    with monkeypatch.context() as patch:
        for error, words in says.items():
            patch.setattr(os, "fsync", functools.partial(failed, gone, error))
            with pytest.raises(PlatformError, match=words):
                evidence.handovers.copy(job.id, AN, other)
            assert not list(other.iterdir())
    (other / path.with_suffix(".letter.html").name).write_text("of somebody else")
    with pytest.raises(Conflict):
        evidence.handovers.copy(job.id, AN, other)
    next(other.iterdir()).unlink()
    assert len(setup.entries("evidence.hand_over")) == given
    with monkeypatch.context() as patch:  # everything has its name, and then the folder does not get to the disk
        patch.setattr(os, "fsync", lambda file: stat.S_ISDIR(os.fstat(file).st_mode) and failed(gone, errno.EIO, file))
        with pytest.raises(PlatformError, match="pulled out"):
            evidence.handovers.copy(job.id, AN, other)
    assert not list(other.iterdir())
    monkeypatch.setattr("toancanh.evidence.handover.disk.read_back", lambda *_: "0" * 64)
    with pytest.raises(DataLoss):
        evidence.handovers.copy(job.id, AN, other)
    assert not list(other.iterdir())
    assert path.exists()
    assert plain_letters("Đỗ Thị Hồng") == "Do Thi Hong"


def test_a_redacted_copy_says_what_was_removed_and_of_which_recordings_it_is(setup: Setup, evidence: Evidence) -> None:
    form = replace(wanted(setup, end_s=9), form=ExportForm.REDACTED, burn_in=True)
    job = evidence.exports.ask(chief(setup), form)

    async def made() -> None:
        pool = PicturePool(size=1)
        evidence.encode_by(pool, asyncio.get_running_loop())
        await asyncio.to_thread(evidence.worker.look)
        await pool.close()

    asyncio.run(made())
    found = evidence.exports.package(chief(setup), job.id)
    proof = json.loads(next((found.folder / "proof").iterdir()).read_bytes())
    assert [one[1] for one in proof["removed"]["share"]] == [1.0, 1.0]  # the whole picture changes
    assert (proof["removed"]["method"], proof["burnt_in"], len(proof["parts"])) == ("median-1", True, 1)
    report = verify.verify(str(found.folder), verify.Trust(fingerprint=evidence.authority.trust().fingerprint))
    assert report.status == verify.PROVEN
    assert {"not_exact", "still"} <= {one.code for one in report.limits}
    removed = {one.code: one.values for one in report.removed}
    assert removed["moving"] == {"method": "median-1", "threshold": 16, "pieces": 2, "mean": 100, "most": 100}
    assert "burnt_in" in removed
    assert [one.values["count"] for one in report.proven if one.code == "source"] == [1]
    assert "KHÔNG" in (found.folder / "READ-ME.txt").read_text()
