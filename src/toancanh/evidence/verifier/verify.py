#!/usr/bin/env python3
"""Kiểm tra gói bằng chứng / checks an evidence package of Toàn Cảnh.

    python3 verify.py PACKAGE [--root FILE|FINGERPRINT] [--crl FILE] [--tsa FILE] [--statement FILE] [--json]

Python 3.8 or newer, nothing else, no network. PACKAGE is the ZIP, or the folder it was unpacked into. A hand-over
statement (NAME.statement.json) that lies beside it is checked, too.
Exit status: 0 proven, 1 broken, 2 wrong use, 3 intact but its origin is not proven.
Trust comes from outside the package: the root certificate or its SHA-256 fingerprint, from the hand-over letter or the
site's public page; the hash of this file stands there, too. A verifier found inside a package proves nothing.
Formats: docs/design/evidence.md. Everything that is read is bounded.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import bisect
import calendar
import datetime
import hashlib
import json
import os
import re
import struct
import sys
import zlib
from typing import Any, BinaryIO, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

PROVEN, BROKEN, WRONG_USE, NOT_PROVEN = 0, 1, 2, 3
MOST_FILES = 20000
MOST_JSON = 256 << 20
MOST_MOOV = 512 << 20
MOST_FINDINGS = 1000
CHUNK = 1 << 20
FETCHED = ("main3", "sub3")  # streams of what came out of the camera's own storage, later
MOVED_TICKS = 2  # a picture's time in the MP4 is its proven time, rounded
MANIFEST, SIGNATURE, TOKEN, STATEMENT = "manifest.json", "manifest.sig", "manifest.tsr", ".statement.json"


class Bad(Exception):
    """What was read is not what it must be; ``code`` is a key of WORDS."""

    def __init__(self, code: str, where: str = "", **values: Any) -> None:
        super().__init__(code)
        self.code, self.where, self.values = code, where, values


# ---------------------------------------------------------------- DER (ITU-T X.690), X.509 (RFC 5280), RFC 3161


class Der(NamedTuple):
    """One element: ``whole`` with its head, ``body`` without."""

    tag: int
    body: bytes
    whole: bytes


def der_items(data: bytes) -> List[Der]:
    """The elements that ``data`` consists of; definite lengths only."""
    items: List[Der] = []
    at = 0
    while at < len(data):
        if len(items) > 200000 or at + 2 > len(data) or data[at] & 31 == 31:
            raise Bad("der")
        size, start = data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            if not 0 < count <= 4 or start + count > len(data):
                raise Bad("der")
            size, start = int.from_bytes(data[start : start + count], "big"), start + count
        if start + size > len(data):
            raise Bad("der")
        items.append(Der(data[at], data[start : start + size], data[at : start + size]))
        at = start + size
    return items


def der_one(data: bytes, tag: int = 0x30) -> Der:
    """Exactly one element of that tag."""
    items = der_items(data)
    if len(items) != 1 or items[0].tag != tag:
        raise Bad("der")
    return items[0]


def der_time(item: Der) -> int:
    """UTCTime or GeneralizedTime as UTC microseconds."""
    text = item.body.decode("ascii", "replace")
    if item.tag == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    match = re.match(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,6})\d*)?Z$", text)
    if match is None:
        raise Bad("der")
    try:
        moment = datetime.datetime.strptime("".join(match.groups()[:6]), "%Y%m%d%H%M%S")  # noqa: DTZ007  # UTC, as written
    except ValueError:
        raise Bad("der") from None
    return calendar.timegm(moment.timetuple()) * 1000000 + int((match.group(7) or "0").ljust(6, "0"))


def unpem(data: bytes) -> bytes:
    """DER of a PEM file; what is DER already stays."""
    match = re.search(rb"-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END", data)
    if match is None:
        return data
    try:
        return base64.b64decode(match.group(1))
    except (binascii.Error, ValueError):
        raise Bad("der") from None


OID_RSA, OID_EC = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a8648ce3d0201")
OID_TST, OID_SIGNED = bytes.fromhex("2a864886f70d0109100104"), bytes.fromhex("2a864886f70d010702")
OID_DIGEST, OID_STAMPS = bytes.fromhex("2a864886f70d010904"), bytes.fromhex("2b06010505070308")
HASHES = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
SIGNED_BY = {
    bytes.fromhex("2a8648ce3d040302"): "sha256",
    bytes.fromhex("2a8648ce3d040303"): "sha384",
    bytes.fromhex("2a8648ce3d040304"): "sha512",
    bytes.fromhex("2a864886f70d01010b"): "sha256",
    bytes.fromhex("2a864886f70d01010c"): "sha384",
    bytes.fromhex("2a864886f70d01010d"): "sha512",
}


class Curve(NamedTuple):
    """A prime curve with a = -3 (FIPS 186-4, D.1.2)."""

    p: int
    n: int
    b: int
    x: int
    y: int


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
    0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
)
CURVES = {bytes.fromhex("2a8648ce3d030107"): P256, bytes.fromhex("2b81040022"): P384}
Point = Tuple[int, int, int]  # Jacobian; z = 0 is infinity


def _double(c: Curve, q: Point) -> Point:
    x, y, z = q
    if not z or not y:
        return (1, 1, 0)
    zz, yy = z * z % c.p, y * y % c.p
    s = 4 * x * yy % c.p
    m = 3 * (x - zz) * (x + zz) % c.p
    x3 = (m * m - 2 * s) % c.p
    return (x3, (m * (s - x3) - 8 * yy * yy) % c.p, 2 * y * z % c.p)


def _add(c: Curve, one: Point, two: Point) -> Point:
    if not one[2]:
        return two
    if not two[2]:
        return one
    z1, z2 = one[2] * one[2] % c.p, two[2] * two[2] % c.p
    u1, u2 = one[0] * z2 % c.p, two[0] * z1 % c.p
    s1, s2 = one[1] * two[2] * z2 % c.p, two[1] * one[2] * z1 % c.p
    if u1 == u2:
        return _double(c, one) if s1 == s2 else (1, 1, 0)
    h, r = (u2 - u1) % c.p, (s2 - s1) % c.p
    hh = h * h % c.p
    hhh, v = h * hh % c.p, u1 * hh % c.p
    x3 = (r * r - hhh - 2 * v) % c.p
    return (x3, (r * (v - x3) - s1 * hhh) % c.p, h * one[2] * two[2] % c.p)


def _times(c: Curve, k: int, q: Point) -> Point:
    out: Point = (1, 1, 0)
    for bit in bin(k)[2:]:
        out = _double(c, out)
        if bit == "1":
            out = _add(c, out, q)
    return out


class Key(NamedTuple):
    """A public key: of a curve (``x``, ``y``), or RSA (``x`` the modulus, ``y`` the exponent)."""

    curve: Optional[Curve]
    x: int
    y: int


def key_of(spki: bytes) -> Key:
    """SubjectPublicKeyInfo (RFC 5280, 4.1.2.7)."""
    algorithm, bits = _some(der_items(der_one(spki).body), 2)
    kind = _some(der_items(algorithm.body), 1)
    point = bits.body[1:]
    if kind[0].body == OID_RSA:
        modulus, exponent = _some(der_items(der_one(point).body), 2)
        return Key(None, int.from_bytes(modulus.body, "big"), int.from_bytes(exponent.body, "big"))
    curve = CURVES.get(kind[1].body) if kind[0].body == OID_EC and len(kind) > 1 else None
    if curve is None or len(point) % 2 != 1 or point[0] != 4:
        raise Bad("algorithm")
    half = len(point) // 2
    x, y = int.from_bytes(point[1 : 1 + half], "big"), int.from_bytes(point[1 + half :], "big")
    if not (x < curve.p and y < curve.p) or (y * y - (x * x * x - 3 * x + curve.b)) % curve.p:
        raise Bad("algorithm")
    return Key(curve, x, y)


def is_signed(key: Key, signature: bytes, data: bytes, name: str = "sha256") -> bool:
    """ECDSA (FIPS 186-4, 6.4) or RSA PKCS #1 v1.5 (RFC 8017, 8.2.2)."""
    digest = hashlib.new(name, data).digest()
    if key.curve is None:
        size = (key.x.bit_length() + 7) // 8
        if not 256 <= size <= 1024 or len(signature) != size or key.y.bit_length() > 64:
            return False
        oid = next(oid for oid, known in HASHES.items() if known == name)
        info = b"\x30" + bytes([len(oid) + 4]) + b"\x06" + bytes([len(oid)]) + oid + b"\x05\x00"
        info = b"\x30" + bytes([len(info) + 2 + len(digest)]) + info + b"\x04" + bytes([len(digest)]) + digest
        padded = b"\x00\x01" + b"\xff" * (size - 3 - len(info)) + b"\x00" + info
        return pow(int.from_bytes(signature, "big"), key.y, key.x).to_bytes(size, "big") == padded
    try:
        one, two = der_items(der_one(signature).body)
    except (Bad, ValueError):
        return False
    c, r, s = key.curve, int.from_bytes(one.body, "big"), int.from_bytes(two.body, "big")
    if not (0 < r < c.n and 0 < s < c.n):
        return False
    number = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - c.n.bit_length())
    w = pow(s, c.n - 2, c.n)
    x, _, z = _add(c, _times(c, number * w % c.n, (c.x, c.y, 1)), _times(c, r * w % c.n, (key.x, key.y, 1)))
    return bool(z) and x * pow(z * z, c.p - 2, c.p) % c.p % c.n == r


