/** The inventory as a list: pages, counts, statistics, saved filters, files, and many cameras changed at once. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { fileTime, saveAs } from "./downloads";
import { keys } from "./queries";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
type ListQuery = NonNullable<paths["/api/v1/cameras"]["get"]["parameters"]["query"]>;

/** Which cameras are meant; empty fields are left out. */
export type CameraFilter = Omit<ListQuery, "limit" | "after">;
export type ListedCamera = Schemas["ListedOut"];
export type SavedFilter = Schemas["SavedFilterOut"];
export type Dimension = Schemas["Dimension"];
export type Statistics = Schemas["StatisticsOut"];
export type BulkPreview = Schemas["BulkPreviewOut"];
export type BulkDone = Schemas["BulkDoneOut"];
export type LeftOut = Schemas["LeftOutOut"];
export type ExportFormat = Schemas["ExportFormat"];

const PAGE = 50;
const STALE_MS = 30_000;

/** Under the key of all lists of cameras, so that what forgets those forgets this. */
export function useCameraList(filter: CameraFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.cameras, "listed", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/cameras", { params: { query: { ...filter, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useCameraCount(filter: CameraFilter) {
  return useQuery({
    queryKey: [...keys.cameras, "count", filter],
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await body(api.GET("/api/v1/cameras/count", { params: { query: filter }, signal }))).count,
  });
}

export function useStatistics(filter: CameraFilter, by: Dimension) {
  return useQuery({
    queryKey: [...keys.cameras, "statistics", filter, by],
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/statistics", { params: { query: { ...filter, by } }, signal })),
  });
}

export async function exportList(filter: CameraFilter, format: ExportFormat): Promise<void> {
  const { data } = await api.GET("/api/v1/cameras/export", { params: { query: { ...filter, format } }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `camera_${fileTime(Date.now())}.${format}`);
}

export function useExport() {
  return useMutation({ mutationFn: ({ filter, format }: { filter: CameraFilter; format: ExportFormat }) => exportList(filter, format) });
}

const SAVED = ["saved-filters"] as const;

export function useSavedFilters() {
  return useQuery({ queryKey: SAVED, staleTime: STALE_MS, queryFn: async ({ signal }) => (await body(api.GET("/api/v1/saved-filters", { signal }))).items });
}

export function useKeepFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; shared: boolean; filter: CameraFilter }) => body(api.POST("/api/v1/saved-filters", { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: SAVED }),
  });
}

/** Puts another filter under a name that is there, or shares it. */
export function useChangeFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...input }: { id: string; version: number; shared?: boolean; filter?: CameraFilter }) =>
      body(api.PATCH("/api/v1/saved-filters/{filter_id}", { params: { path: { filter_id: id } }, body: input })),
    onSettled: () => client.invalidateQueries({ queryKey: SAVED }),
  });
}

export function useForgetFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/saved-filters/{filter_id}", { params: { path: { filter_id: id } } }),
    onSettled: () => client.invalidateQueries({ queryKey: SAVED }),
  });
}

/** The cameras of a filter, or those chosen one by one. */
export type Picked = { filter: CameraFilter } | { ids: string[] };

export interface BulkWish {
  set: Record<string, unknown>;
  add_tags: string[];
  remove_tags: string[];
}

export function useBulkPreview() {
  return useMutation({ mutationFn: (input: Picked & BulkWish) => body(api.POST("/api/v1/cameras/bulk", { body: input })) });
}

function useForgetAll() {
  const client = useQueryClient();
  return () => {
    for (const name of ["cameras", "camera", "dossier", "history"]) void client.invalidateQueries({ queryKey: [name] });
  };
}

export function useBulkApply() {
  const forget = useForgetAll();
  return useMutation({ mutationFn: (token: string) => body(api.POST("/api/v1/cameras/bulk/apply", { body: { token } })), onSettled: forget });
}

export function useBulkUndo() {
  const forget = useForgetAll();
  return useMutation({ mutationFn: (id: string) => body(api.POST("/api/v1/cameras/bulk/{edit_id}/undo", { params: { path: { edit_id: id } } })), onSettled: forget });
}
