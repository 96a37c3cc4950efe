"""Exports: from the request to a package that the offline verifier proves, or says what is wrong with."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import av
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, select

from evidence_rig import StampServer
from media_units import START_US
from playback_rig import FPS, PASSWORD, S, Setup, playback_setup
from toancanh.evidence import upkeep
from toancanh.evidence.authority.certificates import DAY_US, make_certificate, new_key, revocation_list
from toancanh.evidence.exports import (
    ExportForm,
    ExportJob,
    ExportReason,
    ExportState,
    Wanted,
    making,
    service,
    store,
    writing,
)
from toancanh.evidence.exports.zipped import PackageFile
from toancanh.evidence.handover import Receiver
from toancanh.evidence.model import ExportStep, Stamped
from toancanh.evidence.service import Evidence
from toancanh.evidence.store import tables
from toancanh.evidence.verifier import verify
from toancanh.governance import PROTECTED, Action, Role, RoleBinding
from toancanh.governance.purpose import ApprovalRequest
from toancanh.governance.users import NewUser
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import HostPort, OutboundPolicy
from toancanh.infra.rounds import Rounds
from toancanh.kernel import (
    Clock,
    Conflict,
    Denied,
    Exhausted,
    NotFound,
    Principal,
    SimulatedClock,
    Unavailable,
    format_rfc3339,
)
from toancanh.registry import StreamRole

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("exports")) as made:
        yield made


@pytest.fixture(scope="module")
def evidence(setup: Setup) -> Evidence:
    return an_evidence(setup)


def an_evidence(setup: Setup, floor_bytes: int = 0, stamps: int = 0, clock: Clock | None = None) -> Evidence:
    """``stamps``: port of a time stamp server here; ``clock``: another than the others'."""
    folder, here = setup.rig.root.parent, HostPort(host="127.0.0.1", port=stamps)
    return Evidence(
        database=setup.rig.database, clock=clock or setup.clock, ids=setup.rig.ids,
        keyring=KeyRing.open(b"k" * 32, folder / "keyring"), governance=setup.governance, registry=setup.registry,
        archive=setup.rig.archive, outbound=OutboundPolicy(allow=frozenset({here})), site=1, site_name="Ward 1",
        folder=folder / "exports", floor_bytes=floor_bytes, keep_days=7,
        timestamp_url=f"http://127.0.0.1:{stamps}/" if stamps else "",
    )  # fmt: skip


def wanted(setup: Setup, camera: str = "plain", start_s: float = 5, end_s: float = 55) -> Wanted:
    return Wanted(
        camera_ids=(setup.cameras[camera].id,), from_us=START_US + round(start_s * S),
        to_us=START_US + round(end_s * S), role=StreamRole.MAIN, form=ExportForm.EXACT, burn_in=False,
        purpose="order", reference="12/QD",
    )  # fmt: skip


def chief(setup: Setup) -> Principal:
    return setup.principals["chief"]


def done(setup: Setup, evidence: Evidence, job: ExportJob) -> ExportJob:
    while evidence.worker.look():
        pass
    return evidence.exports.get(chief(setup), job.id)


