/** Footage held for cases; and whether everything is kept as the regulation says. */
import { Button, Drawer, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";

import { useHolds, useReleaseHold, type Hold } from "../../api/holds";
import { can, useCamera, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { Quotas } from "./Quotas";
import { Report } from "./Report";

const VIEWS = ["active", "all", "report", "quotas"] as const;

export function Holds() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((known) => known === search.get("view")) ?? "active";
  return (
    <Page title={t("holds.title")} desk aside={<RulesTabs />}>
      <div className={css.tools}>
        <SegmentedControl size="xs" aria-label={t("holds.title")} value={view} onChange={(value) => setSearch({ view: value }, { replace: true })} data={VIEWS.map((value) => ({ value, label: t(`holds.view.${value}`) }))} />
      </div>
      {view === "report" ? <Report /> : view === "quotas" ? <Quotas /> : <HoldTable key={view} active={view === "active"} />}
    </Page>
  );
}

function HoldTable({ active }: { active: boolean }) {
  const { t, format } = useTexts();
  const [open, setOpen] = useState<string | null>(null);
  const holds = useHolds(active);
  const rows = holds.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((one) => one.id === open);
  const columns: Column<Hold>[] = [
    { key: "case", head: t("holds.case"), num: true, cell: (one) => <b>{one.case}</b> },
    { key: "reason", head: t("holds.reason"), cell: (one) => <span className="cut" style={{ display: "inline-block", maxWidth: 280 }}>{one.reason}</span> },
    { key: "camera", head: t("holds.camera"), cell: (one) => <Cameras ids={one.camera_ids} /> },
    { key: "from", head: t("holds.from"), cell: (one) => <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("holds.from")}</span><DateTime at={one.from} /></> },
    { key: "length", head: t("holds.length"), num: true, phone: "hide", cell: (one) => format.span(Date.parse(one.to) - Date.parse(one.from)) },
    { key: "by", head: t("holds.by"), phone: "hide", cell: (one) => one.placed_by || "–" },
    { key: "until", head: t("holds.until"), cell: (one) => <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("holds.until")}</span>{one.expires_at ? <DateTime at={one.expires_at} /> : t("holds.term.never")}</> },
    { key: "state", head: t("holds.state"), phone: "end", cell: (one) => <State hold={one} /> },
  ];
  if (holds.isError) return <ErrorState error={holds.error} onRetry={() => void holds.refetch()} />;
  return (
    <>
      <EntityTable label={t("holds.title")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => setOpen(one.id)} hasMore={holds.hasNextPage} loadingMore={holds.isFetchingNextPage} onMore={() => void holds.fetchNextPage()} empty={<EmptyState title={t("holds.none")}>{t("holds.noneWhat")}</EmptyState>} />
      {opened && <HoldDrawer key={opened.id} hold={opened} onClose={() => setOpen(null)} />}
    </>
  );
}

function State({ hold }: { hold: Hold }) {
  const { t } = useTexts();
  if (hold.is_active) return <Badge tone="hold" shape="hold">{t("holds.held")}</Badge>;
  return <Badge tone="off" shape="off">{t(hold.released_at ? "holds.released" : "holds.expired")}</Badge>;
}

/** The first camera by its code, and how many there are besides. */
function Cameras({ ids }: { ids: readonly string[] }) {
  const { t } = useTexts();
  const camera = useCamera(ids[0] ?? "");
  const code = camera.data?.code ?? (camera.isError ? t("holds.goneCamera") : "…");
  return <span className="num">{ids.length > 1 ? t("holds.andMore", { camera: code, count: ids.length - 1 }) : code}</span>;
}

function HoldDrawer({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { t, format } = useTexts();
  const me = useMe();
  const release = useReleaseHold(hold.id);
  const [reason, setReason] = useState("");
  return (
    <Drawer opened onClose={onClose} size={480} title={t("holds.one", { number: hold.case })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <Stack gap="lg">
        <div>
          <State hold={hold} />
        </div>
        <p>{hold.reason}</p>
        <dl className="kv">
          <dt>{t("holds.camera")}</dt>
          <dd>
            {hold.camera_ids.map((id) => (
              <div key={id}>
                <Link href={`/watch/${id}?at=${encodeURIComponent(hold.from)}`}>
                  <Cameras ids={[id]} />
                </Link>
              </div>
            ))}
          </dd>
          <dt>{t("holds.from")}</dt>
          <dd className="num">{format.dateTime(Date.parse(hold.from))}</dd>
          <dt>{t("holds.to")}</dt>
          <dd className="num">{format.dateTime(Date.parse(hold.to))}</dd>
          <dt>{t("holds.by")}</dt>
          <dd>
            {hold.placed_by || "–"} · <DateTime at={hold.placed_at} />
          </dd>
          <dt>{t("holds.until")}</dt>
          <dd>{hold.expires_at ? <DateTime at={hold.expires_at} /> : t("holds.term.never")}</dd>
          {hold.released_at && (
            <>
              <dt>{t("holds.released")}</dt>
              <dd>
                {hold.released_by || "–"} · <DateTime at={hold.released_at} />
                <div className="dim">{hold.release_reason}</div>
              </dd>
            </>
          )}
        </dl>
        {hold.is_active && can(me.data, "hold.write") && (
          <form
            style={{ borderTop: "1px solid var(--tc-line)", paddingTop: 16, display: "grid", gap: 12 }}
            onSubmit={(event) => {
              event.preventDefault();
              release.mutate(reason.trim(), { onSuccess: onClose });
            }}
          >
            <p className="small dim">{t("holds.releaseWhat")}</p>
            <Textarea label={t("holds.releaseReason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} autosize minRows={2} />
            {release.isError && <ErrorNote error={release.error} />}
            <div>
              <Button type="submit" color="red" variant="outline" loading={release.isPending} disabled={!reason.trim()}>
                {t("holds.release")}
              </Button>
            </div>
          </form>
        )}
      </Stack>
    </Drawer>
  );
}
