"""``/campaigns``: what organisations are asked for, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from toancanh.governance import Governance
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.registry.inventory.campaigns import Campaigns
from toancanh.registry.inventory.model import Campaign, CampaignDraft, Task, TaskState
from toancanh.registry.inventory.routes.shapes import (
    CampaignNew,
    CampaignOut,
    CampaignPatch,
    ProgressOut,
    Reminded,
    ReminderNew,
    TaskOut,
)


def router(campaigns: Campaigns, governance: Governance) -> APIRouter:
    """Campaigns, their tasks and reminders."""
    routes = APIRouter(tags=["inventory"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(found: Sequence[tuple[Campaign, Task]]) -> list[TaskOut]:
        named = governance.organisations.named({task.organisation_id for _, task in found})
        names = {one.id: one.name for one in named}
        return [TaskOut.of(task, campaign, names.get(task.organisation_id, "")) for campaign, task in found]

    @routes.get("/campaigns")
    def list_campaigns(principal: SignedIn, limit: Limit = 100, after: After = None) -> Page[CampaignOut]:
        """Those that the asker's organisations opened or are asked in; the newest first."""
        found = campaigns.page(principal, before=after or "", limit=limit + 1)
        part = page(found, limit)
        return Page(items=[CampaignOut.of(one) for one in part.items], next=part.next)

    @routes.post("/campaigns", status_code=201)
    def open_campaign(principal: SignedIn, body: CampaignNew, source: Source) -> CampaignOut:
        """Each of the organisations gets its task."""
        draft = CampaignDraft(
            title=body.title,
            note=body.note,
            owner_id=body.owner_id,
            deadline_us=body.deadline,
            organisations={one.organisation_id: one.expected for one in body.organisations},
        )
        return CampaignOut.of(campaigns.open(principal, draft, source=source))

    @routes.get("/campaigns/{campaign_id}")
    def get_campaign(principal: SignedIn, campaign_id: str, source: Source) -> CampaignOut:
        """One campaign."""
        return CampaignOut.of(campaigns.get(principal, campaign_id, source=source))

    @routes.patch("/campaigns/{campaign_id}")
    def change_campaign(principal: SignedIn, campaign_id: str, body: CampaignPatch, source: Source) -> CampaignOut:
        """Change or close it, ask more organisations."""
        changed = campaigns.change(
            principal,
            campaign_id,
            title=body.title,
            note=body.note,
            deadline_us=body.deadline,
            organisations={one.organisation_id: one.expected for one in body.organisations},
            closed=body.closed,
            version=body.version,
            source=source,
        )
        return CampaignOut.of(changed)

    @routes.get("/campaigns/{campaign_id}/progress")
    def get_progress(principal: SignedIn, campaign_id: str, source: Source) -> ProgressOut:
        """In figures, over the organisations that the asker may see."""
        return ProgressOut.of(campaigns.progress(principal, campaign_id, source=source))

    @routes.get("/campaigns/{campaign_id}/tasks")
    def list_tasks(
        principal: SignedIn,
        campaign_id: str,
        source: Source,
        state: TaskState | None = None,
        late: Annotated[bool | None, Query(description="Past the deadline and not complete.")] = None,
        limit: Limit = 500,
        after: After = None,
    ) -> Page[TaskOut]:
        """One per organisation, by its id; ``next`` is that of the last."""
        campaign = campaigns.get(principal, campaign_id, source=source)
        found = campaigns.tasks(principal, campaign_id, state=state, late=late, source=source)
        rest = [one for one in found if one.organisation_id > (after or "")]
        part = page(rest[: limit + 1], limit, key=lambda one: one.organisation_id)
        return Page(items=shown([(campaign, one) for one in part.items]), next=part.next)

    @routes.post("/campaigns/{campaign_id}/reminders")
    def remind(principal: SignedIn, campaign_id: str, body: ReminderNew, source: Source) -> Reminded:
        """An entry on the board of each who is not done; nothing is sent."""
        done = campaigns.remind(
            principal, campaign_id, organisation_ids=body.organisation_ids, text=body.text, source=source
        )
        return Reminded(organisation_ids=done)

    @routes.get("/inventory/tasks")
    def list_own_tasks(principal: SignedIn) -> Page[TaskOut]:
        """What open campaigns ask of the organisations that the asker may hand in for; the soonest deadline first."""
        return Page(items=shown(campaigns.own_tasks(principal)))

    return routes
