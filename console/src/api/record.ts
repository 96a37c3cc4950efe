/** What the auditor's desk asks: use, what is unusual, checkpoints, people who were recorded. Each reading stands on the record itself. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { saveAs } from "./downloads";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Use = Schemas["UseOut"];
export type Unusual = Schemas["UnusualOut"];
export type Checkpoint = Schemas["CheckpointOut"];
export type PersonRequest = Schemas["PersonOut"];
export type PersonNew = Schemas["PersonIn"];

const PAGE = 50;

export interface UseFilter {
  camera?: string;
  owner?: string;
  actor?: string;
  from?: string;
  to?: string;
}

export function useUse(wanted: UseFilter) {
  return useInfiniteQuery({
    queryKey: ["audit-use", wanted],
    initialPageParam: undefined as string | undefined,
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/audit/use", { params: { query: { ...wanted, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useUnusual(from: string, to: string) {
  return useQuery({
    queryKey: ["audit-unusual", from, to],
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => body(api.GET("/api/v1/audit/unusual", { params: { query: { from, to } }, signal })),
  });
}

export function useCheckpoints(owner: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["checkpoints", owner],
    enabled: owner !== undefined,
    initialPageParam: undefined as string | undefined,
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/audit/checkpoints", { params: { query: { owner, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useSigningKeys() {
  return useQuery({ queryKey: ["checkpoint-keys"], queryFn: ({ signal }) => body(api.GET("/api/v1/audit/keys", { signal })) });
}

export function useMakeCheckpoint() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => body(api.POST("/api/v1/audit/checkpoints", {})), onSuccess: () => client.invalidateQueries({ queryKey: ["checkpoints"] }) });
}

export function useSaveCheckpoints() {
  return useMutation({
    mutationFn: async (owner: string) => {
      const { data } = await api.GET("/api/v1/audit/checkpoints/file", { params: { query: { owner } }, parseAs: "blob" });
      saveAs(data as unknown as Blob, "checkpoints.jsonl");
    },
  });
}

export function useSaveUse() {
  return useMutation({
    mutationFn: async (wanted: UseFilter) => {
      const { data } = await api.GET("/api/v1/audit/use/export", { params: { query: { ...wanted, format: "xlsx" } }, parseAs: "blob" });
      saveAs(data as unknown as Blob, "su-dung-camera.xlsx");
    },
  });
}

export function usePersonRequests() {
  return useInfiniteQuery({
    queryKey: ["persons"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/audit/persons", { params: { query: { limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function usePersonRequest(id: string) {
  return useQuery({ queryKey: ["persons", id], queryFn: ({ signal }) => body(api.GET("/api/v1/audit/persons/{request_id}", { params: { path: { request_id: id } }, signal })) });
}

export function useReceivePerson() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (wanted: PersonNew) => body(api.POST("/api/v1/audit/persons", { body: wanted })), onSuccess: () => client.invalidateQueries({ queryKey: ["persons"] }) });
}

export function useAnswerPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/audit/persons/{request_id}/answer", { params: { path: { request_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["persons"] }),
  });
}

export function useSavePersonLetter() {
  return useMutation({
    mutationFn: async (of: PersonRequest) => {
      const { data } = await api.GET("/api/v1/audit/persons/{request_id}/letter", { params: { path: { request_id: of.id }, query: { format: "docx" } }, parseAs: "blob" });
      saveAs(data as unknown as Blob, "tra-loi.docx");
    },
  });
}
