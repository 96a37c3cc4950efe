/** Cameras and recorders as things on the network. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Device = Schemas["DeviceOut"];
export type DeviceState = Schemas["DeviceState"];
export type DeviceFile = Schemas["DeviceDetailOut"];
export type DeviceChannel = Schemas["DeviceChannelOut"];
export type DeviceJob = Schemas["DeviceJobOut"];
export type DeviceItem = Schemas["DeviceItemOut"];
export type ItemState = DeviceItem["state"];
export type NamedNetwork = Schemas["NamedNetworkOut"];
export type NetworkNew = Schemas["NamedNetworkNew"];
export type Onboard = Schemas["OnboardIn"];
export type Template = Schemas["DeviceTemplateIn"];
export type JobKind = Schemas["DeviceJobIn"]["kind"];
export type Setting = Schemas["DeviceSettingOut"];
export type Posture = Schemas["PostureOut"];
export type Postures = Schemas["PosturesOut"];
export type PostureCheck = Schemas["PostureCheck"];
export type PostureSeverity = Schemas["PostureSeverity"];
export type PostureVerdict = Schemas["PostureVerdict"];
export type DevicePosture = Schemas["DevicePostureOut"];
export type Listening = Schemas["DeviceSubscriptionOut"];
export type DeviceEvent = Schemas["DeviceEventOut"];

const KEY = ["devices"] as const;
const UNDER_WAY_MS = 1500;
const QUIET_MS = 15_000;
const EVENTS_MS = 5000;
const PAGE = 100;
const REPORT_PAGE = 500;

const isOver = (job: DeviceJob | undefined) => job?.state === "done" || job?.state === "cancelled" || job?.state === "paused";
const ofDevice = (id: string) => ({ params: { path: { device_id: id } } });
const ofJob = (id: string) => ({ params: { path: { job_id: id } } });

export function useDevices(filter: { q?: string; state?: DeviceState[] }) {
  return useInfiniteQuery({
    queryKey: [...KEY, "list", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => body(api.GET("/api/v1/devices", { signal, params: { query: { ...filter, limit: PAGE, after: pageParam } } })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export const useDevice = (id: string) => useQuery({ queryKey: [...KEY, "one", id], queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}", { signal, ...ofDevice(id) })) });
export const useNetworks = () => useQuery({ queryKey: [...KEY, "networks"], queryFn: ({ signal }) => body(api.GET("/api/v1/devices/networks", { signal })).then((page) => page.items) });

export function useDeviceJobs() {
  return useQuery({
    queryKey: [...KEY, "jobs"],
    queryFn: ({ signal }) => body(api.GET("/api/v1/devices/jobs", { signal, params: { query: { limit: 50 } } })).then((page) => page.items),
    refetchInterval: (query) => (query.state.data?.every(isOver) ? QUIET_MS : UNDER_WAY_MS),
  });
}

export function useDeviceJob(id: string) {
  return useQuery({
    queryKey: [...KEY, "job", id],
    queryFn: ({ signal }) => body(api.GET("/api/v1/devices/jobs/{job_id}", { signal, ...ofJob(id) })),
    refetchInterval: (query) => (isOver(query.state.data) ? QUIET_MS : UNDER_WAY_MS),
  });
}

const itemsPage = (id: string, state: ItemState | "", after: number, limit: number, signal: AbortSignal | null) =>
  body(api.GET("/api/v1/devices/jobs/{job_id}/items", { signal, params: { path: { job_id: id }, query: { limit, after, state: state ? [state] : undefined } } }));

/** The report: anew whenever the job's counts differ. */
export function useDeviceItems(id: string, state: ItemState | "", counts: string) {
  return useInfiniteQuery({
    queryKey: [...KEY, "items", id, state, counts],
    initialPageParam: -1,
    queryFn: ({ signal, pageParam }) => itemsPage(id, state, pageParam, PAGE, signal),
    getNextPageParam: (page) => (page.next ? Number(page.next) : undefined),
    placeholderData: keepPreviousData,
  });
}

type Page = Awaited<ReturnType<typeof itemsPage>>;

/** All of it, for a file that is taken away. */
export async function wholeReport(id: string): Promise<DeviceItem[]> {
  const all: DeviceItem[] = [];
  for (let after: number | null = -1; after !== null; ) {
    const page: Page = await itemsPage(id, "", after, REPORT_PAGE, null);
    all.push(...page.items);
    after = page.next ? Number(page.next) : null;
  }
  return all;
}

export const useSitesLike = (q: string) => useQuery({ queryKey: ["sites", "like", q], queryFn: ({ signal }) => body(api.GET("/api/v1/sites", { signal, params: { query: { q, limit: 30 } } })).then((page) => page.items) });

export const usePostures = () => useQuery({ queryKey: [...KEY, "postures"], queryFn: ({ signal }) => body(api.GET("/api/v1/devices/posture", { signal })) });
export const useExceptions = () => useQuery({ queryKey: [...KEY, "exceptions"], queryFn: ({ signal }) => body(api.GET("/api/v1/devices/posture/exceptions", { signal })).then((page) => page.items) });

