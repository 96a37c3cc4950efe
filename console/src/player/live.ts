/** One live view: the WebSocket, its reconnects, and what a tile says meanwhile. No React here. */
import { serverClock } from "../api/clock";
import { mediaUrl } from "../api/client";
import type { StreamRole } from "../api/types";
import { isInitialisation, parseFragments, parseInitialisation, type Initialisation } from "./boxes";
import { VideoSink } from "./mse";
import type { PictureListener, PictureSink, StreamInit } from "./picture";
import { acceptedCodecs, type PlayerKind } from "./support";
import { CanvasSink } from "./webcodecs";

export type LivePhase = "connecting" | "waiting" | "live" | "late" | "frozen" | "away" | "denied" | "unknown" | "withdrawn" | "signed_out" | "lost";

export interface LiveState {
  phase: LivePhase;
  /** 1 reaching the platform, 2 in the camera, waiting for its first whole picture, 3 showing. */
  step: 1 | 2 | 3;
  /** When this phase began, the server's clock. */
  sinceMs: number;
  delayMs: number | null;
  /** Wall clock of the picture on the screen. */
  wallMs: number | null;
  width: number | null;
  height: number | null;
  codec: string | null;
  /** What is sent instead of the camera's own encoding, if anything: "sub", "h264-720p", "masked". */
  rendition: string | null;
  /** How many areas of the picture are masked. */
  masks: number;
  /** The regulation wants it to be seen on the picture who watches. */
  watermark: boolean;
  /** Reason given with a close, if any. */
  reason: string | null;
}

export interface LiveRequest {
  cameraId: string;
  stream: StreamRole;
  purpose: string;
  reference: string;
  /** Without masks, as a second person has agreed to. */
  unmask?: boolean;
  /** In place of a session: the newest one. */
  grant?: () => string;
  kind: PlayerKind;
}

interface InitMessage {
  type: "init";
  codec: string;
  width: number;
  height: number;
  rendition?: string | null;
  masks?: number;
  watermark?: boolean;
  server_time?: string;
}

/** No pictures now, and why. */
interface StateMessage {
  type: "state";
  state: string;
  reason: string;
}

const CLOSE_PHASE: Record<number, LivePhase> = { 4401: "signed_out", 4403: "denied", 4404: "unknown", 4409: "withdrawn", 4503: "away" };
/** Of 4409: other areas are hidden now; asked again the view goes on with those. */
const REMASKED = "masks_changed";
/** Of 4409: also where a second factor was given, and another session is there in its place; else the answer is 4401. */
const AGAIN = new Set([REMASKED, "session_ended"]);
/** After these nothing will change by asking again. */
const FINAL = new Set<LivePhase>(["signed_out", "denied", "unknown", "withdrawn"]);
const LATE_MS = 1500;
const FROZEN_MS = 5000;
const BACK_OFF_MS = [300, 1000, 2000, 4000, 8000];

const initial = (): LiveState => ({ phase: "connecting", step: 1, sinceMs: serverClock.now(), delayMs: null, wallMs: null, width: null, height: null, codec: null, rendition: null, masks: 0, watermark: false, reason: null });

export class LiveView {
  private socket: WebSocket | null = null;
  private sink: PictureSink | null = null;
  private pending: InitMessage | null = null;
  private parsed: Initialisation | null = null;
  private attempts = 0;
  /** The sub stream may be away where the main one is not. */
  private stream: StreamRole;
  private connectedAt = 0;
  private retry = 0;
  private readonly ticker: number;
  private closed = false;
  private lastShownAt = 0;
  private delays: number[] = [];
  state: LiveState = initial();

  constructor(
    private readonly host: HTMLElement,
    private readonly request: LiveRequest,
    private readonly changed: (state: LiveState) => void,
  ) {
    this.stream = request.stream;
    this.ticker = window.setInterval(() => this.tick(), 500);
    void this.connect();
  }

  close(): void {
    this.closed = true;
    window.clearInterval(this.ticker);
    window.clearTimeout(this.retry);
    this.drop();
    this.clear();
  }

  reconnect(): void {
    this.attempts = 0;
    window.clearTimeout(this.retry);
    this.drop();
    this.set({ phase: "connecting", step: 1, reason: null });
    void this.connect();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.parsed = null;
    socket?.close();
  }

  private set(change: Partial<LiveState>): void {
    if (this.closed) return;
    const moved = change.phase !== undefined && change.phase !== this.state.phase;
    this.state = { ...this.state, ...change, sinceMs: moved ? serverClock.now() : this.state.sinceMs };
    this.changed(this.state);
  }

