/** How many cameras have which fault now, and how the number went from day to day. */
import { Skeleton } from "@mantine/core";

import type { FaultKind, TrendPoint } from "../../api/health";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";
import { kindKey, kindLook, KINDS, type Cell } from "./looks";

const WIDTH = 60;
const HEIGHT = 18;

export function Kinds({ sum, points, onKind }: { sum: Cell | undefined; points: readonly TrendPoint[] | undefined; onKind: (kind: FaultKind) => void }) {
  const { t, format } = useTexts();
  const kinds = KINDS.filter((kind) => sum?.kinds[kind]).sort((one, other) => (sum?.kinds[other] ?? 0) - (sum?.kinds[one] ?? 0));
  return (
    <section className={`card ${css.card}`} aria-label={t("health.kinds")}>
      <div className="row">
        <h2 className="grow">{t("health.kinds")}</h2>
        <span className="small faint">{t("health.daysLine", { days: points?.length ?? 30 })}</span>
      </div>
      {!sum ? (
        <Skeleton height={160} />
      ) : !kinds.length ? (
        <p className="row">
          <span className="c-ok">
            <Shape name="ok" />
          </span>
          {t("health.noFaults")}
        </p>
      ) : (
        <ul className={css.kinds}>
          {kinds.map((kind) => {
            const { tone, shape } = kindLook(kind);
            return (
              <li key={kind}>
                <button type="button" onClick={() => onKind(kind)} data-kind={kind} aria-label={t("health.kindOpen", { kind: t(kindKey(kind)), count: sum.kinds[kind] ?? 0 })}>
                  <span className={`c-${tone}`}>
                    <Shape name={shape} />
                  </span>
                  <span>{t(kindKey(kind))}</span>
                  <Line values={points?.map((point) => point.kinds[kind] ?? 0) ?? []} tone={tone} />
                  <b className="num">{format.number(sum.kinds[kind] ?? 0)}</b>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Line({ values, tone }: { values: readonly number[]; tone: string }) {
  if (values.length < 2) return <svg width={WIDTH} height={HEIGHT} aria-hidden />;
  const most = Math.max(1, ...values);
  const path = values.map((value, index) => `${index ? "L" : "M"}${((index / (values.length - 1)) * (WIDTH - 2) + 1).toFixed(1)} ${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`).join("");
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden>
      <path d={path} fill="none" stroke={`var(--tc-${tone}-line)`} strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
