/** The organisations as rows of a tree: each below the one it belongs to, by kind and name. */
import type { Organisation } from "../../api/types";

export interface Branch {
  organisation: Organisation;
  depth: number;
  children: number;
  open: boolean;
  /** Matches what was searched; the others only lead to it. */
  hit: boolean;
}

const KIND_ORDER: readonly Organisation["kind"][] = ["city", "department", "police", "district", "ward", "commune", "agency", "company", "unit", "residents", "other"];

/** `found`: null shows all; `isOpen` decides where nothing is searched. An organisation whose parent may not be seen stands at the root. */
export function branchesOf(all: readonly Organisation[], found: ReadonlySet<string> | null, isOpen: (id: string, depth: number) => boolean): Branch[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const shown = new Set<string>();
  for (const one of all) {
    if (found && !found.has(one.id)) continue;
    for (let here: Organisation | undefined = one; here && !shown.has(here.id); here = here.parent_id ? byId.get(here.parent_id) : undefined) shown.add(here.id);
  }
  const below = new Map<string | null, Organisation[]>();
  for (const one of all) {
    if (!shown.has(one.id)) continue;
    const parent = one.parent_id && byId.has(one.parent_id) ? one.parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), one]);
  }
  const order = new Intl.Collator("vi");
  const branches: Branch[] = [];
  const walk = (parent: string | null, depth: number) => {
    const here = [...(below.get(parent) ?? [])].sort((one, other) => KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind) || order.compare(one.name, other.name));
    for (const organisation of here) {
      const children = below.get(organisation.id)?.length ?? 0;
      const open = children > 0 && (found ? true : isOpen(organisation.id, depth));
      branches.push({ organisation, depth, children, open, hit: !found || found.has(organisation.id) });
      if (open) walk(organisation.id, depth + 1);
    }
  };
  walk(null, 0);
  return branches;
}

/** Whether it was there on that day ("2026-11-22"); the last day is the one before `valid_to`. */
export function existsOn(one: Organisation, day: string): boolean {
  return (!one.valid_from || one.valid_from <= day) && (!one.valid_to || day < one.valid_to);
}
