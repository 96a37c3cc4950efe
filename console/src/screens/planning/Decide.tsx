/** The leader's act, and the proposer's way back: each says what it will do before it is done. */
import { Button, Modal, Switch, Textarea } from "@mantine/core";
import { useState } from "react";

import { useProposalStep, type CaseFile } from "../../api/planning";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Planning.module.css";

type Outcome = "approve" | "refuse" | "return";

export const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export function Decide({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  const step = useProposalStep(file.id);
  const [text, setText] = useState("");
  const [conditions, setConditions] = useState("");
  const [takeOver, setTakeOver] = useState(true);
  const [withdrawing, setWithdrawing] = useState(false);
  const outcomes = (["refuse", "return", "approve"] as const).filter((one) => file.steps_now.includes(one));
  const taken = file.opinions.filter((opinion) => opinion.round === file.round).flatMap((opinion) => opinion.conditions).length;
  const waits = file.opinions.some((opinion) => opinion.round === file.round && !opinion.answered_at) && outcomes.length > 0 && !outcomes.includes("approve");
  const decide = (outcome: Outcome) => step.mutate({ step: "decision", outcome, text: text.trim(), conditions: outcome === "approve" ? linesOf(conditions) : [], take_over: outcome === "approve" && takeOver, version: file.version });
  const wroteIt = file.wrote && (file.state === "consulting" || file.state === "consulted");
  if (!outcomes.length && !file.steps_now.includes("withdraw") && !wroteIt) return null;
  return (
    <div className={`${css.part} ${css.act}`} data-decide>
      {step.isError && <ErrorNote error={step.error} />}
      {wroteIt && <p className="small dim">{t("proposal.wrote")}</p>}
      {outcomes.length > 0 && (
        <>
          <Textarea label={t("proposal.decide.text")} autosize minRows={1} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          {outcomes.includes("approve") && (
            <>
              <Textarea label={t("proposal.decide.conditions")} description={t("opinion.conditionsWhat")} autosize minRows={1} value={conditions} onChange={(event) => setConditions(event.currentTarget.value)} />
              {taken > 0 && <Switch label={t("proposal.decide.takeOver", { count: taken })} checked={takeOver} onChange={(event) => setTakeOver(event.currentTarget.checked)} />}
            </>
          )}
        </>
      )}
      <div className={css.acts}>
        {file.steps_now.includes("withdraw") && <Button onClick={() => setWithdrawing(true)}>{t("proposal.step.withdraw")}</Button>}
        <span className="grow" />
        {outcomes.map((outcome) => (
          <Button key={outcome} variant={outcome === "approve" ? "filled" : "default"} c={outcome === "refuse" ? "var(--tc-bad)" : undefined} disabled={outcome !== "approve" && !text.trim()} loading={step.isPending} onClick={() => decide(outcome)}>
            {t(`proposal.decide.${outcome}`, { count: file.cameras })}
          </Button>
        ))}
      </div>
      {outcomes.length > 0 && <p className="small dim">{t(waits ? "proposal.decide.waits" : "proposal.decide.what")}</p>}
      <Modal opened={withdrawing} onClose={() => setWithdrawing(false)} title={t("proposal.withdraw.title", { number: file.number })} closeButtonProps={{ "aria-label": t("app.close") }}>
        <p className="dim">{t("proposal.withdraw.what")}</p>
        <div className="row" style={{ justifyContent: "flex-end", marginTop: 16 }}>
          <Button data-autofocus onClick={() => setWithdrawing(false)}>
            {t("app.cancel")}
          </Button>
          <Button variant="filled" color="bad" loading={step.isPending} onClick={() => step.mutate({ step: "withdraw", version: file.version }, { onSettled: () => setWithdrawing(false) })}>
            {t("proposal.withdraw.go")}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
