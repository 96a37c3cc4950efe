/** What needs somebody's hands now; asked for as long as the console is open. */
import { useQuery } from "@tanstack/react-query";

import { api, body } from "./client";
import type { components } from "./schema";

export type Alarm = components["schemas"]["AlarmOut"];

const EVERY_MS = 10_000;

export function useAlarms() {
  return useQuery({ queryKey: ["alarms"], refetchInterval: EVERY_MS, queryFn: ({ signal }) => body(api.GET("/api/v1/alarms", { signal })).then((page) => page.items) });
}
