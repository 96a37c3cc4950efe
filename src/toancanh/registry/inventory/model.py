"""Campaigns, tasks and imports: what an organisation is asked for, and what it handed in. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.registry.inventory.faults import Fault, Notice


class TaskState(enum.StrEnum):
    """Where an organisation stands in a campaign."""

    NOT_BEGUN = "not_begun"
    UPLOADED = "uploaded"  # nothing wrong in it, not applied yet
    ERRORS_LEFT = "errors_left"
    APPLIED = "applied"  # fewer than expected, or rows were left out
    COMPLETE = "complete"


class ImportState(enum.StrEnum):
    """A file's way."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLIED = "applied"
    FAILED = "failed"  # the check was interrupted; hand the file in again
    WITHDRAWN = "withdrawn"


class RowStatus(enum.StrEnum):
    """What a row of a file is beside what is known."""

    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class RowOutcome(enum.StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    LEFT_OUT = "left_out"  # by a person
    APPLIED = "applied"
    STALE = "stale"  # the camera was changed by somebody else meanwhile


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """An inventory that an organisation asks of others."""

    id: str
    title: str
    note: str
    owner_id: str  # the organisation that opened it
    deadline_us: int
    closed_us: int | None
    opened_by: str
    version: int
    created_at_us: int
    updated_at_us: int


@dataclass(frozen=True, kw_only=True)
class CampaignDraft:
    """A campaign as a person describes it; ``expected`` cameras per organisation, None where nobody knows."""

    title: str
    note: str = ""
    owner_id: str = ""  # empty: the asker's own organisation
    deadline_us: int
    organisations: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One organisation's part in a campaign, as its latest import makes it."""

    campaign_id: str
    organisation_id: str
    expected: int | None
    declared: int  # rows of its latest import; cameras applied where it was applied
    state: TaskState
    errors_left: int
    import_id: str | None
    uploaded_us: int | None
    late: bool
    reminders: int
    reminded_us: int | None
    reminder: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A campaign in figures, over the organisations that the asker may see."""

    organisations: int
    by_state: Mapping[TaskState, int]
    late: int
    declared: int
    expected: int | None


@dataclass(frozen=True, kw_only=True)
class FileNotice:
    """Something about a whole file: its encoding, a column that nobody knows, formulas, merged cells."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file that was handed in. ``counts``: rows by status; ``missing``: cameras known that are not in it."""

    id: str
    campaign_id: str | None
    organisation_id: str
    file_name: str
    sha256: str
    size_bytes: int
    state: ImportState
    columns: tuple[str, ...]  # keys, in the file's order
    choices: Mapping[str, str]  # headings that nobody knows -> the column key that a person chose, or empty
    notices: tuple[FileNotice, ...]
    row_count: int
    rows_done: int
    counts: Mapping[RowStatus, int]
    faults: Mapping[Fault, int]  # how many cells can be mended by a suggestion of each kind
    missing: int
    same_as: str | None  # an applied import of the very same file
    version: int
    created_by: str
    created_at_us: int
    updated_at_us: int
    applied_by: str | None
    applied_us: int | None
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """What is wrong with a cell. ``mend``: raw cells that would put it right, by column key; empty if nobody knows."""

    column: str
    fault: Fault
    detail: str = ""
    mend: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CellNotice:
    """A cell that was read differently from how it was written."""

    column: str
    notice: Notice
    read_as: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One declared field before and after, as people read them."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """A row of a file. ``number``: as the spreadsheet counts; ``cells``: as written, passwords hidden."""

    number: int
    status: RowStatus
    outcome: RowOutcome
    cells: Mapping[str, str]
    faults: tuple[CellFault, ...]
    notices: tuple[CellNotice, ...]
    changes: tuple[Change, ...]
    camera_id: str | None


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What applying an import did."""

    added: int
    changed: int
    same: int
    left: int  # rows with errors or left out
    stale: tuple[int, ...]  # rows whose camera somebody changed meanwhile; look at them again
