/** The live picture of one camera; decides by its own size whether the main or the sub stream is worth the line. */
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";

import { usePurpose } from "../app/purpose";
import { LiveView, type LiveState } from "../player/live";
import { playerKind } from "../player/support";
import css from "./CameraTile.module.css";
import { Watermark } from "./Watermark";

/** At most this many device pixels wide the sub stream is as good. */
const SUB_PIXELS = 800;

export interface LiveHandle {
  reconnect: () => void;
  /** Wall clock of the picture on the screen now, ms. */
  wallMs: () => number | null;
}

interface Props {
  cameraId: string;
  hasSub: boolean;
  onState: (state: LiveState) => void;
  handle?: Ref<LiveHandle>;
  dimmed?: boolean;
  grey?: boolean;
  unmask?: boolean;
}

export function LivePicture({ cameraId, hasSub, onState, handle, dimmed, grey, unmask }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<LiveView | null>(null);
  const tell = useRef(onState);
  const { purpose, reference } = usePurpose();
  const [marked, setMarked] = useState(false);
  const [stream, setStream] = useState<"main" | "sub" | null>(hasSub ? null : "main");

  useEffect(() => {
    tell.current = onState;
  });

  useEffect(() => {
    const element = host.current;
    if (!element || !hasSub) {
      setStream("main");
      return;
    }
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setStream(entry.contentRect.width * devicePixelRatio <= SUB_PIXELS ? "sub" : "main");
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasSub]);

  useEffect(() => {
    const element = host.current;
    if (!element || !stream) return;
    const live = new LiveView(element, { cameraId, stream, purpose, reference, unmask, kind: playerKind() }, (state) => {
      setMarked(state.watermark);
      tell.current(state);
    });
    view.current = live;
    return () => {
      live.close();
      view.current = null;
    };
  }, [cameraId, stream, purpose, reference, unmask]);

  useImperativeHandle(handle, () => ({ reconnect: () => view.current?.reconnect(), wallMs: () => view.current?.state.wallMs ?? null }), []);

  return (
    <>
      <div ref={host} className={css.picture} data-dimmed={dimmed || undefined} data-grey={grey || undefined} data-stream={stream ?? undefined} />
      {marked && <Watermark />}
    </>
  );
}
