/** What health asks: the board, faults and their causes, one camera's page, alerts and who is told. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type FaultKind = Schemas["FaultKind"];
export type Fault = Schemas["FaultOut"];
export type ListedFault = Schemas["ListedFaultOut"];
export type Board = Schemas["BoardOut"];
export type Group = Schemas["GroupOut"];
export type Incident = Schemas["IncidentOut"];
export type TrendPoint = Schemas["TrendPoint"];
export type CameraHealth = Schemas["CameraHealthOut"];
export type TimeOverlay = Schemas["TimeOverlay"];
export type Alert = Schemas["AlertOut"];
export type AlertRule = Schemas["AlertRuleOut"];
export type AlertRuleNew = Schemas["RuleIn"];
export type AlertChannel = Schemas["ChannelOut"];
export type AlertChannelNew = Schemas["ChannelIn"];

type FaultsQuery = NonNullable<paths["/api/v1/health/faults"]["get"]["parameters"]["query"]>;
export type FaultFilter = Pick<FaultsQuery, "state" | "kinds" | "since" | "alone" | "incident_id" | "alert_id" | "owner_id" | "unit_id" | "missing" | "q">;
/** Which cameras are counted. */
export type Part = Pick<FaultsQuery, "owner_id" | "unit_id" | "missing">;

const PAGE = 50;
/** Faults open within seconds and are told as quickly. */
const LIVE_MS = 10_000;
const DAYS_MS = 60_000;
const keys = {
  camera: (id: string) => ["health", "camera", id],
  alerts: ["health", "alerts"],
  rules: ["health", "rules"],
  channels: ["health", "channels"],
} as const;

/** Counted by the server, at most a few hundred groups: never all cameras come. */
export function useBoard(part: Part, by: "unit" | "owner") {
  return useQuery({ queryKey: ["health", "board", part, by], refetchInterval: LIVE_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/health/board", { params: { query: { ...part, by } }, signal })) });
}

export function useTrend(part: Part, days: number) {
  return useQuery({
    queryKey: ["health", "trend", part, days],
    refetchInterval: DAYS_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/health/trend", { params: { query: { ...part, days } }, signal })),
  });
}

export function useFaults(filter: FaultFilter) {
  return useInfiniteQuery({
    queryKey: ["health", "faults", filter],
    refetchInterval: LIVE_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/health/faults", { params: { query: { ...filter, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useIncidents() {
  return useQuery({ queryKey: ["health", "incidents"], refetchInterval: LIVE_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/health/incidents", { params: { query: { limit: 50 } }, signal })) });
}

export function useIncident(id: string | undefined) {
  return useQuery({ queryKey: ["health", "incident", id], enabled: Boolean(id), refetchInterval: LIVE_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/health/incidents/{incident_id}", { params: { path: { incident_id: id ?? "" } }, signal })) });
}

export function useCameraHealth(id: string) {
  return useQuery({ queryKey: keys.camera(id), refetchInterval: LIVE_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/health/cameras/{camera_id}", { params: { path: { camera_id: id } }, signal })) });
}

/** What the camera shows now is what it should show; `time`: where it writes the time. */
export function useApproveView(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (time: TimeOverlay | null) => body(api.PUT("/api/v1/health/cameras/{camera_id}/view", { params: { path: { camera_id: id } }, body: { time_overlay: time } })),
    onSuccess: (found) => client.setQueryData(keys.camera(id), found),
  });
}

export function useForgetView(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE("/api/v1/health/cameras/{camera_id}/view", { params: { path: { camera_id: id } } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.camera(id) }),
  });
}

/** Address of a recorded picture of health; each look is on the record. */
export function healthPictureUrl(cameraId: string, what: { fault: string; moment: "before" | "after" } | "view", query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, moment: what === "view" ? undefined : what.moment })) if (value) search.set(name, value);
  const path = what === "view" ? "view.jpg" : `faults/${encodeURIComponent(what.fault)}/picture.jpg`;
  return `/api/v1/health/cameras/${encodeURIComponent(cameraId)}/${path}?${search.toString()}`;
}

export function useAlerts(onlyOpen: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.alerts, onlyOpen],
    refetchInterval: LIVE_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/health/alerts", { params: { query: { only_open: onlyOpen, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.POST("/api/v1/health/alerts/{alert_id}/acknowledge", { params: { path: { alert_id: id } } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.alerts }),
  });
}

export function useAlertRules(enabled: boolean) {
  return useQuery({ queryKey: keys.rules, enabled, queryFn: ({ signal }) => body(api.GET("/api/v1/health/alerts/rules", { signal })) });
}

export function useAlertChannels(enabled: boolean) {
  return useQuery({ queryKey: keys.channels, enabled, queryFn: ({ signal }) => body(api.GET("/api/v1/health/alerts/channels", { signal })) });
}

export function useKeepRule(before: AlertRule | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: AlertRuleNew) => (before ? body(api.PUT("/api/v1/health/alerts/rules/{rule_id}", { params: { path: { rule_id: before.id } }, body: wanted })) : body(api.POST("/api/v1/health/alerts/rules", { body: wanted }))),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.rules }),
  });
}

export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/health/alerts/rules/{rule_id}", { params: { path: { rule_id: id } } }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.rules }), client.invalidateQueries({ queryKey: keys.alerts })]),
  });
}

export function useKeepChannel(before: AlertChannel | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: AlertChannelNew) => (before ? body(api.PUT("/api/v1/health/alerts/channels/{channel_id}", { params: { path: { channel_id: before.id } }, body: wanted })) : body(api.POST("/api/v1/health/alerts/channels", { body: wanted }))),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.channels }),
  });
}

export function useDeleteChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/health/alerts/channels/{channel_id}", { params: { path: { channel_id: id } } }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.channels }), client.invalidateQueries({ queryKey: keys.rules })]),
  });
}

/** The other side's answer comes back as the error. */
export function useTryChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.POST("/api/v1/health/alerts/channels/{channel_id}/trial", { params: { path: { channel_id: id } } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.channels }),
  });
}
