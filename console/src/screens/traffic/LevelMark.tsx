/** A level of service: letter, colour, word. */
import { useTexts } from "../../i18n";
import { LEVEL_LOOKS, UNKNOWN_WIDTH_PX, type Group, type Level } from "./looks";
import css from "./Traffic.module.css";

export function LevelMark({ level, word }: { level: Level | null; word?: boolean }) {
  const { t } = useTexts();
  const look = level && LEVEL_LOOKS[level];
  const said = t(look ? look.word : "traffic.level.none");
  return (
    <span className={css.levelWord} title={said}>
      <span className={css.letter} data-tone={look?.tone ?? "off"} data-level={level ?? "none"}>
        {level ?? "–"}
      </span>
      <span className={word ? undefined : "sr"}>{said}</span>
    </span>
  );
}

const SAMPLES: Record<Group, readonly Level[]> = { free: ["A", "B"], slow: ["C", "D"], jam: ["E", "F"], unknown: [] };

/** The line as the map draws it: the left half the better of its two letters. */
export function GroupLine({ group }: { group: Group }) {
  const levels = SAMPLES[group];
  return (
    <svg className={css.line} viewBox="0 0 40 14" aria-hidden="true">
      {levels.map((level, index) => (
        <line key={level} x1={index * 20} x2={index * 20 + 20} y1="7" y2="7" stroke={`var(--tc-${LEVEL_LOOKS[level].tone}-line)`} strokeWidth={LEVEL_LOOKS[level].widthPx} />
      ))}
      {group === "jam" && <line x1="0" x2="40" y1="7" y2="7" stroke="var(--tc-surface)" strokeWidth="1.6" strokeDasharray="5 5" />}
      {group === "unknown" && <line x1="0" x2="40" y1="7" y2="7" stroke="var(--tc-off-line)" strokeWidth={UNKNOWN_WIDTH_PX} strokeDasharray="3 5" />}
    </svg>
  );
}
