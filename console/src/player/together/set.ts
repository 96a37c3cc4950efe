/** Up to sixteen cameras on one clock: asks for their pieces, moves the clock, and says how each of them fares. No React here. */
import { driftOf, jumpTarget, PlayClock, pointsOf, type Loop } from "./clock";
import { merged, pieceAt, type Head, type Piece } from "./pieces";
import type { PieceTile } from "./pieceTile";
import { CanvasTile } from "./tile";
import { VideoTile } from "./videoTile";
import { keysOnly } from "../strides";
import { playerKind } from "../support";
import type { GapCause, StreamRole } from "../../api/types";

export interface Stretch {
  startMs: number;
  endMs: number;
}

/** Not given, because of whose camera it was then; `apart`: it is given where one asks for an instant of it. */
export interface LeftOut extends Stretch {
  apart: boolean;
}

/** What the server says of one camera and a range. */
export interface Track {
  stream: StreamRole;
  pieces: Piece[];
  head: Head | null;
  ranges: Stretch[];
  /** Parts of the ranges of which key frames alone are kept. */
  thinned: Stretch[];
  gaps: (Stretch & { cause: GapCause })[];
  leftOut: LeftOut[];
  marks: (Stretch & { kind: string; reference: string })[];
  masked: boolean;
  watermark: boolean;
  complete: boolean;
}

/** Asks for tracks; a refusal of one camera is in its place. Rejects where all are refused or the server is away. */
export type AskTracks = (cameraIds: readonly string[], large: readonly string[], range: Stretch, atMs: number | null) => Promise<ReadonlyMap<string, Track | { refused: unknown }>>;

export interface TileState {
  /** Of which recordings are shown. */
  stream: StreamRole;
  phase: "loading" | "showing" | "late" | "gap" | "refused" | "failed";
  shownMs: number | null;
  /** How far the picture is from being the one due; 0 within its time. */
  driftMs: number;
  gap: (Stretch & { cause: GapCause }) | null;
  /** Another owner's then. */
  leftOut: Stretch | null;
  /** Of this time key frames alone are kept. */
  thinned: boolean;
  masked: boolean;
  watermark: boolean;
  /** The server's reason. */
  refusal: unknown;
}

export interface SetState {
  wallMs: number;
  playing: boolean;
  rate: number;
  loop: Loop | null;
  tiles: ReadonlyMap<string, TileState>;
}

interface Member {
  tile: PieceTile;
  track: Track | null;
  refused: boolean;
  refusal: unknown;
  failed: boolean;
  askedAnew: boolean;
  hidden: boolean;
}

const BEFORE_MS = 30_000;
/** The first answer is short: it stands between the press and the picture. */
const FIRST_AFTER_MS = 2 * 60_000;
const AFTER_MS = 10 * 60_000;
/** This long before the known ends more is asked for. */
const MORE_MS = 20_000;
/** What still grows is asked for again this often. */
const GROWING_MS = 4000;
/** What must be asked for apart is asked for at most so often. */
const APART_MS = 1000;
/** So long all wait for one that has no picture yet. */
const PATIENCE_MS = 2500;
const LATE_MS = 40;
const TELL_MS = 200;
/** Drift is that of the picture of the screen last drawn, as long as the clock has not been moved since. */
const STALE_MS = 250;
/** The newest pieces are a few seconds old. */
const EDGE_MS = 3000;

function stretchAt<T extends Stretch>(all: readonly T[] | undefined, wallMs: number): T | null {
  return all?.find((one) => wallMs >= one.startMs && wallMs < one.endMs) ?? null;
}

export class Together {
  readonly clock: PlayClock;
  private readonly members = new Map<string, Member>();
  private large: readonly string[] = [];
  private range: Stretch | null = null;
  private asking = false;
  private askedAt = -Infinity;
  private heldSince: number | null = null;
  private toldAt = 0;
  private frame = 0;
  /** The instant that all tiles were last drawn for. */
  private drawnForMs = 0;
  private closed = false;

  constructor(
    private readonly cameraIds: readonly string[],
    startMs: number,
    private readonly ask: AskTracks,
    private readonly now: () => number,
    private readonly changed: (state: SetState) => void,
    /** Nobody of them is shown, and this is the server's reason. */
    private readonly refusedAll: (error: unknown) => void,
  ) {
    this.clock = new PlayClock(() => performance.now(), startMs, () => now() - EDGE_MS);
    for (const id of cameraIds) this.members.set(id, this.member(id));
    this.clock.setPlaying(true);
    void this.load([...cameraIds]);
    this.frame = requestAnimationFrame(this.onFrame);
  }

  close(): void {
    this.closed = true;
    cancelAnimationFrame(this.frame);
    for (const { tile } of this.members.values()) tile.close();
    this.members.clear();
  }

  /** Puts the camera's picture into its place on the page. */
  attach(id: string, host: HTMLElement): void {
    const tile = this.members.get(id)?.tile;
    if (tile && tile.element.parentElement !== host) host.replaceChildren(tile.element);
  }

