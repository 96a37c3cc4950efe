/** Apart from the screens of devices: the first screens load it. */
import { useQuery } from "@tanstack/react-query";

import { api, body } from "./client";

/** The device that a camera is a channel of; null: none, or none that one may see. */
export const useDeviceOf = (camera: string, enabled: boolean) =>
  useQuery({
    queryKey: ["devices", "of", camera],
    enabled,
    queryFn: ({ signal }) => body(api.GET("/api/v1/devices", { signal, params: { query: { camera_id: camera, limit: 1 } } })).then((page) => page.items[0] ?? null),
  });
