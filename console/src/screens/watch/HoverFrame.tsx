import { useEffect, useRef, useState } from "react";

import { serverClock } from "../../api/clock";
import { usePurpose } from "../../app/purpose";
import { KeyFrames, type Shown } from "./keyFrames";

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

/** The recorded picture under the pointer: the key frame there, and at once those beside it. */
export function HoverFrame({ cameraId, atMs, stepMs }: { cameraId: string; atMs: number; stepMs: number }) {
  const rounded = Math.round(atMs / stepMs) * stepMs;
  const { purpose, reference } = usePurpose();
  const [shown, setShown] = useState<Shown | null>(null);
  const frames = useRef<KeyFrames | null>(null);
  useEffect(() => {
    const made = new KeyFrames(cameraId, { purpose, reference }, setShown);
    frames.current = made;
    return () => made.close();
  }, [cameraId, purpose, reference]);
  useEffect(() => frames.current?.want(rounded, stepMs, serverClock.now()), [rounded, stepMs, cameraId, purpose, reference]);
  return <img alt="" src={shown?.url ?? NOTHING} data-at={rounded} data-shown={shown?.atMs} />;
}
