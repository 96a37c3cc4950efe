/** What looks at the camera's pictures found, hour by hour, against the score from which on it counts as wrong. */
import { Button } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useMemo, useState } from "react";

import type { CameraHealth, FaultKind } from "../../api/health";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";
import { kindKey, kindLook, KINDS } from "./looks";

const HEIGHT = 52;
const SHOWN = 6;
const HOURS = 24;

interface Series {
  kind: FaultKind;
  /** One an hour, the oldest day first; null: nobody looked. */
  values: (number | null)[];
  thresholds: readonly number[];
  last: number;
  most: number;
  over: number;
}

export function Scores({ health }: { health: CameraHealth }) {
  const { t, format } = useTexts();
  const [all, setAll] = useState(false);
  const days = useMemo(() => [...health.days].sort((one, other) => one.day.localeCompare(other.day)), [health.days]);
  const series = useMemo(() => seriesOf(days, health.thresholds), [days, health.thresholds]);
  const looks = days.reduce((sum, day) => sum + day.looks, 0);
  const first = days[0];
  return (
    <section className={`card ${css.card}`} aria-label={t("health.scores")}>
      <div className={css.sectionHead}>
        <h2 className="grow">{t("health.scores")}</h2>
        {first && <span className="small faint">{t("health.looks", { looks, days: days.length })}</span>}
      </div>
      {!series.length ? (
        <p className="small dim">{t("health.noScores")}</p>
      ) : (
        <>
          <p className="small dim">{t("health.scoresWhat")}</p>
          <div className={css.scores}>
            {(all ? series : series.slice(0, SHOWN)).map((one) => {
              const look = one.over ? kindLook(one.kind) : { tone: "off", shape: "none" as const };
              return (
                <div key={one.kind} className={css.score} data-score={one.kind}>
                  <header>
                    <span className={`c-${look.tone}`}>
                      <Shape name={look.shape} />
                    </span>
                    <span className="grow cut">{t(kindKey(one.kind))}</span>
                    <b className="num">{format.number(one.last, 2)}</b>
                  </header>
                  <Chart series={one} label={t("health.scoreSaid", { kind: t(kindKey(one.kind)), last: format.number(one.last, 2), most: format.number(one.most, 2), hours: one.over })} />
                </div>
              );
            })}
          </div>
          <div className="row small faint num">
            <span>{first && format.dayMonth(Date.parse(`${first.day}T12:00:00+07:00`))}</span>
            <span className="grow" />
            {series.length > SHOWN && !all && (
              <Button size="xs" onClick={() => setAll(true)}>
                {t("health.allScores", { count: series.length })}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** What was over its threshold last and longest comes first. */
export function seriesOf(days: CameraHealth["days"], thresholds: CameraHealth["thresholds"]): Series[] {
  const found = KINDS.flatMap((kind): Series[] => {
    const limits = thresholds[kind];
    const values = days.flatMap((day) => Array.from({ length: HOURS }, (_, hour) => day.scores[kind]?.[String(hour)] ?? null));
    const known = values.filter((value) => value !== null);
    if (!limits || !known.length) return [];
    const over = values.filter((value, index) => value !== null && value >= (limits[index % HOURS] ?? 1)).length;
    return [{ kind, values, thresholds: limits, last: known.at(-1) ?? 0, most: Math.max(...known), over }];
  });
  return found.sort((one, other) => other.over - one.over || other.most - one.most);
}

function Chart({ series, label }: { series: Series; label: string }) {
  const { ref, width } = useElementSize();
  const step = width / Math.max(1, series.values.length);
  const y = (score: number) => HEIGHT - 1 - score * (HEIGHT - 3);
  const limit = series.values.map((_, index) => `${index ? "L" : "M"}${(index * step).toFixed(1)} ${y(series.thresholds[index % HOURS] ?? 1).toFixed(1)}`).join("");
  return (
    <div ref={ref} role="img" aria-label={label}>
      <svg width={width} height={HEIGHT} aria-hidden style={{ display: "block", background: "var(--tc-raised)", borderRadius: 2 }}>
        {series.values.map((value, index) => {
          if (value === null) return null;
          const wrong = value >= (series.thresholds[index % HOURS] ?? 1);
          const top = Math.min(HEIGHT - 2, y(value));
          return <rect key={index} x={index * step} y={top} width={Math.max(1, step - 0.3)} height={HEIGHT - top} fill={wrong ? "var(--tc-bad-line)" : "var(--tc-tl-recorded-top)"} />;
        })}
        <path d={limit} fill="none" stroke="var(--tc-warn-line)" strokeWidth="1" strokeDasharray="4 3" />
      </svg>
    </div>
  );
}
