/** The record: who saw and did what, in sentences; it cannot be changed, only read. */
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconRefresh, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { useAudit, useCamera } from "../api/queries";
import { usePurposes } from "../api/requests";
import type { AuditRow } from "../api/types";
import { useAddressParts } from "../app/addressParts";
import { Page } from "../app/Page";
import { DateTime } from "../components/DateTime";
import { EntityTable, type Column } from "../components/EntityTable";
import { Badge } from "../components/StateBadge";
import { EmptyState, ErrorState } from "../components/States";
import { DayField } from "../components/TimeField";
import { useTexts } from "../i18n";
import { SITE } from "../i18n/zone";
import css from "./Cameras.module.css";
import { RulesTabs } from "./PlaceTabs";
import { DeskTabs } from "./record/DeskTabs";

const ACTIONS = ["media.", "media.live", "media.playback", "media.export", "media.snapshot", "media.unmask", "mask.", "camera.", "user.", "session."] as const;

export function Record() {
  const { t, language } = useTexts();
  const [search, put, setSearch] = useAddressParts();
  const value = (name: string) => search.get(name) ?? "";
  const [actor, setActor] = useState(value("actor"));
  const findActor = useDebouncedCallback((text: string) => put("actor", text.trim()), 300);
  const day = value("day");
  const fromMs = SITE.dayStart(day);
  const bounds = Number.isNaN(fromMs) ? {} : { from: new Date(fromMs).toISOString(), to: new Date(SITE.dayStart(day, 1)).toISOString() };
  const camera = useCamera(value("camera") || undefined);
  const record = useAudit({ actor: value("actor") || undefined, action: value("action") || undefined, camera: value("camera") || undefined, outcome: value("outcome") || undefined, ...bounds });
  const rows = record.data?.pages.flatMap((page) => page.items);
  const filtered = [...search.keys()].length > 0;

  const columns: Column<AuditRow>[] = [
    { key: "at", head: t("record.at"), width: 170, cell: (row) => <DateTime at={row.at} /> },
    { key: "what", head: t("record.what"), cell: (row) => (language === "vi" ? row.text_vi : row.text_en) },
    { key: "object", head: t("record.object"), cell: (row) => <ObjectOf row={row} /> },
    { key: "purpose", head: t("record.purpose"), cell: (row) => <PurposeOf row={row} /> },
    { key: "outcome", head: t("record.outcome"), phone: "end", cell: (row) => <Outcome outcome={row.outcome} /> },
    { key: "source", head: t("record.source"), phone: "hide", num: true, cell: (row) => row.source ?? "–" },
  ];
  return (
    <Page title={t("record.title")} desk aside={<RulesTabs />} actions={<Button leftSection={<IconRefresh size={16} />} loading={record.isRefetching} onClick={() => void record.refetch()}>{t("record.refresh")}</Button>}>
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <DeskTabs />
        <TextInput
          leftSection={<IconUser size={16} />}
          placeholder={t("record.actor")}
          aria-label={t("record.actor")}
          value={actor}
          onChange={(event) => {
            setActor(event.currentTarget.value);
            findActor(event.currentTarget.value);
          }}
          w={200}
        />
        <Select aria-label={t("record.action")} placeholder={t("record.action")} clearable value={value("action") || null} onChange={(next) => put("action", next)} data={ACTIONS.map((action) => ({ value: action, label: t(`record.action.${action}`) }))} w={200} />
        <Select aria-label={t("record.outcome")} placeholder={t("record.outcome")} clearable value={value("outcome") || null} onChange={(next) => put("outcome", next)} data={[{ value: "allow", label: t("record.allow") }, { value: "deny", label: t("record.deny") }]} w={150} />
        <DayField aria-label={t("record.day")} placeholder={t("record.day")} value={day} onChange={(next) => put("day", next)} w={150} />
        {camera.data && <Badge tone="acc">{t("record.camera", { code: camera.data.code })}</Badge>}
        {filtered && (
          <Button variant="subtle" color="slate" c="dimmed" onClick={() => { setActor(""); setSearch({}); }}>
            {t("cameras.clear")}
          </Button>
        )}
      </div>
      {record.isError ? (
        <ErrorState error={record.error} onRetry={() => void record.refetch()} />
      ) : (
        <EntityTable label={t("record.title")} columns={columns} rows={rows} rowKey={(row) => row.id} hasMore={record.hasNextPage} loadingMore={record.isFetchingNextPage} onMore={() => void record.fetchNextPage()} empty={<EmptyState title={t("record.none")}>{t(filtered ? "record.noneFiltered" : "record.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}

/** The camera that an act was about, by the name it has now, and for how long it was seen. */
function ObjectOf({ row }: { row: AuditRow }) {
  const { t, format } = useTexts();
  const camera = useCamera(row.resource_kind === "camera" && row.resource_id ? row.resource_id : undefined);
  const seen = row.details.seconds_seen;
  const seconds = typeof seen === "number" ? t("record.seen", { span: format.span(Math.max(1000, seen * 1000)) }) : "";
  if (!camera.data) return seconds || <span className="faint">–</span>;
  return (
    <>
      <Link href={`/watch/${camera.data.id}`}>
        <b className="num nowrap">{camera.data.code}</b>
      </Link>{" "}
      <span className="dim">{camera.data.name}</span> {seconds && <span className="dim nowrap">· {seconds}</span>}
    </>
  );
}

function Outcome({ outcome }: { outcome: string }) {
  const { t } = useTexts();
  if (outcome === "deny") return <Badge tone="bad" shape="bad">{t("record.deny")}</Badge>;
  if (outcome === "needs") return <Badge tone="warn" shape="warn">{t("record.needs")}</Badge>;
  return <Badge tone="off">{t("record.allow")}</Badge>;
}

function PurposeOf({ row }: { row: AuditRow }) {
  const { language } = useTexts();
  const purposes = usePurposes();
  const text = (name: string) => {
    const found: unknown = row.details[name] ?? row.personal[name];
    return typeof found === "string" ? found : "";
  };
  const known = purposes.data?.find((one) => one.key === text("purpose"));
  const purpose = known?.[`name_${language}`] ?? text("purpose");
  const reference = text("reference");
  if (!purpose && !reference) return <span className="faint">–</span>;
  return (
    <>
      {purpose} {reference && <span className="num nowrap">{reference}</span>}
    </>
  );
}
