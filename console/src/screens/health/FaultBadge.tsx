import type { Fault } from "../../api/health";
import { Badge } from "../../components/StateBadge";
import { useTexts } from "../../i18n";
import { faultLook, kindKey } from "./looks";

/** What is wrong, in colour, shape and word; work that was announced, suspicion and what is over say so. */
export function FaultBadge({ fault }: { fault: Pick<Fault, "kind" | "state" | "planned"> }) {
  const { t } = useTexts();
  const kind = t(kindKey(fault.kind));
  return <Badge {...faultLook(fault)}>{fault.state === "suspected" ? t("health.suspected", { kind }) : fault.planned && fault.state === "open" ? t("health.plannedFault", { kind }) : kind}</Badge>;
}
