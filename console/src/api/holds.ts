/** Footage held for cases, and the proof of how long footage is kept. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Hold = Schemas["HoldOut"];
export type KeepingReport = Schemas["KeepingReportOut"];
export type KeptClass = Schemas["KeptClassOut"];
export type KeptStream = Schemas["KeptStreamOut"];

const PAGE = 50;

export function useHolds(active: boolean) {
  return useInfiniteQuery({
    queryKey: ["holds", active],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/holds", { params: { query: { active, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useKeepingReport() {
  return useQuery({ queryKey: ["holds", "report"], queryFn: ({ signal }) => body(api.GET("/api/v1/retention/report", { signal })) });
}

export function usePlaceHold() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Schemas["HoldNew"]) => body(api.POST("/api/v1/holds", { body: input })),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["holds"] }), client.invalidateQueries({ queryKey: ["timeline"] })]),
  });
}

export function useReleaseHold(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => body(api.POST("/api/v1/holds/{hold_id}/release", { params: { path: { hold_id: id } }, body: { reason } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["holds"] }),
  });
}

export type QuotaUse = Schemas["QuotaUseOut"];

export function useQuotas() {
  return useQuery({ queryKey: ["holds", "quotas"], queryFn: ({ signal }) => body(api.GET("/api/v1/retention/quotas", { signal })) });
}

/** ``sizeBytes`` null takes the quota away. */
export function useSetQuota({ kind, subject_id }: Pick<QuotaUse, "kind" | "subject_id">) {
  const client = useQueryClient();
  const path = { kind, subject_id };
  return useMutation({
    mutationFn: (sizeBytes: number | null) =>
      sizeBytes === null ? body(api.DELETE("/api/v1/retention/quotas/{kind}/{subject_id}", { params: { path } })) : body(api.PUT("/api/v1/retention/quotas/{kind}/{subject_id}", { params: { path }, body: { size_bytes: sizeBytes } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["holds", "quotas"] }),
  });
}
