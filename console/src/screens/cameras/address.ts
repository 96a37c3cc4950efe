/** The list's address: which cameras, how they are shown. It can be kept and sent; rights apply to whoever opens it. */
import type { CameraFilter, Dimension } from "../../api/lists";

export const MANY = ["owner_id", "operator_id", "maintainer_id", "unit_id", "site_id", "pole_id", "tag", "lifecycle", "kind", "purpose", "funding", "connection", "maker", "model", "missing"] as const;
export const ONE = ["under_id", "installed_from", "installed_to", "warranty_before", "bbox", "near", "lasso"] as const;
export const YES_NO = ["notice", "enabled"] as const;
export type ManyName = (typeof MANY)[number];
export type OneName = (typeof ONE)[number];
export type YesNoName = (typeof YES_NO)[number];
export type FilterName = ManyName | OneName | YesNoName;

export const DIMENSIONS: readonly Dimension[] = ["owner", "unit", "state", "purpose", "kind", "model", "maker", "funding", "connection"];

/** What a bar of the statistics narrows the list to. */
export const NARROWS: Record<Dimension, ManyName> = { owner: "owner_id", unit: "unit_id", state: "lifecycle", purpose: "purpose", kind: "kind", model: "model", maker: "maker", funding: "funding", connection: "connection" };

type Loose = Record<string, string | string[] | boolean>;

export function parseFilter(search: URLSearchParams): CameraFilter {
  const filter: Loose = {};
  const q = search.get("q")?.trim();
  if (q) filter.q = q;
  for (const name of MANY) {
    const values = search.getAll(name).filter(Boolean);
    if (values.length) filter[name] = values;
  }
  for (const name of ONE) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  for (const name of YES_NO) {
    const value = search.get(name);
    if (value === "true" || value === "false") filter[name] = value === "true";
  }
  return filter;
}

/** The same address with another filter; the view and its columns stay. */
export function withFilter(search: URLSearchParams, filter: Readonly<Record<string, unknown>>): URLSearchParams {
  const next = new URLSearchParams();
  for (const name of ["view", "by", "cols"]) {
    const value = search.get(name);
    if (value) next.set(name, value);
  }
  for (const name of ["q", ...MANY, ...ONE, ...YES_NO]) {
    for (const value of [filter[name]].flat() as (string | boolean | null | undefined)[]) if (value !== undefined && value !== null && value !== "") next.append(name, String(value));
  }
  return next;
}

/** One chip for each value. */
export interface Chip {
  name: FilterName;
  value: string;
}

export function chipsOf(filter: CameraFilter): Chip[] {
  const loose = filter as Loose;
  return [...MANY, ...ONE, ...YES_NO].flatMap((name) => [loose[name] ?? []].flat().map((value) => ({ name, value: String(value) })));
}

export function withoutChip(filter: CameraFilter, chip: Chip): CameraFilter {
  const loose = { ...(filter as Loose) };
  const before = loose[chip.name];
  const left = Array.isArray(before) ? before.filter((value) => value !== chip.value) : [];
  if (left.length) loose[chip.name] = left;
  else Reflect.deleteProperty(loose, chip.name);
  return loose;
}
