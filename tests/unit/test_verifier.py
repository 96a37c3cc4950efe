"""The verifier's own cryptography and parsers, held against other people's: `cryptography`, ``openssl ts``."""

from __future__ import annotations

import http.server
import io
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.evidence.authority import TimeStamps
from toancanh.evidence.authority.certificates import DAY_US, make_certificate, new_key, revocation_list
from toancanh.evidence.verifier import verify
from toancanh.infra.outbound import HostPort, OutboundPolicy
from toancanh.kernel import Unavailable

NOW_US = 1_795_000_000_000_000


def spki(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> verify.Key:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return verify.key_of(key.public_key().public_bytes(serialization.Encoding.DER, form))


@settings(max_examples=8)
@given(st.binary(max_size=64), st.sampled_from([ec.SECP256R1(), ec.SECP384R1()]))
def test_signatures_are_judged_as_others_do(data: bytes, curve: ec.EllipticCurve) -> None:
    key = ec.generate_private_key(curve)
    signature = key.sign(data, ec.ECDSA(hashes.SHA256()))
    assert verify.is_signed(spki(key), signature, data)
    assert not verify.is_signed(spki(key), signature, data + b"x")
    assert not verify.is_signed(spki(key), signature[:-1] + bytes([signature[-1] ^ 1]), data)


def test_rsa_and_certificates() -> None:
    key = rsa.generate_private_key(65537, 2048)
    signature = key.sign(b"a", padding.PKCS1v15(), hashes.SHA512())
    assert verify.is_signed(spki(key), signature, b"a", "sha512")
    assert not verify.is_signed(spki(key), signature, b"b", "sha512")
    root_key, signing_key = new_key(), new_key()
    times = {"from_us": NOW_US, "until_us": NOW_US + DAY_US}
    root = make_certificate(
        subject="r", organisation="o", key=root_key.public_key(), serial=5, issuer=None, issuer_key=root_key, **times
    )
    signing = make_certificate(
        subject="s", organisation="", key=signing_key.public_key(), serial=6, issuer=root, issuer_key=root_key, **times
    )
    read = [verify.certificate_of(one.public_bytes(serialization.Encoding.PEM)) for one in (root, signing)]
    assert [(one.serial, one.name, one.is_authority) for one in read] == [(5, "r", True), (6, "s", False)]
    assert (read[1].from_us, read[1].until_us) == (NOW_US, NOW_US + DAY_US)
    assert verify.is_issued(read[1], read[0])
    assert not verify.is_issued(read[0], read[1])
    listed = revocation_list(root, root_key, [(6, NOW_US)], NOW_US)
    assert verify.revoked_of(listed, read[0]) == {6: NOW_US}
    assert x509.load_pem_x509_crl(listed).get_revoked_certificate_by_serial_number(6) is not None


@given(st.binary(max_size=200))
def test_what_cannot_be_read_is_said_so(data: bytes) -> None:
    for read in (verify.certificate_of, verify.stamp_of, verify.key_of):
        with pytest.raises(verify.Bad):
            read(data)
    with pytest.raises(verify.Bad):
        verify.movie_of(io.BytesIO(data), len(data))
    verify.is_signed(verify.Key(verify.P256, verify.P256.x, verify.P256.y), data, b"a")


CONFIG = """\
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/tsa.pem
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """``openssl ts`` behind HTTP."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "conf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    extensions = ["-addext", "extendedKeyUsage=critical,timeStamping", "-addext", "basicConstraints=CA:FALSE"]
    keys = ["-keyout", str(folder / "tsa.key"), "-out", str(folder / "tsa.pem")]
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tsa", "-days", "3650"]
    subprocess.run([*request, *keys, *extensions], check=True, capture_output=True)

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["content-length"])))
            command = ["openssl", "ts", "-reply", "-config", str(folder / "conf"), "-queryfile", str(folder / "query")]
            made = subprocess.run([*command, "-out", str(folder / "reply")], check=True, capture_output=True)
            body = (folder / "reply").read_bytes() if made.returncode == 0 else b""
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    answering = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=answering.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{answering.server_port}/tsr", folder
    finally:
        answering.shutdown()
        answering.server_close()
        thread.join()


def test_a_time_stamp_of_openssl_is_taken_and_judged(server: tuple[str, Path]) -> None:
    url, folder = server
    port = int(url.rpartition(":")[2].partition("/")[0])
    allowed = OutboundPolicy(allow=frozenset({HostPort(host="127.0.0.1", port=port)}))
    token = TimeStamps(url=url, outbound=allowed).ask(b"signature")
    stamp = verify.stamp_of(token)
    assert stamp.imprint == verify.digest(b"signature")
    assert stamp.signer.der == verify.certificate_of((folder / "tsa.pem").read_bytes()).der
    for at in range(40, len(token), 97):
        broken = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            other = verify.stamp_of(broken)
        except verify.Bad:
            continue
        same = (other.at_us, other.imprint, other.signer.key) == (stamp.at_us, stamp.imprint, stamp.signer.key)
        assert same, at  # a byte that no signature covers: the certificate's own
    assert TimeStamps(url=url, outbound=OutboundPolicy()).stamp(b"signature") == b""  # loopback is not outside
    with pytest.raises(Unavailable):
        TimeStamps(url=url.replace(str(port), "9"), outbound=OutboundPolicy(allow=frozenset(
            {HostPort(host="127.0.0.1", port=9)}))).ask(b"a")  # fmt: skip
