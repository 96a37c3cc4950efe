/** How answers, states and certainties of the regulation look: always colour, shape and word. */
import type { Answer, Article, Certainty, Regulation, RegulationState } from "../../api/regulations";
import type { Action } from "../../api/types";
import { Badge, type Tone } from "../../components/StateBadge";
import type { ShapeName } from "../../components/Shape";
import { useTexts } from "../../i18n";

const STATES: Record<RegulationState, { tone: Tone; shape: ShapeName }> = {
  proposed: { tone: "hold", shape: "connecting" },
  refused: { tone: "off", shape: "off" },
  approved: { tone: "acc", shape: "ok" },
  scheduled: { tone: "hold", shape: "connecting" },
  in_force: { tone: "ok", shape: "ok" },
  past: { tone: "off", shape: "off" },
  rolled_back: { tone: "warn", shape: "warn" },
};

export function RegulationBadge({ state }: { state: RegulationState }) {
  const { t } = useTexts();
  return <Badge {...STATES[state]}>{t(`regulation.state.${state}`)}</Badge>;
}

/** By its own word: most packs are drafts that nobody issued. */
export function DraftBadge({ status }: { status: Regulation["status"] }) {
  const { t } = useTexts();
  return status === "draft" ? <Badge tone="warn">{t("regulation.draft")}</Badge> : <Badge tone="ok">{t("regulation.issued")}</Badge>;
}

export function AnswerBadge({ answer }: { answer: Pick<Answer, "outcome" | "needs"> }) {
  const { t } = useTexts();
  if (answer.outcome === "allow") return <Badge tone="ok" shape="ok">{t("answer.allow")}</Badge>;
  if (answer.outcome === "deny") return <Badge tone="off" shape="off">{t("answer.deny")}</Badge>;
  return <Badge tone="warn" shape="warn">{t("answer.needs", { needs: answer.needs.map((need) => t(`answer.need.${need}`)).join(", ") })}</Badge>;
}

export function Sources({ article }: { article: Pick<Article, "sources"> }) {
  const { t } = useTexts();
  return (
    <ul className="small dim" style={{ margin: 0, paddingLeft: 16, display: "grid", gap: 4 }}>
      {article.sources.map((source) => (
        <li key={source.ref}>
          {source.ref} <Badge tone={CERTAINTY[source.certainty]}>{t(`regulation.certainty.${source.certainty}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}

const CERTAINTY: Record<Certainty, Tone> = { official: "ok", news: "off", copy: "off", ours: "warn", unverified: "warn" };

/** The name of an action as people say it. */
export function useActName() {
  const { t } = useTexts();
  return (action: string) => t(`act.${action as Action}`);
}
