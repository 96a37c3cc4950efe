/** The repair desk: tickets, contracts, spare parts, planned work, up-time. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import { saveAs } from "./downloads";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Ticket = Schemas["TicketOut"];
export type TicketFile = Schemas["TicketFileOut"];
export type TicketState = Schemas["TicketState"];
export type TicketCamera = Schemas["TicketCameraOut"];
export type TicketTest = Schemas["TicketTestOut"];
export type FaultSeverity = Schemas["FaultSeverity"];
export type Moment = Schemas["Moment"];
export type SparePart = Schemas["SparePartOut"];
export type PlannedWork = Schemas["PlannedWorkOut"];
export type Contract = Schemas["ContractOut"];
export type ContractNew = Schemas["ContractIn"];
export type UpTimeReport = Schemas["UpTimeReportOut"];
export type UpTime = Schemas["UpTimeOut"];

const PAGE = 50;
/** What runs out is looked at as often as the platform opens tickets. */
const DESK_MS = 15_000;
const MAKING_MS = 1000;
const keys = { all: ["tickets"], one: (id: string) => ["ticket", id], works: ["planned-works"], reports: ["uptime-reports"], contracts: ["contracts"], parts: ["spare-parts"] } as const;

export interface TicketFilter {
  q?: string;
  state?: TicketState[];
  late?: boolean;
  severity?: FaultSeverity;
  camera_id?: string;
}

export function useTickets(filter: TicketFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.all, filter],
    refetchInterval: DESK_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/tickets", { params: { query: { ...filter, limit: PAGE, after: pageParam } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useTicketCounts() {
  return useQuery({ queryKey: [...keys.all, "counts"], refetchInterval: DESK_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/tickets/counts", { signal })) });
}

export function useTicket(id: string) {
  return useQuery({ queryKey: keys.one(id), refetchInterval: DESK_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/tickets/{ticket_id}", { params: { path: { ticket_id: id } }, signal })) });
}

export type TicketAct =
  | { act: "step"; to: TicketState; text: string }
  | { act: "note" | "accept" | "close"; text: string }
  | { act: "cancel" | "refuse" | "pause"; reason: string }
  | { act: "resume" }
  | { act: "give"; maintainer_id: string; reason: string }
  | { act: "parts"; part_id: string; quantity: number }
  | { act: "photos"; moment: Moment; photo: Blob };

function sent(id: string, wanted: TicketAct): Promise<TicketFile> {
  const params = { path: { ticket_id: id } };
  switch (wanted.act) {
    case "step":
      return body(api.POST("/api/v1/tickets/{ticket_id}/step", { params, body: { to: wanted.to, text: wanted.text } }));
    case "note":
      return body(api.POST("/api/v1/tickets/{ticket_id}/note", { params, body: { text: wanted.text } }));
    case "accept":
      return body(api.POST("/api/v1/tickets/{ticket_id}/accept", { params, body: { text: wanted.text } }));
    case "close":
      return body(api.POST("/api/v1/tickets/{ticket_id}/close", { params, body: { text: wanted.text } }));
    case "cancel":
      return body(api.POST("/api/v1/tickets/{ticket_id}/cancel", { params, body: { reason: wanted.reason } }));
    case "refuse":
      return body(api.POST("/api/v1/tickets/{ticket_id}/refuse", { params, body: { reason: wanted.reason } }));
    case "pause":
      return body(api.POST("/api/v1/tickets/{ticket_id}/pause", { params, body: { reason: wanted.reason } }));
    case "resume":
      return body(api.POST("/api/v1/tickets/{ticket_id}/resume", { params }));
    case "give":
      return body(api.POST("/api/v1/tickets/{ticket_id}/give", { params, body: { maintainer_id: wanted.maintainer_id, reason: wanted.reason } }));
    case "parts":
      return body(api.POST("/api/v1/tickets/{ticket_id}/parts", { params, body: { part_id: wanted.part_id, quantity: wanted.quantity } }));
    case "photos":
      return body(
        api.POST("/api/v1/tickets/{ticket_id}/photos", {
          params: { ...params, query: { moment: wanted.moment } },
          headers: { "Content-Type": wanted.photo.type },
          body: wanted.photo as unknown as string,
          bodySerializer: (photo) => photo as unknown as Blob,
        }),
      );
  }
}

/** The answer is the ticket as it is now. */
export function useTicketAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: TicketAct) => sent(id, wanted),
    onSuccess: (ticket) => client.setQueryData(keys.one(id), ticket),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: keys.one(id) }), client.invalidateQueries({ queryKey: keys.all }), client.invalidateQueries({ queryKey: keys.parts })]),
  });
}

