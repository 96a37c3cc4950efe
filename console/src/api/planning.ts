/** What planning asks: doubles, key targets, proposals, opinions and their settings. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { saveAs } from "./downloads";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type PairDetail = Schemas["PairDetailOut"];
export type PairSide = Schemas["SideOut"];
export type PairState = Schemas["PairState"];
export type Evidence = Schemas["Evidence"];
export type PairDecision = Schemas["DuplicateDecisionIn"];
/** Corners are counted, not drawn. */
export type Target = Omit<Schemas["TargetOut"], "polygon"> & { polygon: readonly unknown[] };
export type TargetNew = Schemas["TargetNew"];
export type TargetKind = Schemas["TargetKind"];
export type CoverState = Schemas["CoverState"];
export type Need = Schemas["NeedShape"];
export type Density = Schemas["DensityClass"];
export type Proposal = Schemas["ProposalOut"];
export type CaseFile = Schemas["CaseFileOut"];
export type ProposalState = Schemas["ProposalState"];
export type ProposalNew = Schemas["ProposalNew"];
export type Candidate = Schemas["CandidateShape"];
export type Claim = Schemas["ClaimShape"];
export type Checks = Schemas["ChecksOut"];
export type CandidateCheck = Schemas["CandidateCheckOut"];
export type SharedView = Schemas["SharedViewOut"];
export type Finding = Schemas["FindingOut"];
export type Opinion = Schemas["OpinionOut"];
export type OpinionListed = Schemas["OpinionListed"];
export type Verdict = Schemas["Verdict"];
export type AgencyRole = Schemas["AgencyRole"];
export type AcceptanceTest = Schemas["TestOut"];
export type Installed = Schemas["InstalledIn"];
export type PlanningSettings = Schemas["SettingsShape"];
export type DecisionIn = Schemas["ProposalDecisionIn"];
export type LetterKind = Schemas["LetterKind"];
export type LetterFormat = Schemas["LetterFormat"];
export type Funding = Schemas["Funding"];

const PAGE = 50;
const SEARCH_MS = 1000;
const keys = { pairs: ["duplicates"], pair: (id: string) => ["duplicate", id], targets: ["targets"], proposals: ["proposals"], proposal: (id: string) => ["proposal", id], opinions: ["opinions"], settings: ["planning-settings"] } as const;

export function usePairs(state: PairState) {
  return useInfiniteQuery({
    queryKey: [...keys.pairs, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/duplicates", { params: { query: { state, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function usePair(id: string | undefined) {
  return useQuery({
    queryKey: keys.pair(id ?? ""),
    enabled: Boolean(id),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/duplicates/{pair_id}", { params: { path: { pair_id: id ?? "" } }, signal })),
  });
}

export function useDecidePair() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...decision }: PairDecision & { id: string }) => body(api.POST("/api/v1/duplicates/{pair_id}/decision", { params: { path: { pair_id: id } }, body: decision })),
    onSettled: (_answer, _error, { id }) => {
      client.removeQueries({ queryKey: keys.pair(id) });
      void client.invalidateQueries({ queryKey: keys.pairs });
      void client.invalidateQueries({ queryKey: ["cameras"] });
    },
  });
}

/** Takes "different" back: the pair is open again. */
export function useReopenPair() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE("/api/v1/duplicates/{pair_id}/decision", { params: { path: { pair_id: id } } })),
    onSettled: (_answer, _error, id) => {
      client.removeQueries({ queryKey: keys.pair(id) });
      void client.invalidateQueries({ queryKey: keys.pairs });
    },
  });
}

/** Takes a merge back: the two part again, each with what it had. */
export function useSplitMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mergeId: string) => api.POST("/api/v1/merges/{merge_id}/split", { params: { path: { merge_id: mergeId } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.pairs }),
  });
}

export type Search = Schemas["RefreshOut"];

const isRunning = (search: Search | undefined) => search?.step === "reading" || search?.step === "comparing" || search?.step === "saving";

export function useDoublesSearch() {
  const client = useQueryClient();
  const key = ["duplicates-search"];
  const progress = useQuery<Search>({
    queryKey: key,
    refetchInterval: ({ state }) => (isRunning(state.data) ? SEARCH_MS : false),
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<Search>(key);
      const now = await body(api.GET("/api/v1/duplicates/search", { signal }));
      if (isRunning(before) && !isRunning(now)) void client.invalidateQueries({ queryKey: keys.pairs });
      return now;
    },
  });
  const start = useMutation({
    mutationFn: () => body(api.POST("/api/v1/duplicates/refresh", { body: {} })),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  return { progress, start, running: isRunning(progress.data) || start.isPending };
}

/** Each reading stands on the record, so it is not repeated behind the reader's back. */
export function useTargets(q: string, kind: TargetKind | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.targets, q, kind],
    initialPageParam: undefined as string | undefined,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/targets", { params: { query: { q: q || undefined, kind, cover: true, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useSaveTarget(target: Target | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: TargetNew) =>
      target
        ? body(api.PATCH("/api/v1/targets/{target_id}", { params: { path: { target_id: target.id } }, body: { ...input, version: target.version } }))
        : body(api.POST("/api/v1/targets", { body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.targets }),
  });
}

