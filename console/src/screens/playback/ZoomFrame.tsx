/** Digital zoom of one picture: wheel, two fingers, and dragging once it is larger than its frame. */
import { useEffect, useRef, type PointerEvent, type ReactNode } from "react";

import { movedBy, transformOf, WHOLE, zoomedAt, type Zoom } from "../../player/together/zoom";
import css from "./Playback.module.css";

interface Props {
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  children: ReactNode;
}

interface Finger {
  x: number;
  y: number;
}

export function ZoomFrame({ zoom, onZoom, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, Finger>());
  const now = useRef(zoom);
  const tell = useRef(onZoom);
  useEffect(() => {
    now.current = zoom;
    tell.current = onZoom;
  });

  const put = (next: Zoom) => {
    now.current = next;
    tell.current(next);
  };
  const at = (event: { clientX: number; clientY: number }): Finger => {
    const box = frame.current?.getBoundingClientRect();
    return box ? { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height } : { x: 0.5, y: 0.5 };
  };

  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault(); // React listens passively, and the page must not scroll
      const { x, y } = at(event);
      put(zoomedAt(now.current, Math.exp(-event.deltaY / 400), x, y));
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);

  const move = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const here = at(event);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, here);
    if (!other) {
      if (now.current.scale > 1) put(movedBy(now.current, here.x - before.x, here.y - before.y));
      return;
    }
    const apart = (one: Finger) => Math.hypot(one.x - other.x, one.y - other.y) || 0.01;
    put(zoomedAt(now.current, apart(here) / apart(before), (here.x + other.x) / 2, (here.y + other.y) / 2));
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    fingers.current.set(event.pointerId, at(event));
    if (now.current.scale > 1 && frame.current?.setPointerCapture) frame.current.setPointerCapture(event.pointerId);
  };
  const up = (event: PointerEvent) => void fingers.current.delete(event.pointerId);

  return (
    <div ref={frame} className={css.zoom} data-zoomed={zoom === WHOLE || zoom.scale === 1 ? undefined : true} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onPointerLeave={up}>
      <div className={css.zoomed} style={{ transform: transformOf(zoom) }}>
        {children}
      </div>
    </div>
  );
}
