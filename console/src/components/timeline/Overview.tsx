import type { CSSProperties } from "react";

import { useTexts } from "../../i18n";
import { dayShares, type Span, type Window } from "./scale";
import css from "./Timeline.module.css";

interface Props {
  ranges: readonly Span[] | undefined;
  days: number;
  nowMs: number;
  window: Window;
  onPick: (dayStartMs: number) => void;
}

const DAY_MS = 86_400_000;

/** The whole retention, a cell a day; red is the part that is missing. */
export function Overview({ ranges, days, nowMs, window, onPick }: Props) {
  const { t, format } = useTexts();
  const cells = dayShares(ranges ?? [], days, nowMs);
  const oldest = ranges?.reduce((first, range) => Math.min(first, range.startMs), Infinity) ?? Infinity;
  const first = cells[0];
  return (
    <>
      <div className={css.label}>{t("timeline.days", { days })}</div>
      <div className={`${css.line} ${css.days}`} role="group" aria-label={t("timeline.overview")}>
        {cells.map(({ startMs, share }, index) => {
          const before = startMs + DAY_MS <= oldest; // nothing was recorded yet, or it is erased: no news
          const style = { "--share": `${Math.round(share * 100)}%`, "--rest": before ? "var(--tc-tl-empty)" : share > 0.995 ? "var(--tc-tl-recorded)" : "var(--tc-tl-hatch)" } as CSSProperties;
          const on = startMs < window.toMs && startMs + DAY_MS > window.fromMs && window.toMs - window.fromMs < DAY_MS * 8;
          const share100 = Math.round(share * 100);
          return <button key={startMs} type="button" tabIndex={index === cells.length - 1 ? 0 : -1} style={style} data-on={on || undefined} title={t("timeline.day", { date: format.date(startMs), share: share100 })} aria-label={t("timeline.day", { date: format.date(startMs), share: share100 })} onClick={() => onPick(startMs)} />;
        })}
      </div>
      <div className={css.label} />
      <div className={css.ends}>
        <span className="num">{first && format.dayMonth(first.startMs)}</span>
        <b>{t("timeline.today")}</b>
      </div>
    </>
  );
}
