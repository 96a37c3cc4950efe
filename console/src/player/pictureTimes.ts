/** Where each picture of the loaded pieces lies in media time, so that a step lands in the middle of exactly one. */

/** Browsers round media times to the microsecond; pictures are milliseconds apart. */
const SAME_S = 0.0005;

export interface PieceTimes {
  /** Where the piece begins in the element's media time. */
  startS: number;
  /** Of its pictures, from its first one, in order. */
  offsetsS: readonly number[];
}

/** Presentation times from the first picture on, in the order in which they are seen. */
export function offsetsOf(timesS: readonly number[]): number[] {
  const sorted = [...timesS].sort((a, b) => a - b);
  const [first = 0] = sorted;
  return sorted.map((time) => time - first);
}

/**
 * The media time to seek to for the next picture (1) or the one before (-1), or null where that picture is not loaded.
 * `toldS`: the last picture that the browser told of; it skips some, so what is on the screen is that or a later one,
 * up to `currentS`. A step always leaves both behind.
 */
export function stepTarget(pieces: readonly PieceTimes[], currentS: number, toldS: number | null, by: 1 | -1): number | null {
  const times = pieces.flatMap(({ startS, offsetsS }) => offsetsS.map((offset) => startS + offset)).sort((a, b) => a - b);
  const at = (mediaS: number) => times.findLastIndex((time) => time <= mediaS + SAME_S);
  const now = at(currentS);
  const told = toldS === null || Math.abs(currentS - toldS) > 0.5 ? now : at(toldS);
  const wanted = by === 1 ? Math.max(now, told) + 1 : Math.min(now, told) - 1;
  const target = times[wanted];
  if (target === undefined || (now < 0 && by === -1)) return null;
  const next = times[wanted + 1];
  const lasts = next !== undefined && next - target < 1 ? next - target : target - (times[wanted - 1] ?? target - 0.04);
  return target + Math.min(lasts, 1) / 4; // inside the picture, whichever way the browser rounds
}
