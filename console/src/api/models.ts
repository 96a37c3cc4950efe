/** Models that look at pictures: what is installed, and whether it may be used. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Model = Schemas["ModelOut"];
export type Verdict = "approve" | "refuse" | "remove";

const KEY = ["models"];

export function useModels() {
  return useQuery({ queryKey: KEY, queryFn: async ({ signal }) => (await body(api.GET("/api/v1/models", { signal }))).items });
}

function decide({ id, verdict, words }: { id: string; verdict: Verdict; words: string }): Promise<Model> {
  const params = { path: { model_id: id } };
  if (verdict === "remove") return body(api.DELETE("/api/v1/models/{model_id}", { params }));
  return body(api.POST(verdict === "approve" ? "/api/v1/models/{model_id}/approve" : "/api/v1/models/{model_id}/refuse", { params, body: { words } }));
}

export function useDecide() {
  const client = useQueryClient();
  return useMutation({ mutationFn: decide, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) });
}
