/** What was drawn, with the way back. Changes of one gesture (one drag, one name) are taken back together. */
import { useCallback, useState } from "react";

const MOST = 200;

interface Past<T> {
  states: readonly T[];
  at: number;
  gesture: string;
}

export interface Undo<T> {
  now: T;
  /** `gesture`: empty for a change of its own. */
  set: (change: (before: T) => T, gesture?: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
}

export function changed<T>({ states, at, gesture: last }: Past<T>, now: T, gesture: string): Past<T> {
  const goesOn = gesture !== "" && gesture === last && at > 0;
  const kept = states.slice(Math.max(0, at - MOST), goesOn ? at : at + 1);
  return { states: [...kept, now], at: kept.length, gesture };
}

export function useUndo<T>(first: () => T): Undo<T> {
  const [past, setPast] = useState<Past<T>>(() => ({ states: [first()], at: 0, gesture: "" }));
  const now = past.states[past.at] as T;
  const set = useCallback((change: (before: T) => T, gesture = "") => setPast((before) => changed(before, change(before.states[before.at] as T), gesture)), []);
  const step = useCallback((by: number) => setPast((before) => ({ ...before, at: Math.min(before.states.length - 1, Math.max(0, before.at + by)), gesture: "" })), []);
  return { now, set, undo: useCallback(() => step(-1), [step]), redo: useCallback(() => step(1), [step]), canUndo: past.at > 0, canRedo: past.at < past.states.length - 1 };
}
