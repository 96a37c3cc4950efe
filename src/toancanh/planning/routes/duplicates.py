"""HTTP of the queue of doubles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page
from toancanh.planning.doubles.evidence import Evidence, Pair, PairState
from toancanh.planning.doubles.incoming import row_of
from toancanh.planning.doubles.service import Refresh, RefreshStep
from toancanh.planning.doubles.store.pairs import StoredPair
from toancanh.planning.service import Planning
from toancanh.registry.dossier.model import ADDRESS_FIELDS, CAMERA_FIELDS, DOSSIER_FIELDS, CameraDossier
from toancanh.registry.dossier.values import plain


class ReasonOut(BaseModel):
    """``weight``: log odds; above nought it speaks for one camera."""

    evidence: Evidence
    weight: float


class PairOut(BaseModel):
    """Two entries that may be one camera. ``score``: log odds, the sum of the reasons and of a start below nought."""

    id: str
    a_id: str
    b_id: str
    a_code: str
    b_code: str
    score: float
    reasons: list[ReasonOut]
    state: PairState
    kept_id: str | None
    found_at: TimeOut
    decided_at: TimeOut | None

    @classmethod
    def of(cls, stored: StoredPair, codes: Mapping[str, str]) -> PairOut:
        """As sent. ``codes``: of the cameras, by their ids."""
        return cls(
            id=stored.id,
            a_id=stored.pair.a_id,
            b_id=stored.pair.b_id,
            a_code=codes.get(stored.pair.a_id, ""),
            b_code=codes.get(stored.pair.b_id, ""),
            score=stored.pair.score,
            reasons=[ReasonOut(evidence=each.evidence, weight=each.weight) for each in stored.pair.reasons],
            state=stored.state,
            kept_id=stored.kept_id,
            found_at=stored.found_at_us,
            decided_at=stored.decided_at_us,
        )


class SideOut(BaseModel):
    """One of the two, by the names of declared fields; addresses only for one who may change the camera."""

    camera_id: str
    version: int
    values: Mapping[str, Any]
    has_stream: bool

    @classmethod
    def of(cls, side: CameraDossier) -> SideOut:
        """As sent."""
        values = {name: plain(getattr(side.camera, name)) for name in CAMERA_FIELDS}
        values |= {
            name: plain(getattr(side.dossier, name))
            for name in DOSSIER_FIELDS
            if side.with_address or name not in ADDRESS_FIELDS
        }
        return cls(
            camera_id=side.camera.id,
            version=side.camera.version,
            values=values,
            has_stream=bool(side.camera.streams),
        )


class PairDetailOut(BaseModel):
    """The two side by side. ``differing``: fields that both declare, and not alike."""

    pair: PairOut
    a: SideOut
    b: SideOut
    differing: list[str]


class DuplicateDecisionIn(RequestBody):
    """``keep_id``: the camera that stays, where they are one; nothing where they are two."""

    decision: Literal["merge", "different"]
    keep_id: str = Field(default="", max_length=36)
    fields_from_other: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=60)

    @model_validator(mode="after")
    def _complete(self) -> DuplicateDecisionIn:
        if (self.decision == "merge") != bool(self.keep_id):
            raise ValueError("keep_id belongs to a merge, and a merge needs it")
        return self


class DecidedOut(BaseModel):
    """``merge_id``: by which a merge can be undone."""

    pair: PairOut
    merge_id: str | None


class SuspectOut(BaseModel):
    """A row of an import that may be a camera which is there (``camera_id``), or another row of the file."""

    row: int
    camera_id: str | None
    other_row: int | None
    score: float
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, pair: Pair) -> SuspectOut:
        """As sent; of two rows the later is the suspect."""
        rows = sorted(number for number in (row_of(pair.a_id), row_of(pair.b_id)) if number is not None)
        return cls(
            row=rows[-1],
            camera_id=pair.a_id if len(rows) == 1 else None,  # a camera's id sorts before a row's
            other_row=rows[0] if len(rows) == 2 else None,
            score=pair.score,
            reasons=[ReasonOut(evidence=each.evidence, weight=each.weight) for each in pair.reasons],
        )


class SuspectsOut(BaseModel):
    """Best score first."""

    items: list[SuspectOut]


class RefreshOut(BaseModel):
    """The last search of the whole city in this process."""

    step: RefreshStep
    started_at: TimeOut | None
    ended_at: TimeOut | None

    @classmethod
    def of(cls, refresh: Refresh) -> RefreshOut:
        """As sent."""
        return cls(step=refresh.step, started_at=refresh.started_at_us, ended_at=refresh.ended_at_us)


class RefreshIn(RequestBody):
    """``organisation_id``: for whom; the asker's own where left out."""

    organisation_id: str = Field(default="", max_length=36)


