/** Zones as they are drawn, and what is still lacking for them to count. Pure. */
import type { Zone, ZoneKind } from "../../api/drawings";
import type { Dot } from "../../components/drawing/geometry";

/** `id` is empty until it is saved; `key` is the screen's own. */
export interface DrawnZone {
  key: string;
  id: string;
  kind: ZoneKind;
  name: string;
  points: Dot[];
  aspect: number;
}

/** In the order of the keys 1 to 7. */
export const KINDS = ["counting_line", "stop_line", "direction", "lane", "queue_area", "no_stop_area", "ignore"] as const satisfies readonly ZoneKind[];
export const isLine = (kind: ZoneKind) => kind === "counting_line" || kind === "stop_line" || kind === "direction";
/** Over these vehicles are counted, forward and backward. */
export const isCounted = (kind: ZoneKind) => kind === "counting_line" || kind === "stop_line";
export const MOST_ZONES = 64;

const SHAPES: Record<"line" | "direction" | "area", Dot[]> = {
  line: [[0.25, 0.6], [0.75, 0.6]],
  direction: [[0.5, 0.8], [0.5, 0.5]],
  area: [[0.35, 0.8], [0.65, 0.8], [0.6, 0.5], [0.4, 0.5]],
};

/** In the middle, for who draws without a pointer. */
export function usualShape(kind: ZoneKind): Dot[] {
  return (kind === "direction" ? SHAPES.direction : isLine(kind) ? SHAPES.line : SHAPES.area).map(([x, y]): Dot => [x, y]);
}

export function drawnZones(zones: readonly Zone[]): DrawnZone[] {
  return zones.map((zone) => ({ key: zone.id, id: zone.id, kind: zone.kind, name: zone.name, aspect: zone.aspect, points: zone.points.map(([x = 0, y = 0]): Dot => [x, y]) }));
}

const round = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;

export function plainZones(zones: readonly DrawnZone[]) {
  return zones.map(({ id, kind, name, points, aspect }) => ({ id, kind, name: name.trim(), aspect, points: points.map(([x, y]): Dot => [round(x), round(y)]) }));
}

export const sameZones = (a: readonly DrawnZone[], b: readonly DrawnZone[]) => JSON.stringify(plainZones(a)) === JSON.stringify(plainZones(b));

/** The first name of its kind that is free: "Lane 3". */
export function freeName(word: string, zones: readonly DrawnZone[]): string {
  const taken = new Set(zones.map(({ name }) => name.trim().toLocaleLowerCase()));
  let number = 1;
  while (taken.has(`${word} ${number}`.toLocaleLowerCase())) number += 1;
  return `${word} ${number}`;
}

export function contains(points: readonly Dot[], [x, y]: Dot): boolean {
  let inside = false;
  points.forEach(([ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

function runsThrough(line: DrawnZone, area: DrawnZone): boolean {
  const [[ax, ay], [bx, by]] = [line.points[0] ?? [0, 0], line.points[1] ?? [0, 0]];
  return Array.from({ length: 50 }, (_, n) => (n + 0.5) / 50).some((share) => contains(area.points, [ax + share * (bx - ax), ay + share * (by - ay)]));
}

export type Lack = "name" | "alike" | "noLine" | "noStart";

/** What of one drawing is not as it must be (`name`, `alike`), or gives less than it could. */
export function lackOf(zone: DrawnZone, zones: readonly DrawnZone[]): Lack | null {
  const name = zone.name.trim().toLocaleLowerCase();
  if (!name) return "name";
  if (zones.some((other) => other.key !== zone.key && other.name.trim().toLocaleLowerCase() === name)) return "alike";
  if ((zone.kind === "lane" || zone.kind === "queue_area") && !zones.some((other) => isCounted(other.kind) && runsThrough(other, zone))) return "noLine";
  const start = zone.points[0];
  if (zone.kind === "direction" && start && !zones.some((other) => !isLine(other.kind) && other.kind !== "ignore" && contains(other.points, start))) return "noStart";
  return null;
}

export const mustChange = (lack: Lack | null) => lack === "name" || lack === "alike";
