/** Reads real bytes of a live view (fixtures: a message each, as the platform sent them). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { isInitialisation, parseFragments, parseInitialisation } from "../src/player/boxes";

const bytes = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "fixtures", name)));
const told = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/live.json"), "utf8")) as { codec: string; server_time: string };

describe("a live view's bytes", () => {
  it("begin with an initialisation that names the decoder's configuration", () => {
    const raw = bytes("live.initialisation.mp4");
    expect(isInitialisation(raw)).toBe(true);
    const { timescale, sampleEntry, description } = parseInitialisation(raw);
    expect(timescale).toBe(90_000);
    expect(sampleEntry).toBe("avc1");
    // avcC (ISO/IEC 14496-15, 5.3.3.1): version 1, then the profile that the codec string repeats
    expect([...description.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(`01${told.codec.slice(5)}`);
  });

  it("go on with frames that know when they were taken", () => {
    const raw = bytes("live.group.mp4");
    expect(isInitialisation(raw)).toBe(false);
    const [first] = parseFragments(raw, 90_000);
    expect(first?.samples[0]?.isKey).toBe(true);
    expect(first?.samples[0]?.data.byteLength).toBeGreaterThan(1000);
    const age = Date.parse(told.server_time) - (first?.wallMs ?? 0);
    expect(age).toBeGreaterThan(-1000);
    expect(age).toBeLessThan(10_000);
  });

  it("carry on in time from message to message", () => {
    const samples = ["live.group.mp4", "live.frame1.mp4", "live.frame2.mp4"].flatMap((name) => parseFragments(bytes(name), 90_000).flatMap((fragment) => fragment.samples));
    const times = samples.map((sample) => sample.timeS);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(samples.slice(1).every((sample) => !sample.isKey)).toBe(true);
    expect(samples.every((sample) => sample.durationS > 0 && sample.data.byteLength > 0)).toBe(true);
  });

  it("that are torn or foreign are left alone", () => {
    const raw = bytes("live.group.mp4");
    for (const length of [0, 7, 20, 60, 130]) expect(() => parseFragments(raw.slice(0, length), 90_000)).not.toThrow();
    expect(() => parseInitialisation(raw)).toThrow("no mdhd");
  });
});
