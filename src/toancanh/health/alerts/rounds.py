"""What rules make of faults, and the outbox: one round every two seconds, each step in a transaction of its own."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, Governance
from toancanh.health.alerts import words
from toancanh.health.alerts.channels import Message
from toancanh.health.alerts.model import Alert, Occasion, Rule, due_us, retry_us
from toancanh.health.alerts.store import alerts as store
from toancanh.health.alerts.store import letters
from toancanh.health.model import FaultKind
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, IdSource, PlatformError, format_rfc3339
from toancanh.registry import Registry

_BACK_US = 3_600_000_000
"""A platform that was down so long tells no old news."""
_AT_ONCE = 20
_LANES = 8
_LANE_S = 5.0
"""After so long a channel's further messages wait for the next round."""
_PUT_OFF_US = 10_000_000
"""So long nothing further is tried by a channel that has just failed."""

_log = get_logger(__name__)


class Deliver(Protocol):
    """Tells one message by one channel. Raises a `PlatformError` where it is not taken."""

    def __call__(self, channel_id: str, message: Message, /) -> None: ...


@dataclass(frozen=True, kw_only=True)
class _Errand:
    """One message of the outbox; ``settle`` writes what came of it."""

    id: str
    tries: int
    message: Message | None
    settle: Callable[[Connection, str, Mapping[str, object]], None]