def _some(items: List[Der], least: int) -> List[Der]:
    if len(items) < least:
        raise Bad("der")
    return items


class Certificate(NamedTuple):
    """What of an X.509 certificate is looked at."""

    der: bytes
    tbs: bytes
    serial: int
    issuer: bytes
    subject: bytes
    from_us: int
    until_us: int
    key: Key
    is_authority: bool
    stamps: bool  # for time stamps (RFC 3161, 2.3)
    hash_name: str
    signature: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def name(self) -> str:
        """Its subject's common name."""
        for rdn in der_items(self.subject):
            for pair in der_items(rdn.body):
                parts = der_items(pair.body)
                if len(parts) == 2 and parts[0].body == b"\x55\x04\x03":
                    return parts[1].body.decode("utf-8", "replace")[:200]
        return ""


def certificate_of(data: bytes) -> Certificate:
    """A certificate, DER or PEM."""
    der = unpem(data)
    tbs, algorithm, signature = _some(der_items(der_one(der).body), 3)[:3]
    fields = _some(der_items(tbs.body), 7)
    if fields[0].tag == 0xA0:
        fields = _some(fields[1:], 6)
    begins, ends = _some(der_items(fields[3].body), 2)[:2]
    is_authority = stamps = False
    for extra in fields[6:]:
        if extra.tag != 0xA3:
            continue
        for extension in der_items(der_one(extra.body).body):
            parts = _some(der_items(extension.body), 2)
            if parts[0].body == b"\x55\x1d\x13":  # basicConstraints
                is_authority = any(p.tag == 1 and p.body != b"\0" for p in der_items(der_one(parts[-1].body).body))
            elif parts[0].body == b"\x55\x1d\x25":  # extKeyUsage
                stamps = any(p.body == OID_STAMPS for p in der_items(der_one(parts[-1].body).body))
    return Certificate(
        der, tbs.whole, int.from_bytes(fields[0].body, "big"), fields[2].whole, fields[4].body, der_time(begins),
        der_time(ends), key_of(fields[5].whole), is_authority, stamps, _hash_of(algorithm), signature.body[1:],
    )  # fmt: skip


def _hash_of(algorithm: Der) -> str:
    name = SIGNED_BY.get(_some(der_items(algorithm.body), 1)[0].body)
    if name is None:
        raise Bad("algorithm")
    return name


def is_issued(certificate: Certificate, by: Certificate) -> bool:
    """Whether ``by`` signed it and may."""
    named = der_one(certificate.issuer).body == by.subject and by.is_authority
    return named and is_signed(by.key, certificate.signature, certificate.tbs, certificate.hash_name)


def revoked_of(data: bytes, root: Certificate) -> Dict[int, int]:
    """Serial numbers that a CRL (RFC 5280, 5) of the root revokes, and when."""
    tbs, algorithm, signature = _some(der_items(der_one(unpem(data)).body), 3)[:3]
    if not is_signed(root.key, signature.body[1:], tbs.whole, _hash_of(algorithm)):
        raise Bad("crl")
    found: Dict[int, int] = {}
    sequences = [item for item in der_items(tbs.body) if item.tag == 0x30]
    for entry in der_items(sequences[2].body) if len(sequences) > 2 else []:
        parts = _some(der_items(entry.body), 2)
        found[int.from_bytes(parts[0].body, "big")] = der_time(parts[1])
    return found


class Stamp(NamedTuple):
    """A time stamp: when, over what, by whom; ``nonce`` as sent."""

    at_us: int
    imprint: bytes
    nonce: int
    signer: Certificate
    others: Tuple[Certificate, ...]


def stamp_of(token: bytes) -> Stamp:
    """A token whose own signature holds (RFC 3161, 2.4.2; RFC 5652, 5.4). Who signed it is for the caller to judge."""
    kind, content = _some(der_items(der_one(token).body), 2)[:2]
    if kind.body != OID_SIGNED:
        raise Bad("token")
    parts = _some(der_items(der_one(content.body).body), 4)
    encapsulated = _some(der_items(parts[2].body), 2)
    if encapsulated[0].body != OID_TST:
        raise Bad("token")
    info = der_one(encapsulated[1].body, 0x04).body
    certificates = [certificate_of(one.whole) for p in parts[3:] if p.tag == 0xA0 for one in der_items(p.body)]
    signer_infos = [p for p in parts[3:] if p.tag == 0x31]
    if len(signer_infos) != 1 or not certificates:
        raise Bad("token")
    signer = _some(der_items(der_one(signer_infos[0].body).body), 6)
    issuer, serial = _some(der_items(signer[1].body), 2)[:2]
    attributes = signer[3]
    hash_name = HASHES.get(_some(der_items(signer[2].body), 1)[0].body)
    if attributes.tag != 0xA0 or hash_name is None:
        raise Bad("token")
    digests = [
        der_one(pair[1].body, 0x04).body
        for pair in (_some(der_items(one.body), 2) for one in der_items(attributes.body))
        if pair[0].body == OID_DIGEST
    ]
    by = [c for c in certificates if c.issuer == issuer.whole and c.serial == int.from_bytes(serial.body, "big")]
    signed = b"\x31" + attributes.whole[1:]
    if not by or not by[0].stamps or digests != [hashlib.new(hash_name, info).digest()]:
        raise Bad("token")
    if not is_signed(by[0].key, signer[5].body, signed, hash_name):
        raise Bad("token")
    fields = _some(der_items(der_one(info).body), 5)
    imprint = _some(der_items(fields[2].body), 2)
    if HASHES.get(_some(der_items(imprint[0].body), 1)[0].body) != "sha256":
        raise Bad("token")
    nonces = [int.from_bytes(field.body, "big") for field in fields[5:] if field.tag == 0x02]
    return Stamp(der_time(fields[4]), imprint[1].body, nonces[0] if nonces else 0, by[0], tuple(certificates))


