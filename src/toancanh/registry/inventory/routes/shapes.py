"""What goes over the wire about campaigns, imports and field reports."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import RequestBody, TimeIn, TimeOut
from toancanh.registry.inventory.columns import Column
from toancanh.registry.inventory.faults import Fault, Notice
from toancanh.registry.inventory.model import (
    Applied,
    Campaign,
    Import,
    ImportRow,
    ImportState,
    Progress,
    RowOutcome,
    RowStatus,
    Task,
    TaskState,
)

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Expected = Annotated[int | None, Field(ge=0, le=1_000_000, description="Cameras; null: nobody knows.")]


class TaskIn(RequestBody):
    """An organisation that is asked."""

    organisation_id: Id
    expected: Expected = None


class CampaignNew(RequestBody):
    """A campaign to open; ``owner_id``: the organisation that asks, the asker's own where left out."""

    title: Name
    note: Note = ""
    owner_id: str = ""
    deadline: TimeIn
    organisations: Annotated[list[TaskIn], Field(max_length=2000)] = []


class CampaignPatch(RequestBody):
    """What to change; ``organisations`` are added, or get another expectation. None is taken away."""

    title: Name | None = None
    note: Note | None = None
    deadline: TimeIn | None = None
    organisations: Annotated[list[TaskIn], Field(max_length=2000)] = []
    closed: bool | None = None
    version: int | None = None


