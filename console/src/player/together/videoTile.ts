/** One camera of a set where the browser has no WebCodecs: a video element whose media time is the wall time. */
import { areStills, dueAt, keyAt, pieceAt, type LoadedPiece } from "./pieces";
import { PieceTile, type Due } from "./pieceTile";
import { keysOnly } from "../strides";

/** Media time cannot be negative: it begins so long before what is shown first. */
const BEFORE_MS = 12 * 3_600_000;
const KEEP_S = 20;
/** Further off than this it jumps; less, and it plays a little faster or slower. */
const JUMP_MS = 400;
/** Of media elements in Chromium; others take more. */
const SLOWEST = 0.0625;
const FASTEST = 16;

export class VideoTile extends PieceTile {
  readonly element = document.createElement("video");
  private readonly source = new MediaSource();
  private readonly url = URL.createObjectURL(this.source);
  private buffer: SourceBuffer | null = null;
  private readonly waiting: LoadedPiece[] = [];
  /** By the start of each piece that the buffer has. */
  private readonly appended = new Map<number, LoadedPiece>();
  private headIn = "";
  private baseMs = 0;
  private frameCallback = 0;

  constructor(refused: (status: number) => void, failed: (reason: string) => void) {
    super(refused, failed);
    Object.assign(this.element, { className: "picture", muted: true, playsInline: true, disablePictureInPicture: true, src: this.url });
    this.source.addEventListener("sourceopen", () => this.append());
    const told: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      const wallMs = this.baseMs + mediaTime * 1000;
      const sample = this.loadedAt(wallMs + 1)?.samples.find((one) => Math.abs(one.wallMs - wallMs) < 2);
      this.shown = { wallMs, endMs: sample?.endMs ?? wallMs + 40 };
      this.frameCallback = this.element.requestVideoFrameCallback(told);
    };
    this.frameCallback = this.element.requestVideoFrameCallback(told);
  }

  update({ wallMs, rate, moving, held }: Due): void {
    const { element } = this;
    const index = pieceAt(this.pieces, wallMs);
    if (index < 0) {
      if (!element.paused) element.pause();
      return;
    }
    if (!this.baseMs || wallMs < this.baseMs) this.begin(wallMs);
    const on = rate < 0 ? -1 : 1;
    const here = this.loadedAt(wallMs); // of stills the element shows one once it has the next
    for (const near of this.shown || (here && areStills(here.samples)) ? [index, index + on, index + 2 * on, index - on] : [index]) {
      const piece = this.pieces[near];
      const loaded = piece && !this.appended.has(piece.startMs) ? this.feed.get(piece) : null;
      if (loaded) this.enqueue(loaded);
    }
    const loaded = this.loadedAt(wallMs);
    if (!loaded || element.seeking || !element.buffered.length) return;
    const offMs = wallMs - (this.baseMs + element.currentTime * 1000);
    if (moving && !held && !keysOnly(rate)) {
      if (element.paused) void element.play().catch(() => undefined);
      if (Math.abs(offMs) > JUMP_MS * Math.max(1, rate)) element.currentTime = this.mediaS(wallMs);
      element.playbackRate = Math.min(FASTEST, Math.max(SLOWEST, rate * Math.min(1.25, Math.max(0.8, 1 + offMs / 1000 / rate))));
      return;
    }
    if (!element.paused) element.pause();
    const due = loaded.samples[moving && keysOnly(rate) ? keyAt(loaded, wallMs) : dueAt(loaded.samples, wallMs).due];
    if (due && (!this.shown || Math.abs(this.shown.wallMs - due.wallMs) > 2)) element.currentTime = this.mediaS(due.wallMs + (due.endMs - due.wallMs) / 4);
  }

  blank(): void {
    this.feed.clear();
    this.pieces = [];
    this.shown = null;
    this.element.pause();
    this.empty();
  }

  close(): void {
    this.feed.clear();
    this.element.cancelVideoFrameCallback(this.frameCallback);
    this.element.removeAttribute("src");
    this.element.load();
    URL.revokeObjectURL(this.url);
    this.element.remove();
  }

  private mediaS(wallMs: number): number {
    return (wallMs - this.baseMs) / 1000;
  }

  private loadedAt(wallMs: number): LoadedPiece | undefined {
    const piece = this.pieces[pieceAt(this.pieces, wallMs)];
    return piece && this.appended.get(piece.startMs);
  }

  private begin(wallMs: number): void {
    this.empty();
    this.baseMs = wallMs - BEFORE_MS;
  }

  private empty(): void {
    this.waiting.length = 0;
    this.appended.clear();
    this.headIn = "";
    if (this.buffer && this.source.readyState === "open" && !this.buffer.updating && this.buffer.buffered.length) this.buffer.remove(0, Infinity);
  }

  private enqueue(loaded: LoadedPiece): void {
    this.appended.set(loaded.piece.startMs, loaded);
    this.waiting.push(loaded);
    this.append();
  }

  private append(): void {
    const [next] = this.waiting;
    if (this.source.readyState !== "open" || !next) return;
    const type = `video/mp4; codecs="${next.codec}"`;
    try {
      if (!this.buffer) {
        this.buffer = this.source.addSourceBuffer(type);
        this.buffer.addEventListener("updateend", () => this.append());
      }
      const { buffer } = this;
      if (buffer.updating) return;
      const keepS = this.element.currentTime - KEEP_S;
      if (buffer.buffered.length && buffer.buffered.start(0) < keepS - KEEP_S) {
        for (const [start, one] of this.appended) if (this.mediaS(one.piece.endMs) < keepS) this.appended.delete(start);
        buffer.remove(0, keepS);
        return;
      }
      const untilS = this.element.currentTime + KEEP_S;
      if (buffer.buffered.length && buffer.buffered.end(buffer.buffered.length - 1) > untilS + KEEP_S) { // backwards it is what comes after that grows
        for (const [start, one] of this.appended) if (this.mediaS(one.piece.startMs) > untilS) this.appended.delete(start);
        buffer.remove(untilS, Infinity);
        return;
      }
      if (this.headIn !== next.piece.headUrl) {
        buffer.changeType(type);
        this.headIn = next.piece.headUrl;
        buffer.appendBuffer(next.bytes[0]);
        return;
      }
      this.waiting.shift();
      buffer.timestampOffset = this.mediaS(next.samples[0]?.wallMs ?? next.piece.startMs) - next.mediaS;
      buffer.appendBuffer(next.bytes[1]);
    } catch (error) {
      this.failed(error instanceof Error ? error.message : "append");
    }
  }
}
