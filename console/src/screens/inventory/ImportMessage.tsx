import type { ReactNode } from "react";

import { EmptyState } from "../../components/States";

/** A file that cannot be looked at now: why, and what to do. */
export function ImportMessage({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <EmptyState title={title} action={action}>
      <span role="status" aria-live="polite" style={{ display: "grid", gap: 12, minWidth: "min(420px, 80vw)" }}>
        {children}
      </span>
    </EmptyState>
  );
}
