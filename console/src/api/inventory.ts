/** Campaigns, files that are handed in, and forms from phones: what the console asks about them. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { api, ApiError, body } from "./client";
import { saveAs } from "./downloads";
import { keys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Import = Schemas["ImportOut"];
export type ImportState = Import["state"];
export type Row = Schemas["ImportRowOut"];
export type RowStatus = Row["status"];
export type RowPatch = Schemas["RowPatch"];
export type CellFault = Row["errors"][number];
export type Fault = Schemas["Fault"];
export type Notice = Row["notices"][number];
export type InventoryColumn = Schemas["ColumnOut"];
export type Missing = Schemas["MissingOut"];
export type Suspect = Schemas["SuspectOut"];
export type Applied = Schemas["AppliedOut"];
export type Campaign = Schemas["CampaignOut"];
export type CampaignNew = Schemas["CampaignNew"];
export type CampaignPatch = Schemas["CampaignPatch"];
export type Task = Schemas["TaskOut"];
export type TaskState = Task["state"];
export type Progress = Schemas["ProgressOut"];
export type FieldReport = Schemas["FieldReportNew"];

/** While a file is checked its progress is asked for this often. */
const CHECKING_MS = 1000;
const PAGE = 100;

const mine = {
  imports: ["imports"] as const,
  import: (id: string) => ["import", id] as const,
  rows: (id: string) => ["import-rows", id] as const,
  campaigns: ["campaigns"] as const,
  campaign: (id: string) => ["campaign", id] as const,
};

export function useColumns() {
  return useQuery({ queryKey: ["inventory", "columns"], staleTime: Infinity, queryFn: ({ signal }) => body(api.GET("/api/v1/inventory/columns", { signal })) });
}

export function useImports() {
  return useInfiniteQuery({
    queryKey: mine.imports,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/imports", { params: { query: { limit: 50, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((one) => one.state === "checking")) ? CHECKING_MS : false),
  });
}

export function useImport(id: string) {
  return useQuery({
    queryKey: mine.import(id),
    queryFn: ({ signal }) => body(api.GET("/api/v1/imports/{import_id}", { params: { path: { import_id: id } }, signal })),
    refetchInterval: (query) => (query.state.data?.state === "checking" ? CHECKING_MS : false),
  });
}

export interface RowsFilter {
  status?: RowStatus;
  fault?: Fault;
  around?: boolean;
}

export function useRows(id: string, filter: RowsFilter, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...mine.rows(id), filter],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/imports/{import_id}/rows", { params: { path: { import_id: id }, query: { ...filter, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useMissing(id: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...mine.rows(id), "missing"],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/imports/{import_id}/missing", { params: { path: { import_id: id }, query: { limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Asked for once: the whole file is compared with the city. */
export function useSuspects(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["import-suspects", id],
    enabled,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: async ({ signal }) => (await body(api.GET("/api/v1/imports/{import_id}/duplicates", { params: { path: { import_id: id } }, signal }))).items,
  });
}

/** One row by its number. */
export function useRow(id: string, number: number | null) {
  return useQuery({
    queryKey: [...mine.rows(id), "one", number],
    enabled: number !== null,
    queryFn: async ({ signal }) => {
      const page = await body(api.GET("/api/v1/imports/{import_id}/rows", { params: { path: { import_id: id }, query: { limit: 1, after: String((number ?? 1) - 1) } }, signal }));
      return page.items.find((row) => row.number === number) ?? null;
    },
  });
}

function refresh(client: QueryClient, id: string, after?: Import): void {
  if (after) client.setQueryData(mine.import(id), after);
  else void client.invalidateQueries({ queryKey: mine.import(id) });
  void client.invalidateQueries({ queryKey: mine.rows(id) });
  void client.invalidateQueries({ queryKey: mine.imports });
}

export function useChangeRow(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, patch }: { number: number; patch: RowPatch }) => body(api.PATCH("/api/v1/imports/{import_id}/rows/{number}", { params: { path: { import_id: id, number } }, body: patch })),
    onSettled: () => refresh(client, id),
  });
}

export function useMend(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fault: Fault) => body(api.POST("/api/v1/imports/{import_id}/suggestions", { params: { path: { import_id: id } }, body: { fault } })),
    onSuccess: (mended) => refresh(client, id, mended.import),
  });
}

/** All that a person says of headings that nobody knows: heading -> column. The rows are checked anew. */
export function useChooseColumns(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (columns: Record<string, string>) => body(api.PUT("/api/v1/imports/{import_id}/columns", { params: { path: { import_id: id } }, body: { columns } })),
    onSuccess: (found) => refresh(client, id, found),
  });
}

export function useApply(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { version: number; leave_errors: boolean }) => body(api.POST("/api/v1/imports/{import_id}/apply", { params: { path: { import_id: id } }, body: input })),
    onSuccess: (applied) => {
      refresh(client, id, applied.import);
      void client.invalidateQueries({ queryKey: keys.cameras });
      void client.invalidateQueries({ queryKey: mine.campaigns });
    },
    onError: () => refresh(client, id),
  });
}

