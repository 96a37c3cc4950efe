/** Playback of recordings over HLS; the rest of the console knows wall time only. */
import Hls, { ErrorDetails, ErrorTypes, Events, type LevelDetails } from "hls.js/light";

import { mediaUrl } from "../api/client";
import type { StreamRole } from "../api/types";
import { parseFragments } from "./boxes";
import { offsetsOf, stepTarget, type PieceTimes } from "./pictureTimes";
import { acceptedCodecs } from "./support";

export interface PlaybackState {
  /** loading: nothing to show yet; seeking: the last picture stands until the new one is there. */
  phase: "loading" | "seeking" | "playing" | "paused" | "empty" | "failed";
  rate: number;
  reason: string | null;
  /** Something in the pictures is hidden. */
  masked: boolean;
  /** The regulation wants it to be seen on the picture who watches. */
  watermark: boolean;
  /** How much is here of what is being fetched from the cold store, in percent. */
  fetching: number | null;
}

export interface PlaybackRequest {
  cameraId: string;
  stream: StreamRole;
  purpose: string;
  reference: string;
  /** Pictures of this range without masks, as a second person has agreed to. */
  unmask?: { fromMs: number; toMs: number };
}

export interface PlaybackListener {
  changed: (state: PlaybackState) => void;
  /** The picture at this wall time has reached the screen. */
  shown: (wallMs: number) => void;
  /** All that is recorded has been played. */
  ended: () => void;
  /** The server's answer (an XMLHttpRequest) says why. */
  refused: (answer: unknown, range: { fromMs: number; toMs: number }) => void;
}

/** A playlist covers this much around what was asked for: pieces of two seconds, and most scrubs stay within one. */
const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 20 * 60_000;
/** Where a step leads to a picture that is not loaded. */
const DEFAULT_FRAME_S = 0.04;
/** Of recordings, as the platform writes them (media.md). */
const TIMESCALE = 90_000;

export class Playback {
  private readonly hls: Hls;
  private range = { fromMs: 0, toMs: 0 };
  private details: LevelDetails | null = null;
  /** Where to go as soon as the playlist is there. */
  private wantedMs: number | null = null;
  private wantsPlay = true;
  private frameS = DEFAULT_FRAME_S;
  /** Of the loaded pieces, by their number in the playlist: when each of their pictures is seen. */
  private readonly offsets = new Map<number, number[]>();
  private lastMediaS = -1;
  private frameCallback = 0;
  private closed = false;
  /** The playlist was asked for once more after a refused piece. */
  private anew = false;
  private state: PlaybackState = { phase: "loading", rate: 1, reason: null, masked: false, watermark: false, fetching: null };

  constructor(
    readonly video: HTMLVideoElement,
    private readonly request: PlaybackRequest,
    private readonly now: () => number,
    private readonly listener: PlaybackListener,
  ) {
    this.hls = new Hls({ autoStartLoad: false, enableWorker: false, maxBufferLength: 20, backBufferLength: 30, maxBufferHole: 0.3, nudgeMaxRetry: 10, lowLatencyMode: false });
    this.hls.attachMedia(video);
    this.hls.on(Events.LEVEL_LOADED, (_event, { details, networkDetails }) => {
      const answer = networkDetails as XMLHttpRequest | null;
      this.set({ masked: answer?.getResponseHeader("X-Toancanh-Rendition") === "masked", watermark: answer?.getResponseHeader("X-Toancanh-Watermark") === "1" });
      this.loaded(details);
    });
    this.hls.on(Events.LEVEL_PTS_UPDATED, (_event, { details }) => (this.details = details));
    this.hls.on(Events.FRAG_LOADED, (_event, { frag, payload }) => {
      if (this.state.fetching !== null) this.set({ fetching: null });
      const samples = parseFragments(payload, TIMESCALE).flatMap((fragment) => fragment.samples);
      if (samples.length && typeof frag.sn === "number") this.offsets.set(frag.sn, offsetsOf(samples.map((sample) => sample.timeS)));
    });
    this.hls.on(Events.ERROR, (_event, data) => {
      if (data.details === ErrorDetails.LEVEL_EMPTY_ERROR || data.details === ErrorDetails.MANIFEST_PARSING_ERROR) {
        this.set({ phase: "empty" });
        return;
      }
      const percent = data.response?.code === 503 ? fetchingOf(data.networkDetails) : null;
      if (percent !== null) this.set({ fetching: percent });
      if (!data.fatal) return;
      if (percent !== null) this.hls.startLoad();
      else if (data.type === ErrorTypes.MEDIA_ERROR && this.state.phase !== "failed") this.hls.recoverMediaError();
      else if (data.response?.code === 404) this.set({ phase: "empty" });
      else if (data.response?.code === 403 && data.frag && !this.anew) {
        this.anew = true; // a mask was drawn meanwhile: the playlist of now names other pieces
        this.wantedMs = this.wallMs() ?? this.range.fromMs;
        void this.load(this.wantedMs);
      } else if (data.response?.code === 403) {
        this.set({ phase: "failed", reason: "denied" });
        this.listener.refused(data.networkDetails, this.range);
      } else this.set({ phase: "failed", reason: data.details });
    });
    video.addEventListener("playing", () => {
      this.anew = false;
      this.set({ phase: "playing" });
    });
    video.addEventListener("pause", () => this.state.phase === "playing" && this.set({ phase: "paused" }));
    video.addEventListener("seeked", () => video.paused && this.set({ phase: "paused" }));
    video.addEventListener("ended", () => this.listener.ended());
    video.addEventListener("timeupdate", () => this.tellTime());
    this.watchFrames();
  }

  close(): void {
    this.closed = true;
    this.video.cancelVideoFrameCallback(this.frameCallback);
    this.hls.destroy();
  }

