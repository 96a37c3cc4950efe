/** What I may do, where, what it would need, and which article says so. */
import { Skeleton } from "@mantine/core";
import { Fragment } from "react";
import { Link } from "wouter";

import { useMyRights, useRegulations, type Right, type RightPlace } from "../../api/regulations";
import { Page } from "../../app/Page";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { RulesTabs } from "../PlaceTabs";
import { AnswerBadge, DraftBadge, useActName } from "./looks";
import css from "./Rules.module.css";

const GROUPS = {
  pictures: ["media", "mask", "plate"],
  inventory: ["camera", "site", "device", "campaign", "inventory"],
  planning: ["target", "coverage", "proposal"],
  cases: ["case", "hold", "violation", "share", "duty"],
  people: ["organisation", "user", "role"],
  record: ["audit", "metrics", "alarm", "alert", "regulation"],
} as const;

export function MyRights() {
  const { t, language } = useTexts();
  const found = useMyRights();
  const regulations = useRegulations();
  const rights = found.data;
  const inForce = regulations.data?.find((one) => one.state === "in_force");
  return (
    <Page title={t("rights.title")} desk aside={<RulesTabs />}>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <div className={css.body}>
          <div className={css.main} style={{ maxWidth: 1040 }}>
            {!rights && <Skeleton height={560} />}
            {rights && (
              <p>
                {t("rights.by")} {inForce ? <Link href={`/regulation/${inForce.id}`}>{rights.title[language]}</Link> : rights.title[language]} <DraftBadge status={rights.status} />
              </p>
            )}
            {rights && !rights.places.some((place) => place.rights.length) && <EmptyState title={t("rights.none")}>{t("rights.noneWhat")}</EmptyState>}
            {rights?.places
              .filter((place) => place.rights.length > 0)
              .map((place) => <Place key={`${place.kind}${place.organisations.map((one) => one.id).join()}`} place={place} regulation={inForce?.id} titles={new Map(rights.articles.map((article) => [article.number, article.title[language]]))} />)}
          </div>
        </div>
      )}
    </Page>
  );
}

interface Shown {
  place: RightPlace;
  regulation: string | undefined;
  titles: Map<string, string>;
}

function Place({ place, regulation, titles }: Shown) {
  const { t } = useTexts();
  const act = useActName();
  const of = (action: string) => place.rights.filter((right) => right.action === action);
  const may = (action: string) => of(action).some((right) => right.answer.outcome !== "deny");
  const actions = [...new Set(place.rights.map((right) => right.action))];
  const not = actions.filter((action) => !may(action));
  return (
    <section className={`card ${css.card}`}>
      <div>
        <h2>{place.kind === "roles" ? place.organisations.map((one) => one.name).join(", ") : t(`rights.place.${place.kind as "own" | "shared"}`)}</h2>
        {place.kind === "roles" && <p className="small dim">{t("rights.as", { roles: place.roles.map((role) => t(`role.${role}`)).join(", ") })}</p>}
      </div>
      {Object.entries(GROUPS).map(([group, kinds]) => {
        const shown = actions.filter((action) => may(action) && kinds.some((kind) => action.startsWith(`${kind}.`)));
        if (!shown.length) return null;
        return (
          <Fragment key={group}>
            <h3 className={css.group}>{t(`rights.group.${group as keyof typeof GROUPS}`)}</h3>
            <table className={css.rows}>
              <tbody>
                {shown.flatMap((action) => of(action).map((right) => <Row key={`${right.action}${right.circumstance}`} right={right} regulation={regulation} titles={titles} />))}
              </tbody>
            </table>
          </Fragment>
        );
      })}
      {not.length > 0 && (
        <>
          <h3 className={css.group}>{t("rights.not")}</h3>
          <p className="small dim">{not.map(act).join(" · ")}</p>
        </>
      )}
    </section>
  );
}

function Row({ right, regulation, titles }: { right: Right } & Omit<Shown, "place">) {
  const { t } = useTexts();
  const act = useActName();
  const plain = right.circumstance === "plain";
  return (
    <tr data-sub={plain ? undefined : true}>
      <td>{plain ? act(right.action) : t(`circumstance.${right.circumstance as "old"}`)}</td>
      <td className={css.answer}>
        <AnswerBadge answer={right.answer} />
      </td>
      <td className={css.source}>
        {right.articles.map((number) => (
          <span key={number}>
            {regulation ? <Link href={`/regulation/${regulation}#article-${number}`}>{t("regulation.article", { number })}</Link> : t("regulation.article", { number })} <span className="small dim">{titles.get(number)}</span>{" "}
          </span>
        ))}
      </td>
    </tr>
  );
}
