/** One request at a glance: who, what exactly, which time, for what, until when; and the answer. */
import { Button, TextInput } from "@mantine/core";
import { useState, type Ref } from "react";

import { useCamera } from "../api/queries";
import { useAnswerApproval, usePurposes, useWithdrawApproval, type Approval } from "../api/requests";
import { useNow } from "../app/now";
import { useTexts, type TextKey } from "../i18n";
import { SITE } from "../i18n/zone";
import css from "./ApprovalCard.module.css";
import { DateTime } from "./DateTime";
import { Badge, type Tone } from "./StateBadge";
import { ErrorNote } from "./States";
import type { ShapeName } from "./Shape";

const CAMERAS_SHOWN = 12;
const LOOKS: Record<Approval["state"], { tone: Tone; shape: ShapeName }> = {
  pending: { tone: "hold", shape: "hold" },
  approved: { tone: "ok", shape: "ok" },
  refused: { tone: "bad", shape: "bad" },
  withdrawn: { tone: "off", shape: "off" },
};

export function actionText(action: string): TextKey {
  return action === "media.export" || action === "media.unmask" || action === "plate.search" ? `approval.action.${action}` : "approval.action.other";
}

/** By the clock, too: what nobody has asked the server again about may be over meanwhile. */
export function useIsOver(approval: Approval): boolean {
  const now = useNow(10_000);
  return approval.over || Date.parse(approval.expires_at) <= now;
}

export function ApprovalBadge({ approval }: { approval: Approval }) {
  const { t } = useTexts();
  const over = useIsOver(approval) && (approval.state === "pending" || approval.state === "approved");
  const look = over ? { tone: "off" as const, shape: "off" as const } : LOOKS[approval.state];
  return (
    <Badge tone={look.tone} shape={look.shape}>
      {t(over ? "approval.state.over" : `approval.state.${approval.state}`)}
    </Badge>
  );
}

/** What is left to answer, or of the approval. */
export function TimeLeft({ approval }: { approval: Approval }) {
  const { t, format } = useTexts();
  const now = useNow(10_000);
  const left = Date.parse(approval.expires_at) - now;
  if (left <= 0 || (approval.state !== "pending" && approval.state !== "approved")) return null;
  return <span className={left < 3_600_000 ? "c-warn nowrap" : "dim nowrap"}>{t("approval.left", { span: format.span(Math.ceil(left / 60_000) * 60_000) })}</span>;
}

export function ApprovalCard({ approval, mine, approve, onDone }: { approval: Approval; mine: boolean; approve?: Ref<HTMLButtonElement>; onDone: () => void }) {
  const { t, rich, language, format } = useTexts();
  const over = useIsOver(approval);
  const known = usePurposes().data?.find((one) => one.key === approval.purpose);
  const purpose = known?.[`name_${language}`] ?? approval.purpose;
  const count = approval.camera_ids.length;
  const fromMs = approval.start ? Date.parse(approval.start) : null;
  const toMs = approval.end ? Date.parse(approval.end) : null;
  const ranged = fromMs !== null && toMs !== null;
  return (
    <article className={css.card} data-approval={approval.state} aria-label={t("approval.line", { action: t(actionText(approval.action)), count })}>
      <header className={css.part}>
        <div className={css.top}>
          <span className="row">
            <ApprovalBadge approval={approval} />
            <TimeLeft approval={approval} />
          </span>
          <span>
            {t("approval.asked")} <DateTime at={approval.asked_at} />
          </span>
        </div>
        <p className={css.sentence}>{rich("approval.sentence", { who: approval.asked_by_name, action: t(actionText(approval.action)), count, range: ranged ? "yes" : "no", span: ranged ? format.span(toMs - fromMs) : "", reference: approval.reference })}</p>
      </header>
      <section className={css.part}>
        <dl className={css.facts}>
          <dt>{t("approval.purpose")}</dt>
          <dd>{purpose}</dd>
          <dt>{t("approval.reference")}</dt>
          <dd className="num">{approval.reference}</dd>
          {approval.article && (
            <>
              <dt>{t("approval.article")}</dt>
              <dd>{t("approval.articleNumber", { number: approval.article })}</dd>
            </>
          )}
          {approval.state === "pending" ? (
            <>
              <dt>{t("approval.until")}</dt>
              <dd>{t("approval.hours", { hours: approval.hours })}</dd>
              <dt>{t("approval.answerBy")}</dt>
              <dd>
                <DateTime at={approval.expires_at} />
              </dd>
            </>
          ) : (
            approval.state === "approved" && (
              <>
                <dt>{t("approval.validTo")}</dt>
                <dd>
                  <DateTime at={approval.expires_at} />
                </dd>
              </>
            )
          )}
        </dl>
        {approval.answered_at && (
          <p className="dim">
            {t("approval.answeredBy", { name: approval.answered_by_name, at: format.dateTime(Date.parse(approval.answered_at)) })}
            {approval.words && `: ${approval.words}`}
          </p>
        )}
      </section>
      {ranged && (
        <section className={css.part}>
          <h3>{t("approval.range")}</h3>
          <RangeBar fromMs={fromMs} toMs={toMs} />
        </section>
      )}
      <section className={css.part}>
        <h3>{t("approval.reason")}</h3>
        <p className={css.reason}>{approval.reason}</p>
      </section>
      <CameraList ids={approval.camera_ids} />
      {approval.may_answer && approval.state === "pending" && !over && <Answer approval={approval} approve={approve} onDone={onDone} />}
      {(mine || approval.may_answer) && !over && (approval.state === "approved" || (mine && approval.state === "pending")) && <Withdraw approval={approval} />}
    </article>
  );
}

