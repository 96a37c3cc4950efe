"""What changed between two versions of a thing, and who was faster."""

from __future__ import annotations

from collections.abc import Iterable

from toancanh.governance import Governance
from toancanh.kernel import Conflict, format_rfc3339


def changed_fields(before: object, after: object, names: Iterable[str]) -> dict[str, list[object]]:
    """Old and new value of each field that differs, as plain values for the record."""
    return {
        name: [_plain(getattr(before, name)), _plain(getattr(after, name))]
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def refuse_stale(governance: Governance, thing_id: str, *, seen: int | None, now: int) -> None:
    """Raises `Conflict` that says what changed since, and by whom, where the asker has seen another version."""
    if seen is None or seen == now:
        return
    later = governance.reader.changes_of(thing_id, since_version=seen)
    changes = [
        {
            "version": act.details.get("version"),
            "at": format_rfc3339(act.at_us),
            "by": act.personal.get("username"),
            "fields": sorted(act.details.get("changed", {})),
        }
        for act in later
    ]
    fields = sorted({field for act in later for field in act.details.get("changed", {})})
    what = f" ({', '.join(fields)})" if fields else ""
    raise Conflict(f"somebody changed this meanwhile{what}; look again", version=now, changes=changes)


def _plain(value: object) -> object:
    return sorted(str(item) for item in value) if isinstance(value, frozenset) else value
