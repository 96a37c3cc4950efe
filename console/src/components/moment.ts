/** Days and instants as people type them: 22/11/2026 17:40, in the zone that is given. */
import type { Zone } from "../i18n/zone";

const two = (text: string | undefined) => (text ?? "").padStart(2, "0");
const DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const NO_YEAR = /^(\d{1,2})[/.-](\d{1,2})$/;
const CLOCK = /^(\d{1,2})(?:[:h](\d{2})(?:[:m](\d{2}))?|h)$/;
const OFFSET = /\s*(GMT(?:[+-]\d{1,2}(?::\d{2})?)?)$/i;

const isDay = (day: string) => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};

/** 2026-11-22, or null if that is no day. `today` gives the year where none is typed. */
export function readDay(text: string, today: string): string | null {
  const typed = text.trim();
  const [, day, month, year] = DAY.exec(typed) ?? [...(NO_YEAR.exec(typed) ?? [null]), today.slice(0, 4)];
  const found = ISO_DAY.test(typed) ? typed : day && month ? `${year}-${two(month)}-${two(day)}` : "";
  return isDay(found) ? found : null;
}

export const writeDay = (day: string) => (isDay(day) ? day.split("-").reverse().join("/") : day);

/** Whether nothing needs to be guessed, so that it counts while one types. */
export const isWholeDay = (text: string) => DAY.test(text.trim()) || ISO_DAY.test(text.trim());

/**
 * An instant, or why there is none: clocks that are set forward skip times. A time alone is of the day of `nearMs`, a day
 * alone begins at midnight; of a time that clocks show twice the first is meant, unless an offset follows it.
 */
export function readMoment(text: string, nearMs: number, zone: Zone): number | "unreadable" | "skipped" {
  const offset = OFFSET.exec(text.trim())?.[1]?.toUpperCase();
  const words = text.trim().replace(OFFSET, "").split(/(?:\s*,\s*|\s+|T)/);
  const clock = words.length > 0 ? CLOCK.exec(words.at(-1) ?? "") : null;
  const days = clock ? words.slice(0, -1) : words;
  const near = zone.day(nearMs);
  const day = days.length === 0 ? near : days.length === 1 ? readDay(days[0] ?? "", near) : null;
  if (!day) return "unreadable";
  const time = clock ? `${two(clock[1])}:${two(clock[2])}:${two(clock[3])}` : "00:00:00";
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)) return "unreadable";
  const first = clock ? zone.instant(`${day}T${time}`) : zone.dayStart(day);
  if (Number.isNaN(first)) return "skipped";
  if (!offset || zone.nameAt(first) === offset) return first;
  const other = [1, 2].map((halves) => first + halves * 1_800_000).find((ms) => zone.wall(ms) === zone.wall(first) && zone.nameAt(ms) === offset);
  return other ?? "unreadable";
}

export function writeMoment(ms: number, zone: Zone, seconds: boolean): string {
  const wall = zone.wall(ms);
  const second = zone.instant(wall) + 999 < ms; // clocks show it a second time
  return `${writeDay(wall.slice(0, 10))} ${wall.slice(11, seconds ? 19 : 16)}${second ? ` ${zone.nameAt(ms)}` : ""}`;
}

export const isWholeMoment = (text: string) => {
  const [day = "", clock = "", ...rest] = text.trim().split(/[\sT]+/);
  return isWholeDay(day) && /^\d{1,2}:\d{2}(:\d{2})?$/.test(clock) && rest.length === 0;
};

export interface MonthDay {
  day: string;
  inMonth: boolean;
}

/** Six weeks from the Monday on or before the first of the month. */
export function monthGrid(month: string): MonthDay[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const back = (new Date(first).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, index) => {
    const day = new Date(first + (index - back) * 86_400_000).toISOString().slice(0, 10);
    return { day, inMonth: day.startsWith(month) };
  });
}

/** That many days, or months of at most its day, later. */
export function moved(day: string, by: { days?: number; months?: number }): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (by.months) {
    const of = at.getUTCDate();
    at.setUTCDate(1);
    at.setUTCMonth(at.getUTCMonth() + by.months);
    at.setUTCDate(Math.min(of, new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()));
  }
  if (by.days) at.setUTCDate(at.getUTCDate() + by.days);
  return at.toISOString().slice(0, 10);
}
