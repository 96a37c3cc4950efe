"""Packages of evidence in the hands of somebody who changes them, and a time stamp server that is ``openssl ts``."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from media_units import START_US
from toancanh.evidence.authority.certificates import DAY_US, make_certificate, new_key, revocation_list
from toancanh.evidence.verifier import verify

Files = dict[str, bytes]
LIES = {"verify.py": b"print('PROVEN')\n", "verify.html": b"<h1>PROVEN</h1>\n"}

_TSA = """\
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


class StampServer:
    """``openssl ts`` with a key of its own in this folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "conf").write_text(_TSA.format(folder=folder))
        (folder / "serial").write_text("01\n")
        extensions = ["-addext", "extendedKeyUsage=critical,timeStamping", "-addext", "basicConstraints=CA:FALSE"]
        keys = ["-keyout", str(folder / "tsa.key"), "-out", str(folder / "tsa.pem")]
        request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tsa", "-days", "3650"]
        self._openssl(*request, *keys, *extensions)

    @property
    def certificate(self) -> bytes:
        """Its own, in PEM."""
        return (self._folder / "tsa.pem").read_bytes()

    def reply(self, query: bytes, *options: str) -> bytes:
        """The answer to a request of RFC 3161."""
        (self._folder / "query").write_bytes(query)
        files = ["-queryfile", str(self._folder / "query"), "-out", str(self._folder / "reply")]
        self._openssl("ts", "-reply", "-config", str(self._folder / "conf"), *files, *options)
        return (self._folder / "reply").read_bytes()

    def stamp(self, signature: bytes) -> bytes:
        """A token over a signature."""
        command = ["-digest", hashlib.sha256(signature).hexdigest(), "-sha256", "-cert", "-out"]
        self._openssl("ts", "-query", *command, str(self._folder / "asked"))
        return self.reply((self._folder / "asked").read_bytes(), "-token_out")

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def unzipped(path: Path) -> Files:
    """What lies in a package, in its order."""
    found = verify.Package(str(path))
    return {name: found.read(name) for name in found.places}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A container as the platform makes it."""
    heads, tail = verify.zip_heads([(name, len(data), zlib.crc32(data)) for name, data in files.items()])
    return b"".join(head + data for head, data in zip(heads, files.values(), strict=True)) + tail


def listed_anew(files: Files) -> Files:
    """The list names what is there now: what a forger with the site's signing key could do. The signature is old."""
    manifest = json.loads(files["manifest.json"])
    names = sorted(set(files) - {"manifest.json", "manifest.sig", "manifest.tsr"})
    manifest["files"] = [
        {"name": name, "size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()} for name in names
    ]
    return {**files, "manifest.json": verify.canonical(manifest)}


def signed_anew(
    files: Files,
    *,
    until_us: int = START_US + 10 * DAY_US,
    revoked_us: int | None = None,
    stamp: Callable[[bytes], bytes] | None = None,
    stamps_seals: bool = True,
) -> tuple[Files, bytes]:
    """Everything in order, but under a root made here; the package and that root."""
    own_key, signing_key, from_us = new_key(), new_key(), START_US - DAY_US
    own = make_certificate(
        subject="root", organisation="Ward 1", key=own_key.public_key(), serial=1, issuer=None, issuer_key=own_key,
        from_us=from_us, until_us=START_US + 9000 * DAY_US,
    )  # fmt: skip
    signing = make_certificate(
        subject="signing", organisation="Ward 1", key=signing_key.public_key(), serial=2, issuer=own,
        issuer_key=own_key, from_us=from_us, until_us=until_us,
    )  # fmt: skip

    def signed(data: bytes, *, stamps: bool = True) -> tuple[bytes, bytes]:
        signature = signing_key.sign(data, ec.ECDSA(hashes.SHA256()))
        return signature, stamp(signature) if stamp and stamps else b""

    made = {name: data for name, data in files.items() if not name.startswith("certificates/")}
    gone = [] if revoked_us is None else [(2, revoked_us)]
    made |= {
        "certificates/root.pem": own.public_bytes(Encoding.PEM),
        "certificates/signing-2.pem": signing.public_bytes(Encoding.PEM),
        "certificates/revoked.crl": revocation_list(own, own_key, gone, START_US),
    }
    for name in [one for one in made if one.startswith("seals/") and not one.endswith(".signature.json")]:
        signature, token = signed(made[name], stamps=stamps_seals)
        told = {"serial": "02", "signature": signature.hex(), "token": token.hex()}
        made[name.replace(".json", ".signature.json")] = verify.canonical(told)
    manifest = json.loads(listed_anew(made)["manifest.json"]) | {"signed_by": "02"}
    made["manifest.json"] = verify.canonical(manifest)
    made["manifest.sig"], token = signed(made["manifest.json"])
    if token:
        made["manifest.tsr"] = token
    return made, own.public_bytes(Encoding.PEM)
