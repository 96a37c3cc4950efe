import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LiveView, type LiveState } from "../src/player/live";
import type { PictureListener } from "../src/player/picture";

const sinks = vi.hoisted(() => [] as { listener: PictureListener; closed: boolean }[]);

vi.mock("../src/player/webcodecs", () => ({
  CanvasSink: class {
    readonly element = document.createElement("canvas");
    readonly kept: { listener: PictureListener; closed: boolean };
    constructor(listener: PictureListener) {
      this.kept = { listener, closed: false };
      sinks.push(this.kept);
    }
    configure(): void {
      /* nothing to set up */
    }
    close(): void {
      this.kept.closed = true;
    }
  },
}));
vi.mock("../src/player/support", () => ({ acceptedCodecs: () => Promise.resolve("h264") }));
vi.mock("../src/player/boxes", () => ({ isInitialisation: () => true, parseInitialisation: () => ({ timescale: 90000 }), parseFragments: () => [] }));

class Socket {
  static made: Socket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  constructor(readonly url: URL) {
    Socket.made.push(this);
  }
  close(): void {
    /* the view listens no more */
  }
}

describe("a live view", () => {
  let view: LiveView;
  let host: HTMLElement;
  let states: LiveState[];
  const phase = () => states.at(-1)?.phase;
  const picture = () => sinks.at(-1)?.listener.shown({ wallMs: Date.now(), width: 640, height: 360 });

  beforeEach(async () => {
    Socket.made = [];
    sinks.length = 0;
    states = [];
    vi.stubGlobal("WebSocket", Socket);
    vi.useFakeTimers();
    host = document.createElement("div");
    view = new LiveView(host, { cameraId: "c1", stream: "main", purpose: "", reference: "", kind: "webcodecs" }, (state) => states.push(state));
    await vi.advanceTimersByTimeAsync(0);
    const [socket] = Socket.made;
    socket?.onopen?.();
    socket?.onmessage?.({ data: JSON.stringify({ type: "init", codec: "avc1.42E01E", width: 640, height: 360 }) });
    socket?.onmessage?.({ data: new ArrayBuffer(8) });
    picture();
  });
  afterEach(() => {
    view.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([
    [4409, "withdrawn"],
    [4403, "denied"],
    [4401, "signed_out"],
  ])("that ends with %i stays %s, whatever was still being decoded, and shows no picture", (code, ended) => {
    expect(phase()).toBe("live");
    expect(host.querySelector("canvas")).not.toBeNull();
    Socket.made[0]?.onclose?.({ code, reason: "" });
    picture();
    sinks[0]?.listener.failed("decoder");
    vi.advanceTimersByTime(60_000);
    expect(phase()).toBe(ended);
    expect(sinks[0]?.closed).toBe(true);
    expect(host.querySelector("canvas")).toBeNull();
    expect(Socket.made).toHaveLength(1);
  });

  it("that is lost keeps its last picture and asks again; a late picture does not say that it lives", async () => {
    Socket.made[0]?.onclose?.({ code: 1006, reason: "" });
    picture();
    expect(phase()).toBe("lost");
    expect(host.querySelector("canvas")).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(Socket.made).toHaveLength(2);
  });
});
