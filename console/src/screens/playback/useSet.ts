/** A set of cameras played together, alive as long as the screen shows these cameras under this purpose. */
import { useEffect, useRef, useState } from "react";

import { serverClock } from "../../api/clock";
import { asksTracks } from "../../api/together";
import { askForNeeds } from "../../app/needs";
import { usePurpose } from "../../app/purpose";
import { Together, type SetState } from "../../player/together/set";

export function useSet(cameras: string, startMs: number): [Together | null, SetState | null] {
  const { purpose, reference } = usePurpose();
  const [set, setSet] = useState<Together | null>(null);
  const [state, setState] = useState<SetState | null>(null);
  const at = useRef(startMs);
  useEffect(() => {
    const ids = cameras.split(",").filter(Boolean);
    if (!ids.length) return;
    const made: Together = new Together(
      ids,
      at.current,
      asksTracks(purpose, reference),
      () => serverClock.now(),
      (told) => {
        at.current = told.wallMs;
        setState(told);
      },
      (error) => void askForNeeds(error, { cameraId: ids[0] ?? "", action: "media.playback", fromMs: at.current, toMs: at.current }, () => ids.forEach((id) => made.retry(id))),
    );
    // oxlint-disable-next-line react/set-state-in-effect -- what plays is made and ended with the effect
    setSet(made);
    return () => made.close();
  }, [cameras, purpose, reference]);
  return [set, state];
}
