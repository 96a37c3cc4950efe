/** Where on the picture a pointer is, with the black bars beside it left out. Pure. */

export interface Spot {
  x: number;
  y: number;
}

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Shares of the picture, 0 to 1; null beside it. */
export function spotAt(frame: Frame, picture: { width: number; height: number }, clientX: number, clientY: number): Spot | null {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  if (!(scale > 0)) return null;
  const x = (clientX - frame.left - (frame.width - picture.width * scale) / 2) / (picture.width * scale);
  const y = (clientY - frame.top - (frame.height - picture.height * scale) / 2) / (picture.height * scale);
  return x < 0 || x > 1 || y < 0 || y > 1 ? null : { x, y };
}

/** A smaller box was a click. */
const LEAST = 0.03;

export function boxOf(from: Spot, to: Spot): Box | null {
  const wide = Math.abs(to.x - from.x);
  const high = Math.abs(to.y - from.y);
  if (Math.max(wide, high) < LEAST) return null;
  return { x0: Math.min(from.x, to.x), y0: Math.min(from.y, to.y), x1: Math.max(from.x, to.x), y1: Math.max(from.y, to.y) };
}
