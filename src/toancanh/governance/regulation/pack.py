"""A regulation pack: articles, policies, lists and test cases, read from a folder and checked for form.

A pack is data: nothing in it runs. What its policies may look at is the platform's own schema.
"""

from __future__ import annotations

import enum
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toancanh.governance.model import Need, Outcome
from toancanh.kernel import Invalid

MAX_FILE_BYTES = 1 << 20
SCHEMA = Path(__file__).with_name("schema.cedarschema").read_text(encoding="utf-8")

_TABLES = ("pack", "articles", "purposes", "retention", "approvals", "sharing", "duties", "cases")
FILES: tuple[str, ...] = (*(f"{name}.toml" for name in _TABLES), "policies.cedar")
"""All of a pack; it has no other."""

_Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Text = Annotated[str, Field(min_length=1, max_length=4000)]
_Number = Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,3})?$")]
_Row = TypeVar("_Row", bound="Row")


class SourceCertainty(enum.StrEnum):
    """How far a source can be relied on, as docs/guide/regulation.md tells them apart."""

    OFFICIAL = "official"  # the text itself was read
    NEWS = "news"  # a newspaper or an agency reports it
    COPY = "copy"  # a copy by others
    OURS = "ours"  # our own proposal: no source says so
    UNVERIFIED = "unverified"


class Status(enum.StrEnum):
    """What a pack claims to be."""

    DRAFT = "draft"  # nobody has issued it
    ISSUED = "issued"


class Reference(enum.StrEnum):
    """What number has to be given with a purpose."""

    CASE = "case"  # of an open case that the asker may read
    ORDER = "order"  # of an order or a paper: the platform does not know them, so any text will do


class FootageRights(enum.StrEnum):
    """Whose word counts for pictures of a camera that has changed its owner."""

    OWNER_AT_THE_TIME = "owner_at_the_time"
    OWNER_NOW = "owner_now"


class Row(BaseModel):
    """Frozen; an unknown field is an error, since it would be a rule that nobody keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Row):
    """The same in both languages."""

    vi: _Text
    en: _Text


class Source(Row):
    """What an article or a value rests on."""

    ref: _Text
    certainty: SourceCertainty


class Title(Row):
    """The head of a pack. ``id`` is the folder's name; ``version`` grows with each one that is proposed."""

    id: _Key
    version: Annotated[int, Field(ge=1)]
    status: Status
    effective_from: date
    title: Words
    note: Words


class Article(Row):
    """A text of our own."""

    number: _Number
    title: Words
    text: Words
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Ruled(Row):
    """A row that carries out an article."""

    article: _Number


class PermittedPurpose(Ruled):
    """What pictures may be asked for, and what number goes with it."""

    key: _Key
    name: Words
    reference: Reference


class RetentionClass(Ruled):
    """How long a kind of data is kept at least and at most, in days. ``thin_after_days``: from that age on only key
    frames are kept; None where all pictures stay to the end. ``cold_after_days``: from that age on they may lie in the
    object store; None where the site's own number holds.
    """

    key: _Key
    name: Words
    min_days: Annotated[int, Field(ge=0)]
    max_days: Annotated[int, Field(ge=1)]
    thin_after_days: Annotated[int, Field(ge=1)] | None = None
    cold_after_days: Annotated[int, Field(ge=1)] | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Approval(Ruled):
    """Who may be the second person for an action, and how long the approval holds."""

    action: str
    roles: Annotated[tuple[str, ...], Field(min_length=1)]
    hours: Annotated[int, Field(ge=1, le=24 * 31)]


class SharingRule(Ruled):
    """What one agency may ask of another, for how long at most."""

    key: _Key
    name: Words
    what: Annotated[tuple[str, ...], Field(min_length=1)]  # "live", "recorded"
    roles: Annotated[tuple[str, ...], Field(min_length=1)]  # of the receiving agency, who see it
    max_days: Annotated[int, Field(ge=1)]
    legal_basis: bool


class FootageRule(Ruled):
    """Who judges recorded pictures of the time of an earlier owner."""

    rights: FootageRights


