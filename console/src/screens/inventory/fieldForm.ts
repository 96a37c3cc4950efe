/** A form from a phone: what was typed, what of it is wrong, and what is sent. */
import type { FieldReport } from "../../api/inventory";

export interface FieldInput {
  kind: "known" | "new";
  cameraId: string;
  cameraText: string;
  ownerId: string;
  code: string;
  name: string;
  lat: string;
  lon: string;
  accuracyM: number | null;
  azimuth: number | null;
  cameraKind: "" | "fixed" | "ptz";
  height: string;
  notice: "" | "yes" | "no";
  note: string;
  takenMs: number | null;
}

export function emptyField(ownerId: string): FieldInput {
  return { kind: "known", cameraId: "", cameraText: "", ownerId, code: "", name: "", lat: "", lon: "", accuracyM: null, azimuth: null, cameraKind: "", height: "", notice: "", note: "", takenMs: null };
}

export type FieldFault = "required" | "number" | "city" | "height";

/** The city with a margin; the server knows its border. */
const CITY = { lat: [20.4, 21.5], lon: [105.1, 106.2] } as const;

export function toNumber(text: string): number {
  const clean = text.trim().replace(",", ".");
  return clean === "" ? NaN : Number(clean);
}

export function fieldFaults(input: FieldInput): Partial<Record<keyof FieldInput, FieldFault>> {
  const found: Partial<Record<keyof FieldInput, FieldFault>> = {};
  const need = (...names: ("cameraId" | "code" | "name" | "ownerId" | "lat" | "lon")[]) => {
    for (const name of names) if (!input[name].trim()) found[name] = "required";
  };
  if (input.kind === "known") need("cameraId");
  else need("code", "name", "ownerId");
  for (const name of ["lat", "lon"] as const) {
    const value = toNumber(input[name]);
    if (!input[name].trim()) found[name] = "required";
    else if (!Number.isFinite(value)) found[name] = "number";
    else if (value < CITY[name][0] || value > CITY[name][1]) found[name] = "city";
  }
  const height = toNumber(input.height);
  if (input.height.trim() && !(height >= 0 && height <= 500)) found.height = "height";
  return found;
}

/** The same form gives the same report each time: that is how the server knows that it has come before. */
export function reportOf(formId: string, input: FieldInput, photo: string | null): FieldReport {
  const values: Record<string, unknown> = {};
  if (input.cameraKind) values.kind = input.cameraKind;
  if (input.height.trim()) values.height_m = toNumber(input.height);
  if (input.notice) values.notice = input.notice === "yes";
  return {
    form_id: formId,
    camera_id: input.kind === "known" ? input.cameraId : null,
    owner_id: input.kind === "new" ? input.ownerId : null,
    code: input.kind === "new" ? input.code.trim() : null,
    name: input.kind === "new" ? input.name.trim() : null,
    lat: toNumber(input.lat),
    lon: toNumber(input.lon),
    accuracy_m: input.accuracyM,
    azimuth_deg: input.azimuth,
    note: input.note.trim(),
    values,
    photo,
    taken_at: input.takenMs === null ? null : new Date(input.takenMs).toISOString(),
  };
}

/** Where the pointer is, seen from the middle: degrees from north, clockwise. */
export function azimuthAt(x: number, y: number): number {
  return (Math.round((Math.atan2(x, -y) * 180) / Math.PI) + 360) % 360;
}

/** What the arrow keys make of a direction; null for other keys. */
export function turned(azimuth: number | null, key: string, shift: boolean): number | null {
  const step = shift ? 15 : 1;
  const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: 15, PageDown: -15 }[key];
  if (key === "Home") return 0;
  if (by === undefined) return null;
  return ((azimuth ?? 0) + by + 360) % 360;
}

const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof WINDS)[number];

export function windOf(azimuth: number): Wind {
  return WINDS[Math.round(azimuth / 45) % 8] ?? "n";
}

/** A UUID also where the address is not secure and the browser has no `randomUUID`. */
export function newFormId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