# ---------------------------------------------------------------- the tree (docs/design/evidence.md, RFC 6962, 2.1)


def digest(*parts: bytes) -> bytes:
    """SHA-256 of them together."""
    made = hashlib.sha256()
    for part in parts:
        made.update(part)
    return made.digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaves that are hashes already."""
    if len(leaves) <= 1:
        if not leaves:
            raise Bad("format")
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return digest(b"\x03", tree_root(leaves[:split]), tree_root(leaves[split:]))


def root_by_path(leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes:
    """Root from one leaf and the hashes beside its way up, the nearest first."""
    if not 0 <= index < count or len(path) > 64:
        raise Bad("format")
    turns = []
    while count > 1:
        split = 1 << (count - 1).bit_length() - 1
        left = index < split
        turns.append(left)
        index, count = (index, split) if left else (index - split, count - split)
    if len(turns) != len(path):
        raise Bad("format")
    for left, other in zip(reversed(turns), path):
        leaf = digest(b"\x03", leaf, other) if left else digest(b"\x03", other, leaf)
    return leaf


def canonical(value: Any) -> bytes:
    """JSON as it is signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def read_json(data: bytes, where: str) -> Dict[str, Any]:
    """An object in canonical JSON."""
    try:
        value = json.loads(data.decode("utf-8"))
        if isinstance(value, dict) and canonical(value) == data:
            return value
    except (ValueError, RecursionError):
        pass
    raise Bad("format", where)


def field(value: Any, name: str, kind: Any) -> Any:
    """A member of that kind."""
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is int):
        raise Bad("format")
    return found


def raw(text: Any, size: int = 0) -> bytes:
    """Bytes of hexadecimal text."""
    try:
        found = bytes.fromhex(text)
    except (TypeError, ValueError):
        raise Bad("format") from None
    if size and len(found) != size:
        raise Bad("format")
    return found


# ---------------------------------------------------------------- MP4 (ISO/IEC 14496-12)


class Sample(NamedTuple):
    """One coded picture: where it lies, its time (1/90000 s since the first), and how it is decoded."""

    offset: int
    size: int
    time: int
    is_key: bool
    entry: int


class Movie(NamedTuple):
    """A plain MP4 of one video track."""

    samples: List[Sample]
    configurations: List[bytes]


def _boxes(data: bytes, at: int = 0) -> Iterator[Tuple[bytes, int, int]]:
    while at < len(data):
        if at + 8 > len(data):
            raise Bad("mp4")
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            raise Bad("mp4")
        yield kind, at + 8, at + size
        at += size


def _box(data: bytes, *path: bytes) -> bytes:
    for wanted in path:
        found = [data[start:end] for kind, start, end in _boxes(data) if kind == wanted]
        if len(found) != 1:
            raise Bad("mp4")
        data = found[0]
    return data


def _table(body: bytes, form: str, head: int = 4) -> List[Tuple[int, ...]]:
    row = struct.Struct(form)
    if len(body) < head + 4:
        raise Bad("mp4")
    (count,) = struct.unpack_from(">I", body, head)
    if len(body) != head + 4 + count * row.size:
        raise Bad("mp4")
    return list(row.iter_unpack(body[head + 4 :]))


def movie_of(file: BinaryIO, size: int) -> Movie:
    """The samples of a plain MP4, which must be all that lies in its one ``mdat``."""
    at, moov, mdat = 0, b"", (0, 0)
    while at < size:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            raise Bad("mp4")
        length, kind = struct.unpack_from(">I4s", head)
        body = 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack_from(">Q", head, 8)[0], 16
        if length < body or at + length > size or kind not in (b"ftyp", b"moov", b"mdat", b"free", b"uuid"):
            raise Bad("mp4")
        if kind == b"moov":
            if moov or length > MOST_MOOV:
                raise Bad("mp4")
            file.seek(at + body)
            moov = file.read(length - body)
        elif kind == b"mdat":
            if mdat[1]:
                raise Bad("mp4")
            mdat = (at + body, at + length)
        at += length
    stbl = _box(_box(moov, b"trak"), b"mdia", b"minf", b"stbl")
    samples = _samples(stbl)
    end = mdat[0]
    for sample in samples:
        if sample.offset != end:
            raise Bad("mp4")
        end += sample.size
    if end != mdat[1] or not samples:
        raise Bad("mp4")
    return Movie(samples, _configurations(_box(stbl, b"stsd")))


def _samples(stbl: bytes) -> List[Sample]:
    kinds = [kind for kind, _, _ in _boxes(stbl)]
    stsz = _box(stbl, b"stsz")
    if len(stsz) < 12 or struct.unpack_from(">I", stsz, 4)[0]:
        raise Bad("mp4")
    sizes = [row[0] for row in _table(stsz, ">I", 8)]
    chunks = [
        row[0] for row in (_table(_box(stbl, b"co64"), ">Q") if b"co64" in kinds else _table(_box(stbl, b"stco"), ">I"))
    ]
    decode: List[int] = []
    total = 0
    for count, delta in _table(_box(stbl, b"stts"), ">II"):
        if count > len(sizes) - len(decode):
            raise Bad("mp4")
        for _ in range(count):
            decode.append(total)
            total += delta
    shifts: List[int] = []
    for count, shift in _table(_box(stbl, b"ctts"), ">Ii") if b"ctts" in kinds else [(len(sizes), 0)]:
        if count > len(sizes) - len(shifts):
            raise Bad("mp4")
        shifts += [shift] * count
    keys = {row[0] for row in _table(_box(stbl, b"stss"), ">I")} if b"stss" in kinds else set(range(1, len(sizes) + 1))
    runs = _table(_box(stbl, b"stsc"), ">III")
    starts = [run[0] for run in runs]
    if not (len(decode) == len(shifts) == len(sizes)) or not runs or starts[0] != 1 or sorted(set(starts)) != starts:
        raise Bad("mp4")
    found: List[Sample] = []
    first = decode[0] + shifts[0] if sizes else 0
    for number, offset in enumerate(chunks, 1):
        _, per, entry = runs[bisect.bisect_right(starts, number) - 1]
        if per > len(sizes) - len(found):
            raise Bad("mp4")
        for _ in range(per):
            index = len(found)
            found.append(
                Sample(offset, sizes[index], decode[index] + shifts[index] - first, index + 1 in keys, entry - 1)
            )
            offset += sizes[index]
    if len(found) != len(sizes):
        raise Bad("mp4")
    return found


def _configurations(stsd: bytes) -> List[bytes]:
    found = []
    for kind, start, end in _boxes(stsd, 8):
        if kind not in (b"avc1", b"hvc1") or end - start < 78:
            raise Bad("mp4")
        found.append(_box(stsd[start + 78 : end], {b"avc1": b"avcC", b"hvc1": b"hvcC"}[kind]))
    return found


# ---------------------------------------------------------------- the package: a ZIP as we make them, or a folder

ZipEntry = Tuple[str, int, int]  # name, size, CRC-32
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_FAR = 0xFFFFFFFF


