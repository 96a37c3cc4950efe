/** What the regulation asks for before it says yes: the server's answer, waiting for the person. */
import { useSyncExternalStore } from "react";

import { ApiError } from "../api/client";
import { saveSnapshot, whatLiveNeeds, type Picture } from "../api/downloads";
import { getPurpose } from "./purpose";

export type Need = "purpose" | "approval" | "second_factor";

export interface Asked {
  cameraId: string;
  action: "media.live" | "media.playback" | "media.snapshot" | "media.export" | "media.unmask" | "camera.steer";
  fromMs: number | null;
  toMs: number | null;
}

export interface Needed {
  needs: readonly Need[];
  /** Those that would do. */
  purposes: readonly string[];
  /** Policies and articles, as the regulation names them. */
  clauses: readonly string[];
  /** Why the number that was given counts for nothing. */
  fault: string;
  asked: Asked;
  /** Does again what was asked. */
  repeat: () => void;
}

let current: Needed | null = null;
const listeners = new Set<() => void>();

export function setNeeded(next: Needed | null): void {
  current = next;
  for (const tell of listeners) tell();
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);

/** Opens the dialog if that is what the server's refusal was about; whether it was. */
export function askForNeeds(error: unknown, asked: Asked, repeat: () => void): boolean {
  if (!(error instanceof ApiError) || error.status !== 403) return false;
  const needs = texts(error.extra.needs) as Need[];
  if (!needs.length) return false;
  const fault = error.extra.fault;
  setNeeded({ needs, purposes: texts(error.extra.purposes), clauses: texts(error.extra.clauses), fault: typeof fault === "string" ? fault : "", asked, repeat });
  return true;
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useNeeded(): Needed | null {
  return useSyncExternalStore(subscribe, () => current);
}

/** A picture to a file, once the regulation has what it asks for. */
export function takePicture(picture: Omit<Picture, "purpose" | "reference">): void {
  saveSnapshot({ ...picture, ...getPurpose() }).catch((error: unknown) => {
    const asked: Asked = { cameraId: picture.id, action: picture.atMs === null ? "media.snapshot" : "media.playback", fromMs: picture.atMs, toMs: picture.atMs };
    if (!askForNeeds(error, asked, () => takePicture(picture))) throw error;
  });
}

/** Why a live view was refused, if something could be added. */
export async function askForLive(cameraId: string, repeat: () => void): Promise<void> {
  const { purpose, reference } = getPurpose();
  const refusal = await whatLiveNeeds(cameraId, purpose, reference);
  if (refusal === null) repeat();
  else askForNeeds(refusal, { cameraId, action: "media.live", fromMs: null, toMs: null }, repeat);
}
