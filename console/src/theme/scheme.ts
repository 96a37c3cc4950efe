/** Dark or light: pinned by the person, else dark where pictures are watched and the system's choice at the desk. */
import { useMediaQuery } from "@mantine/hooks";
import { useSyncExternalStore } from "react";

export type SchemeChoice = "auto" | "dark" | "light";

const KEY = "toancanh.scheme";
const listeners = new Set<() => void>();

export function readScheme(): SchemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === "dark" || stored === "light" ? stored : "auto";
}

export function pinScheme(choice: SchemeChoice): void {
  if (choice === "auto") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useSchemeChoice(): SchemeChoice {
  return useSyncExternalStore(subscribe, readScheme);
}

/** Screens on which pictures are watched; public/scheme.js repeats this rule before the first paint. */
export function isWatching(path: string): boolean {
  return /^\/(wall|watch|map|sign-in)?(\/|$)/.test(path);
}

export function useScheme(path: string): "dark" | "light" {
  const choice = useSchemeChoice();
  const systemLight = useMediaQuery("(prefers-color-scheme: light)");
  if (choice !== "auto") return choice;
  return systemLight && !isWatching(path) ? "light" : "dark";
}