def zip_heads(entries: Sequence[ZipEntry]) -> Tuple[List[bytes], bytes]:
    """The bytes before each file and those behind the last (APPNOTE 6.3.10): stored, no times, ZIP64 where needed."""
    heads, central, at = [], [], 0
    for name, size, crc in entries:
        title, wide = name.encode("utf-8"), size >= _FAR
        told = min(size, _FAR)
        extra = struct.pack("<HHQQ", 1, 16, size, size) if wide else b""
        head = _LOCAL.pack(b"PK\3\4", 45, 0x800, 0, 0, 33, crc, told, told, len(title), len(extra)) + title + extra
        far = (struct.pack("<QQ", size, size) if wide else b"") + (struct.pack("<Q", at) if at >= _FAR else b"")
        extra = struct.pack("<HH", 1, len(far)) + far if far else b""
        central.append(
            _CENTRAL.pack(
                b"PK\1\2", 45, 45, 0x800, 0, 0, 33, crc, told, told, len(title), len(extra), 0, 0, 0, 0, min(at, _FAR)
            )
            + title
            + extra
        )
        heads.append(head)
        at += len(head) + size
    listing, count = b"".join(central), len(entries)
    tail = listing
    if at >= _FAR or count >= 0xFFFF:
        tail += struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(listing), at)
        tail += struct.pack("<4sIQI", b"PK\6\7", 0, at + len(listing), 1)
    told_count = min(count, 0xFFFF)
    return heads, tail + struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, told_count, told_count, len(listing), min(at, _FAR), 0
    )


class Package:
    """Files by name: where each lies. ``path``: of the ZIP, empty for a folder; ``faults``: of the container."""

    def __init__(self, path: str) -> None:
        self.path = "" if os.path.isdir(path) else path
        self.places: Dict[str, Tuple[str, int, int, Optional[int]]] = {}  # path, offset, size, CRC
        self.faults: List[Bad] = []
        if not self.path:
            self._folder(path)
        else:
            with open(path, "rb") as file:
                self._zip(path, file)

    def _folder(self, path: str) -> None:
        for folder, _, names in os.walk(path):
            for name in names:
                whole = os.path.join(folder, name)
                inner = os.path.relpath(whole, path).replace(os.sep, "/")
                self.places[inner] = (whole, 0, os.path.getsize(whole), None)
                if len(self.places) > MOST_FILES:
                    raise Bad("zip")

    def _zip(self, path: str, file: BinaryIO) -> None:
        entries: List[ZipEntry] = []
        heads: List[bytes] = []
        end, at = os.path.getsize(path), 0
        while True:
            file.seek(at)
            head = file.read(_LOCAL.size)
            if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
                break
            fields = _LOCAL.unpack(head)
            rest = file.read(fields[9] + fields[10])
            size = fields[8]
            if size == _FAR and fields[10] == 20:
                size = struct.unpack_from("<Q", rest, fields[9] + 12)[0]
            start = at + len(head) + len(rest)
            name = rest[: fields[9]].decode("utf-8", "replace")
            if start + size > end or name in self.places or len(entries) >= MOST_FILES:
                raise Bad("zip", name)
            entries.append((name, size, fields[6]))
            heads.append(head + rest)
            self.places[name] = (path, start, size, fields[6])
            at = start + size
        if not entries:
            raise Bad("no_package", path)
        file.seek(at)
        made, tail = zip_heads(entries)
        self.faults += [Bad("zip", entry[0]) for entry, told, own in zip(entries, heads, made) if told != own]
        if file.read(len(tail) + 1) != tail:
            self.faults.append(Bad("zip", "central directory"))

    def whole(self) -> Tuple[int, str]:
        """Size and SHA-256 of the ZIP."""
        made = hashlib.sha256()
        with open(self.path, "rb") as file:
            for data in iter(lambda: file.read(CHUNK), b""):
                made.update(data)
            return file.tell(), made.hexdigest()

    def place(self, name: str) -> Tuple[str, int, int, Optional[int]]:
        """Where a file lies."""
        if name not in self.places:
            raise Bad("missing", name)
        return self.places[name]

    def read(self, name: str, most: int = MOST_JSON) -> bytes:
        """A whole file."""
        path, offset, size, _ = self.place(name)
        if size > most:
            raise Bad("format", name)
        with open(path, "rb") as file:
            file.seek(offset)
            return file.read(size)

    def sums(self, name: str) -> Tuple[str, bool]:
        """SHA-256, and whether the container's CRC fits."""
        path, offset, left, crc = self.places[name]
        made, own = hashlib.sha256(), 0
        with open(path, "rb") as file:
            file.seek(offset)
            while left:
                data = file.read(min(CHUNK, left))
                if not data:
                    break
                made.update(data)
                if crc is not None:
                    own = zlib.crc32(data, own)
                left -= len(data)
        return made.hexdigest(), crc is None or crc == own


