/** What I have taken out, and what is being made: packages of evidence with their state. */
import { Button, Drawer, Group, Progress, SegmentedControl, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useSearchParams } from "wouter";

import { packageAddress, useExports, useMoveExport, type Export } from "../../api/exports";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import type { ShapeName } from "../../components/Shape";
import { Badge, type Tone } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { RulesTabs } from "../PlaceTabs";
import { Handovers } from "./Handovers";

const LOOKS: Record<Export["state"], [Tone, ShapeName]> = {
  queued: ["off", "connecting"],
  running: ["acc", "connecting"],
  waiting: ["warn", "connecting"],
  paused: ["off", "off"],
  done: ["ok", "ok"],
  failed: ["bad", "bad"],
  cancelled: ["off", "off"],
  expired: ["off", "off"],
};

export function Exports() {
  const { t, format } = useTexts();
  const [search, setSearch] = useSearchParams();
  const mayOthers = can(useMe().data, "export.read");
  const everybodys = mayOthers && search.get("whose") === "everybodys";
  const exports = useExports(everybodys);
  const rows = exports.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((one) => one.id === search.get("export"));
  const columns: Column<Export>[] = [
    { key: "cameras", head: t("exports.cameras"), cell: (one) => <b className="num">{codes(one)}</b> },
    { key: "from", head: t("exports.range"), num: true, cell: (one) => <>{format.dateTime(Date.parse(one.from))} <span className="dim">{format.span(Date.parse(one.to) - Date.parse(one.from))}</span></> },
    { key: "reference", head: t("exports.reference"), num: true, phone: "hide", cell: (one) => one.reference || "–" },
    { key: "form", head: t("exports.form"), phone: "hide", cell: (one) => t(`exports.form.${one.form}`) },
    { key: "asked", head: t("exports.askedAt"), phone: "hide", cell: (one) => <DateTime at={one.asked_at} /> },
    ...(everybodys ? [{ key: "by", head: t("exports.askedBy"), phone: "hide" as const, cell: (one: Export) => one.asked_by }] : []),
    { key: "state", head: t("exports.state"), phone: "end", cell: (one) => <State one={one} /> },
  ];
  const whose: Record<string, string> = everybodys ? { whose: "everybodys" } : {};
  return (
    <Page title={t("exports.title")} desk aside={<RulesTabs />}>
      {mayOthers && (
        <Group px="md" py="sm">
          <SegmentedControl aria-label={t("exports.whose")} value={everybodys ? "everybodys" : "own"} onChange={(value) => setSearch(value === "own" ? {} : { whose: value }, { replace: true })} data={[{ value: "own", label: t("exports.own") }, { value: "everybodys", label: t("exports.everybodys") }]} />
          {everybodys && <span className="small dim">{t("exports.everybodysWhat")}</span>}
        </Group>
      )}
      {exports.isError ? (
        <ErrorState error={exports.error} onRetry={() => void exports.refetch()} />
      ) : (
        <EntityTable label={t("exports.title")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => setSearch({ ...whose, export: one.id }, { replace: true })} hasMore={exports.hasNextPage} loadingMore={exports.isFetchingNextPage} onMore={() => void exports.fetchNextPage()} empty={<EmptyState title={t("exports.none")}>{t("exports.noneWhat")}</EmptyState>} />
      )}
      {opened && <ExportDrawer key={opened.id} one={opened} onClose={() => setSearch(whose, { replace: true })} />}
    </Page>
  );
}

function codes(one: Export): string {
  const [first, ...more] = one.cameras;
  return `${first?.code ?? ""}${more.length ? ` +${more.length}` : ""}`;
}

function State({ one }: { one: Export }) {
  const { t, format } = useTexts();
  const [tone, shape] = LOOKS[one.state];
  const part = one.state === "running" ? ` ${format.number(Math.floor(one.progress * 100))}%` : "";
  return (
    <Badge tone={one.state === "done" && one.reason ? "warn" : tone} shape={shape}>
      {t(`exports.state.${one.state}`)}
      {part}
    </Badge>
  );
}

