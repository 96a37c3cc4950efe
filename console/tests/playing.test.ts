/** Frame steps, the one clock of many cameras, its loop, and the jog wheel. */
import { describe, expect, it, vi } from "vitest";

import { apartOf } from "../src/player/playback";
import { offsetsOf, stepTarget } from "../src/player/pictureTimes";
import { driftOf, jumpTarget, PlayClock } from "../src/player/together/clock";
import { AT_REST, readPad, shuttleRate } from "../src/player/together/jog";
import { areStills, codecOf, dueAt, lastNeeded, merged, pieceAt, type Piece, type TimedSample } from "../src/player/together/pieces";
import { Together, type AskTracks, type SetState, type TileState, type Track } from "../src/player/together/set";
import { keysOnly, strideAt } from "../src/player/strides";
import { fasterRate, rateDigits } from "../src/screens/playback/transport";
import { movedBy, WHOLE, zoomedAt } from "../src/player/together/zoom";

describe("a frame step", () => {
  const uneven = [{ startS: 10, offsetsS: [0, 0.02, 0.11, 0.15] }, { startS: 10.2, offsetsS: [0, 0.04] }];
  const shown = (mediaS: number) => [10, 10.02, 10.11, 10.15, 10.2, 10.24].findLast((time) => time <= mediaS);

  it("lands in the next and in the picture before, however uneven they lie", () => {
    let at = 10.001;
    const forward = [];
    for (let index = 0; index < 5; index += 1) forward.push(shown((at = stepTarget(uneven, at, at, 1) ?? NaN)));
    expect(forward).toEqual([10.02, 10.11, 10.15, 10.2, 10.24]);
    const back = [];
    for (let index = 0; index < 5; index += 1) back.push(shown((at = stepTarget(uneven, at, null, -1) ?? NaN)));
    expect(back).toEqual([10.2, 10.15, 10.11, 10.02, 10]);
  });

  it("leaves behind what the browser told of and what it skipped telling", () => {
    expect(shown(stepTarget(uneven, 10.12, 10.02, 1) ?? NaN)).toBe(10.15);
    expect(shown(stepTarget(uneven, 10.12, 10.15, 1) ?? NaN)).toBe(10.2);
    expect(shown(stepTarget(uneven, 10.12, 10.15, -1) ?? NaN)).toBe(10.02);
  });

  it("is null where the picture is not loaded; decoding order does not matter", () => {
    expect(stepTarget(uneven, 10.25, 10.24, 1)).toBeNull();
    expect(stepTarget(uneven, 10, 10, -1)).toBeNull();
    expect(offsetsOf([5, 5.2, 5.1])).toEqual([0, expect.closeTo(0.1), expect.closeTo(0.2)]);
  });
});

describe("the one clock", () => {
  const made = () => {
    const steady = { ms: 0 };
    return { steady, clock: new PlayClock(() => steady.ms, 10_000, () => 100_000) };
  };

  it("runs at its rate, backwards too, and stands while somebody waits for pictures", () => {
    const { steady, clock } = made();
    expect(clock.wallMs()).toBe(10_000);
    clock.setPlaying(true);
    steady.ms = 1000;
    expect(clock.wallMs()).toBe(11_000);
    clock.setRate(0.125);
    steady.ms = 9000;
    expect(clock.wallMs()).toBe(12_000);
    clock.hold(true);
    steady.ms = 20_000;
    expect(clock.wallMs()).toBe(12_000);
    clock.hold(false);
    clock.setRate(-4);
    steady.ms = 20_500;
    expect(clock.wallMs()).toBe(10_000);
    clock.setRate(16);
    steady.ms = 60_000;
    expect(clock.wallMs()).toBe(100_000); // nothing is shown that is not there yet
  });

  it("goes round between A and B, whichever was set first", () => {
    const { steady, clock } = made();
    clock.setLoop({ aMs: 12_000, bMs: 10_500 });
    clock.setPlaying(true);
    clock.seek(11_900);
    steady.ms = 200;
    expect(clock.turn()).toBe(true);
    expect(clock.wallMs()).toBe(10_500);
    clock.setRate(-1);
    steady.ms = 300;
    expect(clock.turn()).toBe(true);
    expect(clock.wallMs()).toBe(12_000);
    clock.setLoop({ aMs: 1, bMs: 1 });
    expect(clock.loop).toBeNull();
  });

  it("tells how far a picture is from being the one due, and where to jump", () => {
    expect(driftOf(1020, { wallMs: 1000, endMs: 1040 })).toBe(0);
    expect(driftOf(1100, { wallMs: 1000, endMs: 1040 })).toBe(60);
    expect(driftOf(990, { wallMs: 1000, endMs: 1040 })).toBe(-10);
    expect(jumpTarget([1000, 5000, 9000], 5000, 1)).toBe(9000);
    expect(jumpTarget([1000, 5000, 9000], 5200, -1)).toBe(1000);
    expect(jumpTarget([1000], 5000, 1)).toBeNull();
  });
});

