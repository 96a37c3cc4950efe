/** Doubles side by side, what a drawn camera sees, and a proposal as it is typed. */
import { describe, expect, it } from "vitest";

import type { PairSide } from "../src/api/planning";
import { candidateOf, drawnOf, emptyProposal, newCandidate, proposalOf, wrongNumbers } from "../src/screens/planning/candidates";
import { bearing, farM, sector, viewOf, widened } from "../src/screens/planning/cone";
import { barMetres, comparedRows, likelihood, metresBetween, standing, takenOver, turnBetween } from "../src/screens/planning/pairs";

const side = (values: Record<string, unknown>): PairSide => ({ camera_id: String(values.code), version: 1, has_stream: false, values: { lat: 21, lon: 105.8, ...values } });
const a = side({ code: "GT-1", name: "Nút Vọng", serial: "S1", azimuth_deg: 355, note: "" });
const b = side({ code: "HM-1", name: "NUT VONG", serial: "S1", azimuth_deg: 5, note: "cột 12", lat: 21.0001 });

describe("two that may be one", () => {
  const rows = comparedRows({ a, b });
  it("differ where they do not say the same, also where one says nothing", () => {
    expect(rows.filter((row) => row.differs).map((row) => row.field)).toEqual(["code", "name", "place", "azimuth_deg", "note"]);
    expect(rows.find((row) => row.field === "serial")?.differs).toBe(false);
  });
  it("give the kept one what was picked and what it lacks, never the code", () => {
    expect(takenOver(rows, "a", {})).toEqual(["note"]);
    expect(takenOver(rows, "a", { name: "b", place: "b", code: "b" })).toEqual(["name", "lat", "lon", "note"]);
    expect(takenOver(rows, "b", { azimuth_deg: "a" })).toEqual(["azimuth_deg"]);
    const code = rows.find((row) => row.field === "code");
    expect(code && standing(code, "b", { code: "a" })).toBe("b");
  });
  it("are so far apart and turned", () => {
    expect(metresBetween(a, b)).toBeCloseTo(11.1, 1);
    expect(turnBetween(a, b)).toBe(10);
    expect(turnBetween(a, side({ code: "X" }))).toBeNull();
    expect(likelihood(0)).toBe(0.5);
    expect([barMetres(50), barMetres(3)]).toEqual([10, 1]);
  });
});

describe("a drawn camera", () => {
  const seeing = { azimuth_deg: 90, height_m: 6, tilt_deg: 15, hfov_deg: 80, width_px: 2560, height_px: 1440 };
  it("sees less far the denser it must be, and not below itself", () => {
    const view = viewOf(seeing);
    expect(view.nearM).toBeGreaterThan(3);
    expect(farM(view, 12.5)).toBeGreaterThan(farM(view, 62.5));
    expect(farM(view, 1000)).toBe(0);
    expect(sector(seeing, 1000)).toEqual([]);
    const corners = sector(seeing, 62.5);
    expect(corners.every(([east]) => east > 0)).toBe(true); // it looks east
  });
  it("is turned and widened by a point on the screen", () => {
    expect([bearing(0, -1), bearing(1, 0), bearing(0, 1), bearing(-1, 0)]).toEqual([0, 90, 180, 270]);
    expect([widened(350, 20), widened(90, 91), widened(0, 180)]).toEqual([60, 4, 180]);
  });
});

describe("a proposal as typed", () => {
  const candidate = newCandidate(0, "Camera 1", 21.02, 105.84);
  it("is sent as numbers, commas included, without the screen's own key", () => {
    const made = candidateOf({ ...candidate, height_m: "6,5" });
    expect(made).toMatchObject({ lat: 21.02, height_m: 6.5, price_vnd: null });
    expect(made).not.toHaveProperty("key");
  });
  it("is not asked about while a number cannot be read", () => {
    const input = { ...emptyProposal("org"), title: "Nút Vọng" };
    expect(drawnOf(input)).toBeNull();
    expect(proposalOf(input)?.candidates).toEqual([]);
    const wrong = { ...input, candidates: [{ ...candidate, hfov_deg: "x", azimuth_deg: "400" }] };
    expect(wrongNumbers(wrong.candidates[0] ?? candidate)).toEqual(["azimuth_deg", "hfov_deg"]);
    expect([drawnOf(wrong), proposalOf(wrong)]).toEqual([null, null]);
  });
  it("claims nothing where no exception is chosen", () => {
    const input = { ...emptyProposal("org"), claim: { exception: "", reference: "QĐ 1", on: "2026-01-01" }, candidates: [candidate] };
    expect(drawnOf(input)?.claim).toEqual({ exception: "", reference: "", on: null });
  });
});
