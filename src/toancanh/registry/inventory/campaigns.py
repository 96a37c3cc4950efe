"""Use cases on inventory campaigns: open, change, close, remind, and how far everybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal
from toancanh.registry.inventory.model import (
    Campaign,
    CampaignDraft,
    Import,
    ImportState,
    Progress,
    RowStatus,
    Task,
    TaskState,
)
from toancanh.registry.inventory.store import campaigns as store
from toancanh.registry.inventory.store.hidden import of_tasks
from toancanh.registry.inventory.store.tables import campaign as table
from toancanh.registry.inventory.store.tables import campaign_task as task_table

_DONE = frozenset({TaskState.COMPLETE})


class Campaigns:
    """What organisations are asked for. An opener sees all tasks below it, an organisation its own."""

    def __init__(self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance

    def page(self, principal: Principal, *, before: str, limit: int) -> list[Campaign]:
        """Those opened by, or asking, organisations that the principal may see campaigns of; the newest first."""
        visible = self._governance.visible(principal, Action.CAMPAIGN_READ, "campaign")
        opened, asked = visible.clause(table.c.owner_id), visible.clause(task_table.c.organisation_id)
        with self._database.reading() as connection:
            return store.page(connection, opened=opened, asked=asked, before=before, limit=limit)

    def get(self, principal: Principal, campaign_id: str, *, source: str = "") -> Campaign:
        """Raises `NotFound`, also where the principal may not see it."""
        return self._seen(principal, campaign_id, source)

    def open(self, principal: Principal, draft: CampaignDraft, *, source: str = "") -> Campaign:
        """Every organisation gets its task. Raises `Invalid` with the field; each must lie within the asker's reach."""
        owner_id = draft.owner_id or principal.organisation_id
        decision = self._require_write(principal, "", owner_id, source)
        now_us = self._clock.now_us()
        if draft.deadline_us <= now_us:
            raise Invalid("deadline: it lies in the past", field="deadline")
        self._check_reach(principal, draft.organisations)
        made = Campaign(
            id=self._ids.new_id(),
            title=draft.title,
            note=draft.note,
            owner_id=owner_id,
            deadline_us=draft.deadline_us,
            closed_us=None,
            opened_by=principal.user_id,
            version=1,
            created_at_us=now_us,
            updated_at_us=now_us,
        )
        with self._database.transaction() as tx:
            self._check_exist(owner_id, draft.organisations)
            store.insert(tx, made)
            store.put_tasks(tx, made.id, draft.organisations)
            details = {"title": made.title, "organisations": len(draft.organisations)}
            self._recorded(tx, principal, "campaign.open", made, decision, details, source)
        return made

    def change(
        self,
        principal: Principal,
        campaign_id: str,
        *,
        title: str | None = None,
        note: str | None = None,
        deadline_us: int | None = None,
        organisations: Mapping[str, int | None] | None = None,
        closed: bool | None = None,
        version: int | None = None,
        source: str = "",
    ) -> Campaign:
        """None leaves a field as it is. A closed campaign takes no more files until it is opened again."""
        before = self._seen(principal, campaign_id, source)
        decision = self._require_write(principal, campaign_id, before.owner_id, source)
        asked = organisations or {}
        self._check_reach(principal, asked)
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            before = store.load(tx, campaign_id) or before
            if version is not None and version != before.version:
                raise Conflict("somebody changed this campaign meanwhile", version=before.version)
            self._check_exist(before.owner_id, asked)
            closed_us = before.closed_us if closed is None else (before.closed_us or now_us) if closed else None
            after = replace(
                before,
                title=before.title if title is None else title,
                note=before.note if note is None else note,
                deadline_us=before.deadline_us if deadline_us is None else deadline_us,
                closed_us=closed_us,
                version=before.version + 1,
                updated_at_us=now_us,
            )
            store.update(tx, after)
            store.put_tasks(tx, campaign_id, asked)
            details = {"closed": closed_us is not None, "deadline_us": after.deadline_us, "asked": sorted(asked)}
            self._recorded(tx, principal, "campaign.change", after, decision, details, source)
        return after

    def tasks(
        self,
        principal: Principal,
        campaign_id: str,
        *,
        state: TaskState | None = None,
        late: bool | None = None,
        source: str = "",
    ) -> list[Task]:
        """One per organisation that the principal may see, by organisation."""
        campaign = self._seen(principal, campaign_id, source)
        with self._database.reading() as connection:
            found = self._tasks(connection, principal, {campaign.id: campaign}, task_table.c.campaign_id == campaign.id)
        return [one for one in found if (state is None or one.state is state) and (late is None or one.late is late)]

    def own_tasks(self, principal: Principal) -> list[tuple[Campaign, Task]]:
        """What open campaigns ask of the organisations that the principal may hand in for."""
        submitting = self._governance.visible(principal, Action.INVENTORY_SUBMIT, "import")
        with self._database.reading() as connection:
            rows = store.tasks(connection, submitting.clause(task_table.c.organisation_id))
            campaigns = store.of_ids(connection, {one.campaign_id for one in rows})
            imports = of_tasks(connection, rows, submitting)
        now_us = self._clock.now_us()
        found = [
            (
                campaigns[row.campaign_id],
                _task(row, campaigns[row.campaign_id], imports.get(row.import_id or ""), now_us),
            )
            for row in rows
            if campaigns[row.campaign_id].closed_us is None
        ]
        return sorted(found, key=lambda pair: (pair[0].deadline_us, pair[1].organisation_id))

    def progress(self, principal: Principal, campaign_id: str, *, source: str = "") -> Progress:
        """In figures, over the organisations that the principal may see."""
        tasks = self.tasks(principal, campaign_id, source=source)
        states = Counter(one.state for one in tasks)
        expected = [one.expected for one in tasks]
        known = [one for one in expected if one is not None]
        return Progress(
            organisations=len(tasks),
            by_state={state: states.get(state, 0) for state in TaskState},
            late=sum(one.late for one in tasks),
            declared=sum(one.declared for one in tasks),
            expected=sum(known) if len(known) == len(expected) else None,
        )

    def remind(
        self,
        principal: Principal,
        campaign_id: str,
        *,
        organisation_ids: Sequence[str] | None,
        text: str = "",
        source: str = "",
    ) -> list[str]:
        """An entry on the board of each of these, or of all who are not done; returns who got one."""
        campaign = self._seen(principal, campaign_id, source)
        decision = self._require_write(principal, campaign_id, campaign.owner_id, source)
        if campaign.closed_us is not None:
            raise Conflict("the campaign is closed", reason="campaign_closed")
        tasks = {one.organisation_id: one for one in self.tasks(principal, campaign_id, source=source)}
        stranger = next((one for one in organisation_ids or () if one not in tasks), None)
        if stranger is not None:
            raise Invalid("organisation_ids: one of these is not asked in this campaign", field="organisation_ids")
        wanted = list(tasks) if organisation_ids is None else list(dict.fromkeys(organisation_ids))
        due = [one for one in wanted if tasks[one].state not in _DONE]
        with self._database.transaction() as tx:
            store.remind(tx, campaign_id, due, text, self._clock.now_us())
            details = {"reminded": due}
            self._recorded(tx, principal, "campaign.remind", campaign, decision, details, source)
        return due

    def _tasks(
        self,
        connection: Connection,
        principal: Principal,
        campaigns: Mapping[str, Campaign],
        condition: ColumnElement[bool],
    ) -> list[Task]:
        visible = self._governance.visible(principal, Action.CAMPAIGN_READ, "campaign")
        rows = store.tasks(connection, condition, visible.clause(task_table.c.organisation_id))
        imports = of_tasks(connection, rows, visible)
        now_us = self._clock.now_us()
        return [_task(row, campaigns[row.campaign_id], imports.get(row.import_id or ""), now_us) for row in rows]

    def _seen(self, principal: Principal, campaign_id: str, source: str) -> Campaign:
        """As the opener's, else as one of those who are asked."""
        with self._database.reading() as connection:
            found = store.load(connection, campaign_id)
            if found is None:
                raise NotFound("there is no such campaign, or you may not see it")
            visible = self._governance.visible(principal, Action.CAMPAIGN_READ, "campaign")
            if not visible.allows(found.owner_id):
                asked = store.tasks(
                    connection, task_table.c.campaign_id == campaign_id, visible.clause(task_table.c.organisation_id)
                )
                if asked:
                    return found
        ref = ResourceRef(kind="campaign", id=campaign_id, owner_id=found.owner_id)
        self._governance.require(principal, AccessRequest(action=Action.CAMPAIGN_READ, resource=ref, source=source))
        return found

    def _require_write(self, principal: Principal, campaign_id: str, owner_id: str, source: str) -> Decision:
        ref = ResourceRef(kind="campaign", id=campaign_id, owner_id=owner_id)
        return self._governance.require(
            principal, AccessRequest(action=Action.CAMPAIGN_WRITE, resource=ref, source=source)
        )

    def _check_reach(self, principal: Principal, organisations: Mapping[str, int | None]) -> None:
        reach = self._governance.visible(principal, Action.CAMPAIGN_WRITE, "campaign")
        if not all(reach.allows(one) for one in organisations):
            raise Invalid("organisations: one of these is not within your reach", field="organisations")

    def _check_exist(self, owner_id: str, organisations: Mapping[str, int | None]) -> None:
        asked = {owner_id, *organisations}
        if len(self._governance.organisations.named(asked)) != len(asked):
            raise Invalid("organisations: one of these does not exist", field="organisations")

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: Campaign,
        decision: Decision,
        details: Mapping[str, object],
        source: str,
    ) -> None:
        ref = ResourceRef(kind="campaign", id=about.id, owner_id=about.owner_id)
        personal = {"source": source}
        self._governance.record(tx, principal, action, ref, decision=decision, details=details, personal=personal)


