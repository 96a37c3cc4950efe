/** The shapes of states: colour is never the only carrier. Each is legible at 12 px. */
import type { CSSProperties, ReactNode } from "react";

export type ShapeName = "ok" | "warn" | "bad" | "frozen" | "gap" | "lock" | "connecting" | "off" | "hold" | "mask" | "none";

const CUT = "var(--cut, var(--tc-surface))";

const SHAPES: Record<ShapeName, ReactNode> = {
  ok: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  warn: <path d="M8 1.6 15.2 14H.8z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
  bad: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
      <path d="m5 5 6 6m0-6-6 6" stroke={CUT} strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  frozen: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
      <path d="M5.8 4.8v6.4M10.2 4.8v6.4" stroke={CUT} strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  gap: (
    <>
      <path d="M.8 3v10M15.2 3v10" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      <path d="M4.6 8h1.6M9.8 8h1.6" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  lock: (
    <>
      <path d="M4.6 7V5a3.4 3.4 0 0 1 6.8 0v2" fill="none" stroke="currentColor" strokeWidth="2" />
      <rect x="2.2" y="6.8" width="11.6" height="8" rx="1.6" fill="currentColor" />
    </>
  ),
  connecting: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2.4" strokeDasharray="26 12" strokeLinecap="round" />,
  off: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="m4 12 8-8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  mask: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="1" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M2 9 9 2M2 14 14 2M7 14l7-7" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  none: <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  hold: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor" />,
};

/** `cut` is the colour behind, seen through the shape's own cut. */
export function Shape({ name, size = 12, cut }: { name: ShapeName; size?: number; cut?: string }) {
  const style = { flex: "none", display: "block", overflow: "visible", ...(cut ? { "--cut": cut } : {}) } as CSSProperties;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={style}>
      {SHAPES[name]}
    </svg>
  );
}
