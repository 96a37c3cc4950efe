/** For which purpose, and for which case or order, pictures are looked at now. It goes with every media request. */
import { useSyncExternalStore } from "react";

export interface Purpose {
  /** One of the regulation's; empty: routine work. */
  purpose: string;
  /** Number of a case or an order. */
  reference: string;
}

const KEY = "toancanh.purpose";
const ROUTINE: Purpose = { purpose: "", reference: "" };
const listeners = new Set<() => void>();

function read(): Purpose {
  const [purpose = "", ...rest] = (sessionStorage.getItem(KEY) ?? "").split(" ");
  const reference = rest.join(" ");
  return reference ? { purpose, reference } : ROUTINE;
}

let current: Purpose | null = null;

export function getPurpose(): Purpose {
  current ??= read();
  return current;
}

/** After the server has put it on record. */
export function setPurpose(next: Purpose): void {
  current = next;
  sessionStorage.setItem(KEY, `${next.purpose} ${next.reference}`.trim());
  for (const tell of listeners) tell();
}

/** Another person signs in with work of their own. */
export function forgetPurpose(): void {
  setPurpose(ROUTINE);
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function usePurpose(): Purpose {
  return useSyncExternalStore(subscribe, getPurpose);
}
