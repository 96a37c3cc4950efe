import { Skeleton } from "@mantine/core";

import { useTexts } from "../i18n";
import css from "./Frame.module.css";
import { Mark } from "./Mark";

/** The first half second: the frame's own colours and the mark, nothing that moves. */
export function Splash() {
  const { t } = useTexts();
  return (
    <div className={css.splash} role="status" aria-label={t("app.loading")}>
      <Mark size={48} />
    </div>
  );
}

export function PageSkeleton() {
  const { t } = useTexts();
  return (
    <div className={css.page} role="status" aria-label={t("app.loading")}>
      <div className={css.head}>
        <Skeleton height={20} width={220} />
      </div>
      <div className={css.skeletonBody}>
        <Skeleton height="100%" radius="xs" />
      </div>
    </div>
  );
}
