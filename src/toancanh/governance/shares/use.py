"""What is done with shared cameras, for their owner: while it happens from the views that are watched over, afterwards
from the record.

The owner's side sees which organisation watched which camera, when, for how long and for what; the names of officers
only who may read the owner's record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from toancanh.governance.granting import Grants
from toancanh.governance.judgement import Judgement
from toancanh.governance.model import AccessRequest, Action, ResourceRef
from toancanh.governance.oversight.use import seconds_seen
from toancanh.governance.record import RecordWriter
from toancanh.governance.record.readings import Readings, check_place
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.governance.shares.model import Share
from toancanh.governance.shares.service import Shares
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Principal

_VIEWS = (Action.MEDIA_LIVE, Action.MEDIA_PLAYBACK, Action.MEDIA_SNAPSHOT)
_THUMBNAILS = "media.thumbnails"


@dataclass(frozen=True, kw_only=True)
class Use:
    """One view. ``seconds`` is None while it runs, or where nothing was fetched yet; ``username`` is empty for those
    who may not read the owner's record, or once it was erased.
    """

    id: str
    camera_ids: tuple[str, ...]  # several on a page of thumbnails
    action: str
    at_us: int
    seconds: float | None
    purpose: str
    reference: str
    username: str


@dataclass(frozen=True, kw_only=True)
class Watching:
    """A view that runs now: live, or of recorded pictures."""

    grant_id: str
    action: str
    camera_id: str
    purpose: str
    username: str


class ShareUse:
    """For the owner's side alone. ``grants`` knows what runs in this process, which is all as long as one web process
    serves.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        judgement: Judgement,
        record: RecordWriter,
        shares: Shares,
        grants: Grants,
    ) -> None:
        self._readings = Readings(clock)
        self._database = database
        self._judgement = judgement
        self._record = record
        self._shares = shares
        self._grants = grants

    def now(self, principal: Principal, share_id: str, *, source: str = "") -> list[Watching]:
        """Who watches now. Not on record, for it is asked every few seconds."""
        found, cameras = self._shares.owned(principal, share_id, source=source)
        named = self._may_know_names(principal, found)
        running = {(one.session_id, one.camera_id, one.kind): one for one in self._grants.running()}  # once each
        asked = self._grants.questions([one for one in running.values() if one.camera_id in cameras])
        return [
            Watching(
                grant_id=grant.id,
                action=request.action,
                camera_id=grant.camera_id,
                purpose=grant.purpose,
                username=grant.username if named else "",
            )
            for grant, who, request in asked
            if share_id in self._judgement.shares_behind(who, request)
        ]

    def behind(self, principal: Principal, cameras: Iterable[ResourceRef]) -> list[str]:
        """The shares by which alone the principal sees pictures of some of these cameras now."""
        with_me = self._judgement.facts().shares_of(principal, self._shares.now_us())
        if not with_me:
            return []
        requests = (AccessRequest(action=Action.MEDIA_SNAPSHOT, resource=camera) for camera in cameras)
        return sorted({id for request in requests for id in self._judgement.shares_behind(principal, request)})

    def past(self, principal: Principal, share_id: str, *, after: str = "", limit: int, source: str = "") -> list[Use]:
        """What the record has of it, the newest first; that it was looked at is on record, too."""
        found, cameras = self._shares.owned(principal, share_id, source=source)
        named = self._may_know_names(principal, found)
        begun = _begun(found, sorted(cameras))
        if after:
            with self._database.reading() as connection:
                check_place(connection, after, *begun)
        key = (principal.session_id, share_id)
        if not self._readings.goes_on(key, after):
            ref = ResourceRef(kind="share", id=share_id, owner_id=found.owner_id)
            with self._database.transaction() as tx:
                entry_id = self._record.append(
                    tx, principal, "share.use", ref, outcome="allow", details={}, personal={"source": source}
                )
            self._readings.begin(key, entry_id)
        with self._database.reading() as connection:
            return _past(connection, begun, set(cameras), after=after, limit=limit, named=named)

    def _may_know_names(self, principal: Principal, found: Share) -> bool:
        ref = ResourceRef(kind="audit", id="", owner_id=found.owner_id)
        return self._judgement.authorize(principal, AccessRequest(action=Action.AUDIT_READ, resource=ref)).allowed


def _begun(of: Share, camera_ids: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Entries by which a view rests on the share."""
    entry = record_entry.c
    return (
        entry.outcome == "allow",
        entry.at_us >= of.asked_us,
        or_(
            and_(
                entry.resource_id.in_(camera_ids),
                entry.action.in_([str(action) for action in _VIEWS]),
                entry.decision.contains(f'"{of.id}"', autoescape=True),
            ),
            and_(
                entry.resource_id == "",
                entry.action == _THUMBNAILS,
                entry.details.contains(f'"{of.id}"', autoescape=True),
            ),
        ),
    )


def _past(
    connection: Connection,
    begun: Sequence[ColumnElement[bool]],
    cameras: AbstractSet[str],
    *,
    after: str,
    limit: int,
    named: bool,
) -> list[Use]:
    entry = record_entry.c
    behind = (entry.id < after,) if after else ()
    rows = connection.execute(select(record_entry).where(*begun, *behind).order_by(entry.id.desc()).limit(limit)).all()
    if not rows:
        return []
    seconds = seconds_seen(connection, rows)
    fields = ("purpose", "reference", *(("username",) if named else ()))
    beside = select(record_personal).where(
        and_(record_personal.c.entry_id.in_([row.id for row in rows]), record_personal.c.field.in_(fields))
    )
    personal = {(row.entry_id, row.field): row.value for row in connection.execute(beside)}
    uses: list[Use] = []
    for row in rows:
        told = json.loads(row.details)
        uses.append(
            Use(
                id=row.id,
                camera_ids=(row.resource_id,) if row.resource_id else tuple(sorted(cameras & set(told["cameras"]))),
                action=row.action,
                at_us=row.at_us,
                seconds=seconds[row.id],
                **{field: personal.get((row.id, field), "") for field in ("purpose", "reference", "username")},
            )
        )
    return uses
