/** Which part of time the timeline shows: it follows the playhead unless a person has moved it away. */
import { useRef, useState } from "react";

import { keepInView, liveWindow, zoomed, type Window } from "../../components/timeline/scale";

export interface TimelineWindow {
  window: Window;
  /** A person has moved the window. */
  moveTo: (window: Window) => void;
  zoomTo: (spanMs: number) => void;
  follow: () => void;
}

export function useWindow(playheadMs: number, nowMs: number, live: boolean, initialSpanMs: number): TimelineWindow {
  const [held, setHeld] = useState<{ window: Window; following: boolean }>(() => ({ window: live ? liveWindow(nowMs, initialSpanMs) : keepInView({ fromMs: 0, toMs: initialSpanMs }, playheadMs), following: true }));
  const settled = useRef(held.window);
  const span = held.window.toMs - held.window.fromMs;
  let window = held.window;
  if (held.following) window = live ? liveWindow(nowMs, span) : keepInView(settled.current, playheadMs);
  settled.current = window;
  return {
    window,
    moveTo: (next) => {
      const inView = playheadMs >= next.fromMs && playheadMs <= next.toMs;
      settled.current = next;
      setHeld({ window: next, following: inView && !live });
    },
    zoomTo: (spanMs) => {
      const next = zoomed(window, spanMs, playheadMs);
      settled.current = next;
      setHeld({ window: next, following: true });
    },
    follow: () => setHeld({ window: settled.current, following: true }),
  };
}
