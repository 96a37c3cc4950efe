/** Digital zoom: how large a picture is drawn and which part of it one sees. Pure. */

export interface Zoom {
  scale: number;
  /** Where the picture's left upper corner lies, in shares of the frame: 0 or less. */
  x: number;
  y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 8;

function inside({ scale, x, y }: Zoom): Zoom {
  const bound = (at: number) => Math.min(0, Math.max(1 - scale, at)) + 0; // no -0
  return { scale, x: bound(x), y: bound(y) };
}

/** By a factor, keeping what lies under this point (shares of the frame) where it is. */
export function zoomedAt(zoom: Zoom, factor: number, px: number, py: number): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return inside({ scale, x: px - (px - zoom.x) * grown, y: py - (py - zoom.y) * grown });
}

export function movedBy(zoom: Zoom, dx: number, dy: number): Zoom {
  return inside({ ...zoom, x: zoom.x + dx, y: zoom.y + dy });
}

export function transformOf({ scale, x, y }: Zoom): string | undefined {
  return scale === 1 ? undefined : `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
}
