/** Shapes of masks: corners from 0 to 1 of the picture. Pure. */
import type { MaskArea } from "../../api/masks";

export type Dot = [number, number];
/** `id` is empty until it is saved; `key` is the screen's own. */
export type Drawn = Omit<MaskArea, "points"> & { key: string; points: Dot[] };

const LEAST = 3;
export const MOST_POINTS = 32;
export const MOST_AREAS = 24;
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

export const same = (a: readonly Drawn[], b: readonly Drawn[]) => JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));

export const plain = ({ id, name, reason, points, seen_by }: Drawn) => ({ id, name: name.trim(), reason: reason.trim(), points, seen_by });
