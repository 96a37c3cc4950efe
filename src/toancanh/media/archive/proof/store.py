"""The chain of roots in the index: one row for each root of a segment, kept when the segment goes.

Rows are only ever added. A segment that lost its end with the power after its root was chained gets another row: the
newest counts, and the older one goes on saying that there was more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, LargeBinary, Row, String, Table, insert, select

from toancanh.infra.database import metadata
from toancanh.media.archive.model import StreamKey
from toancanh.media.archive.proof.tree import NO_LINK, chain_link
from toancanh.media.archive.streams import streams_of

segment_proof_table = Table(
    "segment_proof",
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("role", String(8), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("segment_id", String(36), nullable=False),
    Column("start_us", BigInteger, nullable=False),
    Column("end_us", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Column("origin", String(16), nullable=False),
    Index("ix_segment_proof_segment_id", "segment_id"),
    Index("ix_segment_proof_stream_time", "camera_id", "role", "start_us"),
)


class ProofOrigin(StrEnum):
    """How a root came about."""

    RECORDED = "recorded"  # from the pictures as they were written
    RECOVERED = "recovered"  # after a crash, from the digests in the file


@dataclass(frozen=True, kw_only=True)
class SegmentRoot:
    """A root that is to be chained."""

    segment_id: str
    key: StreamKey
    start_us: int
    end_us: int
    root: bytes
    origin: ProofOrigin


@dataclass(frozen=True, kw_only=True)
class SegmentProof(SegmentRoot):
    """A chained root: ``seq`` counts from 1 in each stream, in the order of completion; ``link`` binds all before."""

    seq: int
    link: bytes


class StreamHead(NamedTuple):
    """The newest link of a stream."""

    key: StreamKey
    seq: int
    link: bytes


def append(connection: Connection, root: SegmentRoot) -> None:
    """Chain it, in the transaction that completes the segment. The same root of the same segment again is nothing."""
    known = newest(connection, root.segment_id)
    if known is not None and known.root == root.root:
        return
    head = _head(connection, root.key)
    seq, link = (1, NO_LINK) if head is None else (head.seq + 1, head.link)
    connection.execute(
        insert(segment_proof_table).values(
            camera_id=root.key.camera_id,
            role=root.key.name,
            seq=seq,
            segment_id=root.segment_id,
            start_us=root.start_us,
            end_us=root.end_us,
            root=root.root,
            link=chain_link(link, seq, root.root),
            origin=root.origin.value,
        )
    )


def newest(connection: Connection, segment_id: str) -> SegmentProof | None:
    """The row of a segment that counts."""
    row = segment_proof_table.c
    statement = select(segment_proof_table).where(row.segment_id == segment_id).order_by(row.seq.desc()).limit(1)
    found = connection.execute(statement).first()
    return _proof(found) if found else None


def proofs_between(connection: Connection, key: StreamKey, from_us: int, to_us: int) -> list[SegmentProof]:
    """Of each segment with pictures of ``[from_us, to_us)`` the row that counts, also of those that are gone, in order
    of time. A segment is never longer than a day.
    """
    row = segment_proof_table.c
    statement = (
        select(segment_proof_table)
        .where(row.camera_id == key.camera_id, row.role == key.name)
        .where(row.start_us >= from_us - 86_400_000_000, row.start_us < to_us, row.end_us > from_us)
        .order_by(row.start_us, row.seq)
    )
    found = {proof.segment_id: proof for proof in map(_proof, connection.execute(statement))}
    return list(found.values())


def chain_after(connection: Connection, key: StreamKey, seq: int, *, limit: int | None = None) -> list[SegmentProof]:
    """The links of a stream behind number ``seq``, in order."""
    row = segment_proof_table.c
    statement = (
        select(segment_proof_table)
        .where(row.camera_id == key.camera_id, row.role == key.name, row.seq > seq)
        .order_by(row.seq)
        .limit(limit)
    )
    return [_proof(item) for item in connection.execute(statement)]


def stream_heads(connection: Connection) -> list[StreamHead]:
    """The newest link of every stream, in order."""
    heads = (_head(connection, key) for key in streams_of(connection, segment_proof_table))
    return [head for head in heads if head is not None]


def _head(connection: Connection, key: StreamKey) -> StreamHead | None:
    row = segment_proof_table.c
    statement = (
        select(row.seq, row.link)
        .where(row.camera_id == key.camera_id, row.role == key.name)
        .order_by(row.seq.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    return None if found is None else StreamHead(key, found.seq, bytes(found.link))


def _proof(item: Row[tuple[object, ...]]) -> SegmentProof:
    return SegmentProof(
        segment_id=item.segment_id,
        key=StreamKey.named(item.camera_id, item.role),
        start_us=item.start_us,
        end_us=item.end_us,
        root=bytes(item.root),
        origin=ProofOrigin(item.origin),
        seq=item.seq,
        link=bytes(item.link),
    )
