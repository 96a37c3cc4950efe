/** Downloads under way: they outlive the screen that began them. */
import { useSyncExternalStore } from "react";

import { serverClock } from "../api/clock";
import { saveClip, type Clip, type ClipProgress } from "../api/downloads";
import { askForNeeds, type Asked } from "./needs";
import { getPurpose } from "./purpose";

export interface Transfer extends ClipProgress {
  number: number;
  clip: Clip;
  state: "running" | "done" | "cancelled" | "failed";
  startedMs: number;
  error: unknown;
}

let transfers: readonly Transfer[] = [];
let count = 0;
const stops = new Map<number, AbortController>();
const listeners = new Set<() => void>();

function change(number: number, by: Partial<Transfer>): void {
  transfers = transfers.map((transfer) => (transfer.number === number ? { ...transfer, ...by } : transfer));
  for (const tell of listeners) tell();
}

export function startTransfer(clip: Clip): void {
  count += 1;
  const number = count;
  const stop = new AbortController();
  stops.set(number, stop);
  transfers = [...transfers, { number, clip, state: "running", receivedBytes: 0, totalBytes: null, startedMs: serverClock.now(), error: null }];
  for (const tell of listeners) tell();
  saveClip(clip, stop.signal, (progress) => change(number, progress)).then(
    () => change(number, { state: "done" }),
    (error: unknown) => {
      const asked: Asked = { cameraId: clip.id, action: "media.export", fromMs: clip.fromMs, toMs: clip.toMs };
      const stopped = stop.signal.aborted || (error instanceof DOMException && error.name === "AbortError");
      if (askForNeeds(error, asked, () => startTransfer({ ...clip, ...getPurpose() }))) forgetTransfer(number);
      else change(number, stopped ? { state: "cancelled" } : { state: "failed", error });
    },
  );
}

export function cancelTransfer(number: number): void {
  stops.get(number)?.abort();
}

export function forgetTransfer(number: number): void {
  stops.delete(number);
  transfers = transfers.filter((transfer) => transfer.number !== number);
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useTransfers(): readonly Transfer[] {
  return useSyncExternalStore(subscribe, () => transfers);
}
