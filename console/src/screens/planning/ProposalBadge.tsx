import type { ProposalState, Verdict } from "../../api/planning";
import { Badge } from "../../components/StateBadge";
import { useTexts } from "../../i18n";
import { PROPOSAL_LOOKS, VERDICT_LOOKS } from "./looks";

export function ProposalBadge({ state }: { state: ProposalState }) {
  const { t } = useTexts();
  return (
    <Badge tone={PROPOSAL_LOOKS[state].tone} shape={PROPOSAL_LOOKS[state].shape}>
      {t(`proposal.state.${state}`)}
    </Badge>
  );
}

/** An opinion as it stands: given, still open, or open after its day. */
export function OpinionBadge({ verdict, late }: { verdict: Verdict | null; late: boolean }) {
  const { t } = useTexts();
  if (verdict) {
    return (
      <Badge tone={VERDICT_LOOKS[verdict].tone} shape={VERDICT_LOOKS[verdict].shape}>
        {t(`opinion.verdict.${verdict}`)}
      </Badge>
    );
  }
  return (
    <Badge tone={late ? "warn" : "hold"} shape={late ? "warn" : "hold"}>
      {t(late ? "opinion.overdue" : "opinion.waiting")}
    </Badge>
  );
}
