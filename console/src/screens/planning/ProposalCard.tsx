/** What exactly is asked, by whom, until when: for whoever gives an opinion or decides. */
import type { ReactNode } from "react";

import type { CaseFile, Opinion } from "../../api/planning";
import { useNow } from "../../app/now";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { candidateInput } from "./candidates";
import { ChecksPanel } from "./ChecksPanel";
import css from "./Planning.module.css";
import { OpinionBadge, ProposalBadge } from "./ProposalBadge";
import { ProposalMap } from "./ProposalMap";

export function ProposalCard({ file, children }: { file: CaseFile; children?: ReactNode }) {
  const { t, rich, format } = useTexts();
  const candidates = file.candidates.map(candidateInput);
  const names = file.candidates.map((one) => one.name);
  return (
    <article className={`card ${css.request}`} aria-label={file.title} data-proposal={file.state}>
      <div className={css.part}>
        <div className="row" style={{ flexWrap: "wrap" }}>
          <span className="num dim">{file.number}</span>
          <ProposalBadge state={file.state} />
          {file.round > 1 && <span className="small dim">{t("proposal.round", { round: file.round })}</span>}
          <span className="grow" />
          {file.submitted_at && (
            <span className="small dim">
              {t("proposal.sentAt")} <DateTime at={file.submitted_at} />
            </span>
          )}
        </div>
        <p className={css.sentence}>{rich("proposal.sentence", { owner: file.owner_name, count: file.cameras, title: file.title })}</p>
        {file.justification && <p style={{ whiteSpace: "pre-line", lineHeight: "var(--tc-lh-read)" }}>{file.justification}</p>}
        <dl className="kv" style={{ gridTemplateColumns: "max-content 1fr" }}>
          <dt>{t("proposal.funding")}</dt>
          <dd>{t(`proposal.funding.${file.funding}`)}</dd>
          <dt>{t("proposal.retention")}</dt>
          <dd className="num">{file.retention_days === null ? t("double.nothing") : format.number(file.retention_days)}</dd>
        </dl>
      </div>
      <div className={css.part}>
        <h2>{t("proposal.cameras", { count: file.cameras })}</h2>
        {candidates.length > 0 && (
          <div className={css.small}>
            <ProposalMap candidates={candidates} chosen={null} />
          </div>
        )}
        <ol className={css.columns}>
          {file.candidates.map((one, index) => (
            <li key={index} className="row" style={{ alignItems: "start" }}>
              <span className={`${css.chip} num`}>{index + 1}</span>
              <span>
                <b>{one.name}</b>
                <span className="small dim" style={{ display: "block" }}>
                  {t("proposal.cameraIs", { kind: t(`map.kind.${one.kind ?? "fixed"}`), azimuth: format.number(one.azimuth_deg), angle: format.number(one.hfov_deg), height: format.number(one.height_m, 1), megapixels: format.number((one.width_px * one.height_px) / 1e6, 1) })}
                </span>
                {file.camera_ids[index] && <a className="small" href={`/cameras/${file.camera_ids[index]}`}>{t("proposal.inRegistry")}</a>}
              </span>
            </li>
          ))}
        </ol>
      </div>
      {file.touches.length > 0 && (
        <div className={css.part}>
          <p className="note warn">
            <Shape name="lock" size={14} />
            <span>{t("proposal.touches", { count: file.touches.length })}</span>
          </p>
        </div>
      )}
      {file.opinions.length > 0 && (
        <div className={css.part}>
          <h2>{t("opinion.title")}</h2>
          {[...file.opinions].reverse().map((opinion) => (
            <OpinionLine key={opinion.id} opinion={opinion} round={file.round} />
          ))}
        </div>
      )}
      {file.checks && (
        <div className={css.part}>
          <h2>{t("proposal.checks.kept")}</h2>
          <div className={css.kept}>
            <ChecksPanel checks={file.checks} names={names} kept />
          </div>
        </div>
      )}
      {[...file.decisions].reverse().map((decision) => (
        <div key={decision.round} className={css.part} data-decision={decision.outcome}>
          <h2>{t("proposal.decision")}</h2>
          <p>
            {rich("proposal.decisionIs", { organisation: decision.organisation_name, outcome: t(`proposal.step.${decision.outcome}`).toLowerCase() })} <DateTime at={decision.decided_at} />
          </p>
          {decision.text && <p style={{ whiteSpace: "pre-line" }}>{decision.text}</p>}
          <Conditions of={decision.conditions} />
        </div>
      ))}
      {children}
    </article>
  );
}

function Conditions({ of }: { of: readonly string[] }) {
  const { t } = useTexts();
  if (!of.length) return null;
  return (
    <div>
      <h3>{t("opinion.conditions")}</h3>
      <ol style={{ listStyle: "decimal", paddingLeft: 20, marginTop: 4 }}>
        {of.map((condition, index) => (
          <li key={index}>{condition}</li>
        ))}
      </ol>
    </div>
  );
}

export function OpinionLine({ opinion, round }: { opinion: Opinion; round: number }) {
  const { t } = useTexts();
  return (
    <div style={{ display: "grid", gap: 6 }} data-opinion={opinion.role} data-late={opinion.is_late || undefined}>
      <div className="row" style={{ flexWrap: "wrap" }}>
        <b>{opinion.agency_name || t(`opinion.role.${opinion.role}`)}</b>
        <OpinionBadge verdict={opinion.verdict} late={opinion.is_late} />
        {opinion.round !== round && <span className="small dim">{t("proposal.round", { round: opinion.round })}</span>}
      </div>
      <p className="small dim">
        {t(`opinion.about.${opinion.role}`)} <Due opinion={opinion} />
      </p>
      {opinion.text && <p style={{ whiteSpace: "pre-line" }}>{opinion.text}</p>}
      <Conditions of={opinion.conditions} />
    </div>
  );
}

/** Until when, or by how much too late; a late opinion is seen by everyone concerned. */
export function Due({ opinion }: { opinion: Pick<Opinion, "due_at" | "answered_at" | "is_late" | "after_decision"> }) {
  const { t, format } = useTexts();
  const now = useNow(60_000);
  const due = Date.parse(opinion.due_at);
  const at = opinion.answered_at ? Date.parse(opinion.answered_at) : now;
  const span = format.span(Math.abs(at - due));
  const when = format.date(due);
  const word = opinion.answered_at ? (opinion.is_late ? "opinion.cameLate" : "opinion.came") : opinion.is_late ? "opinion.late" : "opinion.left";
  return (
    <span className={opinion.is_late ? "c-warn" : undefined}>
      {t(word, { span, when, at: format.date(at) })} {opinion.after_decision && t("opinion.afterDecision")}
    </span>
  );
}
