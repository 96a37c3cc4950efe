/** Who looked at which camera, for how long, why, and with whose approval. */
import { IconDownload } from "@tabler/icons-react";

import { useCamera } from "../../api/queries";
import { useSaveUse, useUse, type Use } from "../../api/record";
import { usePurposes } from "../../api/requests";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { CameraName } from "./CameraName";
import { DeskTabs } from "./DeskTabs";

const ACTS = ["media.live", "media.playback", "media.snapshot", "media.export", "media.unmask", "media.thumbnails"] as const;

export function CameraUse() {
  const { t, format, language } = useTexts();
  const [search, put] = useAddressParts();
  const value = (name: string) => search.get(name) ?? undefined;
  const bound = (name: string, days: number) => {
    const ms = SITE.dayStart(value(name) ?? "", days);
    return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
  };
  const wanted = { camera: value("camera"), owner: value("owner"), actor: value("actor"), from: bound("from", 0), to: bound("to", 1) };
  const use = useUse(wanted);
  const file = useSaveUse();
  const camera = useCamera(value("camera"));
  const purposes = usePurposes();
  const rows = use.data?.pages.flatMap((page) => page.items);
  const act = (row: Use) => {
    const known = ACTS.find((one) => one === row.action);
    return known ? t(`use.${known}`) : row.action;
  };
  const why = (row: Use) => purposes.data?.find((one) => one.key === row.purpose)?.[`name_${language}`] ?? row.purpose;
  const columns: Column<Use>[] = [
    { key: "at", head: t("record.at"), width: 170, cell: (row) => <DateTime at={row.at} /> },
    { key: "who", head: t("use.who"), width: 130, cell: (row) => row.actor || <span className="faint">{t("use.erased")}</span> },
    { key: "camera", head: t("record.object"), cell: (row) => <CameraName ids={row.camera_ids} /> },
    { key: "how", head: t("use.how"), cell: (row) => act(row) },
    { key: "from", head: t("use.pictures"), width: 170, cell: (row) => (row.from ? <DateTime at={row.from} /> : <span className="faint">{t("use.now")}</span>) },
    { key: "seconds", head: t("use.seconds"), num: true, width: 90, cell: (row) => (row.seconds != null ? format.span(Math.max(1000, row.seconds * 1000)) : <span className="faint">–</span>) },
    {
      key: "why",
      head: t("record.purpose"),
      cell: (row) =>
        row.purpose || row.reference ? (
          <>
            {why(row)} <span className="num nowrap">{row.reference}</span>
          </>
        ) : (
          <span className="faint">–</span>
        ),
    },
    { key: "approved", head: t("use.approved"), cell: (row) => row.approved_by.join(", ") || <span className="faint">–</span> },
  ];
  return (
    <Page title={t("desk.use")} desk aside={<RulesTabs />} actions={<HeadButton icon={<IconDownload size={16} />} text={t("use.file")} onClick={() => file.mutate(wanted)} />}>
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <DeskTabs />
        <OrganisationSelect aria-label={t("use.owner")} placeholder={t("use.owner")} clearable value={value("owner") ?? null} onChange={(next) => put("owner", next)} />
        <DayField aria-label={t("use.from")} placeholder={t("use.from")} value={value("from") ?? ""} onChange={(day) => put("from", day)} w={150} />
        <DayField aria-label={t("use.to")} placeholder={t("use.to")} value={value("to") ?? ""} onChange={(day) => put("to", day)} w={150} />
        {camera.data && <Badge tone="acc">{t("record.camera", { code: camera.data.code })}</Badge>}
      </div>
      {file.isError && <ErrorNote error={file.error} />}
      {use.isError ? (
        <ErrorState error={use.error} onRetry={() => void use.refetch()} />
      ) : (
        <EntityTable label={t("desk.use")} columns={columns} rows={rows} rowKey={(row) => row.id} hasMore={use.hasNextPage} loadingMore={use.isFetchingNextPage} onMore={() => void use.fetchNextPage()} empty={<EmptyState title={t("use.none")}>{t("use.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}
