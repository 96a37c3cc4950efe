import { afterEach, describe, expect, it } from "vitest";

import { isWholeMoment, monthGrid, moved, readDay, readMoment, writeMoment } from "../src/components/moment";
import { ticks } from "../src/components/timeline/scale";
import { makeFormats } from "../src/i18n/format";
import { SITE, zoneOf } from "../src/i18n/zone";

const HOUR = 3_600_000;
const own = process.env.TZ;
const BERLIN = zoneOf("Europe/Berlin");
const at = (text: string) => Date.parse(text);

afterEach(() => {
  process.env.TZ = own;
});

describe("a viewer in another zone", () => {
  it.each([
    ["a day of 23 hours", "2026-03-29T00:00:00+01:00", 23],
    ["a day of 25 hours", "2026-10-25T00:00:00+02:00", 25],
  ])("sees on %s each hour of the site once", (_, begins, hours) => {
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

describe("a site whose clocks are set", () => {
  const labels = (day: string, widthPx: number) => {
    const { minute } = makeFormats("en", BERLIN);
    const window = { fromMs: BERLIN.dayStart(day), toMs: BERLIN.dayStart(day, 1) - 1 };
    return ticks(window, widthPx, 76, BERLIN).map((mark) => `${minute(mark.atMs)}${mark.zone ? ` ${mark.zone}` : ""}`);
  };

  it("has a day of 23 hours without the hour that is skipped", () => {
    expect((BERLIN.dayStart("2026-03-29", 1) - BERLIN.dayStart("2026-03-29")) / HOUR).toBe(23);
    const hours = labels("2026-03-29", 76 * 24);
    expect(hours).toHaveLength(23);
    expect(hours.slice(0, 4)).toEqual(["00:00", "01:00", "03:00 GMT+2", "04:00"]);
    expect(labels("2026-03-29", 76 * 12)).toEqual(["00:00", "04:00 GMT+2", "06:00", "08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00", "22:00"]);
  });

  it("has a day of 25 hours, and says which of two equal hours is which", () => {
    expect((BERLIN.dayStart("2026-10-25", 1) - BERLIN.dayStart("2026-10-25")) / HOUR).toBe(25);
    const hours = labels("2026-10-25", 76 * 25);
    expect(hours).toHaveLength(25);
    expect(hours.slice(1, 5)).toEqual(["01:00", "02:00", "02:00 GMT+1", "03:00"]);
    expect(labels("2026-10-25", 76 * 5)).toEqual(["00:00", "06:00 GMT+1", "12:00", "18:00"]);
  });

  it("draws days and months from their own midnight", () => {
    const { dateTime } = makeFormats("en", BERLIN);
    const days = ticks({ fromMs: at("2026-10-20T00:00:00Z"), toMs: at("2026-10-30T00:00:00Z") }, 900, 76, BERLIN);
    const months = ticks({ fromMs: at("2026-01-10T00:00:00Z"), toMs: at("2026-12-30T00:00:00Z") }, 1100, 76, BERLIN);
    for (const mark of [...days, ...months]) expect(dateTime(mark.atMs)).toMatch(/ 00:00:00$/);
    expect(months).toHaveLength(11);
  });

  it("reads a time that clocks show twice as the first, or as its offset says, and none that they skip", () => {
    const first = at("2026-10-25T00:30:00Z");
    expect(readMoment("25/10/2026 02:30", 0, BERLIN)).toBe(first);
    expect(readMoment("25/10/2026 02:30 GMT+1", 0, BERLIN)).toBe(first + HOUR);
    expect(readMoment("25/10/2026 12:30 GMT+2", 0, BERLIN)).toBe("unreadable");
    expect(writeMoment(first, BERLIN, false)).toBe("25/10/2026 02:30");
    expect(writeMoment(first + HOUR, BERLIN, false)).toBe("25/10/2026 02:30 GMT+1");
    expect(readMoment("29/03/2026 02:30", 0, BERLIN)).toBe("skipped");
  });
});

describe("a time that is typed", () => {
  const near = at("2026-11-22T04:24:07Z"); // 11:24:07 there

  it.each([
    ["22/11/2026 17:40", "2026-11-22T10:40:00Z"],
    ["22.11.2026, 17:40:09", "2026-11-22T10:40:09Z"],
    ["2026-11-22T17:40:09", "2026-11-22T10:40:09Z"],
    ["1/2 7h05", "2026-02-01T00:05:00Z"],
    ["17h", "2026-11-22T10:00:00Z"],
    ["22/11/2026", "2026-11-21T17:00:00Z"],
    ["22/11/2026 17:40 gmt+7", "2026-11-22T10:40:00Z"],
  ])("is read: %s", (text, found) => expect(readMoment(text, near, SITE)).toBe(at(found)));

  it.each(["", "mai", "31/2/2026 10:00", "22/11/26 10:00", "22/11/2026 24:00", "11/22/2026 10:00", "22/11/2026 10:60", "22/11/2026 17:40 GMT+8", "1 2 3"])("is refused: %s", (text) => expect(readMoment(text, near, SITE)).toBe("unreadable"));

  it("is read as it is written, whatever the instant and the zone", () => {
    for (const zone of [SITE, BERLIN, zoneOf("Australia/Lord_Howe"), zoneOf("America/Sao_Paulo")])
      for (let ms = at("2018-10-01T00:00:00Z"); ms < at("2019-05-01T00:00:00Z"); ms += 31 * 60_000 * 29) {
        expect(readMoment(writeMoment(ms, zone, true), 0, zone)).toBe(ms);
        expect(zone.dayStart(zone.day(ms))).toBeLessThanOrEqual(ms);
        expect(zone.dayStart(zone.day(ms), 1)).toBeGreaterThan(ms);
      }
  });

  it("counts while it is typed only once it is whole", () => {
    expect(["22/11", "22/11/2026", "22/11/2026 1", "22/11/2026 17:40"].map(isWholeMoment)).toEqual([false, false, false, true]);
    expect(readDay("29/2/2028", "2026-11-22")).toBe("2028-02-29");
    expect(readDay("29/2", "2026-11-22")).toBeNull();
  });

  it("is picked from six weeks of a month", () => {
    const grid = monthGrid("2026-11");
    expect([grid.length, grid[0]?.day, grid[6]?.day, grid[41]?.day]).toEqual([42, "2026-10-26", "2026-11-01", "2026-12-06"]);
    expect([moved("2026-01-31", { months: 1 }), moved("2026-03-31", { months: -1 }), moved("2026-12-31", { days: 1 })]).toEqual(["2026-02-28", "2026-02-28", "2027-01-01"]);
  });
});
