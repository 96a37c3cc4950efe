/** `/playback?cameras=a,b&at=…&from=…&to=…`: which cameras, the instant, and the stretch one came for. */
const MOST = 16;
const TEN_MINUTES_MS = 600_000;

export interface Asked {
  cameras: string[];
  atMs: number | null;
  /** What the timeline shows first. */
  span: { fromMs: number; toMs: number } | null;
}

function time(text: string | null): number | null {
  const at = text ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}

export function parseAsked(search: URLSearchParams): Asked {
  const cameras = [...new Set((search.get("cameras") ?? "").split(",").filter(Boolean))].slice(0, MOST);
  const fromMs = time(search.get("from"));
  const toMs = time(search.get("to"));
  const span = fromMs !== null && toMs !== null && toMs > fromMs ? { fromMs, toMs } : null;
  return { cameras, atMs: time(search.get("at")) ?? fromMs, span };
}

export const spanOf = ({ span }: Asked): number => (span ? (span.toMs - span.fromMs) * 1.2 : TEN_MINUTES_MS);

/** How many columns make the largest 16:9 pictures in a frame. */
export function columnsFor(count: number, width: number, height: number): number {
  let best = { columns: 1, area: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const wide = Math.min(width / columns, ((height / rows) * 16) / 9);
    if (wide > best.area + 0.5) best = { columns, area: wide };
  }
  return best.columns;
}
