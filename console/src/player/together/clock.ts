/** The one clock that all cameras of a set are shown by. Pure: who asks says what a steady clock reads. */

import { MOTION } from "../../components/timeline/scale";

export const RATES = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16] as const;

export interface Loop {
  aMs: number;
  bMs: number;
}

export class PlayClock {
  private anchorMs: number;
  private anchoredAt: number;
  private playing = false;
  /** Playing, but somebody waits for pictures. */
  private held = false;
  private speed = 1;
  private between: Loop | null = null;

  constructor(
    private readonly steadyMs: () => number,
    startMs: number,
    /** Nothing is shown later than this. */
    private readonly latestMs: () => number = () => Infinity,
  ) {
    this.anchorMs = startMs;
    this.anchoredAt = steadyMs();
  }

  get rate(): number {
    return this.speed;
  }

  get isPlaying(): boolean {
    return this.playing;
  }

  get isMoving(): boolean {
    return this.playing && !this.held;
  }

  get loop(): Loop | null {
    return this.between;
  }

  wallMs(): number {
    const wall = this.isMoving ? this.anchorMs + (this.steadyMs() - this.anchoredAt) * this.speed : this.anchorMs;
    return Math.min(wall, this.latestMs());
  }

  seek(wallMs: number): void {
    this.anchorMs = wallMs;
    this.anchoredAt = this.steadyMs();
  }

  setPlaying(playing: boolean): void {
    this.seek(this.wallMs());
    this.playing = playing;
  }

  hold(held: boolean): void {
    if (held === this.held) return;
    this.seek(this.wallMs());
    this.held = held;
  }

  /** Below zero: backwards. */
  setRate(rate: number): void {
    this.seek(this.wallMs());
    this.speed = rate;
  }

  /** Between these it goes round and round; the two may come in any order, but not at once. */
  setLoop(loop: Loop | null): void {
    this.between = loop && loop.bMs !== loop.aMs ? { aMs: Math.min(loop.aMs, loop.bMs), bMs: Math.max(loop.aMs, loop.bMs) } : null;
  }

  /** To be called for each picture of the screen: goes back to the loop's other end. Whether it has. */
  turn(): boolean {
    const to = this.isMoving ? turnOf(this.between, this.wallMs(), this.speed) : null;
    if (to !== null) this.seek(to);
    return to !== null;
  }
}

/** The loop's other end, once one has come to its end or is outside; else null. */
export function turnOf(loop: Loop | null, wallMs: number, rate: number): number | null {
  if (!loop) return null;
  if (rate > 0) return wallMs >= loop.bMs || wallMs < loop.aMs ? loop.aMs : null;
  return wallMs <= loop.aMs || wallMs > loop.bMs ? loop.bMs : null;
}

/** How far a picture is from being the one due: 0 while the clock is within its time, > 0 late, < 0 early. */
export function driftOf(clockMs: number, picture: { wallMs: number; endMs: number }): number {
  if (clockMs < picture.wallMs) return clockMs - picture.wallMs;
  return Math.max(0, clockMs - picture.endMs);
}

/** A little before the pictures end, so that one sees the last of them. */
const BEFORE_GAP_MS = 1000;

/** Where one may want to jump: marks, and where pictures end and begin again. That something moved is no such place. */
export function pointsOf({ gaps, marks }: { gaps: readonly { startMs: number; endMs: number }[]; marks: readonly { startMs: number; kind?: string }[] }): number[] {
  return [...gaps.flatMap((gap) => [gap.startMs - BEFORE_GAP_MS, gap.endMs]), ...marks.filter((mark) => mark.kind !== MOTION).map((mark) => mark.startMs)];
}

/** The next of these instants after (1) or before (-1) now; standing on one counts as having passed it. */
export function jumpTarget(pointsMs: readonly number[], nowMs: number, by: 1 | -1): number | null {
  const near = 500; // one presses again while it plays on
  const found = by === 1 ? pointsMs.filter((at) => at > nowMs + 1) : pointsMs.filter((at) => at < nowMs - near);
  return found.length ? (by === 1 ? Math.min(...found) : Math.max(...found)) : null;
}
