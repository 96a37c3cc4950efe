import { useEffect, useRef, useState } from "react";

import { api, ApiError } from "../../api/client";
import { usePurpose } from "../../app/purpose";

const REST_MS = 140;
const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

/** Each refusal stands on the record: what is older than one is not asked for again under the same purpose. */
let refused = { key: "", atMs: 0 };

/** The recorded picture under the pointer: asked for once the pointer rests, never two at a time. */
export function HoverFrame({ cameraId, atMs, stepMs }: { cameraId: string; atMs: number; stepMs: number }) {
  const rounded = Math.round(atMs / stepMs) * stepMs;
  const { purpose, reference } = usePurpose();
  const [shown, setShown] = useState(NOTHING);
  const busy = useRef(false);
  const asked = useRef<number | null>(null);
  useEffect(() => () => URL.revokeObjectURL(shown), [shown]);
  useEffect(() => {
    const key = [cameraId, purpose, reference].join(" ");
    const ask = async () => {
      asked.current = rounded;
      if (refused.key === key && rounded <= refused.atMs) return;
      busy.current = true;
      const query = { at: new Date(rounded).toISOString(), width: 416, purpose: purpose || undefined, reference: reference || undefined };
      try {
        const { data } = await api.GET("/api/v1/cameras/{camera_id}/snapshot.jpg", { params: { path: { camera_id: cameraId }, query }, parseAs: "blob" });
        setShown(URL.createObjectURL(data as unknown as Blob));
      } catch (error) {
        if (error instanceof ApiError && error.status === 403) refused = { key, atMs: rounded };
      } finally {
        busy.current = false;
      }
    };
    const timer = window.setInterval(() => {
      if (busy.current) return;
      window.clearInterval(timer);
      if (asked.current !== rounded) void ask();
    }, REST_MS);
    return () => window.clearInterval(timer);
  }, [rounded, cameraId, purpose, reference]);
  return <img alt="" src={shown} />;
}
