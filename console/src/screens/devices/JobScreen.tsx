/** One piece of work on many devices: how far it is, and device by device what came of it and what to do next. */
import { ActionIcon, Button, Drawer, Progress, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronLeft, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { useDecide, useDeviceItems, useDeviceJob, useMoveJob, useRetryJob, wholeReport, type DeviceItem, type DeviceJob, type ItemState } from "../../api/devices";
import { saveAs } from "../../api/downloads";
import { can, useCameras, useMe } from "../../api/queries";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts, type Texts } from "../../i18n";
import css from "./Devices.module.css";
import { FlowSteps } from "./FlowSteps";
import { ItemReport } from "./ItemReport";
import { csvRow, ended, isUnderWay, ITEM_LOOK, ITEM_STATES, leftMs, reportOf } from "./look";

export function JobScreen({ id }: { id: string }) {
  const job = useDeviceJob(id);
  if (job.isError && !job.data) return <ErrorState error={job.error} onRetry={() => void job.refetch()} />;
  if (!job.data) return <PageSkeleton />;
  return <Shown job={job.data} />;
}

function Shown({ job }: { job: DeviceJob }) {
  const { t, format } = useTexts();
  const me = useMe();
  const now = useNow(2000);
  const move = useMoveJob(job.id);
  const retry = useRetryJob();
  const [state, setState] = useState<ItemState | "">("");
  const [opened, setOpened] = useState<number | null>(null);
  const [saving, setSaving] = useState(false);
  const items = useDeviceItems(job.id, state, JSON.stringify(job.counts));
  const done = ended(job);
  const left = leftMs(job, now);
  const may = can(me.data, "device.manage");
  const runs = isUnderWay(job);
  const title = t(`devices.kind.${job.kind}`);
  const rows = items.data?.pages.flatMap((page) => page.items);
  const open = rows?.find((one) => one.position === opened);
  const columns: Column<DeviceItem>[] = [
    { key: "host", head: t("devices.column.address"), width: 180, cell: (one) => <b className="num nowrap">{one.host}:{one.port}</b> },
    { key: "state", head: t("devices.column.state"), phone: "end", width: 170, cell: (one) => <Badge {...ITEM_LOOK[one.state]}>{t(`devices.item.${one.state}`)}</Badge> },
    { key: "why", head: t("devices.column.why"), cell: (one) => <Why item={one} short /> },
  ];
  const error = move.error ?? retry.error;
  const save = async () => {
    setSaving(true);
    try {
      saveAs(new Blob([csvOf(await wholeReport(job.id), t)], { type: "text/csv;charset=utf-8" }), `${job.kind}_${job.asked_at.slice(0, 10)}.csv`);
    } finally {
      setSaving(false);
    }
  };
  const progress = t("devices.progress", { done, all: job.total });
  return (
    <Page
      title={title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/devices/jobs" aria-label={t("devices.backJobs")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{title}</h1>
          <span className="dim nowrap">{t(`devices.jobState.${job.state}`)}</span>
        </>
      }
      actions={
        <>
          {job.kind === "onboard" && <FlowSteps done={[true, true, true, true, job.state === "done"]} at={5} />}
          {job.total > 0 && <HeadButton icon={<IconDownload size={16} />} text={t("devices.saveReport")} loading={saving} onClick={() => void save()} />}
        </>
      }
    >
      <div className={css.top}>
        <div className={css.why} aria-live="polite">
          <Progress value={job.total ? (100 * done) / job.total : 0} animated={runs} aria-label={progress} />
          <div className={css.line}>
            <span className="num">{job.state === "discovering" ? t("devices.discovering", { count: job.total }) : progress}</span>
            {left !== null && <span className="dim num">{t("devices.left", { span: format.span(left) })}</span>}
            {job.detail && <span className="small dim">{job.detail}</span>}
            <span className="grow" />
            {may && runs && <Button size="xs" loading={move.isPending} onClick={() => move.mutate("paused")}>{t("devices.pause")}</Button>}
            {may && job.state === "paused" && <Button size="xs" variant="filled" loading={move.isPending} onClick={() => move.mutate("running")}>{t("devices.resume")}</Button>}
            {may && (runs || job.state === "paused") && <Button size="xs" c="var(--tc-bad)" loading={move.isPending} onClick={() => move.mutate("cancelled")}>{t("devices.cancel")}</Button>}
            {may && Boolean(job.counts.failed) && job.state !== "cancelled" && <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate(job.id)}>{t("devices.retry", { count: job.counts.failed ?? 0 })}</Button>}
          </div>
        </div>
        {error && <ErrorNote error={error} />}
        <div className={css.counts} role="group" aria-label={t("devices.column.state")}>
          <button type="button" className={css.count} aria-pressed={state === ""} onClick={() => setState("")}>
            <b className="num">{format.number(job.total)}</b>
            <span>{t("devices.all")}</span>
          </button>
          {ITEM_STATES.filter((one) => (job.counts[one] ?? 0) > 0 || one === state).map((one) => (
            <button key={one} type="button" className={css.count} aria-pressed={state === one} onClick={() => setState(one)}>
              <span className="row">
                <span className={`c-${ITEM_LOOK[one].tone}`}><Shape name={ITEM_LOOK[one].shape} size={14} /></span>
                <b className="num">{format.number(job.counts[one] ?? 0)}</b>
              </span>
              <span>{t(`devices.item.${one}`)}</span>
            </button>
          ))}
        </div>
      </div>
      {items.isError ? (
        <ErrorState error={items.error} onRetry={() => void items.refetch()} />
      ) : (
        <EntityTable label={t("devices.report")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => setOpened(one.position)} isChosen={(one) => one.position === opened} hasMore={items.hasNextPage} loadingMore={items.isFetchingNextPage} onMore={() => void items.fetchNextPage()} empty={<EmptyState title={t(job.state === "discovering" ? "devices.reportYet" : "devices.reportNone")}>{job.state === "discovering" ? t("devices.reportYetWhat") : t("devices.reportNoneWhat")}</EmptyState>} />
      )}
      <Drawer opened={open !== undefined} onClose={() => setOpened(null)} position="right" size={460} title={open && <span className="num">{open.host}:{open.port}</span>} closeButtonProps={{ "aria-label": t("app.close") }}>
        {open && (
          <div className={css.stack}>
            <Why item={open} />
            <Choices job={job} item={open} may={may} />
            <ItemReport item={open} kind={job.kind} />
          </div>
        )}
      </Drawer>
    </Page>
  );
}

