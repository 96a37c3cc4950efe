"""Use cases on channels, rules and alerts."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.health.alerts import channels as ways
from toancanh.health.alerts.model import Alert, Channel, ChannelKind, Rule, RuleDraft, due_us
from toancanh.health.alerts.rounds import AlertRounds
from toancanh.health.alerts.store import alerts as store
from toancanh.health.alerts.store import letters
from toancanh.health.alerts.store.tables import channel as channel_table
from toancanh.health.alerts.store.tables import rule as rule_table
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, Denied, IdSource, Invalid, NotFound, Principal
from toancanh.registry import CameraFilter, Registry


class Alerts:
    """Thread-safe; several processes may share the database, one of them makes the rounds."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        contexts: ways.Contexts = ssl.create_default_context,
        origin: str = "",
        incident_kinds: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._keyring = keyring
        self._outbound = outbound
        self._contexts = contexts
        self._incident_kinds = incident_kinds
        self.rounds = AlertRounds(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry, origin=origin,
            deliver=self._deliver,
        )  # fmt: skip

    # channels

    def channels(self, principal: Principal) -> tuple[list[Channel], Mapping[str, str]]:
        """Those of organisations for which the principal may say who is told, and what failed last by each."""
        visible = self._governance.visible(principal, Action.ALERT_WRITE, "alert_channel")
        with self._database.reading() as connection:
            found = store.channels(connection, [visible.clause(channel_table.c.owner_id)])
            return found, store.failures(connection, [one.id for one in found])

    def put_channel(
        self,
        principal: Principal,
        channel_id: str | None,
        *,
        owner_id: str,
        kind: ChannelKind,
        name: str,
        settings: Mapping[str, object],
        secret: str | None,
        source: str = "",
    ) -> Channel:
        """Make one (``channel_id`` None) or change it. ``secret`` None keeps the stored one, and only where the other
        side stays the same: else it could be sent to a machine of who does not know it. Raises `Invalid`, `Denied`.
        """
        before = self._channel(channel_id) if channel_id is not None else None
        if before is not None:
            self._require(principal, "alert_channel", before[0].id, before[0].owner_id, source)
        self._require(principal, "alert_channel", "", owner_id, source)
        kept = ways.check_settings(kind, settings, self._outbound)
        if secret is None and before is not None and before[1] and not _same_side(before[0], kind, kept):
            raise Invalid("secret: the address is another: enter the secret again, or an empty one", field="secret")
        made = Channel(
            id=channel_id or self._ids.new_id(), owner_id=owner_id, kind=kind, name=name, settings=kept,
            has_secret=bool(secret) if secret is not None else before is not None and bool(before[1]),
            version=1 if before is None else before[0].version + 1,
        )  # fmt: skip
        if kind is ChannelKind.WEBHOOK and not made.has_secret:
            raise Invalid("secret: a webhook is signed, with a secret of 16 letters at least", field="secret")
        if secret and kind is ChannelKind.WEBHOOK and len(secret) < 16:
            raise Invalid("secret: 16 letters at least", field="secret")
        sealed = before[1] if before is not None else ""
        if secret is not None:
            sealed = self._keyring.encrypt(secret.encode(), _context(made.id)) if secret else ""
        with self._database.transaction() as tx:
            store.put_channel(tx, made, sealed)
            details = {"name": name, "kind": str(kind), "version": made.version, "secret_set": secret is not None}
            self._recorded(tx, principal, "alert.channel_put", made.id, owner_id, details, source)
        return made

    def delete_channel(self, principal: Principal, channel_id: str, *, source: str = "") -> None:
        """What waits for it is given up."""
        found, _ = self._channel(channel_id)
        self._require(principal, "alert_channel", found.id, found.owner_id, source)
        with self._database.transaction() as tx:
            store.delete_channel(tx, channel_id)
            letters.give_up(tx, channel_id, "the channel was deleted")
            self._recorded(tx, principal, "alert.channel_delete", channel_id, found.owner_id, {}, source)

    def try_channel(self, principal: Principal, channel_id: str, *, source: str = "") -> None:
        """Send a message that says that it is a trial. Blocking. Raises `Unavailable` with what the other side said."""
        found, _ = self._channel(channel_id)
        self._require(principal, "alert_channel", found.id, found.owner_id, source)
        with self._database.transaction() as tx:
            self._recorded(tx, principal, "alert.channel_try", channel_id, found.owner_id, {}, source)
        words = "Thử đường báo của Toàn Cảnh / Toàn Cảnh: a trial"
        facts = {"occasion": "trial", "channel": found.name}
        self._deliver(channel_id, ways.Message(id=self._ids.new_id(), subject=words, text=words + "\n", facts=facts))

    # rules

    def rules(self, principal: Principal) -> list[Rule]:
        """Those of organisations for which the principal may say who is told."""
        visible = self._governance.visible(principal, Action.ALERT_WRITE, "alert_rule")
        with self._database.reading() as connection:
            return store.rules(connection, [visible.clause(rule_table.c.owner_id)])

    def put_rule(self, principal: Principal, rule_id: str | None, draft: RuleDraft, *, source: str = "") -> Rule:
        """Make one (``rule_id`` None) or change it. Raises `Invalid` where it names a channel that is not there.
        What it tells of streets is for who may judge that there, before the change and after it.
        """
        before = self._rule(rule_id) if rule_id is not None else None
        if before is not None:
            self._require(principal, "alert_rule", before.id, before.owner_id, source)
        self._require(principal, "alert_rule", "", draft.owner_id, source)
        for one in (before, draft):
            if one is not None and one.incident_kinds:
                ref = ResourceRef(kind="camera", id="", owner_id=one.owner_id)
                request = AccessRequest(action=Action.TRAFFIC_JUDGE, resource=ref, source=source)
                self._governance.require(principal, request)
        if draft.incident_kinds and not draft.incident_kinds <= set(self._incident_kinds()):
            raise Invalid("incident_kinds: there is no such kind", field="incident_kinds")
        known = {one.id for one in self.channels(principal)[0]}
        for field, named in (
            ("channel_ids", draft.channel_ids), ("escalate_channel_ids", draft.escalate_channel_ids),
        ):  # fmt: skip
            if not known.issuperset(named):
                raise Invalid(f"{field}: there is no such channel, or you may not see it", field=field)
        made = Rule(
            **asdict(draft), id=rule_id or self._ids.new_id(), version=1 if before is None else before.version + 1,
            updated_us=self._clock.now_us(),
        )  # fmt: skip
        with self._database.transaction() as tx:
            store.put_rule(tx, made)
            details = {"name": made.name, "version": made.version, "channels": list(made.channel_ids)}
            self._recorded(tx, principal, "alert.rule_put", made.id, made.owner_id, details, source)
        return made

    def delete_rule(self, principal: Principal, rule_id: str, *, source: str = "") -> None:
        """With its alerts."""
        found = self._rule(rule_id)
        self._require(principal, "alert_rule", found.id, found.owner_id, source)
        with self._database.transaction() as tx:
            store.delete_rule(tx, rule_id)
            self._recorded(tx, principal, "alert.rule_delete", rule_id, found.owner_id, {}, source)

    # alerts

    def page(self, principal: Principal, *, only_open: bool, after: str, limit: int) -> list[Alert]:
        """On the screen: those about cameras that the principal may read, counted over these alone."""
        seen = self._registry.lists.seen(principal, CameraFilter())
        with self._database.reading() as connection:
            return store.page(connection, seen, after=after, limit=limit, only_open=only_open)

    def acknowledge(self, principal: Principal, alert_id: str, *, source: str = "") -> None:
        """Somebody looks after it: nobody further is called. For who may see one of its cameras live, as on a wall.
        Raises `NotFound`, `Denied`.
        """
        with self._database.reading() as connection:
            found = store.load_alert(connection, alert_id)
            told = store.told_of(connection, alert_id)
        if found is None or not told:
            raise NotFound("there is no such alert, or you may not see it")
        refs = self._registry.camera_refs({camera_id for camera_id, *_ in told})
        readable = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        mine = [ref for ref in refs.values() if readable.shows(ref)]
        live = self._governance.visible(principal, Action.MEDIA_LIVE, "camera")
        about = next((ref for ref in mine if live.shows(ref)), None)
        if about is None:
            first = (mine or [*refs.values()] or [ResourceRef(kind="camera", id="", owner_id="")])[0]
            action = Action.MEDIA_LIVE if mine else Action.CAMERA_READ
            self._governance.require(principal, AccessRequest(action=action, resource=first, source=source))
            raise Denied("who may not see its cameras live acknowledges no alert")
        with self._database.transaction() as tx:
            if found.acknowledged_us is None:
                store.set_alert(
                    tx, alert_id, acknowledged_us=self._clock.now_us(), acknowledged_by=principal.user_id
                )  # fmt: skip
                details = {"alert": alert_id}
                self._governance.record(
                    tx, principal, "alert.acknowledge", about, details=details, personal={"source": source}
                )

    def reencrypt_secrets(self, keyring: KeyRing) -> int:
        """For ``keys rotate``."""
        with self._database.transaction() as tx:
            held = store.secrets(tx)
            for channel_id, secret in held:
                store.set_secret(tx, channel_id, keyring.reencrypt(secret, _context(channel_id)))
        return len(held)

    def outbox(self) -> tuple[int, int]:
        """How many deliveries wait, and how many were given up: for metrics."""
        with self._database.reading() as connection:
            ours, written = store.outbox(connection), letters.counts(connection)
        return ours[0] + written[0], ours[1] + written[1]

    def tell(
        self, tx: Connection, organisation_id: str, *, subject: str, text: str, facts: Mapping[str, object]
    ) -> None:
        """`health.repairs.ports.Telling`: by the ways of the organisation's own rules on faults that are for what
        nobody has answered, else by their first ways; after their quiet hours.
        """
        now_us, due = self._clock.now_us(), dict[str, int]()
        for rule in store.rules(tx, [rule_table.c.owner_id == organisation_id, rule_table.c.enabled.is_(True)]):
            for channel_id in (rule.escalate_channel_ids or rule.channel_ids) if rule.faults else ():
                at_us = due_us(rule, now_us, grouped=True)
                due[channel_id] = min(at_us, due.get(channel_id, at_us))
        for channel_id, at_us in sorted(due.items()):
            message = ways.Message(id=self._ids.new_id(), subject=subject, text=text, facts=facts)
            letters.put(tx, channel_id, message, due_us=at_us)

    def _deliver(self, channel_id: str, message: ways.Message) -> None:
        found, sealed = self._channel(channel_id)
        secret = self._keyring.decrypt(sealed, _context(channel_id)).decode() if sealed else ""
        ways.deliver(found, secret, message, self._outbound, self._contexts)

    def _channel(self, channel_id: str) -> tuple[Channel, str]:
        with self._database.reading() as connection:
            found = store.load_channel(connection, channel_id)
        if found is None:
            raise NotFound("there is no such channel, or you may not see it")
        return found

    def _rule(self, rule_id: str) -> Rule:
        with self._database.reading() as connection:
            found = store.rules(connection, [rule_table.c.id == rule_id])
        if not found:
            raise NotFound("there is no such rule, or you may not see it")
        return found[0]

    def _require(self, principal: Principal, kind: str, id: str, owner_id: str, source: str) -> None:
        ref = ResourceRef(kind=kind, id=id, owner_id=owner_id)
        self._governance.require(
            principal, AccessRequest(action=Action.ALERT_WRITE, resource=ref, source=source)
        )  # fmt: skip

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        act: str,
        id: str,
        owner_id: str,
        details: dict[str, object],
        source: str,
    ) -> None:
        kind = "alert_rule" if act.startswith("alert.rule") else "alert_channel"
        ref = ResourceRef(kind=kind, id=id, owner_id=owner_id)
        self._governance.record(tx, principal, act, ref, details=details, personal={"source": source})


def _same_side(before: Channel, kind: ChannelKind, settings: Mapping[str, object]) -> bool:
    names = ("host", "port", "security", "username") if kind is ChannelKind.EMAIL else ("url", "username")
    return before.kind is kind and all(before.settings.get(name) == settings.get(name) for name in names)


def _context(channel_id: str) -> str:
    return f"alert_channel:{channel_id}"
