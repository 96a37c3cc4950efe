/** Arithmetic of the timeline: levels, ticks, what is where. Pure; times are ms since 1970, days and hours those of the site's zone. */
import { SITE, type Zone } from "../../i18n/zone";

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

export const LEVELS = [
  { key: "year", spanMs: 365 * D },
  { key: "month", spanMs: 30 * D },
  { key: "day", spanMs: 24 * H },
  { key: "hour", spanMs: H },
  { key: "minute", spanMs: 2 * MIN },
  { key: "second", spanMs: 10 * S },
] as const;
export type LevelKey = (typeof LEVELS)[number]["key"];

export const MIN_SPAN_MS = 4 * S;
export const MAX_SPAN_MS = 365 * D;

/** The level whose span is nearest on a logarithmic scale. */
export function nearestLevel(spanMs: number): LevelKey {
  const far = (level: (typeof LEVELS)[number]) => Math.abs(Math.log(level.spanMs / spanMs));
  return LEVELS.reduce((best, level) => (far(level) < far(best) ? level : best)).key;
}

/** Kind of the marks that a street has all day: drawn on the band, without words, and no event to be counted. */
export const MOTION = "device_motion";

export interface Window {
  fromMs: number;
  toMs: number;
}

/** The window of that span that keeps `atMs` at the same place, or in the middle if it was outside. */
export function zoomed({ fromMs, toMs }: Window, spanMs: number, atMs: number): Window {
  const span = Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, spanMs));
  const inside = atMs >= fromMs && atMs <= toMs;
  const share = inside ? (atMs - fromMs) / (toMs - fromMs) : 0.5;
  const from = atMs - span * share;
  return { fromMs: from, toMs: from + span };
}

/** The window moved as little as possible so that `atMs` is in view; a jump shows it at a third. */
export function keepInView({ fromMs, toMs }: Window, atMs: number): Window {
  const span = toMs - fromMs;
  if (atMs >= fromMs && atMs <= toMs) return { fromMs, toMs };
  const from = atMs - span / 3;
  return { fromMs: from, toMs: from + span };
}

/** While live, now stands at 15/16 of the window, as the playhead's flag needs room. */
export function liveWindow(nowMs: number, spanMs: number): Window {
  const from = nowMs - spanMs * 0.9375;
  return { fromMs: from, toMs: from + spanMs };
}

const STEPS = [S / 2, S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, MIN, 2 * MIN, 5 * MIN, 10 * MIN, 15 * MIN, 30 * MIN, H, 2 * H, 3 * H, 6 * H, 12 * H, D, 2 * D, 5 * D];

export interface Tick {
  atMs: number;
  /** How to write it. */
  as: "fine" | "second" | "minute" | "day" | "month";
  major: boolean;
  /** Where clocks have just been set: the zone that holds from here on. */
  zone?: string;
}

export function ticks({ fromMs, toMs }: Window, widthPx: number, leastPx = 76, zone: Zone = SITE): Tick[] {
  const wanted = Math.max(1, Math.floor(widthPx / leastPx));
  const least = (toMs - fromMs) / wanted;
  const step = STEPS.find((candidate) => candidate >= least);
  if (step === undefined) return monthTicks({ fromMs, toMs }, wanted, zone);
  return step < D ? hourTicks({ fromMs, toMs }, step, zone) : dayTicks({ fromMs, toMs }, step / D, zone);
}

/** Up to twelve hours apart: by the clock of each day, so that a day of 25 hours has 25 of them. */
function hourTicks({ fromMs, toMs }: Window, step: number, zone: Zone): Tick[] {
  const marks: Tick[] = [];
  for (let day = zone.day(fromMs); ; day = zone.day(zone.dayStart(day, 1))) {
    const [begins, ends] = [zone.dayStart(day), zone.dayStart(day, 1)];
    if (begins > toMs) return marks;
    const first = begins + Math.max(0, Math.floor((fromMs - begins) / step) - 1) * step; // not from midnight: a step may be half a second
    for (let at = first; at < Math.min(ends, toMs + 1); at += step) {
      const shift = zone.offsetMs(begins) - zone.offsetMs(at);
      const mark = step > H && shift ? at + shift : at; // 06:00 stays 06:00, whatever was before it
      if (mark < fromMs || mark > toMs || mark >= ends || zone.offsetMs(mark) !== zone.offsetMs(at)) continue;
      const midnight = mark === begins;
      const major = step < S ? mark % S === 0 : step < MIN ? mark % MIN === 0 : step < H ? mark % H === 0 : midnight;
      const as = midnight && step >= MIN ? "day" : step >= MIN ? "minute" : step >= S ? "second" : "fine";
      const set = step >= MIN && zone.offsetMs(mark) !== zone.offsetMs(mark - step);
      marks.push({ atMs: mark, as, major, ...(set && { zone: zone.nameAt(mark) }) });
    }
  }
}

function dayTicks({ fromMs, toMs }: Window, days: number, zone: Zone): Tick[] {
  const marks: Tick[] = [];
  for (let day = zone.day(fromMs); ; day = zone.day(zone.dayStart(day, 1))) {
    const at = zone.dayStart(day);
    if (at > toMs) return marks;
    if (at >= fromMs && (Date.parse(day) / D) % days === 0) marks.push({ atMs: at, as: "day", major: day.endsWith("-01") });
  }
}

function monthTicks({ fromMs, toMs }: Window, wanted: number, zone: Zone): Tick[] {
  const months = Math.max(1, Math.ceil((toMs - fromMs) / (30 * D) / wanted));
  const [year = 0, from = 1] = zone.day(fromMs).split("-").map(Number);
  const marks: Tick[] = [];
  for (let month = from; ; month += months) {
    const first = new Date(Date.UTC(year, month, 1));
    const at = zone.dayStart(first.toISOString().slice(0, 10));
    if (at > toMs) return marks;
    marks.push({ atMs: at, as: "month", major: first.getUTCMonth() === 0 });
  }
}

export interface Span {
  startMs: number;
  endMs: number;
}

/** The gap, or the hole without a word, in which an instant lies. */
export function spanAt<T extends Span>(spans: readonly T[], atMs: number): T | undefined {
  return spans.find((span) => atMs >= span.startMs && atMs < span.endMs);
}

export type GapTone = "unplanned" | "planned" | "erased";

export function gapTone(cause: string): GapTone {
  if (cause === "deleted") return "erased";
  return cause === "recorder_stopped" || cause === "switched_off" || cause === "source_changed" ? "planned" : "unplanned";
}

/** Neighbouring gaps closer than a few pixels become one, so that a flapping camera does not become a wall of text. */
export function mergedGaps<T extends Span & { cause: string }>(gaps: readonly T[], leastMs: number): (T & { count: number; lostMs: number })[] {
  const merged: (T & { count: number; lostMs: number })[] = [];
  for (const gap of [...gaps].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    const lostMs = gap.endMs - gap.startMs;
    if (last?.cause === gap.cause && gap.startMs - last.endMs < leastMs) {
      last.endMs = Math.max(last.endMs, gap.endMs);
      last.count += 1;
      last.lostMs += lostMs;
    } else merged.push({ ...gap, count: 1, lostMs });
  }
  return merged;
}