/** Of these the detail says more than the reason does: which, what. */
const TELLING: ReadonlySet<DeviceItem["reason"]> = new Set<DeviceItem["reason"]>(["same_serial", "another_device", "several_cameras", "serial_differs", "registry_refused", "not_conforming", "template_differs", "refused", "bad_answer"]);

/** The reason in plain words; below it which others it is about, else the device's own answer. */
function Why({ item, short }: { item: DeviceItem; short?: boolean }) {
  const { t } = useTexts();
  const report = reportOf(item);
  const made = report.cameras?.filter((one) => one.made).length ?? 0;
  const matched = (report.cameras?.length ?? 0) - made;
  const which = item.reason === "same_serial" ? report.twins : report.candidates.map((one) => one.words);
  const detail = which.join(", ") || ((!short || TELLING.has(item.reason)) && item.detail);
  return (
    <div className={css.why}>
      {item.state === "running" && item.step && <span className="dim">{t(`devices.step.${item.step}`)}</span>}
      {item.reason ? <span>{t(`devices.reason.${item.reason}`)}</span> : item.state === "done" && report.cameras && <span>{report.cameras.length ? t("devices.took", { made, matched }) : t("devices.tookKnown")}</span>}
      {detail && <span className="small dim">{detail}</span>}
    </div>
  );
}

/** Where a person has to say which camera a device is. */
function Choices({ job, item, may }: { job: DeviceJob; item: DeviceItem; may: boolean }) {
  const { t } = useTexts();
  const decide = useDecide(job.id);
  const { candidates } = reportOf(item);
  if (item.state !== "asks" || !may || job.state === "cancelled") return null;
  return (
    <div className={css.choices}>
      {candidates.map((one) => (
        <Button key={one.camera_id} justify="flex-start" loading={decide.isPending} onClick={() => decide.mutate({ position: item.position, camera_id: one.camera_id })}>{t("devices.choose", { camera: one.words })}</Button>
      ))}
      {OF_CAMERAS.has(item.reason) && <Another disabled={decide.isPending} onChoose={(camera_id) => decide.mutate({ position: item.position, camera_id })} />}
      <Button justify="flex-start" loading={decide.isPending} onClick={() => decide.mutate({ position: item.position, camera_id: null })}>{t(item.reason === "same_serial" || item.reason === "another_device" ? "devices.chooseOwn" : candidates.length ? "devices.chooseNew" : "devices.chooseMake")}</Button>
      {decide.isError && <ErrorNote error={decide.error} />}
    </div>
  );
}

/** Of these the question is which camera of the inventory it is. */
const OF_CAMERAS: ReadonlySet<DeviceItem["reason"]> = new Set<DeviceItem["reason"]>(["several_cameras", "serial_differs", "camera_taken", "no_place", "registry_refused", "right_missing"]);

/** Any other of the inventory. */
function Another({ disabled, onChoose }: { disabled: boolean; onChoose: (camera: string) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useCameras(q, 20).data?.pages[0]?.items ?? [];
  return <Select label={t("devices.chooseAnother")} placeholder={t("devices.chooseFind")} searchable disabled={disabled} value={null} data={found.map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))} filter={({ options }) => options} onChange={(camera) => camera && onChoose(camera)} searchValue={typed} onSearchChange={setTyped} nothingFoundMessage={t("app.nothing")} />;
}

/** With the mark by which spreadsheets know UTF-8. */
function csvOf(items: readonly DeviceItem[], t: Texts["t"]): string {
  const head = [t("devices.column.address"), t("devices.column.state"), t("devices.column.why"), t("devices.csv.detail"), t("devices.csv.made"), t("devices.csv.matched"), t("devices.csv.picture"), t("devices.csv.settings")];
  const rows = items.map((item) => {
    const report = reportOf(item);
    const pictures = Array.isArray(report.pictures) ? report.pictures : [];
    const made = report.cameras?.filter((one) => one.made).length ?? 0;
    return csvRow([
      `${item.host}:${item.port}`, t(`devices.item.${item.state}`), item.reason ? t(`devices.reason.${item.reason}`) : "", item.detail, made, (report.cameras?.length ?? 0) - made,
      `${pictures.filter((one) => one.ok).length}/${pictures.length}`, (report.settings ?? []).filter((one) => !one.took).map((one) => `${one.what}: ${one.got || one.why}`).join("; "),
    ]);
  });
  return `\uFEFF${[csvRow(head), ...rows].join("\r\n")}\r\n`;
}
