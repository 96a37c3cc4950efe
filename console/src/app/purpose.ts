/** For which purpose, and for which case or order, pictures are looked at now. It goes with every media request. */
import { useSyncExternalStore } from "react";

export const PURPOSES = ["monitoring", "traffic", "incident", "violation", "security", "maintenance"] as const;
export type PurposeCode = (typeof PURPOSES)[number];

export interface Purpose {
  purpose: PurposeCode;
  /** Number of a case or an order; may be empty. */
  reference: string;
}

const KEY = "toancanh.purpose";
const listeners = new Set<() => void>();

function read(): Purpose {
  const [code, ...rest] = (sessionStorage.getItem(KEY) ?? "").split(" ");
  const purpose = PURPOSES.find((known) => known === code) ?? "monitoring";
  return { purpose, reference: rest.join(" ") };
}

let current: Purpose | null = null;

export function getPurpose(): Purpose {
  current ??= read();
  return current;
}

export function setPurpose(next: Purpose): void {
  current = next;
  sessionStorage.setItem(KEY, `${next.purpose} ${next.reference}`.trimEnd());
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function usePurpose(): Purpose {
  return useSyncExternalStore(subscribe, getPurpose);
}
