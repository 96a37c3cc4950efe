/** The map's address, its lasso and its signs' pictures by name. */
import { describe, expect, it } from "vitest";

import { corners, lassoText, parseLasso } from "../src/components/map/lasso";
import { MAP_LOOKS, MAP_STATES } from "../src/components/map/looks";
import { schematic } from "../src/components/map/base/schematic";
import { parseMap, positionText, tilesAddress } from "../src/screens/map/address";

describe("the address of the map", () => {
  it("holds place, filter, states and choice", () => {
    const address = parseMap(new URLSearchParams("c=21.01,105.84,13.5&q=vong&purpose=security,nonsense&kind=ptz&life=faulty&owner=o1&only=bad,none&sel=x&off=cones"));
    expect(address.at).toEqual({ lat: 21.01, lon: 105.84, zoom: 13.5 });
    expect(address.filter).toEqual({ q: "vong", owner_id: ["o1"], purpose: ["security"], kind: ["ptz"], lifecycle: ["faulty"] });
    expect([address.only, address.hidden, address.selected]).toEqual([["bad"], ["cones"], "x"]);
    expect(parseMap(new URLSearchParams({ c: positionText({ lat: 21.01, lon: 105.84, zoom: 13.5 }) })).at).toEqual(address.at);
  });

  it("without a place leaves it to the cameras", () => {
    expect(parseMap(new URLSearchParams()).at).toBeNull();
    expect(parseMap(new URLSearchParams("c=a,b")).at).toBeNull();
  });

  it("asks for tiles of the filter, each value by itself", () => {
    expect(tilesAddress({}, [])).toBe("/api/v1/map/cameras/{z}/{x}/{y}.mvt");
    expect(tilesAddress({ purpose: ["security", "defence"], q: "a b" }, ["bad"])).toBe("/api/v1/map/cameras/{z}/{x}/{y}.mvt?purpose=security&purpose=defence&q=a+b&state=bad");
  });
});

describe("a lasso", () => {
  const circle = Array.from({ length: 2000 }, (_, index) => [500 + 400 * Math.cos(index / 318), 500 + 400 * Math.sin(index / 318)] as const);

  it("keeps its shape with few corners", () => {
    const kept = corners(circle);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThanOrEqual(60);
    for (const [x, y] of kept) expect(Math.hypot(x - 500, y - 500)).toBeCloseTo(400, 0);
  });

  it("is read back from the address", () => {
    const area = [[105.8, 21], [105.9, 21], [105.9, 21.1]] as const;
    expect(parseLasso(lassoText(area))).toEqual(area);
    expect(parseLasso("")).toEqual([]);
    expect(parseLasso("1,2;3")).toEqual([]);
  });
});

describe("signs", () => {
  it("differ in shape where colours are alike", () => {
    const looks = MAP_STATES.map((state) => MAP_LOOKS[state].shape);
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe("the schematic", () => {
  it("lies in and around the city", () => {
    const points = Object.values(schematic).flatMap(({ features }) => features.flatMap(({ geometry }) => (geometry as unknown as { coordinates: number[][] }).coordinates.flat(2)));
    expect(points.every(Number.isFinite)).toBe(true);
    expect(schematic.places.features).toHaveLength(126);
  });
});
