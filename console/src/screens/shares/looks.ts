/** How the state of a share looks: colour, shape and word. */
import type { Share } from "../../api/shares";
import type { StateLook } from "../../components/StateBadge";

export const STATES = ["asked", "agreed", "refused", "cancelled", "withdrawn"] as const;

export function shareLook(share: Pick<Share, "state" | "is_over">): StateLook {
  if (share.is_over) return { tone: "off", shape: "off", word: "share.state.over" };
  return {
    asked: { tone: "hold", shape: "none", word: "share.state.asked" } as const,
    agreed: { tone: "ok", shape: "ok", word: "share.state.agreed" } as const,
    refused: { tone: "bad", shape: "bad", word: "share.state.refused" } as const,
    cancelled: { tone: "off", shape: "off", word: "share.state.cancelled" } as const,
    withdrawn: { tone: "bad", shape: "off", word: "share.state.withdrawn" } as const,
  }[share.state];
}
