/** How traffic is shown. A level has a colour, a width of its line and its letter, always all three. */
import type { Incident, IncidentKind } from "../../api/traffic";
import type { StateLook } from "../../components/StateBadge";
import type { TextKey } from "../../i18n";
import type { Formats } from "../../i18n/format";

export const LEVELS = ["A", "B", "C", "D", "E", "F"] as const;
export type Level = (typeof LEVELS)[number];

interface LevelLook {
  tone: "ok" | "warn" | "bad";
  /** Of its line on the map, at street zoom. */
  widthPx: number;
  word: TextKey;
}

/** Three colours for six letters: within a colour the line's width and the letter tell, for those who see no colours all of it. */
export const LEVEL_LOOKS: Record<Level, LevelLook> = {
  A: { tone: "ok", widthPx: 3, word: "traffic.level.A" },
  B: { tone: "ok", widthPx: 4, word: "traffic.level.B" },
  C: { tone: "warn", widthPx: 5, word: "traffic.level.C" },
  D: { tone: "warn", widthPx: 6, word: "traffic.level.D" },
  E: { tone: "bad", widthPx: 8, word: "traffic.level.E" },
  F: { tone: "bad", widthPx: 10, word: "traffic.level.F" },
};
/** Of a street that nobody measures. */
export const UNKNOWN_WIDTH_PX = 2;

export const GROUPS = ["free", "slow", "jam", "unknown"] as const;
export type Group = (typeof GROUPS)[number];

export function groupOf(level: Level | null): Group {
  if (level === null) return "unknown";
  return ({ ok: "free", warn: "slow", bad: "jam" } as const)[LEVEL_LOOKS[level].tone];
}

/** Of vehicles, the most first. */
export const KINDS = ["motorcycle", "bicycle", "car", "van", "bus", "lorry"] as const;

const FLAGS = ["time_of_arrival", "clock_step", "view", "no_hit", "chatter", "locked_on", "no_change", "impossible", "few_looks"] as const;

/** Why something is left out, or is to be taken with care. */
export function flagKey(flag: string): TextKey {
  const known = FLAGS.find((one) => one === flag);
  return known ? `traffic.flag.${known}` : "traffic.flag.other";
}

export const INCIDENTS = ["stopped_vehicle", "wrong_way", "congestion", "slow_area", "closed_lane", "pedestrian"] as const satisfies readonly IncidentKind[];

export const incidentKey = (kind: IncidentKind): TextKey => `traffic.incident.${kind}`;

/** Open and unanswered asks for somebody; what was confirmed is urgent while it lasts. */
export function incidentLook({ state, answer }: Pick<Incident, "state" | "answer">): StateLook {
  if (answer === "dismissed") return { tone: "off", shape: "off", word: "traffic.state.dismissed" };
  if (state === "closed") return { tone: "off", shape: "ok", word: "traffic.state.closed" };
  if (answer === "confirmed") return state === "open" ? { tone: "bad", shape: "bad", word: "traffic.state.confirmed" } : { tone: "ok", shape: "ok", word: "traffic.state.confirmedEnded" };
  return state === "open" ? { tone: "warn", shape: "warn", word: "traffic.state.open" } : { tone: "off", shape: "connecting", word: "traffic.state.ended" };
}

/** A sign's value as its name's unit says; yes-or-no signs have a tick. */
export function evidenceValue(name: string, value: number, format: Formats): string {
  if (name === "no_stop_area" || name === "learned" || name === "arrived") return value > 0 ? "✓" : "–";
  if (name.endsWith("_mps")) return `${format.number(value * 3.6, 0)}\u00a0km/h`;
  if (name.endsWith("_s")) return format.span(value * 1000);
  if (name.endsWith("_m")) return `${format.number(value, 0)}\u00a0m`;
  return format.number(value, Number.isInteger(value) ? 0 : 1);
}