export function useWithdraw(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE("/api/v1/imports/{import_id}", { params: { path: { import_id: id } } }),
    onSuccess: () => refresh(client, id),
  });
}

export interface Upload {
  file: File;
  organisationId: string;
  campaignId: string;
}

/** By hand, because only this way a browser tells how much of a file is sent. */
function send({ file, organisationId, campaignId }: Upload, progress: (share: number) => void, signal: AbortSignal): Promise<Import> {
  const query = new URLSearchParams({ organisation_id: organisationId, file_name: file.name });
  if (campaignId) query.set("campaign_id", campaignId);
  return new Promise((done, fail) => {
    // eslint-disable-next-line no-restricted-globals -- the client of the API cannot tell how much is sent
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/imports?${query.toString()}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) {
        done(request.response as Import);
        return;
      }
      const problem = (request.response ?? {}) as Record<string, unknown>;
      const text = (name: string) => (typeof problem[name] === "string" ? problem[name] : "");
      fail(new ApiError(request.status, text("kind") || (request.status === 413 ? "too_big" : "internal"), text("detail") || text("title"), problem));
    };
    request.onerror = () => fail(new ApiError(0, "unreachable", ""));
    request.onabort = () => fail(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

export function useUpload(progress: (share: number) => void, signal: () => AbortSignal) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upload: Upload) => send(upload, progress, signal()),
    onSuccess: (made) => {
      refresh(client, made.id, made);
      void client.invalidateQueries({ queryKey: mine.campaigns });
    },
  });
}

export async function saveErrors(found: Import): Promise<void> {
  const { data } = await api.GET("/api/v1/imports/{import_id}/errors.xlsx", { params: { path: { import_id: found.id } }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `${found.file_name.replace(/\.\w+$/, "")}_loi.xlsx`);
}

export async function saveTemplate(organisation: { id: string; code: string }, kind: "xlsx" | "csv", prefilled: boolean): Promise<void> {
  const query = { organisation_id: organisation.id, prefilled };
  const { data } =
    kind === "xlsx" ? await api.GET("/api/v1/inventory/template.xlsx", { params: { query }, parseAs: "blob" }) : await api.GET("/api/v1/inventory/template.csv", { params: { query }, parseAs: "blob" });
  saveAs(data as unknown as Blob, `kiem-ke-${organisation.code}.${kind}`);
}

export function useCampaigns() {
  return useInfiniteQuery({
    queryKey: mine.campaigns,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/campaigns", { params: { query: { limit: 50, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useOwnTasks(enabled: boolean) {
  return useQuery({ queryKey: [...mine.campaigns, "own-tasks"], enabled, queryFn: async ({ signal }) => (await body(api.GET("/api/v1/inventory/tasks", { signal }))).items });
}

export function useCampaign(id: string) {
  return useQuery({ queryKey: mine.campaign(id), queryFn: ({ signal }) => body(api.GET("/api/v1/campaigns/{campaign_id}", { params: { path: { campaign_id: id } }, signal })) });
}

export function useProgress(id: string) {
  return useQuery({ queryKey: [...mine.campaign(id), "progress"], refetchInterval: 30_000, queryFn: ({ signal }) => body(api.GET("/api/v1/campaigns/{campaign_id}/progress", { params: { path: { campaign_id: id } }, signal })) });
}

export function useTasks(id: string) {
  return useQuery({
    queryKey: [...mine.campaign(id), "tasks"],
    refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const found: Task[] = [];
      let after: string | null | undefined;
      do {
        const page = await body(api.GET("/api/v1/campaigns/{campaign_id}/tasks", { params: { path: { campaign_id: id }, query: { limit: 500, after } }, signal }));
        found.push(...page.items);
        after = page.next;
      } while (after);
      return found;
    },
  });
}

export function useOpenCampaign() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: CampaignNew) => body(api.POST("/api/v1/campaigns", { body: input })), onSuccess: () => client.invalidateQueries({ queryKey: mine.campaigns }) });
}

export function useChangeCampaign(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: CampaignPatch) => body(api.PATCH("/api/v1/campaigns/{campaign_id}", { params: { path: { campaign_id: id } }, body: patch })),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: mine.campaign(id) });
      void client.invalidateQueries({ queryKey: mine.campaigns });
    },
  });
}

export function useRemind(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { organisation_ids: string[] | null; text: string }) => body(api.POST("/api/v1/campaigns/{campaign_id}/reminders", { params: { path: { campaign_id: id } }, body: input })),
    onSuccess: () => client.invalidateQueries({ queryKey: mine.campaign(id) }),
  });
}

/** Not a mutation: forms are sent when there is a network again, whatever screen is open. */
export function sendFieldReport(report: FieldReport) {
  return body(api.POST("/api/v1/field-reports", { body: report }));
}