class Duty(Ruled):
    """Something that has to be done in time; ``hours`` run from ``begins``."""

    key: _Key
    name: Words
    begins: Words
    hours: Annotated[int, Field(ge=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Facts(Row):
    """What a policy may look at besides the action; names and meaning as in ``schema.cedarschema``."""

    platform: bool = False
    active: bool = True
    held: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    own_account: bool = False
    kind: str = "camera"
    tags: frozenset[str] = frozenset()
    purpose_class: str = ""
    personal_data: bool = True
    purpose: str = ""
    reference: str = ""
    approved: bool = False
    second_factor: bool = False
    on_duty: bool = True
    minute: Annotated[int, Field(ge=0, lt=1440)] = 600
    seconds: Annotated[int, Field(ge=0)] = 0
    age: Annotated[int, Field(ge=0)] = 0


class Case(Row):
    """A question with the answer that the pack must give; ``policy`` is one that must be among those that decided."""

    says: Words
    action: str
    facts: Facts = Facts()
    expect: Outcome
    needs: frozenset[Need] = frozenset()
    policy: str = ""


class Pack(Row):
    """The whole of it. ``digest`` names it by its content."""

    title: Title
    articles: tuple[Article, ...]
    policies: str
    purposes: tuple[PermittedPurpose, ...]
    retention: tuple[RetentionClass, ...]
    approvals: tuple[Approval, ...]
    sharing: tuple[SharingRule, ...]
    duties: tuple[Duty, ...]
    cases: tuple[Case, ...]
    digest: str
    footage: tuple[FootageRule, ...] = ()  # one or none

    @property
    def footage_rights(self) -> FootageRights:
        """A pack that says nothing means the owner of now."""
        return self.footage[0].rights if self.footage else FootageRights.OWNER_NOW


def load_pack(folder: Path) -> Pack:
    """Read a pack. Raises `Invalid` that names the file and the place; what the pack says is judged by `check`."""
    pack = read_pack({name: _text(folder / name) for name in FILES})
    if pack.title.id != folder.name:
        raise Invalid(f"pack.toml: the pack calls itself {pack.title.id!r} and lies in {folder.name!r}; make them one")
    return pack


def read_pack(files: Mapping[str, str]) -> Pack:
    """The same from the texts of its files."""
    tables = {name: _table(f"{name}.toml", files[f"{name}.toml"]) for name in _TABLES}
    digest = hashlib.sha256()
    for name in sorted(FILES):
        digest.update(f"{name}\0{files[name]}\0".encode())
    footage = [tables["sharing"]["footage"]] if "footage" in tables["sharing"] else None
    return Pack(
        title=_rows("pack", Title, [tables["pack"]])[0],
        articles=_rows("articles", Article, tables["articles"].get("article")),
        policies=files["policies.cedar"],
        purposes=_rows("purposes", PermittedPurpose, tables["purposes"].get("purpose")),
        retention=_rows("retention", RetentionClass, tables["retention"].get("class")),
        approvals=_rows("approvals", Approval, tables["approvals"].get("approval")),
        sharing=_rows("sharing", SharingRule, tables["sharing"].get("rule")),
        duties=_rows("duties", Duty, tables["duties"].get("duty")),
        cases=_rows("cases", Case, tables["cases"].get("case")),
        digest=digest.hexdigest()[:16],
        footage=_rows("sharing", FootageRule, footage),
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise Invalid(f"{path.name} is longer than {MAX_FILE_BYTES >> 20} MiB; a pack's file is not")
        return data.decode("utf-8")
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read ({error.strerror}); a pack has all of its files") from None
    except UnicodeDecodeError as error:
        raise Invalid(f"{path.name} is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _table(name: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"{name}: {error}") from None


def _rows(name: str, row: type[_Row], found: object) -> tuple[_Row, ...]:
    if found is None:
        return ()
    if not isinstance(found, list):
        raise Invalid(f"{name}.toml: its rows are to be a list of tables, [[...]]")
    return tuple(_rows_of(name, row, found))


def _rows_of(name: str, row: type[_Row], found: list[object]) -> Iterable[_Row]:
    for number, item in enumerate(found, 1):
        try:
            yield row.model_validate(item)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise Invalid(f"{name}.toml, row {number}, {place or 'the whole'}: {first['msg']}") from None
