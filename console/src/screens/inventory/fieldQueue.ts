/** Sends what waits as soon as the server answers; lives on whatever screen is open. */
import { useEffect, useSyncExternalStore } from "react";

import { ApiError } from "../../api/client";
import { sendFieldReport } from "../../api/inventory";
import { reportOf } from "./fieldForm";
import { changeWaiting, dropWaiting, keep, loadWaiting, type Draft, type Waiting } from "./fieldStore";

const AGAIN_MS = 15_000;

export interface Queue {
  waiting: readonly Waiting[];
  sending: string | null;
  /** Sent since the screen was opened, the latest last. */
  sent: readonly { formId: string; cameraId: string; label: string }[];
}

let queue: Queue = { waiting: [], sending: null, sent: [] };
let user = "";
let running = false;
let timer = 0;
const listeners = new Set<() => void>();

function put(change: Partial<Queue>): void {
  queue = { ...queue, ...change };
  for (const tell of listeners) tell();
}

async function base64(blob: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error("FileReader"));
    reader.readAsDataURL(blob);
  });
  return address.slice(address.indexOf(",") + 1);
}

export function labelOf(form: Waiting): string {
  return form.input.kind === "new" ? form.input.code : form.input.cameraText;
}

/** A refusal that sending again would not change; all else waits. */
export function isFinal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status);
}

export async function sendWaiting(): Promise<void> {
  if (running || !user) return;
  running = true;
  window.clearTimeout(timer);
  try {
    for (const form of await loadWaiting(user)) {
      if (form.refused !== null || form.userId !== user) continue;
      put({ sending: form.formId });
      try {
        const answer = await sendFieldReport(reportOf(form.formId, form.input, form.photo && (await base64(form.photo))));
        await dropWaiting(form.formId);
        put({ sent: [...queue.sent, { formId: form.formId, cameraId: answer.camera_id, label: labelOf(form) }] });
      } catch (error) {
        if (!isFinal(error)) break; // no network, or the server is busy: all wait
        await changeWaiting({ ...form, refused: error.detail || error.kind });
      }
    }
  } finally {
    running = false;
    const waiting = await loadWaiting(user);
    put({ sending: null, waiting });
    if (waiting.some((form) => form.refused === null)) timer = window.setTimeout(() => void sendWaiting(), AGAIN_MS);
  }
}

export async function enqueue(form: Waiting, nextDraft: Draft): Promise<void> {
  await keep(form, nextDraft);
  put({ waiting: await loadWaiting(user) });
  void sendWaiting();
}

export async function forget(formId: string): Promise<void> {
  await dropWaiting(formId);
  put({ waiting: await loadWaiting(user) });
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useFieldQueue(userId: string): Queue {
  useEffect(() => {
    if (user !== userId) {
      user = userId;
      put({ waiting: [], sent: [] });
    }
    const back = () => void sendWaiting();
    const seen = () => document.visibilityState === "visible" && back();
    window.addEventListener("online", back);
    document.addEventListener("visibilitychange", seen);
    void loadWaiting(userId).then((waiting) => {
      put({ waiting });
      back();
    });
    return () => {
      window.removeEventListener("online", back);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [userId]);
  return useSyncExternalStore(subscribe, () => queue);
}
