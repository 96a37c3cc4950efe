import { describe, expect, it } from "vitest";

import { moved, rectangle, shifted, split, without, type Dot } from "../src/components/drawing/geometry";

const square: Dot[] = [[0.2, 0.2], [0.6, 0.2], [0.6, 0.6], [0.2, 0.6]];

describe("the shape of a mask", () => {
  it("stays within the picture", () => {
    expect(moved(square, 1, [1.4, -0.2])[1]).toEqual([1, 0]);
    const far = shifted(square, 0.9, -0.9);
    expect(far[2]?.[0]).toBeCloseTo(1);
    expect(far[0]?.[1]).toBeCloseTo(0);
    expect((far[1]?.[0] ?? 0) - (far[0]?.[0] ?? 0)).toBeCloseTo(0.4); // as large as before
  });

  it("gains a corner between two, and keeps three", () => {
    expect(split(square, 3)[4]).toEqual([0.2, 0.4]);
    const three = without(square, 0);
    expect(three).toHaveLength(3);
    expect(without(three, 0)).toBe(three);
  });

  it("is drawn from any corner to the other", () => {
    expect(rectangle([0.5, 0.5], [0.1, 1.2])).toEqual([[0.1, 0.5], [0.5, 0.5], [0.5, 1], [0.1, 1]]);
  });
});
