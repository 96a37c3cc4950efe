import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { boxOf, spotAt } from "../src/player/steering/frame";
import { SteeringLink, type LinkState } from "../src/player/steering/link";
import { speedOfKeys, speedOfPad, speedOfStick, STILL } from "../src/player/steering/speed";

describe("hands", () => {
  it("keys turn at half speed, with Shift as fast as it goes, and opposite ones cancel", () => {
    expect(speedOfKeys(["ArrowRight", "ArrowUp", "+"], false)).toEqual({ pan: 0.5, tilt: 0.5, zoom: 0.5 });
    expect(speedOfKeys(["ArrowLeft"], true)).toEqual({ pan: -1, tilt: 0, zoom: 0 });
    expect(speedOfKeys(["ArrowLeft", "ArrowRight", "x"], true)).toEqual(STILL);
  });

  it("a stick is slow near its middle, dead in it, and never faster than fast", () => {
    expect(speedOfStick(0.1, -0.1)).toEqual(STILL);
    expect(speedOfStick(0, -1)).toEqual({ pan: 0, tilt: 1, zoom: 0 });
    expect(speedOfStick(5, 0).pan).toBe(1);
    expect(speedOfStick(0.5, 0).pan).toBeLessThan(0.5);
  });

  it("a pad's stick turns, its triggers zoom", () => {
    const buttons = Array.from({ length: 8 }, (_, index) => ({ value: index === 6 ? 1 : 0 }));
    expect(speedOfPad({ buttons, axes: [1, 0, 0, 0] })).toEqual({ pan: 1, tilt: 0, zoom: -1 });
    expect(speedOfPad({ buttons: [], axes: [0.05, 0.1] })).toEqual(STILL);
  });
});

describe("the picture", () => {
  it("is found inside its frame, without the bars beside it", () => {
    const frame = { left: 100, top: 50, width: 800, height: 600 };
    expect(spotAt(frame, { width: 1600, height: 900 }, 500, 350)).toEqual({ x: 0.5, y: 0.5 });
    expect(spotAt(frame, { width: 1600, height: 900 }, 100, 125)).toEqual({ x: 0, y: 0 });
    expect(spotAt(frame, { width: 1600, height: 900 }, 500, 100)).toBeNull();
    expect(spotAt({ ...frame, width: 0 }, { width: 1600, height: 900 }, 1, 1)).toBeNull();
  });

  it("takes a small box for a click", () => {
    expect(boxOf({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.51 })).toBeNull();
    expect(boxOf({ x: 0.6, y: 0.2 }, { x: 0.4, y: 0.5 })).toEqual({ x0: 0.4, y0: 0.2, x1: 0.6, y1: 0.5 });
  });
});

class Socket {
  static readonly OPEN = 1;
  static made: Socket[] = [];
  readyState = 1;
  sent: unknown[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: URL) {
    Socket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
}

describe("the line to a head", () => {
  let states: LinkState[];
  const opened = () => {
    const link = new SteeringLink("c1", { purpose: "", reference: "" }, false, (state) => states.push(state));
    const socket = Socket.made.at(-1);
    if (!socket) throw new Error("no line was opened");
    return { link, socket };
  };

  beforeEach(() => {
    states = [];
    Socket.made = [];
    vi.stubGlobal("WebSocket", Socket);
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("says a movement again while it is kept up, and stops once", () => {
    const { link, socket } = opened();
    link.drive({ pan: 1, tilt: 0, zoom: 0 });
    vi.advanceTimersByTime(600);
    expect(socket.sent).toEqual(Array(3).fill({ do: "move", pan: 1, tilt: 0, zoom: 0 }));
    link.drive(STILL);
    link.drive(STILL);
    vi.advanceTimersByTime(2000);
    expect(socket.sent.slice(3)).toEqual([{ do: "stop" }]);
  });

  it("ends a movement that was refused: it would be refused four times a second", () => {
    const { link, socket } = opened();
    link.drive({ pan: 1, tilt: 0, zoom: 0 });
    socket.onmessage?.({ data: JSON.stringify({ type: "refused", do: "move", kind: "conflict", detail: "" }) });
    vi.advanceTimersByTime(2000);
    expect(socket.sent).toHaveLength(1);
    expect(states.at(-1)?.refusal?.kind).toBe("conflict");
  });

  it("comes back after a loss, not for a camera without a head", () => {
    const { link, socket } = opened();
    link.drive({ pan: 1, tilt: 0, zoom: 0 });
    socket.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(400);
    expect(Socket.made).toHaveLength(2);
    expect(Socket.made[1]?.sent).toEqual([]);
    Socket.made[1]?.onclose?.({ code: 4410 });
    vi.advanceTimersByTime(60_000);
    expect(Socket.made).toHaveLength(2);
    expect(states.at(-1)?.over).toBe(true);
    link.close();
  });
});
