/** Layouts of walls, and screens that show them on their own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

export type Layout = components["schemas"]["LayoutOut"];
export type LayoutBody = components["schemas"]["LayoutBody"];
export type WallNode = components["schemas"]["NodeOut"];
export type WallAlarm = components["schemas"]["WallAlarmOut"];
export type Screen = components["schemas"]["ScreenOut"];

const layoutKeys = ["wall-layouts"] as const;
const nodeKeys = ["wall-nodes"] as const;
const NODES_MS = 10_000;
const ALARMS_MS = 5_000;

export function useLayouts() {
  return useQuery({ queryKey: layoutKeys, queryFn: ({ signal }) => body(api.GET("/api/v1/wall-layouts", { signal })).then((page) => page.items) });
}

/** A new one, or one's own anew. */
export function useKeepLayout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ before, layout }: { before: Layout | null; layout: LayoutBody }) =>
      before
        ? body(api.PUT("/api/v1/wall-layouts/{layout_id}", { params: { path: { layout_id: before.id } }, body: { ...layout, version: before.version } }))
        : body(api.POST("/api/v1/wall-layouts", { body: layout })),
    onSuccess: () => client.invalidateQueries({ queryKey: layoutKeys }),
  });
}

export function useDeleteLayout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/wall-layouts/{layout_id}", { params: { path: { layout_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: layoutKeys }),
  });
}

export function useNodes() {
  return useQuery({ queryKey: nodeKeys, refetchInterval: NODES_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/wall-nodes", { signal })).then((page) => page.items) });
}

export function useInviteNode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => body(api.POST("/api/v1/wall-nodes", { body: { name, days: 30 } })),
    onSuccess: () => client.invalidateQueries({ queryKey: nodeKeys }),
  });
}

export function usePutLayout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ nodeId, layoutId, days }: { nodeId: string; layoutId: string; days: number }) => body(api.PUT("/api/v1/wall-nodes/{node_id}/layout", { params: { path: { node_id: nodeId } }, body: { layout_id: layoutId, days } })),
    onSuccess: () => client.invalidateQueries({ queryKey: nodeKeys }),
  });
}

export function useRevokeNode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/wall-nodes/{node_id}", { params: { path: { node_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: nodeKeys }),
  });
}

/** Of the cameras of a kept layout and of these, the newest first. */
export function useAlarms(ids: readonly string[], layoutId: string | null, enabled: boolean) {
  const query = { ids: [...ids].sort().join(","), ...(layoutId && { layout_id: layoutId }) };
  return useQuery({
    queryKey: ["wall-alarms", query],
    enabled,
    refetchInterval: ALARMS_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/wall-alarms", { params: { query }, signal })).then((page) => page.items),
  });
}

export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (alarm: WallAlarm) => api.POST("/api/v1/wall-alarms/acknowledge", { body: { camera_id: alarm.camera_id, alarm_id: alarm.id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["wall-alarms"] }),
  });
}

/** On the screen itself. */
export function useEnrol() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => body(api.POST("/api/v1/wall-nodes/enrol", { body: { code } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["wall-screen"] }),
  });
}

export function useScreen() {
  return useQuery<Screen>({
    queryKey: ["wall-screen"],
    retry: false,
    queryFn: ({ signal }) => body(api.GET("/api/v1/wall-nodes/screen", { signal })),
    refetchInterval: ({ state }) => (state.data?.layout?.alarms ? ALARMS_MS : NODES_MS),
  });
}
