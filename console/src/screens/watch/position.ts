/** Where one is in time, held in the address: `at` (absent: live), `span` of the timeline in seconds, `sel` as from_to. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";

import type { Span } from "../../components/timeline/scale";

const HOUR_MS = 3_600_000;

function time(text: string | null | undefined): number | null {
  const at = text ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}

export interface Position {
  /** null while live. */
  atMs: number | null;
  spanMs: number;
  selection: Span | null;
}

export function parsePosition(search: URLSearchParams): Position {
  const [from, to] = (search.get("sel") ?? "").split("_");
  const startMs = time(from);
  const endMs = time(to);
  const span = Number(search.get("span"));
  return {
    atMs: time(search.get("at")),
    spanMs: span > 0 ? span * 1000 : HOUR_MS,
    selection: startMs !== null && endMs !== null && endMs > startMs ? { startMs, endMs } : null,
  };
}

export function writePosition(search: URLSearchParams, { atMs, spanMs, selection }: Position): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string | null) => (value === null ? next.delete(name) : next.set(name, value));
  put("at", atMs === null ? null : new Date(atMs).toISOString());
  put("span", spanMs === HOUR_MS ? null : String(Math.round(spanMs / 100) / 10));
  put("sel", selection && `${new Date(selection.startMs).toISOString()}_${new Date(selection.endMs).toISOString()}`);
  return next;
}

/** The position and how to change it; the address follows once a movement has ended. */
export function usePosition(onMoved: (atMs: number | null) => void): [Position, (change: Partial<Position>, settled?: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const [position, setPosition] = useState(() => parsePosition(search));
  const written = useRef(search.get("at"));
  const timer = useRef(0);
  const moved = useRef(onMoved);
  useEffect(() => {
    moved.current = onMoved;
  });

  const change = useCallback(
    (by: Partial<Position>, settled = true) => {
      setPosition((before) => {
        const next = { ...before, ...by };
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(
          () => {
            setSearch(
              (current) => {
                const address = writePosition(current, next);
                written.current = address.get("at");
                return address;
              },
              { replace: true },
            );
          },
          settled ? 50 : 500,
        );
        return next;
      });
    },
    [setSearch],
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);

  // Back, forward and links to another moment of the same camera.
  const asked = search.get("at");
  useEffect(() => {
    if (asked === written.current) return;
    written.current = asked;
    const next = parsePosition(new URLSearchParams(location.search));
    setPosition(next);
    moved.current(next.atMs);
  }, [asked]);

  return [position, change];
}
