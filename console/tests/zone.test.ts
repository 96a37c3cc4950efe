import { afterEach, describe, expect, it } from "vitest";

import { ticks } from "../src/components/timeline/scale";
import { makeFormats } from "../src/i18n/format";

const HOUR = 3_600_000;
const own = process.env.TZ;

afterEach(() => {
  process.env.TZ = own;
});

describe("a viewer in another zone", () => {
  it.each([
    ["a day of 23 hours", "2026-03-29T00:00:00+01:00", 23],
    ["a day of 25 hours", "2026-10-25T00:00:00+02:00", 25],
  ])("sees on %s each hour of the city once", (_, begins, hours) => {
    process.env.TZ = "Europe/Berlin";
    const fromMs = Date.parse(begins);
    const next = new Date(fromMs);
    next.setDate(next.getDate() + 1);
    expect((next.getTime() - fromMs) / HOUR).toBe(hours); // the day of the browser is that short or long

    const { dateTime, minute } = makeFormats("en");
    const window = { fromMs, toMs: fromMs + hours * HOUR };
    const marks = ticks(window, 76 * hours);
    expect(marks.map((mark) => mark.atMs)).toEqual(Array.from({ length: hours + 1 }, (_, hour) => fromMs + hour * HOUR));
    const labels = marks.slice(0, 24).map((mark) => minute(mark.atMs));
    expect(new Set(labels).size).toBe(Math.min(24, hours + 1));
    expect(dateTime(Date.parse("2026-03-29T01:30:00Z"))).toBe("29/03/2026 08:30:00");
    expect(dateTime(Date.parse("2026-10-25T01:30:00Z"))).toBe("25/10/2026 08:30:00");
  });
});