export function useDevicePostures(filter: { owner_id?: string; check?: PostureCheck; worst?: PostureSeverity }) {
  return useInfiniteQuery({
    queryKey: [...KEY, "postures", "list", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => body(api.GET("/api/v1/devices/posture/devices", { signal, params: { query: { ...filter, limit: PAGE, after: pageParam } } })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export const usePosture = (id: string) => useQuery({ queryKey: [...KEY, "posture", id], retry: false, queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}/posture", { signal, ...ofDevice(id) })) });
export const useDeviceEvents = (id: string) => useQuery({ queryKey: [...KEY, "events", id], refetchInterval: EVENTS_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}/events", { signal, params: { path: { device_id: id }, query: { limit: 50 } } })) });

function useAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: KEY }) });
}

export const useNameNetwork = () => useAct((input: NetworkNew) => body(api.POST("/api/v1/devices/networks", { body: input })));
export const useForgetNetwork = () => useAct((id: string) => api.DELETE("/api/v1/devices/networks/{network_id}", { params: { path: { network_id: id } } }));
export const useOnboard = () => useAct((input: Onboard) => body(api.POST("/api/v1/devices/jobs/onboard", { body: input })));
export const useStartJob = () => useAct((input: Schemas["DeviceJobIn"]) => body(api.POST("/api/v1/devices/jobs", { body: input })));
export const useMoveJob = (id: string) => useAct((state: Schemas["DeviceJobMove"]["state"]) => body(api.PATCH("/api/v1/devices/jobs/{job_id}", { ...ofJob(id), body: { state } })));
export const useRetryJob = () => useAct((id: string) => body(api.POST("/api/v1/devices/jobs/{job_id}/retry", ofJob(id))));
export const useDecide = (id: string) =>
  useAct(({ position, camera_id }: { position: number; camera_id: string | null }) =>
    body(api.POST("/api/v1/devices/jobs/{job_id}/items/{position}/decision", { params: { path: { job_id: id, position } }, body: camera_id ? { camera_id, new: false } : { new: true } })),
  );

export type DeviceAct = "read" | "reboot" | "password" | "again" | "retire" | "retire_both" | "listen" | "unlisten";

/** What is done to one device without more words. */
export const useDeviceAct = (id: string) =>
  useAct<DeviceAct, unknown>((act) => {
    const one = ofDevice(id);
    if (act === "read") return body(api.POST("/api/v1/devices/{device_id}/read", one));
    if (act === "reboot") return api.POST("/api/v1/devices/{device_id}/reboot", one);
    if (act === "password") return body(api.POST("/api/v1/devices/{device_id}/password", one));
    if (act === "again") return body(api.POST("/api/v1/devices/{device_id}/password/again", one));
    if (act === "listen") return body(api.PUT("/api/v1/devices/{device_id}/events/subscription", one));
    if (act === "unlisten") return api.DELETE("/api/v1/devices/{device_id}/events/subscription", one);
    return api.DELETE("/api/v1/devices/{device_id}", { params: { ...one.params, query: { both: act === "retire_both" } } });
  });

export const useEnterLogin = (id: string) => useAct((input: Schemas["DeviceLoginIn"]) => body(api.PUT("/api/v1/devices/{device_id}/login", { ...ofDevice(id), body: input })));
export const useConfirmCertificate = (id: string) => useAct((certificate: string) => body(api.PUT("/api/v1/devices/{device_id}/certificate", { ...ofDevice(id), body: { certificate } })));
export const useLinkChannel = (id: string) => useAct(({ token, camera_id }: { token: string; camera_id: string | null }) => body(api.PUT("/api/v1/devices/{device_id}/channels/{token}", { params: { path: { device_id: id, token } }, body: { camera_id } })));
export const useSetTime = (id: string) => useAct((servers: string[]) => body(api.PUT("/api/v1/devices/{device_id}/time", { ...ofDevice(id), body: { ntp_servers: servers, timezone: "ICT-7" } })));
export const useExcept = (id: string) => useAct((input: Schemas["PostureExceptionIn"]) => body(api.POST("/api/v1/devices/{device_id}/posture/exceptions", { ...ofDevice(id), body: input })));
export const useEndException = (id: string) => useAct((exception: string) => api.DELETE("/api/v1/devices/{device_id}/posture/exceptions/{exception_id}", { params: { path: { device_id: id, exception_id: exception } } }));

const ofChannel = (id: string, token: string) => ({ params: { path: { device_id: id, token } } });

/** What the camera itself blots out, asked of it now. */
export const useDeviceMasks = (id: string, token: string) => useQuery({ queryKey: [...KEY, "masks", id, token], retry: false, queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}/channels/{token}/masks", { signal, ...ofChannel(id, token) })).then((page) => page.items) });
export const usePushMasks = (id: string, token: string) => useAct((area_ids: string[]) => body(api.PUT("/api/v1/devices/{device_id}/channels/{token}/masks", { ...ofChannel(id, token), body: { area_ids, keep: true, purpose: "", reference: "" } })));
