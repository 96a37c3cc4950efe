"""Conformity of one proposed camera with the technical rules. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from toancanh.planning.rulebook.sources import Day, Part, RuleCertainty, Source


class Severity(enum.StrEnum):
    """What a rule that is not met does."""

    BLOCK = "block"
    WARN = "warn"


class Comparison(enum.StrEnum):
    """How a value is held against a rule."""

    EQUALS = "equals"
    BETWEEN = "between"
    AT_MOST = "at_most"
    PRESENT = "present"
    ONE_OF = "one_of"


class Conformity(enum.StrEnum):
    """The answer of one rule."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"  # the proposal does not say


FIELDS = frozenset(
    {
        "network", "onvif", "megapixels", "conformity_certificate", "unique_password", "notice", "retention_days",
        "codec", "kind", "height_m", "connection",
    }
)  # fmt: skip
"""What of a candidate a rule may look at."""

Value = bool | float | str | list[float] | list[str] | None


class Rule(Part):
    """One requirement."""

    id: str
    field: str
    test: Comparison
    value: Value = None
    severity: Severity
    source: str
    from_: Day = Field(default=None, alias="from")
    text_vi: str
    text_en: str

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.field not in FIELDS:
            raise ValueError(f"rule {self.id}: no candidate has a field {self.field}")
        value = self.value
        fits = {
            Comparison.EQUALS: value is not None and not isinstance(value, list),
            Comparison.BETWEEN: isinstance(value, list)
            and len(value) == 2
            and not any(isinstance(v, str) for v in value),
            Comparison.AT_MOST: isinstance(value, float) and not isinstance(value, bool),
            Comparison.PRESENT: value is None,
            Comparison.ONE_OF: isinstance(value, list) and bool(value),
        }
        if not fits[self.test]:
            raise ValueError(f"rule {self.id}: its value does not fit the test {self.test}")
        return self

    def holds(self, given: object) -> Conformity:
        """The rule asked of one value."""
        if given is None or given == "":
            return Conformity.UNMET if self.test is Comparison.PRESENT else Conformity.UNKNOWN
        wanted = self.value
        number = float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None
        if self.test is Comparison.PRESENT:
            met = True
        elif self.test is Comparison.BETWEEN and isinstance(wanted, list):
            met = number is not None and float(wanted[0]) <= number <= float(wanted[1])
        elif self.test is Comparison.AT_MOST and isinstance(wanted, float):
            met = number is not None and number <= wanted
        elif self.test is Comparison.ONE_OF and isinstance(wanted, list):
            met = given in wanted
        else:
            met = given == wanted
        return Conformity.MET if met else Conformity.UNMET


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule says about one candidate; ``blocks`` where it stops the proposal."""

    rule: str
    conformity: Conformity
    severity: Severity
    blocks: bool
    text_vi: str
    text_en: str
    source_title: str
    source_address: str
    certainty: RuleCertainty


class TechnicalRules(Part):
    """The rule file."""

    version: str
    effective_from: date
    title_vi: str
    title_en: str
    sources: dict[str, Source]
    rules: list[Rule]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = sorted({rule.source for rule in self.rules} - set(self.sources))
        if missing:
            raise ValueError(f"no such source: {', '.join(missing)}")
        if len({rule.id for rule in self.rules}) != len(self.rules):
            raise ValueError("two rules have one id")
        return self

    def check(self, values: Mapping[str, object], *, on: date) -> list[Finding]:
        """Every rule that is in force on that day, asked of one candidate's values by field."""
        findings = []
        for rule in self.rules:
            if on < (rule.from_ or self.effective_from):
                continue
            source = self.sources[rule.source]
            conformity = rule.holds(values.get(rule.field))
            severity = rule.severity if source.certainty.may_block else Severity.WARN
            findings.append(
                Finding(
                    rule=rule.id,
                    conformity=conformity,
                    severity=severity,
                    blocks=severity is Severity.BLOCK and conformity is not Conformity.MET,
                    text_vi=rule.text_vi,
                    text_en=rule.text_en,
                    source_title=source.title,
                    source_address=source.address,
                    certainty=source.certainty,
                )
            )
        return findings
