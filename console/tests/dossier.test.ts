/** The inventory's screens without a browser: addresses, what is sent, conflicts, the tree of organisations. */
import { describe, expect, it } from "vitest";

import type { Change, Dossier } from "../src/api/dossier";
import type { Organisation } from "../src/api/types";
import { chipsOf, parseFilter, withFilter, withoutChip } from "../src/screens/cameras/address";
import { conePath } from "../src/screens/dossier/Cone";
import { BULK, changedFacts, clashesOf, FACTS, faultOf, MAY_BE_MISSING, sentOf, typedOf, type Fact } from "../src/screens/dossier/facts";
import { actsOf } from "../src/screens/dossier/History";
import { branchesOf, existsOn } from "../src/screens/organisations/tree";

const ADDRESS = "q=nga+tu&owner_id=a&owner_id=b&kind=ptz&notice=false&installed_from=2024-01-01&view=stats&by=unit";

describe("a filter", () => {
  it("comes from the address and goes back into it; the view stays", () => {
    const search = new URLSearchParams(ADDRESS);
    const filter = parseFilter(search);
    expect(filter).toEqual({ q: "nga tu", owner_id: ["a", "b"], kind: ["ptz"], notice: false, installed_from: "2024-01-01" });
    expect(parseFilter(withFilter(search, filter))).toEqual(filter);
    expect(withFilter(search, {}).toString()).toBe("view=stats&by=unit");
  });

  it("has one chip for each value, which is taken away alone", () => {
    const filter = parseFilter(new URLSearchParams(ADDRESS));
    const chips = chipsOf(filter);
    expect(chips.map((chip) => chip.name)).toEqual(["owner_id", "owner_id", "kind", "installed_from", "notice"]);
    expect(withoutChip(filter, { name: "owner_id", value: "a" }).owner_id).toEqual(["b"]);
    expect(withoutChip(filter, { name: "notice", value: "false" })).not.toHaveProperty("notice");
  });
});

function fact(name: string): Fact {
  const found = FACTS.get(name);
  if (!found) throw new Error(name);
  return found;
}

const dossier = {
  camera: { code: "GT-1", name: "Vong", owner_id: "o", site_id: null, lat: 21, lon: 105.8, azimuth_deg: 175, tags: ["x"] },
  dossier: { height_m: null, model: "", notice: null, mac: "00ABCDEF0123", certificates: [] },
} as unknown as Dossier;

describe("a fact", () => {
  it("is told what is wrong with it", () => {
    expect(faultOf(fact("code"), " ")).toBe("required");
    expect(faultOf(fact("lat"), "abc")).toBe("number");
    expect(faultOf(fact("lat"), "105,8")).toBe("range");
    expect(faultOf(fact("width_px"), "19,5")).toBe("number");
    expect(faultOf(fact("mac"), "00:ab:cd:ef:01")).toBe("mac");
    expect(faultOf(fact("mac"), "00:ab:cd:ef:01:23")).toBeNull();
    expect(faultOf(fact("azimuth_deg"), "")).toBeNull();
  });

  it("is sent as what it is", () => {
    expect(sentOf(fact("height_m"), "6,5")).toBe(6.5);
    expect(sentOf(fact("height_m"), "")).toBeNull();
    expect(sentOf(fact("installed_on"), "")).toBeNull();
    expect(sentOf(fact("model"), " DS-2CD ")).toBe("DS-2CD");
    expect(typedOf(fact("height_m"), null)).toBe("");
  });

  it("is sent only where it differs from what is stored", () => {
    expect(changedFacts({ code: "GT-1", azimuth_deg: "175", height_m: "7", tags: ["x"], notice: true, model: "" }, dossier)).toEqual({ height_m: 7, notice: true });
  });

  it("is known by every name that forms and filters use", () => {
    expect([...BULK, ...MAY_BE_MISSING].filter((name) => !FACTS.has(name))).toEqual([]);
  });
});

describe("a conflict", () => {
  it("is told field by field, from what was seen to the last word", () => {
    const changes = [
      { version: 4, at: "2026-11-22T04:00:00Z", by: "b", values: { height_m: [6, 7], model: ["", "X"] } },
      { version: 3, at: "2026-11-22T03:00:00Z", by: "a", values: { height_m: [5, 6] } },
    ];
    expect(clashesOf({ version: 4, changes })).toEqual([
      { field: "height_m", at: "2026-11-22T04:00:00Z", by: "b", before: 5, after: 7 },
      { field: "model", at: "2026-11-22T04:00:00Z", by: "b", before: "", after: "X" },
    ]);
    expect(clashesOf({})).toEqual([]);
  });
});

describe("history", () => {
  it("puts the fields of one act together", () => {
    const change = (version: number, field: string) => ({ camera_id: "c", version, act: "changed", at: `${version}`, field }) as unknown as Change;
    expect(actsOf([change(3, "model"), change(3, "maker"), change(2, "name")]).map((act) => act.length)).toEqual([2, 1]);
  });
});

describe("the tree of organisations", () => {
  const one = (id: string, parent_id: string | null, kind: string, name: string, more: Partial<Organisation> = {}) => ({ id, parent_id, kind, name, code: id, valid_from: null, valid_to: null, ...more }) as unknown as Organisation;
  const all = [one("city", null, "city", "Ha Noi"), one("w2", "city", "ward", "Vinh Tuy"), one("w1", "city", "ward", "Bach Mai"), one("d", "city", "department", "So"), one("r", "w1", "residents", "To 1"), one("far", "unseen", "company", "Khac")];

  it("stands by kind and name, open where it is turned open", () => {
    const names = (open: string[]) => branchesOf(all, null, (id) => open.includes(id)).map((branch) => [branch.organisation.id, branch.depth]);
    expect(names(["city"])).toEqual([["city", 0], ["d", 1], ["w1", 1], ["w2", 1], ["far", 0]]);
    expect(names(["city", "w1"])).toContainEqual(["r", 2]);
  });

  it("leads to what was found and says what only leads there", () => {
    const found = branchesOf(all, new Set(["r"]), () => false);
    expect(found.map((branch) => [branch.organisation.id, branch.hit])).toEqual([["city", false], ["w1", false], ["r", true]]);
  });

  it("ends on the day of its end", () => {
    const ward = one("w", null, "ward", "W", { valid_from: "2025-07-01", valid_to: "2026-01-01" });
    expect(["2025-06-30", "2025-07-01", "2025-12-31", "2026-01-01"].map((day) => existsOn(ward, day))).toEqual([false, true, true, false]);
  });
});

it("a cone's arc goes around the camera's direction, the long way for wide angles", () => {
  expect(conePath(90, 90, 10)).toBe("M0 0L7.07 -7.07A10 10 0 0 1 7.07 7.07Z");
  expect(conePath(0, 270, 10)).toContain("A10 10 0 1 1");
});
