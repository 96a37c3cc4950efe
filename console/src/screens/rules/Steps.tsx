/** A pack's way into force: who proposed it, who agreed, from when it holds, and what one may do about it now. */
import { Button, Modal, Textarea } from "@mantine/core";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useStep, type RegulationFull, type Step } from "../../api/regulations";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { Refused } from "./Regulations";
import css from "./Rules.module.css";

type Asked = "approve" | "refuse" | "switch" | "callOff" | "rollBack";

export function Steps({ regulation }: { regulation: RegulationFull }) {
  const { t, format } = useTexts();
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const own = regulation.proposed_by === me.data?.user.id;
  const agreed = regulation.approvals.some((one) => one.user_id === me.data?.user.id);
  const isOpen = regulation.state === "proposed" || regulation.state === "approved";
  const approves = regulation.state === "proposed" && can(me.data, "regulation.approve") && !own && !agreed;
  const refuses = isOpen && (own || can(me.data, "regulation.approve"));
  const switches = can(me.data, "regulation.switch");
  const missing = Math.max(0, regulation.approvals_needed - regulation.approvals.length);
  return (
    <aside className={css.side}>
      <section className={`card ${css.card}`}>
        <h2>{t("regulation.way")}</h2>
        <dl className="kv" style={{ gridTemplateColumns: "112px minmax(0, 1fr)" }}>
          <dt>{t("regulation.by")}</dt>
          <dd>{regulation.proposed_by ? regulation.proposer : t("regulation.shipped")}</dd>
          <dt>{t("regulation.proposedAt")}</dt>
          <dd><DateTime at={regulation.proposed_at} /></dd>
          {regulation.proposed_by && (
            <>
              <dt>{t("regulation.reason")}</dt>
              <dd>{regulation.reason}</dd>
            </>
          )}
          <dt>{t("regulation.effective")}</dt>
          <dd className="num">{format.date(Date.parse(`${regulation.effective_from}T00:00:00Z`))}</dd>
          <dt>{t("regulation.at")}</dt>
          <dd><DateTime at={regulation.at} /></dd>
          {regulation.state === "refused" && (
            <>
              <dt>{t("regulation.refusedBy")}</dt>
              <dd>{regulation.refused_by}: {regulation.refused_words}</dd>
            </>
          )}
          <dt>{t("regulation.digest")}</dt>
          <dd className="num small cut" title={regulation.sha256}>{regulation.digest}</dd>
        </dl>
        {regulation.proposed_by && (
          <>
            <h3 className="small">{t("regulation.agreed", { count: regulation.approvals.length, needed: regulation.approvals_needed })}</h3>
            <ul className={css.people}>
              {regulation.approvals.map((one) => (
                <li key={one.user_id}>
                  <span className="c-ok"><Shape name="ok" /></span> <b>{one.name}</b> <span className="small dim"><DateTime at={one.at} /></span>
                  {one.words && <div className="small">{one.words}</div>}
                </li>
              ))}
              {regulation.state === "proposed" && missing > 0 && <li className="small dim">{t("regulation.waits", { count: missing })}</li>}
            </ul>
          </>
        )}
        {own && regulation.state === "proposed" && <p className="small dim">{t("regulation.ownProposal")}</p>}
        <div className={css.acts}>
          {approves && <Button variant="filled" onClick={() => setAsked("approve")}>{t("regulation.do.approve")}</Button>}
          {regulation.state === "approved" && switches && <Button variant="filled" onClick={() => setAsked("switch")}>{t("regulation.do.switch")}</Button>}
          {refuses && <Button onClick={() => setAsked("refuse")}>{t(own ? "regulation.do.withdraw" : "regulation.do.refuse")}</Button>}
          {regulation.state === "scheduled" && switches && <Button onClick={() => setAsked("callOff")}>{t("regulation.do.callOff")}</Button>}
          {regulation.can_roll_back && switches && <Button color="red" variant="light" onClick={() => setAsked("rollBack")}>{t("regulation.do.rollBack")}</Button>}
        </div>
      </section>
      {asked && <Ask regulation={regulation} step={asked} onClose={() => setAsked(null)} />}
    </aside>
  );
}

function Ask({ regulation, step, onClose }: { regulation: RegulationFull; step: Asked; onClose: () => void }) {
  const { t } = useTexts();
  const [words, setWords] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const act = useStep(regulation.id);
  const given = (): Step => {
    if (step === "switch") return { do: "switch", at: at === null ? null : new Date(at).toISOString() };
    if (step === "callOff") return { do: "callOff" };
    return { do: step, words: words.trim() };
  };
  const wantsWords = step === "refuse" || step === "rollBack";
  return (
    <Modal opened onClose={onClose} title={t(`regulation.ask.${step}`, { version: regulation.version })}>
      <form
        style={{ display: "grid", gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(given(), { onSuccess: onClose });
        }}
      >
        <p className="small dim">{t(`regulation.askWhat.${step}`)}</p>
        {step === "switch" && <TimeField label={t("regulation.moment")} description={t("regulation.momentWhat")} value={at} onChange={setAt} />}
        {(wantsWords || step === "approve") && <Textarea label={t("regulation.words")} required={wantsWords} maxLength={1000} autosize minRows={2} value={words} onChange={(event) => setWords(event.currentTarget.value)} />}
        {act.isError && <Refused error={act.error} />}
        <div className={css.acts} style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" color={step === "rollBack" ? "red" : undefined} loading={act.isPending} disabled={wantsWords && !words.trim()}>
            {t(`regulation.go.${step}`)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