  /** Those that are not looked at are not decoded; those that are large come from their main stream. */
  arrange(visible: readonly string[], large: readonly string[]): void {
    for (const [id, member] of this.members) member.hidden = !visible.includes(id);
    const other = this.cameraIds.filter((id) => large.includes(id) !== this.large.includes(id));
    this.large = large;
    if (other.length) void this.load(other);
  }

  play(): void {
    this.clock.setPlaying(true);
    this.tell();
  }

  pause(): void {
    this.clock.setPlaying(false);
    this.tell();
  }

  setRate(rate: number): void {
    this.clock.setRate(rate);
    this.tell();
  }

  setLoop(loop: Loop | null): void {
    this.clock.setLoop(loop);
    this.tell();
  }

  seek(wallMs: number): void {
    this.clock.seek(wallMs);
    this.heldSince = null;
    if (!this.knows(wallMs)) {
      this.range = null;
      void this.load([...this.cameraIds]);
    }
    this.tell();
  }

  /** One picture on, or back, of this camera; the others follow the clock. */
  async step(id: string, by: 1 | -1): Promise<void> {
    this.pause();
    const chosen = this.members.get(id);
    const wall = this.clock.wallMs();
    const tiles = [chosen, ...this.members.values()].filter((one): one is Member => one !== undefined && !one.hidden && !one.refused);
    for (const { tile } of tiles) {
      const at = await tile.neighbour(wall, by);
      if (at === null) continue;
      this.seek(at + 0.05);
      return;
    }
  }

  /** To the next mark, or to where pictures of one of them begin or end; `more`: what the screen knows besides. */
  jump(by: 1 | -1, more: readonly number[] = []): boolean {
    const tracks = [...this.members.values()].flatMap(({ track }) => (track ? [track] : []));
    const points = tracks.flatMap(pointsOf);
    const at = jumpTarget([...points, ...more].filter((point) => point < this.now() - EDGE_MS), this.clock.wallMs(), by);
    if (at !== null) this.seek(at);
    return at !== null;
  }

  /** Asks again for one that was refused or has failed. */
  retry(id: string): void {
    const member = this.members.get(id);
    if (!member) return;
    Object.assign(member, { refused: false, failed: false, askedAnew: false });
    void this.load([id]);
  }

  private member(id: string): Member {
    const refused = () => this.onPieceRefused(id);
    const failed = () => {
      const member = this.members.get(id);
      if (member) member.failed = true;
    };
    const tile = playerKind() === "webcodecs" ? new CanvasTile(refused, failed) : new VideoTile(refused, failed);
    return { tile, track: null, refused: false, refusal: null, failed: false, askedAnew: false, hidden: false };
  }

  /** Another area is hidden now, or the right is gone: no picture of before stays, and it is asked once more. */
  private onPieceRefused(id: string): void {
    const member = this.members.get(id);
    if (!member || this.closed) return;
    member.tile.blank();
    member.track = null;
    if (member.askedAnew) {
      member.refused = true;
      return;
    }
    member.askedAnew = true;
    void this.load([id]);
  }

  private knows(wallMs: number): boolean {
    return this.range !== null && wallMs >= this.range.startMs && wallMs < this.range.endMs;
  }

  private async load(ids: readonly string[], more = false): Promise<void> {
    const wall = this.clock.wallMs();
    const range = this.range ?? { startMs: Math.floor((wall - BEFORE_MS) / 1000) * 1000, endMs: Math.floor((wall + FIRST_AFTER_MS) / 1000) * 1000 };
    this.range = range;
    this.askedAt = performance.now();
    const wanted = ids.filter((id) => !this.members.get(id)?.refused);
    if (!wanted.length) return;
    try {
      const answer = await this.ask(wanted, this.large, range, more ? null : wall);
      if (this.closed) return;
      for (const [id, found] of answer) this.take(id, found, range);
    } catch (error) {
      if (this.closed) return;
      const wasRefused = (error as { status?: number }).status;
      for (const id of wanted) {
        const member = this.members.get(id);
        if (!member) continue;
        if (wasRefused === 403 || wasRefused === 404) this.refuse(member, error);
        else member.failed = !member.track;
      }
      if (wanted.length === this.cameraIds.length || wasRefused === 403) this.refusedAll(error);
    }
    this.tell();
  }

  private refuse(member: Member, refusal: unknown): void {
    member.tile.blank();
    Object.assign(member, { track: null, refused: true, refusal });
  }

  private take(id: string, found: Track | { refused: unknown }, range: Stretch): void {
    const member = this.members.get(id);
    if (!member) return;
    if ("refused" in found) {
      this.refuse(member, found.refused);
      return;
    }
    const apart = <T extends Stretch>(known: readonly T[] | undefined, fresh: readonly T[]) => [...(known ?? []).filter((one) => one.endMs <= range.startMs || one.startMs >= range.endMs), ...fresh];
    const { track } = member;
    member.failed = false;
    member.track = {
      ...found,
      pieces: merged(track?.pieces ?? [], found.pieces, range.startMs, range.endMs),
      ranges: apart(track?.ranges, found.ranges),
      thinned: apart(track?.thinned, found.thinned),
      gaps: apart(track?.gaps, found.gaps),
      leftOut: apart(track?.leftOut, found.leftOut),
      marks: apart(track?.marks, found.marks),
    };
    member.tile.setPieces(member.track.pieces, found.head);
  }