@pytest.fixture(scope="module")
def package(setup: Setup, evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    job = done(setup, evidence, evidence.exports.ask(chief(setup), wanted(setup)))
    assert (job.state, job.reason, job.detail) == (ExportState.DONE, ExportReason.NONE, "")
    made = evidence.exports.package(chief(setup), job.id)
    path = tmp_path_factory.mktemp("package") / "package.zip"
    path.write_bytes(b"".join(made.stream(0, made.size_bytes)))
    assert path.stat().st_size == made.size_bytes
    return path


def status(path: Path, trust: verify.Trust) -> tuple[int, set[tuple[str, str]]]:
    report = verify.verify(str(path), trust)
    return report.status, {(one.code, one.at) for one in report.broken}


def test_a_package_is_proven_under_the_true_root_and_only_there(evidence: Evidence, package: Path) -> None:
    trust = evidence.authority.trust()
    command = [sys.executable, "-I", "-S", verify.__file__, str(package), "--root", trust.fingerprint, "--json"]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert ran.returncode == verify.PROVEN, ran
    assert json.loads(ran.stdout)["verdict"] == "proven"
    without, other = verify.verify(str(package)), verify.verify(str(package), verify.Trust(fingerprint="0" * 64))
    assert ([doubt.code for doubt in without.doubts], without.status) == (["no_root"], verify.NOT_PROVEN)
    assert ([doubt.code for doubt in other.doubts], other.status) == (["other_root"], verify.NOT_PROVEN)


def test_a_clip_has_the_recorded_pictures_and_plays(setup: Setup, package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as found:
        assert found.testzip() is None
        name = next(name for name in found.namelist() if name.startswith("clips/"))
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(found.read(name))
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert len(packets) == 50 * FPS
        assert [packet.pts for packet in packets] == [n * 3600 for n in range(50 * FPS)]
    footage = setup.rig.archive
    segment = footage.segments(setup.cameras["plain"].id, StreamRole.MAIN, START_US, START_US + S)[0]
    recorded = footage.samples(segment, footage.fragments(segment)[5])[0]
    with footage.opened(segment) as fd:
        assert bytes(packets[0]) == os.pread(fd, recorded.size_bytes, recorded.offset)


def test_what_was_changed_is_found_and_named(evidence: Evidence, package: Path, tmp_path: Path) -> None:
    trust = verify.Trust(fingerprint=evidence.authority.trust().fingerprint)
    data, changed = package.read_bytes(), tmp_path / "changed.zip"
    opened = verify.Package(str(package))
    name = next(name for name in opened.places if name.startswith("clips/"))
    _, offset, size, _ = opened.places[name]
    with package.open("rb") as file:
        movie = verify.movie_of(verify._Part(file, offset, size), size)
    picture = movie.samples[250]
    for at in (0, 20, offset + 8, offset + picture.offset + 3, offset + size - 1, len(data) - 30, len(data) - 1):
        changed.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        code, found = status(changed, trust)
        assert code == verify.BROKEN, at
        if at == offset + picture.offset + 3:
            moment = verify.rfc3339(START_US + 15 * S)
            assert found == {("changed", ""), ("unit_changed", moment)}
    one, two = (offset + movie.samples[n].offset for n in (251, 252))
    end = two + movie.samples[252].size
    changed.write_bytes(data[:one] + data[two:end] + data[one:two] + data[end:])
    assert status(changed, trust)[0] == verify.BROKEN
    changed.write_bytes(data + b"x")
    assert status(changed, trust) == (verify.BROKEN, {("zip", "")})


class Killed(BaseException):
    """As by the kernel: nothing is tidied up."""


def test_a_job_killed_at_any_step_goes_on(
    setup: Setup, evidence: Evidence, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, counted = os.fdatasync, [0, 0]

    def sync(fd: int) -> None:
        counted[0] += 1
        if counted[0] == counted[1]:
            raise Killed
        real(fd)

    job = evidence.exports.ask(chief(setup), wanted(setup, end_s=8))
    monkeypatch.setattr(os, "fdatasync", sync)
    for step in range(1, 100):
        counted[:] = [0, step]
        with contextlib.suppress(Killed):
            an_evidence(setup).worker.look()
            break
    assert step > 10
    assert len(setup.entries("media.export.resumed")) == step - 1  # that it went on is on record
    counted[1] = 0
    again = evidence.exports.ask(chief(setup), wanted(setup, end_s=8))  # of the same range
    jobs = [done(setup, evidence, one) for one in (job, again)]
    assert [one.state for one in jobs] == [ExportState.DONE] * 2
    clips = [next(file for file in evidence.exports.files(one) if file.name.startswith("clips/")) for one in jobs]
    assert clips[0].sha256 == clips[1].sha256
    made = evidence.exports.package(chief(setup), job.id)
    assert not list(made.folder.rglob("*.part"))
    path = tmp_path / "package.zip"
    path.write_bytes(b"".join(made.stream(0, made.size_bytes)))
    trust = verify.Trust(fingerprint=evidence.authority.trust().fingerprint)
    assert status(path, trust) == (verify.PROVEN, set())
    assert len(setup.entries("media.export.opened")) >= 1
    evidence.exports.delete(chief(setup), job.id)
    assert not made.folder.exists()


def test_a_job_waits_while_the_store_is_away_and_is_paused_and_cancelled(
    setup: Setup, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports, resumed, told = evidence.exports, len(setup.entries("media.export.resumed")), []
    job = exports.ask(chief(setup), wanted(setup))

    def away(_segment: object) -> None:
        now = exports.job(job.id)
        told.append((now.step, now.clip))
        raise Unavailable("the object store does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(setup.rig.archive, "opened", away)
        evidence.worker.look()
    waits = exports.get(chief(setup), job.id)
    assert (waits.state, waits.reason) == (ExportState.WAITING, ExportReason.STORE_AWAY)
    assert told == [(ExportStep.READING, (1, 1))]  # what it waits for, while it waits
    assert exports.move(chief(setup), job.id, ExportState.PAUSED).state is ExportState.PAUSED
    assert not evidence.worker.look()
    exports.move(chief(setup), job.id, ExportState.QUEUED)
    assert [len(setup.entries(f"media.export.{act}")) for act in ("paused", "resumed")] == [1, resumed + 1]
    made = done(setup, evidence, job)
    assert (made.state, made.step, made.done_bytes) == (ExportState.DONE, ExportStep.NONE, made.total_bytes)
    found = exports.package(chief(setup), job.id)
    assert made.sha256 == hashlib.sha256(b"".join(found.stream(0, found.size_bytes))).hexdigest()
    other = exports.ask(chief(setup), wanted(setup))
    exports.move(chief(setup), other.id, ExportState.CANCELLED)
    with pytest.raises(Conflict):
        exports.move(chief(setup), other.id, ExportState.QUEUED)


@pytest.mark.parametrize("state", [ExportState.CANCELLED, ExportState.PAUSED])
def test_a_clip_half_written_is_left_at_once(
    setup: Setup, evidence: Evidence, monkeypatch: pytest.MonkeyPatch, state: ExportState
) -> None:
    exports, real, written = evidence.exports, writing.write_clip, list[int]()
    job = exports.ask(chief(setup), wanted(setup))

    def half(archive: object, parts: object, folder: Path, name: str, progress: Callable[[int], None]) -> object:
        def told(count: int) -> None:
            written.append(count)
            if len(written) == 2:
                assert (folder / f"{name}.part").stat().st_size > sum(written)
                exports.move(chief(setup), job.id, state)
            progress(count)

        return real(archive, parts, folder, name, told)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(making, "_TELL_EVERY_US", 0)
        patch.setattr(making, "write_clip", half)
        assert evidence.worker.look()
    assert len(written) == 2
    assert exports.get(chief(setup), job.id).state is state
    assert not evidence.worker.look()
    assert exports.folder_of(job.id).exists() is (state is ExportState.PAUSED)
    if state is ExportState.PAUSED:
        exports.move(chief(setup), job.id, ExportState.QUEUED)
        made = done(setup, evidence, job)
        assert (made.state, made.done_bytes) == (ExportState.DONE, made.total_bytes)
        assert made.total_bytes > sum(written)


def test_who_may_not_gets_nothing_and_it_is_on_record(setup: Setup, evidence: Evidence) -> None:
    exports, before = evidence.exports, setup.refusals()
    job = exports.ask(chief(setup), wanted(setup))
    stranger = setup.principals["stranger"]
    with pytest.raises((Denied, NotFound)):
        exports.ask(stranger, wanted(setup))
    for act in (exports.get, exports.package):
        with pytest.raises(NotFound):
            act(stranger, job.id)
    with pytest.raises(Denied):
        exports.ask(chief(setup), replace(wanted(setup), purpose="", reference=""))
    assert setup.refusals() >= before + 4
    with pytest.raises(Exhausted):
        an_evidence(setup, floor_bytes=1 << 60).exports.ask(chief(setup), wanted(setup))
    exports.move(chief(setup), job.id, ExportState.CANCELLED)


def test_others_see_what_is_taken_out_where_the_regulation_says_so(setup: Setup, evidence: Evidence) -> None:
    """An auditor of the ward; not who works there, not who is of another one. Nobody gets the package."""
    exports, auditor = evidence.exports, setup.principals["auditor"]
    job = exports.ask(chief(setup), wanted(setup))
    assert job.id in [one.id for one in exports.everybodys(auditor)]
    exports.everybodys(auditor, after="~")  # the first page as well
    assert len(setup.entries("export.read")) == 2
    assert exports.get(auditor, job.id).id == job.id
    assert list(evidence.handovers.given(auditor, job.id)) == []
    exports.get(chief(setup), job.id)  # one's own
    read = setup.entries("export.read")[2:] + setup.entries("evidence.hand_over.read")
    assert [(one.resource_id, job.id in one.details) for one in read] == [(setup.cameras["plain"].id, True)] * 2
    before = setup.refusals()
    for name in ("operator", "stranger"):
        with pytest.raises(Denied):
            exports.everybodys(setup.principals[name])
    for act in (
        lambda: exports.get(setup.principals["operator"], job.id),
        lambda: exports.package(auditor, job.id),
        lambda: exports.move(auditor, job.id, ExportState.CANCELLED),
    ):
        with pytest.raises(NotFound):
            act()
    assert setup.refusals() >= before + 5
    exports.move(chief(setup), job.id, ExportState.CANCELLED)


def test_what_became_protected_is_not_in_the_list_of_others(
    setup: Setup, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_LOOK_AT", 1)
    exports, auditor, protected = evidence.exports, setup.principals["auditor"], setup.cameras["both"].id
    plain, both = (exports.ask(chief(setup), wanted(setup, camera, end_s=8)) for camera in ("plain", "both"))
    assert [one.id for one in exports.everybodys(auditor, limit=2)] == [both.id, plain.id]
    assert setup.admin is not None
    for tags, newest in ((frozenset({PROTECTED}), plain), (frozenset(), both)):
        setup.registry.cameras.update(setup.admin, protected, partial(replace, tags=tags))
        assert [one.id for one in exports.everybodys(auditor, limit=1)] == [newest.id]
    for job in (plain, both):
        exports.move(chief(setup), job.id, ExportState.CANCELLED)


def test_a_package_that_cannot_be_read_is_summed_later_however_many_are_there(
    setup: Setup, evidence: Evidence, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MOST_LISTED", 1)  # `package` is there already
    real, read = PackageFile.stream, []

    def stream(found: PackageFile, start: int, end: int) -> Iterator[bytes]:
        read.append(found.job.id)
        return real(found, start, end)

    monkeypatch.setattr(PackageFile, "stream", stream)
    job = evidence.exports.ask(chief(setup), wanted(setup, end_s=8))
    assert evidence.worker.look()
    file = evidence.exports.folder_of(job.id) / "manifest.json"
    away = file.rename(file.with_suffix(".away"))
    assert [evidence.worker.look() for _ in range(3)] == [False] * 3
    away.rename(file)
    assert not evidence.worker.look()
    assert read == [job.id]
    setup.clock.advance(600)
    assert evidence.worker.look()
    assert evidence.exports.job(job.id).sha256


def test_a_package_says_who_approved(setup: Setup, evidence: Evidence) -> None:
    """The model regulation wants a second person's yes for more than an hour, or for what is older."""
    approvals, governance = setup.governance.approvals, setup.governance
    assert setup.admin is not None
    binding = RoleBinding(role=Role.LEADER, organisation_id=setup.cameras["plain"].owner_id)
    new = NewUser(
        username="leader", name="leader", organisation_id=binding.organisation_id, roles=(binding,), password=PASSWORD
    )
    governance.users.create(setup.admin, new)
    setup.sign_in("leader")
    long = replace(wanted(setup, "heavy"), to_us=START_US + 4 * 3600 * S)
    with pytest.raises(Denied):
        evidence.exports.ask(chief(setup), long)
    asked = approvals.request(
        chief(setup),
        ApprovalRequest(
            action=Action.MEDIA_EXPORT, camera_ids=long.camera_ids, from_us=long.from_us, to_us=long.to_us,
            purpose=long.purpose, reference=long.reference, reason="the whole morning",
        ),
    )  # fmt: skip
    given = approvals.answer(setup.principals["leader"], asked.id, yes=True)
    job = evidence.exports.ask(chief(setup), long)
    assert [(one["id"], one["by"]) for one in job.made["approvals"]] == [(given.id, "leader")]
    assert job.id in [one.id for one in evidence.exports.everybodys(setup.principals["leader"])]
    job = done(setup, evidence, job)
    folder = evidence.exports.package(chief(setup), job.id).folder
    report = verify.verify(str(folder), verify.Trust(fingerprint=evidence.authority.trust().fingerprint))
    told = {one.code: one.values for one in report.proven}
    assert report.status == verify.PROVEN
    assert (told["asked"]["who"], told["asked"]["purpose"]) == ("chief", "order")
    assert told["approved"] == {"who": "leader", "when": format_rfc3339(given.answered_us or 0)}


def test_a_revoked_key_proves_nothing_without_a_time_stamp(evidence: Evidence, package: Path, tmp_path: Path) -> None:
    authority = evidence.authority
    before = authority.trust()
    authority.revoke(Principal.system("cli"), before.signing[0][0], why="stolen")
    after = authority.trust()
    assert after.signing[0][0] != before.signing[0][0]  # the next signature has a key of its own
    newer = verify.Trust(fingerprint=before.fingerprint, crl=after.revoked)
    report = verify.verify(str(package), newer)
    assert {doubt.code for doubt in report.doubts} == {"revoked"}
    assert report.status == verify.NOT_PROVEN
    with pytest.raises(Conflict):
        authority.revoke(Principal.system("cli"), before.signing[0][0], why="again")


def test_a_package_signed_anew_under_another_root_proves_nothing(package: Path, tmp_path: Path) -> None:
    """Everything in it is in order, but the keys are somebody's own."""
    folder = tmp_path / "made"
    with zipfile.ZipFile(package) as found:
        found.extractall(folder)
    own_key, signing_key = new_key(), new_key()
    times = {"from_us": START_US - DAY_US, "until_us": START_US + 10 * DAY_US, "organisation": "Ward 1"}
    own = make_certificate(subject="root", key=own_key.public_key(), serial=1, issuer=None, issuer_key=own_key, **times)
    signing = make_certificate(
        subject="signing", key=signing_key.public_key(), serial=2, issuer=own, issuer_key=own_key, **times
    )
    for old in (folder / "certificates").iterdir():
        old.unlink()
    files = {
        "certificates/root.pem": own.public_bytes(Encoding.PEM),
        "certificates/signing-2.pem": signing.public_bytes(Encoding.PEM),
        "certificates/revoked.crl": revocation_list(own, own_key, [], START_US),
        "verify.py": b"print('PROVEN')",
    }
    algorithm = ec.ECDSA(hashes.SHA256())
    for seal in (folder / "seals").glob("[0-9].json"):
        signature = signing_key.sign(seal.read_bytes(), algorithm).hex()
        told = {"serial": "02", "signature": signature, "token": ""}
        files[f"seals/{seal.stem}.signature.json"] = verify.canonical(told)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text())
    names = {one["name"] for one in manifest["files"] if not one["name"].startswith("certificates/")} | set(files)
    manifest["files"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name in sorted(names)
        for data in ((folder / name).read_bytes(),)
    ]
    manifest["signed_by"] = "02"
    (folder / "manifest.json").write_bytes(verify.canonical(manifest))
    (folder / "manifest.sig").write_bytes(signing_key.sign(verify.canonical(manifest), algorithm))
    assert verify.verify(str(folder)).status == verify.NOT_PROVEN
    report = verify.verify(str(folder), verify.Trust(fingerprint="1" * 64))
    assert ([doubt.code for doubt in report.doubts], report.status) == (["other_root"], verify.NOT_PROVEN)
    assert verify.verify(str(folder), verify.Trust(root=own.public_bytes(Encoding.PEM))).status == verify.PROVEN


class Stamps(http.server.BaseHTTPRequestHandler):
    """A time stamp server that is away, or answers what it was not asked."""

    server: StampsHere

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.mood == "away":
            self.send_error(503)
            return
        answer = self.server.stamps.reply(query) if self.server.mood == "well" else self.server.last
        self.server.last = answer
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class StampsHere(http.server.HTTPServer):
    mood, last = "well", b""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Stamps)
        self.stamps = StampServer(folder)


@pytest.fixture
def stamps(tmp_path: Path) -> Iterator[StampsHere]:
    with StampsHere(tmp_path) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_package_is_stamped_in_time_at_once_or_later(setup: Setup, stamps: StampsHere) -> None:
    own = an_evidence(setup, stamps=stamps.server_port)
    tsa, root = stamps.stamps.certificate, own.authority.trust().fingerprint

    def made(mood: str) -> ExportJob:
        stamps.mood = mood
        return done(setup, own, own.exports.ask(chief(setup), wanted(setup, end_s=8)))

    def stamped(job: ExportJob) -> set[str]:
        """Its keys are of the simulated time, so that the stamp of now is after their end."""
        report = verify.verify(str(own.exports.folder_of(job.id)), verify.Trust(fingerprint=root, tsa=tsa))
        assert not report.broken
        assert {one.code for one in report.doubts} <= {"expired", "revoked"}
        return {one.where for one in report.proven if one.code == "stamped"}

    at_once = made("well")
    assert (at_once.reason, at_once.stamped) == (ExportReason.NONE, Stamped.HELD)
    assert stamped(at_once) >= {verify.MANIFEST}
    late, handed = made("away"), made("away")
    assert (late.state, late.reason, late.stamped) == (
        ExportState.DONE, ExportReason.NOT_STAMPED, Stamped.MISSING,
    )  # fmt: skip
    assert stamped(late) == set()
    own.handovers.give(
        chief(setup), handed.id, [Receiver(name="An", organisation="", contact="")], days=1, most_openings=1
    )
    for mood, then in (("wrong", Stamped.MISSING), ("well", Stamped.HELD)):
        stamps.mood = mood
        setup.clock.advance(601)
        assert done(setup, own, late).stamped is then
    after = own.exports.job(late.id)
    assert (after.reason, after.expires_us) == (ExportReason.NONE, late.expires_us)
    assert after.sha256 not in ("", late.sha256)
    assert stamped(after) >= {verify.MANIFEST}
    assert len(setup.entries("media.export.stamped")) == 1
    assert own.exports.job(handed.id).sha256 == handed.sha256  # what somebody was given stays as it is


def test_a_stamp_that_comes_after_a_hand_over_is_left_out(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    own = an_evidence(setup, stamps=1)  # nobody answers there
    job = done(setup, own, own.exports.ask(chief(setup), wanted(setup, end_s=8)))
    before, given = len(setup.entries("media.export.stamped")), []

    def stamp(_signature: bytes) -> bytes:
        to = Receiver(name="An", organisation="", contact="")
        given.extend(own.handovers.give(chief(setup), job.id, [to], days=1, most_openings=1))
        return b"token"

    monkeypatch.setattr(own.authority, "stamp", stamp)
    setup.clock.advance(601)
    after = done(setup, own, job)
    assert (after.stamped, after.sha256) == (Stamped.MISSING, given[0].handover.package_sha256)
    found = own.exports.package(chief(setup), job.id)
    assert hashlib.sha256(b"".join(found.stream(0, found.size_bytes))).hexdigest() == after.sha256
    assert not (found.folder / "manifest.tsr").exists()
    assert len(setup.entries("media.export.stamped")) == before


def test_a_seal_comes_once_a_day_over_a_restart(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rounds = SimulatedClock(setup.clock.now_us()), list[Rounds]()
    numbers = count_of_seals(setup)

    class ByHand(Rounds):
        def start(self) -> None:
            rounds.append(self)

    def start(hours: float) -> Evidence:
        begun = an_evidence(setup, clock=clock)
        begun.upkeep.start(seal_hours=hours)
        return begun

    def after(seconds: float) -> int:
        """Seals that the next two rounds make."""
        clock.advance(seconds)
        before = count_of_seals(setup)
        for _ in range(2):
            rounds[-1]._work()
        return count_of_seals(setup) - before

    monkeypatch.setattr(upkeep, "Rounds", ByHand)
    start(0)
    assert not rounds  # 0: only when an export asks
    start(24)
    assert rounds[0]._every_s <= 60
    after(DAY_US / 1e6)  # others may have asked for one before
    assert count_of_seals(setup) == numbers + 1
    told = len(setup.entries("evidence.seal"))
    assert after(DAY_US / 1e6 - 1) == 0
    start(24)  # the process begins anew: the day goes on, where it was
    assert after(0) == 0
    assert after(1) == 1
    assert after(1) == 0
    clock.advance(3 * DAY_US / 1e6)  # it was off for days: one seal, not one for each
    last = start(24)
    assert after(0) == 1
    assert len(setup.entries("evidence.seal")) == told + 2
    assert last.seals.due_us(DAY_US) == clock.now_us() + DAY_US


def count_of_seals(setup: Setup) -> int:
    with setup.rig.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.seal)).scalar_one())
