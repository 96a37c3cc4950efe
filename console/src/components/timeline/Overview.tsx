import type { CSSProperties } from "react";

import type { Bucket } from "../../api/finding";
import { useTexts } from "../../i18n";
import type { Window } from "./scale";
import css from "./Timeline.module.css";

interface Props {
  /** Of the city, a day each, the oldest first; today last. */
  days: readonly Bucket[];
  window: Window;
  onPick: (startMs: number, endMs: number) => void;
}

const WEEK_MS = 8 * 86_400_000;
/** Two pixels of a cell: what is there at all is seen. */
const LEAST = 0.13;

/** The whole retention, a cell a day; red is the part that is missing. */
export function Overview({ days, window, onPick }: Props) {
  const { t, format } = useTexts();
  const first = days[0];
  return (
    <>
      <div className={css.label}>{t("timeline.days", { days: days.length })}</div>
      <div className={`${css.line} ${css.days}`} role="group" aria-label={t("timeline.overview")}>
        {days.map(({ startMs, endMs, recorded, missing }, index) => {
          const share = (value: number) => `${Math.round(value * 1000) / 10}%`;
          const seen = (value: number) => (value > 0 ? Math.max(value, LEAST) : 0);
          const style = { "--recorded": share(Math.min(seen(recorded), 1 - seen(missing))), "--missing": share(Math.min(seen(recorded), 1 - seen(missing)) + seen(missing)) } as CSSProperties;
          const on = startMs < window.toMs && endMs > window.fromMs && window.toMs - window.fromMs < WEEK_MS;
          const words = t("timeline.day", { date: format.date(startMs), recorded: Math.round(recorded * 100), missing: Math.round(missing * 100) });
          return <button key={startMs} type="button" tabIndex={index === days.length - 1 ? 0 : -1} style={style} data-on={on || undefined} title={words} aria-label={words} onClick={() => onPick(startMs, endMs)} />;
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
