import { afterEach, describe, expect, it, vi } from "vitest";

import { ServerClock } from "../src/api/clock";
import { makeTexts } from "../src/i18n";
import { makeFormats } from "../src/i18n/format";
import { fold } from "../src/i18n/fold";
import { cameraOf, emptyCamera, faults, inputOf, typedNumber } from "../src/screens/cameraInput";
import { moved, parseWall, placed, removed, resized, wallSearch } from "../src/screens/wallLayout";
import { parsePosition, writePosition } from "../src/screens/watch/position";

afterEach(() => vi.useRealTimers());

describe("the server's clock", () => {
  it("needs no correction while none is a possible answer", () => {
    const clock = new ServerClock();
    clock.observe("Sun, 22 Nov 2026 11:24:07 GMT", Date.parse("2026-11-22T11:24:07.400Z"), Date.parse("2026-11-22T11:24:07.500Z"), 2500);
    expect(clock.offsetMs).toBe(0);
  });

  it("is found to within the round trip where it differs from ours", () => {
    const clock = new ServerClock();
    const ahead = 90_000;
    for (let n = 0; n < 5; n += 1) {
      const sent = Date.parse("2026-11-22T11:24:00Z") + n * 730;
      clock.observe(new Date(sent + 20 + ahead).toISOString(), sent, sent + 40, 1);
    }
    expect(Math.abs(clock.offsetMs - ahead)).toBeLessThanOrEqual(21);
  });

  it("begins again when one of the clocks was set", () => {
    const clock = new ServerClock();
    clock.observe("2026-11-22T11:24:00.000Z", Date.parse("2026-11-22T11:24:00Z"), Date.parse("2026-11-22T11:24:00.010Z"), 1);
    clock.observe("2026-11-22T12:24:00.000Z", Date.parse("2026-11-22T11:25:00Z"), Date.parse("2026-11-22T11:25:00.010Z"), 1);
    expect(clock.offsetMs).toBeGreaterThan(3_500_000);
    clock.observe(null, 0, 0, 1);
    expect(clock.offsetMs).toBeGreaterThan(3_500_000);
  });
});

describe("how things are written", () => {
  const viet = makeFormats("vi");
  const english = makeFormats("en");

  it("is the city's time, wherever the browser is", () => {
    const ms = Date.parse("2026-11-22T04:24:07.480Z");
    expect(viet.dateTime(ms)).toBe("22/11/2026 11:24:07");
    expect(english.fine(ms)).toBe("11:24:07.48");
    expect(viet.fine(ms)).toBe("11:24:07,48");
    expect(viet.weekday(ms)).toBe("Chủ nhật");
    expect(english.weekday(ms)).toBe("Sunday");
  });

  it("says spans by their two leading units", () => {
    expect(viet.span(338_000)).toBe("5\u00a0ph\u00a038\u00a0s");
    expect(english.span(23_460_000)).toBe("6\u00a0h\u00a031\u00a0min");
    expect(english.span(0)).toBe("0\u00a0s");
    expect(viet.span(3 * 86_400_000)).toBe("3\u00a0ngày");
  });

  it("joins number and unit", () => {
    expect(viet.delay(382)).toBe("380\u00a0ms");
    expect(viet.delay(4210)).toBe("4,2\u00a0s");
    expect(english.bitrate(3_900_000)).toBe("3.9\u00a0Mbit/s");
    expect(english.bytes(1_500_000)).toBe("1.5\u00a0MB");
  });

  it("has plurals and marks where the language has them", () => {
    const { t } = makeTexts("en", () => undefined);
    expect(t("wall.states", { count: 1 })).toBe("States of 1 tile");
    expect(t("wall.states", { count: 9 })).toBe("States of 9 tiles");
  });

  it("is found without marks", () => {
    expect(fold("Đường Giải Phóng, Nghĩa Đô")).toBe("duong giai phong, nghia do");
  });
});

