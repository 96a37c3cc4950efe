/** How health is shown: what a kind of fault means for the picture, and colours by the share of cameras at fault. */
import type { Fault, FaultKind, Group } from "../../api/health";
import type { ShapeName } from "../../components/Shape";
import type { Tone } from "../../components/StateBadge";
import type { TextKey } from "../../i18n";
import { causeKey } from "../repairs/looks";

export const KINDS = [
  "away", "frozen", "covered", "moved", "black", "signal_loss", "overexposed", "not_recorded", "blurred", "night", "torn", "low_contrast", "noise", "stripes", "colour_cast", "overlay_time", "unsteady", "lossy", "slow", "bit_rate", "clock", "rare_key_frames", "size",
] as const satisfies readonly FaultKind[];

/** With these a camera gives pictures of no use, as up-time counts it. */
export const BLIND: ReadonlySet<string> = new Set<FaultKind>(["away", "frozen", "black", "covered", "signal_loss", "overexposed", "moved"]);

export function kindLook(kind: string): { tone: Tone; shape: ShapeName } {
  if (kind === "frozen") return { tone: "bad", shape: "frozen" };
  return BLIND.has(kind) ? { tone: "bad", shape: "bad" } : { tone: "warn", shape: "warn" };
}

export const kindKey = (kind: string): TextKey => causeKey(kind);

export function faultLook(fault: Pick<Fault, "kind" | "state" | "planned">): { tone: Tone; shape: ShapeName } {
  if (fault.state === "closed") return { tone: "off", shape: "ok" };
  if (fault.planned) return { tone: "hold", shape: "hold" };
  if (fault.state === "suspected") return { tone: "off", shape: "connecting" };
  return kindLook(fault.kind);
}

/** Steps of the share at fault: below each, the step before. */
export const STEPS = [0.02, 0.05, 0.1, 0.25] as const;

/** 0: no fault; 1 to 5: the more of them the higher; null: none of them is watched. */
export function stepOf(faulty: number, watched: number): number | null {
  if (!watched && !faulty) return null;
  if (!faulty) return 0;
  const share = faulty / Math.max(watched, faulty);
  return STEPS.filter((step) => share >= step).length + 1;
}

export type By = "unit" | "owner";

/** One rectangle of the tree map, one row of the table. `key` "": nobody has said which. */
export interface Cell {
  key: string;
  name: string;
  cameras: number;
  watched: number;
  faulty: number;
  planned: number;
  kinds: Partial<Record<FaultKind, number>>;
}

/** Groups by one of their two sides, the largest first. */
export function cellsOf(groups: readonly Group[], names: Readonly<Record<string, string>>, by: By): Cell[] {
  const found = new Map<string, Cell>();
  for (const group of groups) {
    const key = (by === "unit" ? group.unit_id : group.owner_id) ?? "";
    const cell = found.get(key) ?? { key, name: names[key] ?? "", cameras: 0, watched: 0, faulty: 0, planned: 0, kinds: {} };
    add(cell, group);
    found.set(key, cell);
  }
  return [...found.values()].sort((one, other) => other.cameras - one.cameras || one.name.localeCompare(other.name));
}

export function sumOf(groups: readonly Group[]): Cell {
  return joined(cellsOf(groups, {}, "owner"));
}

/** Several as one, without a name. */
export function joined(cells: readonly Cell[]): Cell {
  const sum: Cell = { key: "", name: "", cameras: 0, watched: 0, faulty: 0, planned: 0, kinds: {} };
  for (const cell of cells) {
    for (const name of ["cameras", "watched", "faulty", "planned"] as const) sum[name] += cell[name];
    for (const [kind, many] of Object.entries(cell.kinds)) sum.kinds[kind as FaultKind] = (sum.kinds[kind as FaultKind] ?? 0) + many;
  }
  return sum;
}

/** Cameras of announced work are no fault. */
function add(cell: Cell, group: Group): void {
  cell.cameras += group.cameras;
  cell.watched += group.watched;
  cell.faulty += group.faulty - group.planned;
  cell.planned += group.planned;
  for (const [kind, many] of Object.entries(group.kinds)) cell.kinds[kind as FaultKind] = (cell.kinds[kind as FaultKind] ?? 0) + many;
}
