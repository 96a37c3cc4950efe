import { describe, expect, it } from "vitest";

import { forwardArrow, type Dot } from "../src/components/drawing/geometry";
import { changed } from "../src/components/drawing/useUndo";
import { methodOf, NOTHING, spotOf, spotText, type Clicks } from "../src/screens/drawings/clicks";
import { freeName, KINDS, lackOf, plainZones, usualShape, type DrawnZone } from "../src/screens/drawings/zones";

const zone = (part: Partial<DrawnZone>): DrawnZone => ({ key: part.name ?? "k", id: "", kind: "lane", name: "n", points: usualShape(part.kind ?? "lane"), aspect: 9 / 16, ...part });

describe("what is drawn", () => {
  it("says where forward leads: from a line's left to its right", () => {
    const [from, to] = forwardArrow([[0, 0.5], [1, 0.5]], 0.5, 0.1);
    expect(from).toEqual([0.5, 0.5]);
    expect(to[0]).toBeCloseTo(0.5);
    expect(to[1]).toBeCloseTo(0.7); // downwards, towards the camera; heights are half of widths
  });

  it("says what a drawing still lacks", () => {
    const lane = zone({ name: "Lane 1" });
    const line = zone({ name: "Line 1", kind: "counting_line" });
    const aside = zone({ name: "Line 2", kind: "counting_line", points: [[0, 0.1], [0.2, 0.1]] });
    const arrow = zone({ name: "Way", kind: "direction", points: [[0.5, 0.7], [0.5, 0.4]] });
    expect(lackOf(lane, [lane, aside])).toBe("noLine");
    expect(lackOf(lane, [lane, line])).toBeNull();
    expect(lackOf(arrow, [arrow])).toBe("noStart");
    expect(lackOf(arrow, [arrow, lane])).toBeNull();
    expect(lackOf(zone({ name: " " }), [])).toBe("name");
    expect(lackOf(lane, [lane, zone({ key: "other", name: " LANE 1" })])).toBe("alike");
    expect(freeName("Lane", [lane])).toBe("Lane 2");
  });

  it("goes out within the picture, each kind with as many corners as it has", () => {
    expect(plainZones([zone({ points: [[-0.1, 1.2], [0.123456, 0.5]] })])[0]?.points).toEqual([[0, 1], [0.12346, 0.5]]);
    for (const kind of KINDS) expect(usualShape(kind)).toHaveLength(["counting_line", "stop_line", "direction"].includes(kind) ? 2 : 4);
  });
});

describe("undo", () => {
  it("takes a whole drag back at once, and what comes after an undo replaces what was undone", () => {
    let past = changed({ states: [0], at: 0, gesture: "" }, 1, "drag 1");
    past = changed(past, 2, "drag 1");
    past = changed(past, 3, "drag 2");
    expect(past.states).toEqual([0, 2, 3]);
    past = changed({ ...past, at: 1, gesture: "" }, 9, "");
    expect(past.states).toEqual([0, 2, 9]);
    expect(past.at).toBe(2);
  });
});

describe("clicks that calibrate", () => {
  const corners: Dot[] = [[0.1, 0.9], [0.2, 0.5], [0.8, 0.5], [0.9, 0.9]];

  it("are complete with a length, or with a place each", () => {
    const clicks: Clicks = { ...NOTHING, points: corners };
    expect(methodOf(clicks)).toBeNull();
    expect(methodOf({ ...clicks, length_m: 12 })).toMatchObject({ way: "rectangle", length_m: 12, width_m: null });
    const places: Clicks["places"] = [[21, 105.8], [21.1, 105.8], [21.1, 105.9], null];
    expect(methodOf({ ...clicks, way: "points", places })).toBeNull();
    expect(methodOf({ ...clicks, way: "points", places: [...places.slice(0, 3), [21, 105.9]] })).toMatchObject({ way: "points", places: [{ lat: 21, lon: 105.8 }, {}, {}, {}] });
    expect(methodOf({ ...clicks, way: "mounting" })).toMatchObject({ way: "mounting", height_m: null });
  });

  it("are read as a map writes them", () => {
    expect(spotOf(" 21.028511, 105.804817 ")).toEqual([21.028511, 105.804817]);
    expect(spotOf("105.8, 21.02")).toBeNull();
    expect(spotOf("here")).toBeNull();
    expect(spotOf(spotText([21.5, 105.25]))).toEqual([21.5, 105.25]);
  });
});
