/** What devices say of themselves is read with care, and what a person pastes is understood. */
import { describe, expect, it } from "vitest";

import type { DeviceFile, DeviceItem, DeviceJob } from "../src/api/devices";
import { addressesIn, csvRow, factsOf, leftMs, reportOf } from "../src/screens/devices/look";
import { asTemplate, EMPTY_TEMPLATE, isWhole, NOTHING, USUAL_TEMPLATE } from "../src/screens/devices/TemplateFields";

const device = (facts: unknown) => ({ facts }) as DeviceFile;
const item = (report: unknown) => ({ report }) as DeviceItem;

describe("a report", () => {
  it("is empty where nothing was come to, whatever stands there instead", () => {
    for (const odd of [{}, { conformity: 1, cameras: "x", pictures: [], settings: null, candidates: 7 }, { conformity: [null, 3], pictures: { "1": "no" }, cameras: [[]] }]) expect(() => reportOf(item(odd))).not.toThrow();
    expect(reportOf(item({}))).toMatchObject({ login: null, conformity: null, cameras: null, pictures: null, settings: null, candidates: [] });
  });

  it("tells steps, and whom a person may choose", () => {
    const report = reportOf(item({ log_in: "proved", pictures: { "2": { ok: true, codec: "h264", width: 640, height: 360, fps: 25 } }, candidates: [{ camera_id: "a", code: "HK-1", name: "Cổng" }, { camera_id: "b" }] }));
    expect(report.login).toBe("proved");
    expect(report.pictures).toEqual([{ channel: "2", ok: true, reason: "", codec: "h264", width: 640, height: 360, fps: 25 }]);
    expect(report.candidates.map((one) => one.words)).toEqual(["HK-1 Cổng", "b"]);
  });

  it("does not reckon in a spreadsheet", () => {
    expect(csvRow(["=1+1", 'a"b', -3, "-x"])).toBe(`"'=1+1","a""b","-3","'-x"`);
  });
});

describe("a device", () => {
  it("may say anything", () => {
    for (const odd of [{}, { time: 3, users: {}, masks: [{}], scopes: "x", channels: [null] }]) expect(() => factsOf(device(odd))).not.toThrow();
    expect(factsOf(device({})).time).toBeNull();
  });

  it("is read as it says", () => {
    const facts = factsOf(
      device({
        scopes: ["onvif://www.onvif.org/Profile/Streaming", "onvif://www.onvif.org/Profile/T", "onvif://www.onvif.org/name/x"],
        time: { reported_us: 7_000_000, read_at_us: 1_000_000, from_ntp: true, ntp_servers: ["10.0.0.1"], timezone: "ICT-7" },
        channels: [{ source_token: "s", profiles: [{ encoding: { encoding: "h265", width: 1920, height: 1080, fps: 25, bitrate_bps: 4_000_000 } }] }],
        imaging: [{ source_token: "s", brightness: 50, contrast: null, ir_cut_filter: "AUTO" }],
        protocols: [{ name: "HTTP", enabled: true, ports: [80] }, { name: "FTP", enabled: false, ports: [21] }],
      }),
    );
    expect(facts.profiles).toEqual(["S", "T"]);
    expect(facts.time?.offsetMs).toBe(6000);
    expect(facts.encodings.s).toEqual({ main: { codec: "h265", width: "1920", height: "1080", fps: 25, bps: 4_000_000 }, sub: null });
    expect(facts.imaging.s).toEqual([["brightness", "50"], ["ir_cut_filter", "AUTO"]]);
    expect(facts.protocols).toEqual([{ name: "HTTP", ports: "80" }]);
  });
});

describe("taking in", () => {
  it("takes addresses as they are pasted, each once", () => {
    expect(addressesIn(" 10.1.0.5\n10.1.0.6:8000, https://10.1.0.7;10.1.0.5\t")).toEqual(["10.1.0.5", "10.1.0.6:8000", "https://10.1.0.7"]);
  });

  it("leaves as it is what nobody filled in", () => {
    expect(asTemplate(EMPTY_TEMPLATE)).toEqual(NOTHING);
    expect(asTemplate({ ...USUAL_TEMPLATE, servers: ["10.0.0.1"] })).toEqual({ main_bitrate_bps: 4_000_000, main_gop_s: 2, sub_encoding: "h264", sub_width: 640, sub_height: 360, sub_bitrate_bps: 500_000, ntp_servers: ["10.0.0.1"], name_overlay: true, timezone: "ICT-7" });
    expect(isWhole({ ...EMPTY_TEMPLATE, gop: "x" })).toBe(false);
  });

  it("says how much longer once that can be said", () => {
    const job = { state: "running", total: 500, counts: { done: 100, waiting: 400 }, asked_at: "2026-11-23T00:00:00Z" } as unknown as DeviceJob;
    const now = Date.parse("2026-11-23T00:00:30Z");
    expect(leftMs(job, now)).toBe(120_000);
    expect(leftMs({ ...job, counts: { done: 1, waiting: 499 } }, now)).toBeNull();
  });
});
