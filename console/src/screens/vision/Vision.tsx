/** Which camera is looked at how often, what that costs, and which is not watched and why. */
import { Skeleton } from "@mantine/core";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useVisionPlan, type Planned, type VisionPlan } from "../../api/vision";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SystemTabs } from "../SystemTabs";
import { AskDialog } from "./AskDialog";
import css from "./Vision.module.css";

export function Vision() {
  const { t } = useTexts();
  const me = useMe().data;
  const plan = useVisionPlan();
  const [asked, setAsked] = useState<Planned | null>(null);
  const columns = useColumns();
  return (
    <Page title={t("vision.title")} desk aside={<SystemTabs />}>
      {plan.isError ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : !plan.data ? (
        <Skeleton height={320} m="md" />
      ) : (
        <>
          <Budget plan={plan.data} />
          <EntityTable
            label={t("vision.title")}
            columns={columns}
            rows={plan.data.items}
            rowKey={(row) => row.camera_id}
            onOpen={can(me, "zone.write") ? setAsked : undefined}
            empty={<EmptyState title={t("vision.none")}>{t("vision.noneWhat")}</EmptyState>}
          />
        </>
      )}
      {asked && <AskDialog planned={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function Budget({ plan }: { plan: VisionPlan }) {
  const { t, format } = useTexts();
  const spent = plan.items.reduce((sum, row) => sum + row.measured_cores, 0);
  const watched = plan.items.filter((row) => !row.why).length;
  return (
    <div className={css.head}>
      {plan.budget_cores === 0 ? (
        <Badge tone="warn" shape="warn">{t("vision.noBudget")}</Badge>
      ) : !plan.is_running ? (
        <Badge tone="bad" shape="bad">{t("vision.away")}</Badge>
      ) : (
        <Badge tone="ok" shape="ok">{t("vision.runs", { watched: format.number(watched), of: format.number(plan.items.length) })}</Badge>
      )}
      <span className="small num">{t("vision.spent", { spent: format.number(spent, 2), budget: format.number(plan.budget_cores, 1) })}</span>
      {plan.restarts > 0 && <span className="small num">{t("vision.restarts", { count: plan.restarts })}</span>}
      {plan.told && (
        <span className="small dim">
          {t("vision.told")} <DateTime at={plan.told} />
        </span>
      )}
      <span className="small dim">{t("vision.order")}</span>
    </div>
  );
}

function useColumns(): readonly Column<Planned>[] {
  const { t, format } = useTexts();
  const one = (value: number) => format.number(value, 1);
  return [
    { key: "code", head: t("vision.camera"), phone: "lead", cell: (row) => <b>{row.code}</b> },
    {
      key: "state",
      head: t("vision.state"),
      phone: "end",
      cell: (row) =>
        row.why ? (
          <Badge tone={QUIET.has(row.why) ? "off" : "warn"} shape={QUIET.has(row.why) ? "off" : "warn"}>{t(`vision.why.${row.why}`)}</Badge>
        ) : row.measured_per_s < LATE * row.planned_per_s ? (
          <Badge tone="warn" shape="warn">{t("vision.late")}</Badge>
        ) : row.planned_per_s < row.wanted_per_s ? (
          <Badge tone="warn" shape="warn">{t("vision.fewer")}</Badge>
        ) : (
          <Badge tone="ok" shape="ok">{t("vision.watched")}</Badge>
        ),
    },
    { key: "purposes", head: t("vision.purposes"), cell: (row) => row.purposes.map((purpose) => t(`vision.purpose.${purpose}`)).join(", ") || "–" },
    { key: "priority", head: t("vision.priority"), num: true, desk: true, cell: (row) => row.priority },
    { key: "model", head: t("vision.method"), desk: true, cell: (row) => (row.purposes.length ? row.model || t("vision.withoutWeights") : "–") },
    { key: "rate", head: t("vision.rate"), num: true, cell: (row) => (row.why ? "–" : t("vision.rateOf", { measured: one(row.measured_per_s), planned: one(row.planned_per_s), wanted: one(row.wanted_per_s) })) },
    { key: "cost", head: t("vision.cost"), num: true, cell: (row) => (row.look_ms === null ? "–" : t("vision.costOf", { ms: one(row.look_ms), percent: format.number(Math.round(row.measured_cores * 100)) })) },
    { key: "left", head: t("vision.leftOut"), num: true, desk: true, cell: (row) => format.number(row.left_out) },
    { key: "last", head: t("vision.lastLook"), desk: true, cell: (row) => (row.last_look ? <DateTime at={row.last_look} /> : "–") },
  ];
}

/** Below this share of what is planned, the machine has less time than was said. */
const LATE = 0.7;
/** Nobody wants it otherwise: no sign of want. */
const QUIET: ReadonlySet<NonNullable<Planned["why"]>> = new Set(["not_asked", "nothing_drawn"]);
