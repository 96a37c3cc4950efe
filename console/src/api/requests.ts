/** Purposes, cases, duty rosters, and a second person's approval. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { setPurpose, type Purpose } from "../app/purpose";
import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type PurposeKind = Schemas["PurposeKindOut"];
export type Case = Schemas["CaseRefOut"];
export type CaseKind = Schemas["CaseKind"];
export type Duty = Schemas["TurnOut"];
export type Approval = Schemas["ApprovalRequestOut"];
export type Box = Schemas["ApprovalBox"];

const PAGE = 50;
const WAITING_MS = 30_000;

/** What pictures may be asked for, by the regulation in force. */
export function usePurposes(enabled = true) {
  return useQuery({ queryKey: ["purposes"], enabled, staleTime: 300_000, queryFn: async ({ signal }) => (await body(api.GET("/api/v1/purposes", { signal }))).items });
}

/** On record first, then for every request. */
export function useChoosePurpose() {
  return useMutation({
    mutationFn: (next: Purpose) => api.POST("/api/v1/session/purpose", { body: next }),
    onSuccess: (_answer, next) => setPurpose(next),
  });
}

export function useCases(q: string, open?: boolean, { enabled = true }: { enabled?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: ["cases", { q, open }],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/cases", { params: { query: { q: q || undefined, open, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useSaveCase(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Schemas["CaseRefNew"] | Schemas["CaseRefPatch"]) =>
      id ? body(api.PATCH("/api/v1/cases/{case_id}", { params: { path: { case_id: id } }, body: input })) : body(api.POST("/api/v1/cases", { body: input as Schemas["CaseRefNew"] })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["cases"] }),
  });
}

/** Turns of duty that are not over. */
export function useDuties(from: string) {
  return useInfiniteQuery({
    queryKey: ["duties", from],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/duties", { params: { query: { from, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useLoadDuties() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Schemas["TurnList"]) => body(api.POST("/api/v1/duties/list", { body: input })), onSuccess: () => client.invalidateQueries({ queryKey: ["duties"] }) });
}

export function useRemoveDuty() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/duties/{duty_id}", { params: { path: { duty_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["duties"] }),
  });
}

export function useApprovals(box: Box) {
  return useInfiniteQuery({
    queryKey: ["approvals", box],
    refetchInterval: WAITING_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/approvals", { params: { query: { box, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useAskApproval() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Schemas["ApprovalNew"]) => body(api.POST("/api/v1/approvals", { body: input })), onSuccess: () => client.invalidateQueries({ queryKey: ["approvals"] }) });
}

export function useAnswerApproval(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: Schemas["ApprovalAnswerIn"]) => body(api.POST("/api/v1/approvals/{approval_id}/answer", { params: { path: { approval_id: id } }, body: answer })),
    onSettled: () => client.invalidateQueries({ queryKey: ["approvals"] }),
  });
}

export function useWithdrawApproval(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (words: string) => body(api.POST("/api/v1/approvals/{approval_id}/withdraw", { params: { path: { approval_id: id } }, body: { words } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["approvals"] }),
  });
}
