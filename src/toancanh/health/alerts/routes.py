"""``/health/alerts``: what rules have told, the rules, the ways by which they tell."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.alerts.model import Alert, Channel, ChannelKind, Rule, RuleDraft
from toancanh.health.alerts.service import Alerts
from toancanh.health.model import FaultKind
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
_Ids = Annotated[list[Id], Field(max_length=20)]
_Minute = Annotated[int, Field(ge=0, lt=1440, description="Of the local day.")]


class ChannelIn(RequestBody):
    """A way by which people or systems are told."""

    owner_id: Id
    kind: ChannelKind
    name: Name
    settings: dict[str, Any] = Field(
        description="`email`: host, port, security (tls, starttls, none), sender, to, username. `webhook`: url. "
        "`mqtt`: url (mqtts://host), topic, username."
    )
    secret: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        default=None, description="Password, or the key that a webhook is signed with. Left out: as stored."
    )


class ChannelOut(BaseModel):
    """The secret never comes back."""

    id: str
    owner_id: str
    kind: ChannelKind
    name: str
    settings: dict[str, Any]
    has_secret: bool
    version: int
    error: str = Field(description="Why the last message was not taken; empty where it was.")

    @classmethod
    def of(cls, source: Channel, error: str = "") -> ChannelOut:
        """As sent."""
        return cls(
            id=source.id, owner_id=source.owner_id, kind=source.kind, name=source.name, settings=dict(source.settings),
            has_secret=source.has_secret, version=source.version, error=error,
        )  # fmt: skip


class RuleIn(RequestBody):
    """Who is told of what, about the cameras of an organisation and of those below it."""

    owner_id: Id
    name: Name
    enabled: bool = True
    faults: bool = Field(default=True, description="Whether it tells of faults of cameras.")
    kinds: list[FaultKind] = Field(default=[], description="Of which faults; empty for all.")
    incident_kinds: Annotated[list[Id], Field(max_length=20)] = Field(
        default=[], description="Of which incidents of traffic (`TrafficIncidentKind`) it tells; empty for none."
    )
    channel_ids: _Ids = []
    group_s: Annotated[int, Field(ge=0, le=3600, description="Wait so long for more.")] = 30
    quiet_from: _Minute = 0
    quiet_to: _Minute = 0
    escalate_after_s: Annotated[int, Field(ge=0, le=86_400, description="0: never.")] = 0
    escalate_channel_ids: _Ids = []

    def draft(self) -> RuleDraft:
        """As the use case wants it."""
        given = self.model_dump()
        return RuleDraft(
            **{
                **given,
                "kinds": frozenset(self.kinds),
                "incident_kinds": frozenset(self.incident_kinds),
                "channel_ids": tuple(self.channel_ids),
                "escalate_channel_ids": tuple(self.escalate_channel_ids),
            }
        )


class AlertRuleOut(RuleIn):
    """As it is kept."""

    id: str
    version: int

    @classmethod
    def of(cls, source: Rule) -> AlertRuleOut:
        """As sent."""
        names = set(RuleIn.model_fields) - {"kinds", "incident_kinds", "channel_ids", "escalate_channel_ids"}
        return cls(
            id=source.id, version=source.version, kinds=sorted(source.kinds), channel_ids=list(source.channel_ids),
            incident_kinds=sorted(source.incident_kinds),
            escalate_channel_ids=list(source.escalate_channel_ids),
            **{name: getattr(source, name) for name in names},
        )  # fmt: skip


class AlertOut(BaseModel):
    """What one rule has told at once, counted over the cameras that you may see."""

    id: str
    rule_id: str
    incident_id: str | None
    opened_at: TimeOut
    sent_at: TimeOut | None
    escalated_at: TimeOut | None
    acknowledged_at: TimeOut | None
    acknowledged_by: str
    closed_at: TimeOut | None
    cameras: int
    kinds: dict[FaultKind, int]

    @classmethod
    def of(cls, source: Alert) -> AlertOut:
        """As sent."""
        return cls(
            id=source.id, rule_id=source.rule_id, incident_id=source.incident_id, opened_at=source.opened_us,
            sent_at=source.sent_us, escalated_at=source.escalated_us, acknowledged_at=source.acknowledged_us,
            acknowledged_by=source.acknowledged_by, closed_at=source.closed_us, cameras=source.cameras,
            kinds=dict(source.kinds),
        )  # fmt: skip


def router(alerts: Alerts) -> APIRouter:
    """Alerts, rules, channels."""
    routes = APIRouter(prefix="/health/alerts", tags=["health"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_alerts(
        principal: SignedIn, limit: Limit = 100, after: After = None, only_open: Annotated[bool, Query()] = True
    ) -> Page[AlertOut]:
        """The newest first."""
        found = alerts.page(principal, only_open=only_open, after=after or "", limit=limit + 1)
        cut = page(found, limit)
        return Page(items=[AlertOut.of(one) for one in cut.items], next=cut.next)

    @routes.post("/{alert_id}/acknowledge", status_code=204)
    def acknowledge(principal: SignedIn, alert_id: str, source: Source) -> None:
        """Somebody looks after it: nobody further is called."""
        alerts.acknowledge(principal, alert_id, source=source)

    @routes.get("/channels")
    def list_channels(principal: SignedIn) -> Page[ChannelOut]:
        """Those of organisations for which the asker may say who is told."""
        found, errors = alerts.channels(principal)
        return Page(items=[ChannelOut.of(one, errors.get(one.id, "")) for one in found])

    @routes.post("/channels", status_code=201)
    def make_channel(principal: SignedIn, body: ChannelIn, source: Source) -> ChannelOut:
        """Make one."""
        return ChannelOut.of(alerts.put_channel(principal, None, **_given(body), source=source))

    @routes.put("/channels/{channel_id}")
    def change_channel(principal: SignedIn, channel_id: str, body: ChannelIn, source: Source) -> ChannelOut:
        """Change it; the secret stays where it is left out and the other side is the same."""
        return ChannelOut.of(alerts.put_channel(principal, channel_id, **_given(body), source=source))

    @routes.delete("/channels/{channel_id}", status_code=204)
    def delete_channel(principal: SignedIn, channel_id: str, source: Source) -> None:
        """What waits for it is given up."""
        alerts.delete_channel(principal, channel_id, source=source)

    @routes.post("/channels/{channel_id}/trial", status_code=204)
    def try_channel(principal: SignedIn, channel_id: str, source: Source) -> None:
        """Send a message that says that it is a trial; 503 says what the other side answered."""
        alerts.try_channel(principal, channel_id, source=source)

    @routes.get("/rules")
    def list_rules(principal: SignedIn) -> Page[AlertRuleOut]:
        """Those of organisations for which the asker may say who is told."""
        return Page(items=[AlertRuleOut.of(one) for one in alerts.rules(principal)])

    @routes.post("/rules", status_code=201)
    def make_rule(principal: SignedIn, body: RuleIn, source: Source) -> AlertRuleOut:
        """Make one: it tells what opens from now on."""
        return AlertRuleOut.of(alerts.put_rule(principal, None, body.draft(), source=source))

    @routes.put("/rules/{rule_id}")
    def change_rule(principal: SignedIn, rule_id: str, body: RuleIn, source: Source) -> AlertRuleOut:
        """Change it."""
        return AlertRuleOut.of(alerts.put_rule(principal, rule_id, body.draft(), source=source))

    @routes.delete("/rules/{rule_id}", status_code=204)
    def delete_rule(principal: SignedIn, rule_id: str, source: Source) -> None:
        """With the alerts that it made."""
        alerts.delete_rule(principal, rule_id, source=source)

    return routes


def _given(body: ChannelIn) -> dict[str, Any]:
    return {name: getattr(body, name) for name in ChannelIn.model_fields}
