/** Answers that a change of the regulation makes different, put together. Pure. */
import type { Change } from "../../api/regulations";

export type Alike = [Change, ...Change[]];

/** One row for an act by a role that changes in the same way, whatever the circumstances; the plain case comes first. */
export function alike(changes: Change[]): Alike[] {
  const found = new Map<string, Alike>();
  for (const change of changes) {
    const key = JSON.stringify([change.key, change.role, ...[change.answer_before, change.answer_after].map((answer) => [answer?.outcome, answer?.needs])]);
    const known = found.get(key);
    if (known) known.push(change);
    else found.set(key, [change]);
  }
  return [...found.values()];
}
