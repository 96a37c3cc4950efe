"""RTSPS: the camera that was confirmed, and nobody in its place."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest_rig import desired, ingest_rig
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.media.ingest import LoginGate
from toancanh.media.ingest.probe import ProbeResult, probe
from toancanh.media.model import StateReason
from toancanh.media.rtsp import tls
from toancanh.simulation import ServerOptions, SimulatedCameras, simulated_cameras
from toancanh.simulation.authentication import Credentials

pytestmark = pytest.mark.waits

USER, PASSWORD = "media", "secret-of-the-camera"


def certificate(folder: Path, name: str, *, days: int = 1) -> tuple[Path, str]:
    """A PEM file with its key, self-signed as cameras have them, and its SHA-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / f"{name}.pem"
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path, made.fingerprint(hashes.SHA256()).hex()


class Fleet:
    def __init__(self, cameras: SimulatedCameras, context: ssl.SSLContext, folder: Path) -> None:
        self.cameras, self.context, self.folder = cameras, context, folder

    def shows(self, name: str, *, days: int = 1) -> str:
        path, sha256 = certificate(self.folder, name, days=days)
        self.context.load_cert_chain(path)
        return sha256


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder = tmp_path_factory.mktemp("tls")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate(folder, "first")[0])
    options = ServerOptions(credentials=Credentials(username=USER, password=PASSWORD), tls=context)
    with simulated_cameras(1, options=options) as cameras:
        yield Fleet(cameras, context, folder)


def tried(fleet: Fleet, pin: str, *, url: str = "") -> ProbeResult:
    clock = SystemClock()
    outbound = OutboundPolicy.of([f"127.0.0.1:{fleet.cameras.port}", "127.0.0.1:9"], [])
    return asyncio.run(
        probe(
            url or fleet.cameras.url(1), USER, PASSWORD, outbound=outbound, login_gate=LoginGate(clock=clock),
            clock=clock, certificate=pin,
        )
    )  # fmt: skip


def test_pictures_come_from_the_confirmed_camera_and_stop_when_it_is_another_one(fleet: Fleet) -> None:
    async def scenario() -> None:
        sha256 = fleet.shows("camera")
        async with ingest_rig([fleet.cameras.port]) as rig:
            stream = desired("c", fleet.cameras.url(1), USER, PASSWORD, certificate=sha256)
            rig.ingest.apply([stream])
            await rig.until(rig.online("c"))
            await rig.until(lambda: len(rig.sinks["c"].units) > 20)
            assert rig.status("c").transport == "tcp"
            logged_in = fleet.cameras.counters(1).describes
            fleet.shows("another")
            fleet.cameras.fault(1, "reboot", 0.2)
            await rig.until(rig.away("c", StateReason.CERTIFICATE_CHANGED))
            assert fleet.cameras.counters(1).describes == logged_in  # not one request, so no credentials
            assert rig.sinks["c"].interruptions

    asyncio.run(scenario())


def test_what_nobody_vouches_for_is_shown_to_be_confirmed(fleet: Fleet) -> None:
    sha256, before = fleet.shows("new"), fleet.cameras.counters(1).describes
    found = tried(fleet, "")
    assert (found.ok, found.reason) == (False, StateReason.CERTIFICATE_UNKNOWN)
    assert found.certificate is not None
    assert (found.certificate.sha256, found.certificate.subject) == (sha256, "CN=new")
    assert found.certificate.until_us is not None
    assert fleet.cameras.counters(1).describes == before
    assert tried(fleet, sha256).ok
    assert tried(fleet, "0" * 64).reason is StateReason.CERTIFICATE_CHANGED


def test_a_certificate_out_of_its_time_is_told_and_a_pinned_one_goes_on(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = fleet.shows("old", days=-1)
    pinned = tried(fleet, sha256)
    assert pinned.ok
    assert pinned.certificate is not None
    assert pinned.certificate.expired(SystemClock().now_us())
    monkeypatch.setenv("SSL_CERT_FILE", str(fleet.folder / "old.pem"))  # vouched for, once
    tls._verifying.cache_clear()
    try:
        found = tried(fleet, "")
    finally:
        tls._verifying.cache_clear()
    assert found.reason is StateReason.CERTIFICATE_EXPIRED
    assert found.certificate is not None
    assert "until" in found.detail


def test_what_an_authority_vouches_for_needs_nobody_to_confirm_it(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet.shows("vouched")
    monkeypatch.setenv("SSL_CERT_FILE", str(fleet.folder / "vouched.pem"))
    tls._verifying.cache_clear()
    try:
        found = tried(fleet, "")
        fleet.shows("somebody")
        other = tried(fleet, "")
    finally:
        tls._verifying.cache_clear()
    assert found.ok
    assert (other.ok, other.reason) == (False, StateReason.CERTIFICATE_UNKNOWN)


def test_what_speaks_no_tls_is_named() -> None:
    async def scenario() -> None:
        heard: list[bytes] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append(await reader.read(4096))
            writer.write(b"RTSP/1.0 400 Bad Request\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port, clock = server.sockets[0].getsockname()[1], SystemClock()
        found = await probe(
            f"rtsps://127.0.0.1:{port}/x", USER, PASSWORD, login_gate=LoginGate(clock=clock), clock=clock,
            outbound=OutboundPolicy.of([f"127.0.0.1:{port}"], []),
        )  # fmt: skip
        assert found.reason is StateReason.NO_TLS
        assert PASSWORD.encode() not in b"".join(heard)
        server.close()
        await server.wait_closed()

    asyncio.run(scenario())