Organisation = Annotated[str, Query(max_length=36, description="For whom it is asked; the asker's own where left out.")]


def imports_router(planning: Planning) -> APIRouter:
    """Doubles among what is about to come in."""
    routes = APIRouter(prefix="/imports", tags=["duplicates"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/{import_id}/duplicates")
    def list_suspects(principal: SignedIn, import_id: str, source: Source) -> SuspectsOut:
        """Rows of the file that may be a camera which the asker may read, or another row."""
        found = planning.duplicates.suspects_of_import(principal, import_id, source=source)
        return SuspectsOut(items=[SuspectOut.of(each) for each in found])

    return routes


def router(planning: Planning) -> APIRouter:
    """Pairs that may be one camera."""
    routes = APIRouter(prefix="/duplicates", tags=["duplicates"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_duplicates(
        principal: SignedIn, limit: Limit = 50, after: After = None, state: PairState = PairState.OPEN
    ) -> Page[PairOut]:
        """Pairs of which the asker may decide, best score first."""
        found = planning.duplicates.page(principal, state=state, after=after or "", limit=limit + 1)
        shown = page(found, limit)
        codes = planning.duplicates.codes(shown.items)
        return Page(items=[PairOut.of(each, codes) for each in shown.items], next=shown.next)

    @routes.get("/search")
    def get_search(principal: SignedIn, source: Source, organisation_id: Organisation = "") -> RefreshOut:
        """How far the search of the whole city is."""
        asked_for = organisation_id or principal.organisation_id
        return RefreshOut.of(planning.duplicates.progress(principal, organisation_id=asked_for, source=source))

    @routes.post("/refresh", status_code=202)
    def start_search(principal: SignedIn, body: RefreshIn, source: Source) -> RefreshOut:
        """Search the whole city for doubles; it goes on by itself, and `/duplicates/search` says how far it is."""
        asked_for = body.organisation_id or principal.organisation_id
        return RefreshOut.of(planning.duplicates.refresh(principal, organisation_id=asked_for, source=source))

    @routes.get("/{pair_id}")
    def get_duplicate(principal: SignedIn, pair_id: str, source: Source) -> PairDetailOut:
        """One pair with both sides."""
        shown = planning.duplicates.get(principal, pair_id, source=source)
        a, b = SideOut.of(shown.a), SideOut.of(shown.b)
        differing = [
            name
            for name, value in a.values.items()
            if name in b.values and _said(value) and _said(b.values[name]) and value != b.values[name]
        ]
        return PairDetailOut(pair=_sent(planning, shown.stored), a=a, b=b, differing=differing)

    @routes.post("/{pair_id}/decision")
    def decide(principal: SignedIn, pair_id: str, body: DuplicateDecisionIn, source: Source) -> DecidedOut:
        """Merge the two, or remember that they are different."""
        merge_id = None
        if body.decision == "merge":
            merge_id = planning.duplicates.merge(
                principal, pair_id, keep_id=body.keep_id, fields_from_other=body.fields_from_other, source=source
            )
        else:
            planning.duplicates.differ(principal, pair_id, source=source)
        return DecidedOut(pair=_sent(planning, planning.duplicates.load(pair_id)), merge_id=merge_id)

    @routes.delete("/{pair_id}/decision")
    def withdraw_decision(principal: SignedIn, pair_id: str, source: Source) -> PairOut:
        """Take "different" back: the pair is open again. 409 for any other; a merge is taken back by a split."""
        planning.duplicates.withdraw(principal, pair_id, source=source)
        return _sent(planning, planning.duplicates.load(pair_id))

    return routes


def _sent(planning: Planning, stored: StoredPair) -> PairOut:
    return PairOut.of(stored, planning.duplicates.codes([stored]))


def _said(value: object) -> bool:
    return value is not None and value != "" and value != []
