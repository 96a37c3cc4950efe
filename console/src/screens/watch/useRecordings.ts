import { useMemo } from "react";

import { useTimeline } from "../../api/queries";
import type { StreamRole } from "../../api/types";
import type { TimelineData } from "../../components/timeline/Timeline";
import type { Window } from "../../components/timeline/scale";

const STEPS_MS = [30_000, 300_000, 3_600_000, 6 * 3_600_000, 7 * 86_400_000, 60 * 86_400_000, 800 * 86_400_000];
/** The archive tells of a fragment once it is written; until then a recording that runs is drawn up to now. */
const BEING_WRITTEN_MS = 12_000;

/** Recordings for a window, asked for in steps so that moving about asks rarely, and renewed as time goes on. */
export function useRecordings(id: string, window: Window, nowMs: number, stream: StreamRole = "main"): TimelineData | undefined {
  const span = window.toMs - window.fromMs;
  const step = STEPS_MS.find((candidate) => candidate >= span / 2) ?? span;
  const fromMs = Math.floor(window.fromMs / step) * step;
  const toMs = Math.ceil(window.toMs / step) * step;
  const { data } = useTimeline({ id, stream, fromMs, toMs }, { refetchMs: toMs >= nowMs ? Math.max(3000, span / 500) : undefined });
  const second = Math.floor(nowMs / 1000) * 1000;
  return useMemo(() => {
    if (!data) return undefined;
    const last = data.ranges.at(-1);
    if (!last || second - last.endMs > BEING_WRITTEN_MS || second <= last.endMs) return data;
    return { ...data, ranges: [...data.ranges.slice(0, -1), { ...last, endMs: second }] };
  }, [data, second]);
}