export function useDeleteTarget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE("/api/v1/targets/{target_id}", { params: { path: { target_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.targets }),
  });
}

export function useProposals(q: string, state: ProposalState | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.proposals, q, state],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/proposals", { params: { query: { q: q || undefined, state, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useProposal(id: string | undefined) {
  return useQuery({
    queryKey: keys.proposal(id ?? ""),
    enabled: Boolean(id),
    queryFn: ({ signal }) => body(api.GET("/api/v1/proposals/{proposal_id}", { params: { path: { proposal_id: id ?? "" } }, signal })),
  });
}

export function useRules() {
  return useQuery({ queryKey: ["proposal-rules"], staleTime: Infinity, queryFn: ({ signal }) => body(api.GET("/api/v1/proposals/rules", { signal })) });
}

export type Drawn = Schemas["ProposalCheck"];

/** What the checks say about what is drawn now; each question stands on the record, so one that was asked is kept. */
export function useDrawingChecks(drawn: Drawn | null) {
  return useQuery({
    queryKey: ["proposal-check", drawn],
    enabled: drawn !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (drawn ? await body(api.POST("/api/v1/proposals/check", { body: drawn, signal })) : null),
  });
}

export function useSaveProposal(known: CaseFile | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ProposalNew) => {
      if (!known) return body(api.POST("/api/v1/proposals", { body: input }));
      const { title, justification, funding, retention_days, claim, candidates } = input;
      return body(api.PATCH("/api/v1/proposals/{proposal_id}", { params: { path: { proposal_id: known.id } }, body: { title, justification, funding, retention_days, claim, candidates, version: known.version } }));
    },
    onSuccess: (saved) => {
      client.setQueryData(keys.proposal(saved.id), saved);
      void client.invalidateQueries({ queryKey: keys.proposals });
    },
  });
}

/** `of`: a proposal that was made just now, after the screen asked for this. */
type StepInput = { of?: string } & ({ step: "submit" | "withdraw" | "acceptance"; version: number } | ({ step: "decision" } & DecisionIn) | { step: "installation"; version: number; cameras: Installed[] });

/** One step on a proposal's way; the answer is the whole file as it is after it. */
export function useProposalStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, of = id, ...input }: StepInput) => {
      const params = { path: { proposal_id: of } };
      switch (step) {
        case "submit":
          return body(api.POST("/api/v1/proposals/{proposal_id}/submit", { params, body: input }));
        case "withdraw":
          return body(api.POST("/api/v1/proposals/{proposal_id}/withdraw", { params, body: input }));
        case "acceptance":
          return body(api.POST("/api/v1/proposals/{proposal_id}/acceptance", { params, body: input }));
        case "decision":
          return body(api.POST("/api/v1/proposals/{proposal_id}/decision", { params, body: input as DecisionIn }));
        case "installation":
          return body(api.POST("/api/v1/proposals/{proposal_id}/installation", { params, body: input as { version: number; cameras: Installed[] } }));
      }
    },
    onSuccess: (after) => {
      client.setQueryData(keys.proposal(after.id), after);
      void client.invalidateQueries({ queryKey: keys.proposals });
      void client.invalidateQueries({ queryKey: keys.opinions });
    },
  });
}

export function useAcceptanceTest(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/proposals/{proposal_id}/acceptance/test", { params: { path: { proposal_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.proposal(id) }),
  });
}

export async function saveLetter(file: { id: string; number: string }, kind: LetterKind, format: LetterFormat, role: AgencyRole): Promise<void> {
  const params = { path: { proposal_id: file.id, kind, file_format: format }, query: { role } };
  const { data } = await api.GET("/api/v1/proposals/{proposal_id}/letters/{kind}.{file_format}", { params, parseAs: "blob" });
  saveAs(data as unknown as Blob, [file.number.replaceAll("/", "-"), kind, ...(kind === "request" || kind === "opinion" ? [role] : [])].join("_").concat(".", format));
}

export function useOpinions(pending: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.opinions, pending],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/opinions", { params: { query: { pending, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useOpinion(id: string | undefined) {
  return useQuery({
    queryKey: [...keys.opinions, "one", id],
    enabled: Boolean(id),
    queryFn: ({ signal }) => body(api.GET("/api/v1/opinions/{opinion_id}", { params: { path: { opinion_id: id ?? "" } }, signal })),
  });
}

export function useAnswerOpinion(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: Schemas["AnswerIn"]) => body(api.POST("/api/v1/opinions/{opinion_id}", { params: { path: { opinion_id: id } }, body: answer })),
    onSuccess: ({ proposal_id }) => {
      // Not awaited: the lists' new answer takes the form away, and with it whatever was to follow.
      void client.invalidateQueries({ queryKey: keys.opinions });
      void client.invalidateQueries({ queryKey: keys.proposal(proposal_id) });
    },
  });
}

export function usePlanningSettings(enabled: boolean) {
  return useQuery({ queryKey: keys.settings, enabled, retry: false, queryFn: ({ signal }) => body(api.GET("/api/v1/planning-settings", { signal })) });
}

export function useSetPlanningSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: PlanningSettings) => body(api.PUT("/api/v1/planning-settings", { body: wanted })),
    onSuccess: (now) => client.setQueryData(keys.settings, now),
  });
}
