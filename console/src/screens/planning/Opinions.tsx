/** What one's agency was asked: the requests, one of them in full, and the answer. */
import { ActionIcon, Button, SegmentedControl, Skeleton, Textarea } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "wouter";

import { ApiError } from "../../api/client";
import { useAnswerOpinion, useOpinion, useOpinions, type CaseFile, type Opinion, type Verdict } from "../../api/planning";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraTabs } from "../CameraTabs";
import { linesOf } from "./Decide";
import css from "./Planning.module.css";
import { OpinionBadge } from "./ProposalBadge";
import { Due, ProposalCard } from "./ProposalCard";

export function Opinions() {
  const { t } = useTexts();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const pending = search.get("state") !== "given";
  const opinions = useOpinions(pending);
  const items = opinions.data?.pages.flatMap((page) => page.items);
  const wanted = search.get("opinion");
  const id = wanted ?? items?.[0]?.id;
  const opened = useOpinion(id);
  const go = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  if (me.data && !can(me.data, "proposal.opinion")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  return (
    <Page title={t("opinion.inbox")} desk aside={<CameraTabs />}>
      <div className={css.split} data-open={wanted ? true : undefined}>
        <nav className={css.list} aria-label={t("opinion.inbox")}>
          <div className={css.listHead}>
            <SegmentedControl size="xs" fullWidth aria-label={t("opinion.inbox")} value={pending ? "open" : "given"} onChange={(value) => go({ state: value === "given" ? value : "", opinion: "" })} data={(["open", "given"] as const).map((value) => ({ value, label: t(`opinion.filter.${value}`) }))} />
          </div>
          {!items && !opinions.isError && Array.from({ length: 6 }, (_, index) => <div key={index} className={css.entry}><Skeleton height={16} width="60%" /><Skeleton height={14} width="90%" /><Skeleton height={14} width="50%" /></div>)}
          {items?.map((one) => (
            <button key={one.id} type="button" className={css.entry} aria-current={one.id === id} onClick={() => go({ opinion: one.id })}>
              <span className={css.entryTop}>
                <b className="num nowrap">{one.number}</b>
                <OpinionBadge verdict={one.verdict} late={one.is_late} />
              </span>
              <span>{one.owner_name}</span>
              <span className="small dim">{one.title}</span>
              <span className="small dim">
                <Due opinion={one} />
              </span>
            </button>
          ))}
          {opinions.hasNextPage && (
            <Button m="md" size="xs" loading={opinions.isFetchingNextPage} onClick={() => void opinions.fetchNextPage()}>
              {t("app.more")}
            </Button>
          )}
        </nav>
        <div className={css.pane}>
          {opinions.isError ? (
            <ErrorState error={opinions.error} onRetry={() => void opinions.refetch()} />
          ) : !id && items ? (
            <EmptyState title={t(pending ? "opinion.none" : "opinion.noneGiven")}>{pending && t("opinion.noneWhat")}</EmptyState>
          ) : opened.isError ? (
            <ErrorState error={opened.error} onRetry={() => void opened.refetch()} />
          ) : (
            <div className={css.main}>
              <ActionIcon className={css.only} aria-label={t("double.back")} onClick={() => go({ opinion: "" })}>
                <IconChevronLeft size={18} />
              </ActionIcon>
              {opened.data ? (
                <ProposalCard key={id} file={opened.data.proposal}>
                  {opened.data.opinion.answered_at === null && <Answer key={id} opinion={opened.data.opinion} file={opened.data.proposal} onDone={() => go({ state: "given", opinion: opened.data.opinion.id })} />}
                </ProposalCard>
              ) : (
                <Skeleton className={css.request} height={520} />
              )}
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}

const VERDICTS: readonly Verdict[] = ["agree", "conditions", "disagree"];

function Answer({ opinion, file, onDone }: { opinion: Opinion; file: CaseFile; onDone: () => void }) {
  const { t, rich } = useTexts();
  const answer = useAnswerOpinion(opinion.id);
  const [verdict, setVerdict] = useState<Verdict>("agree");
  const [text, setText] = useState("");
  const [conditions, setConditions] = useState("");
  if (file.wrote) return <p className={`${css.part} ${css.act} small dim`}>{t("proposal.wrote")}</p>;
  const missing = verdict === "conditions" ? linesOf(conditions).length === 0 : verdict === "disagree" && !text.trim();
  return (
    <form
      className={`${css.part} ${css.act}`}
      data-answer
      onSubmit={(event) => {
        event.preventDefault();
        answer.mutate({ verdict, text: text.trim(), conditions: verdict === "conditions" ? linesOf(conditions) : [] }, { onSuccess: onDone });
      }}
    >
      <h2>{rich("opinion.of", { agency: opinion.agency_name })}</h2>
      <p className="small dim">
        {t(`opinion.about.${opinion.role}`)} <Due opinion={opinion} />
      </p>
      <SegmentedControl aria-label={t("opinion.verdict")} value={verdict} onChange={(value) => setVerdict(value)} data={VERDICTS.map((value) => ({ value, label: t(`opinion.verdict.${value}`) }))} />
      {verdict === "conditions" && <Textarea label={t("opinion.conditions")} description={t("opinion.conditionsWhat")} autosize minRows={2} value={conditions} onChange={(event) => setConditions(event.currentTarget.value)} />}
      <Textarea label={t(verdict === "disagree" ? "opinion.reason" : "opinion.text")} autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {answer.isError && <ErrorNote error={answer.error} />}
      <div className={css.acts}>
        <p className="small dim grow">{t("opinion.once")}</p>
        <Button type="submit" variant="filled" disabled={missing} loading={answer.isPending}>
          {t(`opinion.give.${verdict}`)}
        </Button>
      </div>
    </form>
  );
}
