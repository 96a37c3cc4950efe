/** The line to a camera's head: how it stands, pushed; commands, at once. No React here. */
import { mediaUrl } from "../../api/client";
import { serverClock } from "../../api/clock";
import type { PtzState } from "../../api/ptz";
import { isSame, isStill, STILL, type Speed } from "./speed";

export interface Abilities {
  move: boolean;
  zoom: boolean;
  centre: boolean;
  frame: boolean;
  home: boolean;
  presets: number;
}

/** Why a command was not done. `needs`: what the regulation asks for. */
export interface Refusal {
  do: string;
  kind: string;
  detail: string;
  may?: string;
  needs?: readonly string[];
  purposes?: readonly string[];
  clauses?: readonly string[];
  fault?: string;
}

export interface LinkState {
  /** null until the camera has said, and where it has no head. */
  state: PtzState | null;
  /** When that came, the server's clock. */
  atMs: number;
  abilities: Abilities | null;
  /** The device does not answer. */
  away: string;
  refusal: Refusal | null;
  /** It will not be asked again: no head, no right. */
  over: boolean;
}

export type Command =
  | { do: "take"; over: boolean }
  | { do: "release" | "stop" | "home" }
  | { do: "preset"; token: string }
  | { do: "tour"; tour_id: string }
  | { do: "centre"; x: number; y: number }
  | { do: "frame"; x0: number; y0: number; x1: number; y1: number }
  | ({ do: "move" } & Speed);

type Message = ({ type: "state" } & PtzState) | ({ type: "abilities" } & Abilities) | { type: "away"; detail: string } | ({ type: "refused" } & Refusal);

/** The server stops a movement that was not said again within 700 ms. */
const RENEW_MS = 250;
const BACK_OFF_MS = [300, 1000, 3000, 8000];
const FINAL = new Set([4401, 4403, 4404, 4409, 4410]);

export class SteeringLink {
  private socket: WebSocket | null = null;
  private attempts = 0;
  private retry = 0;
  private renew = 0;
  private speed: Speed = STILL;
  private closed = false;
  current: LinkState = { state: null, atMs: 0, abilities: null, away: "", refusal: null, over: false };

  constructor(
    private readonly cameraId: string,
    private readonly why: { purpose: string; reference: string },
    /** For a tile that only shows who steers: the device is not asked. */
    private readonly looksOnly: boolean,
    private readonly changed: (state: LinkState) => void,
  ) {
    this.connect();
  }

  close(): void {
    this.closed = true;
    this.drive(STILL);
    window.clearTimeout(this.retry);
    this.socket?.close();
  }

  send(command: Command): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (command.do !== "move") this.set({ refusal: null });
    this.socket.send(JSON.stringify(command));
  }

  /** Go on at this speed until another is given; a page that is gone renews nothing, and the camera stops. */
  drive(speed: Speed): void {
    if (isSame(speed, this.speed)) return;
    this.speed = speed;
    window.clearInterval(this.renew);
    if (isStill(speed)) {
      this.send({ do: "stop" });
      return;
    }
    this.send({ do: "move", ...speed });
    this.renew = window.setInterval(() => this.send({ do: "move", ...this.speed }), RENEW_MS);
  }

  private halt(): void {
    window.clearInterval(this.renew);
    this.speed = STILL;
  }

  private set(change: Partial<LinkState>): void {
    if (this.closed) return;
    this.current = { ...this.current, ...change };
    this.changed(this.current);
  }

  private connect(): void {
    const url = new URL(mediaUrl(this.cameraId, "ptz", { ...this.why, only: this.looksOnly ? "state" : undefined }), location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      if (this.socket === socket) this.receive(JSON.parse(String(data)) as Message);
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.lost(code);
    };
  }

  private lost(code: number): void {
    this.socket = null;
    this.halt();
    const over = FINAL.has(code);
    this.set({ state: null, abilities: null, over });
    if (over || this.closed) return;
    this.retry = window.setTimeout(() => this.connect(), BACK_OFF_MS[Math.min(this.attempts, BACK_OFF_MS.length - 1)]);
    this.attempts += 1;
  }

  private receive(message: Message): void {
    this.attempts = 0;
    if (message.type === "state") this.set({ state: message, atMs: serverClock.now() });
    else if (message.type === "abilities") this.set({ abilities: message, away: "" });
    else if (message.type === "away") this.set({ away: message.detail });
    else {
      if (message.do === "move") this.halt(); // it would be refused four times a second
      this.set({ refusal: message });
    }
  }
}
