/** Lowest delay: every frame is decoded as it comes and only the newest decoded one is drawn. */
import type { Fragment, Initialisation } from "./boxes";
import type { PictureListener, PictureSink, StreamInit } from "./picture";

/** More undecoded frames than this (a second or so) means that we are late: drop up to the next key frame. */
const MAX_UNDECODED = 40;

export class CanvasSink implements PictureSink {
  readonly element: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private decoder: VideoDecoder | null = null;
  private newest: VideoFrame | null = null;
  private drawing = 0;
  private needsKey = true;
  private closed = false;
  /** Wall clock by the decoder's timestamp (µs), in decoding order; as long as the decoder's queue. */
  private readonly walls = new Map<number, number>();

  constructor(private readonly listener: PictureListener) {
    this.element = document.createElement("canvas");
    this.context = this.element.getContext("2d", { alpha: false });
  }

  configure(init: StreamInit, parsed: Initialisation): void {
    this.shutDecoder();
    const decoder = new VideoDecoder({
      output: (frame) => this.take(frame),
      error: (error) => this.fail(error.message),
    });
    decoder.configure({ codec: init.codec, description: parsed.description, optimizeForLatency: true, hardwareAcceleration: "no-preference" });
    this.decoder = decoder;
    this.needsKey = true;
  }

  push(fragments: Fragment[]): void {
    const decoder = this.decoder;
    if (decoder?.state !== "configured") return;
    for (const fragment of fragments) {
      const first = fragment.samples[0];
      for (const sample of fragment.samples) {
        if (this.needsKey && !sample.isKey) continue;
        if (sample.isKey) this.needsKey = false;
        else if (decoder.decodeQueueSize > MAX_UNDECODED) {
          this.needsKey = true;
          continue;
        }
        const timestamp = Math.round(sample.timeS * 1e6);
        if (fragment.wallMs !== null && first) this.walls.set(timestamp, fragment.wallMs + (sample.timeS - first.timeS) * 1000);
        decoder.decode(new EncodedVideoChunk({ type: sample.isKey ? "key" : "delta", timestamp, duration: Math.round(sample.durationS * 1e6), data: sample.data }));
      }
    }
  }

  close(): void {
    this.closed = true;
    cancelAnimationFrame(this.drawing);
    this.newest?.close();
    this.newest = null;
    this.shutDecoder();
  }

  private shutDecoder(): void {
    if (this.decoder && this.decoder.state !== "closed") this.decoder.close();
    this.decoder = null;
    this.walls.clear();
  }

  private fail(reason: string): void {
    if (!this.closed) this.listener.failed(reason);
  }

  private take(frame: VideoFrame): void {
    if (this.closed) {
      frame.close();
      return;
    }
    this.newest?.close();
    this.newest = frame;
    this.drawing ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.drawing = 0;
    const frame = this.newest;
    if (!frame || !this.context) return;
    this.newest = null;
    const { width, height } = frame.visibleRect ?? { width: frame.displayWidth, height: frame.displayHeight };
    if (this.element.width !== width || this.element.height !== height) {
      this.element.width = width;
      this.element.height = height;
    }
    this.context.drawImage(frame, 0, 0, width, height);
    const { timestamp } = frame;
    frame.close();
    const wallMs = this.walls.get(timestamp);
    for (const key of this.walls.keys()) {
      if (key > timestamp) break;
      this.walls.delete(key);
    }
    if (wallMs !== undefined) this.listener.shown({ wallMs, width, height });
  }
}
