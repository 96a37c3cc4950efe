/** The owner's answer: agree, with what is struck out and shortened, or refuse with words. */
import { Button, Select, Textarea } from "@mantine/core";
import { useState } from "react";

import { serverClock } from "../../api/clock";
import { useAnswerShare, type Share, type ShareWhat } from "../../api/shares";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { endOfDay } from "../inventory/taskLook";
import css from "./Shares.module.css";

export function AnswerShare({ share, struck, count }: { share: Share; struck: string[]; count: number }) {
  const { t } = useTexts();
  const answer = useAnswerShare(share.id);
  const lastDay = SITE.day(Date.parse(share.until));
  const [day, setDay] = useState(lastDay);
  const [what, setWhat] = useState(share.what.join("_"));
  const [words, setWords] = useState("");
  const until = day && day < lastDay ? endOfDay(day) : null;
  const send = (agreed: boolean) => answer.mutate({ agreed, words: words.trim(), struck, what: what.split("_") as ShareWhat[], until, version: share.version });
  const whats = share.what.length > 1 ? (["live_recorded", "live", "recorded"] as const) : [share.what[0] ?? "live"];
  return (
    <form className={`card ${css.card}`} data-answer onSubmit={(event) => event.preventDefault()}>
      <section className={css.part}>
        <h2>{t("share.answer")}</h2>
        <p className="small dim">{t("share.answerWhat")}</p>
        {whats.length > 1 && <Select label={t("share.what")} allowDeselect={false} data={whats.map((value) => ({ value, label: t(`share.what.${value}`) }))} value={what} onChange={(value) => value && setWhat(value)} />}
        <DayField label={t("share.untilAgreed")} min={SITE.day(serverClock.now())} max={lastDay} value={day} onChange={setDay} />
        <Textarea label={t("share.words")} description={t("share.wordsWhat")} autosize minRows={2} maxLength={2000} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      </section>
      <section className={`${css.part} ${css.act}`}>
        {answer.isError && <ErrorNote error={answer.error} />}
        <div className={css.acts}>
          <Button disabled={!words.trim()} title={words.trim() ? undefined : t("share.refuseNeeds")} loading={answer.isPending} onClick={() => send(false)}>
            {t("share.refuse")}
          </Button>
          <Button variant="filled" disabled={count < 1 || !day} loading={answer.isPending} onClick={() => send(true)}>
            {t("share.agree", { count })}
          </Button>
        </div>
      </section>
    </form>
  );
}
