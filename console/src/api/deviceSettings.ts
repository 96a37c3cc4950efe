/** What is set on one device: how its pictures are made, its accounts. Each question speaks to the device. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type DeviceUser = Schemas["DeviceUserOut"];
export type UserLevel = DeviceUser["level"];

const ofDevice = (id: string) => ({ params: { path: { device_id: id } } });
const ofChannel = (id: string, token: string) => ({ params: { path: { device_id: id, token } } });
const imagingKey = (id: string, token: string) => ["devices", "imaging", id, token] as const;
const usersKey = (id: string) => ["devices", "users", id] as const;

export type DeviceImaging = NonNullable<ReturnType<typeof useDeviceImaging>["data"]>;

export function useDeviceImaging(id: string, token: string) {
  return useQuery({ queryKey: imagingKey(id, token), retry: false, refetchOnWindowFocus: false, queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}/channels/{token}/imaging", { ...ofChannel(id, token), signal })) });
}

export function useSetImaging(id: string, token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Schemas["DeviceImagingIn"]) => body(api.PUT("/api/v1/devices/{device_id}/channels/{token}/imaging", { ...ofChannel(id, token), body: wanted })),
    onSuccess: (now) => client.setQueryData(imagingKey(id, token), now),
  });
}

export function useDeviceUsers(id: string) {
  return useQuery({ queryKey: usersKey(id), retry: false, refetchOnWindowFocus: false, queryFn: ({ signal }) => body(api.GET("/api/v1/devices/{device_id}/users", { ...ofDevice(id), signal })).then((page) => page.items) });
}

export function useDeviceUserAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: { make: Schemas["DeviceUserIn"] } | { remove: string }) =>
      "make" in act ? api.POST("/api/v1/devices/{device_id}/users", { ...ofDevice(id), body: act.make }) : api.DELETE("/api/v1/devices/{device_id}/users/{name}", { params: { path: { device_id: id, name: act.remove } } }),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey(id) }),
  });
}
