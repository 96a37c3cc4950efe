/** What sharing between agencies asks: requests, answers, which cameras, their use. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Share = Schemas["ShareOut"];
export type ShareState = Schemas["ShareState"];
export type ShareWhat = Schemas["What"];
export type ShareCamera = Schemas["ShareCameraOut"];
export type ShareTerms = Schemas["ShareTerms"];
export type ShareSelection = Schemas["ShareSelectionIn"];
export type ShareNew = Schemas["ShareNew"];
export type ShareAnswer = Schemas["ShareAnswer"];
export type ShareUse = Schemas["ShareUseOut"];
export type Received = Schemas["ReceivedOut"];

const PAGE = 50;
/** The owner sees who watches at the rate at which a person can follow it. */
const WATCHING_MS = 3000;
const RECEIVED_MS = 60_000;
const TO_ANSWER_MS = 30_000;
const keys = { all: ["shares"], one: (id: string) => ["share", id], received: ["shares-received"] } as const;

export type Side = "given" | "received";

export function useShares(side: Side | undefined, state: ShareState | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.all, side, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/shares", { params: { query: { side, state, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** How many requests for one's own cameras wait for one's answer, of the newest page. */
export function useSharesToAnswer(enabled: boolean) {
  return useQuery({
    queryKey: [...keys.all, "to-answer"],
    enabled,
    refetchInterval: TO_ANSWER_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/shares", { params: { query: { side: "given", state: "asked", limit: PAGE } }, signal })),
    select: (page) => page.items.filter((one) => one.may_answer).length,
  });
}

export function useShare(id: string) {
  return useQuery({ queryKey: keys.one(id), queryFn: ({ signal }) => body(api.GET("/api/v1/shares/{share_id}", { params: { path: { share_id: id } }, signal })) });
}

export function useShareCameras(share: Share | undefined) {
  const id = share?.id ?? "";
  return useQuery({
    queryKey: [...keys.one(id), "cameras", share?.version],
    enabled: share !== undefined,
    queryFn: ({ signal }) => body(api.GET("/api/v1/shares/{share_id}/cameras", { params: { path: { share_id: id } }, signal })),
  });
}

export function useShareTerms() {
  return useQuery({ queryKey: [...keys.all, "terms"], staleTime: RECEIVED_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/shares/terms", { signal })) });
}

/** Each look is on the record, so it is asked for when a person wants it. */
export function usePreviewShare() {
  return useMutation({ mutationFn: (wanted: Schemas["SharePreviewIn"]) => body(api.POST("/api/v1/shares/preview", { body: wanted })) });
}

export function useAskForShare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: ShareNew) => body(api.POST("/api/v1/shares", { body: wanted })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

function useChange<T>(id: string, change: (given: T) => Promise<Share>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.one(id) });
      void client.invalidateQueries({ queryKey: keys.all });
      void client.invalidateQueries({ queryKey: keys.received });
    },
  });
}

export function useAnswerShare(id: string) {
  return useChange(id, (answer: ShareAnswer) => body(api.POST("/api/v1/shares/{share_id}/answer", { params: { path: { share_id: id } }, body: answer })));
}

export function useWithdrawShare(id: string) {
  return useChange(id, (words: string) => body(api.POST("/api/v1/shares/{share_id}/withdraw", { params: { path: { share_id: id } }, body: { words } })));
}

export function useCancelShare(id: string) {
  return useChange(id, (words: string) => body(api.POST("/api/v1/shares/{share_id}/cancel", { params: { path: { share_id: id } }, body: { words } })));
}

export function useWatching(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.one(id), "watching"],
    enabled,
    refetchInterval: WATCHING_MS,
    queryFn: ({ signal }) => body(api.GET("/api/v1/shares/{share_id}/watching", { params: { path: { share_id: id } }, signal })),
  });
}

export function useShareUse(id: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.one(id), "use"],
    enabled,
    staleTime: RECEIVED_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/shares/{share_id}/use", { params: { path: { share_id: id }, query: { limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** By which share one may watch a camera of another agency; asked once a minute for all of them. */
export function useReceivedShare(cameraId: string): Received | undefined {
  const received = useQuery({
    queryKey: keys.received,
    staleTime: RECEIVED_MS,
    refetchInterval: RECEIVED_MS,
    retry: false,
    queryFn: async ({ signal }) => {
      const { items } = await body(api.GET("/api/v1/shares/received", { signal }));
      return new Map(items.flatMap((share) => share.camera_ids.map((id) => [id, share] as const)));
    },
  });
  return received.data?.get(cameraId);
}
