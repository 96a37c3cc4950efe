import { useEffect, useState } from "react";

import { serverClock } from "../api/clock";

/** The server's time, renewed on the beat of `everyMs`. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    let timer = 0;
    const beat = () => {
      setNow(serverClock.now());
      timer = window.setTimeout(beat, everyMs - (serverClock.now() % everyMs));
    };
    timer = window.setTimeout(beat, everyMs - (serverClock.now() % everyMs));
    return () => window.clearTimeout(timer);
  }, [everyMs]);
  return now;
}
