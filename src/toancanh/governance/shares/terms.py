"""What may be asked and answered: the terms of a share against the pack's rules. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from toancanh.governance.regulation import Pack
from toancanh.governance.shares.model import Selection, Share, What
from toancanh.kernel import Invalid

_DAY_US = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What one agency asks for."""

    receiver_id: str
    selection: Selection
    what: frozenset[What]
    purpose: str
    legal_basis: str
    reason: str
    until_us: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The owner's. What is None stays as it was asked for; ``struck`` are cameras that are not given."""

    agreed: bool
    words: str = ""
    struck: frozenset[str] = frozenset()
    what: frozenset[What] | None = None
    until_us: int | None = None
    version: int | None = None


def check_terms(pack: Pack, wanted: Wanted, now_us: int) -> None:
    """Raises `Invalid` with the field where the pack does not let this be asked."""
    if wanted.purpose not in {purpose.key for purpose in pack.purposes}:
        raise Invalid("purpose: the regulation knows no such purpose", field="purpose")
    rules = [rule for rule in pack.sharing if wanted.what and wanted.what <= set(rule.what)]
    if not rules:
        raise Invalid("what: the regulation knows no sharing of this", field="what")
    rule = max(rules, key=lambda one: one.max_days)
    if rule.legal_basis and not wanted.legal_basis:
        raise Invalid("legal_basis: the regulation asks for one", field="legal_basis")
    if wanted.until_us <= now_us:
        raise Invalid("until: this lies behind us", field="until")
    if wanted.until_us > now_us + rule.max_days * _DAY_US:
        raise Invalid(f"until: at most {rule.max_days} days from now", field="until", max_days=rule.max_days)


def agreed(answered: Share, answer: Answer, given: Collection[str], now_us: int) -> Share:
    """From now on, for no more than was asked for. Raises `Invalid` with the field."""
    if not given:
        raise Invalid("struck: no camera is left; refuse it instead", field="struck")
    what = answered.what if answer.what is None else answer.what
    if not what or not what <= answered.what:
        raise Invalid("what: no more than was asked for", field="what")
    until_us = answered.until_us if answer.until_us is None else answer.until_us
    if until_us > answered.until_us:
        raise Invalid("until: not longer than was asked for", field="until")
    if until_us <= now_us:
        raise Invalid("until: this lies behind us", field="until")
    return replace(answered, what=what, until_us=until_us, from_us=now_us)
