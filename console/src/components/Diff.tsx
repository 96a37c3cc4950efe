/** Before and after: what went is struck out, what came stands out; both are named for screen readers. */
import type { ReactNode } from "react";

import { useTexts } from "../i18n";
import css from "./Diff.module.css";

/** null: there was, or is, nothing. */
export function Diff({ before, after }: { before: ReactNode; after: ReactNode }) {
  const { t } = useTexts();
  return (
    <span className={css.diff}>
      {before === null ? null : (
        <del className={css.before}>
          <span className="sr">{t("diff.before")} </span>
          {before}
        </del>
      )}
      <span className={css.arrow} aria-hidden>
        {before === null ? "+" : "→"}
      </span>
      {after === null ? (
        <i className="faint">{t("diff.nothing")}</i>
      ) : (
        <ins className={css.after}>
          <span className="sr">{t("diff.after")} </span>
          {after}
        </ins>
      )}
    </span>
  );
}
