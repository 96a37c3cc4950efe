"""Where a rule comes from, and how sure that is."""

from __future__ import annotations

import enum
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class RuleCertainty(enum.StrEnum):
    """How sure a statement is."""

    OFFICIAL = "official"  # the official text was read
    PRESS = "press"
    INFERENCE = "inference"  # ours, from something that was read
    ASSUMPTION = "assumption"  # nobody's text

    @property
    def may_block(self) -> bool:
        """Whether something so sure may stop a proposal."""
        return self in {RuleCertainty.OFFICIAL, RuleCertainty.PRESS}


class Part(BaseModel):
    """A part of a rule file: unknown names are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """What a rule rests on."""

    title: str
    address: str
    certainty: RuleCertainty
    note: str = ""


def _day(value: object) -> object:
    return None if value == "" else value


Day = Annotated[date | None, BeforeValidator(_day)]
"""An ISO date; an empty text is none."""
