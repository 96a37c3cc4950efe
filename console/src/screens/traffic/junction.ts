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

interface End {
  segmentId: string;
  name: string;
  azimuthDeg: number;
}

function apart(one: number, other: number): number {
  const between = (((one - other) % 360) + 360) % 360;
  return Math.min(between, 360 - between);
}

export function crossingOf({ approaches, exits, movements }: Pick<Junction, "approaches" | "exits" | "movements">): Crossing {
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
      arms.push({ id: segmentId, name, azimuthDeg });
      armOf.set(segmentId, segmentId);
    }
  }
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
