/** Traffic: the drawing of a junction, gaps that stay gaps, times of the network, and looks that need no colour. */
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { drawnOf, type Junction, type Network, type NetworkHistory, type NetworkState, type StreetState } from "../src/api/traffic";
import { LanguageProvider, makeTexts } from "../src/i18n";
import { drawn, lines, sumOf, turnDeg, wayOf, type Arm, type Turn } from "../src/screens/traffic/flow";
import { crossingOf, sideOf } from "../src/screens/traffic/junction";
import { GROUPS, incidentLook, LEVEL_LOOKS, LEVELS, type Level } from "../src/screens/traffic/looks";
import { begunOf, boundsOf, errorOf, featuresOf, middleOf, partOf, quartersOf, roadsOf, shownOf, worst } from "../src/screens/traffic/network";
import { gaps, runs } from "../src/screens/traffic/Series";
import { TimeBar, type Quarter } from "../src/screens/traffic/TimeBar";
import { theme } from "../src/theme/theme";

const ARMS: Arm[] = [{ id: "n", azimuthDeg: 0 }, { id: "e", azimuthDeg: 90 }, { id: "s", azimuthDeg: 180 }, { id: "w", azimuthDeg: 270 }];
const [N, E, S, W] = ARMS as [Arm, Arm, Arm, Arm];
const ROOM = { width: 600, height: 400, sidePx: 120 };

describe("who turns where", () => {
  it("is said as by who drives on the right", () => {
    expect([wayOf(N, N), wayOf(N, E), wayOf(N, S), wayOf(N, W)]).toEqual(["back", "left", "on", "right"]);
    expect(turnDeg(S, W)).toBe(90); // northwards, then west: left
    expect(wayOf(W, S)).toBe("right");
  });

  it("is drawn with bands in proportion that touch nobody at the mouth of an arm", () => {
    const turns: Turn[] = ARMS.flatMap((from, row) => ARMS.filter((to) => to.id !== from.id).map((to, column) => ({ from: from.id, to: to.id, perH: 100 + 300 * ((row + column) % 3) })));
    const { bands, arms, radiusPx } = drawn(ARMS, turns, ROOM);
    expect(bands).toHaveLength(12);
    const [few, many] = [bands.find((band) => band.perH === 100), bands.find((band) => band.perH === 700)];
    expect((many?.widthPx ?? 0) / (few?.widthPx ?? 1)).toBeCloseTo(7, 5);
    for (const arm of arms) {
      expect(arm.halfPx).toBeLessThan(radiusPx * 0.5);
      expect(arm.enters).toBe(sumOf(turns.filter((turn) => turn.from === arm.id).map((turn) => turn.perH)));
    }
    // Where bands of the northern arm begin: west of its middle, side by side.
    const north = bands.filter((band) => band.from === "n").map((band) => [Number(/^M([\d.]+)/.exec(band.path)?.[1]), band.widthPx] as const).sort(([one], [other]) => other - one);
    expect(north.every(([x]) => x < 300)).toBe(true);
    north.reduce(([before, width], [x, own]) => {
      expect(before - width / 2).toBeGreaterThanOrEqual(x + own / 2);
      return [x, own];
    });
  });

  it("draws what is not measured as a hair, and sums nothing to nothing", () => {
    const { bands, arms } = drawn(ARMS, [{ from: "n", to: "s", perH: null }, { from: "e", to: "w", perH: 0 }, { from: "n", to: "gone", perH: 5 }], ROOM);
    expect(bands.map((band) => band.widthPx)).toEqual([1.5, 1.5]);
    expect(arms.map((arm) => arm.enters)).toEqual([null, 0, null, null]);
    expect(drawn([], [], ROOM).bands).toEqual([]);
  });

  it("writes a long name on two lines", () => {
    expect(lines("Giải Phóng", 18)).toEqual(["Giải Phóng"]);
    expect(lines("Đường Trường Chinh kéo dài về Cầu Giấy", 18)).toEqual(["Đường Trường Chinh", "kéo dài về Cầu Gi…"]);
  });

  it("makes one arm of the two ways of a street", () => {
    const approach = (segment_id: string, heading_deg: number) => ({ segment_id, name: segment_id, heading_deg }) as Junction["approaches"][number];
    const exit = (segment_id: string, heading_deg: number) => ({ segment_id, name: segment_id, heading_deg }) as Junction["exits"][number];
    const movement = (from_segment: string, to_segment: string, volume_per_h: number | null) => ({ from_segment, to_segment, volume_per_h }) as Junction["movements"][number];
    const sided = (name: string, side: string) => `${name} ${side}`;
    const found = crossingOf({ approaches: [approach("in-n", 180), approach("in-s", 2)], exits: [exit("out-n", 355), exit("out-s", 178), exit("out-e", 90)], movements: [movement("in-n", "out-s", 400), movement("in-n", "out-e", null), movement("in-n", "elsewhere", 9)] }, sided);
    expect(found.arms.map((arm) => arm.id)).toEqual(["in-n", "out-e", "in-s"]);
    expect(found.armOf.get("out-s")).toBe("in-s");
    expect(found.arms.map((arm) => arm.told)).toEqual(["in-n", "out-e", "in-s"]); // each has a name of its own
    const both = crossingOf({ approaches: [{ ...approach("a", 180), name: "Láng" }, { ...approach("b", 2), name: "Láng" }, approach("Vọng", 270)], exits: [], movements: [] }, sided);
    expect(both.arms.map((arm) => arm.told)).toEqual(["Láng n", "Vọng", "Láng s"]);
    expect([359, 44, 181, 270].map(sideOf)).toEqual(["n", "ne", "s", "w"]);
    expect(found.turns).toEqual([{ from: "in-n", to: "in-s", perH: 400 }, { from: "in-n", to: "out-e", perH: null }]);
  });
});

