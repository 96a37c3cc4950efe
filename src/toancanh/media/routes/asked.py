"""What requests for pictures have in common: who asks, for which stream and time, and why."""

from __future__ import annotations

import enum
from typing import Annotated

from fastapi import Depends, Query, Request

from toancanh.governance.http import SignedIn, Source, current_principal, source_of
from toancanh.infra.fields import Words
from toancanh.infra.http import TimeIn
from toancanh.kernel import Principal
from toancanh.media.playback.finding import Why
from toancanh.media.playback.model import Asking
from toancanh.media.playback.spans import Span
from toancanh.registry import StreamRole

Purpose = Annotated[Words, Query(max_length=200, description="Why, where it has to be said.")]
Reference = Annotated[Words, Query(max_length=100, description="Number of a case or an order.")]


class PlayerCodecs(enum.StrEnum):
    """What the player can decode."""

    H264 = "h264"
    ANY = "h264,h265"


def principal_unless_granted(
    request: Request,
    grant: Annotated[
        str, Query(max_length=4000, description="A grant from `POST /grants` or a playlist, in place of a session.")
    ] = "",
) -> Principal | None:
    """Who is signed in; None where a grant is brought instead. Raises `Unauthenticated`."""
    return None if grant else current_principal(request)


def asking_of(
    request: Request,
    camera_id: str,
    principal: Annotated[Principal | None, Depends(principal_unless_granted)],
    stream: Annotated[StreamRole, Query(description="Which stream of the camera.")] = StreamRole.MAIN,
    codecs: Annotated[
        PlayerCodecs, Query(description="`h264` where the player cannot decode H.265.")
    ] = PlayerCodecs.ANY,
    purpose: Annotated[Words, Query(max_length=200, description="Why: it stands in the record.")] = "",
    reference: Annotated[Words, Query(max_length=100, description="Number of a case or an order.")] = "",
    unmask: Annotated[bool, Query(description="Without masks: a second person must have agreed.")] = False,
) -> Asking:
    """The request, without its time."""
    return Asking(
        camera_id=camera_id, role=stream, principal=principal, grant=request.query_params.get("grant", ""),
        without_h265=codecs is PlayerCodecs.H264, purpose=purpose, reference=reference, source=source_of(request),
        unmask=unmask,
    )  # fmt: skip


def looking_of(
    camera_id: str,
    principal: SignedIn,
    source: Source,
    stream: StreamRole = StreamRole.MAIN,
    purpose: Purpose = "",
    reference: Reference = "",
) -> Asking:
    """A request about pictures that shows none: for who is signed in."""
    return Asking(
        camera_id=camera_id, role=stream, principal=principal, grant="", purpose=purpose, reference=reference,
        source=source,
    )  # fmt: skip


def why_of(source: Source, purpose: Purpose = "", reference: Reference = "") -> Why:
    """The same of footage to be found."""
    return Why(purpose=purpose, reference=reference, source=source)


def granted_of(
    request: Request,
    camera_id: str,
    grant: Annotated[str, Query(max_length=4000, description="From the playlist that names this address.")] = "",
) -> Asking:
    """A request for a part of a playlist: the grant says everything."""
    return Asking(camera_id=camera_id, role=StreamRole.MAIN, principal=None, grant=grant, source=source_of(request))


def span_of(
    start: Annotated[TimeIn, Query(alias="from", description="Start of the range.")],
    end: Annotated[TimeIn, Query(alias="to", description="End of the range.")],
) -> Span:
    """The range asked for; whether it makes sense is the use case's to say."""
    return Span(start_us=start, end_us=end)


AskingParameters = Annotated[Asking, Depends(asking_of)]
LookingParameters = Annotated[Asking, Depends(looking_of)]
WhyParameters = Annotated[Why, Depends(why_of)]
GrantedParameters = Annotated[Asking, Depends(granted_of)]
SpanParameters = Annotated[Span, Depends(span_of)]
