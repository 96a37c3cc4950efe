/** What of a camera's picture is hidden, and the question whether one may see it without. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Masks = NonNullable<ReturnType<typeof useMasks>["data"]>;
export type MaskArea = Masks["areas"][number];

const masksKey = (id: string) => ["masks", id] as const;
const path = (id: string) => ({ params: { path: { camera_id: id } } });

export function useMasks(id: string) {
  return useQuery({ queryKey: masksKey(id), queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}/masks", { ...path(id), signal })) });
}

export function useSaveMasks(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["MasksIn"]) => body(api.PUT("/api/v1/cameras/{camera_id}/masks", { ...path(id), body: wanted })),
    onSuccess: (masks) => client.setQueryData(masksKey(id), masks),
  });
}

/** Throws the server's refusal, which says what is lacking. */
export async function askUnmasked(id: string, { fromMs, toMs, purpose, reference }: { fromMs: number | null; toMs: number | null; purpose: string; reference: string }): Promise<void> {
  const recorded = fromMs !== null && toMs !== null;
  const range = recorded ? { kind: "playback" as const, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() } : { kind: "live" as const };
  await api.POST("/api/v1/grants", { body: { camera_id: id, stream: "main", purpose, reference, unmask: true, ...range } });
}
