/** Numbers, spans and times as people read them. Times are shown in the site's zone whatever the browser's zone is. */
import { SITE, type Zone } from "./zone";

const NBSP = "\u00a0";

export interface Formats {
  number: (value: number, digits?: number) => string;
  /** 11:24:07 */
  time: (ms: number) => string;
  /** 11:24 */
  minute: (ms: number) => string;
  /** 22/11/2026 */
  date: (ms: number) => string;
  /** 22/11 */
  dayMonth: (ms: number) => string;
  /** Chủ nhật */
  weekday: (ms: number) => string;
  /** CN */
  weekdayShort: (ms: number) => string;
  /** 22/11/2026 11:24:07 */
  dateTime: (ms: number) => string;
  /** 11:24:07,40 : hundredths, for frames */
  fine: (ms: number) => string;
  /** "5 ph 38 s": the two leading units */
  span: (ms: number) => string;
  /** "380 ms" or "4,2 s" */
  delay: (ms: number) => string;
  bitrate: (bps: number) => string;
  bytes: (bytes: number) => string;
}

const UNITS = {
  vi: { day: "ngày", hour: "giờ", minute: "ph", second: "s" },
  en: { day: "d", hour: "h", minute: "min", second: "s" },
} as const;

export function makeFormats(language: "vi" | "en", zone: Zone = SITE): Formats {
  const locale = language === "vi" ? "vi-VN" : "en-GB";
  const fixed = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: zone.id });
  const shortWeekdays = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: zone.id });
  const units = UNITS[language];
  const comma = language === "vi" ? "," : ".";

  const number = (value: number, digits = 0) => fixed[digits]?.format(value) ?? String(value);
  const two = (value: number) => String(value).padStart(2, "0");
  const local = (ms: number) => new Date(ms + zone.offsetMs(ms));
  const minute = (ms: number) => {
    const at = local(ms);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  };
  const time = (ms: number) => `${minute(ms)}:${two(local(ms).getUTCSeconds())}`;
  const dayMonth = (ms: number) => {
    const at = local(ms);
    return `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}`;
  };
  const date = (ms: number) => `${dayMonth(ms)}/${local(ms).getUTCFullYear()}`;
  const unit = (value: number, name: string) => `${number(value)}${NBSP}${name}`;

  const span = (ms: number) => {
    const total = Math.max(0, Math.round(ms / 1000));
    const days = Math.floor(total / 86400);
    const hours = Math.floor((total % 86400) / 3600);
    const minutes = Math.floor((total % 3600) / 60);
    const seconds = total % 60;
    const parts: string[] = [];
    if (days) parts.push(unit(days, units.day));
    if (hours) parts.push(unit(hours, units.hour));
    if (minutes && !days) parts.push(unit(minutes, units.minute));
    if (seconds && !days && !hours) parts.push(unit(seconds, units.second));
    return parts.length ? parts.join(NBSP) : unit(0, units.second);
  };

  return {
    number,
    time,
    minute,
    date,
    dayMonth,
    weekday: (ms) => {
      const name = weekdays.format(ms);
      return name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
    },
    weekdayShort: (ms) => shortWeekdays.format(ms),
    dateTime: (ms) => `${date(ms)} ${time(ms)}`,
    fine: (ms) => `${time(ms)}${comma}${two(Math.floor((((ms % 1000) + 1000) % 1000) / 10))}`,
    span,
    delay: (ms) => (ms < 1000 ? `${number(Math.round(ms / 10) * 10)}${NBSP}ms` : `${number(ms / 1000, 1)}${NBSP}s`),
    bitrate: (bps) => (bps >= 1e6 ? `${number(bps / 1e6, 1)}${NBSP}Mbit/s` : `${number(bps / 1e3)}${NBSP}kbit/s`),
    bytes: (bytes) => (bytes >= 1e9 ? `${number(bytes / 1e9, 2)}${NBSP}GB` : bytes >= 1e6 ? `${number(bytes / 1e6, 1)}${NBSP}MB` : `${number(Math.ceil(bytes / 1e3))}${NBSP}kB`),
  };
}
