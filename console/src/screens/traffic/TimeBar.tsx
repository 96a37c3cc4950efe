/** The day behind, now, and what is expected, quarter by quarter: a strip that shows when it was full, with a slider over it. */
import { Button } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";

import { ticks } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";
import { GROUPS, type Group } from "./looks";
import css from "./Traffic.module.css";

export interface Quarter {
  /** Where it begins; of a forecast, the instant it is of. */
  atMs: number;
  /** Minutes from now that it is told ahead; 0: it has been. */
  ahead: number;
  /** Streets by how they flowed. */
  counts: Record<Group, number>;
}

interface Props {
  quarters: readonly Quarter[];
  /** Which is shown. */
  index: number;
  /** Which is the one of now; -1 on another day. */
  nowIndex: number;
  words: string;
  more: string;
  onIndex: (index: number) => void;
  onNow: () => void;
}

/** Jammed from the bottom up, then slow, free, and nothing known on top. */
const STACK: readonly Group[] = [...GROUPS].filter((group) => group !== "unknown").reverse();

export function TimeBar({ quarters, index, nowIndex, words, more, onIndex, onNow }: Props) {
  const { t, format } = useTexts();
  const [first, last] = [quarters[0], quarters.at(-1)];
  if (!first || !last) return null;
  const place = (at: number) => `${((at + 0.5) / quarters.length) * 100}%`;
  const marks = ticks({ fromMs: first.atMs, toMs: last.atMs }, 560, 64);
  return (
    <section className={css.time} aria-label={t("traffic.time")}>
      <div className={css.timeHead}>
        <b className="num" data-when={index === nowIndex ? "now" : (quarters[index]?.ahead ?? 0) > 0 ? "ahead" : "past"}>
          {words}
        </b>
        <span className="small dim num cut grow">{more}</span>
        <Button size="xs" leftSection={<IconClock size={14} />} disabled={index === nowIndex} onClick={onNow}>
          {t("traffic.now")}
        </Button>
      </div>
      <div className={css.strip}>
        <div className={css.quarters} aria-hidden>
          {quarters.map((quarter, at) => {
            const all = GROUPS.reduce((sum, group) => sum + quarter.counts[group], 0);
            return (
              <i key={quarter.atMs} data-ahead={quarter.ahead > 0 || undefined} data-on={at === index || undefined}>
                {STACK.map((group) => all > 0 && quarter.counts[group] > 0 && <b key={group} data-group={group} style={{ height: `${(quarter.counts[group] / all) * 100}%` }} />)}
              </i>
            );
          })}
        </div>
        {nowIndex >= 0 && <span className={css.nowLine} style={{ left: place(nowIndex) }} aria-hidden />}
        <span className={css.thumb} style={{ left: place(index) }} aria-hidden />
        <input
          type="range"
          className={css.slide}
          style={{ left: `calc(${50 / quarters.length}% - 8px)`, width: `calc(${100 - 100 / quarters.length}% + 16px)` }}
          min={0}
          max={quarters.length - 1}
          step={1}
          value={index}
          aria-label={t("traffic.time")}
          aria-valuetext={[words, more].filter(Boolean).join(", ")}
          onChange={({ currentTarget }) => onIndex(Number(currentTarget.value))}
          onKeyDown={({ key }) => key.toLowerCase() === "n" && onNow()} // keys of the screen are not heard within a field
        />
        <div className={css.hours} aria-hidden>
          {marks.map((mark) => (
            <span key={mark.atMs} className="num" style={{ left: place((mark.atMs - first.atMs) / 900_000) }} data-major={mark.as === "day" || undefined}>
              {mark.as === "day" ? format.dayMonth(mark.atMs) : format.minute(mark.atMs)}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}
