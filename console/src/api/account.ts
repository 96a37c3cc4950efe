/** One's own second factors and sessions. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ApiError, body } from "./client";
import { keys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type FactorAsked = Schemas["FactorAsked"];
export type Factor = Schemas["FactorOut"];
export type FactorKind = Factor["kind"];
export type Answer = { code: string } | { credential: Record<string, unknown> };

const ACCOUNT = ["account"] as const;

/** What the platform asks for again although the person is signed in. */
export function wantsFactor(error: unknown): boolean {
  return error instanceof ApiError && Array.isArray(error.extra.needs) && error.extra.needs.includes("second_factor");
}

export function useSecond() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Answer & { pending: string }) => body(api.POST("/api/v1/session/second", { body: { code: "", ...given } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
}

export const askStepUp = () => body(api.POST("/api/v1/session/factor/challenge"));

function useAccountAct<In, Out>(act: (given: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ACCOUNT }), client.invalidateQueries({ queryKey: keys.me })]),
  });
}

export const useStepUp = () => useAccountAct((given: Answer) => body(api.POST("/api/v1/session/factor", { body: { code: "", ...given } })));

export const useAccount = () => useQuery({ queryKey: ACCOUNT, queryFn: ({ signal }) => body(api.GET("/api/v1/account", { signal })) });

export const useSessions = () => useQuery({ queryKey: [...ACCOUNT, "sessions"], queryFn: async ({ signal }) => (await body(api.GET("/api/v1/account/sessions", { signal }))).items });

export const useEndSession = () => useAccountAct((id: string) => api.DELETE("/api/v1/account/sessions/{session_id}", { params: { path: { session_id: id } } }));

export const offerApp = (password: string) => body(api.POST("/api/v1/account/factors/totp", { body: { current_password: password } }));

export const offerPasskey = (password: string) => body(api.POST("/api/v1/account/factors/passkey", { body: { current_password: password } }));

export const useEnrol = () => useAccountAct((given: Answer & { kind: FactorKind; name: string }) => body(api.POST("/api/v1/account/factors", { body: { code: "", ...given } })));

export const useRemoveFactor = () => useAccountAct((id: string) => api.DELETE("/api/v1/account/factors/{factor_id}", { params: { path: { factor_id: id } } }));

export const useRenameFactor = () => useAccountAct(({ id, name }: { id: string; name: string }) => body(api.PATCH("/api/v1/account/factors/{factor_id}", { params: { path: { factor_id: id } }, body: { name } })));

export const useNewCodes = () => useAccountAct(() => body(api.POST("/api/v1/account/recovery-codes")));

export const useAcknowledgeReset = () => useAccountAct(() => api.DELETE("/api/v1/account/reset"));

export const useFactorsOf = (userId: string) => useQuery({ queryKey: ["factors", userId], queryFn: async ({ signal }) => (await body(api.GET("/api/v1/users/{user_id}/factors", { params: { path: { user_id: userId } }, signal }))).items });

export function useResetFactors(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE("/api/v1/users/{user_id}/factors", { params: { path: { user_id: userId } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["factors", userId] }),
  });
}

/** The browser's part of a passkey (W3C Web Authentication, level 3). */
export const knowsPasskeys = () => typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential;

export async function makePasskey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  return json(await navigator.credentials.create({ publicKey }));
}

export async function answerByPasskey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return json(await navigator.credentials.get({ publicKey }));
}

function json(made: Credential | null): Record<string, unknown> {
  return (made as PublicKeyCredential).toJSON() as unknown as Record<string, unknown>;
}
