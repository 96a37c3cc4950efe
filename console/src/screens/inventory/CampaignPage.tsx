/** The board of one campaign: how far each organisation is, who is late, and reminding them. */
import { ActionIcon, Button, Group, Modal, Skeleton, Textarea } from "@mantine/core";
import { IconBell, IconChevronLeft, IconDownload, IconMap2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "wouter";

import { saveTemplate, useCampaign, useChangeCampaign, useProgress, useRemind, useTasks, type Campaign, type Task } from "../../api/inventory";
import { can, useMe, useOrganisations } from "../../api/queries";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Campaigns.module.css";
import { byNeed, isDone, partsOf, TASK_LOOKS, TASK_STATES } from "./taskLook";
import { TaskBar } from "./TaskBar";

export function CampaignPage({ id }: { id: string }) {
  const campaign = useCampaign(id);
  if (campaign.isError && !campaign.data) return <ErrorState error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (!campaign.data) return <PageSkeleton />;
  return <Board campaign={campaign.data} />;
}

function Board({ campaign }: { campaign: Campaign }) {
  const { t, rich, format } = useTexts();
  const me = useMe();
  const organisations = useOrganisations();
  const tasks = useTasks(campaign.id);
  const change = useChangeCampaign(campaign.id);
  const [search, setSearch] = useSearchParams();
  const show = search.get("show") ?? "";
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reminding, setReminding] = useState(false);
  const [closing, setClosing] = useState(false);
  const mayWrite = can(me.data, "campaign.write");
  const mayRemind = mayWrite && !campaign.closed_at;
  const rows = useMemo(() => tasks.data?.filter((task) => !show || (show === "late" ? task.late : task.state === show)).sort(byNeed), [tasks.data, show]);
  const due = tasks.data?.filter((task) => !isDone(task)) ?? [];
  const picked = due.filter((task) => chosen.has(task.organisation_id));
  const pick = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  const columns: Column<Task>[] = [
    ...(mayRemind
      ? [
          {
            key: "pick",
            head: "",
            width: 40,
            phone: "lead" as const,
            cell: (task: Task) =>
              !isDone(task) && (
                <label className={css.pick}>
                  <input type="checkbox" className={css.check} aria-label={t("campaigns.pick", { name: task.organisation_name })} checked={chosen.has(task.organisation_id)} onChange={(event) => pick(task.organisation_id, event.currentTarget.checked)} />
                </label>
              ),
          },
        ]
      : []),
    { key: "name", head: t("campaigns.organisation"), cell: (task) => <b>{task.organisation_name}</b> },
    {
      key: "state",
      head: t("cameras.state"),
      cell: (task) => (
        <span className="row">
          <Badge {...TASK_LOOKS[task.state]}>{t(`campaigns.state.${task.state}`)}</Badge>
          {task.late && <Badge tone="bad" shape="warn">{t("campaigns.late")}</Badge>}
        </span>
      ),
    },
    { key: "bar", head: t("campaigns.cameras"), width: 260, cell: (task) => <TaskBar task={task} /> },
    { key: "file", head: t("imports.file"), cell: (task) => (task.import_id ? <Link href={`/imports/${task.import_id}`}>{task.errors_left ? rich("campaigns.errorsLeft", { count: task.errors_left }) : t("campaigns.seeFile")}</Link> : <span className="faint">–</span>) },
    { key: "at", head: t("campaigns.uploadedAt"), phone: "hide", cell: (task) => <DateTime at={task.uploaded_at} relative /> },
    { key: "reminders", head: t("campaigns.reminders"), phone: "hide", num: true, cell: (task) => (task.reminders ? <span title={task.reminder}>{format.number(task.reminders)}</span> : <span className="faint">–</span>) },
    {
      key: "act",
      head: "",
      width: 88,
      phone: "end",
      cell: (task) => (
        <span className="row" style={{ gap: 0 }}>
          <ActionIcon
            aria-label={t("campaigns.templateOf", { name: task.organisation_name })}
            onClick={() => {
              const organisation = organisations.data?.find((one) => one.id === task.organisation_id);
              if (organisation) void saveTemplate(organisation, "xlsx", true);
            }}
          >
            <IconDownload size={16} />
          </ActionIcon>
          <ActionIcon component={Link} href={`/map?owner=${task.organisation_id}`} aria-label={t("campaigns.mapOf", { name: task.organisation_name })}>
            <IconMap2 size={16} />
          </ActionIcon>
        </span>
      ),
    },
  ];

  return (
    <Page
      title={campaign.title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/campaigns" aria-label={t("campaigns.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{campaign.title}</h1>
          {campaign.closed_at && <Badge tone="off" shape="off">{t("campaigns.closed")}</Badge>}
        </>
      }
      actions={
        mayWrite && (
          <Button style={{ flex: "none" }} loading={change.isPending} onClick={() => (campaign.closed_at ? change.mutate({ closed: false, version: campaign.version }) : setClosing(true))}>
            {t(campaign.closed_at ? "campaigns.reopen" : "campaigns.close")}
          </Button>
        )
      }
    >
      <div className={css.body}>
        <p className={css.note}>
          {t("campaigns.until")} <DateTime at={campaign.deadline} until />
          {campaign.note && <><br />{campaign.note}</>}
        </p>
        <Figures campaignId={campaign.id} show={show} onShow={(next) => setSearch(next && next !== show ? { show: next } : {}, { replace: true })} />
        <div className={css.table}>
          {mayRemind && (
            <div className={css.tools}>
              <Button size="xs" variant={picked.length ? "filled" : "default"} leftSection={<IconBell size={16} />} disabled={!due.length} onClick={() => setReminding(true)}>
                {picked.length ? t("campaigns.remindPicked", { count: picked.length }) : t("campaigns.remindAll", { count: due.length })}
              </Button>
              {change.isError && <ErrorNote error={change.error} />}
            </div>
          )}
          {tasks.isError && !tasks.data ? (
            <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />
          ) : (
            <EntityTable label={t("campaigns.board")} columns={columns} rows={rows} rowKey={(task) => task.organisation_id} skeletonHeight={22} empty={<EmptyState title={t("campaigns.noTask")}>{t("campaigns.noTaskWhat")}</EmptyState>} />
          )}
        </div>
      </div>
      {reminding && <Remind campaignId={campaign.id} tasks={picked.length ? picked : due} onClose={() => { setReminding(false); setChosen(new Set()); }} />}
      <Modal opened={closing} onClose={() => setClosing(false)} title={t("campaigns.closeTitle", { title: campaign.title })}>
        <p style={{ marginBottom: 16 }}>{t("campaigns.closeWhat", { count: due.length })}</p>
        <Group gap="sm" justify="flex-end">
          <Button onClick={() => setClosing(false)}>{t("app.cancel")}</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => change.mutate({ closed: true, version: campaign.version }, { onSettled: () => setClosing(false) })}>
            {t("campaigns.close")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}

function Figures({ campaignId, show, onShow }: { campaignId: string; show: string; onShow: (show: string) => void }) {
  const { t, rich, format } = useTexts();
  const progress = useProgress(campaignId);
  const found = progress.data;
  return (
    <>
      <div className={css.whole}>
        {found ? (
          <>
            <p>{found.expected === null ? rich("campaigns.sum", { organisations: found.organisations, declared: found.declared }) : rich("campaigns.sumOf", { organisations: found.organisations, declared: found.declared, expected: found.expected })}</p>
            <span className={css.bar} role="img" aria-label={t("campaigns.barLabel", { done: found.by_state.complete ?? 0, all: found.organisations })}>
              {partsOf(found).map((part) => (
                <span key={part.state} style={{ width: `${part.share * 100}%`, background: TASK_LOOKS[part.state].colour }} />
              ))}
            </span>
          </>
        ) : (
          <Skeleton height={36} />
        )}
      </div>
      <div className={css.figures} role="group" aria-label={t("campaigns.filter")}>
        {(["late", ...TASK_STATES] as const)
          .filter((one) => one !== "applied" || (found?.by_state.applied ?? 0) > 0)
          .map((one) => {
            const look = one === "late" ? { tone: "bad", shape: "warn" as const } : TASK_LOOKS[one];
            return (
              <button key={one} type="button" className={`card ${css.figure}`} aria-pressed={show === one} onClick={() => onShow(one)}>
                <span className="row">
                  <span className={`c-${look.tone}`}>
                    <Shape name={look.shape} size={14} />
                  </span>
                  <b className="num">{found ? format.number(one === "late" ? found.late : (found.by_state[one] ?? 0)) : "…"}</b>
                </span>
                <span>{t(one === "late" ? "campaigns.lateOnes" : `campaigns.state.${one}`)}</span>
              </button>
            );
          })}
      </div>
    </>
  );
}

function Remind({ campaignId, tasks, onClose }: { campaignId: string; tasks: readonly Task[]; onClose: () => void }) {
  const { t } = useTexts();
  const remind = useRemind(campaignId);
  const [text, setText] = useState("");
  if (remind.data) {
    return (
      <Modal opened onClose={onClose} title={t("campaigns.remindDone", { count: remind.data.organisation_ids.length })}>
        <p style={{ marginBottom: 16 }} role="status">{t("campaigns.remindDoneWhat")}</p>
        <Group justify="flex-end">
          <Button variant="filled" onClick={onClose}>{t("app.close")}</Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={t("campaigns.remindTitle", { count: tasks.length })}>
      <div className={css.form}>
        <p className="dim">{t("campaigns.remindWhat", { names: tasks.slice(0, 3).map((task) => task.organisation_name).join(", "), more: Math.max(0, tasks.length - 3) })}</p>
        <Textarea data-autofocus label={t("campaigns.remindText")} rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {remind.isError && <ErrorNote error={remind.error} />}
        <Group gap="sm" justify="flex-end">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button variant="filled" loading={remind.isPending} onClick={() => remind.mutate({ organisation_ids: tasks.map((task) => task.organisation_id), text: text.trim() })}>
            {t("campaigns.remindGo", { count: tasks.length })}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
