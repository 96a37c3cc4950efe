/** The regulation: packs on their way, what they say, what they would change; one's own rights. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Regulation = Schemas["RegulationOut"];
export type RegulationFull = Schemas["RegulationFull"];
export type RegulationState = Schemas["PackState"];
export type Policy = Schemas["PolicyOut"];
export type TestCase = Schemas["CaseOut"];
export type Answer = Schemas["AnswerOut"];
export type Article = Schemas["Article"];
export type Certainty = Schemas["SourceCertainty"];
export type Change = Schemas["RegulationChange"];
export type Shift = Schemas["ShiftOut"];
export type RightPlace = Schemas["PlaceOut"];
export type Right = Schemas["RightOut"];

const keys = { all: ["regulations"], one: (id: string) => ["regulation", id], difference: (id: string) => ["regulation", id, "difference"] } as const;

export function useRegulations() {
  return useQuery({ queryKey: keys.all, queryFn: async ({ signal }) => (await body(api.GET("/api/v1/regulations", { signal }))).items });
}

export function useRegulation(id: string) {
  return useQuery({ queryKey: keys.one(id), queryFn: ({ signal }) => body(api.GET("/api/v1/regulations/{regulation_id}", { params: { path: { regulation_id: id } }, signal })) });
}

export function useDifference(id: string) {
  return useQuery({ queryKey: keys.difference(id), queryFn: async ({ signal }) => (await body(api.GET("/api/v1/regulations/{regulation_id}/difference", { params: { path: { regulation_id: id } }, signal }))).items });
}

export function useMyRights() {
  return useQuery({ queryKey: ["my-rights"], queryFn: ({ signal }) => body(api.GET("/api/v1/me/rights", { signal })) });
}

/** A .zip as it is, or the files by their names. */
export function usePropose() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ files, reason }: { files: File[]; reason: string }) => {
      const [first] = files;
      const isZip = files.length === 1 && first?.name.toLowerCase().endsWith(".zip");
      const content = isZip ? first : JSON.stringify(Object.fromEntries(await Promise.all(files.map(async (file) => [file.name, await file.text()] as const))));
      return body(
        api.POST("/api/v1/regulations", {
          params: { query: { reason } },
          headers: { "Content-Type": isZip ? "application/zip" : "application/json" },
          body: content as never,
          bodySerializer: (given) => given as unknown as Blob,
        }),
      );
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

export type Step = { do: "approve"; words: string } | { do: "refuse"; words: string } | { do: "switch"; at: string | null } | { do: "callOff" } | { do: "rollBack"; words: string };

export function useStep(id: string) {
  const client = useQueryClient();
  const params = { path: { regulation_id: id } };
  return useMutation({
    mutationFn: (step: Step) => {
      switch (step.do) {
        case "approve":
          return body(api.POST("/api/v1/regulations/{regulation_id}/approve", { params, body: { words: step.words } }));
        case "refuse":
          return body(api.POST("/api/v1/regulations/{regulation_id}/refuse", { params, body: { words: step.words } }));
        case "switch":
          return body(api.POST("/api/v1/regulations/{regulation_id}/switch", { params, body: { at: step.at } }));
        case "callOff":
          return body(api.DELETE("/api/v1/regulations/{regulation_id}/switch", { params }));
        case "rollBack":
          return body(api.POST("/api/v1/regulations/{regulation_id}/roll-back", { params, body: { words: step.words } }));
      }
    },
    // what anybody may do may be another now
    onSuccess: () => client.invalidateQueries(),
  });
}

export interface Simulated {
  decided: number;
  withoutPurpose: number;
  shifts: Shift[];
  /** How much of the time asked for has been read, 0 to 1. */
  share: number;
  running: boolean;
  error: unknown;
}

/** The record decided again, part by part, until all is read or it is stopped. */
export function useSimulation(id: string): { state: Simulated | null; start: (since: string) => void; stop: () => void } {
  const [state, setState] = useState<Simulated | null>(null);
  const run = useRef(0);
  const stop = useCallback(() => {
    run.current += 1;
    setState((before) => before && { ...before, running: false });
  }, []);
  const start = (since: string) => {
    run.current += 1;
    void read(run.current, since);
  };
  const read = async (number: number, since: string) => {
    const from = Date.parse(since);
    const now = Date.now();
    let sum: Simulated = { decided: 0, withoutPurpose: 0, shifts: [], share: 0, running: true, error: null };
    let after: string | null | undefined;
    setState(sum);
    do {
      try {
        const part: Schemas["SimulatedOut"] = await body(api.POST("/api/v1/regulations/{regulation_id}/simulate", { params: { path: { regulation_id: id }, query: { since, after: after ?? undefined } } }));
        after = part.after;
        const reached = Date.parse(part.reached);
        const share = after ? Math.min(1, Math.max(0, (now - reached) / Math.max(1, now - from))) : 1;
        sum = { ...sum, decided: sum.decided + part.decided, withoutPurpose: sum.withoutPurpose + part.without_purpose, shifts: added(sum.shifts, part.shifts), share, running: !!after };
      } catch (error) {
        sum = { ...sum, running: false, error };
        after = null;
      }
      if (run.current !== number) return;
      setState(sum);
    } while (after);
  };
  return { state, start, stop };
}

/** As many as one answer of the server has. */
const EXAMPLES = 5;

export function added(before: Shift[], more: Shift[]): Shift[] {
  const found = new Map(before.map((shift) => [key(shift), shift]));
  for (const shift of more) {
    const known = found.get(key(shift));
    found.set(key(shift), known ? { ...known, count: known.count + shift.count, examples: [...known.examples, ...shift.examples].slice(0, EXAMPLES) } : shift);
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}

const key = (shift: Shift) => [shift.action, shift.before, shift.after, shift.needs, shift.policies].join("|");