describe("the wall's address", () => {
  const first = ["a", "b", "c", "d", "e"];

  it("holds which camera is where, empty tiles too", () => {
    const layout = parseWall(new URLSearchParams("n=4&c=a,,b"), first);
    expect(layout.tiles).toEqual(["a", null, "b", null]);
    expect(decodeURIComponent(wallSearch(layout).toString())).toBe("n=4&c=a,,b");
  });

  it("shows the first cameras where it says nothing", () => {
    expect(parseWall(new URLSearchParams(), first)).toEqual({ size: 9, tiles: ["a", "b", "c", "d", "e", null, null, null, null] });
    expect(parseWall(new URLSearchParams("n=7"), ["a"]).size).toBe(1);
  });

  it("never shows a camera twice", () => {
    const layout = parseWall(new URLSearchParams("n=4&c=a,b,c"), first);
    expect(placed(layout, 0, "c").tiles).toEqual(["c", "b", "a", null]);
    expect(removed(layout, 1).tiles).toEqual(["a", null, "c", null]);
    expect(resized(layout, 1, first).tiles).toEqual(["a"]);
    expect(resized(parseWall(new URLSearchParams("n=1&c=c"), first), 4, first).tiles).toEqual(["c", "a", "b", "d"]);
  });

  it("is walked with the arrow keys", () => {
    expect(moved(0, "ArrowRight", 9)).toBe(1);
    expect(moved(1, "ArrowDown", 9)).toBe(4);
    expect(moved(0, "ArrowUp", 9)).toBe(0);
    expect(moved(8, "ArrowRight", 9)).toBe(8);
  });
});

describe("the position in time", () => {
  it("survives the address bar", () => {
    const position = { atMs: 1_795_000_000_000, spanMs: 120_000, selection: { startMs: 1_794_999_000_000, endMs: 1_795_000_000_000 } };
    expect(parsePosition(writePosition(new URLSearchParams("player=mse"), position))).toEqual(position);
    expect(writePosition(new URLSearchParams("player=mse"), { ...position, atMs: null, selection: null, spanMs: 3_600_000 }).toString()).toBe("player=mse");
  });

  it("is live where the address is nonsense", () => {
    expect(parsePosition(new URLSearchParams("at=yesterday&span=-3&sel=a_b"))).toEqual({ atMs: null, spanMs: 3_600_000, selection: null });
  });
});

describe("a camera as typed", () => {
  const typed = { ...emptyCamera("org"), code: "GT-0412 ", name: "Ngã tư Vọng", lat: "20,998", lon: "105.841", main: { url: "rtsp://10.0.0.9/1", username: "", password: "", record: "auto" as const } };

  it("may use the comma of either language", () => {
    expect(typedNumber("20,998")).toBe(20.998);
    expect(faults(typed)).toEqual({});
    expect(cameraOf(typed)).toMatchObject({ code: "GT-0412", lat: 20.998, azimuth_deg: null, streams: [{ role: "main", record: null, password: undefined }] });
  });

  it("is told which field is wrong and how", () => {
    expect(faults({ ...typed, lat: "105.8", lon: "x", azimuth: "400", code: " ", sub: { ...typed.main, url: "http://x" } })).toEqual({ code: "required", lat: "latitude", lon: "number", azimuth: "azimuth", sub: "rtsp" });
    expect(faults({ ...typed, main: { ...typed.main, url: "" } })).toEqual({ main: "required" });
  });

  it("never holds a password that the server keeps", () => {
    const camera = { id: "1", code: "A", name: "B", owner_id: "o", site_id: null, lat: 1, lon: 2, azimuth_deg: null, enabled: true, min_days: 1, max_days: 30, thin_after_days: null, tags: [], version: 3, created_at: "", updated_at: "", streams: [{ role: "main" as const, url: "rtsp://h/1", username: "u", has_password: true, record: false, min_days: null, max_days: null, thin_after_days: null, certificate: null, allow_basic: false }] };
    expect(inputOf(camera).main).toEqual({ url: "rtsp://h/1", username: "u", password: "", record: "no" });
    expect(cameraOf(inputOf(camera)).streams?.[0]?.password).toBeUndefined();
  });
});
