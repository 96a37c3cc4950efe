/** From the answer about a junction to its drawing: approaches and exits of one street become one arm. Pure. */
import type { Junction } from "../../api/traffic";
import type { NamedArm } from "./FlowDiagram";
import type { Turn } from "./flow";

/** The two ways of a street leave a junction in nearly one direction. */
const TOGETHER_DEG = 25;

export interface Crossing {
  arms: NamedArm[];
  turns: Turn[];
  /** By segment: of which arm it is. */
  armOf: ReadonlyMap<string, string>;
}

export const SIDES = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Side = (typeof SIDES)[number];

export function sideOf(azimuthDeg: number): Side {
  return SIDES[Math.round(azimuthDeg / 45) % 8] ?? "n";
}

interface End {
  segmentId: string;
  name: string;
  azimuthDeg: number;
}

function apart(one: number, other: number): number {
  const between = (((one - other) % 360) + 360) % 360;
  return Math.min(between, 360 - between);
}

/** `told`: how a street is told from another of its name by the side that it comes from. */
export function crossingOf({ approaches, exits, movements }: Pick<Junction, "approaches" | "exits" | "movements">, told: (name: string, side: Side) => string): Crossing {
  const ends: End[] = [
    ...approaches.map((one) => ({ segmentId: one.segment_id, name: one.name, azimuthDeg: (one.heading_deg + 180) % 360 })),
    ...exits.map((one) => ({ segmentId: one.segment_id, name: one.name, azimuthDeg: one.heading_deg })),
  ];
  const arms: NamedArm[] = [];
  const armOf = new Map<string, string>();
  for (const { segmentId, name, azimuthDeg } of ends) {
    const near = arms.find((arm) => apart(arm.azimuthDeg, azimuthDeg) <= TOGETHER_DEG);
    if (near) armOf.set(segmentId, near.id);
    else {
      arms.push({ id: segmentId, name, told: name, azimuthDeg });
      armOf.set(segmentId, segmentId);
    }
  }
  for (const arm of arms) if (arms.some((other) => other !== arm && other.name === arm.name)) arm.told = told(arm.name, sideOf(arm.azimuthDeg));
  const turns = new Map<string, Turn>();
  for (const one of movements) {
    const [from, to] = [armOf.get(one.from_segment), armOf.get(one.to_segment)];
    if (from === undefined || to === undefined) continue;
    const key = `${from} ${to}`;
    const before = turns.get(key)?.perH;
    turns.set(key, { from, to, perH: before == null ? one.volume_per_h : before + (one.volume_per_h ?? 0) });
  }
  return { arms: arms.sort((one, other) => one.azimuthDeg - other.azimuthDeg), turns: [...turns.values()], armOf };
}
