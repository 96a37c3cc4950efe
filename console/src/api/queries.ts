/** Every question the console asks, by name. Screens use these and nothing below them. */
import { keepPreviousData, useInfiniteQuery, useMutation, queryOptions, useQueries, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { forgetPurpose, usePurpose } from "../app/purpose";
import { api, ApiError, body, mayPass } from "./client";
import type { Action, Camera, CameraNew, CameraPatch, CameraStatus, Me, Organisation, ProbeIn, StreamRole, UserNew, UserPatch } from "./types";

const PAGE = 50;
/** States are refreshed at the rate at which a person can follow them. */
const STATUS_MS = 3000;
const STATUS_PART = 100;

export const keys = {
  me: ["me"] as const,
  cameras: ["cameras"] as const,
  camera: (id: string) => ["camera", id] as const,
  users: ["users"] as const,
};

export const asksMe = queryOptions<Me | null>({
  queryKey: keys.me,
  queryFn: async ({ signal }) => {
    try {
      return await body(api.GET("/api/v1/me", { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useMe() {
  return useQuery(asksMe);
}

/** True if any of the person's roles may do this somewhere; the server judges each act itself. */
export function can(me: Me | null | undefined, action: Action): boolean {
  return me?.actions.includes(action) ?? false;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { username: string; password: string }) => body(api.POST("/api/v1/session", { body: credentials })),
    onSuccess: (answer) => {
      forgetPurpose(); // another person may sit here now
      return "pending" in answer ? undefined : client.invalidateQueries({ queryKey: keys.me });
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE("/api/v1/session"),
    onSettled: () => {
      forgetPurpose();
      client.setQueryData(keys.me, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] }); // nothing of this person stays
    },
  });
}

export function useCameras(q: string, limit = PAGE, { enabled = true }: { enabled?: boolean } = {}) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: [...keys.cameras, { q, limit }],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const page = await body(api.GET("/api/v1/cameras", { params: { query: { q: q || undefined, limit, after: pageParam } }, signal }));
      for (const camera of page.items) client.setQueryData(keys.camera(camera.id), camera);
      return page;
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useCamera(id: string | undefined) {
  return useQuery({
    queryKey: keys.camera(id ?? ""),
    enabled: Boolean(id),
    staleTime: 30_000,
    queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}", { params: { path: { camera_id: id ?? "" } }, signal })),
  });
}

/** States of many cameras, asked for in parts that an address can hold. */
export function useStatuses(ids: readonly string[]): ReadonlyMap<string, CameraStatus> | undefined {
  const wanted = [...new Set(ids)].sort();
  const parts = Array.from({ length: Math.ceil(wanted.length / STATUS_PART) }, (_, index) => wanted.slice(index * STATUS_PART, (index + 1) * STATUS_PART));
  return useQueries({
    queries: parts.map((part) => ({
      queryKey: ["camera-status", part],
      refetchInterval: STATUS_MS,
      placeholderData: keepPreviousData,
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await body(api.GET("/api/v1/camera-status", { params: { query: { ids: part.join(",") } }, signal }))).items,
    })),
    combine: statusesOf,
  });
}

function statusesOf(parts: readonly { data?: CameraStatus[] }[]): ReadonlyMap<string, CameraStatus> | undefined {
  if (parts.length && parts.every((part) => part.data === undefined)) return undefined;
  return new Map(parts.flatMap((part) => part.data ?? []).map((status) => [status.camera_id, status]));
}

export function useStatus(id: string) {
  return useQuery({
    queryKey: ["status", id],
    refetchInterval: STATUS_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}/status", { params: { path: { camera_id: id } }, signal })),
  });
}

/** One request, and one row on the record, for a page of pictures. */
export function useThumbnails(ids: readonly string[], enabled: boolean) {
  return useQuery({
    queryKey: ["thumbnails", ids],
    enabled: enabled && ids.length > 0,
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const page = await body(api.POST("/api/v1/thumbnails", { body: { camera_ids: [...ids] }, signal }));
      return new Map(page.items.map((item) => [item.camera_id, item.url]));
    },
  });
}

