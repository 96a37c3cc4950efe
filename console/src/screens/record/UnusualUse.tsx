/** Use that one may want to ask about, each line with its reason. Nothing is scored. */
import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import { useOrganisations } from "../../api/queries";
import { useUnusual, type Unusual } from "../../api/record";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { CameraName } from "./CameraName";
import { DeskTabs } from "./DeskTabs";

const WINDOWS = ["1", "7", "31"] as const;
const DAY_MS = 86_400_000;

export function UnusualUse() {
  const { t, format } = useTexts();
  const [days, setDays] = useState<string>("7");
  const [now] = useState(() => Date.now());
  const from = new Date(now - Number(days) * DAY_MS).toISOString();
  const found = useUnusual(from, new Date(now).toISOString());
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
  const limits = found.data;
  const reason = (row: Unusual) =>
    t(row.unit_id ? "unusual.new_unit" : `unusual.${row.reason}`, {
      count: format.number(row.count),
      limit: format.number(row.limit),
      from: String(limits?.night_from_hour ?? ""),
      to: String(limits?.night_to_hour ?? ""),
      days: String(limits?.new_area_days_before ?? ""),
      day: row.day ? format.date(Date.parse(row.day)) : "",
    });
  const columns: Column<Unusual>[] = [
    { key: "who", head: t("use.who"), width: 140, cell: (row) => <b>{row.actor || t("use.erased")}</b> },
    { key: "why", head: t("unusual.why"), cell: (row) => reason(row) },
    { key: "what", head: t("unusual.about"), cell: (row) => (row.camera_id ? <CameraName ids={[row.camera_id]} /> : (names.get(row.unit_id || row.owner_id) ?? <span className="faint">–</span>)) },
    { key: "last", head: t("unusual.last"), width: 170, cell: (row) => <DateTime at={row.last} /> },
    { key: "look", head: t("unusual.look"), width: 110, cell: (row) => <Link href={`/record/use?actor=${row.actor_id}${row.camera_id ? `&camera=${row.camera_id}` : ""}`}>{t("unusual.look")}</Link> },
  ];
  return (
    <Page title={t("desk.unusual")} desk aside={<RulesTabs />}>
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <DeskTabs />
        <Select aria-label={t("unusual.window")} value={days} onChange={(next) => next && setDays(next)} data={WINDOWS.map((one) => ({ value: one, label: t(`unusual.days.${one}`) }))} allowDeselect={false} w={170} />
        <span className="small dim">{t("unusual.what")}</span>
      </div>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <EntityTable label={t("desk.unusual")} columns={columns} rows={found.data?.items} rowKey={(row) => [row.reason, row.actor_id, row.camera_id, row.owner_id, row.unit_id, row.day, row.first].join()} empty={<EmptyState title={t("unusual.none")}>{t("unusual.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}