class CampaignOut(BaseModel):
    """A campaign."""

    id: str
    title: str
    note: str
    owner_id: str
    deadline: TimeOut
    closed_at: TimeOut | None
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Campaign) -> CampaignOut:
        """As sent."""
        return cls(
            id=source.id,
            title=source.title,
            note=source.note,
            owner_id=source.owner_id,
            deadline=source.deadline_us,
            closed_at=source.closed_us,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class ReminderNew(RequestBody):
    """Whom to remind, and with which words; without ``organisation_ids`` all who are not done."""

    organisation_ids: Annotated[list[Id], Field(max_length=2000)] | None = None
    text: Note = ""


class Reminded(BaseModel):
    """Who was reminded; the entry stands on their board."""

    organisation_ids: list[str]


class TaskOut(BaseModel):
    """One organisation's part; ``late``: past the deadline and not done."""

    campaign_id: str
    campaign_title: str
    deadline: TimeOut
    organisation_id: str
    organisation_name: str
    expected: int | None
    declared: int
    state: TaskState
    errors_left: int
    import_id: str | None
    uploaded_at: TimeOut | None
    late: bool
    reminders: int
    reminded_at: TimeOut | None
    reminder: str

    @classmethod
    def of(cls, source: Task, campaign: Campaign, name: str) -> TaskOut:
        """As sent."""
        return cls(
            campaign_id=source.campaign_id,
            campaign_title=campaign.title,
            deadline=campaign.deadline_us,
            organisation_id=source.organisation_id,
            organisation_name=name,
            expected=source.expected,
            declared=source.declared,
            state=source.state,
            errors_left=source.errors_left,
            import_id=source.import_id,
            uploaded_at=source.uploaded_us,
            late=source.late,
            reminders=source.reminders,
            reminded_at=source.reminded_us,
            reminder=source.reminder,
        )


class ProgressOut(BaseModel):
    """A campaign in figures, over the organisations that the asker may see."""

    organisations: int
    by_state: dict[TaskState, int]
    late: int
    declared: int
    expected: int | None

    @classmethod
    def of(cls, source: Progress) -> ProgressOut:
        """As sent."""
        return cls(
            organisations=source.organisations,
            by_state=dict(source.by_state),
            late=source.late,
            declared=source.declared,
            expected=source.expected,
        )


class ColumnOut(BaseModel):
    """A column of the spreadsheet; ``choices``: the words of its list."""

    key: str
    vi: str
    en: str
    hint_vi: str
    hint_en: str
    example: str
    required: bool
    choices: list[str]

    @classmethod
    def of(cls, source: Column) -> ColumnOut:
        """As sent."""
        return cls(
            key=source.key,
            vi=source.vi,
            en=source.en,
            hint_vi=source.hint_vi,
            hint_en=source.hint_en,
            example=str(source.example),
            required=source.required,
            choices=list(source.choices),
        )


class ColumnsIn(RequestBody):
    """Heading as in the import's ``choices`` -> the ``key`` of a column (`GET /inventory/columns`)."""

    columns: Annotated[
        dict[Annotated[str, StringConstraints(max_length=200)], Annotated[str, StringConstraints(max_length=64)]],
        Field(max_length=256),
    ]


class FileNoticeOut(BaseModel):
    """Something about the whole file; the console's text is ``inventory.file.<kind>``."""

    kind: str
    detail: str


class ImportOut(BaseModel):
    """A file that was handed in. While ``checking``: ``rows_done`` of ``row_count``.

    ``mendable``: how many cells a suggestion would mend, by fault. ``same_as``: an applied import of the same bytes.
    """

    id: str
    campaign_id: str | None
    organisation_id: str
    file_name: str
    sha256: str
    size_bytes: int
    state: ImportState
    columns: list[str]
    choices: dict[str, str] = Field(
        description="Headings that nobody knows; behind each the column that a person chose, or nothing."
    )
    notices: list[FileNoticeOut]
    row_count: int
    rows_done: int
    counts: dict[RowStatus, int]
    missing: int
    mendable: dict[Fault, int]
    same_as: str | None
    version: int
    created_at: TimeOut
    updated_at: TimeOut
    applied_at: TimeOut | None
    added: int
    changed: int

    @classmethod
    def of(cls, source: Import) -> ImportOut:
        """As sent."""
        return cls(
            id=source.id,
            campaign_id=source.campaign_id,
            organisation_id=source.organisation_id,
            file_name=source.file_name,
            sha256=source.sha256,
            size_bytes=source.size_bytes,
            state=source.state,
            columns=list(source.columns),
            choices=dict(source.choices),
            notices=[FileNoticeOut(kind=one.kind, detail=one.detail) for one in source.notices],
            row_count=source.row_count,
            rows_done=source.rows_done,
            counts=dict(source.counts),
            missing=source.missing,
            mendable=dict(source.faults),
            same_as=source.same_as,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
            applied_at=source.applied_us,
            added=source.added,
            changed=source.changed,
        )


class CellFaultOut(BaseModel):
    """What is wrong with a cell; ``message`` is the console's text, ``detail`` fills it.

    ``mend``: the cells that would put it right, as text by column (both of two exchanged ones); empty: nobody knows.
    """

    column: str
    code: Fault
    message: str
    detail: str
    mend: dict[str, str]


class CellNoticeOut(BaseModel):
    """A cell that was read differently from how it is written."""

    column: str
    code: Notice
    message: str
    read_as: str


class CellChangeOut(BaseModel):
    """A field before and after, as people read them."""

    column: str
    before: str
    after: str


class ImportRowOut(BaseModel):
    """A row; ``number`` as the spreadsheet counts, ``cells`` as written, passwords hidden."""

    number: int
    status: RowStatus
    outcome: RowOutcome
    cells: dict[str, str]
    errors: list[CellFaultOut]
    notices: list[CellNoticeOut]
    changes: list[CellChangeOut]
    camera_id: str | None

    @classmethod
    def of(cls, source: ImportRow) -> ImportRowOut:
        """As sent."""
        return cls(
            number=source.number,
            status=source.status,
            outcome=source.outcome,
            cells=dict(source.cells),
            errors=[
                CellFaultOut(
                    column=one.column,
                    code=one.fault,
                    message=f"inventory.fault.{one.fault}",
                    detail=one.detail,
                    mend=dict(one.mend),
                )
                for one in source.faults
            ],
            notices=[
                CellNoticeOut(
                    column=one.column, code=one.notice, message=f"inventory.notice.{one.notice}", read_as=one.read_as
                )
                for one in source.notices
            ],
            changes=[CellChangeOut(column=one.column, before=one.before, after=one.after) for one in source.changes],
            camera_id=source.camera_id,
        )


class RowPatch(RequestBody):
    """Cells as a person writes them now, by column; or the row's own suggestions; or: leave this row out."""

    cells: Annotated[dict[Id, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=60)] = {}
    accept: bool = Field(default=False, description="Take all suggestions of this row.")
    left_out: bool | None = None


class MendIn(RequestBody):
    """Take all suggestions for one kind of fault."""

    fault: Fault


class Mended(BaseModel):
    """How many cells were put right, and the import after it."""

    cells: int
    import_: ImportOut = Field(serialization_alias="import")


class ApplyIn(RequestBody):
    """``version``: the import that was reviewed. Rows with errors stay behind only if ``leave_errors``."""

    version: int
    leave_errors: bool = False


class AppliedOut(BaseModel):
    """What was done; ``stale``: rows whose camera somebody changed meanwhile, compared again and not applied."""

    added: int
    changed: int
    same: int
    left: int
    stale: list[int]
    import_: ImportOut = Field(serialization_alias="import")

    @classmethod
    def of(cls, source: Applied, after: Import) -> AppliedOut:
        """As sent."""
        return cls(
            added=source.added,
            changed=source.changed,
            same=source.same,
            left=source.left,
            stale=list(source.stale),
            import_=ImportOut.of(after),
        )


class MissingOut(BaseModel):
    """A camera that is known and not in the file. Nothing happens to it."""

    id: str
    code: str
    name: str


class FieldReportNew(RequestBody):
    """What somebody saw at a camera. ``form_id`` (a UUID) is made by the phone, so that sending twice is safe.

    With ``camera_id`` it is about that camera, else a new one of ``owner_id`` with ``code`` and ``name``.
    ``values``: other declared fields; ``photo``: JPEG or PNG in base64.
    """

    form_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    camera_id: Id | None = None
    owner_id: Id | None = None
    code: Code | None = None
    name: Name | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] | None = None
    azimuth_deg: Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False)] | None = None
    note: Words = ""
    values: dict[Id, Any] = {}
    photo: Annotated[str, StringConstraints(max_length=8_000_000)] | None = None
    taken_at: TimeIn | None = None


class FieldReportOut(BaseModel):
    """Where it went; ``known``: this form had come before, nothing was done again."""

    form_id: str
    camera_id: str
    known: bool