function ExportDrawer({ one, onClose }: { one: Export; onClose: () => void }) {
  const { t, format } = useTexts();
  const move = useMoveExport(one.id);
  const [sure, setSure] = useState(false);
  const open = ["queued", "running", "waiting"].includes(one.state);
  return (
    <Drawer opened onClose={onClose} size={480} title={t("exports.one", { camera: codes(one) })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <Stack gap="lg">
        <div>
          <State one={one} />
        </div>
        {open && (
          <div>
            <Progress value={one.progress * 100} aria-label={t("exports.progress")} />
            <p className="small dim num" role="status">
              {[one.step && t(`exports.step.${one.step}`), one.clips > 1 && one.clip > 0 && t("exports.clip", { clip: format.number(one.clip), clips: format.number(one.clips) }), t("exports.bytes", { done: format.bytes(one.done_bytes), size: format.bytes(one.size_bytes) })].filter(Boolean).join(" · ")}
            </p>
          </div>
        )}
        {one.reason && (
          <p className="note" role="status">
            {t(`exports.reason.${one.reason}`)} <span className="dim">{one.detail}</span>
          </p>
        )}
        <dl className="kv">
          <dt>{t("exports.cameras")}</dt>
          <dd className="num">{one.cameras.map((camera) => camera.code).join(", ")}</dd>
          <dt>{t("exports.from")}</dt>
          <dd className="num">{format.dateTime(Date.parse(one.from))}</dd>
          <dt>{t("exports.to")}</dt>
          <dd className="num">{format.dateTime(Date.parse(one.to))}</dd>
          <dt>{t("exports.form")}</dt>
          <dd>
            {t(`exports.form.${one.form}`)}
            {one.burn_in && <div className="dim">{t("exports.burnIn")}</div>}
          </dd>
          <dt>{t("exports.reference")}</dt>
          <dd className="num">{one.reference || "–"}</dd>
          <dt>{t("exports.size")}</dt>
          <dd className="num">{format.bytes(one.size_bytes)}</dd>
          <dt>{t("exports.askedAt")}</dt>
          <dd>
            <DateTime at={one.asked_at} /> <span className="dim">{one.asked_by}</span>
          </dd>
          {one.approvals.map((approval) => (
            <Fragment key={approval.at}>
              <dt>{t("exports.approved")}</dt>
              <dd>
                <DateTime at={approval.at} /> <span className="dim">{approval.by}</span>
              </dd>
            </Fragment>
          ))}
          {one.state === "done" && (
            <>
              <dt>{t("exports.sha")}</dt>
              <dd className="num" style={{ overflowWrap: "anywhere" }}>
                {one.sha256 || t("exports.summing")}
              </dd>
              <dt>{t("exports.stamp")}</dt>
              <dd>{t(`exports.stamp.${one.stamped}`)}</dd>
            </>
          )}
          {one.expires_at && (
            <>
              <dt>{t("exports.until")}</dt>
              <dd>
                <DateTime at={one.expires_at} />
              </dd>
            </>
          )}
        </dl>
        {one.form === "redacted" && (
          <p className="note" role="note">
            {t("exports.still")}
          </p>
        )}
        {move.isError && <ErrorNote error={move.error} />}
        {one.is_own && (
          <Group gap="sm">
            {one.state === "done" && (
              <Button component="a" href={packageAddress(one.id)} download variant="filled" leftSection={<IconDownload size={16} />}>
                {t("exports.fetch")}
              </Button>
            )}
            {open && <Button onClick={() => move.mutate("pause")}>{t("exports.pause")}</Button>}
            {(one.state === "paused" || one.state === "failed") && (
              <Button variant="filled" onClick={() => move.mutate("resume")}>
                {t(one.state === "failed" ? "exports.again" : "exports.resume")}
              </Button>
            )}
            {(open || one.state === "paused") && (
              <Button color="red" variant="outline" onClick={() => (sure ? move.mutate("cancel") : setSure(true))}>
                {t(sure ? "exports.cancelSure" : "exports.cancel")}
              </Button>
            )}
            {one.state === "done" && (
              <Button color="red" variant="outline" onClick={() => (sure ? move.mutate("delete") : setSure(true))}>
                {t(sure ? "exports.deleteSure" : "exports.delete")}
              </Button>
            )}
          </Group>
        )}
        {one.state === "done" && <Handovers one={one} />}
        {one.state === "done" && <p className="small dim">{t("exports.checkWhat")} <a href="/trust" target="_blank" rel="noreferrer">/trust</a></p>}
      </Stack>
    </Drawer>
  );
}
