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

/** What a second person has agreed to: pictures of now (both null), or of a range. */
export interface Unmasked {
  fromMs: number | null;
  toMs: number | null;
}

/** The agreement of a second person that holds for this camera and instant (null: now), if there is one. */
export async function agreedUnmasking(id: string, atMs: number | null, { purpose, reference }: { purpose: string; reference: string }): Promise<Unmasked | null> {
  const { items } = await body(api.GET("/api/v1/approvals", { params: { query: { box: "mine", limit: 100 } } }));
  const holding = items
    .filter((one) => one.action === "media.unmask" && one.state === "approved" && !one.over && one.camera_ids.includes(id) && one.purpose === purpose && one.reference === reference)
    .map((one) => ({ fromMs: one.start ? Date.parse(one.start) : null, toMs: one.end ? Date.parse(one.end) : null }));
  return holding.find(({ fromMs, toMs }) => (atMs === null ? fromMs === null : fromMs !== null && toMs !== null && fromMs <= atMs && atMs < toMs)) ?? null;
}

/** Throws the server's refusal, which says what is lacking. */
export async function askUnmasked(id: string, { fromMs, toMs, purpose, reference }: Unmasked & { purpose: string; reference: string }): Promise<void> {
  const recorded = fromMs !== null && toMs !== null;
  const range = recorded ? { kind: "playback" as const, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() } : { kind: "live" as const };
  await api.POST("/api/v1/grants", { body: { camera_id: id, stream: "main", purpose, reference, unmask: true, ...range } });
}