def _task(row: store.StoredTask, campaign: Campaign, found: Import | None, now_us: int) -> Task:
    state = _state(row, found)
    counts = found.counts if found is not None else {}
    declared = sum(counts.get(one, 0) for one in (RowStatus.NEW, RowStatus.CHANGED, RowStatus.SAME))
    return Task(
        campaign_id=row.campaign_id,
        organisation_id=row.organisation_id,
        expected=row.expected,
        declared=declared,
        state=state,
        errors_left=counts.get(RowStatus.ERROR, 0),
        import_id=found.id if found is not None else None,
        uploaded_us=found.created_at_us if found is not None else None,
        late=state not in _DONE and now_us > campaign.deadline_us,
        reminders=row.reminders,
        reminded_us=row.reminded_us,
        reminder=row.reminder,
    )


def _state(row: store.StoredTask, found: Import | None) -> TaskState:
    if found is None or found.state in (ImportState.FAILED, ImportState.WITHDRAWN):
        return TaskState.NOT_BEGUN
    errors = found.counts.get(RowStatus.ERROR, 0)
    if found.state is not ImportState.APPLIED:
        return TaskState.ERRORS_LEFT if errors else TaskState.UPLOADED
    declared = found.row_count - errors
    enough = row.expected is None or declared >= row.expected
    return TaskState.COMPLETE if enough and not errors else TaskState.APPLIED
