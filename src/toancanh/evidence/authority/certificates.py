"""X.509 certificates and the revocation list of the evidence keys (RFC 5280). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

DAY_US = 86_400_000_000
ROOT_DAYS = 30 * 365
SIGNING_DAYS = 90
_LIST_DAYS = 30


def new_key() -> ec.EllipticCurvePrivateKey:
    """A private key of P-256 (FIPS 186-5, 6.1.1)."""
    return ec.generate_private_key(ec.SECP256R1())


def make_certificate(
    *,
    subject: str,
    organisation: str,
    key: ec.EllipticCurvePublicKey,
    serial: int,
    from_us: int,
    until_us: int,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    """A root where there is no ``issuer``, else a certificate that signs and issues nothing."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, subject[:64])]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    name, is_root = x509.Name(parts), issuer is None
    usage = x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_cert_sign=is_root, crl_sign=is_root,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer is None else issuer.subject)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(_moment(from_us))
        .not_valid_after(_moment(until_us))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def revocation_list(
    root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, revoked: Iterable[tuple[int, int]], now_us: int
) -> bytes:
    """PEM of the list of revoked serial numbers, each with the time of its revocation."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(_moment(now_us)).next_update(_moment(now_us + _LIST_DAYS * DAY_US))
    for serial, at_us in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_moment(at_us)).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM)


def pem(der: bytes) -> bytes:
    """A certificate as text."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us // 1_000_000, tz=UTC)
