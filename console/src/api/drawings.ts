/** What is drawn over a camera's picture, where on the ground it looks, and what was drawn before. */
import { keepPreviousData, skipToken, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Zone = NonNullable<ReturnType<typeof useZones>["data"]>["zones"][number];
export type ZoneKind = Schemas["ZoneKind"];
export type FoundView = NonNullable<NonNullable<ReturnType<typeof useCalibration>["data"]>["found"]>;
export type Method = Schemas["CalibrationIn"]["method"];
export type KnownMethod = FoundView["method"];

const KEY = "drawings";
const path = (id: string) => ({ params: { path: { camera_id: id } } });

export function useZones(id: string) {
  return useQuery({
    queryKey: [KEY, id, "zones"],
    queryFn: async ({ signal }) => {
      const { items, cameras } = await body(api.GET("/api/v1/zones", { params: { query: { camera_id: [id] } }, signal }));
      return { zones: items, version: cameras[0]?.version ?? 0, changed: cameras[0]?.changed ?? null };
    },
  });
}

/** All of a camera's at once. */
export function useSaveZones(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["ZonesIn"]) => body(api.PUT("/api/v1/cameras/{camera_id}/zones", { ...path(id), body: wanted })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, id] }),
  });
}

export function useCalibration(id: string) {
  return useQuery({ queryKey: [KEY, id, "calibration"], queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}/calibration", { ...path(id), signal })) });
}

/** What clicks would give; nothing is kept. */
export function useTriedView(id: string, method: Method | null) {
  return useQuery({
    queryKey: [KEY, id, "try", method],
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: method ? ({ signal }) => body(api.POST("/api/v1/cameras/{camera_id}/calibration/try", { ...path(id), body: { method }, signal })) : skipToken,
  });
}

export function useCalibrate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, version }: { method: Method | null; version: number }) =>
      method
        ? body(api.PUT("/api/v1/cameras/{camera_id}/calibration", { ...path(id), body: { method, version } }))
        : body(api.DELETE("/api/v1/cameras/{camera_id}/calibration", { params: { path: { camera_id: id }, query: { version } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, id], predicate: ({ queryKey }) => queryKey[2] !== "try" }),
  });
}

export function useDrawingVersions(id: string) {
  return useInfiniteQuery({
    queryKey: [KEY, id, "history"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/cameras/{camera_id}/zones/history", { params: { path: { camera_id: id }, query: { limit: 30, after: pageParam } }, signal })),
    getNextPageParam: (page) => (page.next ? Number(page.next) : undefined),
  });
}
