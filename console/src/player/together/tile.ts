/** One camera of a set, drawn on a canvas: always the picture that is due by the set's clock. */
import { driftOf } from "./clock";
import { areStills, dueAt, keyAt, lastNeeded, pieceAt, type LoadedPiece, type Piece, type TimedSample } from "./pieces";
import { PieceTile, type Due, type TilePicture } from "./pieceTile";
import { keysOnly } from "../strides";

/** Pictures after the one due, decoded or being decoded: enough for a screen's unsteadiness, few enough for sixteen. */
const AHEAD = 8;
/** At most so many are in the decoder while it catches up. */
const IN_DECODER = 48;
/** At 16x a piece lasts an eighth of a second: a key frame so many pieces late is still half a second near. */
const LATE_PIECES = 4;
/** How large a picture is drawn is looked at so often, not at each. */
const MEASURE_MS = 500;
/** Further behind the clock than this and decoding begins anew at a later key frame. */
const LOST_MS = 1200;

interface Ready extends TilePicture {
  frame: VideoFrame;
}

export class CanvasTile extends PieceTile {
  readonly element = document.createElement("canvas");
  private readonly context = this.element.getContext("2d", { alpha: false });
  private decoder: VideoDecoder | null = null;
  private configuredFor = "";
  private readonly queue: Ready[] = [];
  private readonly fed = new Map<number, TimedSample>();
  /** Where feeding goes on: a piece by its start, and the sample in it; null: not running. */
  private cursor: { piece: Piece; sample: number } | null = null;
  private lastFedMs = -Infinity;
  /** A single picture that is being decoded. */
  private single: number | null = null;
  private round = 0;
  /** What was due last: a picture older than another that is due is never kept. */
  private dueMs = -Infinity;
  private measuredAt = -Infinity;
  private boxWidth = 0;

  constructor(refused: (status: number) => void, failed: (reason: string) => void) {
    super(refused, failed);
    this.element.className = "picture";
  }

  update(due: Due): void {
    this.dueMs = due.wallMs;
    const index = pieceAt(this.pieces, due.wallMs);
    const piece = this.pieces[index];
    if (!piece) {
      this.stop();
      const next = due.rate > 0 ? this.pieces.find((one) => one.startMs > due.wallMs) : undefined;
      if (next && next.startMs - due.wallMs < 4000 * due.rate) void this.feed.load(next);
      return;
    }
    if (due.moving && keysOnly(due.rate)) {
      this.leap(index, due);
      return;
    }
    const loaded = this.feed.get(piece);
    if (!loaded) return;
    if (this.shown) this.ahead(index, due.rate); // what is due comes first, on all tiles
    if (due.moving && !areStills(loaded.samples)) this.run(due.wallMs, loaded);
    else this.stand(loaded, due.wallMs);
  }

  blank(): void {
    this.feed.clear();
    this.pieces = [];
    this.stop();
    this.shown = null;
    this.context?.clearRect(0, 0, this.element.width, this.element.height);
  }

  close(): void {
    this.blank();
    if (this.decoder && this.decoder.state !== "closed") this.decoder.close();
    this.decoder = null;
    this.element.remove();
  }

  /** The key frame due; where it comes too late for that, the last one on the way that is here. */
  private leap(index: number, { wallMs, rate }: Due): void {
    const on = rate < 0 ? -1 : 1;
    for (let late = 0; late <= LATE_PIECES; late += 1) {
      const piece = this.pieces[index - on * late];
      const loaded = piece && (late === 0 ? this.feed.get(piece) : this.feed.peek(piece));
      if (!loaded) continue;
      const key = keyAt(loaded, late === 0 ? wallMs : on === 1 ? piece.endMs : piece.startMs);
      const turnsBack = this.shown !== null && ((loaded.samples[key]?.wallMs ?? 0) - this.shown.wallMs) * on < 0;
      if (late === 0 || !turnsBack) this.showOne(loaded, key);
      break;
    }
    if (this.shown) this.ahead(index, rate);
  }

  private ahead(index: number, rate: number): void {
    const step = rate < 0 ? -1 : 1;
    for (let more = 1; more <= (Math.abs(rate) > 4 ? 3 : Math.abs(rate) > 2 ? 2 : 1); more += 1) {
      const next = this.pieces[index + step * more];
      if (next) void this.feed.load(next);
    }
  }

  private run(wallMs: number, loaded: LoadedPiece): void {
    const first = this.queue[0];
    const behind = this.cursor === null || this.single !== null || wallMs > this.lastFedMs + LOST_MS || (first !== undefined && first.wallMs > wallMs + LOST_MS) || (this.shown !== null && this.shown.wallMs > wallMs + LOST_MS);
    if (behind) {
      this.reset();
      this.cursor = { piece: loaded.piece, sample: dueAt(loaded.samples, wallMs).key };
    }
    this.drawDue(wallMs);
    this.feedOn(wallMs);
  }

