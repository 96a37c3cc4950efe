import { useEffect, useRef, useState } from "react";

import { mediaUrl } from "../../api/client";
import { getPurpose } from "../../app/purpose";

const REST_MS = 140;

/** The recorded picture under the pointer: asked for once the pointer rests, never two at a time. */
export function HoverFrame({ cameraId, atMs, stepMs }: { cameraId: string; atMs: number; stepMs: number }) {
  const rounded = Math.round(atMs / stepMs) * stepMs;
  const [asked, setAsked] = useState<number | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (busy.current) return;
      window.clearInterval(timer);
      busy.current = rounded !== asked;
      setAsked(rounded);
    }, REST_MS);
    return () => window.clearInterval(timer);
  }, [rounded, asked]);
  const free = () => {
    busy.current = false;
  };
  if (asked === null) return <img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" />;
  const url = mediaUrl(cameraId, "snapshot.jpg", { at: new Date(asked).toISOString(), width: "416", ...getPurpose() });
  return <img alt="" src={url} onLoad={free} onError={free} />;
}
