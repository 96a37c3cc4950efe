/** One camera's dossier, its history and files; organisations in time; places by name. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { keys } from "./queries";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Dossier = Schemas["DossierOut"];
export type DossierPatch = Schemas["DossierPatch"];
export type DossierFields = Schemas["DossierFields"];
export type Declaration = Schemas["DeclarationOut"];
export type Change = paths["/api/v1/cameras/{camera_id}/history"]["get"]["responses"][200]["content"]["application/json"]["items"][number];
export type Merge = Schemas["MergeOut"];
export type Certificate = Schemas["CertificateShape"];
export type CameraDocument = Schemas["DocumentOut"];
export type DocumentKind = Schemas["DocumentKind"];
export type Lifecycle = Schemas["Lifecycle"];
export type OrganisationNew = Schemas["OrganisationNew"];
export type OrganisationPatch = Schemas["OrganisationPatch"];
export type OrganisationKind = Schemas["OrganisationKind"];
export type Successor = Schemas["Successor"];
export type SuccessionIn = Schemas["SuccessionIn"];

const path = (id: string) => ({ params: { path: { camera_id: id } } });
const dossierKey = (id: string) => ["dossier", id] as const;

export function useDossier(id: string) {
  return useQuery({ queryKey: dossierKey(id), queryFn: ({ signal }) => body(api.GET("/api/v1/cameras/{camera_id}/dossier", { ...path(id), signal })) });
}

function put(client: QueryClient, dossier: Dossier): void {
  client.setQueryData(dossierKey(dossier.camera.id), dossier);
  client.setQueryData(keys.camera(dossier.camera.id), dossier.camera);
  void client.invalidateQueries({ queryKey: ["history", dossier.camera.id] });
  void client.invalidateQueries({ queryKey: keys.cameras });
}

export function useChangeDossier(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: DossierPatch) => body(api.PATCH("/api/v1/cameras/{camera_id}/dossier", { ...path(id), body: patch })),
    onSuccess: (dossier) => put(client, dossier),
    onError: () => client.invalidateQueries({ queryKey: dossierKey(id) }), // what others changed is shown beside what was typed
  });
}

export function useTransition(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { to: Lifecycle; why: string; version: number }) => body(api.POST("/api/v1/cameras/{camera_id}/transition", { ...path(id), body: input })),
    onSuccess: (dossier) => put(client, dossier),
    onError: () => client.invalidateQueries({ queryKey: dossierKey(id) }),
  });
}

export function useVerify(id: string) {
  const client = useQueryClient();
  return useMutation({
    /** null: all that were declared. */
    mutationFn: (fields: string[] | null) => body(api.POST("/api/v1/cameras/{camera_id}/verify", { ...path(id), body: { fields } })),
    onSuccess: (dossier) => put(client, dossier),
  });
}

export function useSplit(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mergeId: string) => api.POST("/api/v1/merges/{merge_id}/split", { params: { path: { merge_id: mergeId } } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["dossier"] });
      void client.invalidateQueries({ queryKey: ["history", id] });
      void client.invalidateQueries({ queryKey: keys.cameras });
    },
  });
}

export function useHistory(id: string) {
  return useInfiniteQuery({
    queryKey: ["history", id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/cameras/{camera_id}/history", { params: { path: { camera_id: id }, query: { after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

const documentsKey = (id: string) => ["documents", id] as const;

export function useDocuments(id: string) {
  return useQuery({ queryKey: documentsKey(id), queryFn: async ({ signal }) => (await body(api.GET("/api/v1/cameras/{camera_id}/documents", { ...path(id), signal }))).items });
}

export const documentUrl = ({ camera_id, id }: CameraDocument) => `/api/v1/cameras/${encodeURIComponent(camera_id)}/documents/${encodeURIComponent(id)}`;

export function useAddDocument(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, kind, name }: { file: File; kind: DocumentKind; name: string }) =>
      body(
        api.POST("/api/v1/cameras/{camera_id}/documents", {
          params: { path: { camera_id: id }, query: { kind, name } },
          headers: { "Content-Type": file.type },
          body: file as never,
          bodySerializer: (content) => content as unknown as Blob,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: documentsKey(id) }),
  });
}

export function useRemoveDocument(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (documentId: string) => api.DELETE("/api/v1/cameras/{camera_id}/documents/{document_id}", { params: { path: { camera_id: id, document_id: documentId } } }),
    onSettled: () => client.invalidateQueries({ queryKey: documentsKey(id) }),
  });
}

