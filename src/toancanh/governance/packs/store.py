"""Tables of packs, approvals and switches, and the queries on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    select,
)

from toancanh.governance.packs.model import Approved, Regulation, Switch
from toancanh.governance.regulation import Words
from toancanh.governance.store.tables import user_account
from toancanh.infra.database import metadata

regulation_pack = Table(
    "regulation_pack",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("pack_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("claims", String(16), nullable=False),
    Column("effective_from", String(10), nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("content", LargeBinary, nullable=False),  # its files: a JSON object of name and text
    Column("sha256", String(64), nullable=False),  # of the content
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(36), nullable=False),  # empty: it came with the software
    Column("proposed_us", BigInteger, nullable=False),
    Column("refused_us", BigInteger, nullable=True),
    Column("refused_by", String(36), nullable=False),
    Column("refused_words", Text, nullable=False),
    Index("ix_regulation_pack_pack_id", "pack_id", "version"),
)

regulation_approval = Table(
    "regulation_approval",
    metadata,
    Column("regulation_id", String(36), ForeignKey("regulation_pack.id"), primary_key=True),
    Column("user_id", String(36), primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
)

regulation_switch = Table(
    "regulation_switch",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("regulation_id", String(36), ForeignKey("regulation_pack.id"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("made_us", BigInteger, nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("undone_us", BigInteger, nullable=True),
    Column("undone_by", String(36), nullable=False),  # empty: the platform, for it would have locked out
    Column("judged_us", BigInteger, nullable=True),  # when it was found, at its moment, to lock nobody out
)


def content_of(files: Mapping[str, str]) -> bytes:
    """One text for the same files, so that its digest names them."""
    return json.dumps(dict(sorted(files.items())), ensure_ascii=False, separators=(",", ":")).encode()


def files_of(connection: Connection, regulation_id: str) -> dict[str, str] | None:
    """The pack's files."""
    query = select(regulation_pack.c.content).where(regulation_pack.c.id == regulation_id)
    content = connection.execute(query).scalar_one_or_none()
    return None if content is None else json.loads(content)


def is_shipped(connection: Connection, digest: str) -> bool:
    """Whether this pack came with the software before."""
    query = select(regulation_pack.c.id).where(regulation_pack.c.digest == digest, regulation_pack.c.proposed_by == "")
    return connection.execute(query.limit(1)).first() is not None


def every(connection: Connection) -> list[Regulation]:
    """All packs, the newest first; they are few."""
    columns = [column for column in regulation_pack.c if column.name != "content"]
    rows = list(connection.execute(select(*columns).order_by(regulation_pack.c.id.desc())))
    names = _names(connection)
    approvals: dict[str, list[Approved]] = {}
    order = (regulation_approval.c.at_us, regulation_approval.c.user_id)
    for row in connection.execute(select(regulation_approval).order_by(*order)):
        said = Approved(user_id=row.user_id, name=names.get(row.user_id, ""), at_us=row.at_us, words=row.words)
        approvals.setdefault(row.regulation_id, []).append(said)
    switches: dict[str, list[Switch]] = {}
    for switch in every_switch(connection):
        switches.setdefault(switch.regulation_id, []).append(switch)
    return [_regulation(row, names, approvals.get(row.id, []), switches.get(row.id, [])) for row in rows]


def every_switch(connection: Connection) -> list[Switch]:
    """By their moment."""
    query = select(regulation_switch).order_by(regulation_switch.c.at_us, regulation_switch.c.id)
    return [
        Switch(
            id=row.id,
            regulation_id=row.regulation_id,
            at_us=row.at_us,
            made_us=row.made_us,
            undone_us=row.undone_us,
            undone_by=row.undone_by,
            judged_us=row.judged_us,
        )
        for row in connection.execute(query)
    ]


def insert(tx: Connection, one: Regulation, content: bytes) -> None:
    """A new pack."""
    tx.execute(
        regulation_pack.insert().values(
            id=one.id,
            pack_id=one.pack_id,
            version=one.version,
            claims=one.claims,
            effective_from=one.effective_from.isoformat(),
            title_vi=one.title.vi,
            title_en=one.title.en,
            digest=one.digest,
            content=content,
            sha256=one.sha256,
            reason=one.reason,
            proposed_by=one.proposed_by,
            proposed_us=one.proposed_us,
            refused_us=None,
            refused_by="",
            refused_words="",
        )
    )


def approve(tx: Connection, regulation_id: str, *, user_id: str, at_us: int, words: str) -> None:
    """One more person agrees."""
    tx.execute(
        regulation_approval.insert().values(regulation_id=regulation_id, user_id=user_id, at_us=at_us, words=words)
    )


def refuse(tx: Connection, regulation_id: str, *, user_id: str, at_us: int, words: str) -> None:
    """It ends here."""
    tx.execute(
        regulation_pack.update()
        .where(regulation_pack.c.id == regulation_id)
        .values(refused_us=at_us, refused_by=user_id, refused_words=words)
    )


def switch(tx: Connection, switch_id: str, regulation_id: str, *, at_us: int, made_us: int, made_by: str) -> None:
    """It holds from then on."""
    tx.execute(
        regulation_switch.insert().values(
            id=switch_id,
            regulation_id=regulation_id,
            at_us=at_us,
            made_us=made_us,
            made_by=made_by,
            undone_us=None,
            undone_by="",
            judged_us=made_us if at_us <= made_us else None,
        )
    )


def judged(tx: Connection, switch_id: str, *, at_us: int) -> None:
    """Its moment has come, and it locks nobody out."""
    tx.execute(regulation_switch.update().where(regulation_switch.c.id == switch_id).values(judged_us=at_us))


def undo(tx: Connection, switch_id: str, *, at_us: int, user_id: str) -> None:
    """It does not hold any more, or never will."""
    tx.execute(
        regulation_switch.update().where(regulation_switch.c.id == switch_id).values(undone_us=at_us, undone_by=user_id)
    )


def _names(connection: Connection) -> dict[str, str]:
    involved = select(regulation_pack.c.proposed_by).union(
        select(regulation_pack.c.refused_by), select(regulation_approval.c.user_id)
    )
    query = select(user_account.c.id, user_account.c.username, user_account.c.name).where(
        user_account.c.id.in_(involved)
    )
    return {row.id: row.name or row.username for row in connection.execute(query)}


def _regulation(
    row: Row[Any], names: Mapping[str, str], approvals: list[Approved], switches: list[Switch]
) -> Regulation:
    return Regulation(
        id=row.id,
        pack_id=row.pack_id,
        version=row.version,
        claims=row.claims,
        effective_from=date.fromisoformat(row.effective_from),
        title=Words(vi=row.title_vi, en=row.title_en),
        digest=row.digest,
        sha256=row.sha256,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposer=names.get(row.proposed_by, ""),
        proposed_us=row.proposed_us,
        refused_us=row.refused_us,
        refused_by=names.get(row.refused_by, ""),
        refused_words=row.refused_words,
        approvals=tuple(approvals),
        switches=tuple(switches),
    )
