/** How an organisation's part in a campaign is shown. */
import type { Progress, Task, TaskState } from "../../api/inventory";
import type { ShapeName } from "../../components/Shape";
import type { Tone } from "../../components/StateBadge";
import { SITE } from "../../i18n/zone";

export const TASK_STATES = ["complete", "applied", "uploaded", "errors_left", "not_begun"] as const satisfies readonly TaskState[];

export const TASK_LOOKS: Record<TaskState, { tone: Tone; shape: ShapeName; colour: string }> = {
  not_begun: { tone: "off", shape: "none", colour: "var(--tc-off-soft)" },
  uploaded: { tone: "acc", shape: "connecting", colour: "var(--tc-accent-line)" },
  errors_left: { tone: "bad", shape: "bad", colour: "var(--tc-bad-line)" },
  applied: { tone: "warn", shape: "warn", colour: "var(--tc-warn-line)" },
  complete: { tone: "ok", shape: "ok", colour: "var(--tc-ok-line)" },
};

/** How much of what is expected is declared; null where nobody knows how much that is. */
export function shareOf(task: Pick<Task, "declared" | "expected">): number | null {
  if (task.expected === null) return null;
  return task.expected === 0 ? 1 : Math.min(1, task.declared / task.expected);
}

export interface Part {
  state: TaskState;
  count: number;
  share: number;
}

export function partsOf(progress: Pick<Progress, "organisations" | "by_state">): Part[] {
  const all = Math.max(1, progress.organisations);
  return TASK_STATES.map((state) => ({ state, count: progress.by_state[state] ?? 0, share: (progress.by_state[state] ?? 0) / all })).filter((part) => part.count > 0);
}

const RANK: Record<TaskState, number> = { not_begun: 0, errors_left: 1, uploaded: 2, applied: 3, complete: 4 };

/** Those who need a word first: late ones, then those who have done least. */
export function byNeed(one: Task, other: Task): number {
  return Number(other.late) - Number(one.late) || RANK[one.state] - RANK[other.state] || one.organisation_name.localeCompare(other.organisation_name, "vi");
}

export function isDone(task: Pick<Task, "state">): boolean {
  return task.state === "complete";
}

/** The end of a day in the city, which is what a deadline of a day means. */
export function endOfDay(day: string): string {
  return new Date(SITE.dayStart(day, 1) - 1000).toISOString();
}
