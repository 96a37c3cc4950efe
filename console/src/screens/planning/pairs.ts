/** Two entries side by side: what is compared, what a merge would take over, and the drawing to scale. */
import type { PairDetail, PairSide } from "../../api/planning";

/** In the order in which a person compares; places, streams and life cycles are told otherwise. */
export const COMPARED = [
  "code", "name", "owner_id", "operator_id", "unit_id", "address", "azimuth_deg", "kind", "purpose", "maker", "model", "serial", "mac",
  "network_address", "network", "height_m", "tilt_deg", "hfov_deg", "width_px", "height_px", "codecs", "fps", "bitrate_kbps", "key_interval_s", "connection", "funding", "installed_on", "notice", "retention_class", "legal_basis", "note",
] as const; // prettier-ignore
export type ComparedField = (typeof COMPARED)[number];
export type SideName = "a" | "b";

export interface ComparedRow {
  field: ComparedField | "place";
  a: unknown;
  b: unknown;
  differs: boolean;
  /** A code stays with its camera. */
  fixed: boolean;
}

const said = (value: unknown) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

/** Rows that say something on one side at least; a difference is also what only one of them says. */
export function comparedRows({ a, b }: Pick<PairDetail, "a" | "b">): ComparedRow[] {
  const rows: ComparedRow[] = [];
  for (const field of COMPARED) {
    const [left, right] = [a.values[field], b.values[field]];
    if (said(left) || said(right)) rows.push({ field, a: said(left) ? left : null, b: said(right) ? right : null, differs: left !== right && (said(left) || said(right)), fixed: field === "code" });
    if (field === "address" || (field === "unit_id" && !said(a.values.address) && !said(b.values.address))) {
      if (!rows.some((row) => row.field === "place")) rows.push({ field: "place", a: place(a), b: place(b), differs: place(a) !== place(b), fixed: false });
    }
  }
  return rows;
}

function place({ values }: PairSide): string {
  return [values.lat, values.lon].map((degrees) => Number(degrees).toFixed(5)).join(", ");
}

export type Picks = Partial<Record<ComparedRow["field"], SideName>>;

/** Which side's value would stand after a merge: what was picked, else what the kept one says, else what the other says. */
export function standing(row: ComparedRow, keep: SideName, picks: Picks): SideName {
  const other = keep === "a" ? "b" : "a";
  if (row.fixed) return keep;
  return picks[row.field] ?? (row[keep] === null && row[other] !== null ? other : keep);
}

/** The fields that the kept camera takes from the other one. */
export function takenOver(rows: readonly ComparedRow[], keep: SideName, picks: Picks): string[] {
  return rows.filter((row) => row.differs && standing(row, keep, picks) !== keep).flatMap((row) => (row.field === "place" ? ["lat", "lon"] : [row.field]));
}

/** From log odds. */
export function likelihood(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

const METRES_PER_DEGREE = 111_320;

export function metresBetween(a: PairSide, b: PairSide): number {
  const [east, north] = offset(a, b);
  return Math.hypot(east, north);
}

/** How far b stands east and north of a. */
export function offset(a: PairSide, b: PairSide): [east: number, north: number] {
  const [lat, lon] = [Number(a.values.lat), Number(a.values.lon)];
  return [(Number(b.values.lon) - lon) * METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180), (Number(b.values.lat) - lat) * METRES_PER_DEGREE];
}

/** How many degrees lie between two directions; null where one of them is not known. */
export function turnBetween(a: PairSide, b: PairSide): number | null {
  const [left, right] = [a.values.azimuth_deg, b.values.azimuth_deg];
  if (typeof left !== "number" || typeof right !== "number") return null;
  return Math.abs(((right - left + 540) % 360) - 180);
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** A length for the bar that takes about a fifth of the width. */
export function barMetres(metresAcross: number): number {
  return STEPS.findLast((step) => step <= metresAcross / 4) ?? 1;
}
