/** Finding footage: long times at a glance, bookmarks, cameras near a place. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { getPurpose, usePurpose } from "../app/purpose";
import { gapTone, MOTION } from "../components/timeline/scale";
import { SITE } from "../i18n/zone";
import { jumpTarget, pointsOf } from "../player/together/clock";
import { api, body, mayPass } from "./client";
import type { components } from "./schema";
import type { GapCause, StreamRole } from "./types";

type Schemas = components["schemas"];
export type Bookmark = Schemas["BookmarkOut"];
export type FoundCamera = Schemas["FoundCameraOut"];

const PAGE = 50;

/** A stretch of a long time: of what could have been recorded, the shares that are and that are missing. */
export interface Bucket {
  startMs: number;
  endMs: number;
  /** 0 before the first recording and after now. */
  expectedS: number;
  recorded: number;
  missing: number;
  cause: GapCause | null;
  marks: number;
}

/** What was planned or has been erased is not missing. */
export function bucketOf(one: Schemas["FilledOut"]): Bucket {
  const [startMs, endMs] = [Date.parse(one.start), Date.parse(one.end)];
  const whole = (endMs - startMs) / 1000;
  const lost = one.missing.filter(({ cause }) => gapTone(cause) === "unplanned").reduce((sum, { seconds }) => sum + seconds, 0);
  const marks = Object.entries(one.marks).reduce((sum, [kind, many]) => sum + (kind === MOTION ? 0 : many), 0);
  return { startMs, endMs, expectedS: one.expected_seconds, recorded: one.recorded_seconds / whole, missing: lost / whole, cause: one.missing[0]?.cause ?? null, marks };
}

export interface SummaryQuery {
  id: string;
  stream?: StreamRole;
  fromMs: number;
  toMs: number;
  unit: "day" | "hour";
}

export function useSummary(query: SummaryQuery | null, options: { refetchMs?: number } = {}) {
  const { purpose, reference } = usePurpose();
  return useQuery({
    queryKey: ["timeline", "summary", query, purpose, reference],
    enabled: query !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { id, stream, fromMs, toMs, unit } = query ?? { id: "", fromMs: 0, toMs: 0, unit: "day" as const };
      const asked = { stream, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), unit, zone: SITE.id, purpose: purpose || undefined, reference: reference || undefined };
      const answer = await body(api.GET("/api/v1/cameras/{camera_id}/timeline/summary", { params: { path: { camera_id: id }, query: asked }, signal }));
      const [of] = answer.items;
      const buckets = (of?.buckets ?? []).map(bucketOf);
      const holds = (of?.holds ?? []).map(({ start, end, kind, reference: number }) => ({ startMs: Date.parse(start), endMs: Date.parse(end), kind, reference: number }));
      const leftOut = (of?.left_out ?? []).map(({ start, end }) => ({ startMs: Date.parse(start), endMs: Date.parse(end) }));
      return { buckets, holds, leftOut };
    },
    refetchInterval: ({ state }) => (state.error && !mayPass(state.error) ? false : (options.refetchMs ?? false)),
  });
}

export interface BookmarkQuery {
  q?: string;
  cameraId?: string;
  fromMs?: number;
  toMs?: number;
  own?: boolean;
}

