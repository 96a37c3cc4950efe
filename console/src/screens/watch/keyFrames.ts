/** Key frames under the pointer: the latest wish first, stale ones called off, what was seen kept. */
import { ApiError } from "../../api/client";
import { grantOf, keyFrame } from "../../api/finding";

const MIN_MS = 60_000;
const DAY_MS = 24 * 60 * MIN_MS;
const GRANT_LASTS_MS = 10 * MIN_MS;
const KEPT = 300;

/** Without an address there is no picture of that instant. */
export interface Shown {
  url: string | null;
  atMs: number;
}

interface Held {
  token: Promise<string>;
  untilMs: number;
}

/** Of one camera and purpose. `show` gets the picture of the last wish, as an address of this page. */
export class KeyFrames {
  private readonly grants = new Map<string, Held>();
  private readonly kept = new Map<number, string | null>();
  private under: { atMs: number; stop: AbortController } | null = null;
  private wantedMs: number | null = null;
  /** A refusal stands on the record: what is older than one is not asked for again. */
  private refusedMs = -1;
  private closed = false;

  constructor(
    private readonly cameraId: string,
    private readonly why: { purpose: string; reference: string },
    private readonly show: (picture: Shown) => void,
  ) {}

  close(): void {
    this.closed = true;
    this.under?.stop.abort();
    for (const url of this.kept.values()) if (url) URL.revokeObjectURL(url);
  }

  /** The picture at `atMs`; then those beside it, `stepMs` away. */
  want(atMs: number, stepMs: number, nowMs: number): void {
    this.wantedMs = atMs;
    const known = this.kept.get(atMs);
    if (known !== undefined) this.show({ url: known, atMs });
    if (this.under && this.under.atMs !== atMs) this.under.stop.abort();
    if (!this.under) void this.work(stepMs, nowMs);
  }

  private async work(stepMs: number, nowMs: number): Promise<void> {
    while (!this.closed) {
      const next = this.next(stepMs, nowMs);
      if (next === null) return;
      const stop = new AbortController();
      this.under = { atMs: next, stop };
      try {
        const blob = await keyFrame(this.cameraId, next, await this.grant(next, stepMs, nowMs), stop.signal);
        this.keep(next, blob.size ? URL.createObjectURL(blob) : null);
      } catch (error) {
        if (!stop.signal.aborted) this.keep(next, null);
        if (error instanceof ApiError && error.status === 403) this.refusedMs = Math.max(this.refusedMs, next);
      } finally {
        this.under = null;
      }
    }
  }

  private next(stepMs: number, nowMs: number): number | null {
    const at = this.wantedMs;
    if (at === null) return null;
    const wished = [at, at + stepMs, at - stepMs];
    return wished.find((ms) => ms < nowMs && ms > this.refusedMs && !this.kept.has(ms)) ?? null;
  }

  private keep(atMs: number, url: string | null): void {
    if (this.closed) {
      if (url) URL.revokeObjectURL(url);
      return;
    }
    this.kept.set(atMs, url);
    const [oldest] = this.kept;
    if (this.kept.size > KEPT && oldest) {
      if (oldest[1]) URL.revokeObjectURL(oldest[1]);
      this.kept.delete(oldest[0]);
    }
    if (atMs === this.wantedMs) this.show({ url, atMs });
  }

  /** Of the stretch around it that one is likely to move over: an entry in the record for each. */
  private grant(atMs: number, stepMs: number, nowMs: number): Promise<string> {
    const length = Math.min(DAY_MS, Math.max(10 * MIN_MS, Math.ceil((stepMs * 400) / MIN_MS) * MIN_MS));
    const fromMs = Math.floor(atMs / length) * length;
    const key = `${fromMs}+${length}`;
    const held = this.grants.get(key);
    if (held && held.untilMs > nowMs) return held.token;
    const token = grantOf(this.cameraId, fromMs, fromMs + length, this.why);
    this.grants.set(key, { token, untilMs: nowMs + GRANT_LASTS_MS });
    token.catch(() => this.grants.delete(key));
    return token;
  }
}
