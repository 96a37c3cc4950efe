/** The tree map's rectangles and its arrows, colours by the share at fault, charts of scores. */
import { describe, expect, it } from "vitest";

import type { Group } from "../src/api/health";
import { cellsOf, joined, KINDS, kindKey, stepOf } from "../src/screens/health/looks";
import { seriesOf } from "../src/screens/health/Scores";
import { nextBox, squarified } from "../src/screens/health/treemap";
import { levelsOf, NOBODY } from "../src/screens/repairs/Levels";

describe("the tree map", () => {
  const sizes = [6082, 3728, 1602, 1119, 766, 583, 40, 12, 1];
  const boxes = squarified(sizes, 900, 360);

  it("gives each its area, within the whole and none over another", () => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    boxes.forEach((box, index) => {
      expect(box.width * box.height).toBeCloseTo(((sizes[index] ?? 0) / total) * 900 * 360, 3);
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 900.001 && box.y + box.height <= 360.001).toBe(true);
      for (const other of boxes.slice(index + 1)) {
        const [across, down] = [Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x), Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y)];
        expect(across <= 0.001 || down <= 0.001).toBe(true);
      }
    });
  });

  it("is walked by arrows to every box and not out of it", () => {
    const reached = new Set([0]);
    for (const index of reached) for (const way of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] as const) reached.add(nextBox(boxes, index, way));
    expect(reached.size).toBe(boxes.length);
    expect(nextBox(boxes, 0, "ArrowLeft")).toBe(0);
    expect(squarified([], 10, 10)).toEqual([]);
    expect(squarified([1, 2], 0, 0)).toHaveLength(2);
  });
});

describe("health", () => {
  const group = (unit_id: string | null, more: Partial<Group>): Group => ({ owner_id: "o", unit_id, cameras: 10, watched: 10, faulty: 0, planned: 0, kinds: {}, ...more });

  it("counts announced work as no fault, and what nobody has said as a cell of its own", () => {
    const cells = cellsOf([group("u", { faulty: 3, planned: 1, kinds: { away: 3 } }), group(null, { watched: 0 }), group("u", { cameras: 5 })], { u: "U" }, "unit");
    expect(cells.map(({ key, cameras, faulty, planned }) => [key, cameras, faulty, planned])).toEqual([["u", 15, 2, 1], ["", 10, 0, 0]]);
    expect(joined(cells)).toMatchObject({ cameras: 25, faulty: 2, planned: 1, kinds: { away: 3 } });
    expect([stepOf(0, 0), stepOf(0, 9), stepOf(1, 100), stepOf(2, 100), stepOf(25, 100)]).toEqual([null, 0, 1, 2, 5]);
  });

  it("has words for every kind", () => {
    expect(new Set(KINDS.map(kindKey)).size).toBe(KINDS.length);
  });

  it("draws what was over its threshold first", () => {
    const limits = (value: number) => Array.from({ length: 24 }, () => value);
    const day = (name: string, scores: object) => ({ day: name, looks: 1, looked_at: "", scores: scores as Record<string, Record<string, number>> });
    const series = seriesOf([day("2026-11-22", { black: { "3": 0.6 } }), day("2026-11-23", { moved: { "0": 0.7 }, black: { "1": 0 } })], { black: limits(0.5), moved: limits(0.8) });
    expect(series.map(({ kind, last, over }) => [kind, last, over])).toEqual([["black", 0, 1], ["moved", 0.7, 0]]);
    expect(series[0]?.values).toHaveLength(48);
  });
});

describe("the levels of a contract", () => {
  it("are what is complete, in the order of their hours", () => {
    expect(levelsOf([{ organisation: "chief", after: 8 }, NOBODY, { organisation: "duty", after: "" }])).toEqual([
      { organisation_id: "duty", after_h: 0 },
      { organisation_id: "chief", after_h: 8 },
    ]);
    expect(levelsOf([NOBODY])).toEqual([]);
  });
});
