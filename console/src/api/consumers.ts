/** Other systems that get pictures by RTSP. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Consumer = Schemas["ConsumerOut"];
export type ConsumerNew = Schemas["ConsumerNew"];
export type ConsumerInput = Omit<ConsumerNew, "organisation_id">;
export type ConsumerSecret = Schemas["ConsumerSecretOut"];
export type Gateway = Schemas["GatewayOut"];

const KEY = ["consumers"] as const;
const LOOK_EVERY_MS = 5000;

export function useConsumers() {
  return useQuery({ queryKey: KEY, refetchInterval: LOOK_EVERY_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/consumers", { signal })).then((page) => page.items) });
}

export function useGateway() {
  return useQuery({ queryKey: ["gateway"], queryFn: ({ signal }) => body(api.GET("/api/v1/gateway", { signal })) });
}

function useAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) });
}

const of = (id: string) => ({ params: { path: { consumer_id: id } } });

export const useCreateConsumer = () => useAct((input: ConsumerNew) => body(api.POST("/api/v1/consumers", { body: input })));
export const useChangeConsumer = () =>
  useAct(({ before, input }: { before: Consumer; input: ConsumerInput }) => body(api.PUT("/api/v1/consumers/{consumer_id}", { ...of(before.id), body: { ...input, purpose: before.purpose, reference: before.reference, version: before.version } })));
export const useRenewConsumerPassword = () => useAct((id: string) => body(api.POST("/api/v1/consumers/{consumer_id}/password", of(id))));
export const useWithdrawConsumer = () => useAct((id: string) => api.DELETE("/api/v1/consumers/{consumer_id}", of(id)));