describe("pieces of a camera", () => {
  const piece = (startMs: number, endMs: number): Piece => ({ startMs, endMs, url: "", offset: 0, size: 1, headUrl: "", headSize: 1 });
  const sample = (wallMs: number, isKey = false): TimedSample => ({ data: new Uint8Array(), wallMs, endMs: wallMs + 40, isKey });

  it("are found by an instant, not in a gap, and bridge a rounding", () => {
    const pieces = [piece(0, 2000), piece(2040, 4000), piece(9000, 11_000)];
    expect([-1, 0, 2020, 2040, 4000, 9000, 11_000].map((at) => pieceAt(pieces, at))).toEqual([-1, 0, 0, 1, -1, 2, -1]);
    expect(merged(pieces, [piece(2040, 5000)], 2000, 8000).map((one) => one.endMs)).toEqual([2000, 5000, 11_000]);
  });

  it("are decoded from the key frame on, as far as the order of decoding asks", () => {
    const samples = [sample(0, true), sample(120), sample(40), sample(80), sample(160, true), sample(200)];
    expect(dueAt(samples, 90)).toEqual({ key: 0, due: 3 });
    expect(lastNeeded(samples, 1)).toBe(3);
    expect(dueAt(samples, 210)).toEqual({ key: 4, due: 5 });
    expect(dueAt(samples, -5).due).toBe(0);
  });

  it("are stills where thinning has left key frames alone", () => {
    const still = (wallMs: number): TimedSample => ({ ...sample(wallMs, true), endMs: wallMs + 2000 });
    expect([[still(0)], [still(0), still(2000)], [sample(0, true), sample(40, true)], [still(0), sample(2000)]].map(areStills)).toEqual([true, true, false, false]);
  });

  it("name their codec as the configuration record says", () => {
    expect(codecOf({ sampleEntry: "avc1", description: Uint8Array.of(1, 0x64, 0, 0x1f), timescale: 1 })).toBe("avc1.64001f");
    expect(codecOf({ sampleEntry: "hvc1", description: Uint8Array.of(1, 1, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93), timescale: 1 })).toBe("hvc1.1.6.L93.B0");
  });
});

