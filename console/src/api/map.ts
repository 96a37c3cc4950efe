/** What the map asks: its ground, counts of what is in view, the cameras of an area, and what rests on its filter. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";

import { api, body } from "./client";
import type { paths } from "./schema";
import type { BaseMap } from "./types";
import { fileTime, saveAs } from "./downloads";

type SummaryQuery = NonNullable<paths["/api/v1/map/summary"]["get"]["parameters"]["query"]>;
/** The part of a filter that the map offers; empty fields are left out. */
export type MapFilter = Pick<SummaryQuery, "q" | "owner_id" | "unit_id" | "purpose" | "kind" | "lifecycle" | "lasso">;

const STATES_MS = 10_000;
const NOW_MS = 60_000;

export const SCHEMATIC: BaseMap = { kind: "schematic", url: "", vector: true, attribution: "" };

export const asksMapBase = { queryKey: ["map", "base"], staleTime: Infinity, queryFn: ({ signal }: { signal: AbortSignal }) => body(api.GET("/api/v1/map/base", { signal })) };

export function useMapBase() {
  return useQuery(asksMapBase);
}

/** `version` moves when a state has changed: then tiles differ. */
export function useMapSummary(filter: MapFilter, view: string | undefined, colour?: SummaryQuery["colour"]) {
  return useQuery({
    queryKey: ["map", "summary", filter, view, colour],
    enabled: view !== undefined,
    refetchInterval: STATES_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/map/summary", { params: { query: { ...filter, view, colour } }, signal })),
  });
}

export function useMapSpots(filter: (MapFilter & { near?: string; bbox?: string }) | null, colour?: SummaryQuery["colour"]) {
  return useQuery({
    queryKey: ["map", "spots", filter, colour],
    enabled: filter !== null,
    refetchInterval: STATES_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/map/spots", { params: { query: { ...filter, colour, limit: 200 } }, signal })),
  });
}

/** Each view of coverage is on the record, so it is asked for once and kept for a while. */
export function useCoverageLayer(bbox: string | null) {
  return useQuery({
    queryKey: ["coverage", "layer", bbox],
    enabled: bbox !== null,
    staleTime: NOW_MS,
    retry: false,
    queryFn: ({ signal }) => body(api.GET("/api/v1/coverage/layer", { params: { query: { bbox: bbox ?? "" } }, signal })),
  });
}

export function useSaveFilter() {
  return useMutation({
    mutationFn: ({ name, filter }: { name: string; filter: MapFilter }) => body(api.POST("/api/v1/saved-filters", { body: { name, shared: false, filter } as never })),
  });
}

export async function exportCameras(filter: MapFilter, format: "xlsx" | "csv" | "geojson"): Promise<void> {
  const { data } = await api.GET("/api/v1/cameras/export", { params: { query: { ...filter, format } }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `camera_${fileTime(Date.now())}.${format}`);
}
