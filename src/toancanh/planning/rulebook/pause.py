"""Whether the pause on new investment forbids a proposal, and which exception is claimed. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from toancanh.planning.rulebook.sources import Day, Part, RuleCertainty


class PauseVerdict(enum.StrEnum):
    """What the pause says."""

    NOT_IN_FORCE = "not_in_force"
    FORBIDDEN = "forbidden"
    EXCEPTION_INCOMPLETE = "exception_incomplete"  # claimed, but the document it needs is not named
    EXCEPTION = "exception"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The exception that a proposal claims; people check the document, the platform only that it is named."""

    exception: str = ""
    reference: str = ""
    on: date | None = None


class ExceptionRule(Part):
    """One way past the pause."""

    id: str
    text_vi: str
    text_en: str
    certainty: RuleCertainty
    needs: list[str] = Field(default_factory=list)
    before: Day = None
    before_certainty: RuleCertainty | None = None
    needs_vi: str = ""
    needs_en: str = ""

    def is_met_by(self, claim: Claim) -> bool:
        """Whether all that it needs is named."""
        if "reference" in self.needs and not claim.reference:
            return False
        if "date" in self.needs and claim.on is None:
            return False
        return self.before is None or claim.on is None or claim.on < self.before


@dataclass(frozen=True, kw_only=True)
class PauseFinding:
    """The answer; ``blocks`` where the proposal cannot be sent for opinions."""

    verdict: PauseVerdict
    number: str
    exception: str
    blocks: bool
    text_vi: str
    text_en: str
    certainty: RuleCertainty
    source_address: str
    version: str


class PauseFile(Part):
    """The rule file of the pause."""

    version: str
    number: str
    issued_on: date
    lifted_on: Day = None
    blocks_submission: bool
    title_vi: str
    title_en: str
    certainty: RuleCertainty
    address: str
    note: str = ""
    exceptions: list[ExceptionRule]

    def check(self, claim: Claim, *, on: date) -> PauseFinding:
        """What the pause says on that day about a proposal that claims this."""
        rule = next((item for item in self.exceptions if item.id == claim.exception), None)
        if on < self.issued_on or (self.lifted_on is not None and on >= self.lifted_on):
            verdict = PauseVerdict.NOT_IN_FORCE
        elif rule is None:
            verdict = PauseVerdict.FORBIDDEN
        else:
            verdict = PauseVerdict.EXCEPTION if rule.is_met_by(claim) else PauseVerdict.EXCEPTION_INCOMPLETE
        stops = verdict in {PauseVerdict.FORBIDDEN, PauseVerdict.EXCEPTION_INCOMPLETE}
        text_vi, text_en = self.title_vi, self.title_en
        if verdict is PauseVerdict.EXCEPTION and rule is not None:
            text_vi, text_en = rule.text_vi, rule.text_en
        elif verdict is PauseVerdict.EXCEPTION_INCOMPLETE and rule is not None:
            text_vi, text_en = rule.needs_vi or rule.text_vi, rule.needs_en or rule.text_en
        return PauseFinding(
            verdict=verdict,
            number=self.number,
            exception=rule.id if rule is not None else "",
            blocks=stops and self.blocks_submission and self.certainty.may_block,
            text_vi=text_vi,
            text_en=text_en,
            certainty=self.certainty,
            source_address=self.address,
            version=self.version,
        )
