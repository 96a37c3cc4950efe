/** Steering a camera's head: who does, presets and tours; the commands go over `player/steering`. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { usePurpose } from "../app/purpose";
import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type PtzState = Schemas["PtzStateOut"];
export type PtzPreset = Schemas["PtzPresetOut"];
export type PtzTour = Schemas["PtzTourBody"];
export type PtzRest = Schemas["PtzRestBody"];
export type Ptz = Schemas["PtzOut"];

const HEADS_MS = 60_000;
const keyOf = (id: string) => ["ptz", id] as const;

/** Which of these cameras have a head that turns. */
export function usePtzHeads(ids: readonly string[]): ReadonlySet<string> {
  const wanted = [...new Set(ids)].sort();
  const found = useQuery({
    queryKey: ["ptz-heads", wanted],
    enabled: wanted.length > 0,
    staleTime: HEADS_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/ptz-heads", { params: { query: { ids: wanted.join(",") } }, signal })),
  });
  return new Set(found.data?.items.map((one) => one.camera_id));
}

export function usePtz(id: string) {
  const why = usePurpose();
  return useQuery({
    queryKey: [...keyOf(id), why],
    queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}/ptz", { params: { path: { camera_id: id }, query: why }, signal })),
  });
}

/** Where it looks now, under a name; over another preset if its token is given. */
export function useSavePreset(id: string) {
  const client = useQueryClient();
  const why = usePurpose();
  return useMutation({
    mutationFn: (preset: { name: string; token?: string }) => body(api.POST("/api/v1/cameras/{camera_id}/ptz/presets", { params: { path: { camera_id: id }, query: why }, body: preset })),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(id) }),
  });
}

export function useRemovePreset(id: string) {
  const client = useQueryClient();
  const why = usePurpose();
  return useMutation({
    mutationFn: (token: string) => body(api.DELETE("/api/v1/cameras/{camera_id}/ptz/presets/{token}", { params: { path: { camera_id: id, token }, query: why } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(id) }),
  });
}

/** All tours anew, and where the camera rests. */
export function useKeepPtz(id: string) {
  const client = useQueryClient();
  const why = usePurpose();
  return useMutation({
    mutationFn: async ({ tours, rest }: { tours: PtzTour[]; rest: PtzRest }) => {
      const params = { path: { camera_id: id }, query: why };
      await body(api.PUT("/api/v1/cameras/{camera_id}/ptz/tours", { params, body: { items: tours } }));
      await body(api.PUT("/api/v1/cameras/{camera_id}/ptz/rest", { params, body: rest }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(id) }),
  });
}
