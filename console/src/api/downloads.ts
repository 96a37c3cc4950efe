/** Files that a person takes away: a picture, a range of video. Both go through the API and so onto the record. */
import { SITE } from "../i18n/zone";
import { api } from "./client";
import type { StreamRole } from "./types";

/** 2026-11-22_11-24-07, in the city's zone. */
export function fileTime(ms: number): string {
  return SITE.wall(ms).replace("T", "_").replaceAll(":", "-");
}

export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 30_000);
}

export interface Picture {
  id: string;
  code: string;
  stream: StreamRole;
  /** null: the picture of now. */
  atMs: number | null;
  purpose: string;
  reference: string;
  unmask?: boolean;
}

export async function saveSnapshot({ id, code, stream, atMs, purpose, reference, unmask }: Picture): Promise<void> {
  const query = { stream, at: atMs === null ? undefined : new Date(atMs).toISOString(), purpose: purpose || undefined, reference: reference || undefined, unmask: unmask || undefined };
  const { data } = await api.GET("/api/v1/cameras/{camera_id}/snapshot.jpg", { params: { path: { camera_id: id }, query }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `${code}_${fileTime(atMs ?? Date.now())}.jpg`);
}

export interface Clip {
  id: string;
  code: string;
  stream: StreamRole;
  fromMs: number;
  toMs: number;
  purpose: string;
  reference: string;
  unmask?: boolean;
}

export interface ClipProgress {
  receivedBytes: number;
  /** null where the server cannot say it beforehand. */
  totalBytes: number | null;
}

interface FileSink {
  write: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}

type SavePicker = (options: { suggestedName: string }) => Promise<{ createWritable: () => Promise<FileSink> }>;

/** Straight to a file where the browser offers it, so that an hour of video is never held in memory. */
async function openSink(name: string): Promise<FileSink> {
  const picker = (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
  if (picker) return (await picker({ suggestedName: name })).createWritable();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: (chunk) => {
      parts.push(chunk);
      return Promise.resolve();
    },
    close: () => {
      saveAs(new Blob(parts, { type: "video/mp4" }), name);
      return Promise.resolve();
    },
    abort: () => {
      parts.length = 0;
      return Promise.resolve();
    },
  };
}

export async function saveClip({ id, code, stream, fromMs, toMs, purpose, reference, unmask }: Clip, signal: AbortSignal, progress: (now: ClipProgress) => void): Promise<void> {
  const sink = await openSink(`${code}_${fileTime(fromMs)}.mp4`);
  try {
    const query = { stream, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), purpose: purpose || undefined, reference: reference || undefined, unmask: unmask || undefined };
    const { data, response } = await api.GET("/api/v1/cameras/{camera_id}/video.mp4", { params: { path: { camera_id: id }, query }, parseAs: "stream", signal });
    const length = Number(response.headers.get("content-length"));
    const totalBytes = length > 0 ? length : null;
    let receivedBytes = 0;
    const reader = (data as unknown as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await sink.write(part.value);
      receivedBytes += part.value.byteLength;
      progress({ receivedBytes, totalBytes });
    }
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** Asks for the live view that was refused once more, for the answer's own words: a socket's end has no room for them. */
export async function whatLiveNeeds(cameraId: string, purpose: string, reference: string): Promise<unknown> {
  try {
    await api.POST("/api/v1/grants", { body: { camera_id: cameraId, kind: "live", stream: "main", purpose, reference } });
    return null;
  } catch (error) {
    return error;
  }
}
