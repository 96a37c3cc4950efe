/** Something over time, one row a street, all rows on one scale; where nothing was seen the line breaks and the ground is hatched. */
import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";

import { useTexts } from "../../i18n";
import { ticks } from "../../components/timeline/scale";
import css from "./Traffic.module.css";

export interface Row {
  id: string;
  name: string;
  values: readonly (number | null)[];
}

interface Props {
  label: string;
  /** Where each step begins, and where the last one ends. */
  marksMs: readonly number[];
  rows: readonly Row[];
  write: (value: number) => string;
  /** The top of the scale is at least this. */
  least?: number;
  chosen?: string | null;
  /** What is later is to come: nobody has looked there yet, and nobody could. */
  untilMs?: number;
}

const ROW_PX = 54;
const FOOT_PX = 18;
/** As wide as the words of a time. */
const TICK_PX = 36;

/** Stretches of neighbours that are known: [first, last]. */
export function runs(values: readonly (number | null)[]): [number, number][] {
  const found: [number, number][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else found.push([index, index]);
  });
  return found;
}

/** What lies between them. */
export function gaps(values: readonly (number | null)[]): [number, number][] {
  return runs(values.map((value) => (value === null ? 0 : null)));
}

export function Series({ label, marksMs, rows, write, least = 1, chosen, untilMs = Infinity }: Props) {
  const { t, format } = useTexts();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const count = marksMs.length - 1;
  const [fromMs = 0, toMs = 0] = [marksMs[0], marksMs.at(-1)];
  const most = Math.max(least, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  const x = (ms: number) => ((ms - fromMs) / Math.max(1, toMs - fromMs)) * width;
  const middle = (index: number) => x(((marksMs[index] ?? 0) + (marksMs[index + 1] ?? 0)) / 2);
  const lastKnown = rows.reduce((last, row) => Math.max(last, runs(row.values).at(-1)?.[1] ?? -1), -1);
  const shown = Math.min(at ?? lastKnown, count - 1);
  const move = (event: KeyboardEvent) => {
    const to = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: lastKnown }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setAt(Math.min(count - 1, Math.max(0, to)));
  };
  const when = shown < 0 ? "" : t("traffic.step", { from: format.minute(marksMs[shown] ?? 0), to: format.minute(marksMs[shown + 1] ?? 0) });
  const told = (row: Row) => {
    const value = row.values[shown];
    return value == null ? t("traffic.unknown") : write(value);
  };
  return (
    <div className={css.series} role="group" aria-label={label}>
      <p className="small dim num" aria-live="polite">
        {when}
      </p>
      <div
        ref={ref}
        className={css.rows}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={Math.max(0, shown)}
        aria-valuetext={[when, ...rows.map((row) => t("traffic.of", { name: row.name, value: told(row) }))].join("; ")}
        onKeyDown={move}
        onMouseLeave={() => setAt(null)}
        onPointerMove={({ clientX, currentTarget }) => {
          const share = (clientX - currentTarget.getBoundingClientRect().left) / Math.max(1, width);
          setAt(Math.min(count - 1, Math.max(0, marksMs.findIndex((mark) => mark > fromMs + share * (toMs - fromMs)) - 1)));
        }}
      >
        {rows.map((row) => (
          <div key={row.id} className={css.seriesRow} data-off={(chosen != null && chosen !== row.id) || undefined}>
            <div className={css.seriesHead}>
              <span className="cut">{row.name}</span>
              <b className="num">{told(row)}</b>
            </div>
            {width > 0 && (
              <svg width={width} height={ROW_PX} aria-hidden>
                {gaps(row.values).map(([first, last]) => (
                  <rect key={first} x={x(marksMs[first] ?? 0)} width={Math.max(0, x(Math.min(marksMs[last + 1] ?? 0, untilMs)) - x(marksMs[first] ?? 0))} y="0" height={ROW_PX} className={css.unseen} />
                ))}
                {runs(row.values).map(([first, last]) => {
                  const steps = row.values.slice(first, last + 1).map((value, step) => `L${x(marksMs[first + step] ?? 0).toFixed(1)} ${y(value ?? 0, most)}L${x(marksMs[first + step + 1] ?? 0).toFixed(1)} ${y(value ?? 0, most)}`);
                  return <path key={first} d={`M${x(marksMs[first] ?? 0).toFixed(1)} ${ROW_PX}${steps.join("")}L${x(marksMs[last + 1] ?? 0).toFixed(1)} ${ROW_PX}z`} className={css.area} />;
                })}
                <line x1="0" x2={width} y1={ROW_PX - 0.5} y2={ROW_PX - 0.5} stroke="var(--tc-line)" />
                {at !== null && <line x1={middle(at)} x2={middle(at)} y1="0" y2={ROW_PX} stroke="var(--tc-accent-line)" />}
              </svg>
            )}
          </div>
        ))}
        {width > 0 && (
          <svg width={width} height={FOOT_PX} aria-hidden>
            {ticks({ fromMs, toMs }, width, 64).map((tick) => (
              <text key={tick.atMs} x={Math.min(width - TICK_PX / 2, Math.max(TICK_PX / 2, x(tick.atMs)))} y="13" textAnchor="middle" className={css.tick}>
                {tick.as === "day" ? format.dayMonth(tick.atMs) : format.minute(tick.atMs)}
              </text>
            ))}
          </svg>
        )}
      </div>
      <p className="small faint">{t("traffic.scaleTop", { value: write(most) })}</p>
    </div>
  );
}

function y(value: number, most: number): string {
  return (ROW_PX - (value / most) * (ROW_PX - 4)).toFixed(1);
}
