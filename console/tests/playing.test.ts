/** Frame steps, the one clock of many cameras, its loop, and the jog wheel. */
import { describe, expect, it } from "vitest";

import { offsetsOf, stepTarget } from "../src/player/pictureTimes";

describe("a frame step", () => {
  const uneven = [{ startS: 10, offsetsS: [0, 0.02, 0.11, 0.15] }, { startS: 10.2, offsetsS: [0, 0.04] }];
  const shown = (mediaS: number) => [10, 10.02, 10.11, 10.15, 10.2, 10.24].findLast((time) => time <= mediaS);

  it("lands in the next and in the picture before, however uneven they lie", () => {
    let at = 10.001;
    const forward = [];
    for (let index = 0; index < 5; index += 1) forward.push(shown((at = stepTarget(uneven, at, at, 1) ?? NaN)));
    expect(forward).toEqual([10.02, 10.11, 10.15, 10.2, 10.24]);
    const back = [];
    for (let index = 0; index < 5; index += 1) back.push(shown((at = stepTarget(uneven, at, null, -1) ?? NaN)));
    expect(back).toEqual([10.2, 10.15, 10.11, 10.02, 10]);
  });

  it("leaves behind what the browser told of and what it skipped telling", () => {
    expect(shown(stepTarget(uneven, 10.12, 10.02, 1) ?? NaN)).toBe(10.15);
    expect(shown(stepTarget(uneven, 10.12, 10.15, 1) ?? NaN)).toBe(10.2);
    expect(shown(stepTarget(uneven, 10.12, 10.15, -1) ?? NaN)).toBe(10.02);
  });

  it("is null where the picture is not loaded; decoding order does not matter", () => {
    expect(stepTarget(uneven, 10.25, 10.24, 1)).toBeNull();
    expect(stepTarget(uneven, 10, 10, -1)).toBeNull();
    expect(offsetsOf([5, 5.2, 5.1])).toEqual([0, expect.closeTo(0.1), expect.closeTo(0.2)]);
  });
});
