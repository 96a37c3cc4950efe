"""What other rooms have found, told by the ways of rules that name it: an incident on a street, say.

As with faults: a rule tells about cameras of its organisation and of those below it, nothing of a protected one, and
not in quiet hours; whoever was told hears that it is over; further people are called where nobody answers. Whoever
found it keeps it: here is only what was told of it, by its ``reference``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from toancanh.governance import PROTECTED, Governance
from toancanh.health.alerts.channels import Message
from toancanh.health.alerts.model import Occasion, Rule, due_us
from toancanh.health.alerts.store import alerts as store
from toancanh.health.alerts.store import letters
from toancanh.health.alerts.store.tables import rule as rule_table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource
from toancanh.registry import Registry

_S = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a message says: to people, and to machines."""

    subject: str
    text: str
    facts: Mapping[str, object]


class Written(Protocol):
    """The words of one news for who may hear of these cameras alone: code and name by id."""

    def __call__(self, occasion: Occasion, cameras: Mapping[str, tuple[str, str]], /) -> Words: ...


@dataclass(frozen=True, kw_only=True)
class News:
    """``reference``: always the same one of the same thing. ``path``: where the console shows it."""

    reference: str
    kind: str
    opened_us: int
    camera_ids: Collection[str]
    path: str
    written: Written


@dataclass(kw_only=True)
class _Heard:
    """What one way is told on one occasion: of which cameras, and when."""

    due_us: int
    camera_ids: set[str] = field(default_factory=set)


_Plan = dict[tuple[Occasion, str], _Heard]


class NewsDesk:
    """Blocking. Of the one process that makes the rounds: nothing is told twice."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, registry: Registry,
        origin: str = "",
    ) -> None:  # fmt: skip
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._origin = origin

    def tell(self, happening: Sequence[News]) -> None:
        """What happens now and nobody has answered yet: to who has not heard of it."""
        rules = self._rules() if happening else []
        for news in happening:
            wanting = [rule for rule in rules if rule.updated_us <= news.opened_us]
            self._put(news, self._plan(news, wanting, self._opening) if wanting else {})

    def answered(self, references: Collection[str]) -> None:
        """Somebody looks after these: who was not told yet need not hear of them."""
        for reference in sorted(references):
            with self._database.reading() as connection:
                if not letters.are_untried(connection, reference):
                    continue
            with self._database.transaction() as tx:
                letters.withdraw(tx, reference)

    def over(self, ended: Sequence[News]) -> None:
        """To who was told that it began; what was not told yet never is."""
        rules = self._rules() if ended else []
        for news in ended:
            self.answered([news.reference])
            with self._database.reading() as connection:
                told = letters.told(connection, news.reference)
            channels = {channel_id for _, channel_id in told}
            if channels and not any(occasion is Occasion.CLOSED for occasion, _ in told):
                plan = self._plan(news, rules, self._closing)
                self._put(news, {key: heard for key, heard in plan.items() if key[1] in channels})

    def _rules(self) -> list[Rule]:
        with self._database.reading() as connection:
            found = store.rules(connection, [rule_table.c.enabled.is_(True)])
        return [rule for rule in found if rule.incident_kinds]

    def _plan(self, news: News, rules: Sequence[Rule], ways: _Ways) -> _Plan:
        """Who hears of which of its cameras; a way that several rules name hears once, of all that they cover."""
        plan: _Plan = {}
        wanting = [rule for rule in rules if news.kind in rule.incident_kinds]
        if not wanting:
            return plan
        refs = self._registry.camera_refs(news.camera_ids)
        owners = {id: ref.owner_id for id, ref in refs.items() if PROTECTED not in ref.tags}
        for rule in wanting:
            below = self._governance.within(rule.owner_id)
            mine = {id for id, owner_id in owners.items() if owner_id in below}
            for occasion, channel_id, at_us in ways(rule) if mine else ():
                heard = plan.setdefault((occasion, channel_id), _Heard(due_us=at_us))
                heard.due_us = min(heard.due_us, at_us)
                heard.camera_ids |= mine
        return plan

    def _opening(self, rule: Rule) -> Iterator[tuple[Occasion, str, int]]:
        at_us = due_us(rule, self._clock.now_us(), grouped=True)
        for channel_id in rule.channel_ids:
            yield Occasion.OPENED, channel_id, at_us
        if rule.escalate_after_s:
            later_us = due_us(rule, at_us + rule.escalate_after_s * _S, grouped=True)
            for channel_id in rule.escalate_channel_ids:
                yield Occasion.ESCALATED, channel_id, later_us

    def _closing(self, rule: Rule) -> Iterator[tuple[Occasion, str, int]]:
        at_us = due_us(rule, self._clock.now_us(), grouped=True)
        for channel_id in dict.fromkeys((*rule.channel_ids, *rule.escalate_channel_ids)):
            yield Occasion.CLOSED, channel_id, at_us

    def _put(self, news: News, plan: _Plan) -> None:
        if not plan:
            return
        with self._database.reading() as connection:
            new = plan.keys() - letters.told(connection, news.reference)
        if not new:
            return
        found = [self._registry.camera_for(id) for id in sorted({id for key in new for id in plan[key].camera_ids})]
        named = {camera.id: (camera.code, camera.name) for camera in found}
        with self._database.transaction() as tx:
            for occasion, channel_id in sorted(new):
                heard = plan[occasion, channel_id]
                words = news.written(occasion, {id: named[id] for id in sorted(heard.camera_ids)})
                link = f"\n{self._origin}{news.path}\n" if self._origin else ""
                message = Message(
                    id=self._ids.new_id(), subject=words.subject, text=words.text + link, facts=words.facts
                )  # fmt: skip
                letters.put(
                    tx, channel_id, message, due_us=heard.due_us, reference=news.reference, occasion=occasion
                )  # fmt: skip


class _Ways(Protocol):
    """On which occasions, by which channels and when a rule tells something."""

    def __call__(self, rule: Rule, /) -> Iterator[tuple[Occasion, str, int]]: ...
