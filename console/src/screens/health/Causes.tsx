/** What many cameras that are away have in common: one line in place of forty. */
import { Skeleton } from "@mantine/core";
import { Link } from "wouter";

import { useIncidents, type Incident } from "../../api/health";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";

export function Causes() {
  const { t } = useTexts();
  const incidents = useIncidents();
  const items = incidents.data?.items;
  return (
    <section className={`card ${css.card}`} aria-label={t("health.causes")}>
      <h2>{t("health.causes")}</h2>
      {incidents.isError ? (
        <ErrorNote error={incidents.error} />
      ) : !items ? (
        <Skeleton height={44} />
      ) : !items.length ? (
        <p className="small dim">{t("health.noCauses")}</p>
      ) : (
        <ul className={css.causes}>
          {items.map((one) => (
            <li key={one.id}>
              <Link href={`/health/faults?incident=${one.id}`}>
                <span className="c-bad">
                  <Shape name="bad" />
                </span>
                <span>
                  <CauseName of={one} />
                  <span className="small dim">
                    <DateTime at={one.opened_at} relative />
                  </span>
                </span>
                <b className="num nowrap">{t("health.count", { count: one.cameras })}</b>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function CauseName({ of }: { of: Pick<Incident, "kind" | "cause_code" | "cause_name"> }) {
  const { t } = useTexts();
  const name = [of.cause_code, of.cause_name !== of.cause_code && of.cause_name].filter(Boolean).join(" ");
  return <b>{name ? t("health.cause", { kind: t(`repair.cause.${of.kind}`), name }) : t(`repair.cause.${of.kind}`)}</b>;
}