class AlertRounds:
    """Of the one process that watches. Blocking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        deliver: Deliver,
        origin: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._deliver = deliver
        self._origin = origin

    def round(self) -> bool:
        """New faults into alerts, alerts into the outbox, the outbox to the world. Whether there is more to send."""
        with self._database.reading() as connection:
            rules = {one.id: one for one in store.rules(connection)}
        for rule in rules.values():
            if rule.enabled and rule.faults:
                self._gather(rule)
        self._move(rules)
        return self.send()

    def send(self) -> bool:
        """What is due of the outbox, channels side by side: one that is dead holds up its own. True where there may be
        more.
        """
        with self._database.reading() as connection:
            found = store.waiting(connection, self._clock.now_us(), limit=_AT_ONCE)
            written = letters.waiting(connection, self._clock.now_us(), limit=_AT_ONCE)
        lanes: dict[str, list[_Errand]] = defaultdict(list)
        for one in found:
            message = self._message(one)
            lanes[one.channel_id].append(
                _Errand(id=one.id, tries=one.tries, message=message, settle=store.settle)
            )  # fmt: skip
        for letter in written:
            message = letter.message
            lanes[letter.channel_id].append(
                _Errand(id=message.id, tries=letter.tries, message=message, settle=letters.settle)
            )
        if lanes:
            with ThreadPoolExecutor(_LANES, thread_name_prefix="alerts") as pool:
                list(pool.map(self._lane, lanes.keys(), lanes.values()))
        return _AT_ONCE in (len(found), len(written))

    def _lane(self, channel_id: str, errands: Sequence[_Errand]) -> None:
        """One after another, until one is not taken: then the others wait a little, untried."""
        began_s = time.monotonic()
        for one in errands:
            values = self._tried(channel_id, one.message, one.tries)
            until_us = self._clock.now_us() + _PUT_OFF_US
            with self._database.transaction() as tx:
                one.settle(tx, one.id, values)
                if values["error"]:
                    store.put_off(tx, channel_id, until_us)
                    letters.put_off(tx, channel_id, until_us)
            if values["error"] or time.monotonic() - began_s > _LANE_S:
                return

    def _gather(self, rule: Rule) -> None:
        now_us = self._clock.now_us()
        with self._database.reading() as connection:
            found = store.candidates(connection, rule, now_us - _BACK_US)
        if not found:
            return
        refs = self._registry.camera_refs({one.camera_id for one in found})
        below = self._governance.within(rule.owner_id)
        found = [one for one in found if one.camera_id in refs and refs[one.camera_id].owner_id in below]
        if not found:
            return
        with self._database.transaction() as tx:
            for one in found:
                alert = store.joinable(tx, rule.id, one.incident_id)
                if alert is None:
                    at_us = due_us(rule, now_us, grouped=one.incident_id is not None)
                    alert = Alert(
                        id=self._ids.new_id(), rule_id=rule.id, incident_id=one.incident_id, opened_us=now_us,
                        due_us=at_us,
                    )  # fmt: skip
                    store.insert_alert(tx, alert)
                store.add_fault(tx, alert.id, one.fault_id)

    def _move(self, rules: Mapping[str, Rule]) -> None:
        """Each standing alert one step further: to be sent, to be told to more people, over."""
        now_us = self._clock.now_us()
        with self._database.reading() as connection:
            standing = store.standing(connection)
        for alert in standing:
            rule = rules.get(alert.rule_id)
            if rule is None:
                continue
            with self._database.transaction() as tx:
                waking_us = due_us(rule, now_us, grouped=True)
                if not store.still_open(tx, alert.id):
                    told = store.told_channels(tx, alert.id)
                    self._into_outbox(tx, alert.id, told, Occasion.CLOSED, waking_us)
                    store.set_alert(tx, alert.id, closed_us=now_us)
                elif alert.sent_us is None and alert.due_us <= now_us:
                    channel_ids = () if alert.acknowledged_us is not None else rule.channel_ids
                    self._into_outbox(tx, alert.id, channel_ids, Occasion.OPENED, now_us)
                    store.set_alert(tx, alert.id, sent_us=now_us)
                elif waking_us == now_us and _is_overdue(alert, rule, now_us):
                    self._into_outbox(tx, alert.id, rule.escalate_channel_ids, Occasion.ESCALATED, now_us)
                    store.set_alert(tx, alert.id, escalated_us=now_us)

    def _into_outbox(
        self, tx: Connection, alert_id: str, channel_ids: Sequence[str], occasion: Occasion, at_us: int
    ) -> None:
        ids = [self._ids.new_id() for _ in channel_ids]
        store.send(tx, alert_id, channel_ids, occasion, at_us, ids)

    def _tried(self, channel_id: str, message: Message | None, tries: int) -> dict[str, object]:
        """What is kept after one more try; nothing to be told is told."""
        now_us = self._clock.now_us()
        error, again_us = "", None
        if message is not None:
            try:
                self._deliver(channel_id, message)
            except PlatformError as problem:
                error, again_us = problem.detail, retry_us(tries + 1, now_us)
                _log.repeated(channel_id, "an alert was not taken", channel=channel_id, error=error)
            except Exception as problem:  # noqa: BLE001  # whatever it was: it must not stand before all others for ever
                error, again_us = f"a fault of ours: {type(problem).__name__}", retry_us(tries + 1, now_us)
                _log.crash("an alert could not be told", problem)
        return {
            "tries": tries + 1, "due_us": again_us, "done_us": None if error else now_us, "error": error[:300]
        }  # fmt: skip

    def _message(self, one: store.Delivery) -> Message | None:
        """None where it is about protected cameras alone: these are told on the screen, to those who are cleared."""
        with self._database.reading() as connection:
            told = store.told_of(connection, one.alert_id)
            alert = store.load_alert(connection, one.alert_id)
            rules = {rule.id: rule for rule in store.rules(connection)}
        refs = self._registry.camera_refs({camera_id for camera_id, *_ in told})
        open_ids = [id for id, ref in refs.items() if PROTECTED not in ref.tags]
        named = {id: self._registry.camera_for(id) for id in open_ids}
        shown = [(named[id].code, named[id].name, kind, at_us) for id, kind, at_us in told if id in named]
        if not shown or alert is None:
            return None
        kinds: dict[FaultKind, int] = {}
        for _, _, kind, _ in shown:
            kinds[kind] = kinds.get(kind, 0) + 1
        rule = rules[alert.rule_id].name if alert.rule_id in rules else ""
        link = f"{self._origin}/" if self._origin else ""
        facts = {
            "alert_id": alert.id,
            "occasion": one.occasion,
            "rule": rule,
            "opened_at": format_rfc3339(alert.opened_us),
            "faults": [
                {"camera": code, "name": name, "kind": kind, "began_at": format_rfc3339(at_us)}
                for code, name, kind, at_us in shown
            ],
        }
        return Message(
            id=one.id,
            subject=words.subject(one.occasion, rule, kinds, len(named)),
            text=words.text(shown, link),
            facts=facts,
        )


def _is_overdue(alert: Alert, rule: Rule, now_us: int) -> bool:
    if alert.sent_us is None or not rule.escalate_after_s or alert.acknowledged_us or alert.escalated_us:
        return False
    return now_us - alert.sent_us >= rule.escalate_after_s * 1_000_000