  private feedOn(wallMs: number): void {
    while (this.cursor && this.fed.size < IN_DECODER && (this.lastFedMs < wallMs || this.aheadOf(wallMs) < AHEAD)) {
      const { piece } = this.cursor;
      const loaded = this.feed.get(piece);
      if (!loaded) return;
      const sample = loaded.samples[this.cursor.sample];
      if (sample) {
        this.decode(loaded, sample);
        this.lastFedMs = sample.wallMs;
        this.cursor = { piece, sample: this.cursor.sample + 1 };
        continue;
      }
      const next = this.pieces[pieceAt(this.pieces, piece.startMs) + 1];
      if (!next || next.startMs - piece.endMs > LOST_MS) return; // what follows a gap begins when the clock is there
      this.cursor = { piece: next, sample: 0 };
    }
  }

  private aheadOf(wallMs: number): number {
    let count = 0;
    for (const one of this.queue) if (one.endMs > wallMs) count += 1;
    for (const one of this.fed.values()) if (one.endMs > wallMs) count += 1;
    return count;
  }

  /** The picture of a clock that stands: out of what is decoded already, or decoded for it. */
  private stand(loaded: LoadedPiece, wallMs: number): void {
    if (this.shown && driftOf(wallMs, this.shown) === 0 && this.single === null) return;
    if (this.queue.some((one) => driftOf(wallMs, one) === 0)) this.drawDue(wallMs);
    else this.showOne(loaded, dueAt(loaded.samples, wallMs).due);
  }

  private showOne(loaded: LoadedPiece, due: number): void {
    const wanted = loaded.samples[due];
    if (!wanted || this.single === wanted.wallMs || (this.shown?.wallMs === wanted.wallMs && this.single === null)) return;
    if (this.single !== null && this.fed.size > 0 && wanted.isKey) return; // the one before comes first, or none would
    this.reset();
    this.single = wanted.wallMs;
    const { key } = dueAt(loaded.samples, wanted.wallMs);
    for (const sample of loaded.samples.slice(key, lastNeeded(loaded.samples, due) + 1)) this.decode(loaded, sample);
    const { round } = this;
    this.decoder
      ?.flush()
      .then(() => round === this.round && this.endSingle(wanted.wallMs))
      .catch(() => undefined); // a newer wish has come in between
  }

  private endSingle(wallMs: number): void {
    this.drawDue(wallMs);
    this.single = null;
    this.cursor = null;
    this.drop();
  }

  private decode(loaded: LoadedPiece, sample: TimedSample): void {
    const configuration = `${loaded.piece.headUrl.split("?")[0]} ${loaded.codec}`;
    if (!this.decoder || this.decoder.state === "closed" || this.configuredFor !== configuration) {
      if (!sample.isKey) return;
      if (!this.decoder || this.decoder.state === "closed") this.decoder = this.newDecoder();
      this.decoder.configure({ codec: loaded.codec, description: loaded.head.description, optimizeForLatency: true });
      this.configuredFor = configuration;
    }
    const timestamp = Math.round(sample.wallMs * 1000);
    this.fed.set(timestamp, sample);
    this.decoder.decode(new EncodedVideoChunk({ type: sample.isKey ? "key" : "delta", timestamp, data: sample.data }));
  }

  private newDecoder(): VideoDecoder {
    return new VideoDecoder({
      output: (frame) => {
        const sample = this.fed.get(frame.timestamp);
        this.fed.delete(frame.timestamp);
        if (!sample) {
          frame.close();
          return;
        }
        this.queue.push({ frame, wallMs: sample.wallMs, endMs: sample.endMs });
        while (this.queue[1] && this.queue[1].wallMs <= this.dueMs) this.queue.shift()?.frame.close();
      },
      error: (error) => {
        this.stop();
        this.decoder = null;
        this.failed(error.message);
      },
    });
  }

  private drawDue(wallMs: number): void {
    let latest: Ready | null = null;
    while (this.queue[0] && this.queue[0].wallMs <= wallMs + 0.01) {
      latest?.frame.close();
      latest = this.queue.shift() ?? null;
    }
    if (!latest) return;
    const { frame } = latest;
    const { width, height } = frame.visibleRect ?? { width: frame.displayWidth, height: frame.displayHeight };
    const now = performance.now();
    if (now - this.measuredAt > MEASURE_MS) {
      this.measuredAt = now;
      this.boxWidth = this.element.getBoundingClientRect().width; // with what a zoom makes of it
    }
    const share = Math.min(1, Math.max(0.5, (this.boxWidth * devicePixelRatio) / width || 1));
    const [wide, high] = [Math.round(width * share), Math.round(height * share)];
    if (this.element.width !== wide || this.element.height !== high) Object.assign(this.element, { width: wide, height: high });
    this.context?.drawImage(frame, 0, 0, wide, high);
    frame.close();
    this.shown = { wallMs: latest.wallMs, endMs: latest.endMs };
  }

  private drop(): void {
    for (const { frame } of this.queue.splice(0)) frame.close();
  }

  private stop(): void {
    if (this.cursor || this.single !== null || this.queue.length) this.reset();
  }

  /** Decoding begins anew with a key frame. */
  private reset(): void {
    this.round += 1;
    this.cursor = null;
    this.single = null;
    this.lastFedMs = -Infinity;
    this.fed.clear();
    this.drop();
    if (this.decoder?.state === "configured") this.decoder.reset();
    this.configuredFor = "";
  }
}
