/** The disks that the archive lies on, the cold store behind them, and what moves between them. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useDrainPool, useForgetCold, usePlaces, useRemovePool, type Cold, type Move, type Places, type Pool } from "../../api/storage";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SystemTabs } from "../SystemTabs";
import { ColdDialog, GiveUpDialog, PoolDialog } from "./dialogs";
import css from "./Storage.module.css";

const COUNTED_AT_MOST = 100_000;
const COLD = "@cold";
const LOOKS = { ok: { tone: "ok", shape: "ok" }, full: { tone: "warn", shape: "warn" }, failing: { tone: "bad", shape: "bad" }, away: { tone: "bad", shape: "gap" } } as const;

export function Storage() {
  const { t } = useTexts();
  const me = useMe();
  const places = usePlaces();
  const [dialog, setDialog] = useState<"pool" | "cold" | null>(null);
  const may = can(me.data, "archive.write");
  return (
    <Page title={t("storage.title")} desk aside={<SystemTabs />} actions={may && <HeadButton icon={<IconPlus size={16} />} text={t("storage.addPool")} onClick={() => setDialog("pool")} />}>
      {places.isError ? <ErrorState error={places.error} onRetry={() => void places.refetch()} /> : !places.data ? <Skeleton height={320} m="md" /> : <Body places={places.data} may={may} onCold={() => setDialog("cold")} />}
      {dialog === "pool" && <PoolDialog onClose={() => setDialog(null)} />}
      {dialog === "cold" && <ColdDialog cold={places.data?.cold ?? null} onClose={() => setDialog(null)} />}
    </Page>
  );
}

function Body({ places, may, onCold }: { places: Places; may: boolean; onCold: () => void }) {
  const { t, format } = useTexts();
  return (
    <div className={css.body}>
      <section className={css.part} aria-labelledby="disks">
        <div className={css.head}>
          <h2 id="disks">{t("storage.disks")}</h2>
          <span className="small dim">{t("storage.floor", { floor: format.bytes(places.floor_bytes) })}</span>
        </div>
        <div className={css.cards}>
          {places.pools.map((pool) => (
            <PoolCard key={pool.name} pool={pool} alone={places.pools.length === 1} may={may} />
          ))}
        </div>
      </section>
      <section className={css.part} aria-labelledby="cold">
        <div className={css.head}>
          <h2 id="cold">{t("storage.cold")}</h2>
          {places.cold && may && <Button size="xs" onClick={onCold}>{t("storage.change")}</Button>}
        </div>
        {places.cold ? (
          <ColdCard cold={places.cold} may={may} />
        ) : (
          <EmptyState title={t("storage.noCold")} action={may && <Button onClick={onCold}>{t("storage.setCold")}</Button>}>
            {t("storage.noColdWhat")}
          </EmptyState>
        )}
      </section>
      <Moves places={places} />
    </div>
  );
}

function PoolCard({ pool, alone, may }: { pool: Pool; alone: boolean; may: boolean }) {
  const { t, format } = useTexts();
  const drain = useDrainPool();
  const remove = useRemovePool();
  const [givingUp, setGivingUp] = useState(false);
  const used = pool.size_bytes ? 1 - pool.free_bytes / pool.size_bytes : 0;
  const look = LOOKS[pool.state];
  return (
    <article className={`card ${css.card}`}>
      <div className={css.head}>
        <b>{pool.name || t("storage.root")}</b>
        <Badge tone={look.tone} shape={look.shape}>{t(`storage.state.${pool.state}`)}</Badge>
        {pool.given_up ? <Badge tone="off" shape="off">{t("storage.givenUp")}</Badge> : pool.draining && <Badge tone="off" shape="off">{t("storage.draining")}</Badge>}
      </div>
      <span className={`small dim num ${css.path}`}>{pool.folder}</span>
      {pool.size_bytes > 0 && (
        <>
          <div className={css.bar} data-full={pool.state === "full" || undefined} role="img" aria-label={t("storage.used", { percent: Math.round(used * 100) })}>
            <i style={{ width: `${used * 100}%` }} />
          </div>
          <span className="small num">{t("storage.free", { free: format.bytes(pool.free_bytes), size: format.bytes(pool.size_bytes) })}</span>
        </>
      )}
      <span className="small num">{kept(pool, t, format)}</span>
      {pool.given_up ? <p className="small">{t("storage.givenUp.do")}</p> : pool.state !== "ok" && <p className="small">{t(`storage.state.${pool.state}.do`)}</p>}
      {pool.why && !pool.given_up && <p className={`small dim ${css.path}`}>{pool.why}</p>}
      {may && !alone && !pool.given_up && (
        <div className={css.actions}>
          <Button size="xs" loading={drain.isPending} onClick={() => drain.mutate({ name: pool.name, draining: !pool.draining })}>
            {t(pool.draining ? "storage.useAgain" : "storage.drain")}
          </Button>
          {pool.name && pool.draining && (
            <Button size="xs" loading={remove.isPending} disabled={pool.segments > 0} onClick={() => remove.mutate(pool.name)}>
              {t("storage.remove")}
            </Button>
          )}
          {(pool.state === "away" || pool.state === "failing") && <Button size="xs" onClick={() => setGivingUp(true)}>{t("storage.giveUp")}</Button>}
        </div>
      )}
      {drain.isError && <ErrorNote error={drain.error} />}
      {remove.isError && <ErrorNote error={remove.error} />}
      {givingUp && <GiveUpDialog pool={pool} onClose={() => setGivingUp(false)} />}
    </article>
  );
}

function ColdCard({ cold, may }: { cold: Cold; may: boolean }) {
  const { t, format } = useTexts();
  const forget = useForgetCold();
  return (
    <article className={`card ${css.card}`}>
      <div className={css.head}>
        <b className={`num ${css.path}`}>{cold.endpoint}</b>
        {cold.failed ? <Badge tone="bad" shape="bad">{t("storage.coldFails")}</Badge> : cold.paused ? <Badge tone="off" shape="off">{t("storage.paused")}</Badge> : <Badge tone="ok" shape="ok">{t("storage.coldServes")}</Badge>}
      </div>
      {cold.bucket && <span className="small dim num">{cold.prefix ? `${cold.bucket}/${cold.prefix}` : cold.bucket}</span>}
      <span className="small">{t("storage.after", { days: format.number(cold.after_days) })}</span>
      <span className="small num">{kept(cold, t, format)}</span>
      {cold.failed && <p className={`small ${css.path}`} role="alert"><DateTime at={cold.failed} /> {cold.error}</p>}
      {may && cold.segments === 0 && (
        <div className={css.actions}>
          <Button size="xs" loading={forget.isPending} onClick={() => forget.mutate(undefined)}>{t("storage.forgetCold")}</Button>
        </div>
      )}
      {forget.isError && <ErrorNote error={forget.error} />}
    </article>
  );
}

function Moves({ places }: { places: Places }) {
  const { t } = useTexts();
  const named = (place: string) => (place === COLD ? t("storage.cold") : place || t("storage.root"));
  const columns: Column<Move>[] = [
    { key: "path", head: t("storage.file"), cell: (one) => <span className={`num ${css.path}`}>{one.path}</span> },
    { key: "way", head: t("storage.way"), cell: (one) => t("storage.fromTo", { from: named(one.from_place), to: named(one.to_place) }) },
    { key: "started", head: t("storage.started"), phone: "hide", cell: (one) => <DateTime at={one.started} /> },
    { key: "state", head: t("storage.moveState"), phone: "end", cell: (one) => (one.error ? <span>{t("storage.again", { count: one.attempts })} <span className="dim">{one.error}</span></span> : t(`storage.step.${one.step}`)) },
  ];
  if (places.moving === 0) return null;
  return (
    <section className={css.part} aria-labelledby="moves">
      <h2 id="moves">{t("storage.moves", { count: places.moving })}</h2>
      <EntityTable label={t("storage.moves", { count: places.moving })} columns={columns} rows={places.moves} rowKey={(one) => one.path} empty={null} />
    </section>
  );
}

function kept(one: { segments: number; kept_bytes: number }, t: ReturnType<typeof useTexts>["t"], format: ReturnType<typeof useTexts>["format"]): string {
  if (one.segments >= COUNTED_AT_MOST) return t("storage.keptMany", { count: format.number(COUNTED_AT_MOST) });
  return t("storage.kept", { count: format.number(one.segments), size: format.bytes(one.kept_bytes) });
}
