/** Somebody else was quicker: what changed, by whom and when, field by field; each is decided here. */
import { Button } from "@mantine/core";

import { DateTime } from "../../components/DateTime";
import { Diff } from "../../components/Diff";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";
import { FactValue, isNothing, useFactLabel } from "./FactValue";
import type { Clash } from "./facts";

interface Props {
  clashes: readonly Clash[];
  mine: Readonly<Record<string, unknown>>;
  onMine: (field: string) => void;
  onTheirs: (field: string) => void;
}

export function Clashes({ clashes, mine, onMine, onTheirs }: Props) {
  const { t } = useTexts();
  const label = useFactLabel();
  const shown = (field: string, value: unknown) => (isNothing(value) ? null : <FactValue name={field} value={value} />);
  return (
    <section className={css.clash} role="alert" aria-label={t("clash.title")} data-clashes>
      <div className="row">
        <span className="c-warn">
          <Shape name="warn" size={14} />
        </span>
        <h2>{t("clash.title")}</h2>
      </div>
      <p className="dim">{t("clash.what")}</p>
      <ul className={css.clashes}>
        {clashes.map(({ field, at, by, before, after }) => (
          <li key={field} data-clash={field}>
            <b>{label(field)}</b>
            <span className={css.both}>
              <span>
                <span className="dim">{t("clash.theirs")} </span>
                <Diff before={shown(field, before)} after={shown(field, after)} />
              </span>
              {field in mine && (
                <span>
                  <span className="dim">{t("clash.mine")} </span>
                  <b>{shown(field, mine[field]) ?? t("diff.nothing")}</b>
                </span>
              )}
              <span className="small faint">
                {t("clash.by", { who: by || t("origin.someone") })} <DateTime at={at} />
              </span>
            </span>
            {field in mine ? (
              <span className="row">
                <Button size="xs" onClick={() => onTheirs(field)}>
                  {t("clash.takeTheirs")}
                </Button>
                <Button size="xs" onClick={() => onMine(field)}>
                  {t("clash.keepMine")}
                </Button>
              </span>
            ) : (
              <Button size="xs" onClick={() => onMine(field)}>
                {t("clash.known")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
