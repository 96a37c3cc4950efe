import { useMemo } from "react";

import { useSummary, type Bucket } from "../../api/finding";
import { useTimeline } from "../../api/queries";
import type { Fault } from "../../components/timeline/FaultWords";
import type { TimelineData } from "../../components/timeline/Timeline";
import type { Span, Window } from "../../components/timeline/scale";
import type { GapCause, StreamRole } from "../../api/types";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** From these on nobody can tell single gaps apart: hours, then days, are told by their shares. */
const HOURS_FROM_MS = 4 * DAY_MS;
const DAYS_FROM_MS = 12 * DAY_MS;

const STEPS_MS = [30_000, 300_000, HOUR_MS, 6 * HOUR_MS, 2 * DAY_MS];
/** The archive tells of a fragment once it is written; until then a recording that runs is drawn up to now. */
const BEING_WRITTEN_MS = 12_000;

/** Recordings for a window, asked for in steps so that moving about asks rarely, and renewed as time goes on. */
export function useRecordings(id: string, window: Window, nowMs: number, stream: StreamRole = "main"): { data: TimelineData | undefined; fault: Fault | undefined } {
  const span = window.toMs - window.fromMs;
  const long = span >= HOURS_FROM_MS;
  const unit = span >= DAYS_FROM_MS ? "day" : "hour";
  const step = long ? (unit === "day" ? 92 * DAY_MS : 6 * DAY_MS) : (STEPS_MS.find((candidate) => candidate >= span / 2) ?? span);
  const fromMs = Math.max(0, Math.floor(window.fromMs / step) * step);
  const toMs = Math.ceil(window.toMs / step) * step;
  const refetchMs = toMs >= nowMs ? Math.max(3000, span / 500) : undefined;
  const answer = useTimeline({ id, stream, fromMs, toMs }, { refetchMs, enabled: !long });
  const exact = answer.data;
  const sums = useSummary(long ? { id, stream, fromMs, toMs, unit } : null, { refetchMs: refetchMs && Math.max(refetchMs, 30_000) });
  const summary = sums.data;
  const second = Math.floor(nowMs / 1000) * 1000;
  const data = useMemo(() => {
    if (long) return summary && { ranges: coarse(summary.buckets, (one) => one.recorded > 0), gaps: coarseGaps(summary.buckets), marks: summary.holds, buckets: summary.buckets, leftOut: summary.leftOut };
    if (!exact) return undefined;
    const last = exact.ranges.at(-1);
    if (!last || second - last.endMs > BEING_WRITTEN_MS || second <= last.endMs) return exact;
    return { ...exact, ranges: [...exact.ranges.slice(0, -1), { ...last, endMs: second }] };
  }, [long, summary, exact, second]);
  const { error, refetch } = long ? sums : answer;
  return { data, fault: error && !data ? { error, onRetry: () => void refetch() } : undefined };
}

/** Neighbouring buckets of which something holds, as one span. */
function coarse(buckets: readonly Bucket[], holds: (one: Bucket) => boolean): Span[] {
  const spans: Span[] = [];
  for (const one of buckets.filter(holds)) {
    const last = spans.at(-1);
    if (last?.endMs === one.startMs) last.endMs = one.endMs;
    else spans.push({ startMs: one.startMs, endMs: one.endMs });
  }
  return spans;
}

function coarseGaps(buckets: readonly Bucket[]): (Span & { cause: GapCause })[] {
  return buckets.flatMap(({ startMs, endMs, recorded, expectedS, cause }) => (recorded === 0 && expectedS > 0 && cause ? [{ startMs, endMs, cause }] : []));
}
