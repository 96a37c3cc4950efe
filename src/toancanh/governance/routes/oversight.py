"""``/audit``: the use of cameras, what is unusual in it, checkpoints, the end of names in the record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from toancanh.governance.checkpoints.head import Head
from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.oversight.unusual import LIMITS, Reason, Unusual
from toancanh.governance.oversight.use import Use, UseFilter
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page

Short = Annotated[str, Query(max_length=64)]
MOST_IN_FILE = 400


class UseOut(BaseModel):
    """One view."""

    id: str
    at: TimeOut
    action: str
    camera_ids: list[str] = Field(description="Several where a page of thumbnails was seen.")
    owner_id: str
    actor_id: str
    actor: str = Field(description="Empty once erased.")
    from_: TimeOut | None = Field(serialization_alias="from", description="When the recorded pictures are from.")
    to: TimeOut | None
    seconds: float | None = Field(description="Null while it runs, and for single pictures.")
    purpose: str
    reference: str
    approved_by: list[str]
    clauses: list[str]

    @classmethod
    def of(cls, use: Use) -> UseOut:
        """As sent."""
        return cls(
            id=use.id,
            at=use.at_us,
            action=use.action,
            camera_ids=list(use.camera_ids),
            owner_id=use.owner_id,
            actor_id=use.actor_id,
            actor=use.username,
            from_=use.from_us,
            to=use.to_us,
            seconds=use.seconds,
            purpose=use.purpose,
            reference=use.reference,
            approved_by=list(use.approved_by),
            clauses=list(use.clauses),
        )


class UnusualOut(BaseModel):
    """Something an auditor may want to ask about; ``limit``: from where on it is listed."""

    reason: Reason
    actor_id: str
    actor: str
    count: int
    limit: int
    camera_id: str
    owner_id: str
    unit_id: str = Field(description="The commune, where the person never looked there before.")
    day: TimeOut | None
    first: TimeOut
    last: TimeOut

    @classmethod
    def of(cls, one: Unusual) -> UnusualOut:
        """As sent."""
        return cls(
            reason=one.reason,
            actor_id=one.actor_id,
            actor=one.username,
            count=one.count,
            limit=one.limit,
            camera_id=one.camera_id,
            owner_id=one.owner_id,
            unit_id=one.unit_id,
            day=one.day_us,
            first=one.first_us,
            last=one.last_us,
        )


class UnusualList(BaseModel):
    """All of a window, the latest first, and the limits by which it was listed."""

    items: list[UnusualOut]
    night_from_hour: int = LIMITS.night_from_hour
    night_to_hour: int = LIMITS.night_to_hour
    new_area_days_before: int = LIMITS.new_area_days_before


class CheckpointOut(BaseModel):
    """A checkpoint's head. The numbers and hashes of the chains are not in it: they would tell what others did."""

    id: str = Field(description="Its number.")
    made: TimeOut
    key: str = Field(description="Fingerprint of the key that signed it.")
    sha256: str = Field(description="Of the head; the next one names it.")

    @classmethod
    def of(cls, head: Head) -> CheckpointOut:
        """As sent."""
        return cls(id=str(head.number), made=head.made_us, key=head.key, sha256=head.digest())


class KeyOut(BaseModel):
    """A key that signs, or once signed, checkpoints (Ed25519)."""

    fingerprint: str
    public_key: str = Field(description="32 bytes in hexadecimal.")


class KeyList(BaseModel):
    """The last one signs now."""

    items: list[KeyOut]


class Erase(RequestBody):
    """A person's request."""

    user_id: Annotated[str, Field(max_length=64)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class ErasedOut(BaseModel):
    """Entries that name nobody any more; younger ones than ``before`` must be kept."""

    entries: int
    before: TimeOut


def router(platform: Platform) -> APIRouter:
    """What stands behind the auditor's desk."""
    governance = platform.governance
    routes = APIRouter(prefix="/audit", tags=["audit"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/use")
    def list_use(
        principal: SignedIn,
        source: Source,
        limit: Limit = 100,
        after: After = None,
        camera: Short = "",
        owner: Short = "",
        actor: Short = "",
        from_: Annotated[TimeIn | None, Query(alias="from")] = None,
        to: Annotated[TimeIn | None, Query()] = None,
    ) -> Page[UseOut]:
        """Who looked at which camera, for how long, why, and with whose approval; the newest first."""
        wanted = UseFilter(camera_id=camera, owner_id=owner, actor_id=actor, from_us=from_, to_us=to, after=after or "")
        shown = page(governance.oversight.use(principal, wanted, limit=limit + 1, source=source), limit)
        return Page(items=[UseOut.of(item) for item in shown.items], next=shown.next)

    @routes.get("/unusual")
    def list_unusual(
        principal: SignedIn,
        source: Source,
        from_: Annotated[TimeIn, Query(alias="from")],
        to: Annotated[TimeIn, Query()],
    ) -> UnusualList:
        """Use that one may want to ask about, with the reason; of the last 31 days of the window at most."""
        found = governance.oversight.unusual(principal, from_us=from_, to_us=to, source=source)
        return UnusualList(items=[UnusualOut.of(item) for item in found])

    @routes.get("/checkpoints")
    def list_checkpoints(
        principal: SignedIn, source: Source, limit: Limit = 100, after: After = None, owner: Short = ""
    ) -> Page[CheckpointOut]:
        """The newest first; ``owner``: whose record the asker may read (empty: of what nobody owns)."""
        below = int(after) if after and after.isdecimal() and len(after) < 10 else None
        heads = governance.checkpoints.page(principal, owner_id=owner, below=below, limit=limit + 1, source=source)
        shown = page([CheckpointOut.of(head) for head in heads], limit)
        return Page(items=shown.items, next=shown.next)

    @routes.post("/checkpoints", status_code=201)
    def make_checkpoint(principal: SignedIn, source: Source) -> CheckpointOut:
        """Now, not only at its time."""
        return CheckpointOut.of(governance.checkpoints.make_for(principal, source=source))

    @routes.get("/checkpoints/file", response_class=Response, responses={200: {"content": {"application/jsonl": {}}}})
    def get_checkpoint_file(
        principal: SignedIn,
        source: Source,
        owner: Short = "",
        count: Annotated[int, Query(ge=1, le=MOST_IN_FILE, description="So many of the newest.")] = 100,
    ) -> Response:
        """The owner's checkpoints, one a line, for `toancanh audit verify --checkpoint`; handing them over is on
        record.
        """
        lines = governance.checkpoints.hand_over(principal, owner_id=owner, limit=count, source=source)
        disposition = 'attachment; filename="checkpoints.jsonl"'
        return Response(lines, media_type="application/jsonl", headers={"Content-Disposition": disposition})

    @routes.get("/keys")
    def list_keys(_principal: SignedIn) -> KeyList:
        """The public keys of this site's checkpoints; compare a fingerprint by another way than this one."""
        keys = governance.checkpoints.keys
        return KeyList(items=[KeyOut(fingerprint=name, public_key=key.hex()) for name, key in keys])

    @routes.post("/erasures", status_code=201)
    def erase_person(principal: SignedIn, source: Source, wanted: Erase) -> ErasedOut:
        """Remove what names a user from the record at that person's request, as far as it need not be kept."""
        done = governance.erasure.of_person(principal, wanted.user_id, reason=wanted.reason, source=source)
        return ErasedOut(entries=done.entries, before=done.before_us)

    return routes
