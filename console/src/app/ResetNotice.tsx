/** An administrator took my second factors away: said until I have said that I know. */
import { Button } from "@mantine/core";
import { Link } from "wouter";

import { useAcknowledgeReset } from "../api/account";
import type { Me } from "../api/types";
import { DateTime } from "../components/DateTime";
import { Shape } from "../components/Shape";
import { useTexts } from "../i18n";
import css from "./Frame.module.css";

export function ResetNotice({ reset }: { reset: NonNullable<Me["factors_reset"]> }) {
  const { t } = useTexts();
  const known = useAcknowledgeReset();
  return (
    <div className={css.banner}>
      <span className="c-bad">
        <Shape name="bad" />
      </span>
      <span>
        {t("account.wasReset", { by: reset.by })} <DateTime at={reset.at} />. {t("account.wasResetWhat")} <Link href="/account">{t("account.title")}</Link>
      </span>
      <Button size="compact-xs" loading={known.isPending} onClick={() => known.mutate(undefined)}>
        {t("account.known")}
      </Button>
    </div>
  );
}