class _Part:
    """A file within a file, from its own beginning."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        self._file, self._offset, self._size, self._at = file, offset, size, 0

    def seek(self, at: int) -> None:
        self._at = at

    def read(self, count: int) -> bytes:
        count = max(0, min(count, self._size - self._at))
        self._file.seek(self._offset + self._at)
        data = self._file.read(count)
        self._at += len(data)
        return data


# ---------------------------------------------------------------- the judgement


class Finding(NamedTuple):
    """Something said: ``code`` of WORDS, which file, the time of the picture."""

    code: str
    where: str
    at: str
    values: Dict[str, Any]

    def words(self, language: int) -> str:
        """In Vietnamese (0) or English (1)."""
        return WORDS[self.code][language].format(**dict(self.values, where=self.where, at=self.at))


class Report:
    """What was found. ``broken``: it is not as it was signed; ``doubts``: why its origin is not proven."""

    def __init__(self) -> None:
        self.broken: List[Finding] = []
        self.doubts: List[Finding] = []
        self.proven: List[Finding] = []
        self.removed: List[Finding] = []
        self.limits: List[Finding] = []
        self.more = 0

    def bad(self, error: Bad, at: str = "", where: str = "") -> None:
        """It is broken."""
        if len(self.broken) < MOST_FINDINGS:
            self.broken.append(Finding(error.code, error.where or where, at, error.values))
        else:
            self.more += 1

    @property
    def status(self) -> int:
        """The exit status."""
        return BROKEN if self.broken else NOT_PROVEN if self.doubts else PROVEN

    def as_json(self) -> Dict[str, Any]:
        """For programs."""

        def listed(found: Sequence[Finding]) -> List[Dict[str, Any]]:
            return [{"code": f.code, "where": f.where, "at": f.at, "vi": f.words(0), "en": f.words(1)} for f in found]

        return {
            "verdict": {PROVEN: "proven", BROKEN: "broken", NOT_PROVEN: "origin_not_proven"}[self.status],
            "exit": self.status, "broken": listed(self.broken), "more": self.more, "doubts": listed(self.doubts),
            "proven": listed(self.proven), "removed": listed(self.removed), "not_proven": listed(self.limits),
        }  # fmt: skip


def rfc3339(at_us: int) -> str:
    """A UTC time in words; microseconds where there are any."""
    try:
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=at_us)  # noqa: DTZ001
    except OverflowError:
        raise Bad("format") from None
    return moment.isoformat(timespec="microseconds" if at_us % 1000000 else "seconds") + "Z"


def us_of(text: Any) -> int:
    """UTC microseconds of a time in words, as we write them."""
    match = re.match(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$", text if isinstance(text, str) else "")
    if match is None:
        raise Bad("format")
    try:
        moment = datetime.datetime.strptime(match.group(1), "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007
    except ValueError:
        raise Bad("format") from None
    return calendar.timegm(moment.timetuple()) * 1000000 + int((match.group(2) or "0").ljust(6, "0"))


class Trust:
    """What comes from outside the package."""

    def __init__(self, root: Optional[bytes] = None, fingerprint: str = "", crl: bytes = b"", tsa: bytes = b"") -> None:
        self.root = certificate_of(root) if root else None
        self.fingerprint = self.root.fingerprint if self.root else fingerprint
        self.crl = crl
        self.tsa = certificate_of(tsa) if tsa else None


class Signatures:
    """The certificates of a package, and what a signature under them is worth."""

    def __init__(self, package: Package, trust: Trust, report: Report) -> None:
        self._report, self._trust = report, trust
        self.root = certificate_of(package.read("certificates/root.pem", 1 << 20))
        names = [name for name in package.places if re.match(r"^certificates/signing-[0-9a-f]{1,40}\.pem$", name)]
        found = [certificate_of(package.read(name, 1 << 20)) for name in sorted(names)[:1000]]
        self.by_serial = {certificate.serial: certificate for certificate in found}
        if not is_issued(self.root, self.root) or not all(is_issued(one, self.root) for one in found):
            raise Bad("certificates")
        self.revoked = revoked_of(package.read("certificates/revoked.crl", MOST_JSON), self.root)
        if trust.crl:
            for serial, at_us in revoked_of(trust.crl, self.root).items():
                self.revoked[serial] = min(at_us, self.revoked.get(serial, at_us))
        if not trust.fingerprint:
            self._doubt("no_root")
        elif trust.fingerprint != self.root.fingerprint:
            self._doubt("other_root", own=self.root.fingerprint, given=trust.fingerprint)
        self._said = False

    def _doubt(self, code: str, where: str = "", **values: Any) -> None:
        self._report.doubts.append(Finding(code, where, "", values))

    def judge(
        self, where: str, serial: str, signature: bytes, signed: bytes, claimed_us: int, token: bytes,
        listed_us: Optional[int] = None,
    ) -> Optional[int]:  # fmt: skip
        """Check a signature; say what of its time is known, and give its time stamp. Raises `Bad` where it is none.

        ``listed_us``: the time stamp of a list that names the signature's file, which was there by then.
        """
        certificate = self.by_serial.get(int.from_bytes(raw(serial), "big"))
        if certificate is None or not is_signed(certificate.key, signature, signed):
            raise Bad("signature", where)
        stamped_us = self._stamped(where, signature, token) if token else None
        moment = claimed_us if stamped_us is None else stamped_us
        gone_us, shown_us = self.revoked.get(certificate.serial), listed_us if stamped_us is None else stamped_us
        if gone_us is not None and (shown_us is None or shown_us >= gone_us):
            self._doubt("revoked", where, serial=serial, gone=rfc3339(gone_us))
        for one in (certificate, self.root):
            if not one.from_us <= moment <= one.until_us:
                self._doubt("expired", where, serial="%x" % one.serial, moment=rfc3339(moment))
        if shown_us is None and not self._said:
            self._said = True
            self._report.limits.append(Finding("time_claimed", where, "", {}))
        return stamped_us

    def handed(self, where: str, outer: Dict[str, Any], statement: bytes, at_us: int) -> bool:
        """Check a hand-over statement, which may be signed by a younger key. False where that key is in doubt: this is
        said of the hand-over, not of the package.
        """
        certificate = certificate_of(field(outer, "certificate", str).encode("utf-8", "replace"))
        if not is_issued(certificate, self.root):
            raise Bad("signature", where)
        self.by_serial.setdefault(certificate.serial, certificate)
        whole, self._report = self._report, Report()
        try:
            self.judge(
                where, field(outer, "serial", str), raw(field(outer, "signature", str)), statement, at_us,
                raw(outer.get("token", "")),
            )  # fmt: skip
        finally:
            own, self._report = self._report, whole
        whole.proven += own.proven
        whole.limits += own.limits + own.doubts
        return not own.doubts

    def _stamped(self, where: str, signature: bytes, token: bytes) -> Optional[int]:
        try:
            stamp = stamp_of(token)
        except Bad:
            raise Bad("token", where) from None
        if stamp.imprint != digest(signature):
            raise Bad("token", where)
        known = self._trust.tsa
        chain, held = stamp.signer, False
        for _ in range(5):
            if known is None:
                break
            if chain.der == known.der or is_issued(chain, known):
                held = chain.from_us <= stamp.at_us <= chain.until_us
                break
            above = [c for c in stamp.others if c.der != chain.der and is_issued(chain, c)]
            if not above:
                break
            chain = above[0]
        if not held or not stamp.signer.from_us <= stamp.at_us <= stamp.signer.until_us:
            code = "stamp_not_trusted" if known is None else "stamp_of_another"
            self._report.limits.append(
                Finding(code, where, "", {"moment": rfc3339(stamp.at_us), "name": stamp.signer.name})
            )
            return None
        self._report.proven.append(
            Finding("stamped", where, "", {"moment": rfc3339(stamp.at_us), "name": stamp.signer.name})
        )
        return stamp.at_us


def verify(path: str, trust: Optional[Trust] = None, statement: str = "") -> Report:
    """Check a package, and the hand-over ``statement`` (a file; else the one that lies beside). Never raises for what
    they hold.
    """
    report = Report()
    try:
        package = Package(path)
        for fault in package.faults:
            report.bad(fault)
        _verify(package, trust or Trust(), report, statement or _beside(path))
    except Bad as error:
        report.bad(error)
    return report


def _beside(path: str) -> str:
    """The statement that the platform writes beside a package."""
    bare = os.path.abspath(path)
    found = (bare[:-4] if bare.lower().endswith(".zip") else bare) + STATEMENT
    return found if os.path.isfile(found) else ""


def _verify(package: Package, trust: Trust, report: Report, statement: str) -> None:
    told = package.read(MANIFEST)
    manifest = read_json(told, MANIFEST)
    if manifest.get("format") != "toancanh-package-1":
        raise Bad("format", MANIFEST)
    listed: Dict[str, Tuple[int, str]] = {}
    for one in field(manifest, "files", list):
        listed[field(one, "name", str)] = (field(one, "size", int), field(one, "sha256", str))
    for name in sorted(set(package.places) - set(listed) - {MANIFEST, SIGNATURE, TOKEN}):
        report.bad(Bad("extra", name))
    for name, (size, sha256) in sorted(listed.items()):
        if name not in package.places:
            report.bad(Bad("missing", name))
            continue
        made, crc_fits = package.sums(name)
        if package.places[name][2] != size or made != sha256:
            report.bad(Bad("changed", name))
        elif not crc_fits:
            report.bad(Bad("zip", name))
    signatures = Signatures(package, trust, report)
    token = package.read(TOKEN, 1 << 20) if TOKEN in package.places else b""
    made_us = us_of(manifest.get("made_at"))
    stamped_us = None
    try:
        stamped_us = signatures.judge(
            MANIFEST, field(manifest, "signed_by", str), package.read(SIGNATURE, 4096), told, made_us, token
        )
    except Bad as error:
        report.bad(error)
    seals: Dict[int, Dict[str, Any]] = {}
    for number in field(manifest, "seals", list):
        try:
            seals[number] = _seal(package, signatures, number, field(manifest, "site", dict).get("number"), stamped_us)
        except Bad as error:
            report.bad(error, where="seals/%s.json" % number)
    for clip in field(manifest, "clips", list):
        name = field(clip, "name", str)
        try:
            _clip(package, clip, seals, report)
        except Bad as error:
            report.bad(error, where=name)
    handed: List[Finding] = []
    if statement:
        try:
            handed = _handed(package, manifest, signatures, statement, report)
        except Bad as error:
            report.bad(error, where=os.path.basename(statement))
    if not report.broken:
        _say(manifest, signatures, report)
        report.proven += handed


def _handed(
    package: Package, manifest: Dict[str, Any], signatures: Signatures, path: str, report: Report
) -> List[Finding]:
    """What a hand-over statement says of this very file: who gave it to whom."""
    name = os.path.basename(path)
    with open(path, "rb") as file:
        outer = read_json(file.read(1 << 20), name)
    statement = field(outer, "statement", str).encode("utf-8", "replace")
    told = read_json(statement, name)
    if told.get("format") != "toancanh-handover-1":
        raise Bad("format", name)
    is_held = signatures.handed(name, outer, statement, us_of(told.get("at")))
    about, to = field(told, "package", dict), field(told, "to", dict)
    is_same = field(about, "export", str) == field(manifest, "export", dict).get("id")
    if is_same and package.path:
        is_same = (field(about, "size", int), field(about, "sha256", str)) == package.whole()
    elif is_same:
        report.limits.append(Finding("handed_folder", name, "", {}))
    if not is_same:
        raise Bad("handed_other", name)
    if not is_held:
        report.limits.append(Finding("handed_doubt", name, "", {}))
        return []
    values = {"by": field(told, "by", str), "to": field(to, "name", str), "of": field(to, "organisation", str) or "-"}
    values.update(when=field(told, "at", str), number=field(told, "number", str))
    return [Finding("handed", name, "", values)]


def _seal(package: Package, signatures: Signatures, number: Any, site: Any, listed_us: Optional[int]) -> Dict[str, Any]:
    if not isinstance(number, int):
        raise Bad("format", MANIFEST)
    name = "seals/%d.json" % number
    body = package.read(name)
    seal = read_json(body, name)
    if seal.get("format") != "toancanh-seal-1" or seal.get("number") != number or seal.get("site") != site:
        raise Bad("format", name)
    proof = read_json(package.read("seals/%d.signature.json" % number), name)
    token = raw(field(proof, "token", str))
    signatures.judge(
        name, field(proof, "serial", str), raw(field(proof, "signature", str)), body, us_of(seal.get("made_at")), token,
        listed_us,
    )  # fmt: skip
    return seal


def _clip(package: Package, clip: Dict[str, Any], seals: Dict[int, Dict[str, Any]], report: Report) -> None:
    name, proof_name = field(clip, "name", str), field(clip, "proof", str)
    proof = read_json(package.read(proof_name), proof_name)
    if proof.get("format") != "toancanh-clip-1" or any(proof.get(k) != clip.get(k) for k in ("camera", "role", "form")):
        raise Bad("format", proof_name)
    parts = field(proof, "parts", list)
    if not parts:
        raise Bad("format", proof_name)
    proven = [part for part in parts if field(part, "seq", int)]
    records = [_records(part, proof_name) for part in parts]
    for part, units in zip(parts, records):
        if field(part, "seq", int) and _segment_root(part, units) != raw(field(part, "root", str), 32):
            report.bad(Bad("chain", proof_name), rfc3339(units[0][0]), name)
    if proven:
        _sealed(proof, proven, seals, proof_name)
    if len(proven) < len(parts):
        report.limits.append(Finding("no_proof", name, "", {}))
    if field(clip, "role", str) in FETCHED:
        report.limits.append(Finding("fetched", name, "", {}))
    if clip.get("form") == "exact":
        _units(package, name, parts, records, report)
    else:
        _anew(name, proof, proven, records, report)


def _anew(
    name: str, proof: Dict[str, Any], proven: Sequence[Dict[str, Any]],
    records: Sequence[Sequence[Tuple[int, int, bytes]]], report: Report,
) -> None:  # fmt: skip
    """What was taken away from a copy, and which recordings the signer says it was made of."""
    hidden = field(proof, "hidden", list)
    if hidden:
        report.removed.append(Finding("masked", name, "", {"areas": len(hidden)}))
    if proof.get("form") == "redacted":
        told = field(proof, "removed", dict)
        shares = [_share(one) for one in field(told, "share", list)] or [0]
        values = {"method": field(told, "method", str), "threshold": field(told, "threshold", int)}
        values.update(pieces=len(shares), mean=_percent(sum(shares) / len(shares)), most=_percent(max(shares)))
        report.removed.append(Finding("moving", name, "", values))
        report.limits.append(Finding("still", name, "", {}))
    if proof.get("burnt_in") is True:
        report.removed.append(Finding("burnt_in", name, "", {}))
    if proven:
        units = [unit[0] for part in records for unit in part]
        values = {
            "count": len(proven),
            "seal": proof.get("seal"),
            "start": rfc3339(min(units)),
            "end": rfc3339(max(units)),
        }
        report.proven.append(Finding("source", name, "", values))
    report.limits.append(Finding("not_exact", name, "", {}))


def _share(told: Any) -> int:
    """In millionths."""
    share = told[1] if isinstance(told, list) and len(told) == 2 else None
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 1:
        raise Bad("format")
    return int(share * 1e6 + 0.5)


def _percent(millionths: float) -> int:
    return int(millionths / 1e4 + 0.5)


def _unpacked(text: Any, where: str = "") -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Bad("format", where) from None


def _records(part: Dict[str, Any], where: str) -> List[Tuple[int, int, bytes]]:
    found: List[Tuple[int, int, bytes]] = []
    for text in field(part, "fragments", list):
        try:
            found += list(struct.iter_unpack(">qB32s", _unpacked(text, where)))
        except struct.error:
            raise Bad("format", where) from None
    if not found:
        raise Bad("format", where)
    return found


def _segment_root(part: Dict[str, Any], units: Sequence[Tuple[int, int, bytes]]) -> bytes:
    """From its records and the leaves of what is not in the clip."""
    leaves = [raw(leaf, 32) for leaf in field(part, "leaves", list)]
    first, fragments = field(part, "first", int), field(part, "fragments", list)
    if not 0 <= first <= first + len(fragments) <= len(leaves):
        raise Bad("format")
    for index, text in enumerate(fragments):
        data = _unpacked(text)
        leaves[first + index] = digest(b"\x01", struct.pack(">I", len(data) // 41), data)
    head = digest(b"\x00", _unpacked(field(part, "facts", str)))
    return tree_root([head, digest(b"\x02", raw(field(part, "configuration", str))), *leaves])


def _sealed(proof: Dict[str, Any], parts: List[Dict[str, Any]], seals: Dict[int, Dict[str, Any]], where: str) -> None:
    """Its segments stand in the stream's chain, and the chain's end in a seal."""
    chain, head = field(proof, "chain", dict), field(proof, "head", dict)
    link, seq = raw(field(chain, "before", str), 32), field(chain, "first", int)
    wanted = {field(part, "seq", int): field(part, "root", str) for part in parts}
    for root in field(chain, "roots", list):
        if seq < 1 or seq > 1 << 62 or wanted.pop(seq, root) != root:
            raise Bad("chain", where)
        link = digest(b"\x04", link, struct.pack(">Q", seq), raw(root, 32))
        seq += 1
    named = {"camera": proof.get("camera"), "role": proof.get("role"), "seq": seq - 1, "link": link.hex()}
    if wanted or head != named:
        raise Bad("chain", where)
    seal = seals.get(field(proof, "seal", int))
    leaf = digest(b"\x05", canonical(head))
    path = [raw(one, 32) for one in field(proof, "path", list)]
    if seal is None or root_by_path(leaf, field(proof, "index", int), field(seal, "streams", int), path) != raw(
        field(seal, "root", str), 32
    ):
        raise Bad("chain", where)


def _units(
    package: Package, name: str, parts: Sequence[Dict[str, Any]], records: Sequence[Sequence[Tuple[int, int, bytes]]],
    report: Report,
) -> None:  # fmt: skip
    """Every picture of the MP4 is the recorded one, in order, at its time."""
    path, offset, size, _ = package.place(name)
    expected = [(unit, number) for number, units in enumerate(records) for unit in units]
    configurations = [raw(field(part, "configuration", str)) for part in parts]
    with open(path, "rb") as outer:
        file = _Part(outer, offset, size)
        movie = movie_of(file, size)  # type: ignore[arg-type]
        known = {unit[2]: index for index, (unit, _) in enumerate(expected)}
        start_us, index, thinned = expected[0][0][0], 0, [part.get("thinned") is True for part in parts]
        if thinned[0] and movie.samples:
            start_us = next((unit[0] for unit, _ in expected if unit[1] & 1), start_us)
        for sample in movie.samples:
            file.seek(sample.offset)
            made = hashlib.sha256(file.read(sample.size)).digest()
            while index < len(expected) and thinned[expected[index][1]] and not expected[index][0][1] & 1:
                if expected[index][0][2] == made:
                    break
                index += 1  # of a thinned recording only key frames were kept
            if index == len(expected):
                break
            (wall_us, flags, sha256), number = expected[index]
            at = rfc3339(wall_us)
            if made != sha256:
                report.bad(Bad("unit_changed" if known.get(made, index) == index else "unit_order", name), at)
            if abs(sample.time - (wall_us - start_us) * 9 // 100) > MOVED_TICKS:
                report.bad(Bad("unit_time", name), at)
            if sample.is_key != bool(flags & 1):
                report.bad(Bad("unit_key", name), at)
            if not 0 <= sample.entry < len(movie.configurations):
                raise Bad("mp4", name)
            if movie.configurations[sample.entry] != configurations[number]:
                report.bad(Bad("unit_parameters", name), at)
            index += 1
        left = sum(1 for unit, number in expected[index:] if unit[1] & 1 or not thinned[number])
        if left or index < len(movie.samples):
            report.bad(Bad("unit_count", name, has=len(movie.samples), proven=len(expected)))
        if any(thinned):
            report.limits.append(Finding("thinned", name, "", {}))


def _say(manifest: Dict[str, Any], signatures: Signatures, report: Report) -> None:
    """What an intact package proves, and what not."""
    export = field(manifest, "export", dict)
    site, asked_by = field(manifest, "site", dict), field(export, "asked_by", dict)
    clips = field(manifest, "clips", list)
    said = report.proven
    said.insert(0, Finding("intact", "", "", {"files": len(manifest["files"])}))
    exact = sum(1 for clip in clips if clip.get("form") == "exact")
    if exact:
        said.insert(1, Finding("exact", "", "", {"clips": exact}))
    if not report.doubts:
        values = {"site": site.get("name") or site.get("number"), "print": signatures.root.fingerprint}
        said.insert(0, Finding("by", "", "", values))
    said.append(
        Finding(
            "asked", "", "",
            {"who": asked_by.get("name"), "of": asked_by.get("organisation"), "purpose": export.get("purpose"),
             "number": export.get("reference") or "-", "when": export.get("asked_at")},
        )
    )  # fmt: skip
    for one in field(export, "approvals", list):
        said.append(Finding("approved", "", "", {"who": field(one, "by", str), "when": field(one, "at", str)}))
    report.limits.append(Finding("scene", "", "", {}))
    report.limits.append(Finding("clock", "", "", {}))


WORDS: Dict[str, Tuple[str, str]] = {
    "der": ("Chứng thư, chữ ký hoặc dấu thời gian không đọc được.", "A certificate, signature or time stamp cannot be read."),
    "algorithm": ("Thuật toán ký không được hỗ trợ.", "The signature's algorithm is not supported."),
    "crl": ("Danh sách thu hồi không do gốc này ký.", "The revocation list is not signed by this root."),
    "certificates": ("Chứng thư trong gói không do chứng thư gốc trong gói cấp.", "The package's certificates are not issued by its root."),
    "format": ("{where}: nội dung không đúng định dạng.", "{where}: its content is not of the right format."),
    "mp4": ("{where}: không phải tệp MP4 như lúc xuất.", "{where}: not the MP4 file that was made."),
    "zip": ("Vỏ ZIP đã bị sửa tại: {where}.", "The ZIP container was changed at: {where}."),
    "no_package": ("{where} không phải gói bằng chứng.", "{where} is no evidence package."),
    "missing": ("Thiếu tệp {where}.", "The file {where} is missing."),
    "extra": ("Tệp {where} bị thêm vào, không có trong bản kê đã ký.", "The file {where} was added; the signed list does not name it."),
    "changed": ("Tệp {where} đã bị sửa so với bản kê đã ký.", "The file {where} is not what the signed list says."),
    "signature": ("{where}: chữ ký không đúng.", "{where}: the signature does not hold."),
    "token": ("{where}: dấu thời gian không đúng.", "{where}: the time stamp does not hold."),
    "chain": ("{where}: không nối được tới gốc đã niêm phong.", "{where}: does not lead to the sealed root."),
    "unit_changed": ("{where}: hình lúc {at} đã bị thay đổi.", "{where}: the picture of {at} was changed."),
    "unit_order": ("{where}: hình ở vị trí của {at} là hình của lúc khác (đảo thứ tự).", "{where}: in the place of {at} stands the picture of another time (order changed)."),
    "unit_time": ("{where}: thời điểm {at} của hình đã bị dời.", "{where}: the time {at} of a picture was moved."),
    "unit_key": ("{where}: dấu hình chính lúc {at} bị đổi.", "{where}: the key flag of {at} was changed."),
    "unit_parameters": ("{where}: tham số giải mã của hình lúc {at} bị đổi.", "{where}: the decoding parameters of {at} were changed."),
    "unit_count": ("{where}: có {has} hình, bản kê chứng minh {proven} hình.", "{where}: it has {has} pictures, proven are {proven}."),
    "no_root": (
        "Không có chứng thư gốc từ bên ngoài nên chưa chứng minh được nguồn gốc. Lấy vân tay của gốc từ văn bản bàn giao hoặc trang công khai của đơn vị, rồi kiểm tra lại với vân tay đó (--root).",
        "No root from outside: the origin is not proven. Take the root's fingerprint from the hand-over letter or the site's public page and check again with it (--root).",
    ),
    "other_root": (
        "Gói được ký dưới một gốc khác ({own}) với gốc đã cho ({given}): không chứng minh gì về đơn vị đó.",
        "The package is signed under another root ({own}) than the one given ({given}): it proves nothing about that site.",
    ),
    "revoked": (
        "{where}: khóa {serial} bị thu hồi ngày {gone}, không có dấu thời gian tin cậy nào cho thấy đã ký trước đó.",
        "{where}: the key {serial} was revoked on {gone}, and no trusted time stamp shows that this was signed before.",
    ),
    "expired": (
        "{where}: chứng thư {serial} không có hiệu lực lúc {moment}.",
        "{where}: the certificate {serial} was not valid at {moment}.",
    ),
    "by": (
        "Gói do {site} ký; vân tay của chứng thư gốc: {print}.",
        "Signed by {site}; fingerprint of the root certificate: {print}.",
    ),
    "intact": ("{files} tệp đúng như lúc ký.", "{files} files are as they were signed."),
    "exact": (
        "{clips} đoạn hình đúng từng hình, đúng thứ tự và thời điểm như bản ghi.",
        "{clips} clips hold the recorded pictures, each as recorded, in order and at their times.",
    ),
    "stamped": ("{where}: đã có vào lúc {moment}, theo {name}.", "{where}: existed at {moment}, says {name}."),
    "asked": (
        "Theo đơn vị ký: {who} ({of}) yêu cầu lúc {when}, mục đích {purpose}, số {number}.",
        "According to the signer: {who} ({of}) asked at {when}, purpose {purpose}, number {number}.",
    ),
    "approved": (
        "Theo đơn vị ký: {who} đã duyệt lúc {when}.",
        "According to the signer: {who} approved at {when}.",
    ),
    "time_claimed": (
        "Thời điểm ký chỉ do đơn vị ký tự khai (không có dấu thời gian tin cậy).",
        "The moment of signing is stated by the signer alone (no trusted time stamp).",
    ),
    "stamp_not_trusted": (
        "{where}: dấu thời gian {moment} của {name} chưa được đối chiếu; hãy đưa chứng thư của nơi cấp (--tsa).",
        "{where}: the time stamp {moment} of {name} was held against nothing; give the server's certificate (--tsa).",
    ),
    "stamp_of_another": (
        "{where}: dấu thời gian {moment} của {name} không thuộc nơi cấp đã cho.",
        "{where}: the time stamp {moment} of {name} is not of the server given.",
    ),
    "no_proof": (
        "{where}: có phần ghi trước khi hệ thống lưu chứng cứ từng hình; phần đó chỉ được ký lúc xuất.",
        "{where}: some of it was recorded without proof of each picture; that part is signed only as exported.",
    ),
    "not_exact": (
        "{where}: hình đã được mã hóa lại (che hoặc in chữ); đơn vị ký khẳng định nguồn, từng hình không được chứng minh.",
        "{where}: its pictures were encoded anew (masked or written on); the signer states the source, the pictures themselves are not proven one by one.",
    ),
    "masked": (
        "{where}: {areas} vùng của hình bị che màu đen.",
        "{where}: {areas} areas of the picture are black.",
    ),
    "moving": (
        "{where}: mọi phần chuyển động đã bị làm mờ ô vuông (cách {method}, ngưỡng {threshold}/255) trong {pieces} đoạn: trung bình {mean}%, nhiều nhất {most}% diện tích hình.",
        "{where}: whatever moves was pixelated (method {method}, threshold {threshold}/255) in {pieces} pieces: {mean}% of the picture on average, {most}% at most.",
    ),
    "burnt_in": (
        "{where}: giờ và tên người yêu cầu được in đè lên hình.",
        "{where}: the time and the name of who asked are written over the pictures.",
    ),
    "source": (
        "{where}: theo đơn vị ký, bản sao này làm từ {count} tệp ghi trong khoảng {start} đến {end}; các tệp ghi đó có trong niêm phong số {seal}.",
        "{where}: according to the signer this copy was made of {count} recordings between {start} and {end}; those recordings stand in seal {seal}.",
    ),
    "still": (
        "{where}: người, xe đứng yên phần lớn thời gian được coi là nền và KHÔNG bị làm mờ. Không chứng minh rằng không còn nhận ra ai.",
        "{where}: people and vehicles that stand still most of the time count as background and are NOT pixelated. Not proven: that nobody can be recognised.",
    ),
    "handed": (
        "{where}: theo đơn vị ký, {by} đã giao đúng tệp này cho {to} ({of}) lúc {when}, bàn giao số {number}.",
        "{where}: according to the signer, {by} gave this very file to {to} ({of}) at {when}, hand-over {number}.",
    ),
    "handed_other": (
        "{where}: giấy bàn giao này không nói về tệp này.",
        "{where}: this hand-over statement is not about this file.",
    ),
    "handed_folder": (
        "{where}: gói đã được giải nén nên chỉ đối chiếu được số lần xuất; hãy kiểm tra tệp ZIP để đối chiếu cả SHA-256 của giấy bàn giao.",
        "{where}: the package was unpacked, so only the export number was compared; check the ZIP to compare the statement's SHA-256, too.",
    ),
    "handed_doubt": (
        "{where}: khóa ký giấy bàn giao không còn đáng tin; ai giao cho ai chưa được chứng minh.",
        "{where}: the key that signed the hand-over is in doubt: who gave it to whom is not proven.",
    ),
    "thinned": (
        "{where}: bản ghi đã được làm thưa, chỉ còn hình chính; các hình giữa không được giữ.",
        "{where}: the recording was thinned: only key frames were kept, the pictures between are not there.",
    ),
    "fetched": (
        "{where}: được lấy sau từ bộ nhớ của camera; không chứng minh được hình trước lúc lấy về, giờ theo đồng hồ camera.",
        "{where}: fetched later from the camera's own storage: nothing is proven of the time before, its times are the camera's word.",
    ),
    "scene": (
        "Không chứng minh: cảnh trước ống kính là thật, ai hay xe nào ở trong hình.",
        "Not proven: that the scene before the lens was real, who or which vehicle is in it.",
    ),
    "clock": (
        "Không chứng minh: đồng hồ của camera đúng; chất lượng đồng hồ ghi trong thư mục timeline.",
        "Not proven: that the clock was right; its quality is told in the folder timeline.",
    ),
}  # fmt: skip
VERDICTS = {
    PROVEN: ("ĐÃ CHỨNG MINH", "PROVEN"),
    BROKEN: ("KHÔNG NGUYÊN VẸN", "BROKEN"),
    NOT_PROVEN: ("NGUYÊN VẸN, CHƯA CHỨNG MINH ĐƯỢC NGUỒN GỐC", "INTACT, ORIGIN NOT PROVEN"),
}
HEADS = (
    ("broken", "Sai lệch", "Broken"),
    ("doubts", "Vì sao chưa chứng minh được nguồn gốc", "Why the origin is not proven"),
    ("proven", "Đã chứng minh", "Proven"),
    ("removed", "Đã bỏ khỏi hình", "Removed from the pictures"),
    ("limits", "Không chứng minh", "Not proven"),
)


def text_of(report: Report) -> str:
    """In both languages."""
    lines = []
    for language in (0, 1):
        lines.append("== " + VERDICTS[report.status][language] + " ==")
        for name, *heads in HEADS:
            found = getattr(report, name)
            if found:
                lines.append(heads[language] + ":")
                lines += ["  - " + finding.words(language) for finding in found]
        if report.more:
            lines.append("  - ... +%d" % report.more)
        lines.append("")
    return "\n".join(lines)


def trust_of(root: str, crl: str, tsa: str) -> Trust:
    """From the command line: files, or the root's fingerprint. Raises `Bad`, `OSError`."""
    bare = re.sub(r"[\s:]", "", root).lower()
    is_print = re.match(r"^[0-9a-f]{64}$", bare) is not None and not os.path.exists(root)
    read = [b""] * 3
    for index, name in enumerate(("" if is_print else root, crl, tsa)):
        if name:
            with open(name, "rb") as file:
                read[index] = file.read(MOST_JSON)
    return Trust(read[0] or None, bare if is_print else "", read[1], read[2])


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Kiểm tra gói bằng chứng. Checks an evidence package.")
    parser.add_argument("package", metavar="PACKAGE")
    parser.add_argument("--root", default="", help="root certificate (PEM, DER) or its SHA-256 fingerprint")
    parser.add_argument("--crl", default="", help="a newer revocation list of the site")
    parser.add_argument("--tsa", default="", help="certificate of the time stamp server or of who issued it")
    parser.add_argument("--statement", default="", help="hand-over statement, where it does not lie beside the package")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        trust = trust_of(given.root, given.crl, given.tsa)
    except (OSError, Bad) as error:
        sys.stderr.write("verify: --root, --crl, --tsa: %s; give the file as the site publishes it\n" % error)
        return WRONG_USE
    if not os.path.exists(given.package):
        sys.stderr.write("verify: there is no %s; name the ZIP or its folder\n" % given.package)
        return WRONG_USE
    if given.statement and not os.path.isfile(given.statement):
        sys.stderr.write("verify: there is no %s; name the statement's file\n" % given.statement)
        return WRONG_USE
    report = verify(given.package, trust, given.statement)
    said = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n" if given.json else text_of(report)
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.write(said)
    else:
        out.write(said.encode("utf-8"))
        out.flush()
    return report.status


if __name__ == "__main__":
    sys.exit(main())
