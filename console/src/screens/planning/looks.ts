/** What states of planning look like: colour, shape and word, always all three. */
import type { CoverState, Density, ProposalState, TargetKind, Verdict } from "../../api/planning";
import type { Look } from "../../components/StateBadge";

export const TARGET_KINDS: readonly TargetKind[] = ["gate", "government", "embassy", "hospital", "school", "junction", "station", "market", "square", "bridge", "industrial_zone", "utility", "other"];

export const DENSITIES: readonly Density[] = ["monitor", "detect", "observe", "recognise", "identify", "inspect"];

export const PROPOSAL_LOOKS: Record<ProposalState, Look> = {
  draft: { tone: "off", shape: "none" },
  consulting: { tone: "hold", shape: "hold" },
  consulted: { tone: "hold", shape: "hold" },
  returned: { tone: "warn", shape: "warn" },
  approved: { tone: "ok", shape: "ok" },
  refused: { tone: "bad", shape: "bad" },
  installing: { tone: "acc", shape: "connecting" },
  accepted: { tone: "ok", shape: "ok" },
  withdrawn: { tone: "off", shape: "off" },
};

export const COVER_LOOKS: Record<CoverState, Look> = {
  met: { tone: "ok", shape: "ok" },
  partly: { tone: "warn", shape: "warn" },
  unmet: { tone: "bad", shape: "bad" },
  unsaid: { tone: "off", shape: "none" },
};

export const VERDICT_LOOKS: Record<Verdict, Look> = {
  agree: { tone: "ok", shape: "ok" },
  conditions: { tone: "warn", shape: "warn" },
  disagree: { tone: "bad", shape: "bad" },
};

export const CONFORMITY_LOOKS: Record<string, Look> = {
  met: { tone: "ok", shape: "ok" },
  unmet: { tone: "bad", shape: "bad" },
  unknown: { tone: "warn", shape: "warn" },
};