describe("a set over two owners", () => {
  it("says whose time it is, and asks for the part behind it once the clock is there", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("VideoDecoder", vi.fn());
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
    const left = (startMs: number, endMs: number, apart: boolean) => ({ startMs, endMs, apart });
    const others = left(1_010_000, 1_020_000, false);
    const ask = vi.fn<AskTracks>((_ids, _large, _range, atMs) => {
      const leftOut = (atMs ?? 0) < 1_020_000 ? [others, left(1_020_000, 1_120_000, true)] : [left(970_000, 1_010_000, true), others];
      const track: Track = { stream: "main", pieces: [], head: null, ranges: [], thinned: [], gaps: [], leftOut, marks: [], masked: false, watermark: false, complete: true };
      return Promise.resolve(new Map([["1", track]]));
    });
    let told: SetState | null = null;
    const set = new Together(["1"], 1_000_000, ask, () => 9_000_000, (state) => (told = state), vi.fn());
    const tile = (): TileState | undefined => told?.tiles.get("1");
    await vi.advanceTimersByTimeAsync(300);
    set.pause();
    set.seek(1_015_000);
    expect([tile()?.phase, tile()?.leftOut?.startMs]).toEqual(["gap", 1_010_000]);
    set.seek(1_030_000);
    expect([tile()?.phase, tile()?.leftOut]).toEqual(["loading", null]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(ask.mock.calls.map((call) => call[3])).toEqual([1_000_000, 1_030_000]);
    expect([tile()?.phase, tile()?.leftOut]).toEqual(["gap", null]);
    set.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});

it("a playlist says what may be asked for apart", () => {
  const told = "2026-11-22T10:00:00Z/2026-11-22T11:00:00Z;other_owner, 2026-11-22T11:00:00Z/2026-11-22T12:00:00Z;ask_apart";
  expect(apartOf(told)).toEqual([{ fromMs: Date.UTC(2026, 10, 22, 11), toMs: Date.UTC(2026, 10, 22, 12) }]);
  expect(["", "x", "a/b;ask_apart"].flatMap(apartOf)).toEqual([]);
});

describe("a jog wheel", () => {
  const pad = (axes: number[], pressed: number[] = [], mapping = "") => ({ mapping, axes, buttons: Array.from({ length: 16 }, (_, index) => ({ pressed: pressed.includes(index) })) });

  it("says each press once, and how far the ring is turned", () => {
    const [first, state] = readPad(pad([0, 0, 0], [0, 5]), AT_REST);
    expect(first).toEqual([{ kind: "toggle" }, { kind: "jump", by: 1 }]);
    const [held, still] = readPad(pad([-1, 0, 0], [0, 5]), state);
    expect(held).toEqual([{ kind: "shuttle", rate: -16 }]);
    expect(readPad(pad([0.05, 0, 0]), still)[0]).toEqual([{ kind: "shuttle", rate: null }]);
    expect(shuttleRate(0.25)).toBe(0.125);
  });

  it("steps with the dial, all the way round; a stick is no dial", () => {
    const [steps, state] = readPad(pad([0, 0, 0.25]), AT_REST);
    expect(steps).toEqual([{ kind: "step", by: 1 }, { kind: "step", by: 1 }]);
    const [back] = readPad(pad([0, 0, -0.95]), { ...state, wheel: 0.95 });
    expect(back).toEqual([{ kind: "step", by: 1 }]);
    expect(readPad(pad([0, 0, 0.9], [], "standard"), AT_REST)[0]).toEqual([]);
  });
});

describe("digital zoom", () => {
  it("keeps what lies under the pointer, and never shows what is outside", () => {
    const zoom = zoomedAt(WHOLE, 2, 0.25, 0.5);
    expect(zoom).toEqual({ scale: 2, x: -0.25, y: -0.5 });
    expect(movedBy(zoom, 5, -5)).toEqual({ scale: 2, x: 0, y: -1 });
    expect(zoomedAt(zoom, 0.1, 0, 0)).toEqual(WHOLE);
    expect(zoomedAt(WHOLE, 100, 1, 1).scale).toBe(8);
  });
});

describe("key frames alone", () => {
  const pieces = [
    { startMs: 10_000, endMs: 14_000, mediaS: 0, keysS: [0, 2] },
    { startMs: 14_000, endMs: 16_000, mediaS: 4, keysS: [0] },
    { startMs: 60_000, endMs: 62_000, mediaS: 6, keysS: [0] },
  ];

  it("are shown backwards and above four times, each until the next, and what is missing is leapt over", () => {
    expect([-0.125, -1, 1, 4, 8].map(keysOnly)).toEqual([true, true, false, false, true]);
    expect([10_000, 12_500, 15_999].map((at) => strideAt(pieces, at, -1))).toEqual([0, 2, 4].map((mediaS) => ({ kind: "key", mediaS })));
    expect(strideAt(pieces, 30_000, -1)).toEqual({ kind: "leap", toMs: 16_000 });
    expect(strideAt(pieces, 30_000, 16)).toEqual({ kind: "leap", toMs: 60_000 });
    expect(strideAt(pieces, 9000, 8)).toEqual({ kind: "leap", toMs: 10_000 });
    expect([strideAt(pieces, 9999, -4), strideAt(pieces, 63_000, 16)]).toEqual([{ kind: "past" }, { kind: "past" }]);
  });
});

describe("the keys J and L", () => {
  it("turn round, go faster when pressed again, and stay at the fastest", () => {
    expect(fasterRate({ playing: true, rate: 4 }, -1)).toBe(-1);
    expect(fasterRate({ playing: false, rate: 4 }, 1)).toBe(1);
    expect(fasterRate({ playing: true, rate: -4 }, -1)).toBe(-8);
    expect(fasterRate({ playing: true, rate: 16 }, 1)).toBe(16);
    expect([1, -16, 0.5, 0.25, -0.125].map(rateDigits)).toEqual([0, 0, 1, 2, 3]);
  });
});
