/**
 * The server's clock as seen from here, from the Date header of ordinary answers and the times in live messages.
 *
 * A stamp D in steps of S, written between our `sent` and `received`, says that the server's clock less ours lies in
 * [D - received, D + S - sent]. Intersecting these narrows the correction to about the round trip; as long as no
 * correction is a possible answer none is made, so on one machine the delay shown is exact.
 */
export class ServerClock {
  private low = -Infinity;
  private high = Infinity;

  /** `stamp` was written by the server between our `sentMs` and `receivedMs`, in steps of `stepMs`. */
  observe(stamp: string | null | undefined, sentMs: number, receivedMs: number, stepMs: number): void {
    const stamped = stamp ? Date.parse(stamp) : NaN;
    if (Number.isNaN(stamped)) return;
    const low = stamped - receivedMs;
    const high = stamped + stepMs - sentMs;
    if (low > this.high || high < this.low) {
      this.low = low; // one of the clocks was set: begin again
      this.high = high;
      return;
    }
    this.low = Math.max(this.low, low);
    this.high = Math.min(this.high, high);
  }

  get offsetMs(): number {
    if (this.low > 0) return this.low;
    if (this.high < 0) return this.high;
    return 0;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }
}

export const serverClock = new ServerClock();
