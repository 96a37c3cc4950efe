/** Key frames one after the other, by a clock of their own: backwards, and faster than all pictures can be decoded. */
import { PlayClock, type Loop } from "./together/clock";

/** Faster than this, and backwards, key frames alone are shown. */
export const KEYS_ONLY_ABOVE = 4;
export const keysOnly = (rate: number): boolean => rate < 0 || rate > KEYS_ONLY_ABOVE;

/** A hole longer than this is leapt over. */
const HOLE_MS = 250;
/** So long a picture may take before the clock waits for it. */
const PATIENCE_MS = 500;

/** Where a piece lies, in wall time and in media time, and its key frames as far as they are known. */
export interface StridePiece {
  startMs: number;
  endMs: number;
  mediaS: number;
  /** From its beginning. */
  keysS: readonly number[];
}

/** What a stride leads to: a key frame; past the pieces there are; or over a hole to where pictures are again. */
export type Stride = { kind: "key"; mediaS: number } | { kind: "past" } | { kind: "leap"; toMs: number };

/** The key frame of an instant that pieces in order hold, seen in the direction of the rate. */
export function strideAt(pieces: readonly StridePiece[], wallMs: number, rate: number): Stride {
  const index = pieces.findLastIndex((piece) => piece.startMs <= wallMs);
  const piece = pieces[index];
  const next = pieces[index + 1];
  if (!piece) return rate > 0 && next ? { kind: "leap", toMs: next.startMs } : { kind: "past" };
  if (wallMs > piece.endMs + HOLE_MS) {
    if (rate < 0) return { kind: "leap", toMs: piece.endMs };
    return next ? { kind: "leap", toMs: next.startMs } : { kind: "past" };
  }
  const into = (wallMs - piece.startMs) / 1000;
  return { kind: "key", mediaS: piece.mediaS + (piece.keysS.findLast((key) => key <= into) ?? 0) };
}

interface Stage {
  /** Of what is known now; null while it is asked for. */
  pieces: () => readonly StridePiece[] | null;
  /** The picture before is not yet there. */
  isBusy: () => boolean;
  show: (mediaS: number) => void;
  /** Beyond the pieces known, in the direction of the rate. */
  past: (wallMs: number) => void;
}

export class Strides {
  private readonly clock: PlayClock;
  private frame = 0;
  private shownS = -1;
  private shownAt = 0;
  /** Told that there are no more pieces that way. */
  private gone = false;

  constructor(
    private readonly stage: Stage,
    startMs: number,
    private readonly rate: number,
    loop: Loop | null,
  ) {
    this.clock = new PlayClock(() => performance.now(), startMs);
    this.clock.setRate(rate);
    this.clock.setLoop(loop);
    this.clock.setPlaying(true);
    this.frame = requestAnimationFrame(this.onFrame);
  }

  seek(wallMs: number): void {
    this.clock.seek(wallMs);
    this.shownS = -1;
    this.gone = false;
  }

  setLoop(loop: Loop | null): void {
    this.clock.setLoop(loop);
  }

  wallMs(): number {
    return this.clock.wallMs();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  private readonly onFrame = () => {
    this.frame = requestAnimationFrame(this.onFrame);
    const pieces = this.stage.pieces();
    const busy = this.stage.isBusy();
    this.clock.hold(!pieces || (busy && performance.now() - this.shownAt > PATIENCE_MS));
    if (!pieces || busy || this.gone) return;
    this.clock.turn();
    const stride = strideAt(pieces, this.clock.wallMs(), this.rate);
    if (stride.kind === "leap") this.clock.seek(stride.toMs);
    else if (stride.kind === "past") {
      this.gone = true;
      this.stage.past(this.clock.wallMs());
    }
    else if (stride.mediaS !== this.shownS) {
      this.shownS = stride.mediaS;
      this.shownAt = performance.now();
      this.stage.show(stride.mediaS);
    }
  };
}
