/** What every tile of a set has, whatever draws it: a camera's pieces, and which of their pictures is shown. */
import { driftOf } from "./clock";
import { PieceFeed } from "./feed";
import { pieceAt, type Head, type Piece } from "./pieces";

export interface Due {
  wallMs: number;
  rate: number;
  /** The clock runs, or is about to. */
  moving: boolean;
  /** It waits for pictures. */
  held: boolean;
}

export interface TilePicture {
  /** Wall time of the picture on the screen, and where its time ends. */
  wallMs: number;
  endMs: number;
}

const READY_MS = 150;

export abstract class PieceTile {
  abstract readonly element: HTMLElement;
  shown: TilePicture | null = null;
  protected readonly feed: PieceFeed;
  protected pieces: readonly Piece[] = [];

  constructor(
    refused: (status: number) => void,
    protected readonly failed: (reason: string) => void,
  ) {
    this.feed = new PieceFeed(refused);
  }

  /** Called for each picture of the screen. */
  abstract update(due: Due): void;
  /** Nothing of it may be seen any more. */
  abstract blank(): void;
  abstract close(): void;

  /** Pieces are known, those of before given up. */
  setPieces(pieces: readonly Piece[], head: Head | null): void {
    this.pieces = pieces;
    if (head) this.feed.know(head, pieces);
  }

  /** The picture due is on the screen, or there is none. */
  isReady(wallMs: number): boolean {
    if (pieceAt(this.pieces, wallMs) < 0) return true;
    return this.shown !== null && Math.abs(driftOf(wallMs, this.shown)) <= READY_MS;
  }

  /** The time of the next picture, or of the one before. */
  async neighbour(wallMs: number, by: 1 | -1): Promise<number | null> {
    const index = pieceAt(this.pieces, wallMs);
    for (const at of [index, index + by]) {
      const piece = this.pieces[at];
      const times = ((piece && (await this.feed.load(piece)))?.samples ?? []).map((sample) => sample.wallMs);
      const from = this.shown && Math.abs(driftOf(wallMs, this.shown)) < 1 ? this.shown.wallMs : wallMs;
      const found = by === 1 ? times.filter((time) => time > from + 0.5) : times.filter((time) => time < from - 0.5);
      if (found.length) return by === 1 ? Math.min(...found) : Math.max(...found);
    }
    return null;
  }
}
