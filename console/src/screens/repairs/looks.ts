/** What states of repairs look like: colour, shape and word, always all three. */
import type { FaultSeverity, Ticket, TicketState } from "../../api/repairs";
import type { Look } from "../../components/StateBadge";
import type { TextKey } from "../../i18n";

export const STATE_LOOKS: Record<TicketState, Look> = {
  open: { tone: "bad", shape: "bad" },
  reopened: { tone: "bad", shape: "bad" },
  acknowledged: { tone: "warn", shape: "warn" },
  on_the_way: { tone: "acc", shape: "connecting" },
  work_done: { tone: "hold", shape: "hold" },
  accepted: { tone: "ok", shape: "ok" },
  closed: { tone: "off", shape: "ok" },
  cancelled: { tone: "off", shape: "off" },
};

export const SEVERITY_LOOKS: Record<FaultSeverity, Look> = {
  critical: { tone: "bad", shape: "bad" },
  major: { tone: "warn", shape: "warn" },
  minor: { tone: "off", shape: "none" },
};

export const UNDER_WAY: readonly TicketState[] = ["open", "reopened", "acknowledged", "on_the_way", "work_done"];

const CAUSES = [
  "away", "frozen", "slow", "bit_rate", "lossy", "unsteady", "clock", "rare_key_frames", "size", "not_recorded", "black", "overexposed", "low_contrast", "blurred", "covered", "noise", "stripes", "colour_cast", "signal_loss", "torn", "moved", "night", "overlay_time",
  "power", "line", "switch", "recorder", "site", "other",
] as const;

/** A cause that this console has no words for yet is another one. */
export function causeKey(cause: string): TextKey {
  return `repair.cause.${CAUSES.find((one) => one === cause) ?? "other"}`;
}

/** The first camera by its code, and how many there are besides. */
export function firstCode(ticket: Pick<Ticket, "cameras" | "camera_count">): { code: string; more: number } {
  return { code: ticket.cameras[0]?.code ?? "–", more: Math.max(0, ticket.camera_count - 1) };
}
