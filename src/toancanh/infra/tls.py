"""TLS: a certificate by setting, or one of a local CA made at set-up.

The private keys of the local CA lie in DATA/tls, encrypted by a password that comes out of the key ring, so that a copy
of DATA cannot sign or impersonate. Users install the root (``/ca.crt``) after comparing its fingerprint with the one
that the platform printed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from toancanh.infra.addresses import own_addresses
from toancanh.infra.files import write_private
from toancanh.infra.keyring import KeyRing
from toancanh.infra.settings import Settings
from toancanh.kernel import Clock, Invalid

_CA_DAYS = 3650
_LEAF_DAYS = 820  # Apple's platforms refuse more than 825, also under a private root
_RENEW_DAYS = 400  # checked at each start
_BACKDATED = timedelta(hours=1)  # for a client whose clock is a little slow


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What a port serves with. ``ca`` and its ``fingerprint`` (SHA-256) are there where the local CA signed it."""

    cert: Path
    key: Path
    password: str | None = None
    ca: Path | None = None
    fingerprint: str = ""

    def ends_us(self) -> int:
        """When the one that is served now stops being good."""
        leaf = x509.load_pem_x509_certificate(self.cert.read_bytes())
        return round(leaf.not_valid_after_utc.timestamp()) * 1_000_000

    def context(self) -> ssl.SSLContext:
        """A server's context: TLS 1.2 or newer, HTTP/1.1. Raises `Invalid` where the files do not fit."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        try:
            context.load_cert_chain(self.cert, self.key, lambda: self.password or "")
        except (OSError, ssl.SSLError) as error:
            raise Invalid(f"the certificate {self.cert} with the key {self.key} cannot be used: {error}") from None
        return context


def certificate_of(settings: Settings, keyring: KeyRing, clock: Clock) -> Certificate | None:
    """The certificate to serve with, made or renewed where the local CA is to sign it; None for plain HTTP."""
    if not settings.uses_tls:
        return None
    if settings.tls_cert is not None and settings.tls_key is not None:
        return Certificate(cert=settings.tls_cert, key=settings.tls_key)
    now = datetime.fromtimestamp(clock.now_us() / 1_000_000, UTC)
    authority = _LocalAuthority(folder=settings.tls_path, password=keyring.mac_key("tls").hex(), now=now)
    return authority.certificate(_names(settings))


def _names(settings: Settings) -> list[str]:
    """Every name under which a browser may reach this machine, as far as the machine knows."""
    names = ["localhost", *settings.tls_names, *(str(address) for address in own_addresses()), socket.gethostname()]
    if settings.host not in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
        names.insert(1, settings.host)
    return list(dict.fromkeys(names))


@dataclass(frozen=True, kw_only=True)
class _LocalAuthority:
    folder: Path
    password: str
    now: datetime

    def certificate(self, names: Sequence[str]) -> Certificate:
        root, root_key = self._root()
        cert_path, key_path = self.folder / "server.crt", self.folder / "server.key"
        if not self._serves(cert_path, key_path, root, names):
            leaf, leaf_key = self._sign_leaf(root, root_key, names)
            write_private(key_path, self._pem(leaf_key))
            chain = leaf.public_bytes(serialization.Encoding.PEM) + root.public_bytes(serialization.Encoding.PEM)
            write_private(cert_path, chain)
        digest = root.fingerprint(hashes.SHA256()).hex(":").upper()
        return Certificate(
            cert=cert_path, key=key_path, password=self.password, ca=self.folder / "ca.crt", fingerprint=digest
        )

    def _root(self) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        cert_path, key_path = self.folder / "ca.crt", self.folder / "ca.key"
        if cert_path.exists() and key_path.exists():
            root = x509.load_pem_x509_certificate(cert_path.read_bytes())
            key = serialization.load_pem_private_key(key_path.read_bytes(), self.password.encode())
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise Invalid(f"{key_path} is not a key of the local CA; move the folder {self.folder} away")
            return root, key
        key = ec.generate_private_key(ec.SECP256R1())
        serial = x509.random_serial_number()
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Toàn Cảnh"),
                x509.NameAttribute(NameOID.COMMON_NAME, f"Toàn Cảnh local CA {serial:x}"[:60]),
            ]
        )
        root = (
            self._builder(name, name, key.public_key(), serial, _CA_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        write_private(key_path, self._pem(key))
        write_private(cert_path, root.public_bytes(serialization.Encoding.PEM))
        return root, key

    def _sign_leaf(
        self, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, names: Sequence[str]
    ) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "toancanh")])
        authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
        leaf = (
            self._builder(subject, root.subject, key.public_key(), x509.random_serial_number(), _LEAF_DAYS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(authority_id, critical=False)
            .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        return leaf, key

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, serial: int, days: int
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(serial)
            .not_valid_before(self.now - _BACKDATED)
            .not_valid_after(self.now + timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )

    def _serves(self, cert: Path, key: Path, root: x509.Certificate, names: Sequence[str]) -> bool:
        """Whether the certificate that is there goes on: of this root, long enough, with all names."""
        if not (cert.exists() and key.exists()):
            return False
        leaf = x509.load_pem_x509_certificate(cert.read_bytes())
        held = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        fresh = leaf.not_valid_after_utc - self.now > timedelta(days=_RENEW_DAYS)
        return fresh and leaf.issuer == root.subject and all(_general_name(name) in held for name in names)

    def _pem(self, key: ec.EllipticCurvePrivateKey) -> bytes:
        return key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(self.password.encode()),
        )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