export function useBookmarks({ q, cameraId, fromMs, toMs, own }: BookmarkQuery, options: { limit?: number } = {}) {
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const query = { q: q || undefined, camera_id: cameraId, from: iso(fromMs), to: iso(toMs), own: own || undefined };
  return useInfiniteQuery({
    queryKey: ["bookmarks", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/bookmarks", { params: { query: { ...query, limit: options.limit ?? PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function useForgetBookmarks() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["bookmarks"] });
}

export function useKeepBookmark() {
  const forget = useForgetBookmarks();
  return useMutation({ mutationFn: (input: Schemas["BookmarkNew"]) => body(api.POST("/api/v1/bookmarks", { body: input })), onSuccess: forget });
}

export function useChangeBookmark(id: string) {
  const forget = useForgetBookmarks();
  return useMutation({ mutationFn: (input: Schemas["BookmarkChange"]) => body(api.PUT("/api/v1/bookmarks/{bookmark_id}", { params: { path: { bookmark_id: id } }, body: input })), onSuccess: forget });
}

export function useDeleteBookmark(id: string) {
  const forget = useForgetBookmarks();
  return useMutation({ mutationFn: () => api.DELETE("/api/v1/bookmarks/{bookmark_id}", { params: { path: { bookmark_id: id } } }), onSuccess: forget });
}

export interface PlaceQuery {
  lat: number;
  lon: number;
  radiusM: number;
  fromMs: number;
  toMs: number;
}

export function useFootageNear(place: PlaceQuery | null) {
  return useInfiniteQuery({
    queryKey: ["footage", place],
    enabled: place !== null,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const { lat, lon, radiusM, fromMs, toMs } = place ?? { lat: 0, lon: 0, radiusM: 1, fromMs: 0, toMs: 1 };
      const query = { lat, lon, radius_m: radiusM, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), limit: PAGE, after: pageParam };
      return body(api.GET("/api/v1/footage/search", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

async function following(kind: "gap" | "mark", cameraId: string, stream: StreamRole, atMs: number, by: 1 | -1) {
  const { purpose, reference } = getPurpose();
  const query = { stream, after: new Date(atMs).toISOString(), kind, toward: by === 1 ? ("forward" as const) : ("back" as const), purpose: purpose || undefined, reference: reference || undefined };
  const { item } = await body(api.GET("/api/v1/cameras/{camera_id}/timeline/next", { params: { path: { camera_id: cameraId }, query } }));
  return item && { startMs: Date.parse(item.start), endMs: Date.parse(item.end) };
}

/** The next mark, end or beginning of pictures after (1) or before (-1) an instant, however far; null where there is none. */
export async function nextPoint(cameraId: string, stream: StreamRole, atMs: number, by: 1 | -1): Promise<number | null> {
  const [gap, mark] = await Promise.all([following("gap", cameraId, stream, atMs, by), following("mark", cameraId, stream, atMs, by)]);
  return jumpTarget(pointsOf({ gaps: gap ? [gap] : [], marks: mark ? [mark] : [] }), atMs, by);
}

/** A gap is noticed a moment late, and a picture lasts. */
const BESIDE_MS = 3000;

/** From where pictures end to where they go on at the gap's other side; null where nothing is there. */
export async function acrossGap(cameraId: string, stream: StreamRole, atMs: number, by: 1 | -1): Promise<number | null> {
  const gap = await following("gap", cameraId, stream, by === 1 ? atMs - BESIDE_MS : atMs, by);
  if (!gap || Math.abs((by === 1 ? gap.startMs : gap.endMs) - atMs) > BESIDE_MS) return null;
  return by === 1 ? gap.endMs + 100 : gap.startMs - 1000;
}

/** One entry in the record for all key frames of the stretch; refused as playback of it is. */
export async function grantOf(cameraId: string, fromMs: number, toMs: number, why: { purpose: string; reference: string }): Promise<string> {
  const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const { url } = await body(api.POST("/api/v1/grants", { body: { camera_id: cameraId, kind: "playback", stream: "main", ...range, ...why, unmask: false } }));
  return new URL(url, location.origin).searchParams.get("grant") ?? "";
}

export async function keyFrame(cameraId: string, atMs: number, grant: string, signal: AbortSignal): Promise<Blob> {
  const query = { at: new Date(atMs).toISOString(), width: 416, grant };
  const { data } = await api.GET("/api/v1/cameras/{camera_id}/key-frame.jpg", { params: { path: { camera_id: cameraId }, query }, parseAs: "blob", signal });
  return data as unknown as Blob;
}
