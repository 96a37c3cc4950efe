"""What one person is told of what was found over all cameras that are there for him. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from toancanh.governance import Visibility, protected_tags
from toancanh.planning.coverage.model import Overlap

SUPPRESSED_BELOW = 5
"""Counts of cameras of others are not told below this; a set count, as statistics offices use."""

WORTH_ASKING_SHARE = 0.05
"""Less of the candidate's ground seen by another owner is no reason to ask."""


class Owned(Protocol):
    """What a judgement needs of a camera, or of what was found of it."""

    @property
    def camera_id(self) -> str: ...
    @property
    def owner_id(self) -> str: ...
    @property
    def protected(self) -> bool: ...


def is_there(visible: Visibility, camera: Owned) -> bool:
    """Whether there is such a camera for one with this visibility."""
    tags = protected_tags(camera.protected)
    return visible.allows(camera.owner_id, tags, id=camera.camera_id)


@dataclass(frozen=True, kw_only=True)
class Covered:
    """Another owner already sees a good part of this ground; ``ask_id``: the office to ask. No more is told."""

    ask_id: str


@dataclass(frozen=True, kw_only=True)
class OverlapShown:
    """``named``: cameras that the person may know the coverage of; ``others``: offices to ask, each once."""

    named: tuple[Overlap, ...]
    others: tuple[Covered, ...]


def show(
    found: Iterable[Overlap], visible: Visibility, office_of: Callable[[frozenset[str]], Mapping[str, str]]
) -> OverlapShown:
    """``found`` must come from an index made for this person; ``office_of`` gives the office of each owner."""
    named: list[Overlap] = []
    owners: set[str] = set()
    for each in found:
        if is_there(visible, each):
            named.append(each)
        elif each.is_certain and not each.is_reach and each.share >= WORTH_ASKING_SHARE:
            owners.add(each.owner_id)
    offices = office_of(frozenset(owners))
    return OverlapShown(
        named=tuple(named), others=tuple(Covered(ask_id=office) for office in sorted(set(offices.values())))
    )


def suppressed(count: int) -> int | None:
    """A count of others' cameras as it may be told: none, or enough of them to hide each; else None."""
    return count if count == 0 or count >= SUPPRESSED_BELOW else None
