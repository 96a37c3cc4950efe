/** Work on many devices: what is under way, and what was. */
import { Button, Progress } from "@mantine/core";
import { useLocation } from "wouter";

import { useDeviceJobs, type DeviceJob } from "../../api/devices";
import { can, useMe } from "../../api/queries";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { DeviceFrame } from "./DeviceFrame";
import css from "./Devices.module.css";
import { ended, isUnderWay } from "./look";

export function Jobs() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const jobs = useDeviceJobs();
  const columns: Column<DeviceJob>[] = [
    { key: "kind", head: t("devices.job.kind"), cell: (one) => <b>{t(`devices.kind.${one.kind}`)}</b> },
    { key: "state", head: t("devices.column.state"), phone: "end", cell: (one) => t(`devices.jobState.${one.state}`) },
    {
      key: "progress",
      head: t("devices.job.progress"),
      width: "32%",
      cell: (one) => (
        <span className={css.why}>
          <span className="small num">{t("devices.progress", { done: ended(one), all: one.total })}</span>
          <Progress value={one.total ? (100 * ended(one)) / one.total : 0} animated={isUnderWay(one)} aria-label={t("devices.progress", { done: ended(one), all: one.total })} />
        </span>
      ),
    },
    {
      key: "open",
      head: t("devices.job.open"),
      cell: (one) => (
        <span className={css.checks}>
          {one.counts.asks ? <Badge tone="hold" shape="hold">{t("devices.asking", { count: one.counts.asks })}</Badge> : null}
          {one.counts.failed ? <Badge tone="bad" shape="bad">{t("devices.failing", { count: one.counts.failed })}</Badge> : null}
          {!one.counts.asks && !one.counts.failed && <span className="faint">–</span>}
        </span>
      ),
    },
    { key: "asked", head: t("devices.job.asked"), cell: (one) => <DateTime at={one.asked_at} /> },
  ];
  return (
    <DeviceFrame title="devices.jobs">
      {jobs.isError ? (
        <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />
      ) : (
        <EntityTable label={t("devices.jobs")} columns={columns} rows={jobs.data} rowKey={(one) => one.id} onOpen={(one) => go(`/devices/jobs/${one.id}`)} empty={<EmptyState title={t("devices.jobs.none")} action={can(me.data, "device.manage") && <Button variant="filled" onClick={() => go("/devices/onboard")}>{t("devices.onboard")}</Button>}>{t("devices.jobs.noneWhat")}</EmptyState>} />
      )}
    </DeviceFrame>
  );
}
