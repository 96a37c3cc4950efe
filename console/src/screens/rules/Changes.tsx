/** What a pack says and answers differently from the one in force, and what it would have meant for what was asked. */
import { Button, Progress, SegmentedControl, Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link } from "wouter";

import { can, useMe } from "../../api/queries";
import { useDifference, useSimulation, type Change, type RegulationFull } from "../../api/regulations";
import { DateTime } from "../../components/DateTime";
import { EmptyState, ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraName } from "../record/CameraName";
import { alike } from "./alike";
import { AnswerBadge, useActName } from "./looks";
import css from "./Rules.module.css";

const DAY_MS = 86_400_000;
const SPANS = ["7", "30", "90"] as const;

export function Changes({ regulation }: { regulation: RegulationFull }) {
  const { t } = useTexts();
  const me = useMe();
  const found = useDifference(regulation.id);
  const texts = found.data?.filter((change) => change.kind !== "answer") ?? [];
  const answers = found.data?.filter((change) => change.kind === "answer") ?? [];
  return (
    <>
      {can(me.data, "audit.read") && <Simulation id={regulation.id} otherFootage={texts.some((change) => change.kind === "footage")} />}
      {found.isPending && <Skeleton height={240} />}
      {found.isError && <ErrorNote error={found.error} />}
      {found.data && !found.data.length && <EmptyState title={t(regulation.state === "in_force" ? "regulation.isInForce" : "regulation.same")} />}
      {answers.length > 0 && <Answers changes={answers} />}
      {texts.length > 0 && (
        <section className={`card ${css.card}`}>
          <h2>{t("regulation.texts", { count: texts.length })}</h2>
          {texts.map((change) => (
            <TextChange key={`${change.kind}${change.key}`} change={change} />
          ))}
        </section>
      )}
    </>
  );
}

function Answers({ changes }: { changes: Change[] }) {
  const { t } = useTexts();
  const act = useActName();
  return (
    <section className={`card ${css.card}`}>
      <h2>{t("regulation.answers", { count: alike(changes).length })}</h2>
      <table className={css.rows}>
        <thead>
          <tr>
            <th>{t("regulation.question")}</th>
            <th>{t("regulation.now")}</th>
            <th>{t("regulation.then")}</th>
          </tr>
        </thead>
        <tbody>
          {alike(changes).map(([change, ...others]) => (
            <tr key={`${change.key}${change.role}${change.circumstance}`}>
              <td>
                <b>{act(change.key)}</b> · {t(`role.${change.role as "viewer"}`)}
                {change.circumstance !== "plain" && <span className="dim"> · {[change, ...others].map((one) => t(`circumstance.${one.circumstance as "old"}`)).join("; ")}</span>}
              </td>
              <td>{change.answer_before && <AnswerBadge answer={change.answer_before} />}</td>
              <td>{change.answer_after && <AnswerBadge answer={change.answer_after} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TextChange({ change }: { change: Change }) {
  const { t } = useTexts();
  return (
    <div className={css.part}>
      <b>{t(`regulation.kind.${change.kind as "article"}`, { key: change.key })}</b>
      <div className={css.beside}>
        <div>
          <Row json={change.before} />
        </div>
        <div>
          <Row json={change.after} />
        </div>
      </div>
    </div>
  );
}

/** The words of a row in the reader's language, then its values. */
function Row({ json }: { json: string }) {
  const { t, language } = useTexts();
  if (!json) return <i className="faint">{t("regulation.nothing")}</i>;
  const row = JSON.parse(json) as Record<string, unknown>;
  const words = Object.values(row).filter((value): value is { vi: string; en: string } => typeof value === "object" && value !== null && "vi" in value);
  const values = Object.entries(row).filter(([, value]) => typeof value !== "object" || Array.isArray(value));
  return (
    <>
      {words.map((value) => (
        <p key={value.vi} className={css.read}>
          {value[language]}
        </p>
      ))}
      <p className="small dim">{values.map(([name, value]) => `${name}: ${Array.isArray(value) ? value.map((one) => (typeof one === "object" ? (one as { ref: string }).ref : String(one))).join("; ") : String(value)}`).join(" · ")}</p>
    </>
  );
}

function Simulation({ id, otherFootage }: { id: string; otherFootage: boolean }) {
  const { t, rich, format } = useTexts();
  const act = useActName();
  const [days, setDays] = useState<string>("30");
  const { state, start, stop } = useSimulation(id);
  useEffect(() => stop, [stop]); // leaving ends it
  const changed = state?.shifts.reduce((sum, shift) => sum + shift.count, 0) ?? 0;
  return (
    <section className={`card ${css.card}`}>
      <h2>{t("simulation.title")}</h2>
      <p className="small dim">{t("simulation.what")}</p>
      {otherFootage && <p className="note warn">{t("simulation.otherFootage")}</p>}
      <div className={css.acts}>
        <SegmentedControl aria-label={t("simulation.span")} value={days} onChange={setDays} data={SPANS.map((value) => ({ value, label: t("simulation.days", { days: Number(value) }) }))} />
        {state?.running ? <Button onClick={stop}>{t("simulation.stop")}</Button> : <Button variant="filled" onClick={() => start(new Date(Date.now() - Number(days) * DAY_MS).toISOString())}>{t("simulation.start")}</Button>}
      </div>
      {state?.running && <Progress value={state.share * 100} aria-label={t("simulation.title")} />}
      {state?.error ? <ErrorNote error={state.error} /> : null}
      {state && (
        <p role="status">
          {rich("simulation.done", { decided: format.number(state.decided), changed: format.number(changed) })}
          {state.withoutPurpose > 0 && <span className="small dim"> {t("simulation.withoutPurpose", { count: state.withoutPurpose })}</span>}
        </p>
      )}
      {state && state.shifts.length > 0 && (
        <table className={css.rows}>
          <thead>
            <tr>
              <th>{t("simulation.act")}</th>
              <th>{t("simulation.change")}</th>
              <th>{t("simulation.count")}</th>
            </tr>
          </thead>
          <tbody>
            {state.shifts.map((shift) => (
              <tr key={`${shift.action}${shift.before}${shift.after}${shift.policies.join()}`}>
                <td>
                  <b>{act(shift.action)}</b>
                </td>
                <td>
                  <span className={css.acts}>
                    <AnswerBadge answer={{ outcome: shift.before, needs: [] }} /> <span aria-hidden>→</span> <AnswerBadge answer={{ outcome: shift.after, needs: shift.needs as never[] }} />
                  </span>
                </td>
                <td>
                  <b className="num">{format.number(shift.count)}</b>
                  <details className="small">
                    <summary>{t("simulation.examples", { count: shift.examples.length })}</summary>
                    <ul className={css.examples}>
                      {shift.examples.map((one) => (
                        <li key={one.id}>
                          <DateTime at={one.at} /> · <b>{one.actor || t("use.erased")}</b>
                          {one.kind === "camera" && one.resource_id && <> · <CameraName ids={[one.resource_id]} /></>}
                        </li>
                      ))}
                    </ul>
                    <Link href={`/record?action=${shift.action}`}>{t("simulation.inRecord")}</Link>
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
