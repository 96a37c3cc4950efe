/** Which cameras near a place have pictures of a time; chosen ones are played in step. The question is the address. */
import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import { IconMap2, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";

import { useFootageNear, type FoundCamera, type PlaceQuery } from "../../api/finding";
import { serverClock } from "../../api/clock";
import { Page } from "../../app/Page";
import { EntityTable, type Column } from "../../components/EntityTable";
import { EmptyState, ErrorState } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { gapText } from "../../components/timeline/Timeline";
import { useTexts } from "../../i18n";
import { FindTabs } from "./FindTabs";
import css from "./Find.module.css";

const MOST = 16;
const TEN_MINUTES_MS = 600_000;

function parse(search: URLSearchParams): PlaceQuery | null {
  const [lat, lon] = (search.get("place") ?? "").split(",").map(Number);
  const [fromMs, toMs] = [Date.parse(search.get("from") ?? ""), Date.parse(search.get("to") ?? "")];
  const radiusM = Number(search.get("radius") ?? 150);
  if (lat === undefined || lon === undefined || ![lat, lon, fromMs, toMs, radiusM].every(Number.isFinite)) return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && toMs > fromMs && radiusM > 0 ? { lat, lon, radiusM, fromMs, toMs } : null;
}

export function Find() {
  const { t, format } = useTexts();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const asked = parse(search);
  const now = Math.floor(serverClock.now() / 60_000) * 60_000;
  const [place, setPlace] = useState(search.get("place") ?? "");
  const [radius, setRadius] = useState<number | string>(Number(search.get("radius") ?? 150));
  const [from, setFrom] = useState<number | null>(asked?.fromMs ?? now - 2 * TEN_MINUTES_MS);
  const [to, setTo] = useState<number | null>(asked?.toMs ?? now - TEN_MINUTES_MS);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const found = useFootageNear(asked);
  const rows = found.data?.pages.flatMap((page) => page.items);
  const chosen = (rows ?? []).filter((one) => !left.has(one.camera_id)).slice(0, MOST);
  const wish = parse(new URLSearchParams({ place, radius: String(radius), from: iso(from), to: iso(to) }));
  const toggle = (id: string) => setLeft((before) => (before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id])));
  const ask = () => {
    if (!wish) return;
    setLeft(new Set());
    setSearch({ place, radius: String(radius), from: iso(from), to: iso(to) }, { replace: asked === null });
  };
  const play = () => asked && go(`/playback?${new URLSearchParams({ cameras: chosen.map((one) => one.camera_id).join(","), at: new Date(asked.fromMs).toISOString(), from: new Date(asked.fromMs).toISOString(), to: new Date(asked.toMs).toISOString() })}`);
  const columns: Column<FoundCamera>[] = [
    { key: "on", head: t("find.choose"), cell: (one) => <span onClick={(event) => event.stopPropagation()}><Checkbox size="xs" aria-label={t("find.chooseOne", { code: one.code })} checked={chosen.includes(one)} disabled={!chosen.includes(one) && chosen.length >= MOST} onChange={() => toggle(one.camera_id)} /></span> },
    { key: "code", head: t("find.camera"), cell: (one) => <><b className="num">{one.code}</b> <span className="dim">{one.name}</span></> },
    { key: "distance", head: t("find.distance"), num: true, cell: (one) => t("find.metres", { metres: format.number(Math.round(one.distance_m)) }) },
    { key: "share", head: t("find.share"), cell: (one) => <Share of={one} /> },
    { key: "gaps", head: t("find.gaps"), phone: "hide", cell: (one) => <span className="dim">{one.missing.map(({ cause, seconds }) => t("find.gap", { why: t(gapText(cause)), span: format.span(seconds * 1000) })).join(", ") || "–"}</span> },
  ];
  return (
    <Page title={t("find.title")} desk aside={<FindTabs />}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextInput className={css.place} label={t("find.place")} placeholder="21.0285, 105.8542" value={place} onChange={(event) => setPlace(event.currentTarget.value.replaceAll(" ", ""))} rightSection={<Link href="/map" aria-label={t("find.onMap")} title={t("find.onMap")}><IconMap2 size={16} /></Link>} />
        <NumberInput className={css.radius} label={t("find.radius")} value={radius} onChange={setRadius} min={1} max={5000} step={50} />
        <TimeField className={css.time} seconds label={t("find.from")} value={from} onChange={setFrom} />
        <TimeField className={css.time} seconds label={t("find.to")} value={to} onChange={setTo} error={from !== null && to !== null && to <= from && t("find.wrongWay")} />
        <Button type="submit" variant="filled" leftSection={<IconSearch size={16} />} disabled={!wish}>
          {t("find.ask")}
        </Button>
      </form>
      {asked === null ? (
        <EmptyState title={t("find.start")}>{t("find.startWhat")}</EmptyState>
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <>
          {rows && rows.length > 0 && (
            <div className={css.found}>
              <span className="grow" aria-live="polite">
                {t("find.count", { count: rows.length })}
              </span>
              <Button variant="filled" leftSection={<IconPlayerPlay size={16} />} disabled={chosen.length === 0} onClick={play}>
                {t("find.play", { count: chosen.length })}
              </Button>
            </div>
          )}
          <EntityTable label={t("find.title")} columns={columns} rows={rows} rowKey={(one) => one.camera_id} onOpen={(one) => go(`/watch/${one.camera_id}?at=${encodeURIComponent(new Date(asked.fromMs).toISOString())}`)} hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} empty={<EmptyState title={t("find.none")}>{t("find.noneWhat")}</EmptyState>} />
        </>
      )}
    </Page>
  );
}

function Share({ of }: { of: FoundCamera }) {
  const { t, format } = useTexts();
  const percent = Math.round(of.share * 100);
  return (
    <span className={css.share}>
      <i>
        <b style={{ width: `${percent}%` }} />
      </i>
      <span className="num">{t("find.percent", { percent: format.number(percent) })}</span>
    </span>
  );
}

const iso = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());
