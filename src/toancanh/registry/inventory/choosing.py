"""What a person says stands below headings that nobody knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.kernel import Invalid
from toancanh.registry.inventory.columns import BY_KEY, heading_key
from toancanh.registry.inventory.model import FileNotice, Import
from toancanh.registry.inventory.reading import Table, may_mean

Headings = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A file's headings and notices after a choice. ``positions``: where each column stands now; None: nowhere."""

    headings: Headings
    choices: Mapping[str, str]
    notices: tuple[FileNotice, ...]
    positions: Mapping[str, int | None]


def choose(of: Import, headings: Headings, wanted: Mapping[str, str]) -> Chosen:
    """``wanted``: heading -> column key, all that a person says. Raises `Invalid` with the heading."""
    known = {key for key, text in headings if key and of.choices.get(text) != key}
    at: dict[int, str] = {}
    for heading, key in wanted.items():
        field = f"columns.{heading[:64]}"
        if heading not in of.choices:
            raise Invalid(f"{field}: no column of this file waits for a meaning under this heading", field=field)
        if key not in BY_KEY:
            raise Invalid(f"{field}: there is no column {key[:64]!r}", field=field)
        if key in known or key in at.values():
            raise Invalid(f"{field}: another column of the file is {key} already", field=field)
        open_ones = (i for i, (now, text) in enumerate(headings) if text == heading and now in ("", of.choices[text]))
        at[next(open_ones)] = key
    freed = [heading for heading, key in of.choices.items() if key and heading not in wanted]
    left = tuple(one for one in of.notices if one.kind != "column_unknown" or one.detail not in wanted)
    return Chosen(
        headings=[
            (key if key in known else at.get(position, ""), text) for position, (key, text) in enumerate(headings)
        ],
        choices={heading: wanted.get(heading, "") for heading in of.choices},
        notices=left + tuple(FileNotice(kind="column_unknown", detail=heading) for heading in freed),
        positions={
            **dict.fromkeys(key for key in of.choices.values() if key),
            **{key: position for position, key in at.items()},
        },
    )


def as_before(read: Table, remembered: Mapping[str, str]) -> Table:
    """The file with the columns that somebody chose for an earlier one. ``remembered``: `heading_key` -> column key."""
    taken = {key for key, _ in read.headings if key}
    meanings: dict[int, str] = {}
    for at, (key, heading) in enumerate(read.headings):
        before = remembered.get(heading_key(heading), "") if not key and may_mean(heading) else ""
        if before in BY_KEY and before not in taken:
            meanings[at] = before
            taken.add(before)
    return read.chosen(meanings) if meanings else read
