/** The shapes of an import's results; with a word beside them always. */
import type { ReactNode } from "react";

import { Shape } from "../../components/Shape";
import type { Show } from "./rowLook";

const DRAWN: Partial<Record<Show, ReactNode>> = {
  new: <path d="M8 2v12M2 8h12" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />,
  changed: <path d="M2 14V9.5L10 1.6l4.4 4.4L6.4 14z" fill="currentColor" />,
  same: <path d="M2 5.5h12M2 10.5h12" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  missing: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2.2" strokeDasharray="3.2 3" />,
};

export const TONES: Record<Show, string> = { error: "c-bad", new: "c-ok", changed: "c-acc", same: "c-off", missing: "c-off", suspect: "c-warn" };

export function Sign({ of, size = 12 }: { of: Show; size?: number }) {
  if (of === "error") return <Shape name="bad" size={size} />;
  if (of === "suspect") return <Shape name="warn" size={size} />;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ flex: "none", display: "block" }}>
      {DRAWN[of]}
    </svg>
  );
}