export interface Place {
  id: string;
  label: string;
}

const MOST_PLACES = 50;

/** Sites or poles that match what was typed. */
export function usePlaces(kind: "site" | "pole", q: string, enabled: boolean) {
  return useQuery({
    queryKey: ["places", kind, q],
    enabled,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Place[]> => {
      const options = { params: { query: { q, limit: MOST_PLACES } }, signal };
      if (kind === "site") return (await body(api.GET("/api/v1/sites", options))).items.map(({ id, code, name }) => ({ id, label: `${code} ${name}` }));
      return (await body(api.GET("/api/v1/poles", options))).items.map(({ id, code, address }) => ({ id, label: `${code} ${address}`.trim() }));
    },
  });
}

export function usePlace(kind: "site" | "pole", id: string | null | undefined) {
  return useQuery({
    queryKey: ["place", kind, id],
    enabled: Boolean(id),
    staleTime: 300_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Place> => {
      if (kind === "site") {
        const { code, name } = await body(api.GET("/api/v1/sites/{site_id}", { params: { path: { site_id: id ?? "" } }, signal }));
        return { id: id ?? "", label: `${code} ${name}` };
      }
      const { code, address } = await body(api.GET("/api/v1/poles/{pole_id}", { params: { path: { pole_id: id ?? "" } }, signal }));
      return { id: id ?? "", label: `${code} ${address}`.trim() };
    },
  });
}

const ORGANISATIONS = ["organisations"] as const;

/** By names of today and of before; `at`: those there on that day. Null where nothing is asked. */
export function useOrganisationSearch(q: string, at: string) {
  return useQuery({
    queryKey: [...ORGANISATIONS, "search", q, at],
    enabled: Boolean(q || at),
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const found = new Set<string>();
      let after: string | null | undefined;
      do {
        const page = await body(api.GET("/api/v1/organisations", { params: { query: { q: q || undefined, at: at || undefined, limit: 500, after } }, signal }));
        page.items.forEach((one) => found.add(one.id));
        after = page.next;
      } while (after);
      return found;
    },
  });
}

export function useSuccession(id: string | null) {
  return useQuery({
    queryKey: [...ORGANISATIONS, "succession", id],
    enabled: Boolean(id),
    staleTime: 60_000,
    queryFn: ({ signal }) => body(api.GET("/api/v1/organisations/{organisation_id}/succession", { params: { path: { organisation_id: id ?? "" } }, signal })),
  });
}

function useOrganisationsChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ORGANISATIONS });
}

export function useSaveOrganisation(id: string | undefined) {
  const changed = useOrganisationsChanged();
  return useMutation({
    mutationFn: (input: OrganisationNew | OrganisationPatch) =>
      id
        ? body(api.PATCH("/api/v1/organisations/{organisation_id}", { params: { path: { organisation_id: id } }, body: input }))
        : body(api.POST("/api/v1/organisations", { body: input as OrganisationNew })),
    onSuccess: changed,
  });
}

export function useSaySuccession(id: string) {
  const changed = useOrganisationsChanged();
  return useMutation({
    mutationFn: (input: SuccessionIn) => body(api.POST("/api/v1/organisations/{organisation_id}/succession", { params: { path: { organisation_id: id } }, body: input })),
    onSuccess: changed,
  });
}

export function useUnsaySuccession() {
  const changed = useOrganisationsChanged();
  return useMutation({
    mutationFn: ({ id, successorId }: { id: string; successorId: string }) =>
      api.DELETE("/api/v1/organisations/{organisation_id}/succession/{successor_id}", { params: { path: { organisation_id: id, successor_id: successorId } } }),
    onSettled: changed,
  });
}

export function useLoadUnits() {
  const changed = useOrganisationsChanged();
  return useMutation({
    mutationFn: (input: { reform_day?: string; source: string }) => body(api.POST("/api/v1/organisations/units", { body: input })),
    onSuccess: changed,
  });
}
