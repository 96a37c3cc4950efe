/** What the inventory's screens decide without a browser. */
import { describe, expect, it } from "vitest";

import { ApiError } from "../src/api/client";
import type { CellFault, Import, InventoryColumn, Row } from "../src/api/inventory";
import { azimuthAt, emptyField, fieldFaults, newFormId, reportOf, turned, windOf } from "../src/screens/inventory/fieldForm";
import { isFinal } from "../src/screens/inventory/fieldQueue";
import { isRefusal } from "../src/screens/inventory/refusals";
import { cellLook, firstShow, fixOf, offsetM, scaleBarM, shownColumns } from "../src/screens/inventory/rowLook";
import { byNeed, endOfDay, partsOf, shareOf } from "../src/screens/inventory/taskLook";

const row: Row = {
  number: 12,
  status: "error",
  outcome: "waiting",
  cells: { code: "HM-0231", lat: "20.98l2", lon: "2326509", azimuth_deg: "165" },
  errors: [{ column: "lat", code: "letters_in_number", message: "", detail: "l", mend: { lat: "20.9812" } }],
  notices: [{ column: "lon", code: "vn2000_tm3", message: "", read_as: "105.8171" }],
  changes: [{ column: "azimuth_deg", before: "120", after: "165" }],
  camera_id: null,
};
const fault = (mend: Record<string, string>): CellFault => ({ column: "lat", code: "coordinates_swapped", message: "", detail: "", mend });

describe("a row of an import", () => {
  it("shows faults, changes and conversions in their cells", () => {
    expect(cellLook(row, "lat")).toMatchObject({ kind: "fault", value: "20.98l2" });
    expect(cellLook(row, "lon")).toEqual({ kind: "read", value: "2326509", readAs: "105.8171", notice: "vn2000_tm3" });
    expect(cellLook(row, "azimuth_deg")).toMatchObject({ kind: "changed", before: "120", after: "165" });
    expect(cellLook(row, "name")).toEqual({ kind: "plain", value: "" });
  });

  it("offers a repair by its value, or in words", () => {
    expect(fixOf(fault({}))).toBeNull();
    expect(fixOf(fault({ lat: "20.9", lon: "105.8" }))?.key).toBe("imports.fix.both");
    expect(fixOf(fault({ code: "HM-0233" }))).toEqual({ key: "imports.fix.code", value: "HM-0233" });
    expect(fixOf(fault({ owner_id: "X" }))?.key).toBe("imports.fix.name");
    expect(fixOf(fault({ lat: "20.9812" }))?.key).toBe("imports.fix.value");
  });

  it("brings a column when one of its cells needs to be seen", () => {
    const columns = ["code", "name", "lat", "azimuth_deg", "mac"].map((key) => ({ key, required: key !== "mac" && key !== "azimuth_deg" }) as InventoryColumn);
    expect(shownColumns(columns, [], []).map((column) => column.key)).toEqual(["code", "name", "lat"]);
    expect(shownColumns(columns, ["mac"], [row]).map((column) => column.key)).toEqual(["code", "name", "lat", "azimuth_deg"]);
  });

  it("opens with what needs a person", () => {
    const found = (counts: Record<string, number>, missing = 0) => ({ counts, missing }) as Import;
    expect(firstShow(found({ error: 1, new: 5 }))).toBe("error");
    expect(firstShow(found({ new: 5 }))).toBe("new");
    expect(firstShow(found({}, 3))).toBe("missing");
  });
});

describe("two places", () => {
  it("are as far apart as they are", () => {
    const { far, north } = offsetM({ lat: 20.98, lon: 105.83, azimuth: null }, { lat: 20.981, lon: 105.83, azimuth: null });
    expect(far).toBeCloseTo(111.3, 0);
    expect(north).toBeGreaterThan(0);
  });

  it.each([[30, 10], [29, 5], [400, 100], [7, 2]])("a scale for %d m is %d m long", (width, bar) => expect(scaleBarM(width)).toBe(bar));
});

describe("a campaign's board", () => {
  it("puts those who need a word first", () => {
    const task = (name: string, state: string, late: boolean) => ({ organisation_name: name, state, late }) as never;
    const sorted = [task("c", "complete", false), task("b", "not_begun", false), task("a", "errors_left", true)].sort(byNeed);
    expect(sorted.map((one: { organisation_name: string }) => one.organisation_name)).toEqual(["a", "b", "c"]);
  });

  it("knows shares", () => {
    expect(shareOf({ declared: 5, expected: null })).toBeNull();
    expect(shareOf({ declared: 5, expected: 0 })).toBe(1);
    expect(shareOf({ declared: 12, expected: 10 })).toBe(1);
    expect(partsOf({ organisations: 4, by_state: { complete: 1, not_begun: 3 } }).map((part) => part.share)).toEqual([0.25, 0.75]);
    expect(endOfDay("2026-12-31")).toBe("2026-12-31T16:59:59.000Z");
  });
});

describe("the field form", () => {
  const good = { ...emptyField("o"), kind: "new" as const, code: "A1", name: "Gate", lat: "21,02", lon: "105.84" };

  it("says what is wrong", () => {
    expect(fieldFaults(emptyField("o"))).toEqual({ cameraId: "required", lat: "required", lon: "required" });
    expect(fieldFaults(good)).toEqual({});
    expect(fieldFaults({ ...good, lat: "105.84", lon: "x", height: "-1" })).toEqual({ lat: "city", lon: "number", height: "height" });
  });

  it("makes the same report of the same form", () => {
    const report = reportOf("f", { ...good, azimuth: 45, height: "4,5", notice: "no" }, null);
    expect(report).toMatchObject({ form_id: "f", camera_id: null, owner_id: "o", lat: 21.02, azimuth_deg: 45, values: { height_m: 4.5, notice: false } });
    expect(reportOf("f", { ...good, azimuth: 45, height: "4,5", notice: "no" }, null)).toEqual(report);
  });

  it("turns by pointer and keys", () => {
    expect([azimuthAt(0, -1), azimuthAt(1, 0), azimuthAt(0, 1), azimuthAt(-1, 0)]).toEqual([0, 90, 180, 270]);
    expect(turned(359, "ArrowRight", false)).toBe(0);
    expect(turned(0, "ArrowLeft", true)).toBe(345);
    expect(turned(10, "a", false)).toBeNull();
    expect([windOf(0), windOf(359), windOf(225)]).toEqual(["n", "n", "sw"]);
  });

  it("is named by a UUID", () => {
    expect(newFormId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("waits for the network, not for a refusal", () => {
    expect([0, 401, 429, 503].some((status) => isFinal(new ApiError(status, "", "")))).toBe(false);
    expect([403, 409, 422].every((status) => isFinal(new ApiError(status, "", "")))).toBe(true);
  });
});

it("knows why files are refused", () => {
  expect(isRefusal("macros")).toBe(true);
  expect(isRefusal("conflict")).toBe(false);
});
