/** Fetches one camera's pieces and keeps the last few. */
import { ApiError } from "../../api/client";
import { fetchBytes } from "../../api/bytes";
import { readPiece, type Head, type LoadedPiece, type Piece } from "./pieces";

/** Seconds of pictures, a few hundred kilobytes each. */
const KEPT = 8;
/** What is due is asked for once one of these is here: what is passed by then need not come. */
const MOST_LOADING = 4;
const RETRY_MS = 1500;

const nameOf = (piece: Piece) => `${piece.url.split("?")[0]}@${piece.offset}`;

export class PieceFeed {
  private readonly loaded = new Map<string, LoadedPiece>();
  private readonly loading = new Map<string, Promise<LoadedPiece | null>>();
  private readonly heads = new Map<string, Promise<ArrayBuffer>>();
  private readonly failedAt = new Map<string, number>();
  private abort = new AbortController();

  constructor(
    /** The server gives no more of these pictures. */
    private readonly refused: (status: number) => void,
  ) {}

  /** The piece if it is here; else it is asked for. */
  get(piece: Piece): LoadedPiece | null {
    const name = nameOf(piece);
    const found = this.loaded.get(name);
    if (!found) {
      if (this.loading.size < MOST_LOADING) void this.load(piece);
      return null;
    }
    this.loaded.delete(name); // the last used stays longest
    this.loaded.set(name, found);
    return found;
  }

  /** Only if it is here. */
  peek(piece: Piece): LoadedPiece | null {
    return this.loaded.get(nameOf(piece)) ?? null;
  }

  load(piece: Piece): Promise<LoadedPiece | null> {
    const name = nameOf(piece);
    const found = this.loaded.get(name);
    if (found) return Promise.resolve(found);
    const running = this.loading.get(name);
    if (running) return running;
    if (performance.now() - (this.failedAt.get(name) ?? -Infinity) < RETRY_MS) return Promise.resolve(null);
    const asked = this.fetchBoth(piece)
      .then((both) => {
        this.keep(name, both);
        return both;
      })
      .catch((error: unknown) => {
        this.failedAt.set(name, performance.now());
        if (error instanceof ApiError && [401, 403, 404].includes(error.status)) this.refused(error.status);
        return null;
      })
      .finally(() => this.loading.delete(name));
    this.loading.set(name, asked);
    return asked;
  }

  /** An initialisation that has come already, and perhaps the first piece behind it. */
  know({ url, bytes, piece }: Head, pieces: readonly Piece[]): void {
    this.heads.set(url.split("?")[0] ?? "", Promise.resolve(bytes));
    const first = piece && pieces.find((one) => one.startMs === piece.startMs);
    if (piece && first) this.keep(nameOf(first), readPiece(first, bytes, piece.body));
  }

  /** What was fetched is forgotten: other areas are hidden now, or the right is gone. */
  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.loaded.clear();
    this.loading.clear();
    this.heads.clear();
    this.failedAt.clear();
  }

  private keep(name: string, loaded: LoadedPiece): void {
    this.loaded.set(name, loaded);
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= KEPT) break;
      this.loaded.delete(oldest);
    }
  }

  private async fetchBoth(piece: Piece): Promise<LoadedPiece> {
    const headName = piece.headUrl.split("?")[0] ?? "";
    let head = this.heads.get(headName);
    if (!head) {
      head = fetchBytes(piece.headUrl, 0, piece.headSize, this.abort.signal);
      head.catch(() => this.heads.delete(headName));
      this.heads.set(headName, head);
    }
    const [headBytes, body] = await Promise.all([head, fetchBytes(piece.url, piece.offset, piece.size, this.abort.signal)]);
    return readPiece(piece, headBytes, body);
  }
}
