/** What is watched, by which plan, and what people ask for. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type VisionPlan = Schemas["PlanOut"];
export type Planned = Schemas["PlannedOut"];
export type Ask = Schemas["AskIn"];
export type Purpose = Planned["purposes"][number];

const KEY = ["vision"];
const EVERY_MS = 5000;

export function useVisionPlan() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => body(api.GET("/api/v1/vision/plan", { signal })), refetchInterval: EVERY_MS });
}

/** Without an ask the camera's drawings say again what it is watched for. */
async function put({ cameraId, ask }: { cameraId: string; ask: Ask | null }): Promise<void> {
  const params = { path: { camera_id: cameraId } };
  if (ask) await body(api.PUT("/api/v1/vision/asks/{camera_id}", { params, body: ask }));
  else await body(api.DELETE("/api/v1/vision/asks/{camera_id}", { params }));
}

export function usePutAsk() {
  const client = useQueryClient();
  return useMutation({ mutationFn: put, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) });
}