  /** What comes next is asked for before it is needed; what grows, again and again in the same range: the same view. */
  private async askMore(wall: number): Promise<void> {
    if (this.asking || !this.range) return;
    const apart = [...this.members].filter(([, { track }]) => stretchAt(track?.leftOut, wall)?.apart).map(([id]) => id);
    if (apart.length) {
      if (performance.now() - this.askedAt < APART_MS) return;
      this.asking = true;
      await this.load(apart);
      this.asking = false;
      return;
    }
    const { startMs, endMs } = this.range;
    const { rate } = this.clock;
    const forward = rate > 0 && wall > endMs - MORE_MS * Math.max(1, rate);
    const back = rate < 0 && wall < startMs + MORE_MS * Math.max(1, -rate);
    const lastMs = Math.max(...[...this.members.values()].map(({ track }) => track?.pieces.at(-1)?.endMs ?? 0));
    const grows = endMs > this.now() - 2 * GROWING_MS && wall > lastMs - MORE_MS && performance.now() - this.askedAt > GROWING_MS;
    if (!forward && !back && !grows) return;
    this.asking = true;
    if (forward) this.range = { startMs: endMs - 2000, endMs: endMs + AFTER_MS };
    else if (back) this.range = { startMs: startMs - AFTER_MS, endMs: startMs + 2000 };
    await this.load([...this.cameraIds], true);
    this.asking = false;
  }

  private readonly onFrame = () => {
    if (this.closed) return;
    this.frame = requestAnimationFrame(this.onFrame);
    this.clock.turn();
    const wall = this.clock.wallMs();
    this.drawnForMs = wall;
    const due = { wallMs: wall, rate: this.clock.rate, moving: this.clock.isPlaying, held: !this.clock.isMoving };
    for (const member of this.members.values()) if (!member.hidden && member.track) member.tile.update(due);
    if (this.wait(wall)) this.tell();
    void this.askMore(wall);
    if (performance.now() - this.toldAt > TELL_MS) this.tell();
  };

  /** The clock stands until all have their picture, for a while; after that it goes on without those that have none.
   * Whether it has begun or ended to stand. */
  private wait(wall: number): boolean {
    const playsAll = this.clock.isPlaying && !keysOnly(this.clock.rate);
    const members = [...this.members.values()].filter((one) => !one.hidden && !one.refused && !one.failed);
    const nothingYet = members.some(({ track, tile }) => (track ? tile.shown === null && !tile.isReady(wall) : true));
    const missing = playsAll && members.some(({ track, tile }) => (track ? !tile.isReady(wall) : true));
    const now = performance.now();
    if (!missing) this.heldSince = null;
    else this.heldSince ??= now;
    const waited = this.heldSince === null ? 0 : now - this.heldSince;
    const moved = this.clock.isMoving;
    // A moment's lateness while playing is shown, not waited for: drawing catches up by itself.
    this.clock.hold(missing && waited < PATIENCE_MS && (nothingYet || !this.clock.isMoving || waited > 400));
    return this.clock.isMoving !== moved;
  }

  private tell(): void {
    if (this.closed) return;
    this.toldAt = performance.now();
    const wallMs = this.clock.wallMs();
    const tiles = new Map([...this.members].map(([id, member]) => [id, this.stateOf(member, wallMs)] as const));
    this.changed({ wallMs, playing: this.clock.isPlaying, rate: this.clock.rate, loop: this.clock.loop, tiles });
  }

  private stateOf({ tile, track, refused, refusal, failed }: Member, wallMs: number): TileState {
    const shown = tile.shown;
    const driftMs = shown ? driftOf(Math.abs(wallMs - this.drawnForMs) > STALE_MS ? wallMs : this.drawnForMs, shown) : 0;
    const leftOut = stretchAt(track?.leftOut, wallMs);
    const said = { gap: stretchAt(track?.gaps, wallMs), leftOut: leftOut?.apart ? null : leftOut, thinned: stretchAt(track?.thinned, wallMs) !== null };
    const state = { stream: track?.stream ?? ("main" as const), shownMs: shown?.wallMs ?? null, driftMs, ...said, masked: track?.masked ?? false, watermark: track?.watermark ?? false, refusal };
    if (refused) return { ...state, phase: "refused" };
    if (failed) return { ...state, phase: "failed" };
    if (!track) return { ...state, phase: "loading" };
    if (pieceAt(track.pieces, wallMs) < 0) return { ...state, phase: leftOut?.apart ? "loading" : "gap" };
    if (!shown) return { ...state, phase: "loading" };
    const leaps = this.clock.isMoving && keysOnly(this.clock.rate);
    return { ...state, phase: Math.abs(driftMs) > LATE_MS && !leaps ? "late" : "showing" };
  }
}