/** The range on the days it lies in. */
function RangeBar({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const { t, format } = useTexts();
  const start = SITE.dayStart(SITE.day(fromMs));
  const end = SITE.dayStart(SITE.day(toMs - 1), 1);
  const left = ((fromMs - start) / (end - start)) * 100;
  const text = t("approval.rangeLabel", { from: format.dateTime(fromMs), to: format.dateTime(toMs) });
  return (
    <>
      <div className={css.bar} role="img" aria-label={text}>
        <i style={{ left: `${left}%`, width: `${((toMs - fromMs) / (end - start)) * 100}%` }} />
      </div>
      <div className={css.ticks} aria-hidden>
        <span className="num">{format.date(start)}</span>
        <b className="num">{text}</b>
        <span className="num">{format.date(end)}</span>
      </div>
    </>
  );
}

function CameraList({ ids }: { ids: readonly string[] }) {
  const { t, rich } = useTexts();
  const [all, setAll] = useState(false);
  const shown = all ? ids : ids.slice(0, CAMERAS_SHOWN);
  return (
    <section className={css.part}>
      <h3>{rich("approval.cameras", { count: ids.length })}</h3>
      <ul className={css.cameras}>
        {shown.map((id) => (
          <Named key={id} id={id} />
        ))}
      </ul>
      {shown.length < ids.length && (
        <div>
          <Button size="xs" onClick={() => setAll(true)}>
            {t("approval.more", { count: ids.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Named({ id }: { id: string }) {
  const { t } = useTexts();
  const camera = useCamera(id);
  return (
    <li>
      <b className="num nowrap">{camera.data?.code ?? "–"}</b>
      <span className="cut dim">{camera.isError ? t("approval.noCamera") : camera.data?.name}</span>
    </li>
  );
}

function Answer({ approval, approve, onDone }: { approval: Approval; approve?: Ref<HTMLButtonElement>; onDone: () => void }) {
  const { t } = useTexts();
  const answer = useAnswerApproval(approval.id);
  const [words, setWords] = useState("");
  const give = (yes: boolean) => answer.mutate({ yes, words: words.trim() }, { onSuccess: onDone });
  return (
    <form
      className={`${css.part} ${css.act}`}
      onSubmit={(event) => {
        event.preventDefault();
        give(true);
      }}
    >
      <div className={css.acts}>
        <TextInput label={t("approval.words")} value={words} onChange={(event) => setWords(event.currentTarget.value)} maxLength={200} />
        <Button color="red" variant="outline" disabled={!words.trim()} loading={answer.isPending && !answer.variables.yes} onClick={() => give(false)}>
          {t("approval.refuse")}
        </Button>
        <Button ref={approve} type="submit" variant="filled" loading={answer.isPending && answer.variables.yes}>
          {t("approval.approve", { count: approval.camera_ids.length, hours: approval.hours })}
        </Button>
      </div>
      {answer.isError && <ErrorNote error={answer.error} />}
      <p className="small dim">{t("approval.once")}</p>
    </form>
  );
}

function Withdraw({ approval }: { approval: Approval }) {
  const { t } = useTexts();
  const withdraw = useWithdrawApproval(approval.id);
  return (
    <section className={`${css.part} ${css.act}`}>
      <div className={css.acts}>
        <p className="small dim">{t("approval.withdrawWhat")}</p>
        <Button color="red" variant="outline" loading={withdraw.isPending} onClick={() => withdraw.mutate("")}>
          {t("approval.withdraw")}
        </Button>
      </div>
      {withdraw.isError && <ErrorNote error={withdraw.error} />}
    </section>
  );
}
