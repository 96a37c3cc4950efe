/** Where the archive lies: disks, the cold store, and what is on its way between them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Places = Schemas["PlacesOut"];
export type Pool = Schemas["PoolOut"];
export type Cold = Schemas["ColdOut"];
export type Move = Schemas["MoveOut"];

const KEY = ["archive", "places"];
const LOOK_EVERY_MS = 5000;

export function usePlaces() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => body(api.GET("/api/v1/archive/places", { signal })), refetchInterval: LOOK_EVERY_MS });
}

function useChange<Input>(change: (input: Input) => Promise<Places>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: (places) => client.setQueryData(KEY, places) });
}

export const useAddPool = () => useChange((input: Schemas["PoolNew"]) => body(api.POST("/api/v1/archive/pools", { body: input })));
export const useDrainPool = () => useChange((input: Schemas["PoolPatch"]) => body(api.PATCH("/api/v1/archive/pools", { body: input })));
export const useRemovePool = () => useChange((name: string) => body(api.DELETE("/api/v1/archive/pools", { params: { query: { name } } })));
export const useGiveUpPool = () => useChange((input: Schemas["PoolGivenUp"]) => body(api.POST("/api/v1/archive/pools/given-up", { body: input })));
export const useSetCold = () => useChange((input: Schemas["ColdNew"]) => body(api.PUT("/api/v1/archive/cold", { body: input })));
export const useForgetCold = () => useChange((body_: undefined) => body(api.DELETE("/api/v1/archive/cold", { body: body_ })));
