"""Whose recorded pictures are: of whom a question about a camera and a time is asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance.model import AccessRequest, Decision, Obligations, ResourceRef, protected_tags


@dataclass(frozen=True, kw_only=True)
class Owned:
    """From when on a camera was whose, and whether it was protected then."""

    from_us: int
    owner_id: str
    protected: bool


OwnersLookup = Callable[[Connection], Mapping[str, Sequence[Owned]]]
"""Of cameras that had several owners, or were protected for a time, all of it in order, the first from 0."""


Part = tuple[ResourceRef, int, int]
"""A camera as it was, from when to when."""

PartsOf = Callable[[ResourceRef, int, int], tuple[Part, ...]]
"""A camera as it was in a time, with where each part begins and ends."""

FootageOf = Callable[[ResourceRef, int, int], tuple[ResourceRef, ...]]
"""A camera as it was in a time, once for each owner."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A part of a time that is not for the asker, because of whose it was then; ``owner_id`` is empty where the asker
    may not know.
    """

    from_us: int
    to_us: int
    owner_id: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """When."""
        return self.from_us, self.to_us


@dataclass(frozen=True, kw_only=True)
class Parted:
    """What of a time may be asked about, in order, and what not."""

    spans: tuple[tuple[int, int], ...]
    refused: tuple[Refused, ...] = ()


def in_law(owned: Sequence[Owned], successors: Mapping[str, Collection[str]]) -> tuple[Owned, ...]:
    """The same where an agency that went into another is that other: its footage went with its cameras."""
    found: list[Owned] = []
    for one in reversed(owned):
        after = found[-1].owner_id if found else one.owner_id
        found.append(replace(one, owner_id=after) if _reaches(successors, one.owner_id, after) else one)
    return tuple(reversed(found))


def parts_of(
    resource: ResourceRef, owned: Sequence[Owned], from_us: int, to_us: int, known: Collection[str]
) -> tuple[Part, ...]:
    """The camera as it was in the range, with where each part begins and ends. Protected now or then is protected; an
    owner that is not in ``known`` any more is the one of now; the first was it always. At least one, of any range.
    """
    found: list[Part] = []
    ends = [one.from_us for one in owned[1:]]
    for one, end_us in zip(owned, [*ends, None], strict=True):
        begins_us = one.from_us if one is not owned[0] else min(one.from_us, from_us)
        if begins_us > max(from_us, to_us - 1) or (end_us is not None and end_us <= from_us):
            continue
        owner_id = one.owner_id if one.owner_id in known else resource.owner_id
        then = replace(resource, owner_id=owner_id, tags=resource.tags | protected_tags(one.protected))
        start_us, until_us = max(begins_us, from_us), to_us if end_us is None else min(end_us, to_us)
        if found and found[-1][0] == then:
            found[-1] = then, found[-1][1], until_us
        else:
            found.append((then, start_us, until_us))
    return tuple(found)


def one_answer(decisions: Sequence[Decision]) -> Decision:
    """To a question with several parts: the first that is no yes, else yes with the strictest of all obligations."""
    refused = next((one for one in decisions if not one.allowed), None)
    if refused is not None:
        return replace(refused, parts=tuple(decisions))
    oblige = [one.obligations for one in decisions]
    limits = [one.max_seconds for one in oblige if one.max_seconds is not None]
    expiries = [one.expires_at_us for one in oblige if one.expires_at_us is not None]
    return replace(
        decisions[0],
        clauses=tuple(dict.fromkeys(clause for one in decisions for clause in one.clauses)),
        obligations=Obligations(
            mask=any(one.mask for one in oblige),
            watermark=any(one.watermark for one in oblige),
            max_seconds=min(limits, default=None),
            expires_at_us=min(expiries, default=None),
        ),
        parts=tuple(decisions),
    )


def joined(parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    """Their times, where one carries on from the other as one."""
    found: list[tuple[int, int]] = []
    for _, from_us, to_us in parts:
        if found and found[-1][1] == from_us:
            found[-1] = found[-1][0], to_us
        else:
            found.append((from_us, to_us))
    return tuple(found)


def of_part(request: AccessRequest, part: Part) -> AccessRequest:
    """The same question about one part; how long it is in all stays, and what of no time is asked stays so."""
    resource, from_us, to_us = part
    if request.from_us is None or request.to_us is None:
        return replace(request, resource=resource)
    return replace(request, resource=resource, from_us=from_us, to_us=to_us)


def _reaches(successors: Mapping[str, Collection[str]], before: str, after: str) -> bool:
    waiting, seen = [before], {before}
    while waiting:
        fresh = [one for one in successors.get(waiting.pop(), ()) if one not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return after in seen
