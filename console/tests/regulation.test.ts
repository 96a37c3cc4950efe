import { describe, expect, it } from "vitest";

import type { Change } from "../src/api/regulations";
import { alike } from "../src/screens/rules/alike";

const answer = (outcome: "allow" | "deny" | "needs", needs: string[] = []) => ({ outcome, needs, articles: [], policies: [] });
const change = (key: string, role: string, circumstance: string, before: ReturnType<typeof answer> | null, after: ReturnType<typeof answer> | null) =>
  ({ kind: "answer", key, role, circumstance, before: "", after: "", answer_before: before, answer_after: after }) as unknown as Change;

describe("what a new regulation answers differently", () => {
  it("is one row for an act by a role that changes in the same way, the plain case first", () => {
    const allowed = answer("allow");
    const refused = answer("deny");
    const rows = alike([
      change("media.live", "viewer", "plain", allowed, refused),
      change("media.live", "viewer", "defence", { ...allowed }, { ...refused }),
      change("media.live", "operator", "plain", allowed, refused),
      change("media.live", "viewer", "old", allowed, answer("needs", ["purpose"])),
      change("media.live", "viewer", "long", allowed, answer("needs", ["approval"])),
    ]);
    expect(rows.map((row) => row.map(({ role, circumstance }) => `${role} ${circumstance}`))).toEqual([["viewer plain", "viewer defence"], ["operator plain"], ["viewer old"], ["viewer long"]]);
  });

  it("tells an act that is new from one that was refused before", () => {
    const after = answer("allow");
    expect(alike([change("evidence.seal", "operator", "plain", null, after), change("evidence.seal", "operator", "plain", answer("deny"), after)])).toHaveLength(2);
  });
});
