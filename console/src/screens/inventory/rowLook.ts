/** What the table of an import shows of a row: which columns, and each cell before and after. */
import type { CellFault, Import, InventoryColumn, Row, RowStatus, Suspect } from "../../api/inventory";

/** Always there where the file has them; others come when one of their cells needs to be seen. */
const FIRST = ["code", "name", "lat", "lon", "azimuth_deg", "owner_id", "network_address"];

export const SHOWS = ["error", "new", "changed", "same", "missing", "suspect"] as const;
export type Show = (typeof SHOWS)[number];

export type CellLook =
  | { kind: "fault"; value: string; fault: CellFault }
  | { kind: "changed"; value: string; before: string; after: string }
  | { kind: "read"; value: string; readAs: string; notice: Row["notices"][number]["code"] }
  | { kind: "plain"; value: string };

export function shownColumns(columns: readonly InventoryColumn[], inFile: readonly string[], rows: readonly Row[]): InventoryColumn[] {
  const told = new Set(rows.flatMap((row) => [...row.errors, ...row.changes].map((one) => one.column)));
  return columns.filter((column) => told.has(column.key) || (FIRST.includes(column.key) && (column.required || inFile.includes(column.key))));
}

export function cellLook(row: Row, column: string): CellLook {
  const value = row.cells[column] ?? "";
  const fault = row.errors.find((one) => one.column === column);
  if (fault) return { kind: "fault", value, fault };
  const change = row.changes.find((one) => one.column === column);
  if (change) return { kind: "changed", value, before: change.before, after: change.after };
  const notice = row.notices.find((one) => one.column === column);
  if (notice?.read_as && notice.read_as !== value) return { kind: "read", value, readAs: notice.read_as, notice: notice.code };
  return { kind: "plain", value };
}

/** How a suggestion is offered: by its value, or in words where it moves two cells. */
export function fixOf(fault: CellFault): { key: "imports.fix.both" | "imports.fix.code" | "imports.fix.name" | "imports.fix.value"; value: string } | null {
  const mend = Object.entries(fault.mend);
  const [first] = mend;
  if (!first) return null;
  const value = first[1];
  if (mend.length > 1) return { key: "imports.fix.both", value };
  if (first[0] === "code") return { key: "imports.fix.code", value };
  return { key: first[0].endsWith("_id") ? "imports.fix.name" : "imports.fix.value", value };
}

export function countOf(found: Import, status: RowStatus): number {
  return found.counts[status] ?? 0;
}

/** What is seen first: what needs a person, then what would be done. */
export function firstShow(found: Import): Show {
  return (["error", "changed", "new", "same"] as const).find((status) => countOf(found, status) > 0) ?? (found.missing ? "missing" : "error");
}

/** A decision on a suspected double is made in the file, so it is known by what the row says now. */
export function isOpen(suspect: Suspect, decided: ReadonlySet<string>): boolean {
  return !decided.has(suspectKey(suspect));
}

export function suspectKey(suspect: Suspect): string {
  return [suspect.row, suspect.camera_id ?? suspect.other_row].join(":");
}

const EARTH_M_PER_DEG = 111_320;

export interface Spot {
  lat: number;
  lon: number;
  azimuth: number | null;
}

/** Metres east and north of the first. */
export function offsetM(from: Spot, to: Spot): { east: number; north: number; far: number } {
  const north = (to.lat - from.lat) * EARTH_M_PER_DEG;
  const east = (to.lon - from.lon) * EARTH_M_PER_DEG * Math.cos((from.lat * Math.PI) / 180);
  return { east, north, far: Math.hypot(east, north) };
}

/** 1, 2 or 5 times a power of ten, at most a third of the width that is shown. */
export function scaleBarM(widthM: number): number {
  const power = 10 ** Math.floor(Math.log10(widthM / 3));
  return ([5, 2, 1].find((step) => step * power <= widthM / 3) ?? 1) * power;
}