  /** Shows the picture at that instant, or the next one recorded. */
  seek(wallMs: number): void {
    const media = this.mediaTime(wallMs);
    if (media !== null) {
      this.set({ phase: "seeking" });
      this.video.currentTime = media;
      if (this.wantsPlay) void this.video.play().catch(() => undefined);
      return;
    }
    this.wantedMs = wallMs;
    void this.load(wallMs);
  }

  play(): void {
    this.wantsPlay = true;
    void this.video.play().catch(() => undefined);
  }

  pause(): void {
    this.wantsPlay = false;
    this.video.pause();
    this.set({ phase: "paused" });
  }

  setRate(rate: number): void {
    this.video.defaultPlaybackRate = rate;
    this.video.playbackRate = rate;
    this.set({ rate });
  }

  /** What the camera says of its rate. */
  expectRate(fps: number): void {
    if (fps > 0) this.frameS = 1 / fps;
  }

  /** One picture forward (1) or back (-1). */
  step(by: 1 | -1): void {
    this.pause();
    const { currentTime } = this.video;
    const pieces: PieceTimes[] = (this.details?.fragments ?? []).flatMap(({ sn, start }) => {
      const offsetsS = this.offsets.get(sn);
      return offsetsS ? [{ startS: start, offsetsS }] : [];
    });
    const target = stepTarget(pieces, currentTime, this.lastMediaS < 0 ? null : this.lastMediaS, by);
    this.video.currentTime = Math.max(0, target ?? currentTime + by * this.frameS * 1.25);
  }

  /** Wall time of the picture on the screen. */
  wallMs(): number | null {
    return this.wallTime(this.lastMediaS >= 0 ? this.lastMediaS : this.video.currentTime);
  }

  private set(change: Partial<PlaybackState>): void {
    if (this.closed) return;
    this.state = { ...this.state, ...change };
    this.listener.changed(this.state);
  }

  private async load(aroundMs: number): Promise<void> {
    const toMs = Math.min(this.now(), aroundMs + AFTER_MS);
    const { unmask } = this.request;
    const range = unmask ? { ...unmask } : { fromMs: Math.min(aroundMs, toMs - 60_000) - BEFORE_MS, toMs };
    this.range = range;
    this.details = null;
    this.offsets.clear();
    this.lastMediaS = -1;
    this.set({ phase: "loading" });
    const { cameraId, stream, purpose, reference } = this.request;
    const codecs = await acceptedCodecs("mse");
    if (this.closed || this.range !== range) return;
    const iso = (ms: number) => new Date(ms).toISOString();
    this.hls.loadSource(new URL(mediaUrl(cameraId, "playlist.m3u8", { stream, codecs, from: iso(range.fromMs), to: iso(range.toMs), purpose, reference, unmask: unmask && "true" }), location.href).href);
  }

  private loaded(details: LevelDetails): void {
    const first = this.details === null;
    this.details = details;
    if (!first) return;
    if (!details.fragments.length) {
      this.set({ phase: "empty" });
      return;
    }
    const last = details.fragments.at(-1);
    const at = this.mediaTime(this.wantedMs ?? this.range.fromMs) ?? Math.max(0, (last ? last.start + last.duration : 0) - 0.2);
    this.wantedMs = null;
    this.hls.startLoad(at);
    const begin = () => {
      if (Math.abs(this.video.currentTime - at) > 0.01) this.video.currentTime = at;
      this.video.playbackRate = this.state.rate;
      if (this.wantsPlay) void this.video.play().catch(() => undefined);
    };
    if (this.video.readyState >= HTMLMediaElement.HAVE_METADATA) begin();
    else this.video.addEventListener("loadedmetadata", begin, { once: true });
  }

  /** Media time of an instant; that of the next recording if it lies in a gap; null if this playlist does not reach it. */
  private mediaTime(wallMs: number): number | null {
    const fragments = this.details?.fragments;
    if (!fragments?.length || wallMs < this.range.fromMs || wallMs > this.range.toMs) return null;
    for (const fragment of fragments) {
      const start = fragment.programDateTime;
      if (start === null) continue;
      if (wallMs < start) return fragment.start;
      if (wallMs < start + fragment.duration * 1000) return fragment.start + (wallMs - start) / 1000;
    }
    return null;
  }

  private wallTime(mediaS: number): number | null {
    const fragments = this.details?.fragments ?? [];
    const fragment = fragments.find((candidate) => mediaS < candidate.start + candidate.duration) ?? fragments.at(-1);
    const start = fragment?.programDateTime;
    return fragment && start !== null && start !== undefined ? start + (mediaS - fragment.start) * 1000 : null;
  }

  private tellTime(): void {
    const wallMs = this.wallMs();
    if (wallMs !== null) this.listener.shown(wallMs);
  }

  private watchFrames(): void {
    const step: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      if (this.closed) return;
      this.lastMediaS = mediaTime;
      if (this.video.paused && this.state.phase === "seeking") this.set({ phase: "paused" });
      this.tellTime();
      this.frameCallback = this.video.requestVideoFrameCallback(step);
    };
    this.frameCallback = this.video.requestVideoFrameCallback(step);
  }
}

/** The percentage that the server names while it fetches a recording from the cold store; null where it says something else. */
function fetchingOf(answer: unknown): number | null {
  if (typeof answer !== "object" || answer === null || !("response" in answer)) return null;
  try {
    const text = answer.response instanceof ArrayBuffer ? new TextDecoder().decode(answer.response) : String(answer.response);
    const said = JSON.parse(text) as { reason?: string; percent?: number };
    return said.reason === "fetching" ? (said.percent ?? 0) : null;
  } catch {
    return null;
  }
}