export interface TimelineQuery {
  id: string;
  stream: StreamRole;
  fromMs: number;
  toMs: number;
}

export function useTimeline({ id, stream, fromMs, toMs }: TimelineQuery, options: { refetchMs?: number; enabled?: boolean } = {}) {
  const { purpose, reference } = usePurpose();
  return useQuery({
    enabled: options.enabled ?? true,
    queryKey: ["timeline", id, stream, fromMs, toMs, purpose, reference],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { stream, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), purpose: purpose || undefined, reference: reference || undefined };
      const answer = await body(api.GET("/api/v1/cameras/{camera_id}/timeline", { params: { path: { camera_id: id }, query }, signal }));
      const ms = <T extends { start: string; end: string }>(item: T) => ({ ...item, startMs: Date.parse(item.start), endMs: Date.parse(item.end) });
      const ranges = answer.ranges.map(ms);
      const fetched = ranges.filter((range) => range.clock.source === "camera_storage");
      return { ranges, fetched, gaps: answer.gaps.map(ms), thinned: answer.thinned.map(ms), leftOut: answer.left_out.map(ms), marks: answer.marks.map(ms) };
    },
    refetchInterval: ({ state }) => (state.error && !mayPass(state.error) ? false : (options.refetchMs ?? false)),
  });
}

export function useProbe() {
  return useMutation({ mutationFn: (input: ProbeIn) => body(api.POST("/api/v1/probe", { body: input })) });
}

function forgetCameras(client: QueryClient, camera?: Camera): void {
  if (camera) client.setQueryData(keys.camera(camera.id), camera);
  void client.invalidateQueries({ queryKey: keys.cameras });
}

export function useSaveCamera(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CameraNew | CameraPatch) =>
      id
        ? body(api.PATCH("/api/v1/cameras/{camera_id}", { params: { path: { camera_id: id } }, body: input }))
        : body(api.POST("/api/v1/cameras", { body: input as CameraNew })),
    onSuccess: (camera) => forgetCameras(client, camera),
  });
}

export function useDeleteCamera() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/cameras/{camera_id}", { params: { path: { camera_id: id } } }),
    onSuccess: (_answer, id) => {
      client.removeQueries({ queryKey: keys.camera(id) });
      forgetCameras(client);
    },
  });
}

/** All that the asker may read, also those that have ended: a city has a thousand and more. */
export function useOrganisations() {
  return useQuery({
    queryKey: ["organisations"],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const found: Organisation[] = [];
      let after: string | null | undefined;
      do {
        const page = await body(api.GET("/api/v1/organisations", { params: { query: { limit: 500, after } }, signal }));
        found.push(...page.items);
        after = page.next;
      } while (after);
      return found;
    },
  });
}

export function useUsers(q: string) {
  return useInfiniteQuery({
    queryKey: [...keys.users, { q }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/users", { params: { query: { q: q || undefined, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useSaveUser(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: UserNew | UserPatch) =>
      id ? body(api.PATCH("/api/v1/users/{user_id}", { params: { path: { user_id: id } }, body: input })) : body(api.POST("/api/v1/users", { body: input as UserNew })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.users }),
  });
}

export function useSetPassword(id: string) {
  return useMutation({
    mutationFn: (passwords: { new_password: string; current_password?: string }) => api.POST("/api/v1/users/{user_id}/password", { params: { path: { user_id: id } }, body: passwords }),
  });
}

export interface AuditFilter {
  actor?: string;
  action?: string;
  camera?: string;
  outcome?: string;
  from?: string;
  to?: string;
}

export function useAudit({ actor, action, camera, outcome, from, to }: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ["audit", { actor, action, camera, outcome, from, to }],
    initialPageParam: undefined as string | undefined,
    refetchOnWindowFocus: false, // each reading stands on the record itself
    queryFn: ({ pageParam, signal }) =>
      body(api.GET("/api/v1/audit", { params: { query: { actor, action, camera, outcome, from, to, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
