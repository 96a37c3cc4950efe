/** The fields of a dossier: in which group they stand, how they are typed, shown and sent. */
import type { Dossier, DossierFields, DossierPatch } from "../../api/dossier";
import type { Camera } from "../../api/types";
import { typedNumber } from "../cameraInput";

export type FactName = Exclude<keyof DossierPatch, "reference" | "version"> | "lifecycle";

export type FactKind = "text" | "long" | "number" | "whole" | "choice" | "yesNo" | "date" | "organisation" | "unit" | "site" | "pole" | "tags" | "certificates" | "mac";

export interface Fact {
  name: FactName;
  kind: FactKind;
  /** A measure's sign, put to the figure by a text of its own. */
  unit?: "m" | "degrees" | "px" | "fps" | "kbps" | "s";
  needed?: boolean;
  low?: number;
  high?: number;
}

export const CHOICES = {
  lifecycle: ["proposed", "approved", "installing", "operating", "faulty", "suspended", "retired"],
  kind: ["fixed", "ptz"],
  purpose: ["security", "defence", "state_management"],
  funding: ["budget", "socialised", "other"],
  connection: ["fibre", "internet", "mobile"],
} as const;
export type ChoiceName = keyof typeof CHOICES;

export const GROUPS = {
  people: [
    { name: "code", kind: "text", needed: true },
    { name: "name", kind: "text", needed: true },
    { name: "owner_id", kind: "organisation", needed: true },
    { name: "operator_id", kind: "organisation" },
    { name: "maintainer_id", kind: "organisation" },
    { name: "funding", kind: "choice" },
    { name: "purpose", kind: "choice" },
    { name: "tags", kind: "tags" },
  ],
  place: [
    { name: "lat", kind: "number", needed: true, low: -90, high: 90 },
    { name: "lon", kind: "number", needed: true, low: -180, high: 180 },
    { name: "address", kind: "text" },
    { name: "unit_id", kind: "unit" },
    { name: "site_id", kind: "site" },
    { name: "pole_id", kind: "pole" },
    { name: "kind", kind: "choice" },
    { name: "azimuth_deg", kind: "number", unit: "degrees", low: 0, high: 359.999 },
    { name: "hfov_deg", kind: "number", unit: "degrees", low: 0.1, high: 360 },
    { name: "tilt_deg", kind: "number", unit: "degrees", low: -90, high: 90 },
    { name: "height_m", kind: "number", unit: "m", low: 0, high: 500 },
    { name: "width_px", kind: "whole", unit: "px", low: 1, high: 100_000 },
    { name: "height_px", kind: "whole", unit: "px", low: 1, high: 100_000 },
  ],
  device: [
    { name: "maker", kind: "text" },
    { name: "model", kind: "text" },
    { name: "serial", kind: "text" },
    { name: "mac", kind: "mac" },
    { name: "codecs", kind: "text" },
    { name: "fps", kind: "number", unit: "fps", low: 0.1, high: 240 },
    { name: "bitrate_kbps", kind: "number", unit: "kbps", low: 16, high: 200_000 },
    { name: "key_interval_s", kind: "number", unit: "s", low: 0.04, high: 300 },
  ],
  line: [
    { name: "connection", kind: "choice" },
    { name: "network_address", kind: "text" },
    { name: "network", kind: "text" },
  ],
  dates: [
    { name: "installed_on", kind: "date" },
    { name: "warranty_until", kind: "date" },
    { name: "certificates", kind: "certificates" },
  ],
  law: [
    { name: "legal_basis", kind: "long" },
    { name: "notice", kind: "yesNo" },
    { name: "retention_class", kind: "text" },
    { name: "note", kind: "long" },
  ],
} as const satisfies Record<string, readonly Fact[]>;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

const LIFECYCLE: Fact = { name: "lifecycle", kind: "choice" };
export const FACTS: ReadonlyMap<string, Fact> = new Map([...Object.values(GROUPS).flat(), LIFECYCLE].map((fact: Fact) => [fact.name, fact]));

/** What many cameras can have in common (BULK_FIELDS of the platform), in the order of the groups. */
export const BULK: readonly FactName[] = [
  "owner_id", "operator_id", "maintainer_id", "unit_id", "lifecycle", "funding", "purpose", "kind", "connection", "site_id", "pole_id", "height_m", "tilt_deg", "hfov_deg", "width_px",
  "height_px", "maker", "model", "network", "codecs", "fps", "bitrate_kbps", "key_interval_s", "installed_on", "warranty_until", "legal_basis", "notice", "retention_class", "note",
];

