/** Playback of recordings over HLS; the rest of the console knows wall time only. */
import Hls, { ErrorDetails, ErrorTypes, Events, type LevelDetails } from "hls.js/light";

import { mediaUrl } from "../api/client";
import type { StreamRole } from "../api/types";
import { parseFragments } from "./boxes";
import { offsetsOf, stepTarget, type PieceTimes } from "./pictureTimes";
import { keysOnly, Strides, type StridePiece } from "./strides";
import { acceptedCodecs } from "./support";
import { turnOf, type Loop } from "./together/clock";

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

interface Range {
  fromMs: number;
  toMs: number;
}

export interface PlaybackRequest {
  cameraId: string;
  stream: StreamRole;
  purpose: string;
  reference: string;
  /** Pictures of this range without masks, as a second person has agreed to. */
  unmask?: Range;
}

export interface PlaybackListener {
  changed: (state: PlaybackState) => void;
  /** The picture at this wall time has reached the screen. */
  shown: (wallMs: number) => void;
  /** All that is recorded has been played. */
  ended: () => void;
  /** Nothing is recorded after (1) or before (-1) it, further than this playlist reaches. */
  hole: (wallMs: number, by: 1 | -1) => void;
  /** The server's answer (an XMLHttpRequest) says why. */
  refused: (answer: unknown, range: Range) => void;
}

/** A playlist covers this much around what was asked for: pieces of two seconds, and most scrubs stay within one. */
const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 20 * 60_000;
/** Played to the end of a playlist that ends so near to now, one has come to the present. */
const AT_EDGE_MS = 120_000;
/** The last picture may begin so long before a playlist's end. */
const END_MS = 3000;
/** Where a step leads to a picture that is not loaded. */
const DEFAULT_FRAME_S = 0.04;
/** Of recordings, as the platform writes them (media.md). */
const TIMESCALE = 90_000;

