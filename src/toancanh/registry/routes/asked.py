"""A filter as it comes over the wire: in a query, in a body, as saved."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from toancanh.infra.fields import Words
from toancanh.infra.http import MAX_LIMIT
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass
from toancanh.registry.lists.filters import CameraFilter

Ids = Annotated[list[Annotated[str, StringConstraints(max_length=64)]], Field(max_length=200)]
Texts = Annotated[list[Words], Field(max_length=200)]
Area = Annotated[str, StringConstraints(max_length=5000)]


class FilterIn(BaseModel):
    """Which cameras are meant. Of several values of one field one must hold, of `tag` all."""

    q: Words = Field(
        default="",
        description="Words without accents, each in code, name, tags, address, maker, model, serial number, MAC or a "
        "present or former name of the owner.",
    )
    owner_id: Ids = []
    under_id: Annotated[str, StringConstraints(max_length=64)] = Field(
        default="", description="The owner is this organisation or lies below it."
    )
    operator_id: Ids = []
    maintainer_id: Ids = []
    unit_id: Ids = Field(default=[], description="The commune or ward on whose ground it stands.")
    site_id: Ids = []
    pole_id: Ids = []
    tag: Texts = []
    lifecycle: list[Lifecycle] = []
    kind: list[CameraKind] = []
    purpose: list[PurposeClass] = []
    funding: list[Funding] = []
    connection: list[ConnectionKind] = []
    maker: Texts = []
    model: Texts = []
    notice: bool | None = Field(default=None, description="Whether a sign tells the public.")
    enabled: bool | None = None
    installed_from: date | None = None
    installed_to: date | None = None
    warranty_before: date | None = None
    missing: Texts = Field(default=[], description="Fields of the dossier that nobody has declared.")
    bbox: Area = Field(default="", description="west,south,east,north in degrees.")
    near: Area = Field(default="", description="latitude,longitude,metres.")
    lasso: Area = Field(default="", description="longitude,latitude;longitude,latitude;...: the corners of an area.")

    def filter(self) -> CameraFilter:
        """As the registry asks it."""
        given: dict[str, Any] = {name: getattr(self, name) for name in FilterIn.model_fields}
        for name, value in given.items():
            if isinstance(value, list):  # what was left empty in a form does not narrow
                given[name] = tuple(one for one in value if one != "")
        return CameraFilter(**given)


class FilterBody(FilterIn):
    """The same in a body; a field that is none is refused, or it would mean every camera."""

    model_config = ConfigDict(extra="forbid")


class ListAsked(FilterIn):
    """A page of the list."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Most items of one page.")] = 100
    after: Annotated[str | None, Field(max_length=200, description="`next` of the page before.")] = None
