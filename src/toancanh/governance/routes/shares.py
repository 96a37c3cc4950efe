"""``/shares``."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.routes.share_shapes import (
    BothWords,
    OwnerCount,
    PurposeChoice,
    Received,
    ReceivedOut,
    ShareAnswer,
    ShareCameraOut,
    ShareCameras,
    ShareEnd,
    ShareNew,
    ShareOut,
    SharePreview,
    SharePreviewIn,
    ShareTerms,
    ShareUseOut,
    ShareWatchingOut,
    SharingRuleOut,
    UnitChoice,
    WatchingNow,
)
from toancanh.governance.shares import ShareState, What
from toancanh.governance.shares.service import Shown
from toancanh.governance.shares.terms import Answer, Wanted
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page


def router(platform: Platform) -> APIRouter:
    """Requests of one agency for another's cameras, their answers, what came of them."""
    shares, use = platform.governance.shares, platform.governance.share_use
    routes = APIRouter(prefix="/shares", tags=["shares"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(found: Shown) -> ShareOut:
        return ShareOut.of(found, shares.now_us())

    @routes.get("")
    def list_shares(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        side: Literal["", "given", "received"] = "",
        state: ShareState | None = None,
    ) -> Page[ShareOut]:
        """Those that the asker's organisations gave or received, the newest first."""
        found = shares.page(principal, side=side, state=state, after=after or "", limit=limit + 1)
        here = page(found, limit, key=lambda item: item.share.id)
        return Page(items=[shown(item) for item in here.items], next=here.next)

    @routes.post("", status_code=201)
    def ask_for_share(principal: SignedIn, body: ShareNew, source: Source) -> Page[ShareOut]:
        """Ask; each owner gets a request of its own."""
        wanted = Wanted(
            receiver_id=body.receiver_id or principal.organisation_id,
            selection=body.selection.selection(),
            what=frozenset(body.what),
            purpose=body.purpose,
            legal_basis=body.legal_basis,
            reason=body.reason,
            until_us=body.until,
        )
        made = shares.ask(principal, wanted, source=source)
        return Page(items=[shown(shares.get(principal, one.id, source=source)) for one in made], next=None)

    @routes.post("/preview")
    def preview_share(principal: SignedIn, body: SharePreviewIn, source: Source) -> SharePreview:
        """Whom such a request would go to."""
        receiver_id = body.receiver_id or principal.organisation_id
        found = shares.preview(principal, receiver_id, body.selection.selection(), source=source)
        return SharePreview(
            owners=[OwnerCount(owner_id=owner_id, owner=name, cameras=many) for owner_id, name, many in found]
        )

    @routes.get("/terms")
    def get_share_terms(principal: SignedIn) -> ShareTerms:
        """What the regulation in force lets one ask."""
        pack = shares.pack()
        purposes = [PurposeChoice(key=one.key, name=BothWords(vi=one.name.vi, en=one.name.en)) for one in pack.purposes]
        rules = [
            SharingRuleOut(
                what=[What(what) for what in one.what],
                max_days=one.max_days,
                legal_basis=one.legal_basis,
                article=one.article,
            )
            for one in pack.sharing
        ]
        units = [UnitChoice(id=id, name=name) for id, name in shares.units(principal)]
        return ShareTerms(purposes=purposes, rules=rules, units=units)

    @routes.get("/received")
    def list_received(principal: SignedIn) -> Received:
        """Which cameras the asker may watch because another agency shares them, until when."""
        return Received(
            items=[
                ReceivedOut(
                    share_id=one.share_id,
                    owner=owner,
                    what=sorted(What(what) for what in one.what),
                    purpose=one.purpose,
                    until=one.until_us,
                    camera_ids=sorted(one.camera_ids),
                )
                for one, owner in shares.received(principal)
            ]
        )

    @routes.get("/{share_id}")
    def get_share(principal: SignedIn, share_id: str, source: Source) -> ShareOut:
        """One of them."""
        return shown(shares.get(principal, share_id, source=source))

    @routes.get("/{share_id}/cameras")
    def list_share_cameras(principal: SignedIn, share_id: str, source: Source) -> ShareCameras:
        """Exactly which; the receiver sees those that it may watch now."""
        found = shares.cameras(principal, share_id, source=source)
        return ShareCameras(items=[ShareCameraOut.of(one, struck=struck) for one, struck in found])

    @routes.post("/{share_id}/answer")
    def answer_share(principal: SignedIn, share_id: str, body: ShareAnswer, source: Source) -> ShareOut:
        """Agree, wholly or in part, or refuse."""
        answer = Answer(
            agreed=body.agreed,
            words=body.words,
            struck=frozenset(body.struck),
            what=frozenset(body.what) if body.what is not None else None,
            until_us=body.until,
            version=body.version,
        )
        return shown(shares.answer(principal, share_id, answer, source=source))

    @routes.post("/{share_id}/withdraw")
    def withdraw_share(principal: SignedIn, share_id: str, body: ShareEnd, source: Source) -> ShareOut:
        """The owner takes it back: running views end."""
        return shown(shares.withdraw(principal, share_id, body.words, source=source))

    @routes.post("/{share_id}/cancel")
    def cancel_share(principal: SignedIn, share_id: str, body: ShareEnd, source: Source) -> ShareOut:
        """Who asked no longer needs it."""
        return shown(shares.cancel(principal, share_id, body.words, source=source))

    @routes.get("/{share_id}/watching")
    def list_watching(principal: SignedIn, share_id: str, source: Source) -> WatchingNow:
        """For the owner: who watches now, live or what was recorded."""
        found = use.now(principal, share_id, source=source)
        items = [
            ShareWatchingOut(
                id=one.grant_id,
                action=one.action,
                camera_id=one.camera_id,
                purpose=one.purpose,
                username=one.username,
            )
            for one in found
        ]
        return WatchingNow(items=items)

    @routes.get("/{share_id}/use")
    def list_use(
        principal: SignedIn, share_id: str, source: Source, limit: Limit = 100, after: After = None
    ) -> Page[ShareUseOut]:
        """For the owner: what was watched, the newest first; that it was read is on record."""
        found = use.past(principal, share_id, after=after or "", limit=limit + 1, source=source)
        here = page(found, limit, key=lambda item: item.id)
        return Page(items=[ShareUseOut.of(item) for item in here.items], next=here.next)

    return routes
