/** Media Source Extensions: for browsers without WebCodecs. Kept near the live edge by small jumps. */
import type { Fragment, Initialisation } from "./boxes";
import type { PictureListener, PictureSink, StreamInit } from "./picture";

const MAX_WAITING_BYTES = 8 << 20;
const KEEP_BEHIND_S = 8;
/** Further behind the newest frame than this and we jump; a little behind and we play faster. */
const JUMP_S = 1.2;
const TARGET_S = 0.15;

export class VideoSink implements PictureSink {
  readonly element: HTMLVideoElement;
  private readonly source = new MediaSource();
  private readonly url = URL.createObjectURL(this.source);
  private buffer: SourceBuffer | null = null;
  private readonly waiting: { data: ArrayBuffer; offsetS: number }[] = [];
  private waitingBytes = 0;
  private type = "";
  private appendType = "";
  private needsKey = true;
  /** Media time starts anew with each initialisation; what we add so that the element's time goes on. */
  private offsetS = 0;
  private edgeS = 0;
  private wallLessMediaMs: number | null = null;
  private timer = 0;
  private frameCallback = 0;
  private closed = false;

  constructor(private readonly listener: PictureListener) {
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.autoplay = true;
    video.disablePictureInPicture = true;
    video.src = this.url;
    this.element = video;
    this.source.addEventListener("sourceopen", () => this.open(), { once: true });
    this.timer = window.setInterval(() => this.followEdge(), 250);
    this.watchFrames();
  }

  configure(init: StreamInit, _parsed: Initialisation, raw: ArrayBuffer): void {
    this.type = `video/mp4; codecs="${init.codec}"`;
    if (!MediaSource.isTypeSupported(this.type)) {
      this.listener.failed(`unsupported ${init.codec}`);
      return;
    }
    this.waiting.length = 0;
    this.waitingBytes = 0;
    this.needsKey = true;
    this.enqueue(raw);
    this.open();
  }

  push(fragments: Fragment[], raw: ArrayBuffer): void {
    const first = fragments[0];
    const sample = first?.samples[0];
    if (!sample) return;
    if (this.needsKey && !sample.isKey) return;
    if (this.needsKey) this.offsetS = this.edgeS - sample.timeS;
    this.needsKey = false;
    if (this.waitingBytes > MAX_WAITING_BYTES) {
      this.needsKey = true; // the decoder cannot keep up: go on at the next key frame
      this.waiting.length = 0;
      this.waitingBytes = 0;
      return;
    }
    if (first.wallMs !== null) this.wallLessMediaMs = first.wallMs - (sample.timeS + this.offsetS) * 1000;
    const last = fragments.at(-1)?.samples.at(-1) ?? sample;
    this.edgeS = last.timeS + last.durationS + this.offsetS;
    this.enqueue(raw);
  }

  close(): void {
    this.closed = true;
    window.clearInterval(this.timer);
    this.element.cancelVideoFrameCallback(this.frameCallback);
    this.element.removeAttribute("src");
    this.element.load();
    URL.revokeObjectURL(this.url);
  }

  private enqueue(data: ArrayBuffer): void {
    this.waiting.push({ data, offsetS: this.offsetS });
    this.waitingBytes += data.byteLength;
    this.append();
  }

  private open(): void {
    if (this.closed || this.buffer || !this.type || this.source.readyState !== "open") return;
    const buffer = this.source.addSourceBuffer(this.type);
    buffer.addEventListener("updateend", () => this.append());
    buffer.addEventListener("error", () => this.listener.failed("source buffer"));
    this.buffer = buffer;
    this.appendType = this.type;
    this.append();
  }

  private append(): void {
    const buffer = this.buffer;
    if (!buffer || buffer.updating || this.closed || this.source.readyState !== "open") return;
    const start = buffer.buffered.length ? buffer.buffered.start(0) : 0;
    if (this.element.currentTime - start > KEEP_BEHIND_S * 2) {
      buffer.remove(start, this.element.currentTime - KEEP_BEHIND_S);
      return;
    }
    const [next] = this.waiting;
    if (!next) return;
    try {
      if (this.appendType !== this.type) buffer.changeType(this.type);
      this.appendType = this.type;
      if (buffer.timestampOffset !== next.offsetS) buffer.timestampOffset = next.offsetS;
      const joined = this.join(next.offsetS);
      buffer.appendBuffer(joined);
    } catch (error) {
      this.listener.failed(error instanceof Error ? error.message : "append");
    }
  }

  /** All waiting fragments of one offset in one append: each append costs a task switch. */
  private join(offsetS: number): Uint8Array<ArrayBuffer> {
    const other = this.waiting.findIndex((part) => part.offsetS !== offsetS);
    const parts = this.waiting.splice(0, other < 0 ? this.waiting.length : other);
    const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.data.byteLength, 0));
    let at = 0;
    for (const { data } of parts) {
      joined.set(new Uint8Array(data), at);
      at += data.byteLength;
    }
    this.waitingBytes -= joined.byteLength;
    return joined;
  }

  private followEdge(): void {
    const { element } = this;
    const ranges = this.buffer?.buffered;
    if (!ranges?.length) return;
    const edge = ranges.end(ranges.length - 1);
    const behind = edge - element.currentTime;
    if (behind > JUMP_S || element.currentTime < ranges.start(ranges.length - 1)) element.currentTime = Math.max(ranges.start(ranges.length - 1), edge - TARGET_S);
    element.playbackRate = behind > TARGET_S * 2 ? 1.1 : 1;
    if (element.paused) void element.play().catch(() => undefined);
  }

  private watchFrames(): void {
    const step: VideoFrameRequestCallback = (_now, metadata) => {
      if (this.closed) return;
      if (this.wallLessMediaMs !== null) {
        this.listener.shown({ wallMs: this.wallLessMediaMs + metadata.mediaTime * 1000, width: metadata.width, height: metadata.height });
      }
      this.frameCallback = this.element.requestVideoFrameCallback(step);
    };
    this.frameCallback = this.element.requestVideoFrameCallback(step);
  }
}