export function useTestTicket(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/tickets/{ticket_id}/test", { params: { path: { ticket_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.one(id) }),
  });
}

export function useOpenTicket() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["TicketNew"]) => body(api.POST("/api/v1/tickets", { body: wanted })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

export function photoUrl(ticketId: string, photoId: string): string {
  return `/api/v1/tickets/${encodeURIComponent(ticketId)}/photos/${encodeURIComponent(photoId)}`;
}

export function useSpareParts(organisationId: string | undefined) {
  return useQuery({ queryKey: [...keys.parts, organisationId], queryFn: ({ signal }) => body(api.GET("/api/v1/spare-parts", { params: { query: { organisation_id: organisationId } }, signal })) });
}

export function usePutPart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (part: Schemas["SparePartIn"]) => body(api.PUT("/api/v1/spare-parts", { body: part })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.parts }),
  });
}

export function usePlannedWorks() {
  return useQuery({ queryKey: keys.works, queryFn: ({ signal }) => body(api.GET("/api/v1/planned-works", { signal })) });
}

export function usePlanWork() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["PlannedWorkNew"]) => body(api.POST("/api/v1/planned-works", { body: wanted })),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.works }), client.invalidateQueries({ queryKey: ["timeline"] })]),
  });
}

export function useCallOffWork() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/planned-works/{work_id}/call-off", { params: { path: { work_id: id } } })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: keys.works }), client.invalidateQueries({ queryKey: ["timeline"] })]),
  });
}

export function useContracts(enabled: boolean) {
  return useQuery({ queryKey: keys.contracts, enabled, queryFn: ({ signal }) => body(api.GET("/api/v1/contracts", { signal })) });
}

export function useKeepContract(before: Contract | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: ContractNew) =>
      before ? body(api.PUT("/api/v1/contracts/{contract_id}", { params: { path: { contract_id: before.id } }, body: { ...wanted, version: before.version } })) : body(api.POST("/api/v1/contracts", { body: wanted })),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.contracts }), client.invalidateQueries({ queryKey: keys.all })]),
  });
}

export function useDeleteContract() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE("/api/v1/contracts/{contract_id}", { params: { path: { contract_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.contracts }),
  });
}

export function useUpTimeReports() {
  return useQuery({
    queryKey: keys.reports,
    queryFn: ({ signal }) => body(api.GET("/api/v1/uptime-reports", { signal })),
    refetchInterval: (query) => (query.state.data?.items.some((one) => one.state === "making") ? MAKING_MS : false),
  });
}

export function useUpTimeReport(id: string | undefined) {
  return useQuery({
    queryKey: [...keys.reports, id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => body(api.GET("/api/v1/uptime-reports/{report_id}", { params: { path: { report_id: id ?? "" } }, signal })),
    refetchInterval: (query) => (query.state.data?.state === "making" ? MAKING_MS : false),
  });
}

export function useMakeReport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["UpTimeReportNew"]) => body(api.POST("/api/v1/uptime-reports", { body: wanted })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.reports }),
  });
}

export type ReportSuffix = "pdf" | "pdf.sig" | "xlsx" | "xlsx.sig";

/** Each download is on the record. */
export function useSaveReport(report: UpTimeReport) {
  return useMutation({
    mutationFn: async (suffix: ReportSuffix) => {
      const { data } = await api.GET("/api/v1/uptime-reports/{report_id}/report.{suffix}", { params: { path: { report_id: report.id, suffix } }, parseAs: "blob" });
      saveAs(data as unknown as Blob, `uptime-${report.month}.${suffix}`);
    },
  });
}
