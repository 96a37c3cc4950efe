import type { Task } from "../../api/inventory";
import { useTexts } from "../../i18n";
import css from "./Campaigns.module.css";
import { shareOf, TASK_LOOKS } from "./taskLook";

/** Cameras declared beside those expected, in figures and as a bar. */
export function TaskBar({ task }: { task: Task }) {
  const { t } = useTexts();
  const share = shareOf(task);
  return (
    <span className={css.part}>
      <span className="num nowrap">{task.expected === null ? t("campaigns.declared", { count: task.declared }) : t("campaigns.declaredOf", { count: task.declared, expected: task.expected })}</span>
      {share !== null && (
        <span className={`${css.bar} ${css.thin}`} aria-hidden="true">
          <span style={{ width: `${Math.round(share * 100)}%`, background: TASK_LOOKS[task.state === "not_begun" ? "uploaded" : task.state].colour }} />
        </span>
      )}
    </span>
  );
}
