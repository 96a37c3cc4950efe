/** Packages of evidence: jobs that the server makes, and the files they end in. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ApiError, api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Export = Schemas["ExportOut"];
export type ExportNew = Schemas["ExportNew"];
export type Handover = Schemas["HandoverOut"];
export type HandoverNew = Schemas["HandoverNew"];
export type Given = Schemas["GivenOut"];
export type ExportPart = Pick<ExportNew, "from" | "to">;
export type ExportMove = "pause" | "resume" | "cancel" | "delete";

const PAGE = 50;
const OFTEN_MS = 2000;
const ENDED = new Set<Export["state"]>(["done", "failed", "cancelled", "expired", "paused"]);

/** While something of one's own is under way it is asked for again and again; looking at others' is on record. */
export function useExports(everybodys: boolean) {
  return useInfiniteQuery({
    queryKey: everybodys ? ["exports", "everybodys"] : ["exports"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/exports", { params: { query: { limit: PAGE, after: pageParam, everybodys } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (!everybodys && state.data?.pages.some((page) => page.items.some(isUnderWay)) ? OFTEN_MS : false),
    refetchOnWindowFocus: !everybodys,
  });
}

/** Also one that is done and whose SHA-256 is still being made, for which a hand-over waits. */
function isUnderWay(one: Export): boolean {
  return !ENDED.has(one.state) || (one.state === "done" && !one.sha256);
}

export function useAskExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ExportNew) => body(api.POST("/api/v1/exports", { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["exports"] }),
  });
}

/** Of a refusal because the camera was another owner's for a part of the range: which camera, and what of it may be had, to the microsecond. */
export function otherOwnersTime(error: unknown): { camera: string; may: ExportPart[] } | null {
  if (!(error instanceof ApiError) || error.extra.reason !== "other_owner") return null;
  const { camera, may } = error.extra;
  return { camera: typeof camera === "string" ? camera : "", may: Array.isArray(may) ? may.filter(isPart) : [] };
}

function isPart(told: unknown): told is ExportPart {
  const { from, to } = (told ?? {}) as Record<string, unknown>;
  return typeof from === "string" && typeof to === "string";
}

export function useMoveExport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (move: ExportMove) => {
      const at = { params: { path: { export_id: id } } };
      if (move === "delete") return body(api.DELETE("/api/v1/exports/{export_id}", at));
      if (move === "pause") return body(api.POST("/api/v1/exports/{export_id}/pause", at));
      if (move === "resume") return body(api.POST("/api/v1/exports/{export_id}/resume", at));
      return body(api.POST("/api/v1/exports/{export_id}/cancel", at));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["exports"] }),
  });
}

/** Followed by the browser itself: it can go on with a broken download. */
export function packageAddress(id: string): string {
  return `/api/v1/exports/${encodeURIComponent(id)}/package`;
}

/** To whom a package was given, and what happened at each link since; looking at another's is on record. */
export function useHandovers(id: string, isOwn: boolean) {
  return useQuery({
    queryKey: ["exports", id, "handovers"],
    queryFn: ({ signal }) => body(api.GET("/api/v1/exports/{export_id}/handovers", { params: { path: { export_id: id } }, signal })),
    refetchOnWindowFocus: isOwn,
  });
}

/** The answer has links and pass codes, which are told this once: it is kept nowhere. */
export function useHandOver(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: HandoverNew) => body(api.POST("/api/v1/exports/{export_id}/handovers", { params: { path: { export_id: id } }, body: input })),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ["exports", id, "handovers"] }),
  });
}

export function useWithdraw(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (handoverId: string) => body(api.POST("/api/v1/exports/{export_id}/handovers/{handover_id}/withdraw", { params: { path: { export_id: id, handover_id: handoverId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["exports", id, "handovers"] }),
  });
}

/** A page to print. */
export function letterAddress(id: string, handoverId: string): string {
  return `/api/v1/exports/${encodeURIComponent(id)}/handovers/${encodeURIComponent(handoverId)}/letter`;
}
