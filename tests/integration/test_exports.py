"""Exports: from the request to a package that the offline verifier proves, or says what is wrong with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_units import START_US
from playback_rig import S, Setup, playback_setup
from toancanh.evidence import Evidence
from toancanh.evidence.exports import ExportForm, ExportJob, ExportReason, ExportState, Wanted
from toancanh.evidence.verifier import verify
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Principal
from toancanh.registry import StreamRole

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("exports")) as made:
        yield made


@pytest.fixture(scope="module")
def evidence(setup: Setup) -> Evidence:
    return an_evidence(setup)


def an_evidence(setup: Setup, floor_bytes: int = 0) -> Evidence:
    folder = setup.rig.root.parent
    return Evidence(
        database=setup.rig.database, clock=setup.clock, ids=setup.rig.ids,
        keyring=KeyRing.open(b"k" * 32, folder / "keyring"), governance=setup.governance, registry=setup.registry,
        archive=setup.rig.archive, outbound=OutboundPolicy(), site=1, site_name="Ward 1", folder=folder / "exports",
        floor_bytes=floor_bytes, keep_days=7,
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


def test_a_package_is_proven_under_the_true_root_and_only_there(evidence: Evidence, package: Path) -> None:
    trust = evidence.authority.trust()
    report = verify.verify(str(package), verify.Trust(fingerprint=trust.fingerprint))
    assert report.status == verify.PROVEN, verify.text_of(report)
    without, other = verify.verify(str(package)), verify.verify(str(package), verify.Trust(fingerprint="0" * 64))
    assert ([doubt.code for doubt in without.doubts], without.status) == (["no_root"], verify.NOT_PROVEN)
    assert ([doubt.code for doubt in other.doubts], other.status) == (["other_root"], verify.NOT_PROVEN)
