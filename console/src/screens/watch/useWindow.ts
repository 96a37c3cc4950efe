/** Which part of time the timeline shows: it follows the playhead unless a person has moved it away. */
import { useState } from "react";

import { keepInView, liveWindow, zoomed, type Window } from "../../components/timeline/scale";

export interface TimelineWindow {
  window: Window;
  /** A person has moved the window. */
  moveTo: (window: Window) => void;
  zoomTo: (spanMs: number) => void;
  follow: () => void;
}

export function useWindow(playheadMs: number, nowMs: number, live: boolean, initialSpanMs: number): TimelineWindow {
  const [held, setHeld] = useState(() => ({ window: live ? liveWindow(nowMs, initialSpanMs) : keepInView({ fromMs: 0, toMs: initialSpanMs }, playheadMs), following: true }));
  const span = held.window.toMs - held.window.fromMs;
  const followed = live ? liveWindow(nowMs, span) : keepInView(held.window, playheadMs);
  const window = held.following ? followed : held.window;
  if (held.following && followed.fromMs !== held.window.fromMs) setHeld({ window: followed, following: true });
  return {
    window,
    moveTo: (next) => {
      const inView = playheadMs >= next.fromMs && playheadMs <= next.toMs;
      setHeld({ window: next, following: inView && !live });
    },
    zoomTo: (spanMs) => setHeld({ window: zoomed(window, spanMs, playheadMs), following: true }),
    follow: () => setHeld({ window, following: true }),
  };
}