it("breaks a series where nobody looked", () => {
  const values = [1, 2, null, null, 0, null];
  expect(runs(values)).toEqual([[0, 1], [4, 4]]);
  expect(gaps(values)).toEqual([[2, 3], [5, 5]]);
});

const network = {
  features: [
    { id: "a", geometry: { type: "LineString", coordinates: [[105.8, 21], [105.81, 21]] }, properties: { kind: "segment", name: "Láng", from_junction: "j", to_junction: "k", length_m: 1000, lanes: 2, limit_mps: 10, measures: [{ camera_id: "c" }, { camera_id: "c" }] } },
    { id: "b", geometry: { type: "LineString", coordinates: [[105.81, 21], [105.8, 21.02]] }, properties: { kind: "segment", name: "Vọng", from_junction: "k", to_junction: "j", length_m: 900, lanes: 1, limit_mps: 10, measures: [] } },
    { id: "k", geometry: { type: "Point", coordinates: [105.81, 21] }, properties: { kind: "junction", name: "Ngã tư Vọng", has_signal: true, movements: [] } },
  ],
} as unknown as Network;
const forecast = (minutes: number, level: Level | null, travel_time_error: number | null) => ({ minutes, level, travel_time_error, volume_error: 0.5, volume_per_h: 1, speed_mps: 2, travel_time_s: 3 });
const street = (id: string, level: Level | null, travel_time_s: number | null, forecasts: object[]) => ({ id, level, volume_per_h: 600, speed_mps: 5, travel_time_s, queue_m: 40, forecasts }) as unknown as StreetState;
const state = { until: "2026-11-23T10:05:00Z", segments: [street("a", "F", 400, [forecast(15, "E", 0.1), forecast(30, null, 0.2)]), street("b", null, null, [forecast(15, "C", 0.3)])] } as unknown as NetworkState;
const history = { starts: ["2026-11-23T09:30:00Z", "2026-11-23T09:45:00Z", "2026-11-23T10:00:00Z"], end: "2026-11-23T10:15:00Z", segments: [{ id: "b", levels: "AD-", volume_per_h: [1, 2, null], speed_mps: [3, 4, null], travel_time_s: [5, 6, null], queue_m: [null, 7, null] }] } as unknown as NetworkHistory;

