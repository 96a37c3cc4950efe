"""What goes over the wire about the rule files."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from toancanh.planning.rulebook import Rulebook, RuleCertainty, Severity


class RuleOut(BaseModel):
    """A technical rule."""

    id: str
    severity: Severity
    text_vi: str
    text_en: str
    source_title: str
    source_address: str
    certainty: RuleCertainty


class ExceptionOut(BaseModel):
    """A way past the pause, and what a claim of it must name."""

    id: str
    text_vi: str
    text_en: str
    needs: list[str]
    needs_vi: str
    needs_en: str
    before: date | None
    certainty: RuleCertainty


class RulesOut(BaseModel):
    """The files, as far as people who draw need them."""

    technical_version: str
    rules: list[RuleOut]
    pause_number: str
    pause_version: str
    pause_issued_on: date
    pause_lifted_on: date | None
    pause_text_vi: str
    pause_text_en: str
    pause_certainty: RuleCertainty
    exceptions: list[ExceptionOut]
    cost_version: str
    cost_note: str
    cost_certainty: RuleCertainty

    @classmethod
    def of(cls, source: Rulebook) -> RulesOut:
        """As sent."""
        technical, pause, costs = source.technical, source.pause, source.costs
        return cls(
            technical_version=technical.version,
            rules=[
                RuleOut(
                    id=rule.id,
                    severity=rule.severity,
                    text_vi=rule.text_vi,
                    text_en=rule.text_en,
                    source_title=technical.sources[rule.source].title,
                    source_address=technical.sources[rule.source].address,
                    certainty=technical.sources[rule.source].certainty,
                )
                for rule in technical.rules
            ],
            pause_number=pause.number,
            pause_version=pause.version,
            pause_issued_on=pause.issued_on,
            pause_lifted_on=pause.lifted_on,
            pause_text_vi=pause.title_vi,
            pause_text_en=pause.title_en,
            pause_certainty=pause.certainty,
            exceptions=[
                ExceptionOut(
                    id=each.id,
                    text_vi=each.text_vi,
                    text_en=each.text_en,
                    needs=each.needs,
                    needs_vi=each.needs_vi,
                    needs_en=each.needs_en,
                    before=each.before,
                    certainty=each.certainty,
                )
                for each in pause.exceptions
            ],
            cost_version=costs.version,
            cost_note=costs.note,
            cost_certainty=costs.certainty,
        )
