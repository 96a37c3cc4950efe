/** In place of what is recorded: why it is not known, and once more. */
import { ApiError } from "../../api/client";
import { useTexts } from "../../i18n";
import { Shape } from "../Shape";
import { errorTexts } from "../States";
import css from "./Timeline.module.css";

export interface Fault {
  error: unknown;
  onRetry: () => void;
}

export function FaultWords({ error, onRetry }: Fault) {
  const { t } = useTexts();
  const isRefused = error instanceof ApiError && error.status === 403;
  return (
    <span className={`${css.words} ${css.fault}`} role="alert">
      <Shape name="bad" size={12} />
      {t(errorTexts(error).title)}
      {!isRefused && (
        <button type="button" onPointerDown={(event) => event.stopPropagation()} onClick={onRetry}>
          {t("app.retry")}
        </button>
      )}
    </span>
  );
}
