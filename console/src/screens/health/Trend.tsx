/** From day to day: how many faults were open at its end, and for how much of it cameras gave pictures of use. */
import { Skeleton } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useState } from "react";

import type { TrendPoint } from "../../api/health";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";
import { BLIND, kindKey } from "./looks";

const HEIGHT = 96;
const LINE = 40;
const FOOT = 18;

export function Trend({ points, failed, onRetry }: { points: readonly TrendPoint[] | undefined; failed: boolean; onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <section className={`card ${css.card}`} aria-label={t("health.trend")}>
      <h2>{t("health.trend")}</h2>
      {failed && !points ? (
        <button type="button" className={css.link} onClick={onRetry}>
          <ErrorNote error={undefined} />
        </button>
      ) : points ? (
        <Chart points={points} />
      ) : (
        <Skeleton height={HEIGHT + LINE + FOOT} />
      )}
    </section>
  );
}

function blind(point: TrendPoint): number {
  return Object.entries(point.kinds).reduce((sum, [kind, many]) => sum + (BLIND.has(kind) ? many : 0), 0);
}

function Chart({ points }: { points: readonly TrendPoint[] }) {
  const { t, format } = useTexts();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const most = Math.max(1, ...points.map((point) => point.open));
  const least = Math.min(...points.map((point) => point.useful ?? 1));
  const floor = least >= 0.99 ? 0.99 : least >= 0.95 ? 0.95 : least >= 0.9 ? 0.9 : least >= 0.5 ? 0.5 : 0;
  const step = width / points.length;
  const bar = Math.max(2, Math.min(24, step - 3));
  const y = (share: number) => HEIGHT + FOOT + (1 - (share - floor) / (1 - floor)) * (LINE - 6) + 4;
  const useful = points.flatMap((point, index) => (point.useful === null ? [] : [[(index + 0.5) * step, y(point.useful)] as const]));
  const shown = points[at ?? points.length - 1];
  const percent = (share: number, digits = 2) => t("health.percent", { share: format.number(share * 100, digits) });
  return (
    <>
      <p className={css.readout} aria-live="polite">
        {shown && (
          <>
            <b className="num">{at === null || at === points.length - 1 ? t("health.today") : format.dayMonth(Date.parse(shown.at))}</b>
            <span>
              <i className={css.key} data-of="blind" /> {t("health.trendBlind", { count: blind(shown) })}
            </span>
            <span>
              <i className={css.key} data-of="other" /> {t("health.trendOther", { count: shown.open - blind(shown) })}
            </span>
            {shown.useful !== null && (
              <span>
                <i className={css.key} data-of="useful" /> {t("health.trendUseful", { share: percent(shown.useful) })}
              </span>
            )}
          </>
        )}
      </p>
      <div ref={ref} className={css.chart} style={{ height: HEIGHT + FOOT + LINE }} onMouseLeave={() => setAt(null)}>
        {width > 0 && (
          <svg width={width} height={HEIGHT + FOOT + LINE} aria-hidden>
            <line x1="0" x2={width} y1="0.5" y2="0.5" stroke="var(--tc-line)" />
            <line x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--tc-line)" />
            {points.map((point, index) => {
              const x = (index + 0.5) * step - bar / 2;
              const bad = (blind(point) / most) * (HEIGHT - 14);
              const all = (point.open / most) * (HEIGHT - 14);
              return (
                <g key={point.at} opacity={at === null || at === index ? 1 : 0.55}>
                  <rect x={x} y={HEIGHT - all} width={bar} height={Math.max(0, all - bad)} fill="var(--tc-warn-line)" />
                  <rect x={x} y={HEIGHT - bad} width={bar} height={bad} fill="var(--tc-bad-line)" />
                </g>
              );
            })}
            <text x="2" y="12" className={css.tick}>
              {format.number(most)}
            </text>
            <path d={useful.map(([x, level], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${level.toFixed(1)}`).join("")} fill="none" stroke="var(--tc-text)" strokeWidth="1.5" />
            {at !== null && useful[at] && <circle cx={useful[at][0]} cy={useful[at][1]} r="3" fill="var(--tc-text)" />}
            <line x1="0" x2={width} y1={HEIGHT + FOOT + LINE - 0.5} y2={HEIGHT + FOOT + LINE - 0.5} stroke="var(--tc-line)" />
            <text x="2" y={HEIGHT + FOOT + LINE - 4} className={css.tick}>
              {percent(floor, 0)}
            </text>
            {points.map((point, index) => index % Math.max(1, Math.ceil(64 / step)) === 0 && (
              <text key={point.at} x={(index + 0.5) * step} y={HEIGHT + 13} textAnchor={index ? "middle" : "start"} dx={index ? 0 : -step / 2 + 2} className={css.tick}>
                {format.dayMonth(Date.parse(point.at))}
              </text>
            ))}
          </svg>
        )}
        <div className={css.hits} role="group" aria-label={t("health.trend")}>
          {points.map((point, index) => (
            <button
              key={point.at}
              type="button"
              tabIndex={index === (at ?? points.length - 1) ? 0 : -1}
              aria-label={t("health.trendDay", { day: format.date(Date.parse(point.at)), open: point.open, kinds: Object.entries(point.kinds).map(([kind, count]) => t("health.kindCount", { kind: t(kindKey(kind)), count })).join(", "), share: point.useful === null ? "–" : percent(point.useful) })}
              onMouseEnter={() => setAt(index)}
              onFocus={() => setAt(index)}
              onKeyDown={(event) => {
                const next = event.key === "ArrowLeft" ? event.currentTarget.previousElementSibling : event.key === "ArrowRight" ? event.currentTarget.nextElementSibling : null;
                if (next instanceof HTMLElement) next.focus();
              }}
            />
          ))}
        </div>
      </div>
      <p className="small faint">{t("health.trendWhat")}</p>
    </>
  );
}
