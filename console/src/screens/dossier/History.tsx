/** What changed, when, by whom and from which source; the newest first. */
import { Button, Skeleton } from "@mantine/core";
import { useMemo } from "react";

import { useDossier, useHistory, type Change } from "../../api/dossier";
import { DateTime } from "../../components/DateTime";
import { Diff } from "../../components/Diff";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";
import { DossierFrame } from "./DossierFrame";
import { FactValue, isNothing, useFactLabel } from "./FactValue";

/** One act: all fields of one declaration of one camera's version. */
export function actsOf(changes: readonly Change[]): Change[][] {
  const acts = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.camera_id} ${change.version} ${change.act} ${change.at}`;
    acts.set(key, [...(acts.get(key) ?? []), change]);
  }
  return [...acts.values()];
}

export function History({ id }: { id: string }) {
  const { t } = useTexts();
  const dossier = useDossier(id);
  const history = useHistory(id);
  const acts = useMemo(() => history.data && actsOf(history.data.pages.flatMap((page) => page.items)), [history.data]);
  const error = dossier.error ?? history.error;
  return (
    <DossierFrame id={id} here="history" dossier={dossier.data}>
      {error ? (
        <ErrorState error={error} onRetry={() => void history.refetch()} />
      ) : acts?.length === 0 ? (
        <EmptyState title={t("history.none")}>{t("history.noneWhat")}</EmptyState>
      ) : (
        <div className={css.body} aria-busy={!acts}>
          <ol className={css.acts} aria-label={t("dossier.tab.history")}>
            {acts?.map((act, index) => <Act key={index} act={act} own={id} />) ?? Array.from({ length: 5 }, (_, index) => <Skeleton key={index} height={72} my={8} />)}
          </ol>
          {history.hasNextPage && (
            <Button size="xs" mt={8} loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t("app.more")}
            </Button>
          )}
        </div>
      )}
    </DossierFrame>
  );
}

function Act({ act, own }: { act: readonly Change[]; own: string }) {
  const { t } = useTexts();
  const label = useFactLabel();
  const head = act[0];
  if (!head) return null;
  const fields = act.filter((change) => change.field && !(head.act === "made" && isNothing(change.after)));
  const shown = (change: Change, value: unknown) => (isNothing(value) ? null : <FactValue name={change.field} value={value} />);
  return (
    <li className={css.act} data-act={head.act}>
      <header>
        <b>{t(`act.${head.act}`)}</b>
        <span className="dim">{head.changed_by_name ?? t("origin.someone")}</span>
        <span className="small faint">
          <DateTime at={head.at} />
        </span>
        <span className="small faint">{head.reference ? t("history.from", { source: t(`source.${head.source}`), reference: head.reference }) : t(`source.${head.source}`)}</span>
        {head.camera_id !== own && <span className="small faint">{t("history.ofOther")}</span>}
        {head.verified && (
          <span>
            <Badge tone="ok" shape="ok">
              {t("history.verified")}
            </Badge>
          </span>
        )}
      </header>
      <ul>
        {fields.map((change) => (
          <li key={change.field}>
            <span className="dim">{label(change.field)}</span>
            {isNothing(change.before) && isNothing(change.after) ? <i className="faint">{t("history.secret")}</i> : head.act === "made" ? <FactValue name={change.field} value={change.after} /> : <Diff before={shown(change, change.before)} after={shown(change, change.after)} />}
          </li>
        ))}
      </ul>
    </li>
  );
}