  private async connect(): Promise<void> {
    const { cameraId, purpose, reference, unmask, grant, kind } = this.request;
    const codecs = await acceptedCodecs(kind);
    if (this.closed || this.socket) return;
    const url = new URL(mediaUrl(cameraId, "live", { stream: this.stream, codecs, purpose, reference, unmask: unmask ? "1" : undefined, grant: grant?.() }), location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.connectedAt = Date.now();
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => this.set({ step: 2, phase: this.state.phase === "live" ? "live" : "waiting" });
    socket.onmessage = ({ data }) => {
      if (this.socket === socket) this.receive(data as string | ArrayBuffer);
    };
    socket.onclose = ({ code, reason }) => {
      if (this.socket === socket) this.lost(code, reason);
    };
  }

  private lost(code: number, reason: string): void {
    this.socket = null;
    this.parsed = null;
    const phase = AGAIN.has(reason) ? "connecting" : (CLOSE_PHASE[code] ?? "lost");
    if (reason === REMASKED || FINAL.has(phase)) this.clear(); // no picture of before stays on the screen
    if (phase === "away" && !this.request.grant) this.stream = this.stream === "main" ? this.request.stream : "main";
    this.set({ phase, step: 1, reason: reason || null, delayMs: null });
    if (FINAL.has(phase) || this.closed) return;
    const wait = AGAIN.has(reason) ? 0 : BACK_OFF_MS[Math.min(this.attempts, BACK_OFF_MS.length - 1)] ?? 8000;
    this.attempts += 1;
    this.retry = window.setTimeout(() => void this.connect(), wait * (0.8 + Math.random() * 0.4));
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data === "string") {
      const message = JSON.parse(data) as InitMessage | StateMessage;
      if (message.type === "init") {
        this.pending = message;
        serverClock.observe(message.server_time, this.connectedAt, Date.now(), 1);
      } else this.set({ reason: message.reason });
      return;
    }
    if (isInitialisation(data)) {
      const init = this.pending;
      if (init) this.begin(init, data);
      return;
    }
    if (this.parsed) this.sink?.push(parseFragments(data, this.parsed.timescale), data);
  }

  private begin(init: InitMessage, raw: ArrayBuffer): void {
    this.parsed = parseInitialisation(raw);
    if (!this.sink) {
      const listener: PictureListener = { shown: (picture) => this.shown(picture.wallMs, picture.width, picture.height), failed: (reason) => this.failed(reason) };
      this.sink = this.request.kind === "mse" ? new VideoSink(listener) : new CanvasSink(listener);
      this.sink.element.classList.add("picture");
      this.host.replaceChildren(this.sink.element);
    }
    const config: StreamInit = { codec: init.codec, width: init.width, height: init.height };
    this.sink.configure(config, this.parsed, raw);
    this.set({ codec: init.codec, rendition: init.rendition && init.rendition !== "source" ? init.rendition : null, masks: init.masks ?? 0, watermark: init.watermark ?? false, width: init.width, height: init.height });
  }

  private clear(): void {
    this.sink?.close();
    this.sink?.element.remove();
    this.sink = null;
  }

  private failed(reason: string): void {
    if (!this.parsed) return;
    this.clear();
    this.drop();
    this.lost(0, reason);
  }

  private shown(wallMs: number, width: number, height: number): void {
    if (!this.parsed) return; // decoded after the connection had ended: it says nothing of how we are
    const now = Date.now();
    this.attempts = 0;
    this.lastShownAt = now;
    const delay = serverClock.now() - wallMs;
    this.delays.push(delay);
    if (this.delays.length > 25) this.delays.shift();
    const { state } = this;
    state.wallMs = wallMs; // read by whoever draws the clock; told to React twice a second by tick
    if (state.phase !== "live" && state.phase !== "late") this.set({ phase: delay > LATE_MS ? "late" : "live", step: 3, delayMs: delay, width, height, reason: null });
  }

  private tick(): void {
    const { state } = this;
    if (state.phase === "live" || state.phase === "late" || state.phase === "frozen") {
      if (Date.now() - this.lastShownAt > FROZEN_MS) {
        if (state.phase !== "frozen") this.set({ phase: "frozen" });
        return;
      }
      const sorted = [...this.delays].sort((a, b) => a - b);
      const delayMs = Math.max(0, sorted[sorted.length >> 1] ?? 0);
      this.set({ phase: delayMs > LATE_MS ? "late" : "live", delayMs });
    }
  }
}
