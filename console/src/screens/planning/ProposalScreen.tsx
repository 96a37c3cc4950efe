/** One proposal: drawn where it may still be drawn, else its file with what happens next. */
import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { saveLetter, useProposal, type AgencyRole, type CaseFile, type LetterKind } from "../../api/planning";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Planning.module.css";
import { Acceptance } from "./Acceptance";
import { Decide } from "./Decide";
import { ProposalBadge } from "./ProposalBadge";
import { Due, ProposalCard } from "./ProposalCard";
import { ProposalEditor } from "./ProposalEditor";

export function ProposalScreen({ id }: { id?: string }) {
  const proposal = useProposal(id);
  if (!id) return <ProposalEditor />;
  if (proposal.isError) return <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />;
  if (!proposal.data) return <PageSkeleton />;
  return proposal.data.steps_now.includes("edit") ? <ProposalEditor key={id} file={proposal.data} /> : <File file={proposal.data} />;
}

function File({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  return (
    <Page
      title={file.number}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/proposals" aria-label={t("proposal.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{file.number}</h1>
          <ProposalBadge state={file.state} />
        </>
      }
    >
      <div className={css.file}>
        <div className={css.main}>
          <ProposalCard file={file}>
            <Acceptance file={file} />
            <Decide file={file} />
          </ProposalCard>
        </div>
        <aside className={css.aside}>
          <Steps file={file} />
          <Letters file={file} />
        </aside>
      </div>
    </Page>
  );
}

/** What happened, the newest last, and what is still waited for. */
function Steps({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  const waiting = file.opinions.filter((opinion) => !opinion.answered_at && opinion.round === file.round && (file.state === "consulting" || file.state === "consulted"));
  return (
    <section>
      <h2>{t("proposal.steps")}</h2>
      <ol className={css.steps}>
        {file.steps.map((step, index) => (
          <li key={index} data-step={step.step}>
            <span className={step.step === "refuse" ? "c-bad" : step.step === "return" ? "c-warn" : "c-ok"}>
              <Shape name={step.step === "refuse" ? "bad" : step.step === "return" ? "warn" : "ok"} size={14} />
            </span>
            <div>
              {t(`proposal.step.${step.step}`)}
              <p>{step.organisation_name}</p>
              <p>
                <DateTime at={step.at} />
              </p>
            </div>
          </li>
        ))}
        {waiting.map((opinion) => (
          <li key={opinion.id}>
            <span className={opinion.is_late ? "c-warn" : "c-hold"}>
              <Shape name={opinion.is_late ? "warn" : "none"} size={14} />
            </span>
            <div>
              {t("proposal.waitsFor", { agency: opinion.agency_name || t(`opinion.role.${opinion.role}`) })}
              <p>
                <Due opinion={opinion} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Letters are written from the file as it is: which there are follows from how far it is. */
function Letters({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState("");
  const asked = file.opinions.filter((opinion) => opinion.round === file.round);
  const letters: { kind: LetterKind; role: AgencyRole; text: string }[] = [
    ...asked.map(({ role }) => ({ kind: "request" as const, role, text: t(`proposal.letter.request.${role}`) })),
    ...asked.filter((opinion) => opinion.answered_at).map(({ role }) => ({ kind: "opinion" as const, role, text: t(`proposal.letter.opinion.${role}`) })),
    ...(asked.length ? [{ kind: "decision" as const, role: "technology" as const, text: t("proposal.letter.decision") }] : []),
    ...(file.tests.length ? [{ kind: "acceptance" as const, role: "technology" as const, text: t("proposal.letter.acceptance") }] : []),
  ];
  if (!letters.length) return null;
  const get = async (kind: LetterKind, format: "pdf" | "docx", role: AgencyRole) => {
    setBusy(`${kind}${role}${format}`);
    setError(null);
    try {
      await saveLetter(file, kind, format, role);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy("");
    }
  };
  return (
    <section>
      <h2>{t("proposal.letters")}</h2>
      <p className="small dim">{t("proposal.letters.what")}</p>
      {error !== null && <ErrorNote error={error} />}
      <ul className={css.letters}>
        {letters.map(({ kind, role, text }) => (
          <li key={`${kind}${role}`} className={css.letter}>
            <span className="grow">{text}</span>
            {(["pdf", "docx"] as const).map((format) => (
              <Button key={format} size="xs" leftSection={<IconDownload size={14} />} loading={busy === `${kind}${role}${format}`} aria-label={t("proposal.letter.get", { letter: text, format: format.toUpperCase() })} onClick={() => void get(kind, format, role)}>
                {format.toUpperCase()}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
