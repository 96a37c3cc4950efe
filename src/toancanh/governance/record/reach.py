"""Which entries an erasure reaches. Pure: the one who erases and the one who verifies ask the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

ERASE = "record.erase"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """All entries before a moment, of one person (as actor or as the account acted on) or of everybody, save those
    about cameras in ``kept``.
    """

    before_us: int
    person_id: str
    kept: frozenset[str]

    def covers(self, at_us: int, actor_id: str, resource_kind: str, resource_id: str, details: str) -> bool:
        """Whether this entry's personal values were, or are to be, erased."""
        if at_us >= self.before_us:
            return False
        if self.person_id and actor_id != self.person_id and (resource_kind, resource_id) != ("user", self.person_id):
            return False
        if resource_id:
            return resource_id not in self.kept
        return not any(camera_id in details for camera_id in self.kept)

    def told(self) -> dict[str, object]:
        """As it stands in the entry."""
        return {"before_us": self.before_us, "person": self.person_id, "kept": sorted(self.kept)}

    @classmethod
    def of(cls, details: Mapping[str, object]) -> Reach | None:
        """Of an entry that tells one; others name each entry they erased."""
        before_us, person, kept = (details.get(name) for name in ("before_us", "person", "kept"))
        if not isinstance(before_us, int) or not isinstance(person, str) or not isinstance(kept, list):
            return None
        return cls(before_us=before_us, person_id=person, kept=frozenset(map(str, kept)))


@dataclass(frozen=True, kw_only=True)
class Erasures:
    """All that is on record: single entries by id, and reaches."""

    entries: frozenset[str]
    reaches: tuple[Reach, ...]

    @classmethod
    def of(cls, told: list[str]) -> Erasures:
        """Of the details of all erasures; one that was changed erases nothing, and the walk reports it."""
        entries: set[str] = set()
        reaches: list[Reach] = []
        for text in told:
            try:
                details = json.loads(text)
                reach = Reach.of(details)
                if reach is None:
                    entries.update(details["entries"])
                else:
                    reaches.append(reach)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
        reaches.sort(key=lambda reach: -reach.before_us)
        return cls(entries=frozenset(entries), reaches=tuple(reaches))

    def explain(self, entry_id: str, at_us: int, actor_id: str, kind: str, resource_id: str, details: str) -> bool:
        """Whether this entry's personal values may be gone."""
        return entry_id in self.entries or any(
            reach.covers(at_us, actor_id, kind, resource_id, details) for reach in self.reaches
        )
