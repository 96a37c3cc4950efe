/** What traffic asks: the network and how it flows on it, junctions, incidents and their answers, reports. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { saveAs } from "./downloads";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type NetworkState = Schemas["NetworkStateOut"];
export type StreetState = Schemas["SegmentStateOut"];
export type NetworkHistory = Schemas["NetworkHistoryOut"];
export type Junction = Schemas["JunctionOut"];
export type NetworkReport = Schemas["NetworkReportOut"];
export type ReportPeriod = Schemas["Period"];
export type IncidentKind = Schemas["TrafficIncidentKind"];
export type IncidentRate = Schemas["IncidentRateOut"];

type IncidentsQuery = NonNullable<paths["/api/v1/traffic/incidents"]["get"]["parameters"]["query"]>;
export type IncidentFilter = Pick<IncidentsQuery, "state" | "kind" | "answer" | "camera_id" | "since" | "until">;

const PAGE = 50;
/** Figures are of whole minutes; an incident is told within seconds. */
const STATE_MS = 30_000;
const INCIDENTS_MS = 5_000;
const SLOW_MS = 300_000;
const iso = (ms: number) => new Date(ms).toISOString();
const keys = { incidents: ["traffic", "incidents"], incident: (id: string) => ["traffic", "incident", id] } as const;

export function useNetwork() {
  return useQuery({ queryKey: ["traffic", "network"], staleTime: SLOW_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/network", { signal })) });
}

/** As it comes: a point is a list of numbers. */
export type Network = NonNullable<ReturnType<typeof useNetwork>["data"]>;

/** An organisation's network as it is put in place again: without what the platform adds. */
export function drawnOf(network: Network, ownerId: string): { type: "FeatureCollection"; features: object[] } {
  const features = network.features.filter(({ properties }) => properties.owner_id === ownerId);
  return {
    type: "FeatureCollection",
    features: features.map((feature) => ({ ...feature, properties: Object.fromEntries(Object.entries(feature.properties).filter(([name]) => name !== "owner_id" && name !== "length_m")) })),
  };
}

export function saveNetwork(network: Network, ownerId: string, name: string): void {
  saveAs(new Blob([JSON.stringify(drawnOf(network, ownerId), null, 1)], { type: "application/geo+json" }), `${name}.geojson`);
}

/** In place of all that the organisation has drawn; the server says what of a file it cannot take. */
export function usePutNetwork() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ owner_id, version, drawn }: { owner_id: string; version: number; drawn: unknown }) => body(api.PUT("/api/v1/traffic/network", { params: { query: { owner_id, version } }, body: drawn as Schemas["NetworkIn"] })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["traffic"] }),
  });
}

/** On record with its reason. */
export function usePublish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["PublicationIn"]) => body(api.PUT("/api/v1/traffic/publication", { body: wanted })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["traffic", "network"] }),
  });
}

export function useNetworkState() {
  return useQuery({ queryKey: ["traffic", "state"], refetchInterval: STATE_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/network/state", { signal })) });
}

/** Quarters of an hour of all streets, a day of them at most. */
export function useNetworkHistory(fromMs: number, toMs: number) {
  return useQuery({
    queryKey: ["traffic", "history", fromMs, toMs],
    staleTime: SLOW_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/network/history", { params: { query: { from: iso(fromMs), to: iso(toMs) } }, signal })),
  });
}

export function useJunction(id: string, fromMs: number, toMs: number, step: "5min" | "15min") {
  return useQuery({
    queryKey: ["traffic", "junction", id, fromMs, toMs, step],
    refetchInterval: STATE_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/junctions/{junction_id}", { params: { path: { junction_id: id }, query: { from: iso(fromMs), to: iso(toMs), step } }, signal })),
  });
}

export function useReport(period: ReportPeriod, day: string) {
  return useQuery({
    queryKey: ["traffic", "report", period, day],
    staleTime: SLOW_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/reports", { params: { query: { period, day } }, signal })),
  });
}

/** The same as a file to take along. */
export async function saveReport(period: ReportPeriod, day: string, format: "xlsx" | "csv"): Promise<void> {
  const { data } = await api.GET("/api/v1/traffic/reports/file", { params: { query: { period, day, format } }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `giao-thong-${period}-${day}.${format}`);
}

export function useTrafficIncidents(filter: IncidentFilter, options: { limit?: number; enabled?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: [...keys.incidents, filter, options.limit],
    enabled: options.enabled ?? true,
    refetchInterval: INCIDENTS_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/traffic/incidents", { params: { query: { ...filter, limit: options.limit ?? PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useTrafficIncident(id: string | undefined) {
  return useQuery({ queryKey: keys.incident(id ?? ""), enabled: Boolean(id), refetchInterval: INCIDENTS_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/incidents/{incident_id}", { params: { path: { incident_id: id ?? "" } }, signal })) });
}

export type Incident = NonNullable<ReturnType<typeof useTrafficIncident>["data"]>;
export type IncidentSighting = Incident["sightings"][number];
export type IncidentAct = "confirm" | "dismiss" | "close";

/** What a person says of it; the camera's rate of false alarms is made of these answers. */
export function useAnswerIncident() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, act, words }: { id: string; act: IncidentAct; words: string }) => {
      const asked = { params: { path: { incident_id: id } }, body: { words } };
      if (act === "confirm") return body(api.POST("/api/v1/traffic/incidents/{incident_id}/confirm", asked));
      if (act === "dismiss") return body(api.POST("/api/v1/traffic/incidents/{incident_id}/dismiss", asked));
      return body(api.POST("/api/v1/traffic/incidents/{incident_id}/close", asked));
    },
    onSuccess: (answered) => {
      client.setQueryData(keys.incident(answered.id), answered);
      void client.invalidateQueries({ queryKey: ["traffic", "rates"] });
      return client.invalidateQueries({ queryKey: keys.incidents });
    },
  });
}

/** How often these cameras were wrong. */
export function useIncidentRates(cameraIds: readonly string[]) {
  return useQuery({
    queryKey: ["traffic", "rates", cameraIds],
    enabled: cameraIds.length > 0,
    staleTime: SLOW_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/traffic/incidents/rates", { params: { query: { camera_id: [...cameraIds] } }, signal })),
  });
}

/** Address of the picture that was taken when it was found; each look is on the record. */
export function incidentPictureUrl(cameraId: string, incidentId: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return `/api/v1/traffic/cameras/${encodeURIComponent(cameraId)}/incidents/${encodeURIComponent(incidentId)}/picture.jpg?${search.toString()}`;
}
