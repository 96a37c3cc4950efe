"""A record in a copy of the site that came without the site's keys."""

from __future__ import annotations

from sqlalchemy import Connection, select

from toancanh.governance.record.chain import seal
from toancanh.governance.record.store import record_head

SEAL_KEY = "record"
"""What the key ring's key of the seals is derived for."""


def seal_again(tx: Connection, seal_key: bytes) -> None:
    """The ends of the chains, as they came, under this copy's key. That they came whole prove the chains up to there,
    and checkpoints that were handed out before.
    """
    for row in tx.execute(select(record_head)).all():
        sealed = seal(seal_key, site=row.site, writer=row.writer, seq=row.seq, last_hash=row.hash)
        here = (record_head.c.site == row.site) & (record_head.c.writer == row.writer)
        tx.execute(record_head.update().where(here).values(seal=sealed))
