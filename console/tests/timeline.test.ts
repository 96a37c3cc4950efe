import { describe, expect, it } from "vitest";

import { bucketOf } from "../src/api/finding";
import { keepInView, LEVELS, liveWindow, mergedGaps, nearestLevel, ticks, zoomed } from "../src/components/timeline/scale";

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe("ticks", () => {
  it("stand at whole units of the city's time at every level", () => {
    for (const { spanMs } of LEVELS) {
      const window = { fromMs: at("2026-11-22T04:13:27.300Z"), toMs: at("2026-11-22T04:13:27.300Z") + spanMs };
      const marks = ticks(window, 900);
      expect(marks.length).toBeGreaterThan(3);
      expect(marks.length).toBeLessThanOrEqual(13);
      for (const mark of marks) {
        expect(mark.atMs).toBeGreaterThanOrEqual(window.fromMs);
        expect(mark.atMs).toBeLessThanOrEqual(window.toMs);
      }
    }
  });

  it("call midnight in Hà Nội by its date", () => {
    const marks = ticks({ fromMs: at("2026-11-22T10:00:00Z"), toMs: at("2026-11-23T10:00:00Z") }, 900);
    const midnight = marks.find((mark) => mark.as === "day");
    expect(midnight?.atMs).toBe(at("2026-11-22T17:00:00Z"));
    expect(midnight?.major).toBe(true);
  });

  it("are months over a year, January before the others", () => {
    const marks = ticks({ fromMs: at("2025-12-01T00:00:00Z"), toMs: at("2026-11-22T00:00:00Z") }, 1100);
    expect(marks[0]).toEqual({ atMs: at("2025-12-31T17:00:00Z"), as: "month", major: true });
  });
});

describe("the window", () => {
  it("keeps the playhead where it is when the level changes", () => {
    const window = { fromMs: 0, toMs: HOUR };
    const closer = zoomed(window, 120_000, HOUR / 4);
    expect(closer.toMs - closer.fromMs).toBe(120_000);
    expect((HOUR / 4 - closer.fromMs) / 120_000).toBeCloseTo(0.25);
    const away = zoomed(window, 120_000, 5 * HOUR);
    expect((away.fromMs + away.toMs) / 2).toBe(5 * HOUR);
  });

  it("never shows less than four seconds or more than a year", () => {
    expect(zoomed({ fromMs: 0, toMs: 10 }, 1, 5).toMs - zoomed({ fromMs: 0, toMs: 10 }, 1, 5).fromMs).toBe(4000);
    expect(nearestLevel(4000)).toBe("second");
    expect(nearestLevel(2 * HOUR)).toBe("hour");
    expect(nearestLevel(9e10)).toBe("year");
  });

  it("moves only when the playhead leaves it", () => {
    const window = { fromMs: 0, toMs: HOUR };
    expect(keepInView(window, 10)).toEqual(window);
    const moved = keepInView(window, 2 * HOUR);
    expect(moved.fromMs).toBeLessThan(2 * HOUR);
    expect(moved.toMs).toBeGreaterThan(2 * HOUR);
    expect(liveWindow(HOUR, HOUR).toMs).toBeGreaterThan(HOUR);
  });
});

describe("what is missing", () => {
  it("is told a day at a time, without what was planned or erased", () => {
    const missing = [
      { cause: "switched_off" as const, seconds: 3600, gaps: 1 },
      { cause: "camera_away" as const, seconds: 6 * 3600, gaps: 2 },
      { cause: "deleted" as const, seconds: 60, gaps: 0 },
    ];
    const day = bucketOf({ start: "2026-11-21T17:00:00Z", end: "2026-11-22T17:00:00Z", expected_seconds: 86_400, recorded_seconds: 12 * 3600, missing, marks: { note: 2, plate: 1 } });
    expect(day).toMatchObject({ recorded: 0.5, missing: 0.25, cause: "switched_off", marks: 3 });
  });

  it("of one cause close together is one gap with the sum of its losses", () => {
    const flapping = Array.from({ length: 10 }, (_, n) => ({ startMs: n * 1000, endMs: n * 1000 + 300, cause: "packets_lost" }));
    const [gap, ...others] = mergedGaps([...flapping, { startMs: 20_000, endMs: 21_000, cause: "camera_away" }], 800);
    expect(gap).toMatchObject({ startMs: 0, endMs: 9300, count: 10, lostMs: 3000 });
    expect(others).toHaveLength(1);
  });
});
