/** Shapes drawn over a picture: corners from 0 to 1 of its width and height. Pure. */
export type Dot = [number, number];

export const LEAST = 3;
export const MOST_POINTS = 32;
/** Of the picture, for an arrow key. */
export const STEP = 0.01;

const within = (value: number) => Math.min(1, Math.max(0, value));

export function moved(points: Dot[], index: number, [x, y]: Dot): Dot[] {
  return points.map((dot, at) => (at === index ? [within(x), within(y)] : dot));
}

/** The whole shape, as far as the picture reaches. */
export function shifted(points: Dot[], dx: number, dy: number): Dot[] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const byX = Math.min(1 - Math.max(...xs), Math.max(-Math.min(...xs), dx));
  const byY = Math.min(1 - Math.max(...ys), Math.max(-Math.min(...ys), dy));
  return points.map(([x, y]) => [within(x + byX), within(y + byY)]);
}

/** Between the corner and the next one. */
export function middle(points: Dot[], index: number): Dot {
  const a: Dot = points[index] ?? [0, 0];
  const b: Dot = points[(index + 1) % points.length] ?? [0, 0];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

export function split(points: Dot[], index: number): Dot[] {
  if (points.length >= MOST_POINTS) return points;
  return [...points.slice(0, index + 1), middle(points, index), ...points.slice(index + 1)];
}

export function without(points: Dot[], index: number): Dot[] {
  return points.length > LEAST ? points.filter((_, at) => at !== index) : points;
}

export function rectangle(from: Dot, to: Dot): Dot[] {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])].map(within) as Dot;
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])].map(within) as Dot;
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/** In the middle of a line, and so far to the right of who looks along it: where forward leads. `aspect`: height by width. */
export function forwardArrow(points: readonly Dot[], aspect: number, length = 0.06): [Dot, Dot] {
  const [[ax, ay], [bx, by]] = [points[0] ?? [0, 0], points[1] ?? [0, 0]];
  const along: Dot = [bx - ax, (by - ay) * aspect];
  const size = Math.hypot(...along) || 1;
  const at: Dot = [(ax + bx) / 2, (ay + by) / 2];
  return [at, [at[0] - (along[1] / size) * length, at[1] + ((along[0] / size) * length) / aspect]];
}
