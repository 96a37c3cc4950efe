import { expect, it } from "vitest";

import { arranged } from "../src/screens/wallLayout";

it("brings alarms to the front, never to a pinned tile, and counts the rest", () => {
  const of = (...ids: string[]) => ids.map((camera_id) => ({ camera_id }));
  const layout = { size: 4 as const, tiles: ["a", "b", "c", null], pinned: [0] };
  const shown = (...ids: string[]) => arranged(layout, of(...ids)).places.map(({ id, from, alarm }) => `${id ?? ""}${from}${alarm ? "!" : ""}`);
  expect(shown("c")).toEqual(["a0", "c2!", "b1", "3"]);
  expect(shown("a")).toEqual(["a0!", "b1", "c2", "3"]);
  expect(shown("x", "y")).toEqual(["a0", "x1!", "c2", "3"]);
  expect(arranged(layout, of("x", "y", "c")).rest).toBe(1);
});