/** By whose absence one may ask (MAY_BE_MISSING of the platform). */
export const MAY_BE_MISSING: readonly FactName[] = [
  "operator_id", "maintainer_id", "unit_id", "funding", "purpose", "kind", "connection", "address", "site_id", "pole_id", "azimuth_deg", "hfov_deg", "tilt_deg", "height_m", "width_px", "height_px",
  "maker", "model", "serial", "mac", "codecs", "fps", "bitrate_kbps", "key_interval_s", "installed_on", "warranty_until", "legal_basis", "notice", "retention_class",
];

const OF_CAMERA = new Set<string>(["code", "name", "owner_id", "site_id", "lat", "lon", "azimuth_deg", "tags"]);

export function factOf(dossier: Dossier, name: FactName): unknown {
  return OF_CAMERA.has(name) ? dossier.camera[name as keyof Camera] : dossier.dossier[name as keyof DossierFields];
}

export type FactFault = "required" | "number" | "range" | "mac";

/** What is wrong with a typed value; null: nothing. Numbers are typed as text, in either language. */
export function faultOf(fact: Fact, value: unknown): FactFault | null {
  const text = typeof value === "string" ? value.trim() : value;
  if (text === "" || text === null || text === undefined) return fact.needed ? "required" : null;
  if (fact.kind === "mac" && typeof text === "string" && !/^[0-9a-f]{12}$/i.test(text.replaceAll(/[\s:.-]/g, ""))) return "mac";
  if (fact.kind !== "number" && fact.kind !== "whole") return null;
  const number = typeof text === "number" ? text : typeof text === "string" ? typedNumber(text) : null;
  if (number === null || (fact.kind === "whole" && !Number.isInteger(number))) return "number";
  return (fact.low !== undefined && number < fact.low) || (fact.high !== undefined && number > fact.high) ? "range" : null;
}

/** As it is sent: numbers as numbers, nothing as null, or as an empty text where a text is what is kept. */
export function sentOf(fact: Fact, value: unknown): unknown {
  if (fact.kind === "number" || fact.kind === "whole") return typeof value === "string" ? typedNumber(value) : value;
  if (fact.kind === "text" || fact.kind === "long" || fact.kind === "mac") return typeof value === "string" ? value.trim() : "";
  return value === "" || value === undefined ? null : value;
}

/** As it is typed. */
export function typedOf(fact: Fact, value: unknown): unknown {
  if (fact.kind === "number" || fact.kind === "whole") return typeof value === "number" ? String(value) : "";
  if (fact.kind === "text" || fact.kind === "long" || fact.kind === "mac") return value ?? "";
  return value;
}

const plain = (value: unknown) => JSON.stringify(value ?? null);

/** The typed values that differ from what is stored, as they are sent. */
export function changedFacts(typed: Readonly<Record<string, unknown>>, dossier: Dossier): Partial<Record<FactName, unknown>> {
  const changed: Partial<Record<FactName, unknown>> = {};
  for (const [name, value] of Object.entries(typed)) {
    const fact = FACTS.get(name);
    if (!fact) continue;
    const sent = sentOf(fact, value);
    if (plain(sent) !== plain(factOf(dossier, fact.name)) && !(sent === "" && factOf(dossier, fact.name) === null)) changed[fact.name] = sent;
  }
  return changed;
}

export interface Clash {
  field: string;
  at: string;
  by: string;
  before: unknown;
  after: unknown;
}

/** What others changed since the version that was seen, the last word on each field (409 of the platform). */
export function clashesOf(extra: Readonly<Record<string, unknown>>): Clash[] {
  const changes = Array.isArray(extra.changes) ? (extra.changes as { version: number; at: string; by: string | null; values: Record<string, [unknown, unknown]> }[]) : [];
  const found = new Map<string, Clash>();
  for (const change of [...changes].sort((one, other) => one.version - other.version)) {
    for (const [field, [before, after]] of Object.entries(change.values)) found.set(field, { field, at: change.at, by: change.by ?? "", before: found.get(field)?.before ?? before, after });
  }
  return [...found.values()];
}