describe("the network over time", () => {
  const roads = roadsOf(network);
  const ids = ["a", "b"];

  it("is the day behind, now, and what is told ahead; a quarter that is not over counts as now", () => {
    const quarters = quartersOf(ids, history, state);
    expect(quarters.map(({ ahead }) => ahead)).toEqual([0, 0, 0, 15, 30]);
    expect(quarters.map(({ counts }) => GROUPS.map((group) => counts[group]))).toEqual([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 1, 0], [0, 0, 0, 2]]);
    expect(quartersOf(ids, history, undefined)).toHaveLength(3);
    expect(quartersOf(ids, undefined, undefined)).toEqual([]);
  });

  it("shows of each time what is known of it, and null where nothing is", () => {
    expect(shownOf({ kind: "now" }, state, history).get("a")).toMatchObject({ level: "F", timeS: 400, queueM: 40 });
    expect(shownOf({ kind: "past", index: 1 }, state, history).get("b")).toEqual({ level: "D", volumePerH: 2, speedMps: 4, timeS: 6, queueM: 7 });
    expect(shownOf({ kind: "past", index: 1 }, state, history).get("a")).toBeUndefined();
    expect(shownOf({ kind: "past", index: 99 }, state, history).get("b")?.level).toBeNull();
    expect(shownOf({ kind: "ahead", minutes: 15 }, state, history).get("b")?.level).toBe("C");
    expect(shownOf({ kind: "ahead", minutes: 30 }, state, history).get("b")).toMatchObject({ level: null, volumePerH: null });
  });

  it("says how wrong its forecasts were", () => {
    expect(errorOf(state, 15)).toBe(0.3);
    expect(errorOf(state, 30)).toBe(0.2);
    expect(errorOf(state, 45)).toBeNull();
    expect(errorOf(undefined, 15)).toBeNull();
  });

  it("says of how many minutes its figures are, until they are of all fifteen", () => {
    const of = (...segments: { seen: number; unknown?: string }[]) => begunOf({ ...state, segments } as unknown as NetworkState);
    expect(of({ seen: 0.2 }, { seen: 0.13 }, { seen: 0, unknown: "no_place" })).toBe(3);
    expect(of({ seen: 0.2 }, { seen: 0.98 })).toBeNull(); // the street's own card says it of the one
    expect(partOf(0.2)).toBe(3);
    expect(of({ seen: 0.05, unknown: "not_seen" })).toBe(0);
    expect(of({ seen: 0, unknown: "no_place" })).toBeNull(); // nothing will come
    expect(begunOf(undefined)).toBeNull();
  });

  it("puts the worst first and draws what is asked for", () => {
    const shown = shownOf({ kind: "now" }, state, history);
    expect(worst(roads.streets, shown).map((one) => one.id)).toEqual(["a", "b"]);
    expect(roads.streets[0]?.cameraIds).toEqual(["c"]);
    const drawn = (only: ("jam" | "free")[], selected: string | null) => featuresOf(roads, shown, only, selected).filter((feature) => feature.properties?.of !== "letter").map((feature) => feature.properties?.id as string);
    expect(drawn([], null)).toEqual(["a", "b", "k"]);
    expect(drawn(["jam"], null)).toEqual(["a", "k"]);
    expect(drawn(["free"], "b")).toEqual(["b", "k"]);
    expect(featuresOf(roads, shown, [], "a")[0]?.properties).toEqual({ of: "street", id: "a", level: "F", group: "jam", on: true });
    const letters = featuresOf(roads, shown, [], null).filter((feature) => feature.properties?.of === "letter");
    expect(letters.map(({ properties, geometry }) => [properties?.level as string, properties?.aside as number[], geometry])).toEqual([["F", [0, 1.625], { type: "Point", coordinates: [105.805, 21] }]]); // eastwards: right is south
    expect(middleOf([[0, 0], [0, 1], [0, 1.5], [1, 1.5]]).right).toEqual([1, 0]);
    expect(middleOf([]).right).toEqual([0, 0]);
    expect(boundsOf(roads)).toEqual([105.8, 21, 105.81, 21.02]);
    expect(boundsOf({ streets: [], nodes: [] })).toBeNull();
  });
});

it("a network is taken along as it can be put back: one owner's, without what the platform adds", () => {
  const both = { features: [{ type: "Feature", id: "a", geometry: {}, properties: { owner_id: "o", length_m: 9, lanes: 2, name: "A" } }, { type: "Feature", id: "b", geometry: {}, properties: { owner_id: "p", name: "B" } }] } as unknown as Network;
  expect(drawnOf(both, "o")).toEqual({ type: "FeatureCollection", features: [{ type: "Feature", id: "a", geometry: {}, properties: { lanes: 2, name: "A" } }] });
});

describe("looks", () => {
  it("tell every level without colour: by width, letter and word", () => {
    const widths = LEVELS.map((level) => LEVEL_LOOKS[level].widthPx);
    expect(widths.every((width, index) => index === 0 || width > (widths[index - 1] ?? 0))).toBe(true);
    for (const language of ["vi", "en"] as const) {
      const { t } = makeTexts(language, () => undefined);
      expect(new Set(LEVELS.map((level) => t(LEVEL_LOOKS[level].word))).size).toBe(6);
    }
  });

  it("tell apart what waits for an answer, what is urgent and what is over", () => {
    const looks = (["open", "ended", "closed"] as const).flatMap((one) => (["none", "confirmed", "dismissed"] as const).map((answer) => incidentLook({ state: one, answer })));
    expect(looks.filter((look) => look.tone === "bad")).toHaveLength(1);
    expect(incidentLook({ state: "open", answer: "none" }).tone).toBe("warn");
    expect(new Set(looks.map((look) => look.word)).size).toBe(6);
  });
});

describe("the bar of time", () => {
  const quarters: Quarter[] = [0, 1, 2, 3].map((index) => ({ atMs: Date.parse("2026-11-23T10:00:00Z") + index * 900_000, ahead: index === 3 ? 15 : 0, counts: { free: 1, slow: 0, jam: 0, unknown: 0 } }));

  it("is a slider that says what time it shows", () => {
    const [onIndex, onNow] = [vi.fn(), vi.fn()];
    render(
      <LanguageProvider>
        <MantineProvider theme={theme}>
          <TimeBar quarters={quarters} index={1} nowIndex={2} words="17:15–17:30" more="15 ph" onIndex={onIndex} onNow={onNow} />
        </MantineProvider>
      </LanguageProvider>,
    );
    const slider = screen.getByRole("slider", { name: "Thời gian" });
    expect(slider.getAttribute("aria-valuetext")).toBe("17:15–17:30, 15 ph");
    fireEvent.change(slider, { target: { value: "3" } });
    expect(onIndex).toHaveBeenCalledWith(3);
    fireEvent.click(screen.getByRole("button", { name: "Bây giờ" }));
    expect(onNow).toHaveBeenCalledOnce();
  });
});