export class Playback {
  private readonly hls: Hls;
  private range: Range = { fromMs: 0, toMs: 0 };
  private details: LevelDetails | null = null;
  /** Parts of the range that are given where one asks for them alone: the camera was another owner's in between. */
  private apart: Range[] = [];
  /** Where to go as soon as the playlist is there. */
  private wantedMs: number | null = null;
  private wantsPlay = true;
  private frameS = DEFAULT_FRAME_S;
  /** Of the loaded pieces, by their number in the playlist: when each of their pictures is seen. */
  private readonly offsets = new Map<number, number[]>();
  /** And when its key frames are. */
  private readonly keys = new Map<number, number[]>();
  private loop: Loop | null = null;
  /** While key frames alone are shown. */
  private strides: Strides | null = null;
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
    this.hls = new Hls({ autoStartLoad: false, enableWorker: false, maxBufferLength: 20, backBufferLength: 30, frontBufferFlushThreshold: 60, maxBufferHole: 0.3, nudgeMaxRetry: 10, lowLatencyMode: false });
    this.hls.attachMedia(video);
    this.hls.on(Events.LEVEL_LOADED, (_event, { details, networkDetails }) => {
      const answer = networkDetails as XMLHttpRequest | null;
      this.apart = apartOf(answer?.getResponseHeader("X-Left-Out") ?? "");
      this.set({ masked: answer?.getResponseHeader("X-Toancanh-Rendition") === "masked", watermark: answer?.getResponseHeader("X-Toancanh-Watermark") === "1" });
      this.loaded(details);
    });
    this.hls.on(Events.LEVEL_PTS_UPDATED, (_event, { details }) => (this.details = details));
    this.hls.on(Events.FRAG_LOADED, (_event, { frag, payload }) => {
      if (this.state.fetching !== null) this.set({ fetching: null });
      const samples = parseFragments(payload, TIMESCALE).flatMap((fragment) => fragment.samples);
      if (!samples.length || typeof frag.sn !== "number") return;
      this.offsets.set(frag.sn, offsetsOf(samples.map((sample) => sample.timeS)));
      const firstS = Math.min(...samples.map((sample) => sample.timeS));
      this.keys.set(frag.sn, samples.flatMap((sample) => (sample.isKey ? [sample.timeS - firstS] : [])));
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
      else if ((data.response?.code === 403 || data.response?.code === 404) && data.frag && !this.anew) {
        this.anew = true; // a mask was drawn, or the recording thinned, meanwhile: the playlist of now names other pieces
        this.wantedMs = this.wallMs() ?? this.range.fromMs;
        void this.load(this.wantedMs);
      } else if (data.response?.code === 404) this.set({ phase: "empty" });
      else if (data.response?.code === 403) {
        this.set({ phase: "failed", reason: "denied" });
        this.listener.refused(data.networkDetails, this.range);
      } else this.set({ phase: "failed", reason: data.details });
    });
    video.addEventListener("playing", () => {
      this.anew = false;
      this.set({ phase: "playing" });
    });
    video.addEventListener("pause", () => this.state.phase === "playing" && !this.strides && this.set({ phase: "paused" }));
    video.addEventListener("seeked", () => video.paused && this.settled());
    video.addEventListener("ended", () => this.beyond(this.wallMs() ?? this.range.toMs, 1));
    video.addEventListener("timeupdate", () => this.tellTime());
    this.watchFrames();
  }

  close(): void {
    this.closed = true;
    this.stopStrides();
    this.video.cancelVideoFrameCallback(this.frameCallback);
    this.hls.destroy();
  }

  /** Shows the picture at that instant, or the next one recorded. */
  seek(wallMs: number): void {
    const media = this.mediaTime(wallMs);
    if (media !== null) {
      this.set({ phase: "seeking" });
      this.video.currentTime = media;
      this.strides?.seek(wallMs);
      if (this.wantsPlay) this.run();
      return;
    }
    this.strides?.seek(wallMs);
    this.wantedMs = wallMs;
    void this.load(wallMs);
  }

  play(): void {
    this.wantsPlay = true;
    this.run();
  }

  pause(): void {
    this.wantsPlay = false;
    this.stopStrides();
    this.video.pause();
    this.set({ phase: "paused" });
  }

  /** Below zero: backwards. */
  setRate(rate: number): void {
    this.stopStrides();
    this.set({ rate });
    if (!keysOnly(rate)) {
      this.video.defaultPlaybackRate = rate;
      this.video.playbackRate = rate;
    }
    if (this.wantsPlay && this.details) this.run();
  }

  /** Between these it goes round and round. */
  setLoop(loop: Loop | null): void {
    this.loop = loop;
    this.strides?.setLoop(loop);
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

  private run(): void {
    const { rate } = this.state;
    if (!keysOnly(rate)) {
      void this.video.play().catch(() => undefined);
      return;
    }
    if (this.strides || this.closed) return;
    this.video.pause();
    const stage = {
      pieces: () => this.stridePieces(),
      isBusy: () => this.video.seeking || this.state.fetching !== null,
      show: (mediaS: number) => {
        this.video.currentTime = mediaS + 0.001;
      },
      past: (wallMs: number) => this.beyond(wallMs, rate < 0 ? -1 : 1),
    };
    this.strides = new Strides(stage, this.wantedMs ?? this.wallMs() ?? this.range.fromMs, rate, this.loop);
  }

  private stopStrides(): void {
    this.strides?.stop();
    this.strides = null;
  }

  private stridePieces(): StridePiece[] | null {
    if (!this.details) return null;
    return this.details.fragments.flatMap(({ sn, start, duration, programDateTime: startMs }) =>
      startMs === null ? [] : [{ startMs, endMs: startMs + duration * 1000, mediaS: start, keysS: (typeof sn === "number" && this.keys.get(sn)) || [0] }],
    );
  }

  /** At an end of the playlist: the next one, over a hole, or all there is has been shown. */
  private beyond(wallMs: number, by: 1 | -1): void {
    const { fromMs, toMs } = this.range;
    if (by === 1 && (this.request.unmask || toMs > this.now() - AT_EDGE_MS)) this.listener.ended();
    else if (this.request.unmask) this.pause();
    else if (by === 1 ? wallMs > toMs - END_MS : wallMs < fromMs + END_MS) this.seek(by === 1 ? toMs + 1 : fromMs - 1);
    else this.listener.hole(wallMs, by);
  }

  /** The picture sought is there. */
  private settled(): void {
    this.set({ phase: this.strides ? "playing" : "paused" });
  }

  private set(change: Partial<PlaybackState>): void {
    if (this.closed) return;
    this.state = { ...this.state, ...change };
    this.listener.changed(this.state);
  }

  private async load(aroundMs: number, within?: Range): Promise<void> {
    const toMs = Math.min(this.now(), aroundMs + AFTER_MS);
    const { unmask } = this.request;
    const range = within ?? (unmask ? { ...unmask } : { fromMs: Math.min(aroundMs, toMs - 60_000) - BEFORE_MS, toMs });
    this.range = range;
    this.details = null;
    this.offsets.clear();
    this.keys.clear();
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
    const wantedMs = this.wantedMs ?? this.range.fromMs;
    const apart = this.apart.find(({ fromMs, toMs }) => wantedMs >= fromMs && wantedMs < toMs);
    if (apart) {
      void this.load(wantedMs, apart);
      return;
    }
    if (!details.fragments.length) {
      this.set({ phase: "empty" });
      return;
    }
    const last = details.fragments.at(-1);
    const at = this.mediaTime(wantedMs) ?? Math.max(0, (last ? last.start + last.duration : 0) - 0.2);
    this.wantedMs = null;
    this.hls.startLoad(at);
    const begin = () => {
      if (Math.abs(this.video.currentTime - at) > 0.01) this.video.currentTime = at;
      if (!keysOnly(this.state.rate)) this.video.playbackRate = this.state.rate;
      if (this.wantsPlay) this.run();
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
    if (wallMs === null) return;
    this.listener.shown(wallMs);
    const turned = this.state.phase === "playing" && !this.strides ? turnOf(this.loop, wallMs, this.state.rate) : null;
    if (turned !== null) this.seek(turned);
  }

  private watchFrames(): void {
    const step: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      if (this.closed) return;
      this.lastMediaS = mediaTime;
      if (this.video.paused && this.state.phase === "seeking") this.settled();
      this.tellTime();
      this.frameCallback = this.video.requestVideoFrameCallback(step);
    };
    this.frameCallback = this.video.requestVideoFrameCallback(step);
  }
}

/** Of the parts that were not given (`start/end;reason, ...`) those that one may have by themselves. */
export function apartOf(told: string): Range[] {
  return told.split(", ").flatMap((part) => {
    const [span = "", reason] = part.split(";");
    const [fromMs = NaN, toMs = NaN] = span.split("/").map(Date.parse);
    return reason === "ask_apart" && fromMs < toMs ? [{ fromMs, toMs }] : [];
  });
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
