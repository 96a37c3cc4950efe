/** The way of taking devices in, and how far one is. */
import { IconCheck } from "@tabler/icons-react";

import { useTexts, type TextKey } from "../../i18n";
import css from "./Devices.module.css";

const STEPS: readonly TextKey[] = ["devices.flow.find", "devices.flow.login", "devices.flow.match", "devices.flow.template", "devices.flow.report"];

export function FlowSteps({ done, at }: { done: readonly boolean[]; at: number }) {
  const { t } = useTexts();
  return (
    <ol className={css.steps} aria-label={t("devices.flow.steps")}>
      {STEPS.map((text, index) => (
        <li key={text} aria-current={index + 1 === at ? "step" : undefined}>
          <i className={css.number} data-done={(done[index] && index + 1 !== at) || undefined}>{done[index] && index + 1 !== at ? <IconCheck size={14} /> : index + 1}</i>
          <span>{t(text)}</span>
        </li>
      ))}
    </ol>
  );
}
