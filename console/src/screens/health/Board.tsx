/** The health board: all cameras that one may see in one picture, from the city to one owner's in one ward. */
import { SegmentedControl, Skeleton } from "@mantine/core";
import { IconChevronRight, IconTable, IconLayoutBoardSplit } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";

import { useBoard, useTrend, type FaultKind, type Part } from "../../api/health";
import { useAddressParts } from "../../app/addressParts";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { useOrganisationNames } from "../dossier/FactValue";
import { BoardTable } from "./BoardTable";
import { Causes } from "./Causes";
import css from "./Health.module.css";
import { HealthFrame } from "./HealthFrame";
import { Kinds } from "./Kinds";
import { cellsOf, sumOf, type By, type Cell } from "./looks";
import { TreeMap } from "./TreeMap";
import { Trend } from "./Trend";

/** In an address: nobody has said which unit or owner. */
const NONE = "none";
const DAYS = 30;

export function Board() {
  const { t, format } = useTexts();
  const [, go] = useLocation();
  const [search, , setSearch] = useAddressParts();
  const by: By = search.get("by") === "owner" ? "owner" : "unit";
  const other: By = by === "unit" ? "owner" : "unit";
  const chosen = search.get("in");
  const asTable = search.has("table");
  const level: By = chosen === null ? by : other;
  const part = useMemo<Part>(() => (chosen === null ? {} : partOf(by, chosen)), [by, chosen]);
  const board = useBoard(part, level);
  const whole = board.data;
  const names = useOrganisationNames();
  const cells = useMemo(() => cellsOf(whole?.groups ?? [], whole?.names ?? {}, level), [whole, level]);
  const sum = useMemo(() => sumOf(whole?.groups ?? []), [whole]);
  const trend = useTrend(part, DAYS);

  const put = (values: Record<string, string>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  const nameOf = (cell: Pick<Cell, "key" | "name">, of: By) => (cell.key ? cell.name || t("fact.notSeen") : t(of === "unit" ? "health.noUnit" : "health.noOwner"));
  const list = (more: { key?: string; kind?: FaultKind }) => {
    const query = new URLSearchParams();
    for (const [side, key] of [[by, chosen], [level, more.key]] as const) if (key !== null && key !== undefined) query.set(side, key || NONE);
    if (more.kind) query.set("kind", more.kind);
    go(`/health/faults?${query.toString()}`);
  };
  const open = (cell: Cell) => (chosen === null ? put({ in: cell.key || NONE }) : list({ key: cell.key }));
  const up = () => put({ in: "" });

  if (board.isError && !whole)
    return (
      <HealthFrame title="health.title">
        <ErrorState error={board.error} onRetry={() => void board.refetch()} />
      </HealthFrame>
    );
  const useful = trend.data?.points.at(-1)?.useful;
  const share = sum.watched ? sum.faulty / sum.watched : null;
  return (
    <HealthFrame title="health.title">
      <div className={css.board}>
        <div className={css.main}>
          <div className={css.figures} role="status" aria-label={t("health.figures")}>
            <Figure head="health.cameras" value={whole && format.number(sum.cameras)} what={whole && t("health.watched", { count: sum.watched })} />
            <Figure head="health.faulty" tone={sum.faulty ? "bad" : "ok"} value={whole && format.number(sum.faulty)} what={whole && (share === null ? "" : t("health.shareOf", { share: format.number(share * 100, 1) }))} />
            <Figure head="health.planned" tone={sum.planned ? "hold" : undefined} value={whole && format.number(sum.planned)} what={whole && t("health.plannedWhat")} />
            <Figure head="health.useful" value={trend.data && (useful == null ? "–" : t("health.percent", { share: format.number(useful * 100, 2) }))} what={trend.data && t("health.usefulWhat")} />
          </div>
          <section className={`card ${css.map}`} aria-label={t("health.map")}>
            <header className={css.mapHead}>
              <nav className={css.way} aria-label={t("health.way")}>
                {chosen === null ? (
                  <h2>{t(by === "unit" ? "health.allUnits" : "health.allOwners")}</h2>
                ) : (
                  <>
                    <button type="button" onClick={up}>
                      {t("health.all")}
                    </button>
                    <IconChevronRight size={14} />
                    <h2 className="cut">{nameOf({ key: chosen === NONE ? "" : chosen, name: names.get(chosen) ?? "" }, by)}</h2>
                  </>
                )}
              </nav>
              <span className="grow" />
              <SegmentedControl size="xs" aria-label={t("health.by")} value={by} onChange={(value) => put({ by: value === "owner" ? "owner" : "", in: "" })} data={[{ value: "unit", label: t("health.by.unit") }, { value: "owner", label: t("health.by.owner") }]} />
              <SegmentedControl
                size="xs"
                aria-label={t("health.form")}
                value={asTable ? "table" : "map"}
                onChange={(value) => put({ table: value === "table" ? "1" : "" })}
                data={[
                  { value: "map", label: <Sign icon={<IconLayoutBoardSplit size={16} />} word={t("health.form.map")} /> },
                  { value: "table", label: <Sign icon={<IconTable size={16} />} word={t("health.form.table")} /> },
                ]}
              />
            </header>
            {!whole ? (
              <Skeleton className={css.room} radius="sm" />
            ) : !cells.length ? (
              <div className={css.room}>
                <EmptyState title={t("health.noCameras")} action={<Link href="/cameras">{t("health.toCameras")}</Link>}>
                  {t("health.noCamerasWhat")}
                </EmptyState>
              </div>
            ) : asTable ? (
              <BoardTable cells={cells} head={level === "unit" ? "health.by.unit" : "health.by.owner"} nameOf={(cell) => nameOf(cell, level)} onOpen={open} />
            ) : (
              <TreeMap key={`${by} ${chosen ?? ""}`} cells={cells} nameOf={(cell) => nameOf(cell, level)} shortOf={(cell) => (level === "unit" && cell.key ? nameOf(cell, level).replace(/^\S+ /, "") : nameOf(cell, level))} onOpen={open} onUp={chosen === null ? undefined : up} onRest={() => put({ table: "1" })} />
            )}
          </section>
          <Trend points={trend.data?.points} failed={trend.isError} onRetry={() => void trend.refetch()} />
        </div>
        <aside className={css.side}>
          <Causes />
          <Kinds sum={whole && sum} points={trend.data?.points} onKind={(kind) => list({ kind })} />
        </aside>
      </div>
    </HealthFrame>
  );
}

/** What the server is asked for one unit or owner, or for cameras of which nobody has said it. */
export function partOf(by: By, key: string): Part {
  const field = by === "unit" ? "unit_id" : "owner_id";
  return key === NONE ? { missing: [field] } : { [field]: [key] };
}

function Sign({ icon, word }: { icon: React.ReactNode; word: string }) {
  return (
    <span className="row" style={{ gap: 6 }} title={word}>
      {icon}
      <span className="sr">{word}</span>
    </span>
  );
}

function Figure({ head, value, what, tone }: { head: TextKey; value: string | undefined; what: string | undefined; tone?: "ok" | "bad" | "hold" }) {
  const { t } = useTexts();
  return (
    <div className={`card ${css.figure}`}>
      <span className="small dim">{t(head)}</span>
      {value === undefined ? <Skeleton height={26} width={72} /> : <b className={`num ${tone ? `c-${tone}` : ""}`}>{value}</b>}
      <span className="small faint">{what ?? "\u00a0"}</span>
    </div>
  );
}
