"""A proposal's draft as JSON and back. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from toancanh.planning.proposals.model import Candidate, ProposalDraft
from toancanh.planning.rulebook import Claim
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, PurposeClass


def written(draft: ProposalDraft) -> str:
    """Everything but owner and title, which have columns."""
    plain = asdict(draft)
    plain.pop("owner_id")
    plain.pop("title")
    plain["claim"]["on"] = draft.claim.on.isoformat() if draft.claim.on else None
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def read(text: str, *, owner_id: str, title: str) -> ProposalDraft:
    """What `written` wrote."""
    plain: dict[str, Any] = json.loads(text)
    claim = plain.pop("claim")
    claimed_on = claim.pop("on")
    candidates = tuple(_candidate(each) for each in plain.pop("candidates"))
    funding = Funding(plain.pop("funding"))
    return ProposalDraft(
        owner_id=owner_id,
        title=title,
        claim=Claim(on=date.fromisoformat(claimed_on) if claimed_on else None, **claim),
        candidates=candidates,
        funding=funding,
        **plain,
    )


def _candidate(plain: dict[str, Any]) -> Candidate:
    kind = CameraKind(plain.pop("kind"))
    purpose, connection = plain.pop("purpose"), plain.pop("connection")
    return Candidate(
        kind=kind,
        purpose=PurposeClass(purpose) if purpose else None,
        connection=ConnectionKind(connection) if connection else None,
        **plain,
    )
